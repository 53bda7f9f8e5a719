"""What the rest of the page says of a pair: elements that are surely the same stand around it, or claim it themselves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from verifier.match.traits import Traits
    from verifier.model.observation import Box

_CLOSEST = 6
_NEAREST = 4
_WITHIN = 600
"""Pixels within which an anchored neighbour moves along."""


@dataclass(frozen=True, slots=True)
class Kin:
    """What anchored neighbours say of one candidate; each number is between 0 and 1.

    `support`: the ways from the neighbours to it are as long as before. `strange`: it is nearer to or farther from
    them in the tree than before. `shifted`: it did not move along with them. `known` says that there are neighbours at all.
    """

    support: float
    strange: float
    shifted: float
    known: float


def anchored(old: Sequence[Traits], new: Sequence[Traits]) -> dict[int, int]:
    """The pairs (old index to new index) that are beyond doubt: the same label, id or address, and only one on either page."""
    pairs: dict[int, int] = {}
    for key in (_label, _id, _target):
        before, after = _single(old, key), _single(new, key)
        for mark, index in before.items():
            partner = after.get(mark)
            if index is not None and partner is not None:
                pairs.setdefault(index, partner)
    return pairs


def _label(traits: Traits) -> Hashable:
    return (traits.label, traits.family, traits.tag, traits.frame) if traits.label else None


def _id(traits: Traits) -> Hashable:
    return (traits.id, traits.frame) if traits.id else None


def _target(traits: Traits) -> Hashable:
    return (traits.target, traits.family, traits.frame) if traits.target else None


def _single(page: Sequence[Traits], key: Callable[[Traits], Hashable]) -> dict[Hashable, int | None]:
    found: dict[Hashable, int | None] = {}
    for index, traits in enumerate(page):
        mark = key(traits)
        if mark is not None:
            found[mark] = None if mark in found else index
    return found


class Neighbours:
    """The anchored pairs that stand closest to one recorded element."""

    __slots__ = ("_around", "_closeness", "_nearest", "_old")

    def __init__(self, old: Traits, pairs: Sequence[tuple[Traits, Traits]]) -> None:
        self._old = old
        depth = len(old.steps)
        ranked = sorted(
            ((_common(old.steps, was.steps), -abs(depth - len(was.steps)), -at) for at, (was, _) in enumerate(pairs)),
            reverse=True,
        )
        self._around = tuple((pairs[-at][0], pairs[-at][1], common) for common, _, at in ranked[:_CLOSEST])
        self._closeness = max((common / depth for _, _, common in self._around), default=0.0)
        box = old.box
        self._nearest: tuple[tuple[Box, Box], ...] = ()
        if box is not None:
            boxed = [(was.box, now.box) for was, now in pairs if was.box is not None and now.box is not None]
            boxed.sort(key=lambda pair: _away(box, pair[0]))
            self._nearest = tuple(pair for pair in boxed[:_NEAREST] if _away(box, pair[0]) < _WITHIN)

    def judge(self, new: Traits) -> Kin:
        """What the neighbours say of `new` as what the recorded element became."""
        steps, depth = self._old.steps, len(self._old.steps)
        gained = weights = closest = 0.0
        for was, now, common in self._around:
            if now is new:
                continue
            shared = _common(new.steps, now.steps)
            stretch = abs((depth - common) - (len(new.steps) - shared))
            stretch += abs((len(was.steps) - common) - (len(now.steps) - shared))
            weight = (common / len(steps)) ** 2
            gained += weight * math.exp(-stretch / 2)
            weights += weight
            closest = max(closest, shared / len(new.steps))
        known = 1.0 if self._around else 0.0
        return Kin(
            support=gained / weights if weights else 0.0,
            strange=min(1.0, abs(closest - self._closeness)) if known else 0.0,
            shifted=self._shift(new),
            known=known,
        )

    def _shift(self, new: Traits) -> float:
        was, now = self._old.box, new.box
        if was is None or now is None:
            return 0.0
        moved = sorted(
            math.hypot((now.x - after.x) - (was.x - before.x), (now.y - after.y) - (was.y - before.y))
            for before, after in self._nearest
            if after is not now
        )
        return min(1.0, math.log1p(moved[len(moved) // 2]) / 8) if moved else 0.0


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    return shared


def _away(one: Box, other: Box) -> float:
    return math.hypot(one.x - other.x, one.y - other.y)
