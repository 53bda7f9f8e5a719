"""Plays flows side by side, each in a tab of its own, and judges each as soon as it is over."""

from __future__ import annotations

import asyncio
import errno
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Protocol

from verifier.compare.confirm import Replay, another_would_tell, settle
from verifier.compare.judge import judge
from verifier.errors import BrowserError, StorageError, VerifierError
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
from verifier.model.finding import Status
from verifier.model.observation import Trouble, TroubleKind
from verifier.model.run import Faulted, Skipped
from verifier.replay.closed import AsyncClosedDoor
from verifier.replay.driver import adrive
from verifier.replay.play import play
from verifier.session.doorkeeper import Doorkeeper
from verifier.session.fold import day_of, flow_run

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
    from contextlib import AbstractAsyncContextManager
    from datetime import date

    from verifier.model.baseline import Baseline
    from verifier.model.flow import Flow
    from verifier.model.guide import Guide
    from verifier.model.observation import Wall
    from verifier.model.run import FlowRun
    from verifier.replay.driver import AsyncDriver
    from verifier.replay.patience import Patience
    from verifier.session.bus import Bus


_LASTING = {TroubleKind.OFFLINE, TroubleKind.FORBIDDEN, TroubleKind.TLS, TroubleKind.DOWNLOAD}
"""Troubles that another try meets again."""


_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EIO}


async def at_once(replays: int) -> None:
    """No pause: for replicas, which nobody else asks."""
    del replays


class OpenTab(Protocol):
    """Opens a fresh tab in a fresh context for one flow, and closes both afterwards."""

    def __call__(self, flow: Flow) -> AbstractAsyncContextManager[AsyncDriver]:
        """The tab, as an async context manager."""
        ...


async def run_flows(
    start: RunStarted,
    flows: tuple[Flow, ...],
    *,
    first: tuple[Event, ...] = (),
    open_tab: OpenTab,
    baselines: Mapping[str, Baseline],
    bus: Bus,
    patience: Patience,
    jobs: int,
    one_per_site: bool,
    confirm: int = 0,
    pause: Callable[[int], Awaitable[None]] = at_once,
    keeper: Doorkeeper | None = None,
) -> None:
    """Play and judge every flow, at most `jobs` at once and, where `one_per_site`, one flow of a site at a time.

    What a replay finds is looked for again in up to `confirm` further replays (see `play_one`).

    `baselines` go by `Flow.key`. `first` is told before all else: the start itself, or, of a run that is gone on with, that it
    goes on. Always ends with `RunFinished`, also when it is cancelled; one flow's misfortune never stops the others.

    Raises:
        StorageError: the journal cannot be written any more.
    """
    for event in first or (start,):
        bus.publish(event)
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
                on=day_of(start.started_at),
                publish=bus.publish,
                patience=patience,
                confirm=confirm,
                pause=pause,
                keeper=keeper,
            )

    try:
        async with asyncio.TaskGroup() as group:
            for flow in flows:
                group.create_task(one(flow))
        interrupted = False
    except BaseExceptionGroup as failures:
        # One is enough: the others met the same, or were ended because of it.
        raise failures.exceptions[0] from None
    finally:
        bus.publish(RunFinished(start.run_id, interrupted))


def run_nothing(start: RunStarted, first: tuple[Event, ...], bus: Bus) -> None:
    """Tell of a run that has no flow to play: the share of a machine may be empty, and all of a killed run may be done."""
    for event in first:
        bus.publish(event)
    bus.publish(RunFinished(start.run_id))


async def play_one(
    flow: Flow,
    *,
    open_tab: OpenTab,
    baseline: Baseline | None,
    guides: tuple[Guide, ...],
    on: date | None,
    publish: Callable[[Event], None],
    patience: Patience,
    confirm: int,
    pause: Callable[[int], Awaitable[None]],
    keeper: Doorkeeper | None = None,
) -> None:
    """Play one flow and judge it; where something was found or nothing could be seen, play it again, at most `confirm` times.

    Each replay has a fresh tab and stays in the journal. A wall is not tried again, nor a network that is not there; only
    where the site said when to come back, `keeper` has the flow played once more then. A flow that it does not let in is not
    asked at all. `pause` is waited for before each further replay, with the number of replays so far.
    """
    replays: list[Replay] = []
    put_off = 0
    keeper = keeper or Doorkeeper(live=False)
    while True:
        wall = await keeper.wait_ahead(flow)
        run = await _replay(
            flow,
            len(replays) + 1,
            open_tab=open_tab if wall is None else partial(_closed, wall),
            baseline=baseline,
            publish=publish,
            patience=keeper.patience(flow, patience),
        )
        replays.append(Replay(run, judge(flow, run, baseline, guides, on=on)))
        if wall is None and keeper.after(flow, run):
            put_off += 1
            continue
        if _final(replays[-1]) or not another_would_tell(tuple(replays[put_off:]), confirm):
            break
        await pause(len(replays))
    publish(FlowJudged(flow.key, settle(tuple(replays))))


