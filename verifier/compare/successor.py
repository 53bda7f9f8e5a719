"""What stands now where something stood when the page was recorded."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from verifier.match.normalize import key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verifier.model.observation import Anchor, Snapshot, TextBlock

_ALIKE = 0.34
"""The least share of common words by which one of several new blocks is taken for the old one's successor."""

Row = tuple[tuple[str, "Anchor"], ...]
"""Elements of one kind in their order: the words that they show, and where they are."""


def text_in_place(recorded: Snapshot, seen: Snapshot, anchor: Anchor) -> TextBlock | None:
    """The block that took the place of the recorded block with this anchor; None where it was only taken out.

    The blocks of both pages are aligned in their order; between two that stayed the same, what was put in place of what was
    there is told by position where as many blocks are new as are old, else by the words that they share.
    """
    span = _replaced(_texts(recorded), _texts(seen), anchor)
    if span is None:
        return None
    old, before, after = span
    if len(before) == len(after):
        return seen.texts[after[before.index(old)]]
    words = key_of(recorded.texts[old].text)
    return _most_alike(words, tuple(seen.texts[index] for index in after))


def link_in_place(recorded: Snapshot, seen: Snapshot, anchor: Anchor) -> int | None:
    """The index of the one new link between the neighbours of the recorded link with this anchor, if there is just one."""
    span = _replaced(_links(recorded), _links(seen), anchor)
    return span[2][0] if span is not None and len(span[1]) == len(span[2]) == 1 else None


def _texts(page: Snapshot) -> Row:
    return tuple((block.text, block.anchor) for block in page.texts)


def _links(page: Snapshot) -> Row:
    return tuple((link.name, link.anchor) for link in page.links)


def _replaced(recorded: Row, seen: Row, anchor: Anchor) -> tuple[int, range, range] | None:
    """The index of the recorded element, and the runs of old and of new elements between two that stayed the same."""
    index = next((place for place, (_, where) in enumerate(recorded) if where == anchor), None)
    if index is None:
        return None
    before, after = ([key_of(words) for words, _ in row] for row in (recorded, seen))
    for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if start <= index < end:
            return (index, range(start, end), range(first, last)) if kind == "replace" else None
    return None


def _most_alike(old: str, blocks: Sequence[TextBlock]) -> TextBlock | None:
    keys = [key_of(block.text).split() for block in blocks]
    likeness = [SequenceMatcher(None, old.split(), key, autojunk=False).ratio() for key in keys]
    best = max(range(len(keys)), key=likeness.__getitem__)
    return blocks[best] if len(keys) == 1 or likeness[best] >= _ALIKE else None
