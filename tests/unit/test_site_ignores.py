"""What a site file declares as known is held against all flows of the site together: what none of them needs is told, once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from builders import a_flow, a_flow_report, a_place, a_report, a_site, a_verdict
from demo import demo_pictures
from hypothesis import given
from hypothesis import strategies as st

from verifier.compare.confirm import Replay, settle
from verifier.compare.site_ignores import site_findings
from verifier.model.asked import Asked, Shard
from verifier.model.event import FlowFinished, FlowJudged, FlowStarted, RunFinished, RunStarted, Stamped, StepFinished
from verifier.model.finding import Level, Rule, Status
from verifier.model.flow import Ignore
from verifier.model.run import Done, FlowRun, StepRun
from verifier.report.registry import REPORTERS
from verifier.report.summary import summary
from verifier.session.fold import fold
from verifier.session.merge import Part, merge
from verifier.session.rejudge import Today, rejudge

FILE = "flows/shop/site.yaml"
NEWS = Ignore("news of the day", "2026-12-31", a_place(5, file=FILE), rule="link-*", subject="link news *")
OFFER = Ignore("a new offer a week", "2026-12-31", a_place(6, file=FILE), rule="heading-*")
SHOP = replace(a_site("shop"), ignore=(NEWS, OFFER))
ASK, TELL = a_flow("shop/ask", site=SHOP), a_flow("shop/tell", site=SHOP)
EVERY = (ASK.key, TELL.key)
TODAY = date(2026, 6, 1)


def judged(*used, flow=ASK):
    return flow, replace(a_verdict(flow), ignored=tuple(used))


def told(*pairs, every=EVERY, on=TODAY):
    return [(each.rule, each.place.line) for each in site_findings(pairs, every, on=on, against="live")]


def test_what_one_flow_of_the_site_needs_is_not_told_and_what_none_needs_is():
    assert told(judged(NEWS.place), judged(flow=TELL)) == [(Rule.IGNORE_UNUSED, 6)]
    (finding,) = site_findings((judged(NEWS.place), judged(flow=TELL)), EVERY, on=TODAY, against="live")
    assert (finding.level, finding.place) == (Level.NOTE, OFFER.place)
    assert finding.sentence == (
        "No flow of shop had anything to ignore: heading-* (a new offer a week). Remove it from the site file."
    )


def test_nothing_is_told_of_a_site_of_which_not_every_flow_was_played():
    assert told(judged()) == []
    assert told(judged(), every=()) == []
    assert told(judged(), every=(ASK.key,)) == [(Rule.IGNORE_UNUSED, 5), (Rule.IGNORE_UNUSED, 6)]


def test_a_flow_that_could_not_be_seen_whole_may_need_any_of_them():
    assert told(judged(), (TELL, a_verdict(TELL, Status.BLOCKED))) == []


def test_flows_that_were_judged_by_other_site_files_say_nothing():
    other = replace(TELL, site=replace(SHOP, ignore=(NEWS,)))
    assert told(judged(), judged(flow=other)) == []


def test_what_is_over_is_told_once_whatever_was_played():
    late = date(2027, 1, 1)
    assert told(judged(NEWS.place), on=late) == [(Rule.IGNORE_EXPIRED, 5), (Rule.IGNORE_EXPIRED, 6)]


def test_of_a_replica_it_is_said_that_the_live_site_may_still_need_it():
    (finding, _) = site_findings((judged(), judged(flow=TELL)), EVERY, on=TODAY, against="replica today")
    assert any("live site" in words for words in finding.evidence)


def test_what_any_replay_had_to_ignore_was_needed():
    run = FlowRun(ASK, (StepRun("open", Done()),), ())
    first, second = (replace(a_verdict(ASK), ignored=places) for places in ((NEWS.place,), ()))
    assert settle((Replay(run, first), Replay(run, second))).ignored == (NEWS.place,)
    assert settle((Replay(run, first), Replay(run, replace(second, ignored=None)))).ignored is None


def a_shard(index, flow, *used):
    start = RunStarted(
        f"run-{index}", "1", "2026-06-01T00:00:00Z", "live", "", "", (flow.key,), (), asked=Asked(shard=Shard(index, 2)),
        flows_digest="0", whole=EVERY, of_sites=EVERY,
    )  # fmt: skip
    told = (
        start, FlowStarted(flow.key, flow), StepFinished(flow.key, "open", Done()), FlowFinished(flow.key),
        FlowJudged(flow.key, judged(*used, flow=flow)[1]), RunFinished(start.run_id),
    )  # fmt: skip
    return Part(f"shard {index}", tuple(Stamped(at, event) for at, event in enumerate(told)))


def test_of_shards_only_the_merged_whole_is_judged():
    shards = (a_shard(1, ASK, NEWS.place), a_shard(2, TELL))
    assert [fold(shard.events).site_findings for shard in shards] == [(), ()]
    whole = fold(merge(shards, run_id="whole", command="").events)
    assert [finding.place.line for finding in whole.site_findings] == [6]


def test_judged_again_without_recordings_no_flow_can_say():
    whole = merge((a_shard(1, ASK), a_shard(2, TELL)), run_id="whole", command="").events
    known = Today((), lambda flow: None, flows={ASK.key: ASK, TELL.key: TELL})
    assert rejudge(whole, today=known).site_findings == ()
    assert [each.place.line for each in fold(whole).site_findings] == [5, 6]


@given(st.permutations([judged(NEWS.place), judged(flow=TELL)]))
def test_the_order_of_flows_does_not_matter(pairs):
    assert told(*pairs) == [(Rule.IGNORE_UNUSED, 6)]


@pytest.fixture
def report():
    found = site_findings((judged(NEWS.place), judged(flow=TELL)), EVERY, on=TODAY, against="live")
    return replace(a_report(a_flow_report(ASK), a_flow_report(TELL)), site_findings=found)


@pytest.mark.parametrize("name", ["html", "json", "junit", "markdown", "sarif"])
def test_every_report_names_the_line_and_what_it_was_for(report, name):
    text = next(iter(REPORTERS[name](report, demo_pictures))).content.decode()
    assert "a new offer a week" in text
    assert FILE in text


def test_the_summary_and_the_json_tell_it_as_of_no_flow(report):
    assert f"{FILE}:6" in summary(report, page="")
    document = json.loads(next(iter(REPORTERS["json"](report, demo_pictures))).content)
    assert [(each["rule"], each["flow"], each["place"]["line"]) for each in document["siteFindings"]] == [
        ("ignore-unused", "", 6)
    ]
