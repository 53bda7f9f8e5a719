"""Which elements have moved, of those that passed each other."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from verifier.compare.moves import Places, moved
from verifier.model.observation import Anchor, Box

PLACES = Places({"a": "a", "b": "b"}, frozenset())


def at(y, section=""):
    return Anchor("a", path=f"p[{y}]/a[1]", section=section, box=Box(0, y, 90, 20))


def test_a_link_that_changes_places_with_the_only_one_of_another_section_is_the_one_that_moved():
    mail, more = (at(10, "A"), at(20, "A")), (at(30, "B"), at(10, "A"))
    assert moved([mail, more], PLACES) == ((1, 'under "B"', 'under "A"'),)
    assert moved([more, mail], PLACES) == ((0, 'under "B"', 'under "A"'),)


def test_what_a_heading_came_to_stand_above_has_not_moved():
    assert moved([(at(10, "A"), at(10, "A")), (at(20, "A"), at(40, "B")), (at(50, "B"), at(50, "B"))], PLACES) == ()


def test_what_went_from_the_menu_to_the_footer_is_told_by_these_and_not_by_the_last_heading_ahead_of_the_footer():
    old = replace(at(10), landmark="navigation")
    new = replace(at(90, "B"), landmark="contentinfo")
    assert moved([(old, new), (at(20, "A"), at(20, "A"))], PLACES) == ((0, "in the menu", "in the footer"),)


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_the_fewest_possible_have_moved(order, named):
    """All stand in one section; those of `named` are in another part of the page now, so that only these can be told."""
    pairs = [
        (Anchor("a", path=f"p[{n}]", landmark="main", box=Box(0, n, 9, 9)), Anchor("a", path=f"p[{n}]", landmark="complementary" if n in named else "main", box=Box(0, order[n], 9, 9)))
        for n in range(6)
    ]  # fmt: skip
    stayed = set(range(6)) - {index for index, _, _ in moved(pairs, PLACES)}
    rows = [
        set(row)
        for size in range(7)
        for row in combinations(range(6), size)
        if all(order[a] < order[b] for a, b in combinations(row, 2))
    ]
    longest = max(map(len, rows))
    fewest = min(len(row & named) for row in rows if len(row) == longest)
    assert len(named & stayed) == fewest
