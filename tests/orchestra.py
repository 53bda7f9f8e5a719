"""A whole run without a browser: the real orchestra, with scripted drivers."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

from apart import run_apart
from builders import a_click, a_flow, a_step
from scripted import Scripted

from verifier.model.event import (
    FlowFinished,
    FlowJudged,
    FlowStarted,
    PageSeen,
    RunFinished,
    RunResumed,
    RunStarted,
    Stamped,
    StepFinished,
    StepStarted,
)
from verifier.model.guide import CheckKind, Claim, Guide
from verifier.model.place import Place
from verifier.replay.patience import REPLICA
from verifier.session.bus import Bus
from verifier.session.schedule import run_flows

HERE = Place("flows/guides/ro.yaml", 1, 1, 1, 2)
GUIDE = Guide(
    "ro", "Contact", "ro", "ltr", HERE,
    (
        Claim("RO-1", "step 1", "says", CheckKind.PAGE, HERE),
        Claim("RO-2", "step 2", "says", CheckKind.APP, HERE),
        Claim("RO-3", "step 3", "says", CheckKind.ADVICE, HERE),
    ),
)  # fmt: skip


def a_start(*flows, guides=(GUIDE,)):
    return RunStarted(
        "run", "0.1", "2026-01-01T00:00:00Z", "replica documented", "", "", tuple(f.key for f in flows), guides
    )


class Colour:
    """A scripted driver in the async colour."""

    def __init__(self, driver):
        self.driver = driver

    async def execute(self, command):
        await asyncio.sleep(0)
        return self.driver.execute(command)


def run(
    flows, drivers=None, *, baselines=None, jobs=2, one_per_site=False, confirm=0, start=None, first=(), after_ms=0
):
    """The stamped events of a run, and the greatest number of tabs that were open at once."""
    stamps, opened, most = [], 0, 0
    drivers = drivers or {}

    @asynccontextmanager
    async def open_tab(flow):
        nonlocal opened, most
        driver = drivers.get(flow.key, Scripted())
        if isinstance(driver, list):
            driver = driver.pop(0)
        if isinstance(driver, Exception):
            raise driver
        opened += 1
        most = max(most, opened)
        try:
            yield Colour(driver)
        finally:
            opened -= 1

    run_apart(
        run_flows(
            start or a_start(*flows), flows, first=first, open_tab=open_tab, baselines=baselines or {}, bus=Bus(stamps.append, after_ms=after_ms), patience=REPLICA,
            jobs=jobs, one_per_site=one_per_site, confirm=confirm,
        )
    )  # fmt: skip
    return stamps, most


OPEN = a_flow().steps[0]
STEPS = (
    replace(OPEN, action=replace(OPEN.action, url="https://www.whatsapp.com/"), claims=("RO-1",)),
    a_step("click", a_click()),
)


def flows(count, *, site="whatsapp"):
    return tuple(replace(a_flow(f"{site}/flow{index}", steps=STEPS), locale="ro") for index in range(count))


def untimed(report):
    """The report without what two runs of the same thing never share: the clock, and what the run is called."""
    return replace(
        report, run_id="", command="", started_at=report.started_at[:10], duration_ms=0,
        flows=tuple(
            replace(flow, duration_ms=0, steps=tuple(replace(step, duration_ms=0) for step in flow.steps))
            for flow in report.flows
        ),
    )  # fmt: skip


def assert_lawful(stamps: tuple[Stamped, ...]) -> None:
    """The laws of the stream: one start and one end, stamps that never go back, each Started with its one Finished, nested."""
    events = [stamped.event for stamped in stamps]
    assert isinstance(events[0], RunStarted)
    assert isinstance(events[-1], RunFinished)
    ends = [index for index, event in enumerate(events[:-1]) if isinstance(event, RunFinished)]
    assert all(isinstance(events[index + 1], RunResumed) for index in ends)
    assert not any(isinstance(event, RunStarted) for event in events[1:])
    assert [stamped.at_ms for stamped in stamps] == sorted(stamped.at_ms for stamped in stamps)
    playing, stepping = set(), {}
    for event in events[1:-1]:
        match event:
            case FlowStarted(key):
                assert key not in playing
                playing.add(key)
            case StepStarted(key, step):
                assert key in playing
                assert stepping.setdefault(key, step) == step
            case StepFinished(key, step):
                assert stepping.pop(key) == step
            case FlowFinished(key):
                playing.remove(key)
                assert key not in stepping
            case FlowJudged(key):
                assert key not in playing
            case PageSeen(key):
                assert key in playing
    assert not playing
