"""`verifier run`: play flows, judge them, write the report."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from verifier.cli.notices import notify_option, only_if_asked
from verifier.cli.shard import shard_in
from verifier.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from verifier.cli.playing import BrowserAsked
    from verifier.model.asked import Shard
    from verifier.model.flow import Flow
    from verifier.model.web import Answerer


@click.command()
@click.argument("names", nargs=-1)
@click.option(
    "--replica", metavar="EDITION", help="Play against the site's replica in this edition, not the live site."
)
@click.option("--locale", "locales", multiple=True, metavar="CODE", help="Only in this language; may be given again.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only flows with this tag; may be given again.")
@click.option("--guide", "guides", multiple=True, metavar="GUIDE", help="Only flows that speak for this guide.")
@click.option("--jobs", type=click.IntRange(1, 32), default=2, show_default=True, help="How many flows at once.")
@click.option(
    "--shard",
    callback=shard_in,
    metavar="K/N",
    help="Only the K-th of N shares of the sites, for one of N machines; `verifier merge` makes one run of them.",
)
@click.option(
    "--resume",
    metavar="RUN",
    help="Go on with a run that was killed or stopped: only what has no verdict yet is played.",
)
@click.option(
    "--confirm",
    type=click.IntRange(0, 9),
    default=2,
    show_default=True,
    metavar="N",
    help="How many more looks a finding takes to be told; one more where a thing is only missing.",
)
@click.option(
    "--timeout",
    type=click.IntRange(1, 3600),
    metavar="SECONDS",
    help="How long one replay of a flow may take. [default: 600, on a replica 240]",
)
@click.option(
    "--fail-on",
    type=click.Choice(["drift", "broken"]),
    default="drift",
    show_default=True,
    help="From which level on the run fails.",
)
@click.option("--exit-zero", is_flag=True, help="End with 0 whatever was found.")
@notify_option
@click.option("--browser", metavar="PATH", envvar="VERIFIER_BROWSER", help="The Chrome or Chromium to use.")
@click.option(
    "--connect", metavar="WS_URL", help="Use the browser of a Playwright server, `ws://host:3000/`; see the README."
)
@click.option(
    "--guard-address",
    metavar="ADDRESS",
    help="With --connect: the address of this machine that the browser reaches. [default: the one that faces the server]",
)
@click.option("--headed", is_flag=True, help="Show the browser.")
@click.option(
    "--flows", "flows_folder", type=click.Path(path_type=Path), help="The folder of flows, if not the one here."
)
@click.option("--output", type=click.Path(path_type=Path), help="Where reports go. [default: reports/ beside flows/]")
def run(  # noqa: PLR0917 - click hands over one parameter an option
    names: tuple[str, ...],
    replica: str | None,
    locales: tuple[str, ...],
    tags: tuple[str, ...],
    guides: tuple[str, ...],
    jobs: int,
    shard: Shard | None,
    resume: str | None,
    confirm: int,
    timeout: int | None,
    fail_on: str,
    exit_zero: bool,  # noqa: FBT001
    receivers: tuple[str, ...],
    browser: str | None,
    connect: str | None,
    guard_address: str | None,
    headed: bool,  # noqa: FBT001
    flows_folder: Path | None,
    output: Path | None,
) -> None:
    """Play flows in a browser; tell which sentences of the guides are wrong.

    NAMES are sites, flows, one flow in one language, or patterns: `whatsapp`, `whatsapp/contact`, `whatsapp/contact[ro]`,
    `*/contact`. Without a name, every flow is played. Nothing is ever sent: what a form would send is caught and shown.
    """
    from verifier.cli.outcome import conclude  # noqa: PLC0415 - the command line starts without what only a run needs
    from verifier.cli.playing import play_run  # noqa: PLC0415
    from verifier.cli.resuming import going_on_with  # noqa: PLC0415
    from verifier.cli.stopping import stoppable  # noqa: PLC0415
    from verifier.flowfile.discover import find_flows_root, select  # noqa: PLC0415
    from verifier.flowfile.library import load, require  # noqa: PLC0415
    from verifier.model.asked import Asked  # noqa: PLC0415
    from verifier.session.plan import in_shard  # noqa: PLC0415
    from verifier.session.verify import FailOn  # noqa: PLC0415

    opening = _browser(browser, connect=connect, guard_address=guard_address, headed=headed)
    root = find_flows_root(flows_folder)
    library = require(load(root))
    reports = output or root.parent / "reports"
    asked = Asked(names, locales, tags, guides, replica, confirm, shard)
    going_on = going_on_with(resume, asked, reports=reports, root=root) if resume else None
    if going_on is not None:
        asked = going_on.rest.start.asked
    whole = select(library, asked.names, locales=asked.locales, tags=asked.tags, guides=asked.guides)
    flows = in_shard(whole, asked.shard)
    if going_on is not None:
        flows = tuple(flow for flow in flows if flow.key in going_on.rest.left)
        if not flows:
            click.echo(f"{going_on.folder.name} has nothing left to play", err=True)
    elif not flows:
        click.echo(f"shard {shard} has nothing to play: the sites asked for are in other shards", err=True)
    answerers = answerers_of(root, flows, asked.replica)
    if asked.replica is None:
        _ask_for_contact(flows)
    folder = going_on.folder if going_on else new_run_folder(reports, names)
    interrupted = False
    if going_on is None or flows or not going_on.over:
        try:
            with stoppable():
                asyncio.run(
                    play_run(
                        library,
                        flows,
                        asked,
                        whole=tuple(flow.key for flow in whole) if asked.shard else (),
                        folder=folder,
                        going_on=going_on,
                        answerers=answerers,
                        jobs=jobs,
                        opening=opening,
                        replay_s=timeout,
                    )
                )
        except KeyboardInterrupt:
            interrupted = True
            if discard_unbegun(folder):
                raise
        except BaseException:
            discard_unbegun(folder)
            raise
    conclude(
        folder,
        root=root,
        fail_on=FailOn(fail_on),
        exit_zero=exit_zero,
        interrupted=interrupted,
        receivers=only_if_asked(receivers, asked.replica),
    )


def _ask_for_contact(flows: tuple[Flow, ...]) -> None:
    """Say which live sites would not learn whom to turn to."""
    from verifier.manners.agent import VARIABLE, contact_of  # noqa: PLC0415

    nameless = sorted({flow.site.id for flow in flows if not contact_of(flow.site, os.environ)})
    if nameless:
        click.echo(
            f"warning: {', '.join(nameless)} will not see whom to turn to about our visits; "
            f"name a page with `contact: https://...` in site.yaml, or in {VARIABLE}",
            err=True,
        )


def _browser(browser: str | None, *, connect: str | None, guard_address: str | None, headed: bool) -> BrowserAsked:
    """Which browser was asked for. Raises UsageError where two options cannot both be meant."""
    from verifier.cli.playing import BrowserAsked  # noqa: PLC0415

    if connect and headed:
        raise UsageError("--connect and --headed cannot both be meant: how the browser looks is for its server to say")
    if connect and click.get_current_context().get_parameter_source("browser") is ParameterSource.COMMANDLINE:
        raise UsageError("--connect and --browser cannot both be meant", hint="leave one of them out")
    if guard_address and not connect:
        raise UsageError("--guard-address means something only with --connect")
    return BrowserAsked(browser, headed, connect or "", guard_address or "")


def answerers_of(root: Path, flows: tuple[Flow, ...], edition: str | None) -> Mapping[str, Answerer]:
    """What answers for each site in place of the network: its replica in that edition, or nothing."""
    if edition is None:
        return {}
    from verifier.replica.load import load_replica  # noqa: PLC0415

    return {site: load_replica(root, site, edition).answer for site in dict.fromkeys(flow.site.id for flow in flows)}


def new_run_folder(reports: Path, names: tuple[str, ...]) -> Path:
    """A fresh folder for a run below `reports`, named after the time (UTC) and what is run; `latest` points to it."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    words = "-".join("".join(sign if sign.isalnum() else "-" for sign in name).strip("-") for name in names) or "all"
    for count in range(1, 1000):
        folder = reports / f"{stamp}-{words[:60]}{f'-{count}' if count > 1 else ''}"
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        return folder
    raise UsageError(f"no free name for a run below {reports}")


def discard_unbegun(folder: Path) -> bool:
    """Remove the folder of a run that ended before it began, for there is nothing in it; whether it was removed."""
    journal = folder / "journal.jsonl"
    if journal.exists() and journal.stat().st_size:
        return False
    journal.unlink(missing_ok=True)
    folder.rmdir()
    return True
