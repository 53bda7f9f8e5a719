"""Who stands together: what is rare and what is common on the two pages, so that rare words weigh more."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from heapq import nlargest
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verifier.match.traits import Traits


class Company:
    """The new page's elements, counted together with the old page's, and found by what they share with another one."""

    __slots__ = ("_counts", "_heights", "_labels", "_size", "_targets", "_weights", "new", "old", "top")

    def __init__(self, new: Sequence[Traits], old: Sequence[Traits]) -> None:
        self.new, self.old = tuple(new), tuple(old)
        self._size = max(len(self.new), len(self.old), 1)
        fresh = Counter(chain.from_iterable(traits.tokens for traits in self.new))
        former = Counter(chain.from_iterable(traits.tokens for traits in self.old))
        self._counts = former | fresh
        self._weights: dict[str, float] = {}
        self.top = math.log((self._size + 1) / 1.5)
        """The weight of a token that stands on one element only."""
        self._labels = Counter((traits.label, traits.family) for traits in self.new if traits.label)
        self._targets = Counter(traits.target for traits in self.new if traits.target)
        self._heights = (_height(self.old), _height(self.new))

    def weight(self, token: str) -> float:
        """How much a shared token says: the rarer, the more; never negative."""
        known = self._weights.get(token)
        if known is None:
            known = max(0.0, math.log((self._size + 1) / (self._counts[token] + 0.5)))
            self._weights[token] = known
        return known

    def total(self, tokens: frozenset[str]) -> float:
        """The weights of all these tokens together."""
        weight = self.weight
        return sum(weight(token) for token in sorted(tokens))

    def namesakes(self, label: str, family: str) -> int:
        """How many elements of the new page have this label in this family."""
        return self._labels[label, family]

    def fellows(self, target: str) -> int:
        """How many elements of the new page lead to this address."""
        return self._targets[target]

    def fall(self, before: float, after: float) -> float:
        """How far apart two heights are, counted from the top or from the bottom of the pages, whichever is nearer."""
        old, new = self._heights
        return min(abs(before - after), abs((old - before) - (new - after)))


def _height(page: Sequence[Traits]) -> float:
    return max((traits.box.y + traits.box.height for traits in page if traits.box), default=0.0)


class Register:
    """Elements of one page, to be looked up by what another element has: the ones that it is worth comparing with."""

    __slots__ = ("_by_token", "_company", "_page")

    def __init__(self, page: Sequence[Traits], company: Company) -> None:
        self._page, self._company = page, company
        self._by_token: dict[str, list[int]] = defaultdict(list)
        for index, traits in enumerate(page):
            for token in traits.tokens:
                self._by_token[token].append(index)

    def like(self, wanted: Traits, most: int) -> list[int]:
        """The indices of at most so many elements that share most with `wanted`, by rare words, address, way and place."""
        gathered = [0.0] * len(self._page)
        for token in sorted(wanted.tokens):
            weight = self._company.weight(token)
            for index in self._by_token.get(token, ()):
                gathered[index] += weight
        top = self._company.top or 1.0
        whole = math.sqrt(self._company.total(wanted.tokens)) or 1.0
        tail = wanted.steps[-2:]
        box = wanted.box
        for index, traits in enumerate(self._page):
            value = 0.0
            if gathered[index]:
                value = gathered[index] / whole / math.sqrt(len(traits.tokens) * top)
            if wanted.label and wanted.label == traits.label:
                value += 1.5
            if wanted.tag == traits.tag:
                value += 0.4
            if wanted.target and wanted.target == traits.target:
                value += 0.7
            if (wanted.id and wanted.id == traits.id) or (wanted.name and wanted.name == traits.name):
                value += 1.0
            if tail == traits.steps[-2:]:
                value += 0.3
            if wanted.steps == traits.steps:
                value += 0.4
            if box and traits.box:
                away = abs(box.x - traits.box.x) + abs(box.y - traits.box.y)
                value += 0.4 * math.exp(-away / 300)
            gathered[index] = value
        return nlargest(most, range(len(gathered)), key=lambda index: (gathered[index], -index))
