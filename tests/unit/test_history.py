"""What became of a finding, from the runs before: new, ongoing, changed, back or over, and for how many nights."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import (
    a_claim,
    a_claim_report,
    a_click,
    a_finding,
    a_flow,
    a_flow_report,
    a_guide_report,
    a_report,
    a_selector,
    a_step,
    a_step_report,
)

from verifier.history.chronicle import chronicle
from verifier.history.recall import past_run, signature
from verifier.history.since import since
from verifier.model.action import Click, Fill
from verifier.model.finding import ClaimVerdict, Level, Rule, Status
from verifier.model.history import Past, Standing
from verifier.model.observation import Wall, WallKind
from verifier.model.run import Missed, Skipped, Walled
from verifier.model.selector import Text

OPEN = a_step("open")
PRESS = a_step("press", a_click(), claims=("RO-2.6",))
FLOW = a_flow(steps=(OPEN, PRESS))


def night(day, *findings, status=None, flow=FLOW, steps=None, hour=4, guides=(), against="live"):
    """A run of one flow at that hour of that day in November."""
    status = status or (Status.DRIFTED if findings else Status.VERIFIED)
    told = a_report(a_flow_report(flow, status, findings=findings, steps=steps), guides=guides, against=against)
    at = f"2026-11-{day:02d}T{hour:02d}:00:00Z"
    return replace(told, run_id=f"{at}-all", started_at=at)


def told(*nights):
    """What history says of the last of these runs."""
    past = Past(nights[-1].against, tuple(past_run(report) for report in nights[:-1]))
    return since(nights[-1], past)


def test_what_nobody_saw_before_is_new():
    (met,) = told(night(1), night(2, a_finding())).findings
    assert (met.standing, met.nights, met.first_seen) == (Standing.NEW, 1, "2026-11-02T04:00:00Z")
    assert met.before is None


def test_a_first_run_knows_of_nothing_before_it():
    first = told(night(1, a_finding()))
    assert (first.earlier_runs, first.previous_run, first.findings[0].standing) == (0, "", Standing.NEW)


def test_what_goes_on_counts_its_nights_and_a_day_counts_once():
    runs = (night(1, a_finding()), night(2, a_finding()), night(2, a_finding(), hour=9), night(3, a_finding()))
    (met,) = told(*runs).findings
    assert (met.standing, met.nights) == (Standing.ONGOING, 3)
    assert (met.first_seen, met.last_seen) == ("2026-11-01T04:00:00Z", "2026-11-03T04:00:00Z")


@pytest.mark.parametrize(
    "now", [a_finding(actual="Something else"), a_finding(level=Level.BROKEN), a_finding(expected="Other words")]
)
def test_what_is_there_and_is_another_has_changed_and_says_what_it_was(now):
    (met,) = told(night(1, a_finding()), night(2, now)).findings
    assert (met.standing, met.nights) == (Standing.CHANGED, 2)
    assert met.before.actual == "Next Step"


def test_a_note_may_say_other_words_and_is_the_same_note():
    notes = [a_finding(level=Level.NOTE, actual=words) for words in ("2 elements", "3 elements")]
    assert told(night(1, notes[0]), night(2, notes[1])).findings[0].standing is Standing.ONGOING


def test_what_was_seen_to_be_gone_is_over_and_is_told_once():
    runs = (night(1, a_finding()), night(2), night(3))
    (over,) = told(*runs[:2]).over
    assert (over.standing, over.trail.over_at, over.nights) == (Standing.OVER, "2026-11-02T04:00:00Z", 1)
    assert not told(*runs).over


def test_what_was_over_and_is_back_begins_its_nights_again():
    (met,) = told(night(1, a_finding()), night(2), night(3, a_finding()), night(4, a_finding())).findings
    assert (met.standing, met.nights) == (Standing.ONGOING, 2)
    assert (met.first_seen, met.trail.since) == ("2026-11-01T04:00:00Z", "2026-11-03T04:00:00Z")
    (back,) = told(night(1, a_finding()), night(2), night(3, a_finding())).findings
    assert back.standing is Standing.REOPENED


@pytest.mark.parametrize("status", [Status.BLOCKED, Status.ERRORED, Status.SKIPPED])
def test_a_night_that_could_not_see_neither_ends_a_finding_nor_counts(status):
    runs = (night(1, a_finding()), night(2, status=status), night(3, a_finding()))
    blind = told(*runs[:2])
    assert not blind.over
    assert [each.fingerprint for each in blind.unseen] == [a_finding().fingerprint]
    (met,) = told(*runs).findings
    assert (met.standing, met.nights) == (Standing.ONGOING, 2)


@pytest.mark.parametrize(
    "outcome", [Missed("the link"), Skipped("open"), Walled(Wall(WallKind.LOGIN, ("a form", "a password")))]
)
def test_a_step_that_was_not_done_says_nothing_of_what_was_seen_at_it(outcome):
    found = a_finding(step_id="press")
    steps = (a_step_report(OPEN), a_step_report(PRESS, outcome))
    blind = told(night(1, found), night(2, status=Status.BROKEN, steps=steps))
    assert not blind.over
    assert len(blind.unseen) == 1


def test_what_was_seen_at_an_optional_step_is_over_when_the_step_has_nothing_to_do():
    step = replace(PRESS, optional=True)
    flow = a_flow(steps=(OPEN, step))
    steps = (a_step_report(OPEN), a_step_report(step, Missed("the dialog")))
    assert told(night(1, a_finding(step_id="press"), flow=flow), night(2, flow=flow, steps=steps)).over


def test_what_was_seen_at_a_step_that_the_author_took_out_is_over():
    assert told(night(1, a_finding(step_id="press")), night(2, flow=a_flow(steps=(OPEN,)))).over


def test_a_renamed_and_moved_step_keeps_what_is_known_of_it():
    def missing(step_id, fingerprint):
        return a_finding(
            Rule.STEP_MISSING, fingerprint=fingerprint, step_id=step_id, subject=f"step {step_id}", level=Level.BROKEN
        )

    renamed = a_flow(steps=(replace(PRESS, id="contact-us"), OPEN))
    last = told(
        night(1, missing("press", "a" * 16)),
        night(2, missing("press", "a" * 16)),
        night(3, missing("contact-us", "b" * 16), flow=renamed),
        night(4, missing("contact-us", "b" * 16), flow=renamed),
    )
    (met,) = last.findings
    assert (met.standing, met.nights, met.fingerprint, met.origin) == (Standing.ONGOING, 4, "b" * 16, "a" * 16)
    assert not last.over


def test_a_step_that_took_a_freed_id_is_not_the_one_that_had_it():
    def extra(step_id, fingerprint):
        return a_finding(Rule.STEP_EXTRA, fingerprint=fingerprint, step_id=step_id, subject=f"step before {step_id}")

    renamed = a_flow(steps=(OPEN, replace(PRESS, id="contact-us")))
    reused = a_flow(steps=(OPEN, replace(PRESS, id="contact-us"), a_step("press", a_click(name="Another"))))
    last = told(
        night(1, extra("press", "a" * 16)), night(2, flow=renamed), night(3, extra("press", "a" * 16), flow=reused)
    )
    assert last.findings[0].standing is Standing.NEW


def test_a_signature_is_what_is_done_and_claimed_not_what_it_is_called_or_what_is_typed():
    step = a_step("a", Fill(a_selector(), "one"), claims=("RO-1",))
    same = a_step("b", Fill(a_selector(), "two"), claims=("RO-1",), line=9, title="Other")
    assert signature(step) == signature(same)
    for other in (replace(step, claims=()), replace(step, action=Fill(a_selector(name="Other"), "one"))):
        assert signature(other) != signature(step)
    label = [replace(step, action=Click(replace(a_selector(), by=Text((words,), "send")))) for words in ("Send", "Go")]
    assert signature(label[0]) == signature(label[1]), "a label that is worded anew is the same label"


def test_a_finding_that_comes_and_goes_is_flaky():
    past = Past("live", tuple(past_run(night(day, *([a_finding()] if day % 2 else []))) for day in range(1, 6)))
    (trail,) = chronicle(past).trails
    assert (trail.chances, trail.flips, trail.flake_rate) == (5, 4, 1.0)


def test_a_flow_says_since_when_it_is_so_and_shows_its_last_nights():
    (flow,) = told(night(1), night(2, a_finding()), night(3, a_finding()), night(3, a_finding(), hour=9)).flows
    assert (flow.status, flow.since, flow.nights) == (Status.DRIFTED, "2026-11-02T04:00:00Z", 2)
    assert [each.day for each in flow.last_nights] == ["2026-11-01", "2026-11-02", "2026-11-03"]
    assert flow.flake_rate == pytest.approx(1 / 3)


def test_a_flow_is_broken_since_the_first_night_though_a_wall_stood_in_between():
    runs = [
        night(day, status=status) for day, status in enumerate((Status.BROKEN, Status.BLOCKED, Status.BROKEN), start=1)
    ]
    (blocked,), (broken,) = told(*runs[:2]).flows, told(*runs).flows
    assert (blocked.status, blocked.since[:10], blocked.nights) == (Status.BLOCKED, "2026-11-02", 1)
    assert (broken.since[:10], broken.nights, broken.flips) == ("2026-11-01", 2, 0)


def claimed(day, verdict):
    states = a_claim_report(a_claim("RO-1"), verdict, spoken_for_by=("whatsapp/contact[en]#open",))
    return night(day, guides=(a_guide_report(claims=(states,)),))


def test_a_claim_says_since_when_and_unverified_nights_do_not_break_it():
    holds, unknown, wrong = ClaimVerdict.HOLDS, ClaimVerdict.UNVERIFIED, ClaimVerdict.CONTRADICTED
    runs = [claimed(day, verdict) for day, verdict in enumerate((wrong, holds, unknown, holds, unknown), start=1)]
    known = told(*runs[:4]).of_claim("RO-1")
    assert (known.verdict, known.since[:10], known.nights) == (holds, "2026-11-02", 2)
    blind = told(*runs).of_claim("RO-1")
    assert (blind.verdict, blind.since[:10], blind.nights) == (unknown, "2026-11-05", 1)
    assert (blind.known, blind.known_since[:10], blind.known_at[:10]) == (holds, "2026-11-02", "2026-11-04")


def test_a_claim_that_the_run_did_not_play_is_not_kept():
    report = night(1, guides=(a_guide_report(claims=(a_claim_report(verdict=ClaimVerdict.UNVERIFIED),)),))
    assert not past_run(report).claims


def test_a_run_in_the_past_is_told_by_what_was_before_it_and_counts_once():
    runs = (night(1, a_finding()), night(2, a_finding()), night(3))
    past = Past("live", tuple(past_run(each) for each in runs))
    (met,) = since(runs[1], past).findings
    assert (met.standing, met.nights) == (Standing.ONGOING, 2)


def test_another_target_is_another_history():
    with pytest.raises(ValueError, match="replica today says nothing of a run against live"):
        since(night(1), Past("replica today"))
