"""Every finding is told once: for all its locales, under its cause, the worst first."""

from __future__ import annotations

from builders import a_claim, a_claim_report, a_finding, a_flow, a_flow_report, a_guide, a_guide_report, a_report
from demo import demo_report

from verifier.model.finding import ClaimVerdict, Level, Rule, Status
from verifier.report.grouping import by_guides, changes, telling_finding
from verifier.report.headline import headline


def report_of(*findings, locale="en"):
    flow = a_flow(locale=locale)
    return a_report(a_flow_report(flow, Status.BROKEN, findings=findings))


def test_the_same_difference_in_three_locales_is_one_change():
    (cause, *_) = changes(demo_report())
    assert cause.finding.rule is Rule.OUTCOME_CHANGED
    assert cause.locales == ("en", "ro", "ar")


def test_what_follows_from_a_cause_stands_under_it():
    (cause, *others) = changes(demo_report())
    assert [after.finding.rule for after in cause.consequences] == [Rule.ADDRESS_GONE]
    assert Rule.ADDRESS_GONE not in [other.finding.rule for other in others]


def test_a_chain_of_causes_goes_back_to_the_first():
    first = a_finding(fingerprint="a", subject="one")
    second = a_finding(fingerprint="b", subject="two", follows="a")
    third = a_finding(fingerprint="c", subject="three", follows="b")
    (cause,) = changes(report_of(third, second, first))
    assert cause.finding == first
    assert {after.finding.fingerprint for after in cause.consequences} == {"b", "c"}


def test_a_circle_of_causes_loses_no_finding():
    circle = (
        a_finding(fingerprint="a", subject="one", follows="b"),
        a_finding(fingerprint="b", subject="two", follows="a"),
        a_finding(fingerprint="c", subject="three", follows="a"),
        a_finding(fingerprint="d", subject="four", follows="d"),
    )
    assert {change.finding.fingerprint for change in changes(report_of(*circle))} == {"a", "b", "c", "d"}


def test_a_cause_that_is_not_in_the_run_is_no_cause():
    (alone,) = changes(report_of(a_finding(follows="ffff")))
    assert not alone.consequences


def test_every_finding_is_told_exactly_once():
    report = demo_report()
    told = [
        finding
        for group in by_guides(report)
        for change in group.changes
        for deep in change.everything()
        for finding in deep.told
    ]
    assert sorted(finding.fingerprint for finding in told) == sorted(
        finding.fingerprint for finding in report.findings()
    )


def test_the_worst_comes_first_and_what_touches_no_guide_last():
    groups = by_guides(demo_report())
    assert [tuple(told.guide.id for told in group.guides) for group in groups] == [
        ("ro-whatsapp", "ar-whatsapp"),
        ("ar-whatsapp",),
        (),
    ]
    assert [change.level for change in groups[0].changes] == [Level.BROKEN, Level.DRIFTED]


def test_a_change_is_as_bad_as_its_worst_locale():
    drifted = a_flow_report(a_flow(locale="en"), findings=(a_finding(fingerprint="a"),))
    broken = a_flow_report(a_flow(locale="ro"), findings=(a_finding(fingerprint="b", locale="ro", level=Level.BROKEN),))
    (change,) = changes(a_report(drifted, broken))
    assert change.level is Level.BROKEN


def test_of_equally_bad_changes_the_one_that_contradicts_a_sentence_comes_first():
    findings = tuple(
        a_finding(fingerprint=mark, subject=mark, level=Level.BROKEN, claims=("RO-2.6",)) for mark in ("a", "b")
    )
    guide = a_guide_report(a_guide(), (a_claim_report(a_claim(), ClaimVerdict.CONTRADICTED, findings=("b",)),))
    report = a_report(a_flow_report(status=Status.BROKEN, findings=findings), guides=(guide,))
    assert [change.finding.fingerprint for change in changes(report)] == ["b", "a"]


def test_a_break_that_no_sentence_speaks_of_is_in_the_headline():
    findings = tuple(a_finding(fingerprint=mark, subject=mark, level=Level.BROKEN) for mark in ("a", "b"))
    guide = a_guide_report(a_guide(), (a_claim_report(a_claim(), ClaimVerdict.CONTRADICTED, findings=("b",)),))
    told = headline(a_report(a_flow_report(status=Status.BROKEN, findings=findings), guides=(guide,)))
    assert told.detail == "One sentence contradicted; one further break"


def test_a_sentence_shows_the_finding_in_its_own_language():
    report = demo_report()
    romanian = report.guides[0]
    state = next(state for state in romanian.claims if state.claim.id == "RO-2.6")
    assert telling_finding(romanian, state, report.findings()).locale == "ro"


def test_the_headline_names_the_wrong_guides_first():
    told = headline(demo_report())
    assert told.verdict == "Two guides are wrong: Romanian and Arabic"
    assert told.detail.startswith("Six sentences contradicted; one change around them")
    assert told.status is Status.BROKEN


def test_the_headline_of_a_quiet_run_is_quiet():
    guide = a_guide_report(a_guide(), (a_claim_report(a_claim()),))
    assert headline(a_report(a_flow_report(), guides=(guide,))).verdict == "Every sentence that was checked holds"
    assert headline(a_report()).verdict == "Nothing was checked"


def test_a_wall_is_never_told_as_a_wrong_guide():
    guide = a_guide_report(a_guide(), (a_claim_report(a_claim(), ClaimVerdict.UNVERIFIED),))
    told = headline(a_report(a_flow_report(status=Status.BLOCKED), guides=(guide,)))
    assert told.verdict == "We cannot say"
    assert "wrong" not in told.detail


def test_an_interrupted_or_torn_run_says_so():
    detail = headline(a_report(a_flow_report(), interrupted=True, torn=True)).detail
    assert "interrupted" in detail
    assert "ends in the middle" in detail
