"""Plays flows side by side, each in a tab of its own, and judges each as soon as it is over."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Protocol

from verifier.compare.judge import judge
from verifier.model.event import (
    Event,
    FlowFinished,
    FlowJudged,
    FlowStarted,
    RunFinished,
    RunStarted,
    StepFinished,
    StepStarted,
)
from verifier.model.observation import Trouble, TroubleKind
from verifier.model.run import Faulted, Skipped
from verifier.replay.driver import adrive
from verifier.replay.play import play
from verifier.session.fold import flow_run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractAsyncContextManager

    from verifier.model.baseline import Baseline
    from verifier.model.flow import Flow
    from verifier.model.guide import Guide
    from verifier.replay.driver import AsyncDriver
    from verifier.replay.patience import Patience
    from verifier.session.bus import Bus


class OpenTab(Protocol):
    """Opens a fresh tab in a fresh context for one flow, and closes both afterwards."""

    def __call__(self, flow: Flow) -> AbstractAsyncContextManager[AsyncDriver]:
        """The tab, as an async context manager."""
        ...


async def run_flows(
    start: RunStarted,
    flows: tuple[Flow, ...],
    *,
    open_tab: OpenTab,
    baselines: Mapping[str, Baseline],
    bus: Bus,
    patience: Patience,
    jobs: int,
    one_per_site: bool,
) -> None:
    """Play and judge every flow, at most `jobs` at once and, where `one_per_site`, one flow of a site at a time.

    `baselines` go by `Flow.key`. Always ends with `RunFinished`, also when it is cancelled; one flow's misfortune never
    stops the others.
    """
    bus.publish(start)
    interrupted = True
    room = asyncio.Semaphore(jobs)
    sites = {flow.site.id: asyncio.Lock() for flow in flows}

    async def one(flow: Flow) -> None:
        async with AsyncExitStack() as turn:
            if one_per_site:
                await turn.enter_async_context(sites[flow.site.id])
            await turn.enter_async_context(room)
            await play_one(
                flow,
                open_tab=open_tab,
                baseline=baselines.get(flow.key),
                guides=start.guides,
                publish=bus.publish,
                patience=patience,
            )

    try:
        async with asyncio.TaskGroup() as group:
            for flow in flows:
                group.create_task(one(flow))
        interrupted = False
    finally:
        bus.publish(RunFinished(start.run_id, interrupted))


async def play_one(
    flow: Flow,
    *,
    open_tab: OpenTab,
    baseline: Baseline | None,
    guides: tuple[Guide, ...],
    publish: Callable[[Event], None],
    patience: Patience,
) -> None:
    """Play one flow in a tab of its own and judge it. A tab that cannot be opened is a fault, told like any other."""
    told: list[Event] = []

    def tell(event: Event) -> None:
        told.append(event)
        publish(event)

    replay = play(flow, recorded=baseline, patience=patience)
    try:
        async with open_tab(flow) as tab:
            await adrive(replay, tab, tell)
    except Exception as error:  # noqa: BLE001 - the driver's promise is not to raise; if it does, only this flow is lost
        for event in unfinished(flow, told, f"The browser could not be used: {type(error).__name__}: {error}"):
            tell(event)
    publish(FlowJudged(flow.key, judge(flow, flow_run(told), baseline, guides)))


def unfinished(flow: Flow, told: list[Event], why: str) -> tuple[Event, ...]:
    """The events that close what is still open, the first open step faulted and the rest skipped."""
    closing: list[Event] = []
    if not any(isinstance(event, FlowStarted) for event in told):
        closing.append(FlowStarted(flow.key, flow))
    if any(isinstance(event, FlowFinished) for event in told):
        return ()
    started = {event.step_id for event in told if isinstance(event, StepStarted)}
    finished = {event.step_id for event in told if isinstance(event, StepFinished)}
    fault: str | None = None
    for step in flow.steps:
        if step.id in finished:
            continue
        if step.id not in started:
            closing.append(StepStarted(flow.key, step.id))
        if fault is None:
            fault = step.id
            closing.append(StepFinished(flow.key, step.id, Faulted(Trouble(TroubleKind.INTERNAL, why))))
        else:
            closing.append(StepFinished(flow.key, step.id, Skipped(fault)))
    closing.append(FlowFinished(flow.key))
    return tuple(closing)
