"""The best one-to-one pairing of two small groups, when each possible pair has a worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LARGEST = 120
"""A larger entangled group is paired greedily: the best pair first."""


def best_pairs(worth: Mapping[tuple[int, int], float]) -> tuple[tuple[int, int], ...]:
    """The pairs (left, right) of the greatest sum of worths, each side used at most once, in ascending order.

    Pairs that are not in `worth`, or are worth nothing, are never made. Groups that share no pair are solved apart.
    """
    chosen: list[tuple[int, int]] = []
    for group in _groups(worth):
        lefts, rights = sorted({left for left, _ in group}), sorted({right for _, right in group})
        if len(group) == 1:
            chosen.extend(group)
        elif max(len(lefts), len(rights)) > _LARGEST:
            chosen.extend(_greedy(worth, group))
        else:
            grid = [[worth.get((left, right), 0.0) for right in rights] for left in lefts]
            for row, column in _solve(grid):
                pair = lefts[row], rights[column]
                if worth.get(pair, 0.0) > 0:
                    chosen.append(pair)
    return tuple(sorted(chosen))


def _groups(worth: Mapping[tuple[int, int], float]) -> list[list[tuple[int, int]]]:
    """The pairs that are worth something, those together that hang together by a shared side."""
    by_left: dict[int, list[tuple[int, int]]] = {}
    by_right: dict[int, list[tuple[int, int]]] = {}
    for pair in sorted(worth):
        if worth[pair] > 0:
            by_left.setdefault(pair[0], []).append(pair)
            by_right.setdefault(pair[1], []).append(pair)
    seen: set[tuple[int, int]] = set()
    groups = []
    for first in (pair for pairs in by_left.values() for pair in pairs):
        if first in seen:
            continue
        group, waiting = [], [first]
        seen.add(first)
        while waiting:
            pair = waiting.pop()
            group.append(pair)
            for other in (*by_left[pair[0]], *by_right[pair[1]]):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        groups.append(sorted(group))
    return groups


def _greedy(worth: Mapping[tuple[int, int], float], group: list[tuple[int, int]]) -> list[tuple[int, int]]:
    lefts: set[int] = set()
    rights: set[int] = set()
    chosen = []
    for left, right in sorted(group, key=lambda pair: (-worth[pair], pair)):
        if left not in lefts and right not in rights:
            lefts.add(left)
            rights.add(right)
            chosen.append((left, right))
    return chosen


def _solve(grid: list[list[float]]) -> list[tuple[int, int]]:
    """The assignment of the greatest sum, by the Hungarian method with potentials (Kuhn 1955, Munkres 1957), in cubic time."""
    if len(grid) > len(grid[0]):
        return [(row, column) for column, row in _solve([list(line) for line in zip(*grid, strict=True)])]
    rows, columns = len(grid), len(grid[0])
    up, down = [0.0] * (rows + 1), [0.0] * (columns + 1)
    holder = [0] * (columns + 1)  # the row that holds each column; both count from 1, 0 is nobody
    for row in range(1, rows + 1):
        holder[0] = row
        slack = [math.inf] * (columns + 1)
        came_from = [0] * (columns + 1)
        visited = [False] * (columns + 1)
        column = 0
        while holder[column]:
            visited[column] = True
            at, least, following = holder[column], math.inf, 0
            for other in range(1, columns + 1):
                if visited[other]:
                    continue
                cost = -grid[at - 1][other - 1] - up[at] - down[other]
                if cost < slack[other]:
                    slack[other], came_from[other] = cost, column
                if slack[other] < least:
                    least, following = slack[other], other
            for other in range(columns + 1):
                if visited[other]:
                    up[holder[other]] += least
                    down[other] -= least
                else:
                    slack[other] -= least
            column = following
        while column:
            holder[column] = holder[came_from[column]]
            column = came_from[column]
    return [(holder[column] - 1, column - 1) for column in range(1, columns + 1) if holder[column]]
