"""The element that a step acts on: as the flow names it, as what it became, or behind a page in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.match.parting import prints
from verifier.match.relocate import relocate
from verifier.model.observation import Trouble, Wall
from verifier.model.run import Faulted, Lack, Missed, Relocation, Walled
from verifier.replay.command import Acted, Barred, ClickOn, Command, Locate, Located, NotFound, Reach, Reply
from verifier.replay.look import look
from verifier.replay.onward import way_on
from verifier.replay.policy import refuse_press
from verifier.replay.stage import Gathered, Stage, unanswered
from verifier.replay.substitute import candidates_for, words_of

if TYPE_CHECKING:
    from collections.abc import Generator

    from verifier.model.selector import Selector
    from verifier.replay.driver import ReplayEvent


def find(
    tab: Stage, gathered: Gathered, target: Selector, *, substitutes: bool = True
) -> Generator[Command | ReplayEvent, Reply | None, Located | Missed | Faulted | Walled]:
    """Locate the target of the step; where it is missing, deal with a dialog, then look for what it became, then for a page in between."""
    reply = yield Locate(target, gathered.step.timeout_ms or tab.patience.locate_ms)
    if isinstance(reply, NotFound):
        seen = yield from look(tab, gathered, wait=False)
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
            gathered.wanted = words_of(target)
            return reply
        case Barred(wall):
            return Walled(wall)
        case NotFound(hidden):
            return Missed(words_of(target), Lack.HIDDEN if hidden else Lack.GONE)
        case Trouble():
            return Faulted(reply)
        case _:
            return unanswered(reply)


def _substitute(
    tab: Stage, gathered: Gathered, target: Selector
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
                pair=prints(substitute.old, became),
            )
            return reply
        case NotFound() | Trouble():
            return reply
        case _:
            return NotFound()


def _detour(
    tab: Stage, gathered: Gathered, target: Selector
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
