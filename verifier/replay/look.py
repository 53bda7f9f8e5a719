"""One look at the page: what walls there are, and what is done with a dialog that asks about cookies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.match.normalize import same_words
from verifier.model.action import Goto
from verifier.model.observation import Snapshot, Trouble, TroubleKind, Wall
from verifier.model.selector import ByCss, Selector
from verifier.model.wall import ConsentPolicy
from verifier.replay.awaited import awaited
from verifier.replay.command import Barred, Capture, Captured, ClickOn, Command, Located, Reach, Reply, SetChecked
from verifier.replay.stage import Gathered, Stage, joined, tell
from verifier.walls.consent import find_consent, told
from verifier.walls.detect import survey

if TYPE_CHECKING:
    from collections.abc import Generator

    from verifier.replay.driver import ReplayEvent
    from verifier.walls.consent import Consent, Move

_CONSENT_LOOKS = 6
"""Two dialogs of two steps each, one after the other, and a look to see that they are gone."""
_SAME_PRESSED = 2
"""How often the same thing is pressed: once, and again if the page was still moving."""
_ANYTHING = Selector(
    ByCss("a,button,input:not([type=hidden]),select,textarea,h1,h2,h3,h4,p,label,li,td,img,iframe,summary")
)
"""What a page that script builds shows sooner or later."""


def look(
    tab: Stage, gathered: Gathered, *, wait: bool
) -> Generator[Command | ReplayEvent, Reply | None, Wall | Trouble | None]:
    """Look at the page, deal with a consent dialog that stands over it as the site's policy says, say what was seen.

    A page that a wall has taken the place of is not waited on for what it will never show.
    """
    action = gathered.step.action
    wanted = action.url if isinstance(action, Goto) else ""
    fresh = bool(wanted) and gathered.captured is None
    bare = False
    pressed: dict[str, int] = {}
    for _ in range(_CONSENT_LOOKS + 1):
        waiting = awaited(gathered.step) if wait and not fresh else ()
        if bare:
            waiting = (*waiting, _ANYTHING)
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
        gathered.captured = joined(before, reply)
        tab.latest = snapshot
        # A page that has only just begun to come is not called blank: it is looked at again, with patience.
        # Behind the seal nothing comes from the site any more, so that what the page says there is our doing; only after a key
        # that may submit, what the flow allows by name still comes, and a wall with it.
        answer = gathered.captured.answer
        silent = tab.submitted or (tab.sealed and not tab.flow.allow)
        walls = () if silent else survey(snapshot, answer, flow=tab.flow, wanted=wanted, settled=not fresh)
        for wall in (*reply.noted, *walls):
            if wall.blocks:
                yield from tell(tab, snapshot)
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
                yield from tell(tab, snapshot)
                return consent.wall
            _pass(gathered, told(replace(consent.wall, blocks=False), "it was left as it is"))
        if not fresh:
            break
        fresh = False
        bare = _shows_nothing(snapshot)
    yield from tell(tab, snapshot)
    return None


def _shows_nothing(page: Snapshot) -> bool:
    return not (page.texts or page.headings or page.controls or page.buttons or page.links)


def _press_away(
    tab: Stage, gathered: Gathered, consent: Consent, moves: tuple[Move, ...]
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


def _pass(gathered: Gathered, wall: Wall) -> None:
    if wall.kind not in {known.kind for known in gathered.passed}:
        gathered.passed.append(wall)
