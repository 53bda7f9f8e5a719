"""Who stands together: what is rare and what is common on the two pages, so that rare words weigh more."""

from __future__ import annotations

import math
from collections import defaultdict
from heapq import nlargest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verifier.match.traits import Traits

_NEAR = 400
"""Pixels within which an element is worth comparing for its place alone."""
_FOLD = 600
"""What stands within so many pixels from the top is part of the head of a page."""
_MANY = 40
"""More elements of one label are not asked which of them holds the other."""
_WORTH = (1.5, 0.5, 0.4, 1.0, 1.0, 0.3, 0.4)
"""What label, target, the same without query, id, name, the end of the way and the whole way are worth when they agree; for looking up only."""


class Register:
    """The elements of one page, to be looked up by what another element has."""

    __slots__ = ("_by_mark", "_by_token", "page")

    def __init__(self, page: Sequence[Traits]) -> None:
        self.page = tuple(page)
        self._by_token: dict[str, list[int]] = defaultdict(list)
        self._by_mark: tuple[dict[str | tuple[str, ...], list[int]], ...] = tuple(defaultdict(list) for _ in _WORTH)
        by_token, by_mark = self._by_token, self._by_mark
        for index, traits in enumerate(self.page):
            for token in traits.tokens:
                by_token[token].append(index)
            for marks, mark in zip(by_mark, traits.marks, strict=True):
                if mark:
                    marks[mark].append(index)

    def count(self, token: str) -> int:
        """On how many elements the token stands."""
        found = self._by_token.get(token)
        return len(found) if found else 0

    def labelled(self, label: str) -> Sequence[int]:
        """The elements of this label."""
        return self._by_mark[0].get(label, ())

    def leading(self, target: str) -> Sequence[int]:
        """The elements that lead to this address."""
        return self._by_mark[1].get(target, ())

    def aiming(self, goal: str) -> Sequence[int]:
        """The elements that lead to this address, whatever its query."""
        return self._by_mark[2].get(goal, ())

    def like(self, wanted: Traits, most: int, company: Company, *, anywhere: bool = True) -> list[int]:
        """The indices of at most so many elements that share most with `wanted`: rare words, label, address, way.

        Where `anywhere`, elements that share nothing but stand near its place are among them too.
        """
        gathered: dict[int, float] = defaultdict(float)
        for token in sorted(wanted.tokens):
            weight = company.weight(token)
            if weight:
                for index in self._by_token.get(token, ()):
                    gathered[index] += weight
        whole = math.sqrt(company.total(wanted.tokens) * company.top) or 1.0
        for index, shared in gathered.items():
            gathered[index] = shared / whole / math.sqrt(len(self.page[index].tokens))
        for marks, mark, worth in zip(self._by_mark, wanted.marks, _WORTH, strict=True):
            for index in marks.get(mark, ()) if mark else ():
                gathered[index] += worth
        box = wanted.box
        if anywhere and box:
            for index, traits in enumerate(self.page):
                there = traits.box
                if there:
                    away = abs(box.x - there.x) + abs(box.y - there.y)
                    if away < _NEAR:
                        gathered[index] += 0.4 * math.exp(-away / 300)
        for index in gathered:
            if self.page[index].tag == wanted.tag:
                gathered[index] += 0.4
        return nlargest(most, gathered, key=lambda index: (gathered[index], -index))


class Company:
    """The elements of the new page, counted together with those of the old one."""

    __slots__ = ("_heights", "_new", "_old", "_part", "_size", "_totals", "_weights", "top")

    def __init__(self, new: Register, old: Register) -> None:
        self._new, self._old = new, old
        self._size = max(len(new.page), len(old.page), 1)
        self._part = max(1.0, len(new.page) / max(len(old.page), 1))
        self._weights: dict[str, float] = {}
        self._totals: dict[frozenset[str], float] = {}
        self._heights = (_height(old.page), _height(new.page))
        self.top = math.log((self._size + 1) / 1.5)
        """The weight of a token that stands on one element only."""

    def weight(self, token: str) -> float:
        """How much a shared token says: the rarer, the more; never negative."""
        known = self._weights.get(token)
        if known is None:
            count = max(self._new.count(token), 1 + (self._old.count(token) - 1) * self._part)
            known = self._weights[token] = max(0.0, math.log((self._size + 1) / (count + 0.5)))
        return known

    def total(self, tokens: frozenset[str]) -> float:
        """The weights of all these tokens together, whatever their order."""
        known = self._totals.get(tokens)
        if known is None:
            known = self._totals[tokens] = math.fsum(map(self.weight, tokens))
        return known

    def namesakes(self, label: str, family: str) -> int:
        """How many elements of the new page have this label in this family."""
        page = self._new.page
        return sum(1 for index in self._new.labelled(label) if page[index].family == family)

    def fellows(self, target: str) -> int:
        """How many elements of the new page lead to this address."""
        return len(self._new.leading(target))

    def nested(self, new: Traits) -> tuple[bool, bool]:
        """Whether the label of an element of the new page is also that of an element in it, and of one around it."""
        page, steps = self._new.page, new.steps
        own = self._new.labelled(new.label)
        within = around = False
        if 1 < len(own) <= _MANY:
            for index in own:
                other = page[index].steps
                if len(other) > len(steps):
                    within = within or other[: len(steps)] == steps
                elif len(other) < len(steps):
                    around = around or steps[: len(other)] == other
        return within, around

    def fall(self, before: float, after: float) -> float:
        """How far apart two heights are, counted from the top or from the bottom of the pages, whichever is nearer; what stands in the head of a page is counted from the top."""
        if before < _FOLD:
            return abs(before - after)
        old, new = self._heights
        return min(abs(before - after), abs((old - before) - (new - after)))


def _height(page: Sequence[Traits]) -> float:
    return max((traits.box.y + traits.box.height for traits in page if traits.box), default=0.0)
