"""`verifier run`: play flows, judge them, write the report."""

from __future__ import annotations

import asyncio
import os
import shlex
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from verifier import __version__
from verifier.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from verifier.model.attestation import Attestation
    from verifier.model.baseline import Baseline
    from verifier.model.flow import Flow
    from verifier.model.guide import Guide
    from verifier.model.web import Answerer
    from verifier.replay.driver import AsyncDriver


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
    "--confirm",
    type=click.IntRange(0, 9),
    default=2,
    show_default=True,
    metavar="N",
    help="Replay a flow up to N times more where something was found.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["drift", "broken"]),
    default="drift",
    show_default=True,
    help="From which level on the run fails.",
)
@click.option("--exit-zero", is_flag=True, help="End with 0 whatever was found.")
@click.option("--browser", metavar="PATH", envvar="VERIFIER_BROWSER", help="The Chrome or Chromium to use.")
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
    confirm: int,
    fail_on: str,
    exit_zero: bool,  # noqa: FBT001
    browser: str | None,
    headed: bool,  # noqa: FBT001
    flows_folder: Path | None,
    output: Path | None,
) -> None:
    """Play flows in a browser; tell which sentences of the guides are wrong.

    NAMES are sites, flows, one flow in one language, or patterns: `whatsapp`, `whatsapp/contact`, `whatsapp/contact[ro]`,
    `*/contact`. Without a name, every flow is played. Nothing is ever sent: what a form would send is caught and shown.
    """
    from verifier.cli.outcome import conclude  # noqa: PLC0415 - the command line starts without what only a run needs
    from verifier.flowfile.discover import find_flows_root, select  # noqa: PLC0415
    from verifier.flowfile.library import load, require  # noqa: PLC0415
    from verifier.session.plan import guides_of  # noqa: PLC0415
    from verifier.session.verify import FailOn  # noqa: PLC0415

    root = find_flows_root(flows_folder)
    library = require(load(root))
    flows = select(library, names, locales=locales, tags=tags, guides=guides)
    answerers = _answerers(root, flows, replica)
    folder = new_run_folder(output or root.parent / "reports", names)
    interrupted = False
    try:
        asyncio.run(
            _play(
                root,
                flows,
                guides_of(flows, library.guides),
                library.attestations,
                folder=folder,
                answerers=answerers,
                replica=replica,
                jobs=jobs,
                confirm=confirm,
                browser=browser,
                headed=headed,
            )
        )
    except KeyboardInterrupt:
        interrupted = True
    conclude(folder, root=root, fail_on=FailOn(fail_on), exit_zero=exit_zero, interrupted=interrupted)


def _answerers(root: Path, flows: tuple[Flow, ...], edition: str | None) -> Mapping[str, Answerer]:
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


async def _play(
    root: Path,
    flows: tuple[Flow, ...],
    guides: tuple[Guide, ...],
    attestations: tuple[Attestation, ...],
    *,
    folder: Path,
    answerers: Mapping[str, Answerer],
    replica: str | None,
    jobs: int,
    confirm: int,
    browser: str | None,
    headed: bool,
) -> None:
    from verifier.browser.async_driver import AsyncBrowser  # noqa: PLC0415
    from verifier.browser.launch import find_browser  # noqa: PLC0415
    from verifier.model.event import RunStarted  # noqa: PLC0415
    from verifier.replay.patience import LIVE, REPLICA  # noqa: PLC0415
    from verifier.report.console import progress  # noqa: PLC0415
    from verifier.session.bus import Bus  # noqa: PLC0415
    from verifier.session.schedule import at_once, run_flows  # noqa: PLC0415
    from verifier.store.blobs import Blobs  # noqa: PLC0415
    from verifier.store.journal import FILE_NAME, JournalWriter  # noqa: PLC0415

    choice = find_browser(browser)
    blobs = Blobs(folder / "blobs")
    # Starting a browser is waiting; what only takes thought is done meanwhile.
    preparing = asyncio.create_task(asyncio.to_thread(_prepare, root, flows))
    with JournalWriter(folder / FILE_NAME) as journal, progress(sys.stderr) as shown:
        bus = Bus(journal, shown)
        async with AsyncBrowser.open(choice, headed=headed) as playing:

            @asynccontextmanager
            async def open_tab(flow: Flow) -> AsyncIterator[AsyncDriver]:
                # A flow's site is answered by its replica, or by the live network without one.
                upstream = answerers.get(flow.site.id)
                async with await playing.driver(
                    flow, upstream=upstream, keep=blobs.keep, environment=os.environ
                ) as tab:
                    yield tab

            start = RunStarted(
                run_id=folder.name,
                tool_version=__version__,
                started_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                against=f"replica {replica}" if replica else "live",
                command=shlex.join(["verifier", *sys.argv[1:]]),
                browser=f"{playing.version} ({choice.name})",
                flows=tuple(flow.key for flow in flows),
                guides=guides,
                attestations=tuple(each for each in attestations if any(each.guide_id == guide.id for guide in guides)),
            )
            await run_flows(
                start,
                flows,
                open_tab=open_tab,
                baselines=await preparing,
                bus=bus,
                patience=REPLICA if replica else LIVE,
                jobs=jobs,
                one_per_site=replica is None,
                confirm=confirm,
                pause=at_once if replica else _back_off,
            )
    for failure in bus.failures:
        click.echo(f"warning: {failure}", err=True)


async def _back_off(replays: int) -> None:
    """Wait 2, 4, 8 ... seconds before a live site is asked once more, a minute at most."""
    await asyncio.sleep(min(2**replays, 60))


def _prepare(root: Path, flows: tuple[Flow, ...]) -> Mapping[str, Baseline]:
    """The recordings of these flows by `Flow.key`; what the end of the run needs is loaded on the way."""
    from verifier.report import html  # noqa: PLC0415
    from verifier.store.baselines import read_baseline  # noqa: PLC0415

    found = {flow.key: recorded for flow in flows if (recorded := read_baseline(root, flow.id, flow.locale))}
    html.warm_up()
    return found
