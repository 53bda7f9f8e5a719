"""Pairs old and new elements one to one, the surest pairs first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.match.matching import best_pairs
from verifier.match.measure import letters_alike
from verifier.match.normalize import key_of
from verifier.match.parting import are_parted, prints
from verifier.match.search import Search
from verifier.match.signals import standing
from verifier.match.traits import stable, traits_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from verifier.match.score import Score
    from verifier.match.signals import Marks

THRESHOLD = 0.02
"""A pair that is less probable than this is not made. It is low, for on one page seen again most elements are still there."""
_LETTERS = 0.8
"""So many letters of two labels must agree where nothing else is hard evidence."""
_EXAMINED = 6
"""So many candidates are weighed for each element that is not paired beyond doubt."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Indices into the two sequences: who became whom, what is gone and what is new. All in ascending order."""

    pairs: tuple[tuple[int, int], ...]
    gone: tuple[int, ...]
    added: tuple[int, ...]


def assign(
    old: Sequence[Marks],
    new: Sequence[Marks],
    *,
    threshold: float = THRESHOLD,
    rejected: frozenset[tuple[str, str]] = frozenset(),
) -> Assignment:
    """Pair what belongs together, each element at most once.

    First what is equal in kind, name, target, place and in the words around it, for these tell rows of one table apart; then
    what has the same name, those of the best place together;
    then the rest, so that the sum of what speaks for the pairs is greatest. A pair below `threshold`, or without hard
    evidence (an id, a sent name or a target that agrees, or four fifths of the letters), is not made: better a removal and
    an addition than a wrong rename. The order of
    the two sequences does not matter. A pair in `rejected` (see `parting`) is not made, unless nothing about it changed
    but its place.
    """
    before = sorted(range(len(old)), key=lambda at: standing(old[at]))
    after = sorted(range(len(new)), key=lambda at: standing(new[at]))
    pairs: list[tuple[int, int]] = []
    for identity in (_still, _beside, _exact, _placed, _named):
        pairs += _same(old, new, before, after, identity, rejected=rejected)
        paired_old, paired_new = {was for was, _ in pairs}, {now for _, now in pairs}
        before = [at for at in before if at not in paired_old]
        after = [at for at in after if at not in paired_new]
    if before and after:
        found = _alike([old[at] for at in before], [new[at] for at in after], threshold, rejected)
        pairs += [(before[was], after[now]) for was, now in found]
    paired_old, paired_new = {was for was, _ in pairs}, {now for _, now in pairs}
    return Assignment(
        tuple(sorted(pairs)),
        tuple(at for at in range(len(old)) if at not in paired_old),
        tuple(at for at in range(len(new)) if at not in paired_new),
    )


def _same(
    old: Sequence[Marks],
    new: Sequence[Marks],
    before: list[int],
    after: list[int],
    identity: Callable[[Marks], tuple[str, ...]],
    *,
    rejected: frozenset[tuple[str, str]],
) -> list[tuple[int, int]]:
    """Pairs of one identity. Of several that share it, those of the greatest likeness belong together."""
    waiting: dict[tuple[str, ...], tuple[list[int], list[int]]] = {}
    for at in before:
        waiting.setdefault(identity(old[at]), ([], []))[0].append(at)
    for at in after:
        side = waiting.get(identity(new[at]))
        if side is not None:
            side[1].append(at)
    pairs = []
    for was, now in waiting.values():
        if len(was) == len(now) == 1:
            if not _refused(old[was[0]], new[now[0]], rejected):
                pairs.append((was[0], now[0]))
        elif was and now:
            search = Search([traits_of(old[at]) for at in was], [traits_of(new[at]) for at in now])
            worth = {
                (left, right): pair.value + 1.0
                for left in range(len(was))
                for right, pair in search.pairs(left, most=_EXAMINED)
                if not _refused(old[was[left]], new[now[right]], rejected)
            }
            pairs += [(was[left], now[right]) for left, right in best_pairs(worth)]
    return pairs


def _alike(
    old: list[Marks], new: list[Marks], threshold: float, rejected: frozenset[tuple[str, str]]
) -> tuple[tuple[int, int], ...]:
    search = Search([traits_of(marks) for marks in old], [traits_of(marks) for marks in new])
    worth = {
        (was, now): pair.value + 0.01
        for was in range(len(old))
        for now, pair in search.pairs(was, most=_EXAMINED)
        if pair.value >= threshold and _sure(old[was], new[now], pair) and not _refused(old[was], new[now], rejected)
    }
    return best_pairs(worth)


def _refused(old: Marks, new: Marks, rejected: frozenset[tuple[str, str]]) -> bool:
    return bool(rejected) and are_parted(prints(old, new), rejected)


def _sure(old: Marks, new: Marks, pair: Score) -> bool:
    if old.anchor.frame != new.anchor.frame:
        return False
    return pair.marked or letters_alike(key_of(old.name), key_of(new.name)) >= _LETTERS


def _still(marks: Marks) -> tuple[str, ...]:
    return (*_beside(marks), marks.trail or marks.anchor.path)


def _beside(marks: Marks) -> tuple[str, ...]:
    return (*_exact(marks), key_of(marks.anchor.near), stable(marks.anchor.id))


def _exact(marks: Marks) -> tuple[str, ...]:
    return (*_placed(marks), marks.target, marks.value)


def _placed(marks: Marks) -> tuple[str, ...]:
    return (*_named(marks), key_of(marks.anchor.section), marks.anchor.landmark)


def _named(marks: Marks) -> tuple[str, ...]:
    return (marks.kind.split(" ")[0], key_of(marks.name), *marks.anchor.frame)
