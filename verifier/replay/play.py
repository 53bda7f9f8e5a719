"""One flow, played: a generator that says what to do next and tells what happened.

It knows a flow, a recording to find moved elements by, and the replies of a driver; nothing else. A wall ends the
replay; what a step misses ends the steps that depend on it, up to the next `goto`.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from verifier.model.action import Back, Check, Choose, Click, Explore, Fill, Goto, Hover, Press, Select, Submit, WaitFor
from verifier.model.event import FlowFinished, FlowStarted, StepFinished, StepStarted
from verifier.model.observation import Observation, Trouble, TroubleKind, Wall
from verifier.model.run import Done, Faulted, Lack, Missed, Outcome, Skipped, Walled
from verifier.model.selector import ByRole, Selector
from verifier.model.wall import WallKind
from verifier.replay.command import (
    Acted,
    AwaitGone,
    Barred,
    Captured,
    ClickOn,
    Command,
    GoBack,
    HoverOver,
    Locate,
    Located,
    NotFound,
    PickOption,
    PressKey,
    PressSealed,
    Reply,
    SetChecked,
    Submitted,
    TypeInto,
    Visit,
)
from verifier.replay.explore import Walk
from verifier.replay.find import find
from verifier.replay.look import look
from verifier.replay.patience import LIVE, Patience
from verifier.replay.policy import must_seal, refuse_action, refuse_press
from verifier.replay.stage import Gathered, Stage, joined, tell, unanswered
from verifier.replay.substitute import words_of
from verifier.walls.detect import detect

if TYPE_CHECKING:
    from verifier.model.baseline import Baseline
    from verifier.model.flow import Flow
    from verifier.replay.driver import Replay, ReplayEvent

_FATAL = {TroubleKind.BROWSER_GONE, TroubleKind.OFFLINE, TroubleKind.INTERNAL}
"""Troubles after which the next page cannot be had either."""

_OnPage = Goto | Back | WaitFor | Click | Submit | Hover | Fill | Select | Choose | Check | Press
"""The actions that are one command, or a few."""
Asking = Generator["Command | ReplayEvent", Reply | None, Outcome]
Acting = ClickOn | HoverOver | TypeInto | PickOption | SetChecked
"""The commands that act on one located element."""


def play(flow: Flow, *, recorded: Baseline | None = None, patience: Patience = LIVE, attempt: int = 1) -> Replay:
    """Yield commands and events for one replay of `flow`; send in a reply for each command, None for each event.

    Ends for any replies. After a wall nothing more is asked. `recorded` lets a missing element be found again by what it was;
    it is then acted on and told as a `Relocation`, never in silence.
    """
    tab = Stage(flow, recorded, patience, attempt)
    yield FlowStarted(flow.key, flow, attempt)
    because: str | None = None
    stopped = False
    for step in flow.steps:
        yield StepStarted(flow.key, step.id, attempt)
        if stopped or (because is not None and not isinstance(step.action, Goto)):
            yield StepFinished(flow.key, step.id, Skipped(because or step.id), attempt=attempt)
            continue
        gathered = Gathered(step)
        outcome = yield from _step(tab, gathered)
        yield StepFinished(flow.key, step.id, outcome, _observation(gathered), gathered.relocation, attempt)
        match outcome:
            case Done():
                because = None
            case Walled():
                because, stopped = step.id, True
            case Faulted(trouble):
                because, stopped = step.id, trouble.kind in _FATAL
            case Missed():
                because = None if step.optional else step.id
            case Skipped():
                pass
            case _:
                assert_never(outcome)
    yield FlowFinished(flow.key, attempt)


def _observation(gathered: Gathered) -> Observation | None:
    seen = gathered.captured
    if seen is None:
        return None
    return Observation(
        snapshot_id=seen.snapshot.id,
        answer=seen.answer,
        picture=seen.picture,
        target=gathered.target,
        matches=gathered.matches,
        submitted=gathered.submitted,
        detours=tuple(gathered.detours),
        passed=tuple(gathered.passed),
        stopped=seen.stopped,
        popups=seen.popups,
        downloads=seen.downloads,
        dialogs=seen.dialogs,
        tree=gathered.tree,
    )


def _step(tab: Stage, gathered: Gathered) -> Asking:
    action = gathered.step.action
    refusal = refuse_action(tab.flow, action, sealed=tab.sealed)
    if refusal is not None:
        return _forbidden(refusal)
    if isinstance(action, Explore):
        return (yield from _explore(tab, gathered, action))
    outcome = yield from _perform(tab, gathered, action)
    if isinstance(outcome, Walled):
        return outcome
    if isinstance(outcome, Faulted) and outcome.trouble.kind in _FATAL | {TroubleKind.CRASHED}:
        return outcome
    seen = yield from look(tab, gathered, wait=isinstance(outcome, Done))
    match seen:
        case Trouble():
            return outcome if isinstance(outcome, Faulted) else Faulted(seen)
        case Wall(kind=WallKind.BLANK) if isinstance(outcome, Faulted):
            return outcome  # what did not come shows nothing: the fault is the cause
        case Wall():
            return Walled(seen)
        case _ if isinstance(outcome, Faulted) and _is_locked(gathered):
            return Missed(gathered.wanted, Lack.DISABLED)
        case _:
            return outcome


def _is_locked(gathered: Gathered) -> bool:
    """Whether the page does not let anybody use the element of the step."""
    target, seen = gathered.target, gathered.captured
    if target is None or seen is None:
        return False
    page = seen.snapshot
    locked = (
        *(control.anchor for control in page.controls if control.disabled),
        *(button.anchor for button in page.buttons if button.disabled),
    )
    where = (target.frame, target.tag, target.id, target.path)
    return any(where == (each.frame, each.tag, each.id, each.path) for each in locked)


def _explore(tab: Stage, gathered: Gathered, action: Explore) -> Asking:
    """Walk the choices. The page of the step is the first one that was seen, the same whatever was pressed, or a wall."""
    step, steps = gathered.step, tab.flow.steps
    recorded = tab.recorded.step(step.id) if tab.recorded else None

    def wall_in(seen: Captured) -> Wall | None:
        return detect(seen.snapshot, seen.answer, flow=tab.flow)

    walk = Walk(tab.flow, step, action, tab.patience, wall_in, recorded.tree if recorded else None)
    gathered.tree = yield from walk.tree()
    following = steps[steps.index(step) + 1 : steps.index(step) + 2]
    if any(not isinstance(each.action, Goto) for each in following):
        yield from walk.back_to_start()
    for seen in walk.looked:
        gathered.captured = joined(gathered.captured, seen)
        tab.latest = seen.snapshot
    if gathered.captured is not None:
        shown = walk.looked[-1 if isinstance(walk.halted, Wall) else 0]
        gathered.captured = replace(
            gathered.captured, snapshot=shown.snapshot, answer=shown.answer, picture=walk.looked[0].picture
        )
        yield from tell(tab, shown.snapshot)
    match walk.halted:
        case Wall():
            return Walled(walk.halted)
        case Trouble():
            return Faulted(walk.halted)
        case None if gathered.tree is None:
            return Missed("anything to choose from")
        case None if not gathered.tree.is_whole:
            looks = f"the walk may look {action.looks} times, and looked {len(walk.looked)} times"
            return Faulted(Trouble(TroubleKind.ACTION, f"Not every choice could be pressed: {looks}."))
        case None:
            return Done()
        case _:
            assert_never(walk.halted)


def _perform(tab: Stage, gathered: Gathered, action: _OnPage) -> Asking:
    limit = gathered.step.timeout_ms or tab.patience.act_ms
    match action:
        case Goto(url):
            reply = yield Visit(url, gathered.step.timeout_ms or tab.patience.load_ms)
            return _done(reply)
        case Back():
            return _done((yield GoBack(limit)))
        case WaitFor(target, gone):
            if gone:
                reply = yield AwaitGone(target, limit)
                return Missed(words_of(target), Lack.STAYED) if isinstance(reply, NotFound) else _done(reply)
            found = yield from find(tab, gathered, target, substitutes=False)
            return found if not isinstance(found, Located) else Done()
        case Click(target) | Submit(target):
            found = yield from find(tab, gathered, target)
            if not isinstance(found, Located):
                return found
            if isinstance(action, Submit):
                return (yield from _submit(tab, gathered, found))
            refusal = refuse_press(tab.flow, found)
            if refusal is not None:
                return _forbidden(refusal)
            return (yield from _act(tab, gathered, target, ClickOn(found.handle, limit)))
        case Hover(target):
            found = yield from find(tab, gathered, target)
            if not isinstance(found, Located):
                return found
            return (yield from _act(tab, gathered, target, HoverOver(found.handle, limit)))
        case Fill(target, value, secret):
            found = yield from find(tab, gathered, target)
            if not isinstance(found, Located):
                return found
            return (yield from _act(tab, gathered, target, TypeInto(found.handle, value, secret, limit)))
        case Select(target, option, by_value):
            found = yield from find(tab, gathered, target)
            if not isinstance(found, Located):
                return found
            picking = PickOption(found.handle, option, by_value, limit)
            return (yield from _act(tab, gathered, target, picking, wanted=f'option "{option}" in {words_of(target)}'))
        case Choose(option, within, frame):
            target = Selector(ByRole("radio", option), within, frame)
            found = yield from find(tab, gathered, target)
            if not isinstance(found, Located):
                return found
            return (yield from _act(tab, gathered, target, SetChecked(found.handle, checked=True, timeout_ms=limit)))
        case Check(target, checked):
            found = yield from find(tab, gathered, target)
            if not isinstance(found, Located):
                return found
            return (yield from _act(tab, gathered, target, SetChecked(found.handle, checked, limit)))
        case Press(key, target):
            return (yield from _press(tab, gathered, key, target, limit))
        case _:
            assert_never(action)


def _press(tab: Stage, gathered: Gathered, key: str, target: Selector | None, limit: int) -> Asking:
    found: Located | None = None
    if target is not None:
        located = yield from find(tab, gathered, target)
        if not isinstance(located, Located):
            return located
        found = located
    seal = must_seal(key, found)
    tab.sealed = tab.sealed or seal
    return _done((yield PressKey(found.handle if found else None, key, seal, limit)))


def _submit(tab: Stage, gathered: Gathered, found: Located) -> Asking:
    tab.sealed = tab.submitted = True
    reply = yield PressSealed(found.handle, gathered.step.timeout_ms or tab.patience.submit_ms)
    match reply:
        case Submitted(evidence):
            gathered.submitted = evidence
            return Done()
        case Trouble():
            return Faulted(reply)
        case _:
            return unanswered(reply)


def _act(tab: Stage, gathered: Gathered, target: Selector, command: Acting, *, wanted: str = "") -> Asking:
    """Act; when something covers the element, decline a consent dialog that came late and try once more."""
    reply = yield command
    if isinstance(reply, Trouble) and reply.kind is TroubleKind.ACTION and not tab.sealed:
        passed = tuple(gathered.passed)
        seen = yield from look(tab, gathered, wait=False)
        if isinstance(seen, Wall):
            return Walled(seen)
        if tuple(gathered.passed) != passed:
            again = yield Locate(target, tab.patience.locate_ms)
            if isinstance(again, Located):
                reply = yield replace(command, handle=again.handle)
    if isinstance(reply, NotFound):
        return Missed(wanted or words_of(target))
    return _done(reply)


def _done(reply: Reply | None) -> Outcome:
    match reply:
        case Acted():
            return Done()
        case Trouble():
            return Faulted(reply)
        case Barred(wall):
            return Walled(wall)
        case _:
            return unanswered(reply)


def _forbidden(reason: str) -> Faulted:
    return Faulted(Trouble(TroubleKind.FORBIDDEN, f"{reason[0].upper()}{reason[1:]}."))
