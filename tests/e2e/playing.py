"""Plays an edition of a site with the real browser and the whole real code path, without the command line."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from apart import run_apart

from verifier.browser.async_driver import AsyncBrowser
from verifier.browser.launch import find_browser
from verifier.flowfile.discover import select
from verifier.flowfile.library import load, require
from verifier.model.event import RunStarted
from verifier.replay.command import Capture
from verifier.replay.patience import REPLICA
from verifier.replica.load import load_replica
from verifier.session.bus import Bus
from verifier.session.fold import fold
from verifier.session.plan import guides_of
from verifier.session.schedule import run_flows
from verifier.store.baselines import read_baseline

FLOWS = Path(__file__).resolve().parents[2] / "flows"


class WithoutPictures:
    """A driver that looks at pages and takes no picture of them: a verdict asks for none, and they cost a quarter of a replay."""

    def __init__(self, driver) -> None:
        self._driver = driver

    async def execute(self, command):
        return await self._driver.execute(replace(command, picture=False) if isinstance(command, Capture) else command)


def play_edition(site, edition, *, times=1, names=(), root=FLOWS, in_turn=0, always=(), pictures=False):
    """The report of each of so many runs of the site's flows against this edition, all in one browser.

    `in_turn`: each run plays the flows named in `always` and a share of the others, each in one language, the next run the next.
    `pictures`: take them too, as a run of the command does.
    """
    library = require(load(root))
    every = select(library, names or (site,))
    by_id = {flow.id: [one for one in every if one.id == flow.id] for flow in every}
    baselines = {flow.key: recorded for flow in every if (recorded := read_baseline(root, flow.id, flow.locale))}

    async def runs():
        reports = []
        async with AsyncBrowser.open(find_browser(None)) as browser:
            for count in range(times):
                answer = load_replica(root, site, edition).answer
                flows = (
                    tuple(
                        same[count // (1 if name in always else max(in_turn, 1)) % len(same)]
                        for index, (name, same) in enumerate(by_id.items())
                        if name in always or (in_turn and (index + count) % in_turn == 0)
                    )
                    or every
                )

                @asynccontextmanager
                async def open_tab(flow, answer=answer):
                    tab = await browser.driver(
                        flow, upstream=answer, keep=lambda content, kind: "0" * 64, environment={}
                    )
                    async with tab as driver:
                        yield driver if pictures else WithoutPictures(driver)

                stamps = []
                start = RunStarted(
                    f"run-{count}", "0", "2026-01-01T00:00:00Z", f"replica {edition}", "", "",
                    tuple(flow.key for flow in flows), guides_of(flows, library.guides),
                )  # fmt: skip
                await run_flows(
                    start, flows, open_tab=open_tab, baselines=baselines, bus=Bus(stamps.append), patience=REPLICA, jobs=2,
                    one_per_site=False,
                )  # fmt: skip
                reports.append(fold(stamps))
        return reports

    return run_apart(runs())
