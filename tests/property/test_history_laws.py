"""Laws of history: what is pruned is not forgotten, and runs can be told again."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from verifier.history.carry import carry
from verifier.history.memory import Memory
from verifier.history.since import trails
from verifier.model.finding import ClaimVerdict, Level, Rule, Status
from verifier.model.history import Past, PastClaim, PastFinding, PastFlow, PastRun, PastStep


def a_past_finding(number, words, level):
    return PastFinding(
        f"{number:014x}00", Rule.FIELD_ADDED, level, f"field {number}", "A sentence.", "", words, "acme/contact", "en",
        f"step-{number % 2}",
    )  # fmt: skip


findings = st.lists(
    st.builds(a_past_finding, st.integers(0, 3), st.sampled_from(["a", "b"]), st.sampled_from(Level)),
    max_size=3,
    unique_by=lambda finding: finding.fingerprint,
).map(tuple)
steps = st.permutations(("step-0", "step-1", "step-2")).flatmap(
    lambda ids: st.tuples(*(st.builds(PastStep, st.just(i), st.sampled_from(["x", "y"]), st.sampled_from(["done", "skipped"])) for i in ids[:2]))
)  # fmt: skip


def a_past_flow(locale, status, steps, findings):
    own = tuple(
        replace(each, locale=locale, fingerprint=f"{each.fingerprint[:14]}{locale.encode().hex()[:2]}")
        for each in findings
    )
    return PastFlow("acme/contact", locale, status, "Because.", steps=steps, findings=own)


flows = st.builds(a_past_flow, st.sampled_from(["en", "ro"]), st.sampled_from(Status), steps, findings)
claims = st.lists(
    st.builds(PastClaim, st.just("acme"), st.sampled_from(["A", "B"]), st.sampled_from(ClaimVerdict), st.just("Why.")),
    max_size=2,
    unique_by=lambda claim: claim.claim_id,
).map(tuple)


def in_order(runs):
    """At three runs a day, the oldest first."""
    stamps = (f"2026-11-{1 + index // 3:02d}T{index % 3:02d}:00:00Z" for index in range(len(runs)))
    return tuple(
        replace(run, run_id=f"run-{index}", started_at=at)
        for index, (run, at) in enumerate(zip(runs, stamps, strict=True))
    )


pasts = st.lists(
    st.builds(
        PastRun,
        st.just(""),
        st.just(""),
        st.just("live"),
        flows=st.lists(flows, max_size=2, unique_by=lambda flow: flow.key).map(tuple),
        claims=claims,
    ),
    max_size=9,
).map(in_order)


@given(pasts, st.integers(0, 9))
def test_what_is_pruned_is_told_as_if_it_were_still_there(runs, count):
    whole = Memory.of(Past("live", runs))
    pruned = Past("live", runs[count:], carry(Past("live", runs[:count])))
    assert Memory.of(pruned).carried("live") == whole.carried("live")


@given(pasts)
def test_nights_are_days_and_no_finding_is_seen_before_it_began(runs):
    days = {run.day for run in runs}
    for trail in trails(Past("live", runs)):
        assert 1 <= trail.nights <= len(days)
        assert trail.first_seen <= trail.since <= trail.last_seen
        assert 0 <= trail.flake_rate <= 1
        assert trail.is_open != bool(trail.over_at)
