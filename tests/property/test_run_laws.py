"""Laws of whole runs: who plays what, and that several machines see what one would have seen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra import GUIDE, a_start, assert_lawful, flows, run, untimed
from scripted import PAGE, Scripted

from verifier.errors import UsageError
from verifier.model.asked import Asked, Shard
from verifier.model.event import FlowJudged, RunFinished, RunResumed, Stamped
from verifier.model.observation import Anchor, Heading
from verifier.session.accept import propose
from verifier.session.fold import fold, slim
from verifier.session.merge import Part, merge
from verifier.session.plan import in_shard
from verifier.session.rejudge import Today, rejudge
from verifier.session.resume import rest_of

HEADING = Heading(1, "New words", Anchor("h1", path="h1[1]", landmark="main"))
MOODS = {
    "calm": Scripted,
    "moved": lambda: Scripted(page=replace(PAGE, id="new", headings=(HEADING,))),
    "gone": lambda: RuntimeError("the tab is gone"),
}
"""What a site may do to its flows."""

sites = st.dictionaries(
    st.text("abcdefghij-", min_size=1, max_size=8), st.lists(st.sampled_from(sorted(MOODS)), min_size=1, max_size=3),
    min_size=1, max_size=4,
)  # fmt: skip


def flows_of(moods):
    return tuple(flow for site in sorted(moods) for flow in flows(len(moods[site]), site=site))


def drivers_of(moods):
    return {
        flow.key: MOODS[mood]()
        for site in sorted(moods)
        for flow, mood in zip(flows(len(moods[site]), site=site), moods[site], strict=True)
    }


def played(moods, *, shard=None, jobs=2, began="2026-01-01T00:00:00Z"):
    """The part that a machine plays of a run over all these sites."""
    whole = flows_of(moods)
    mine = in_shard(whole, shard)
    drivers = drivers_of(moods)
    baselines = {flow.key: recorded(flow) for flow in mine}
    start = replace(
        a_start(*mine), run_id=str(shard), started_at=began, asked=Asked(shard=shard), flows_digest="d" * 64,
        whole=tuple(flow.key for flow in whole) if shard else (),
    )  # fmt: skip
    stamps, _ = run(mine, drivers, jobs=jobs, start=start, baselines=baselines)
    return Part(f"reports/{shard}", tuple(stamps))


def recorded(flow):
    if flow.steps not in RECORDED:
        RECORDED[flow.steps] = propose(
            fold(run((flow,))[0]).flows[0], None, recorded_on="2026-01-01", source="replica documented"
        ).baseline
    return replace(RECORDED[flow.steps], flow_id=flow.id)


RECORDED: dict[object, object] = {}


def shards(count):
    return tuple(Shard(index, count) for index in range(1, count + 1))


@given(sites, st.integers(1, 6))
def test_every_flow_is_in_exactly_one_shard_and_all_of_a_site_are_in_the_same(moods, count):
    whole = flows_of(moods)
    shares = [in_shard(whole, shard) for shard in shards(count)]
    assert sorted(flow.key for share in shares for flow in share) == sorted(flow.key for flow in whole)
    for share in shares:
        assert [flow for flow in whole if flow in share] == list(share)
        of_the_share = {flow.site.id for flow in share}
        assert {flow.key for flow in whole if flow.site.id in of_the_share} == {flow.key for flow in share}


@given(sites, sites, st.integers(1, 6))
def test_a_new_flow_or_site_moves_no_other(moods, more, count):
    whole = flows_of(moods)
    with_more = flows_of({**more, **{site: [*moods[site], *more.get(site, [])] for site in moods}})
    for shard in shards(count):
        now = {flow.key for flow in in_shard(with_more, shard)}
        assert {flow.key for flow in in_shard(whole, shard)} == now & {flow.key for flow in whole}


@settings(max_examples=30, deadline=None)
@given(sites, st.integers(1, 4), st.integers(1, 3), st.randoms(use_true_random=False))
def test_the_merge_of_all_shards_is_the_unsharded_run_up_to_timing_in_whatever_order(moods, count, jobs, random):
    parts = [
        played(moods, shard=shard, jobs=jobs, began=f"2026-01-01T0{random.randrange(10)}:00:00Z")
        for shard in shards(count)
    ]
    in_order = merge(tuple(parts), run_id="m", command="")
    random.shuffle(parts)
    merged = merge(tuple(parts), run_id="m", command="")
    assert merged == in_order
    assert merged.warnings == ()
    assert_lawful(merged.events)
    assert merged.events[-1].event == RunFinished("m")
    assert untimed(fold(merged.events)) == untimed(fold(played(moods).events))


@settings(max_examples=30, deadline=None)
@given(sites, st.integers(1, 3), st.data())
def test_shards_that_were_cut_off_anywhere_or_are_missing_are_merged_and_named(moods, count, data):
    whole = [played(moods, shard=shard) for shard in shards(count)]
    parts = [replace(part, events=part.events[: data.draw(st.integers(1, len(part.events)))]) for part in whole]
    parts = [replace(part, torn=not isinstance(part.events[-1].event, RunFinished)) for part in parts]
    kept = data.draw(st.lists(st.sampled_from(parts), min_size=1, unique_by=lambda part: part.name))
    merged = merge(tuple(kept), run_id="m", command="")
    assert_lawful(merged.events)
    report = fold(merged.events)
    assert {flow.key for flow in report.flows} | set(report.unplayed) == {flow.key for flow in flows_of(moods)}
    judged = {stamped.event.key for part in kept for stamped in part.events if isinstance(stamped.event, FlowJudged)}
    known = {flow.key: flow.verdict for flow in fold(played(moods).events).flows}
    assert all(flow.verdict == known[flow.key] for flow in report.flows if flow.key in judged)
    for part in parts:
        shard = str(part.start.asked.shard)
        wanted = (part.torn or part not in kept) and (part.start.flows or part in kept)
        assert any(shard in warning for warning in merged.warnings) == bool(wanted)


@settings(max_examples=40, deadline=None)
@given(sites, st.integers(1, 3), st.lists(st.integers(1, 60), min_size=1, max_size=3))
def test_a_run_that_is_killed_anywhere_and_gone_on_with_is_the_run_that_was_not_killed(moods, jobs, kills):
    whole = played(moods, jobs=jobs)
    told = whole.events
    verdicts = []
    for kill in kills:
        told = told[: max(1, len(told) - kill)]
        rest = rest_of(told)
        verdicts = [stamped for stamped in told if isinstance(stamped.event, FlowJudged)]
        left = tuple(flow for flow in flows_of(moods) if flow.key in rest.left)
        resumed = RunResumed(rest.start.run_id, "2026-01-02T00:00:00Z", "", rest.left)
        more, _ = run(
            left, drivers_of(moods), jobs=jobs, start=rest.start, first=(resumed, *rest.closing), after_ms=rest.at_ms,
            baselines={flow.key: recorded(flow) for flow in left},
        )  # fmt: skip
        told = (*told, *more)
    assert_lawful(told)
    assert untimed(fold(told)) == untimed(fold(whole.events))
    assert [stamped for stamped in told if isinstance(stamped.event, FlowJudged)][: len(verdicts)] == verdicts


@settings(max_examples=40, deadline=None)
@given(sites, st.integers(1, 3), st.integers(0, 30))
def test_letting_pages_go_while_reading_takes_away_the_pages_and_nothing_else(moods, jobs, lost):
    told = played(moods, jobs=jobs).events
    told = told[: max(1, len(told) - lost)]
    whole = fold(told)
    assert fold(iter(told), told=slim) == replace(whole, flows=tuple(slim(flow) for flow in whole.flows))
    today = Today((GUIDE,), recorded)
    again = rejudge(told, today=today)
    assert rejudge(iter(told), today=today, told=slim) == replace(
        again, flows=tuple(slim(each) for each in again.flows)
    )


MOODS_OF_TWO = {"vk": ["calm"], "whatsapp": ["moved", "calm"]}


@pytest.mark.parametrize(
    ("odd", "says"),
    [
        ({"tool_version": "0.2"}, "reports/1/2 was made by verifier 0.1, reports/2/2 was made by verifier 0.2"),
        ({"against": "live"}, "was played against replica documented, reports/2/2 was played against live"),
        ({"flows_digest": "e" * 64}, "digest dddddddddddd, reports/2/2 read flow files with the digest eeeeeeeeeeee"),
        ({"asked": Asked(shard=Shard(2, 3))}, "is a shard of 2, reports/2/2 is a shard of 3"),
        ({"asked": Asked()}, "is not a shard, reports/1/2 is a shard of 2"),
        ({"asked": Asked(("vk",), shard=Shard(2, 2))}, "was asked for `vk --confirm 0`"),
    ],
)
def test_runs_of_different_things_are_refused_in_one_sentence(odd, says):
    one, other = (played(MOODS_OF_TWO, shard=shard) for shard in shards(2))
    other = replace(other, events=(Stamped(0, replace(other.start, **odd)), *other.events[1:]))
    with pytest.raises(UsageError) as refused:
        merge((other, one), run_id="m", command="")
    assert refused.value.message.startswith("these runs cannot become one: ")
    assert says in refused.value.message
    assert refused.value.hint


def test_one_flow_in_two_runs_is_refused():
    part = played(MOODS_OF_TWO)
    with pytest.raises(UsageError, match="both a and b played vk/flow0"):
        merge((replace(part, name="a"), replace(part, name="b")), run_id="m", command="")


def test_runs_of_different_flows_that_are_no_shards_become_one():
    vk, whatsapp = (played({site: moods}) for site, moods in MOODS_OF_TWO.items())
    report = fold(merge((whatsapp, vk), run_id="m", command="").events)
    assert untimed(report) == untimed(fold(played(MOODS_OF_TWO).events))
    assert [told.guide for told in report.guides] == [GUIDE]
