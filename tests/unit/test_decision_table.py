"""The decision table, row by row: how bad each kind of difference is."""

from __future__ import annotations

import pytest

from verifier.compare.rules import TABLE, level_of
from verifier.model.finding import Level, Rule

B, D, N = Level.BROKEN, Level.DRIFTED, Level.NOTE
MOVED = (D, B, B, N)
ADDED = (D, D, B, N)
NOTE = (N, N, N, N)
EXPECTED = {
    "field-added": ADDED, "field-removed": MOVED, "field-renamed": MOVED, "field-required-changed": MOVED,
    "field-constraint-changed": MOVED, "field-kind-changed": MOVED, "field-moved": MOVED, "option-added": MOVED, "option-removed": MOVED,
    "option-renamed": MOVED, "options-reordered": MOVED, "button-added": ADDED, "button-removed": MOVED, "button-renamed": MOVED,
    "button-moved": MOVED, "button-disabled-changed": (N, B, B, N), "heading-added": ADDED, "heading-removed": MOVED, "heading-renamed": MOVED, "link-added": ADDED,
    "link-removed": MOVED, "link-renamed": MOVED, "link-moved": MOVED, "link-target-changed": MOVED, "mail-address-changed": MOVED,
    "choice-added": ADDED, "choice-removed": MOVED, "choice-renamed": MOVED, "choice-moved": MOVED, "redirected": MOVED,
    "language-changed": (D, D, B, D), "direction-changed": (D, D, B, D), "dialog-added": ADDED, "dialog-removed": MOVED,
    "dialog-renamed": MOVED, "surroundings-changed": NOTE, "step-missing": (B, B, B, B), "step-extra": MOVED, "relocated": (D, D, B, D),
    "ambiguous-target": NOTE, "outcome-changed": (B, B, B, B), "popup-changed": MOVED, "message-changed": MOVED,
    "download-changed": MOVED, "claim-failed": MOVED, "text-gone": MOVED, "address-gone": MOVED, "unexpected-presence": MOVED,
    "guides-disagree": (D, D, B, D), "incomplete": NOTE, "label-garbled": (B, B, B, B), "label-varies": NOTE,
    "value-missing": (B, B, B, B), "unfounded": (D, D, B, D), "consent-declined": NOTE, "consent-accepted": NOTE,
    "consent-left": NOTE, "wall-noted": NOTE, "request-stopped": NOTE, "variant-seen": NOTE, "ignore-expired": NOTE,
    "ignore-unused": NOTE, "not-recorded": NOTE,
}  # fmt: skip


@pytest.mark.parametrize("rule", list(Rule))
def test_a_row_says_how_bad_it_is_around_a_claim_on_one_where_a_reader_is_stuck_and_aside(rule):
    around, claimed, blocking, aside = EXPECTED[rule.value]
    assert level_of(rule, claimed=False, blocks=False) is around
    assert level_of(rule, claimed=True, blocks=False) is claimed
    assert level_of(rule, claimed=False, blocks=True) is blocking
    assert level_of(rule, claimed=False, blocks=False, aside=True) is aside
    assert level_of(rule, claimed=True, blocks=False, aside=True) is claimed


def test_every_rule_has_a_row():
    assert set(TABLE) == set(Rule)
