"""One flow, played: a generator that says what to do next and tells what happened.

It knows a flow, a recording to find moved elements by, and the replies of a driver; nothing else. A wall ends the
replay; what a step misses ends the steps that depend on it, up to the next `goto`.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, assert_never

from verifier.match.normalize import same_words
from verifier.match.relocate import relocate
from verifier.match.traits import fingerprint
from verifier.model.event import FlowFinished, FlowStarted, PageSeen, StepFinished, StepStarted
from verifier.model.flow import (
    Back,
    ByRole,
    Check,
    Choose,
    Click,
    Explore,
    Fill,
    Goto,
    Hover,
    Press,
    Select,
    Selector,
    Submit,
    WaitFor,
)
from verifier.model.observation import Anchor, Observation, SubmitEvidence, Trouble, TroubleKind, Wall
from verifier.model.run import Done, Faulted, Missed, Outcome, Relocation, Skipped, Walled
from verifier.model.wall import ConsentPolicy, WallKind
from verifier.replay.awaited import awaited
from verifier.replay.command import (
    Acted,
    AwaitGone,
    Barred,
    Capture,
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
    Reach,
    Reply,
    SetChecked,
    Submitted,
    TypeInto,
    Visit,
)
from verifier.replay.explore import Walk
from verifier.replay.onward import way_on
from verifier.replay.patience import LIVE, Patience
from verifier.replay.policy import must_seal, refuse_action, refuse_press
from verifier.replay.substitute import candidates_for, words_of
from verifier.walls.consent import find_consent, told
from verifier.walls.detect import detect, survey

if TYPE_CHECKING:
    from verifier.model.baseline import Baseline
    from verifier.model.choice import ChoiceTree
    from verifier.model.flow import Flow, Step
    from verifier.model.observation import Snapshot
    from verifier.replay.driver import Replay, ReplayEvent
    from verifier.walls.consent import Consent, Move

_CONSENT_LOOKS = 6
"""Two dialogs of two steps each, one after the other, and a look to see that they are gone."""
_SAME_PRESSED = 2
"""How often the same thing is pressed: once, and again if the page was still moving."""
_FATAL = {TroubleKind.BROWSER_GONE, TroubleKind.OFFLINE, TroubleKind.INTERNAL}
"""Troubles after which the next page cannot be had either."""

_OnPage = Goto | Back | WaitFor | Click | Submit | Hover | Fill | Select | Choose | Check | Press
"""The actions that are one command, or a few."""
Asking = Generator["Command | ReplayEvent", Reply | None, Outcome]
Acting = ClickOn | HoverOver | TypeInto | PickOption | SetChecked
"""The commands that act on one located element."""


@dataclass(slots=True)
class _Step:
    """What is gathered while one step is played."""

    step: Step
    target: Anchor | None = None
    matches: int = 1
    submitted: SubmitEvidence | None = None
    relocation: Relocation | None = None
    captured: Captured | None = None
    tree: ChoiceTree | None = None
    passed: list[Wall] = field(default_factory=list)
    detours: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Tab:
    """What is known of the tab while one flow is played."""

    flow: Flow
    recorded: Baseline | None
    patience: Patience
    attempt: int
    sealed: bool = False
    submitted: bool = False
    told: set[str] = field(default_factory=set)
    latest: Snapshot | None = None


def play(flow: Flow, *, recorded: Baseline | None = None, patience: Patience = LIVE, attempt: int = 1) -> Replay:
    """Yield commands and events for one replay of `flow`; send in a reply for each command, None for each event.

    Ends for any replies. After a wall nothing more is asked. `recorded` lets a missing element be found again by what it was;
    it is then acted on and told as a `Relocation`, never in silence.
    """
    tab = _Tab(flow, recorded, patience, attempt)
    yield FlowStarted(flow.key, flow, attempt)
    because: str | None = None
    stopped = False
    for step in flow.steps:
        yield StepStarted(flow.key, step.id, attempt)
        if stopped or (because is not None and not isinstance(step.action, Goto)):
            yield StepFinished(flow.key, step.id, Skipped(because or step.id), attempt=attempt)
            continue
        gathered = _Step(step)
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


def _observation(gathered: _Step) -> Observation | None:
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


def _step(tab: _Tab, gathered: _Step) -> Asking:
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
    seen = yield from _look(tab, gathered, wait=isinstance(outcome, Done))
    match seen:
        case Trouble():
            return outcome if isinstance(outcome, Faulted) else Faulted(seen)
        case Wall(kind=WallKind.BLANK) if isinstance(outcome, Faulted):
            return outcome  # what did not come shows nothing: the fault is the cause
        case Wall():
            return Walled(seen)
        case _:
            return outcome


def _explore(tab: _Tab, gathered: _Step, action: Explore) -> Asking:
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
        gathered.captured = _joined(gathered.captured, seen)
        tab.latest = seen.snapshot
    if gathered.captured is not None:
        shown = walk.looked[-1 if isinstance(walk.halted, Wall) else 0]
        gathered.captured = replace(
            gathered.captured, snapshot=shown.snapshot, answer=shown.answer, picture=walk.looked[0].picture
        )
        yield from _tell(tab, shown.snapshot)
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


def _perform(tab: _Tab, gathered: _Step, action: _OnPage) -> Asking:
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
                return Missed(f"{words_of(target)} did not go away") if isinstance(reply, NotFound) else _done(reply)
            found = yield from _find(tab, gathered, target, substitutes=False)
            return found if not isinstance(found, Located) else Done()
        case Click(target) | Submit(target):
            found = yield from _find(tab, gathered, target)
            if not isinstance(found, Located):
                return found
            if isinstance(action, Submit):
                return (yield from _submit(tab, gathered, found))
            refusal = refuse_press(tab.flow, found)
            if refusal is not None:
                return _forbidden(refusal)
            return (yield from _act(tab, gathered, target, ClickOn(found.handle, limit)))
        case Hover(target):
            found = yield from _find(tab, gathered, target)
            if not isinstance(found, Located):
                return found
            return (yield from _act(tab, gathered, target, HoverOver(found.handle, limit)))
        case Fill(target, value, secret):
            found = yield from _find(tab, gathered, target)
            if not isinstance(found, Located):
                return found
            return (yield from _act(tab, gathered, target, TypeInto(found.handle, value, secret, limit)))
        case Select(target, option, by_value):
            found = yield from _find(tab, gathered, target)
            if not isinstance(found, Located):
                return found
            picking = PickOption(found.handle, option, by_value, limit)
            return (yield from _act(tab, gathered, target, picking, wanted=f'option "{option}" in {words_of(target)}'))
        case Choose(option, within, frame):
            target = Selector(ByRole("radio", option), within, frame)
            found = yield from _find(tab, gathered, target)
            if not isinstance(found, Located):
                return found
            return (yield from _act(tab, gathered, target, SetChecked(found.handle, checked=True, timeout_ms=limit)))
        case Check(target, checked):
            found = yield from _find(tab, gathered, target)
            if not isinstance(found, Located):
                return found
            return (yield from _act(tab, gathered, target, SetChecked(found.handle, checked, limit)))
        case Press(key, target):
            return (yield from _press(tab, gathered, key, target, limit))
        case _:
            assert_never(action)


def _press(tab: _Tab, gathered: _Step, key: str, target: Selector | None, limit: int) -> Asking:
    found: Located | None = None
    if target is not None:
        located = yield from _find(tab, gathered, target)
        if not isinstance(located, Located):
            return located
        found = located
    seal = must_seal(key, found)
    tab.sealed = tab.sealed or seal
    return _done((yield PressKey(found.handle if found else None, key, seal, limit)))


def _submit(tab: _Tab, gathered: _Step, found: Located) -> Asking:
    tab.sealed = tab.submitted = True
    reply = yield PressSealed(found.handle, gathered.step.timeout_ms or tab.patience.submit_ms)
    match reply:
        case Submitted(evidence):
            gathered.submitted = evidence
            return Done()
        case Trouble():
            return Faulted(reply)
        case _:
            return _unanswered(reply)


def _act(tab: _Tab, gathered: _Step, target: Selector, command: Acting, *, wanted: str = "") -> Asking:
    """Act; when something covers the element, decline a consent dialog that came late and try once more."""
    reply = yield command
    if isinstance(reply, Trouble) and reply.kind is TroubleKind.ACTION and not tab.sealed:
        passed = tuple(gathered.passed)
        seen = yield from _look(tab, gathered, wait=False)
        if isinstance(seen, Wall):
            return Walled(seen)
        if tuple(gathered.passed) != passed:
            again = yield Locate(target, tab.patience.locate_ms)
            if isinstance(again, Located):
                reply = yield replace(command, handle=again.handle)
    if isinstance(reply, NotFound):
        return Missed(wanted or words_of(target))
    return _done(reply)


def _find(
    tab: _Tab, gathered: _Step, target: Selector, *, substitutes: bool = True
) -> Generator[Command | ReplayEvent, Reply | None, Located | Missed | Faulted | Walled]:
    reply = yield Locate(target, gathered.step.timeout_ms or tab.patience.locate_ms)
    if isinstance(reply, NotFound):
        seen = yield from _look(tab, gathered, wait=False)
        if isinstance(seen, Wall):
            return Walled(seen)
        if gathered.passed:
            reply = yield Locate(target, tab.patience.locate_ms)
    if isinstance(reply, NotFound) and substitutes:
        reply = yield from _substitute(tab, gathered, target)
    if isinstance(reply, NotFound) and substitutes and not tab.sealed:
        reply = yield from _detour(tab, gathered, target)
    match reply:
        case Located():
            gathered.target, gathered.matches = reply.anchor, reply.matches
            return reply
        case Barred(wall):
            return Walled(wall)
        case NotFound(hidden):
            return Missed(f"{words_of(target)} is there but hidden" if hidden else words_of(target))
        case Trouble():
            return Faulted(reply)
        case _:
            return _unanswered(reply)


def _substitute(
    tab: _Tab, gathered: _Step, target: Selector
) -> Generator[Command | ReplayEvent, Reply | None, Located | NotFound | Trouble]:
    """Find what the missing element became, going by how it was recorded."""
    recorded = tab.recorded.step(gathered.step.id) if tab.recorded else None
    if recorded is None or recorded.target is None or tab.latest is None:
        return NotFound()
    before = tab.recorded.page_before(gathered.step.id) if tab.recorded else None
    substitute = candidates_for(target, recorded.target, tab.latest, before=before)
    if substitute is None:
        return NotFound()
    rejected = frozenset(tab.recorded.rejected) if tab.recorded else frozenset()
    found = relocate(substitute.old, substitute.candidates, old_page=substitute.old_page, rejected=rejected)
    if found is None or not found.is_sure:
        return NotFound()
    became = substitute.candidates[found.index]
    reply = yield Reach(became.anchor)
    match reply:
        case Located():
            gathered.relocation = Relocation(
                wanted=substitute.old.name or words_of(target),
                found=reply.name,
                score=found.score,
                margin=found.margin,
                evidence=found.evidence,
                anchor=reply.anchor,
                pair=(fingerprint(substitute.old), fingerprint(became)),
            )
            return reply
        case NotFound() | Trouble():
            return reply
        case _:
            return NotFound()


def _detour(
    tab: _Tab, gathered: _Step, target: Selector
) -> Generator[Command | ReplayEvent, Reply | None, Located | NotFound | Barred | Trouble]:
    """Go on over a page in between, if it has one plain way on and the element is behind it."""
    onward = way_on(tab.latest) if tab.latest else None
    if onward is None:
        return NotFound()
    words, anchor = onward
    reached = yield Reach(anchor)
    if not isinstance(reached, Located) or refuse_press(tab.flow, reached) is not None:
        return NotFound()
    pressed = yield ClickOn(reached.handle, tab.patience.act_ms)
    if isinstance(pressed, Barred):
        return pressed
    if not isinstance(pressed, Acted):
        return NotFound()
    reply = yield Locate(target, tab.patience.locate_ms)
    if not isinstance(reply, Located):
        return NotFound()
    gathered.detours.append(words)
    return reply


def _look(
    tab: _Tab, gathered: _Step, *, wait: bool
) -> Generator[Command | ReplayEvent, Reply | None, Wall | Trouble | None]:
    """Look at the page, deal with a consent dialog that stands over it as the site's policy says, say what was seen.

    A page that a wall has taken the place of is not waited on for what it will never show.
    """
    action = gathered.step.action
    wanted = action.url if isinstance(action, Goto) else ""
    fresh = bool(wanted) and gathered.captured is None
    pressed: dict[str, int] = {}
    for _ in range(_CONSENT_LOOKS + 1):
        waiting = awaited(gathered.step) if wait and not fresh else ()
        reply = yield Capture(waiting, picture=not fresh, timeout_ms=tab.patience.expect_ms)
        match reply:
            case Trouble():
                return reply
            case Barred(wall):
                return wall
            case Captured(snapshot):
                pass
            case _:
                return Trouble(TroubleKind.INTERNAL, "the driver did not answer a look at the page")
        before = gathered.captured
        gathered.captured = _joined(before, reply)
        tab.latest = snapshot
        # A page that has only just begun to come is not called blank: it is looked at again, with patience.
        # Behind the seal nothing comes from the site any more, so that what the page says there is our doing; only after a key
        # that may submit, what the flow allows by name still comes, and a wall with it.
        answer = gathered.captured.answer
        silent = tab.submitted or (tab.sealed and not tab.flow.allow)
        walls = () if silent else survey(snapshot, answer, flow=tab.flow, wanted=wanted, settled=not fresh)
        for wall in (*reply.noted, *walls):
            if wall.blocks:
                yield from _tell(tab, snapshot)
                return wall
            _pass(gathered, wall)
        consent = None if tab.sealed else find_consent(snapshot)
        if consent is not None:
            moves = consent.moves(tab.flow.site.consent)
            key = " ".join(move.anchor.path + move.name for move in moves)
            pressed[key] = pressed.get(key, 0) + 1
            if moves and pressed[key] <= _SAME_PRESSED:
                yield from _press_away(tab, gathered, consent, moves)
                fresh = False
                continue
            if consent.wall.blocks and tab.flow.site.consent is not ConsentPolicy.LEAVE:
                yield from _tell(tab, snapshot)
                return consent.wall
            _pass(gathered, told(replace(consent.wall, blocks=False), "it was left as it is"))
        if not fresh:
            break
        fresh = False
    yield from _tell(tab, snapshot)
    return None


def _press_away(
    tab: _Tab, gathered: _Step, consent: Consent, moves: tuple[Move, ...]
) -> Generator[Command | ReplayEvent, Reply | None, None]:
    """Press what the policy says, inside the consent dialog and nowhere else: what was found must be called what was seen."""
    deeds = []
    for move in moves:
        reached = yield Reach(move.anchor)
        if not isinstance(reached, Located) or not same_words(reached.name, move.name):
            continue
        if move.off:
            yield SetChecked(reached.handle, checked=False, timeout_ms=tab.patience.act_ms)
        elif move.name:
            yield ClickOn(reached.handle, tab.patience.act_ms)
            deeds.append(move.name)
    known = next((wall for wall in gathered.passed if wall.kind is consent.wall.kind), None)
    words = f"pressed {', '.join(repr(deed) for deed in deeds)}" if deeds else "nothing in it could be pressed"
    if known is None:
        gathered.passed.append(told(consent.wall, words))
    elif words not in known.signals:
        gathered.passed[gathered.passed.index(known)] = told(known, words)


def _pass(gathered: _Step, wall: Wall) -> None:
    if wall.kind not in {known.kind for known in gathered.passed}:
        gathered.passed.append(wall)


def _joined(before: Captured | None, now: Captured) -> Captured:
    if before is None:
        return now
    return replace(
        now,
        answer=now.answer or before.answer,
        picture=now.picture or before.picture,
        stopped=(*before.stopped, *now.stopped),
        popups=(*before.popups, *now.popups),
        downloads=(*before.downloads, *now.downloads),
        dialogs=(*before.dialogs, *now.dialogs),
    )


def _tell(tab: _Tab, snapshot: Snapshot) -> Generator[Command | ReplayEvent, Reply | None, None]:
    if snapshot.id not in tab.told:
        tab.told.add(snapshot.id)
        yield PageSeen(tab.flow.key, snapshot, tab.attempt)


def _done(reply: Reply | None) -> Outcome:
    match reply:
        case Acted():
            return Done()
        case Trouble():
            return Faulted(reply)
        case Barred(wall):
            return Walled(wall)
        case _:
            return _unanswered(reply)


def _unanswered(reply: Reply | None) -> Faulted:
    return Faulted(Trouble(TroubleKind.INTERNAL, f"the driver answered {type(reply).__name__}, which does not fit"))


def _forbidden(reason: str) -> Faulted:
    return Faulted(Trouble(TroubleKind.FORBIDDEN, f"{reason[0].upper()}{reason[1:]}."))
