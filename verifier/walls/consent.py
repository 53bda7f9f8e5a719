"""A dialog, bar or frame that asks about cookies: it can be declined, and then the page is there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from verifier.model.expectation import ControlKind
from verifier.model.observation import ButtonKind, Link, ScriptTarget, Wall, WallKind
from verifier.model.wall import ConsentPolicy
from verifier.walls.areas import Area, areas
from verifier.walls.consent_words import ACCEPT, COOKIES, DECLINE, NO, SAVE, SETTINGS
from verifier.walls.platforms import marks_of
from verifier.walls.says import fold, says

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from verifier.model.observation import Anchor, Button, Snapshot

LONGEST_CHOICE = 70
"""What a person presses is called something short; a longer name is a sentence with a link in it."""
_TYPED = {
    ControlKind.TEXT,
    ControlKind.TEL,
    ControlKind.EMAIL,
    ControlKind.TEXTAREA,
    ControlKind.PASSWORD,
    ControlKind.NUMBER,
    ControlKind.FILE,
    ControlKind.DATE,
    ControlKind.URL,
    ControlKind.EDITABLE,
    ControlKind.RADIO,
}


@dataclass(frozen=True, slots=True)
class Move:
    """One thing to press inside a consent dialog. `off`: a check box or switch to be switched off, not pressed."""

    anchor: Anchor
    name: str
    off: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent dialog, and the controls inside it (None: it has none) that decline, accept, open its settings and save them.

    `wall.blocks` is False for a notice that lets the page be seen and used beside it.
    """

    wall: Wall
    decline: Anchor | None
    accept: Move | None = None
    settings: Move | None = None
    save: Move | None = None
    toggles: tuple[Move, ...] = ()
    declining: Move | None = None

    def moves(self, policy: ConsentPolicy) -> tuple[Move, ...]:
        """What to press now; nothing where the policy says to leave it or the dialog offers no such way.

        Declining may take two looks: the first opens the settings, the second declines there, or switches all off and saves.
        """
        match policy:
            case ConsentPolicy.LEAVE:
                return ()
            case ConsentPolicy.ACCEPT:
                return (self.accept,) if self.accept else ()
            case ConsentPolicy.DECLINE:
                if self.declining:
                    return (self.declining,)
                if self.save and self.toggles:
                    return (*self.toggles, self.save)
                return (self.settings,) if self.settings else ()
            case _:
                assert_never(policy)


def find_consent(snapshot: Snapshot) -> Consent | None:
    """The first open dialog, frame or bar that speaks of cookies and offers a choice about them, and asks for nothing to be typed.

    What holds a text control or radio buttons is somebody's form and is never taken for consent.
    """
    found = (consent for area in areas(snapshot) if (consent := _consent(area)) is not None)
    first = next(found, None)
    if first is None or first.declining is not None:
        return first
    # A preference centre may stand over the banner that opened it: what can be declined goes before what cannot.
    return next((other for other in found if other.declining is not None or (other.save and other.toggles)), first)


def asking_areas(snapshot: Snapshot) -> tuple[Area, ...]:
    """Every part of the page that asks about cookies. A frame with such a dialog in it is a page of its own: the dialog asks, not the frame."""
    asking = [area for area in areas(snapshot) if _consent(area) is not None]
    inside = {button.anchor for area in asking if area.is_dialog for button in area.buttons}
    return tuple(area for area in asking if area.is_dialog or not any(each.anchor in inside for each in area.buttons))


def _consent(area: Area) -> Consent | None:
    if any(control.kind in _TYPED for control in area.controls):
        return None
    about = says(area.text, COOKIES)
    platform = area.platform
    if about is None and platform is None:
        return None
    choices: list[Choice] = [
        (button, button.name)
        for button in area.buttons
        if not button.disabled and button.kind not in (ButtonKind.SWITCH, ButtonKind.TAB, ButtonKind.RESET)
    ]
    choices += [(link, link.name) for link in area.links if isinstance(link.target, ScriptTarget)]
    known = platform or _UNKNOWN
    decline = _marked(choices, known.decline) or _named(choices, DECLINE)
    if decline is None and about is not None:
        refusing = [(choice, name) for choice, name in choices if fold(name) in {fold(word) for word in NO}]
        decline = next((Move(choice.anchor, name) for choice, name in refusing), None)
    rest = _without(choices, decline)
    accept = _marked(rest, known.accept) or _named(rest, ACCEPT, unless=SETTINGS)
    rest = _without(rest, accept)
    settings = _marked(rest, known.settings) or _named(rest, SETTINGS)
    save = _marked(choices, known.save) or _named(_without(rest, settings), SAVE) or _named(rest, SAVE)
    if save is not None and decline is not None and save.anchor == decline.anchor:
        save = None
    if (
        decline is None
        and accept is None
        and (settings is None or platform is None)
        and (save is None or platform is None)
    ):
        return None
    if not area.is_dialog and (accept is None or (decline is None and settings is None)):
        return None
    signals = [f"{area.words} speaks of {about!r}"] if about else []
    if platform is not None:
        signals.append(f"it is marked as a dialog of {platform.name}")
    signals.extend(
        f"it offers to {verb} ({move.name!r})"
        for verb, move in (("decline", decline), ("accept", accept), ("choose", settings), ("save a choice", save))
        if move is not None
    )
    if len(signals) < 2:
        return None
    only_notice = decline is None and settings is None and not area.modal
    return Consent(
        Wall(WallKind.CONSENT, tuple(signals), blocks=not only_notice),
        decline.anchor if decline else None,
        accept=accept,
        settings=settings,
        save=save,
        toggles=_toggles(area),
        declining=decline,
    )


def _toggles(area: Area) -> tuple[Move, ...]:
    boxes = [
        Move(control.anchor, control.label, off=True)
        for control in area.controls
        if control.kind is ControlKind.CHECKBOX and not control.disabled and not control.required
    ]
    switches = [
        Move(button.anchor, button.name, off=True)
        for button in area.buttons
        if button.kind is ButtonKind.SWITCH and not button.disabled
    ]
    return (*boxes, *switches)


@dataclass(frozen=True, slots=True)
class _Marks:
    decline: re.Pattern[str] | None = None
    accept: re.Pattern[str] | None = None
    settings: re.Pattern[str] | None = None
    save: re.Pattern[str] | None = None


_UNKNOWN = _Marks()
Choice = tuple["Button | Link", str]


def _marked(choices: Iterable[Choice], marks: re.Pattern[str] | None) -> Move | None:
    if marks is None:
        return None
    return next((Move(choice.anchor, name) for choice, name in choices if marks.search(marks_of(choice.anchor))), None)


def _named(choices: list[Choice], words: tuple[str, ...], *, unless: tuple[str, ...] = ()) -> Move | None:
    fitting = [
        (choice, name)
        for choice, name in choices
        if len(name) <= LONGEST_CHOICE and says(name, words) and not (unless and says(name, unless))
    ]
    fitting.sort(key=lambda pair: isinstance(pair[0], Link))  # a button before a link that script drives
    return next((Move(choice.anchor, name) for choice, name in fitting), None)


def _without(choices: list[Choice], taken: Move | None) -> list[Choice]:
    return [(choice, name) for choice, name in choices if taken is None or choice.anchor != taken.anchor]


def told(wall: Wall, deed: str) -> Wall:
    """The same wall, with what was done about it."""
    return replace(wall, signals=(*wall.signals, deed))
