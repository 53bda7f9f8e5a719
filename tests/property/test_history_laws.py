"""Laws of history: what is pruned is not forgotten, and runs can be told again."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.history.carry import carry, merged
from verifier.history.chronicle import chronicle
from verifier.history.memory import Memory
from verifier.model.finding import ClaimVerdict, Level, Rule, Status
from verifier.model.history import Past, PastClaim, PastFinding, PastFlow, PastRun, PastStep
from verifier.store.history.file import History


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
    max_size=7,
).map(in_order)


@settings(max_examples=40)
@given(pasts, st.integers(0, 7))
def test_what_is_pruned_is_told_as_if_it_were_still_there(runs, count):
    whole = Memory.of(Past("live", runs))
    pruned = Past("live", runs[count:], carry(Past("live", runs[:count])))
    assert Memory.of(pruned).carried("live") == whole.carried("live")


@settings(max_examples=25)
@given(pasts, pasts, pasts)
def test_rests_of_the_same_seconds_become_one_in_any_order_and_however_often(one, other, third):
    one, other, third = (carry(Past("live", runs)) for runs in (one, other, third))
    both = merged((one, other))
    assert both == merged((other, one)) == merged((both, one)) == merged((other, both))
    assert merged((both, third)) == merged((one, merged((other, third))))


@settings(max_examples=25)
@given(pasts)
def test_nights_are_days_and_no_finding_is_seen_before_it_began(runs):
    days = {run.day for run in runs}
    for trail in chronicle(Past("live", runs)).trails:
        assert 1 <= trail.nights <= len(days)
        assert trail.first_seen <= trail.since <= trail.last_seen
        assert 0 <= trail.flake_rate <= 1
        assert trail.is_open != bool(trail.over_at)


def taken_in(folder, name, runs, others, *, pruned):
    """All that a history of these runs says after it took in the others."""
    with History.open(folder / f"{name}.sqlite", say=print) as history:
        for run in runs:
            history.record(run, recorded_at=f"2026-12-01T00:00:0{len(run.flows)}Z")
        if pruned:
            history.prune(lambda found: len(found) // 2)
        for other in others:
            with History.open(other, say=print) as taken:
                history.take_in(taken)
        return {against: history.past(against) for against in history.targets()}


@settings(max_examples=12)
@given(pasts, pasts, st.booleans(), st.booleans())
def test_whichever_history_takes_in_the_other_the_outcome_is_the_same(some, others, prune_some, prune_others):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        taken_in(folder, "a", some, (), pruned=prune_some)
        taken_in(folder, "b", others, (), pruned=prune_others)
        ends = []
        for first, second in (("a", "b"), ("b", "a")):
            (folder / "into.sqlite").write_bytes((folder / f"{first}.sqlite").read_bytes())
            ends.append(taken_in(folder, "into", (), [folder / f"{second}.sqlite"], pruned=False))
            ends.append(taken_in(folder, "into", (), [folder / f"{second}.sqlite"], pruned=False))
        assert ends[0] == ends[1] == ends[2] == ends[3]
