"""A sample of the recorded pages under every mutation: each kind of finding told nearly always, noise never, nothing healed wrongly."""

from __future__ import annotations

import random

import pytest
from mutating import TYPED
from mutating.noise import NOISE
from mutating.page import Page
from mutating.score import Tally, count_findings, judged, recorded_pages, run_corpus

SAMPLE = 14
"""Every so manieth recording is mutated; the benchmark takes all of them."""


@pytest.fixture(scope="module")
def pages():
    return recorded_pages(every=SAMPLE)


@pytest.fixture(scope="module")
def tallies(pages):
    return run_corpus(pages, combined=4)


def test_there_are_more_than_twenty_typed_mutations_and_ten_kinds_of_noise():
    assert len(TYPED) > 20
    assert len(NOISE) > 10


@pytest.mark.parametrize("part", ["single", "combined"])
def test_each_kind_of_finding_is_told_with_an_f1_of_at_least_95_percent(tallies, part):
    tally = tallies[part]
    weak = {rule: (tally.f1(rule), tally.examples[rule][:3]) for rule in tally.rules() if tally.f1(rule) < 0.95}
    assert weak == {}
    assert sum(tally.right.values()) > 30


def test_noise_gives_no_finding(tallies):
    assert dict(tallies["noise"].wrong) == {}, dict(tallies["noise"].examples)


def test_nothing_is_healed_on_a_deleted_target_and_hardly_anything_wrongly(tallies):
    heals = sum((tally.heals for tally in tallies.values()), start=Tally().heals)
    assert heals["on a deleted target"] == 0
    assert heals["rightly gone"] > 10
    assert heals["wrong"] <= 0.01 * heals.total()


def test_the_order_in_which_elements_are_told_changes_nothing(pages):
    for _, snapshot in pages:
        page = Page(snapshot)
        dice = random.Random(7)  # noqa: S311 - the same order each time
        for name in ("rename_link", "delete_button", "relabel_field", "rename_heading"):
            TYPED[name](page, dice)
        told = judged(snapshot, page.snapshot())
        NOISE["shuffle_elements"](page, dice)
        again = judged(snapshot, page.snapshot())
        assert [(f.fingerprint, f.level, f.expected, f.actual) for f in again] == [
            (f.fingerprint, f.level, f.expected, f.actual) for f in told
        ]


def test_a_tally_counts_what_is_missed_and_what_is_made_up(pages):
    page = Page(pages[0][1])
    page.tell("link-added", actual='"never there"')
    tally = Tally()
    count_findings(tally, "here", page)
    assert (tally.missed["link-added"], tally.f1("link-added")) == (1, 0.0)