@asynccontextmanager
async def _closed(wall: Wall, flow: Flow) -> AsyncIterator[AsyncDriver]:
    """No tab at all: the site is not asked."""
    del flow
    yield AsyncClosedDoor(wall)


def _final(replay: Replay) -> bool:
    """Whether trying again would be rude or pointless."""
    steps, verdict = replay.run.steps, replay.verdict
    lasting = any(isinstance(step.outcome, Faulted) and step.outcome.trouble.kind in _LASTING for step in steps)
    return verdict.status is Status.BLOCKED or (verdict.status is Status.ERRORED and lasting)


async def _replay(
    flow: Flow,
    attempt: int,
    *,
    open_tab: OpenTab,
    baseline: Baseline | None,
    publish: Callable[[Event], None],
    patience: Patience,
) -> FlowRun:
    """Play one flow once, in a tab of its own. A tab that cannot be opened is a fault, told like any other."""
    told: list[Event] = []

    def tell(event: Event) -> None:
        told.append(event)
        publish(event)

    replay = play(flow, recorded=baseline, patience=patience, attempt=attempt)
    try:
        async with open_tab(flow) as tab, asyncio.timeout(patience.replay_ms / 1000):
            await adrive(replay, tab, tell)
    except TimeoutError:
        slow = Trouble(TroubleKind.TIMEOUT, f"The flow took longer than {patience.replay_ms / 1000:g} seconds.")
        for event in unfinished(flow, told, slow, attempt=attempt):
            tell(event)
    except StorageError:
        raise  # what cannot be written down did not happen
    except asyncio.CancelledError:
        for event in unfinished(flow, told, _internal("The run was stopped."), attempt=attempt):
            publish(event)
        raise
    except Exception as error:  # noqa: BLE001 - the driver's promise is not to raise; if it does, only this flow is lost
        for event in unfinished(flow, told, _why(error), attempt=attempt):
            tell(event)
    return flow_run(told)


def _why(error: Exception) -> Trouble:
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return _internal(f"What was seen could not be kept: {error.strerror}.")
    if isinstance(error, BrowserError):
        return Trouble(TroubleKind.BROWSER_GONE, f"The browser could not be used: {error.message}.")
    if isinstance(error, VerifierError):
        return _internal(f"The flow could not be played: {error.message}.")
    return _internal(f"The browser could not be used: {type(error).__name__}: {error}")


def _internal(why: str) -> Trouble:
    return Trouble(TroubleKind.INTERNAL, why)


def unfinished(flow: Flow, told: list[Event], why: Trouble, *, attempt: int = 1) -> tuple[Event, ...]:
    """The events that close what is still open, the first open step faulted and the rest skipped."""
    closing: list[Event] = []
    if not any(isinstance(event, FlowStarted) for event in told):
        closing.append(FlowStarted(flow.key, flow, attempt))
    if any(isinstance(event, FlowFinished) for event in told):
        return ()
    started = {event.step_id for event in told if isinstance(event, StepStarted)}
    finished = {event.step_id for event in told if isinstance(event, StepFinished)}
    fault: str | None = None
    for step in flow.steps:
        if step.id in finished:
            continue
        if step.id not in started:
            closing.append(StepStarted(flow.key, step.id, attempt))
        if fault is None:
            fault = step.id
            closing.append(StepFinished(flow.key, step.id, Faulted(why), attempt=attempt))
        else:
            closing.append(StepFinished(flow.key, step.id, Skipped(fault), attempt=attempt))
    closing.append(FlowFinished(flow.key, attempt))
    return tuple(closing)
