"""Which element of the recorded page is which of the present one: first by what `match` knows of it, then by its slot."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from verifier.compare.links import lasting_address
from verifier.compare.noise import lasting
from verifier.match.assign import assign
from verifier.match.score import stable
from verifier.match.signals import marks_of, standing
from verifier.match.traits import fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verifier.match.signals import Element, Marks

_LONGEST_ROW = 2
"""So many new names in a row, between two elements that stayed, are still the old elements with new names."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Indices into the two sequences, in ascending order of the old, else of the new."""

    pairs: tuple[tuple[int, int], ...]
    gone: tuple[int, ...]
    added: tuple[int, ...]


Rejected = frozenset[tuple[str, str]]
NONE: Rejected = frozenset()


def pair(
    old: Sequence[Element], new: Sequence[Element], *, translated: bool = False, rejected: Rejected = NONE
) -> Pairing:
    """Pair what belongs together, each element at most once; the order of the two sequences does not matter.

    What `match` leaves over is paired by its slot: between the same neighbours stood so many elements of a kind, and now stand as
    many, and nothing says that they are others. `translated`: the page is in another language, so that words say nothing.
    A pair in `rejected` (see `match.fingerprint`) is not made.
    """
    before, after = tuple(map(_lasting_marks, old)), tuple(map(_lasting_marks, new))
    made = assign(before, after, rejected=rejected)
    found = dict(made.pairs)
    if made.gone and made.added:
        slots = _by_slot(before, after, found, most=len(old) if translated else _LONGEST_ROW)
        found |= {was: now for was, now in slots.items() if (prints(old[was]), prints(new[now])) not in rejected}
    taken = set(found.values())
    return Pairing(
        tuple(sorted(found.items())),
        tuple(at for at in range(len(old)) if at not in found),
        tuple(at for at in range(len(new)) if at not in taken),
    )


def prints(element: Element) -> str:
    """What a rejection of the element is remembered by."""
    return fingerprint(marks_of(element))


def _lasting_marks(element: Element) -> Marks:
    """The marks of an element without what changes from one load to the next: counts and times in its name, tokens in its address."""
    marks = marks_of(element)
    target = lasting_address(marks.target)
    name = lasting(marks.name, pressed=marks.kind.startswith(("link", "button")))
    if (name, target) == (marks.name, marks.target):
        return marks
    return replace(marks, name=name or marks.name, target=target)


Slot = tuple[str, tuple[str, ...], int | None, int | None]


def _by_slot(before: Sequence[Marks], after: Sequence[Marks], found: dict[int, int], *, most: int) -> dict[int, int]:
    slots = _slots(before, {was: was for was in found})
    present = _slots(after, {now: was for was, now in found.items()})
    more: dict[int, int] = {}
    for slot, gone in slots.items():
        added = present.get(slot, [])
        alone = slot[2] is None and slot[3] is None
        if len(gone) != len(added) or len(gone) > (1 if alone and most == _LONGEST_ROW else most):
            continue
        if all(_may_follow(before[was], after[now]) for was, now in zip(gone, added, strict=True)):
            more |= dict(zip(gone, added, strict=True))
    return more


def _slots(page: Sequence[Marks], known: dict[int, int]) -> dict[Slot, list[int]]:
    """The elements that are not known, by their kind, their frame and the known elements before and after them."""
    order = sorted(range(len(page)), key=lambda at: _reading(page[at]))
    ahead: dict[int, int | None] = {}
    last: int | None = None
    for at in order:
        ahead[at] = last
        last = known.get(at, last)
    slots: dict[Slot, list[int]] = defaultdict(list)
    following: int | None = None
    for at in reversed(order):
        if at in known:
            following = known[at]
        else:
            marks = page[at]
            slots[marks.kind, marks.anchor.frame, ahead[at], following].insert(0, at)
    return slots


def _reading(marks: Marks) -> tuple[object, ...]:
    box = marks.anchor.box
    return (marks.anchor.frame, (box.y, box.x) if box else (0.0, 0.0), standing(marks))


def _may_follow(old: Marks, new: Marks) -> bool:
    """Whether nothing says that the two are different things."""
    if old.target or new.target:
        return old.target == new.target
    sent, sends = stable(old.value), stable(new.value)
    if sent and sends and sent != sends:
        return False
    own, owns = stable(old.anchor.id), stable(new.anchor.id)
    return not (own and owns and own != owns) or old.kind == "button submit" or old.kind.startswith("heading")
