"""What is counted behind a name is no part of it; a number among its words is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import a_snapshot

from verifier.compare.changes import changes
from verifier.compare.noise import same_name
from verifier.model.finding import Rule
from verifier.model.observation import Anchor, Box, Link, WebTarget

SAME = [
    ("Comments (3)", "Comments (17)"),
    ("Inbox 12", "Inbox 15"),
    ("Inbox: 12", "Inbox"),
    ("Followers 1.2k", "Followers 1.3k"),
    ("Deals · 14", "Deals · 9"),
    ("12 new messages", "3 new messages"),
]
OTHER = [
    ("Windows 10", "Windows 11"),
    ("Step 2", "Step 3"),
    ("Step 2", "Step"),
    ("Chapter 9", "Chapter 10"),
    ("iPhone 15", "iPhone 16"),
    ("Form 1040", "Form 1041"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_count_makes_no_other_name(one, other):
    assert same_name(one, other, pressed=True)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_a_number_that_is_part_of_the_words_makes_another_name(one, other):
    assert not same_name(one, other, pressed=True)
    assert same_name(one, other, pressed=True, badge=True)


def a_page(name, **links):
    def link(at, words, badge):
        anchor = Anchor("a", role="link", path=f"nav/a[{at}]", box=Box(10, 30 * at, 90, 20), badge=badge)
        return Link(words, WebTarget(f"https://www.example.org/{at}"), anchor)

    return replace(a_snapshot(name), links=tuple(link(at, *said) for at, said in enumerate(links["links"], start=1)))


def told(old, new):
    found = changes(a_page("old", links=old), a_page("new", links=new))
    return [(change.rule, change.expected, change.actual) for change in found]


def test_only_the_number_on_a_badge_may_change():
    old = [("Tickets 12", "12"), ("Step 1", ""), ("Step 2", ""), ("Version 10", "")]
    new = [("Tickets 15", "15"), ("Step 1", ""), ("Step 2", ""), ("Version 11", "")]
    assert told(old, new) == [(Rule.LINK_RENAMED, 'link "Version 10"', 'link "Version 11"')]


def test_a_badge_right_behind_a_word_makes_no_token_of_it():
    assert told([("Security", "")], [("Security24", "24")]) == []
    assert told([("सूचनाएँ 13", "13")], [("सूचनाएँ 2", "2")]) == []
    assert told([("Any questions?7", "7")], [("Any questions?12", "12")]) == []


def test_a_badge_that_comes_or_goes_or_was_recorded_without_its_place_is_no_other_name():
    assert told([("Alarms", "")], [("Alarms 3", "3")]) == []
    assert told([("Alarms 3", "3")], [("Alarms", "")]) == []
    assert told([("Alarms 3", "")], [("Alarms 5", "5")]) == []
