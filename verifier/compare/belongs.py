"""What of a page counts, and counts once: its own fields and buttons in whatever area, things to press in one another, words under any markup."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from verifier.compare.moves import covers
from verifier.match.normalize import key_of
from verifier.model.finding import Rule
from verifier.model.observation import Button, Link, ScriptTarget
from verifier.walls.sight import AROUND

if TYPE_CHECKING:
    from verifier.compare.change import Change
    from verifier.match.signals import Element
    from verifier.model.observation import Anchor, Control, Snapshot


def own(page: Snapshot) -> frozenset[Anchor]:
    """What stands in a menu or a bar but belongs to a form of the page itself: the bar of buttons under a long form."""
    forms = {
        (control.anchor.frame, control.form)
        for control in page.controls
        if control.form and control.anchor.landmark not in AROUND
    }
    placed = [(control.anchor, control.form) for control in page.controls]
    placed += [(button.anchor, button.form) for button in page.buttons]
    return frozenset(anchor for anchor, form in placed if anchor.landmark in AROUND and (anchor.frame, form) in forms)


def once(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """The elements without a thing to press that stands in, or around, another one of the same name, and leads nowhere by itself."""
    by_name: dict[tuple[tuple[str, ...], str], list[Button | Link]] = {}
    for element in elements:
        if isinstance(element, Button | Link) and (name := key_of(element.name)):
            by_name.setdefault((element.anchor.frame, name), []).append(element)
    dropped: set[int] = set()
    for same in by_name.values():
        for one in same:
            if any(_same_press(one, other) and id(other) not in dropped for other in same if other is not one):
                dropped.add(id(one))
    return tuple(element for element in elements if id(element) not in dropped)


def _same_press(one: Button | Link, other: Button | Link) -> bool:
    """Whether the first is told by the second: a link that leads nowhere in a tab, a box around a link that leads somewhere."""
    match one, other:
        case (Link(target=ScriptTarget()), Button()):
            return covers(one.anchor.box, other.anchor.box) or _within(other.anchor, one.anchor)
        case (Button(), Link(target=target)) if not isinstance(target, ScriptTarget):
            return covers(one.anchor.box, other.anchor.box) or _within(one.anchor, other.anchor)
        case _:
            return False


def _within(inner: Anchor, outer: Anchor) -> bool:
    """Whether the one stands in the other, of which the box may be flat: what floats takes no room in it."""
    return bool(outer.path) and inner.path.startswith(f"{outer.path}/")


def only_marked_up(change: Change, recorded: Snapshot, seen: Snapshot) -> bool:
    """Whether a new or gone heading is nothing to a reader: its words stood there before, and stand there now, as something else."""
    element = change.after if change.rule is Rule.HEADING_ADDED else change.before
    if element is None or change.rule not in (Rule.HEADING_ADDED, Rule.HEADING_REMOVED):
        return False
    page, other = (seen, recorded) if change.rule is Rule.HEADING_ADDED else (recorded, seen)
    words = next(((each.anchor.frame, key_of(each.text)) for each in page.headings if each.anchor == element), None)
    return words is not None and _said(other)[words] >= max(1, _said(page)[words])


def _said(page: Snapshot) -> Counter[tuple[tuple[str, ...], str]]:
    """How often words are read on the page, those of links, buttons and choices aside."""
    said = Counter((block.anchor.frame, key_of(block.text)) for block in page.texts)
    said.subtract(Counter((link.anchor.frame, key_of(link.name)) for link in page.links))
    said.subtract(Counter((button.anchor.frame, key_of(button.name)) for button in page.buttons))
    return said


def called_by_heading(label: str, page: Snapshot) -> bool:
    """Whether the label of a group of choices is a heading of the page, which tells by itself what becomes of it."""
    return key_of(label) in {key_of(heading.text) for heading in page.headings}


def same_words_around(old: Control, new: Control) -> bool:
    """Whether the words that named the field and those that name it now stand beside it on both pages, in one order.

    Of a date that is asked for under a legend, in a box called Date, either may be its label: what a reader sees is the same.
    """
    one, other = key_of(old.label), key_of(new.label)
    if one in other or other in one:
        return False
    places = [[key_of(control.anchor.near).find(label) for label in (one, other)] for control in (old, new)]
    return all(min(each) >= 0 for each in places) and len({first < second for first, second in places}) == 1
