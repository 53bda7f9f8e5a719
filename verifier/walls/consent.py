"""A dialog that asks about cookies: it can be declined, and then the page is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.model.flow import ControlKind
from verifier.model.observation import Anchor, Box, Wall, WallKind
from verifier.walls.words import ACCEPT, COOKIES, DECLINE, says

if TYPE_CHECKING:
    from verifier.model.observation import Button, Dialog, Link, Snapshot

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
}


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent dialog, and the control inside it that declines (None: it offers no way to decline)."""

    wall: Wall
    decline: Anchor | None


def find_consent(snapshot: Snapshot) -> Consent | None:
    """The first open dialog that speaks of cookies and offers to accept or to decline, and asks for nothing to be typed.

    A dialog with a text control is somebody's form and is never taken for consent.
    """
    for dialog in snapshot.dialogs:
        about = says(f"{dialog.name} {dialog.text}", COOKIES)
        if about is None or any(
            control.kind in _TYPED and _inside(control.anchor, dialog) for control in snapshot.controls
        ):
            continue
        choices: tuple[Button | Link, ...] = (
            *(button for button in snapshot.buttons if _inside(button.anchor, dialog)),
            *(link for link in snapshot.links if _inside(link.anchor, dialog)),
        )
        decline = next((choice for choice in choices if says(choice.name, DECLINE)), None)
        accept = next((choice for choice in choices if choice is not decline and says(choice.name, ACCEPT)), None)
        if decline is None and accept is None:
            continue
        signals = [f"an open dialog speaks of {about!r}"]
        if decline is not None:
            signals.append(f"it offers to decline ({decline.name!r})")
        if accept is not None:
            signals.append(f"it offers to accept ({accept.name!r})")
        return Consent(Wall(WallKind.CONSENT, tuple(signals)), decline.anchor if decline else None)
    return None


def _inside(anchor: Anchor, dialog: Dialog) -> bool:
    if anchor.frame != dialog.anchor.frame:
        return False
    if anchor.box is not None and dialog.anchor.box is not None:
        return _contains(dialog.anchor.box, anchor.box)
    return bool(dialog.name) and anchor.group == dialog.name


def _contains(outer: Box, inner: Box) -> bool:
    return (
        outer.x - 1 <= inner.x
        and outer.y - 1 <= inner.y
        and inner.x + inner.width <= outer.x + outer.width + 1
        and inner.y + inner.height <= outer.y + outer.height + 1
    )
