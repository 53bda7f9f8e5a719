"""The order of things: stamping, folding, judging again, and what a run ends with."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import an_expectation
from orchestra import GUIDE, a_start, flows, run
from scripted import PAGE, Scripted, replay

from verifier.errors import ExitCode
from verifier.model.event import FlowFinished, FlowJudged, FlowStarted, RunFinished, RunStarted, Stamped, StepStarted
from verifier.model.expectation import ExpectHeading
from verifier.model.finding import ClaimVerdict, Level, Rule, Sight, Status
from verifier.model.observation import Anchor, Heading, Trouble, TroubleKind
from verifier.model.report import Cause, Turn
from verifier.model.run import Faulted, Skipped
from verifier.model.selector import Text
from verifier.replay.command import Visit
from verifier.session.accept import propose
from verifier.session.bus import Bus
from verifier.session.fold import flow_run, fold
from verifier.session.rejudge import Today, rejudge
from verifier.session.verify import FailOn, exit_code


def test_a_run_starts_and_finishes_once_and_each_flow_in_between():
    stamps, _ = run(flows(5))
    events = [stamped.event for stamped in stamps]
    assert isinstance(events[0], RunStarted)
    assert events[-1] == RunFinished("run", interrupted=False)
    for key in (flow.key for flow in flows(5)):
        mine = [event for event in events if getattr(event, "key", None) == key]
        assert isinstance(mine[0], FlowStarted)
        assert [type(event) for event in mine[-2:]] == [FlowFinished, FlowJudged]


def test_stamps_never_go_back():
    stamps, _ = run(flows(3))
    assert [stamped.at_ms for stamped in stamps] == sorted(stamped.at_ms for stamped in stamps)


@pytest.mark.parametrize(("jobs", "one_per_site", "most"), [(1, False, 1), (3, False, 3), (3, True, 1)])
def test_no_more_flows_are_played_at_once_than_asked_and_one_a_site_on_live_sites(jobs, one_per_site, most):
    assert run(flows(6), jobs=jobs, one_per_site=one_per_site)[1] == most


def test_two_sites_are_played_side_by_side_on_live_sites():
    assert run((*flows(2), *flows(2, site="vk")), jobs=4, one_per_site=True)[1] == 2


def test_a_tab_that_cannot_be_opened_errors_its_flow_and_no_other():
    one, other = flows(2)
    report = fold(run((one, other), {one.key: RuntimeError("no more tabs")})[0])
    assert [flow.verdict.status for flow in report.flows] == [Status.ERRORED, Status.VERIFIED]
    assert "no more tabs" in report.flows[0].verdict.because


def test_a_listener_that_fails_is_dropped_and_named_and_the_run_goes_on():
    heard = []

    def failing(stamped):
        raise OSError("disk full")

    bus = Bus(heard.append, failing)
    bus.publish(RunFinished("a"))
    bus.publish(RunFinished("b"))
    assert len(heard) == 2
    assert bus.failures == ["function failed and was left out: disk full"]


def test_a_journal_that_cannot_be_written_stops_the_run():
    def failing(stamped):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        Bus(failing).publish(RunFinished("a"))


def test_flows_stand_in_the_report_in_the_order_in_which_the_run_named_them():
    asked = flows(4)
    stamps, _ = run(asked, jobs=4)
    assert [flow.key for flow in fold(stamps).flows] == [flow.key for flow in asked]


def test_every_claim_of_a_guide_is_answered_for_also_those_that_no_flow_speaks_for():
    (report,) = fold(run(flows(1))[0]).guides
    assert [claim.verdict for claim in report.claims] == [
        ClaimVerdict.HOLDS, ClaimVerdict.UNVERIFIED, ClaimVerdict.NOT_CHECKABLE,
    ]  # fmt: skip
    assert report.claims[0].spoken_for_by == ("whatsapp/flow0[ro]#open",)


def test_a_run_that_ends_in_the_middle_is_folded_with_what_it_has():
    flow = flows(1)[0]
    told = [
        Stamped(0, a_start(flow)),
        Stamped(1, FlowStarted(flow.key, flow)),
        Stamped(2, StepStarted(flow.key, "open")),
    ]
    report = fold(told, torn=True)
    assert (report.torn, report.interrupted) == (True, True)
    assert report.flows[0].verdict.status is Status.ERRORED
    assert isinstance(report.flows[0].steps[0].outcome, Skipped)


def test_what_is_accepted_is_what_a_second_look_finds_nothing_in():
    stamps, _ = run(flows(1))
    (flow,) = fold(stamps).flows
    proposal = propose(flow, None, recorded_on="2026-01-01", source="replica documented")
    assert proposal.is_new
    again = rejudge(stamps, torn=False, today=Today((GUIDE,), lambda _: proposal.baseline))
    assert again.flows[0].verdict.findings == ()


def test_a_proposal_names_each_change_once_and_keeps_what_was_not_seen():
    stamps, _ = run(flows(1))
    (flow,) = fold(stamps).flows
    old = propose(flow, None, recorded_on="2026-01-01", source="live").baseline
    heading = Heading(1, "New words", Anchor("h1", path="h1[1]", landmark="main"))
    changed = Scripted(page=replace(PAGE, id="new", headings=(heading,)))
    (flow,) = fold(run(flows(1), {flow.key: changed})[0]).flows
    proposal = propose(flow, old, recorded_on="2026-02-01", source="live")
    assert [(step, change.rule) for step, change in proposal.changes] == [("open", Rule.HEADING_ADDED)]
    skipped = replace(flow, steps=(flow.steps[0], replace(flow.steps[1], outcome=Skipped("open"), observation=None)))
    kept = propose(skipped, old, recorded_on="2026-02-01", source="live")
    assert kept.unseen == ("click",)
    assert kept.baseline.step("click") == old.step("click")


def test_the_run_of_one_flow_is_the_last_that_its_events_tell_of():
    flow = flows(1)[0]
    told = [*replay(flow, Scripted()), *replay(flow, Scripted(), attempt=2)]
    assert len(flow_run(told).steps) == 2
    with pytest.raises(ValueError, match="no flow"):
        flow_run([])


@pytest.mark.parametrize(
    ("statuses", "options", "code"),
    [
        ([], {}, ExitCode.OK),
        ([Status.VERIFIED, Status.SKIPPED], {}, ExitCode.OK),
        ([Status.DRIFTED], {}, ExitCode.DRIFT),
        ([Status.DRIFTED], {"fail_on": FailOn.BROKEN}, ExitCode.OK),
        ([Status.BROKEN], {"fail_on": FailOn.BROKEN}, ExitCode.DRIFT),
        ([Status.BLOCKED], {}, ExitCode.UNKNOWN),
        ([Status.ERRORED, Status.VERIFIED], {}, ExitCode.UNKNOWN),
        ([Status.ERRORED, Status.BROKEN], {}, ExitCode.DRIFT),
        ([Status.BROKEN, Status.ERRORED], {"exit_zero": True}, ExitCode.OK),
        ([Status.BROKEN], {"interrupted": True}, ExitCode.INTERRUPTED),
    ],
)
def test_what_a_run_ends_with(statuses, options, code):
    asked = {"fail_on": FailOn.DRIFT, "exit_zero": False, "interrupted": False, **options}
    assert exit_code(statuses, **asked) is code


# -- confirming --------------------------------------------------------------------------------------------------

CHANGED = replace(PAGE, id="new", headings=(Heading(1, "New words", Anchor("h1", path="h1[1]", landmark="main")),))


def confirmed(*pages, confirm=2, recorded=PAGE):
    """The flow of a run whose replays see these pages one after the other, and how many were not asked for."""
    (flow,) = flows(1)
    seen = fold(run((flow,), {flow.key: Scripted(page=recorded)})[0]).flows[0]
    old = propose(seen, None, recorded_on="2026-01-01", source="live").baseline
    drivers = [page if isinstance(page, Exception) else Scripted(page=page) for page in pages]
    report = fold(run((flow,), {flow.key: drivers}, baselines={flow.key: old}, confirm=confirm)[0])
    return report.flows[0], len(drivers)


def test_what_every_fresh_look_sees_is_confirmed_and_says_so():
    flow, left = confirmed(CHANGED, CHANGED, CHANGED, CHANGED)
    assert (flow.verdict.status, flow.attempts, left) == (Status.DRIFTED, 3, 1)
    assert flow.verdict.findings[0].evidence == ("Seen in 3 of 3 replays.",)


def test_what_is_not_seen_again_is_only_suspected_and_alarms_nobody():
    flow, left = confirmed(CHANGED, PAGE, PAGE)
    assert (flow.verdict.status, flow.attempts, left) == (Status.VERIFIED, 2, 1)
    assert (flow.verdict.findings[0].level, flow.verdict.findings[0].evidence) == (
        Level.NOTE, ("Suspected only: seen in 1 of 2 replays, and 1 found the page as it was.",),
    )  # fmt: skip


def test_a_page_that_comes_and_goes_is_suspected_however_often_it_comes():
    flow, _ = confirmed(CHANGED, CHANGED, PAGE)
    assert flow.verdict.status is Status.VERIFIED
    assert [each.sight for each in flow.verdict.findings[0].sightings] == [Sight.SEEN, Sight.SEEN, Sight.DENIED]


def test_a_replay_that_saw_half_a_page_denies_nothing():
    whole = replace(PAGE, id="whole", headings=(Heading(1, "Old words", Anchor("h1", path="h1[1]", landmark="main")),))
    more = Heading(2, "Something else", Anchor("h2", path="h2[1]", landmark="main"))
    added = replace(whole, id="added", headings=(*whole.headings, more))
    flow, _ = confirmed(added, PAGE, added, added, recorded=whole)
    assert flow.verdict.status is Status.DRIFTED
    assert [each.sight for each in flow.verdict.findings[0].sightings] == [
        Sight.SEEN,
        Sight.UNCLEAR,
        Sight.SEEN,
        Sight.SEEN,
    ]
    assert [(each.rule, each.level) for each in flow.verdict.findings[1:]] == [(Rule.HEADING_REMOVED, Level.NOTE)]


def test_a_flow_in_which_nothing_is_found_is_played_once():
    assert confirmed(PAGE, PAGE)[1] == 1


def test_a_fault_of_ours_is_tried_again_and_forgotten_when_it_passes():
    flow, _ = confirmed(RuntimeError("the tab crashed"), PAGE, PAGE)
    assert (flow.verdict.status, flow.verdict.findings) == (Status.VERIFIED, ())


def test_a_fault_neither_confirms_nor_denies():
    flow, _ = confirmed(CHANGED, *[RuntimeError("crashed")] * 4)
    assert flow.verdict.status is Status.DRIFTED
    assert flow.verdict.findings[0].evidence == ("Seen in 1 of 5 replays. The others could not tell.",)


def test_without_confirmation_a_finding_stands_at_once():
    flow, left = confirmed(CHANGED, PAGE, confirm=0)
    assert (flow.verdict.status, left) == (Status.DRIFTED, 1)
    assert flow.verdict.findings[0].evidence == ()


def test_a_page_that_did_not_come_is_a_fault_and_no_wall_of_blankness():
    (flow,) = flows(1)
    nothing = replace(PAGE, title="", url="about:blank")
    timeout = Trouble(TroubleKind.TIMEOUT, "It did not answer.")
    driver = Scripted(rules=[lambda command: timeout if isinstance(command, Visit) else None], page=nothing)
    (told,) = fold(run((flow,), {flow.key: driver})[0]).flows
    assert told.steps[0].outcome == Faulted(timeout)
    assert told.verdict.status is Status.ERRORED


# -- judging again -----------------------------------------------------------------------------------------------


def judged_again(page, *, baseline, version="0.1", digests=None, then="one", flow=None):
    """The flow of a run that saw this page, judged by other files or another tool than when it was played."""
    (played,) = flows(1)
    known = propose(fold(run((played,))[0]).flows[0], None, recorded_on="2026-01-01", source="live").baseline
    start = replace(a_start(played), recordings=((played.key, then),))
    stamps, _ = run((played,), {played.key: Scripted(page=page)}, baselines={played.key: known}, start=start)
    today = Today(
        (GUIDE,), lambda _: baseline or known, {played.key: flow or played}, digests=digests or {played.key: "one"},
        tool_version=version,
    )  # fmt: skip
    return rejudge(stamps, torn=False, today=today).flows[0]


def accepted(page):
    (played,) = flows(1)
    seen = fold(run((played,), {played.key: Scripted(page=page)})[0]).flows[0]
    return propose(seen, None, recorded_on="2026-01-02", source="live").baseline


def test_a_run_judged_again_by_the_same_files_and_tool_differs_in_nothing():
    again = judged_again(CHANGED, baseline=None).rejudged
    assert (again.status, again.differences, again.as_played) == (Status.DRIFTED, (), "")


@pytest.mark.parametrize(
    ("version", "digest", "cause"),
    [
        ("0.1", "two", Cause.RECORDING),
        ("0.2", "one", Cause.TOOL),
        ("0.2", "two", Cause.TOOL_OR_RECORDING),
    ],
)
def test_what_a_second_judgement_tells_otherwise_has_its_cause_with_us(version, digest, cause):
    key = flows(1)[0].key
    flow = judged_again(CHANGED, baseline=accepted(CHANGED), version=version, digests={key: digest})
    assert flow.verdict.status is Status.VERIFIED
    assert [(each.turn, each.cause) for each in flow.rejudged.differences] == [(Turn.VANISHED, cause)]


def test_what_a_flow_file_says_otherwise_by_now_is_told_as_such():
    (played,) = flows(1)
    more = an_expectation(ExpectHeading(Text(("Not there",))), id="heading:not-there")
    flow = judged_again(
        PAGE, baseline=None, flow=replace(played, steps=(replace(played.steps[0], expect=(more,)), *played.steps[1:]))
    )
    assert [(each.turn, each.cause) for each in flow.rejudged.differences] == [(Turn.APPEARED, Cause.FLOW)]


def test_a_flow_that_takes_another_path_by_now_is_judged_as_it_was_played():
    (played,) = flows(1)
    again = judged_again(CHANGED, baseline=None, flow=replace(played, steps=played.steps[:1])).rejudged
    assert again.as_played == "Judged as it was played, for the flow takes another path by now."
    assert again.differences == ()
