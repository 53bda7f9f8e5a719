"""What stands around the playing of flows: the browser, the journal, the display and the clock, wired together."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from verifier import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from verifier.cli.resuming import GoingOn
    from verifier.flowfile.library import Library
    from verifier.model.asked import Asked
    from verifier.model.baseline import Baseline
    from verifier.model.event import Event, RunStarted
    from verifier.model.flow import Flow
    from verifier.model.web import Answerer
    from verifier.replay.driver import AsyncDriver


@dataclass(frozen=True, slots=True)
class BrowserAsked:
    """The browser to start: `path` (None: whichever is found); or, with `endpoint`, the one of a Playwright server to connect to."""

    path: str | None = None
    headed: bool = False
    endpoint: str = ""
    guard_address: str = ""


async def play_run(
    library: Library,
    flows: tuple[Flow, ...],
    asked: Asked,
    *,
    whole: tuple[str, ...],
    folder: Path,
    going_on: GoingOn | None,
    answerers: Mapping[str, Answerer],
    jobs: int,
    opening: BrowserAsked,
    replay_s: int | None = None,
) -> None:
    """Play and judge the flows, and leave a journal and pictures in `folder`. `whole` as in `RunStarted`.

    With `going_on`, the journal that is there is gone on with. `replay_s` are seconds that one replay may take, None: as usual.

    Without a flow, which can be for a shard, no browser is started; the journal then tells of a run of nothing.
    """
    from verifier.browser.async_driver import AsyncBrowser  # noqa: PLC0415 - the command line starts without what only a run needs
    from verifier.browser.launch import find_browser  # noqa: PLC0415
    from verifier.browser.saved_state import every_secret  # noqa: PLC0415
    from verifier.manners.agent import contact_of, signature  # noqa: PLC0415
    from verifier.model.event import RunResumed  # noqa: PLC0415
    from verifier.replay.patience import LIVE, REPLICA  # noqa: PLC0415
    from verifier.replay.redact import Redactor  # noqa: PLC0415
    from verifier.report.console import progress  # noqa: PLC0415
    from verifier.session.bus import Bus  # noqa: PLC0415
    from verifier.session.doorkeeper import Doorkeeper  # noqa: PLC0415
    from verifier.store.blobs import Blobs  # noqa: PLC0415
    from verifier.store.clean import cleaner  # noqa: PLC0415
    from verifier.store.journal import FILE_NAME, JournalWriter  # noqa: PLC0415

    if opening.endpoint:
        at, asked_for = opening.endpoint, AsyncBrowser.connected(opening.endpoint, guard_address=opening.guard_address)
    else:
        choice = find_browser(opening.path)
        at, asked_for = choice.name, AsyncBrowser.open(choice, headed=opening.headed)
    keeper = Doorkeeper(live=asked.replica is None)
    blobs = Blobs(folder / "blobs")
    # Starting a browser is waiting; what only takes thought is done meanwhile.
    preparing = asyncio.create_task(asyncio.to_thread(_prepare, library.root, flows))
    after, after_ms = (going_on.after, going_on.rest.at_ms) if going_on else (None, 0)
    with JournalWriter(folder / FILE_NAME, after=after) as journal, progress(sys.stderr) as shown:
        patience = REPLICA if asked.replica else LIVE
        if replay_s is not None:
            patience = replace(patience, replay_ms=replay_s * 1000)
        bus = Bus(journal, shown, after_ms=after_ms, clean=cleaner(Redactor(every_secret(flows, os.environ))))

        def begin(browser: str) -> tuple[RunStarted, tuple[Event, ...]]:
            if going_on is None:
                start = _start(library, flows, asked, run_id=folder.name, browser=browser, whole=whole)
                return start, (start,)
            keys = tuple(flow.key for flow in flows)
            resumed = RunResumed(going_on.rest.start.run_id, _now(), browser, keys)
            return going_on.rest.start, (resumed, *going_on.rest.closing)

        if not flows:
            start, first = begin("")
            await preparing
            from verifier.session.schedule import run_nothing  # noqa: PLC0415

            run_nothing(start, first, bus)
            return
        async with asked_for as playing:

            @asynccontextmanager
            async def open_tab(flow: Flow) -> AsyncIterator[AsyncDriver]:
                # A flow's site is answered by its replica, or by the live network without one.
                upstream = answerers.get(flow.site.id)
                async with await playing.driver(
                    flow,
                    upstream=upstream,
                    keep=blobs.keep,
                    environment=os.environ,
                    door=keeper.door(flow),
                    signature="" if upstream else signature(__version__, contact_of(flow.site, os.environ)),
                ) as tab:
                    yield tab

            start, first = begin(f"{playing.version} ({at})")
            baselines = await preparing
            from verifier.session.schedule import at_once, run_flows  # noqa: PLC0415 - loaded by `_prepare`

            await run_flows(
                start,
                flows,
                first=first,
                open_tab=open_tab,
                baselines=baselines,
                bus=bus,
                patience=patience,
                jobs=jobs,
                one_per_site=asked.replica is None,
                confirm=asked.confirm,
                pause=at_once if asked.replica else _back_off,
                keeper=keeper,
            )
    for failure in bus.failures:
        click.echo(f"warning: {failure}", err=True)


def _start(
    library: Library, flows: tuple[Flow, ...], asked: Asked, *, run_id: str, browser: str, whole: tuple[str, ...]
) -> RunStarted:
    from verifier.cli.notices import told_command  # noqa: PLC0415
    from verifier.flowfile.digest import flows_digest  # noqa: PLC0415
    from verifier.model.event import RunStarted  # noqa: PLC0415
    from verifier.session.plan import guides_of  # noqa: PLC0415
    from verifier.store.baselines import recording_digest  # noqa: PLC0415

    digests = {flow.key: recording_digest(library.root, flow.id, flow.locale) for flow in flows}
    guides = guides_of(flows, library.guides)
    spoken_for = {guide.id for guide in guides}
    sites = {key.partition("/")[0] for key in (whole or (flow.key for flow in flows))}
    return RunStarted(
        run_id=run_id,
        tool_version=__version__,
        started_at=_now(),
        against=f"replica {asked.replica}" if asked.replica else "live",
        command=told_command(),
        browser=browser,
        flows=tuple(flow.key for flow in flows),
        guides=guides,
        attestations=tuple(each for each in library.attestations if each.guide_id in spoken_for),
        asked=asked,
        flows_digest=flows_digest(library.root),
        whole=whole,
        recordings=tuple((key, digest) for key, digest in digests.items() if digest),
        of_sites=tuple(flow.key for flow in library.flows if flow.site.id in sites),
    )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


async def _back_off(replays: int) -> None:
    """Wait 2, 4, 8 ... seconds before a live site is asked once more, a minute at most."""
    await asyncio.sleep(min(2**replays, 60))


def _prepare(root: Path, flows: tuple[Flow, ...]) -> Mapping[str, Baseline]:
    """The recordings of these flows by `Flow.key`; what playing, judging and the end of the run need is loaded on the way."""
    import verifier.session.schedule  # noqa: F401, PLC0415
    from verifier.report import html, registry  # noqa: F401, PLC0415
    from verifier.store.baselines import read_baseline  # noqa: PLC0415

    found = {flow.key: recorded for flow in flows if (recorded := read_baseline(root, flow.id, flow.locale))}
    html.warm_up()
    return found
