"""The best one-to-one pairing."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from verifier.match.matching import best_pairs


def test_a_pair_that_is_worth_less_alone_is_taken_where_both_together_are_worth_more():
    worth = {(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}
    assert best_pairs(worth) == ((0, 1), (1, 0))


def test_a_pair_that_is_worth_nothing_is_never_made():
    assert best_pairs({(0, 0): 0.0, (1, 1): -1.0, (2, 0): 0.1}) == ((2, 0),)


def test_groups_that_share_no_pair_do_not_disturb_each_other():
    assert best_pairs({(0, 0): 0.2, (1, 1): 0.9, (1, 2): 0.3}) == ((0, 0), (1, 1))


@given(st.lists(st.lists(st.integers(0, 20), min_size=4, max_size=4), min_size=1, max_size=4))
def test_no_other_pairing_is_worth_more(grid):
    worth = {(row, column): value / 20 for row, line in enumerate(grid) for column, value in enumerate(line) if value}
    found = best_pairs(worth)
    assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found)
    best = max(
        sum(worth.get((row, column), 0.0) for row, column in enumerate(columns))
        for columns in permutations(range(4), len(grid))
    )
    assert abs(sum(worth[pair] for pair in found) - best) < 1e-9
