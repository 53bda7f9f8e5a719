"""The marks of one element that speak for its identity, whatever kind of thing it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.model.observation import (
    Anchor,
    AppTarget,
    Button,
    Control,
    Dialog,
    Heading,
    Link,
    LinkTarget,
    MailTarget,
    PhoneTarget,
    ScriptTarget,
    WebTarget,
)

if TYPE_CHECKING:
    from verifier.model.observation import Snapshot


@dataclass(frozen=True, slots=True)
class Marks:
    """One element: what it is (`kind`), what it is called (`name`), where it leads (`target`) and where it stands."""

    kind: str
    """Its family and what sort of it: `link`, `button submit`, `control email`, `heading 2`, `dialog`, `text p`, `box li`."""
    name: str
    anchor: Anchor
    target: str = ""
    value: str = ""
    """What the page calls it for itself: the attribute that is sent, the value of an option."""
    hints: str = ""
    """Further words on it that are not its name: placeholder, description, title."""
    trail: str = ""
    """Its whole way from the root of the document, where that is known; otherwise `anchor.path` is what there is."""


Element = Heading | Control | Button | Link | Dialog


def target_words(target: LinkTarget) -> str:
    """Where a link leads, as one string to compare and to show."""
    match target:
        case WebTarget(url):
            return url
        case MailTarget(address):
            return f"mailto:{address}"
        case PhoneTarget(number):
            return f"tel:{number}"
        case AppTarget(scheme, rest):
            return f"{scheme}:{rest}"
        case ScriptTarget():
            return ""


def marks_of(element: Element) -> Marks:
    """The marks of a thing that a snapshot holds."""
    match element:
        case Heading():
            return Marks(f"heading {element.level}", element.text, element.anchor)
        case Control():
            hints = f"{element.placeholder} {element.autocomplete}".strip()
            return Marks(f"control {element.kind}", element.label, element.anchor, value=element.name, hints=hints)
        case Button():
            return Marks(f"button {element.kind}", element.name, element.anchor)
        case Link():
            return Marks("link", element.name, element.anchor, target=target_words(element.target))
        case Dialog():
            return Marks("dialog", element.name, element.anchor)


def page_marks(snapshot: Snapshot) -> tuple[Marks, ...]:
    """The marks of all that can be named on a page: headings, controls, buttons and links."""
    return tuple(
        marks_of(element)
        for elements in (snapshot.headings, snapshot.controls, snapshot.buttons, snapshot.links)
        for element in elements
    )


def standing(marks: Marks) -> tuple[str, ...]:
    """A key to sort elements by that does not depend on the order they came in."""
    anchor = marks.anchor
    box = anchor.box
    place = f"{box.y:012.1f} {box.x:012.1f}" if box else ""
    return (marks.kind, marks.name, marks.target, marks.value, marks.trail or anchor.path, anchor.section, anchor.group,
            anchor.near, anchor.id, place, *anchor.frame)  # fmt: skip
