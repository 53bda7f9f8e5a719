"""Finds in a snapshot what a flow speaks of: a scope, a label, a text, an address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verifier.match.normalize import holds_words, key_of, normalize
from verifier.match.scope import called, in_scope
from verifier.model.expectation import AddressKind
from verifier.model.observation import MailTarget, PhoneTarget

if TYPE_CHECKING:
    from verifier.model.observation import Anchor, Control, Snapshot
    from verifier.model.selector import Scope, Text

_MAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_PHONE = re.compile(r"(?<![\w/.\-])\+?\(?\d[\d\s().\-\u00a0]{5,}\d(?![\w/])")
_WORDS = re.compile(r"\w+")


def control_of(snapshot: Snapshot, label: Text) -> Control | None:
    """The control with this label, else the one whose label holds it."""
    exact = next((control for control in snapshot.controls if called(label, control.label)), None)
    if exact is not None:
        return exact
    return next(
        (
            control
            for control in snapshot.controls
            if any(holds_words(control.label, wording) for wording in label.wordings)
        ),
        None,
    )


def showing(snapshot: Snapshot, text: Text, scope: Scope | None) -> Anchor | None:
    """The anchor of the first block, heading, button or link that shows the text, or None."""
    shown = (
        *((block.text, block.anchor) for block in snapshot.texts),
        *((heading.text, heading.anchor) for heading in snapshot.headings),
        *((button.name, button.anchor) for button in snapshot.buttons),
        *((link.name, link.anchor) for link in snapshot.links),
        *((dialog.text, dialog.anchor) for dialog in snapshot.dialogs),
        *((control.description, control.anchor) for control in snapshot.controls if control.description),
    )
    return next(
        (
            anchor
            for words, anchor in shown
            if in_scope(anchor, scope) and any(holds_words(words, wording) for wording in text.wordings)
        ),
        None,
    )


def addresses(snapshot: Snapshot, kind: AddressKind) -> tuple[tuple[str, Anchor], ...]:
    """Every mail address or phone number that the page links or shows, in document order of links, then texts."""
    match kind:
        case AddressKind.MAIL:
            linked = [
                (link.target.address, link.anchor) for link in snapshot.links if isinstance(link.target, MailTarget)
            ]
            shown = [
                (found, block.anchor) for block in snapshot.texts for found in _MAIL.findall(normalize(block.text))
            ]
        case AddressKind.PHONE:
            linked = [
                (link.target.number, link.anchor) for link in snapshot.links if isinstance(link.target, PhoneTarget)
            ]
            shown = [
                (found, block.anchor)
                for block in snapshot.texts
                for found in _PHONE.findall(normalize(block.text))
                if 7 <= len(digits_of(found)) <= 15
            ]
        case AddressKind.POSTAL:
            return ()
    return (*linked, *shown)


def postal(snapshot: Snapshot, value: str) -> Anchor | None:
    """Where the words of a postal address stand in a row, in one block or in several that follow each other."""
    wanted = [key_of(word) for word in _WORDS.findall(value)]
    words = [(key_of(word), block.anchor) for block in snapshot.texts for word in _WORDS.findall(block.text)]
    for start in range(len(words) - len(wanted) + 1):
        if all(words[start + offset][0] == word for offset, word in enumerate(wanted)):
            return words[start][1]
    return None


def same_value(kind: AddressKind, one: str, other: str) -> bool:
    """Whether two mail addresses (without case) or phone numbers (by digits, a country code may be missing) are the same."""
    if kind is AddressKind.PHONE:
        first, second = digits_of(one), digits_of(other)
        return first == second or (
            min(len(first), len(second)) >= 7 and (first.endswith(second) or second.endswith(first))
        )
    return one.strip().casefold() == other.strip().casefold()


def digits_of(text: str) -> str:
    """The decimal digits of a text, in one script."""
    return "".join(sign for sign in key_of(text) if sign.isdigit())
