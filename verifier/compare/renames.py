"""Which of several new names of one list have one cause: a whole list put into other words, or one word changed in several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verifier.match.normalize import key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

Renamed = tuple[str, str]
"""The old and the new words."""

MANY = 8
"""More than so many changes of one list are one change."""
_SOME = 3
_MOST = 0.75
"""So much of a list is all of it: names of products stay when a list is translated."""
_WORDS = re.compile(r"\w+|[^\w\s]")


def with_one_cause(renamed: Sequence[Renamed], kept: Sequence[str]) -> tuple[tuple[Renamed, ...], ...]:
    """The renamings in groups, each of one cause, in the order of the list; `kept` are the words that stayed."""
    whole = len(renamed) + sum(any(sign.isalpha() for sign in words) for words in kept)
    if len(renamed) > MANY or (len(renamed) >= _SOME and len(renamed) >= _MOST * whole):
        return (tuple(renamed),)
    groups: dict[object, list[Renamed]] = {}
    for at, (old, new) in enumerate(renamed):
        groups.setdefault(_edit(old, new) or at, []).append((old, new))
    return tuple(tuple(group) for group in groups.values())


def _edit(old: str, new: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The words that went and those that came, where others stayed around them; None where none did."""
    was, now = _WORDS.findall(key_of(old)), _WORDS.findall(key_of(new))
    room = min(len(was), len(now))
    front = next((at for at in range(room) if was[at] != now[at]), room)
    back = next((at for at in range(room - front) if was[-1 - at] != now[-1 - at]), room - front)
    if not front + back:
        return None
    return tuple(was[front : len(was) - back]), tuple(now[front : len(now) - back])
