"""Which elements stand somewhere else now: under another heading, in another group or another part of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.compare.wording import AREAS
from verifier.match.normalize import key_of
from verifier.walls.sight import AROUND

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from verifier.model.observation import Anchor, Box

_MOST = 0.6


@dataclass(frozen=True, slots=True)
class Places:
    """The names of the places that both pages have, old to new: headings, and groups."""

    sections: dict[str, str]
    groups: frozenset[str]
    own: frozenset[Anchor] = frozenset()
    """What belongs to the page itself, whatever area it stands in."""

    def has(self, was: str, now: str) -> bool:
        """Whether both pages have both sections; what stands ahead of all headings is one as well."""
        return (not was or was in self.sections) and (not now or now in self.sections.values())


def moved(pairs: Sequence[tuple[Anchor, Anchor]], places: Places) -> tuple[tuple[int, str, str], ...]:
    """Of these paired elements, those that moved: index, where it stood and where it stands, in words.

    What changed its place without changing its company has not moved, and neither has what a new heading or group now stands
    around. Of elements that passed each other the fewest possible have moved.
    """
    elsewhere = {
        index: words for index, (old, new) in enumerate(pairs) if (words := _elsewhere(old, new, places)) is not None
    }
    if not elsewhere:
        return ()
    stayed = _in_order(pairs, elsewhere.keys())
    return tuple((index, *words) for index, words in elsewhere.items() if index not in stayed)


def _elsewhere(old: Anchor, new: Anchor, places: Places) -> tuple[str, str] | None:
    if old.box is None or new.box is None or old.frame != new.frame:
        return None
    # First the areas: in the footer a link stands under the last heading of the page only by chance.
    if old.landmark and new.landmark and _area(old) != _area(new) and not {old, new} & places.own:
        return _in_area(old), _in_area(new)
    was, now = key_of(old.section), key_of(new.section)
    if places.has(was, now) and places.sections.get(was, "") != now:
        return _under(old.section), _under(new.section)
    group, present = key_of(old.group), key_of(new.group)
    if group != present and group in places.groups and present in places.groups:
        return f'in "{old.group}"', f'in "{new.group}"'
    return None


def _area(anchor: Anchor) -> str:
    """The part of the page that it stands in; what a page wraps up in regions and forms is its main part."""
    return anchor.landmark if anchor.landmark in AROUND else "main"


def _in_area(anchor: Anchor) -> str:
    return f"in the {AREAS.get(_area(anchor), 'main part of the page')}"


def _under(section: str) -> str:
    return f'under "{section}"' if section else "ahead of the first heading"


def _in_order(pairs: Sequence[tuple[Anchor, Anchor]], elsewhere: AbstractSet[int]) -> frozenset[int]:
    """The longest row of pairs that stand in the same order on both pages; of several, the one with the fewest that stand elsewhere.

    What stands under one heading is read before what stands under the next, also where sections stand side by side. It is the
    heaviest increasing subsequence, found with a tree of running maxima (Fenwick 1994).
    """
    boxed = [index for index, (old, new) in enumerate(pairs) if old.box is not None and new.box is not None]
    first, second = (_tops([pairs[index][side] for index in boxed]) for side in (0, 1))
    before = sorted(boxed, key=lambda index: _reading(pairs[index][0], first))
    present = sorted(boxed, key=lambda index: _reading(pairs[index][1], second))
    rank = {index: place for place, index in enumerate(present, 1)}
    size = len(boxed)
    heaviest: list[tuple[int, int | None]] = [(0, None)] * (size + 1)
    prior: dict[int, int | None] = {}
    for index in before:
        weight, last = max((heaviest[at] for at in _below(rank[index] - 1)), key=lambda row: row[0], default=(0, None))
        prior[index] = last
        row = (weight + size + 1 + (index not in elsewhere), index)
        at = rank[index]
        while at <= size:
            if heaviest[at][0] < row[0]:
                heaviest[at] = row
            at += at & -at
    here = max((heaviest[at] for at in _below(size)), key=lambda row: row[0], default=(0, None))[1]
    row_of: set[int] = set()
    while here is not None:
        row_of.add(here)
        here = prior[here]
    return frozenset(row_of)


def _below(place: int) -> Iterator[int]:
    """The nodes of the tree that together hold the first so many places."""
    while place > 0:
        yield place
        place -= place & -place


Tops = dict[tuple[tuple[str, ...], str], tuple[float, float]]


def _tops(anchors: Sequence[Anchor]) -> Tops:
    """Where the first element of each section stands."""
    found: Tops = {}
    for anchor in anchors:
        if anchor.box is not None:
            here = (anchor.box.y, anchor.box.x)
            found[anchor.frame, anchor.section] = min(found.get((anchor.frame, anchor.section), here), here)
    return found


def _reading(anchor: Anchor, tops: Tops) -> tuple[object, ...]:
    box = anchor.box
    top = tops.get((anchor.frame, anchor.section), (0.0, 0.0))
    return (anchor.frame, top, anchor.section, (box.y, box.x) if box else (0.0, 0.0), anchor.path, anchor.tag)


def covers(one: Box | None, other: Box | None) -> bool:
    """Whether the two boxes are, for the most part of the smaller one, the same place."""
    if one is None or other is None:
        return False
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    smaller = min(one.width * one.height, other.width * other.height)
    return across > 0 and down > 0 and across * down >= _MOST * smaller
