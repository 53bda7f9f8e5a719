"""Pairs old and new elements one to one, the surest pairs first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.match.normalize import key_of
from verifier.match.score import score

if TYPE_CHECKING:
    from verifier.match.signals import Marks

THRESHOLD = 0.55
"""Below this score two elements are not called the same."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Indices into the two sequences: who became whom, what is gone and what is new. All in ascending order."""

    pairs: tuple[tuple[int, int], ...]
    gone: tuple[int, ...]
    added: tuple[int, ...]


def assign(old: tuple[Marks, ...], new: tuple[Marks, ...], *, threshold: float = THRESHOLD) -> Assignment:
    """Pair what belongs together: equal kind, name and place in the page first, then by descending score.

    A pair below `threshold`, or without hard evidence (see `score`), is not made: better a removal and an addition
    than a wrong rename. Stable under the order of equal candidates.
    """
    free_old, free_new = dict(enumerate(old)), dict(enumerate(new))
    pairs: list[tuple[int, int]] = []
    for identity in (_exact, _named):
        by_identity: dict[tuple[str, ...], list[int]] = {}
        for index, marks in free_new.items():
            by_identity.setdefault(identity(marks), []).append(index)
        for index, marks in tuple(free_old.items()):
            waiting = by_identity.get(identity(marks))
            if waiting:
                partner = waiting.pop(0)
                pairs.append((index, partner))
                del free_old[index], free_new[partner]
    scored = []
    for index, marks in free_old.items():
        for partner, candidate in free_new.items():
            seen = score(marks, candidate)
            if seen.value >= threshold and seen.hard:
                scored.append((-seen.value, abs(index - partner), index, partner))
    for _, _, index, partner in sorted(scored):
        if index in free_old and partner in free_new:
            pairs.append((index, partner))
            del free_old[index], free_new[partner]
    return Assignment(tuple(sorted(pairs)), tuple(sorted(free_old)), tuple(sorted(free_new)))


def _exact(marks: Marks) -> tuple[str, ...]:
    return (*_named(marks), key_of(marks.anchor.section), marks.value, marks.target, marks.anchor.landmark)


def _named(marks: Marks) -> tuple[str, ...]:
    return (marks.kind.split(" ")[0], key_of(marks.name), *marks.anchor.frame)
