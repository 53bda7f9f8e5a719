"""Every edition of every site reports exactly what its truth says, and nothing else."""

from __future__ import annotations

import os

import pytest
from e2e.playing import FLOWS, play_edition

from verifier.model.finding import ClaimVerdict, Level, Status
from verifier.replica.load import Replica
from verifier.replica.truth import read_truth

SITES = sorted(path.parent.parent.name for path in FLOWS.glob("*/replica/routes.yaml"))
EDITIONS = [(site, edition) for site in SITES for edition in Replica.editions(FLOWS, site)]


@pytest.mark.browser
@pytest.mark.parametrize(("site", "edition"), EDITIONS)
def test_an_edition_reports_its_truth_exactly(site, edition):
    truth = read_truth(FLOWS, site, edition)
    (report,) = play_edition(site, edition)

    assert {flow.key for flow in report.flows} == {flow.key for flow in truth.flows}
    around = {}
    for flow in report.flows:
        expected, verdict = truth.of(flow.key), flow.verdict
        findings = [finding for finding in verdict.findings if not _stands_aside(finding)]
        aside = [finding for finding in verdict.findings if _stands_aside(finding)]
        assert {finding.level for finding in aside} <= {Level.NOTE}, flow.key
        assert all(finding.follows for finding in aside), flow.key
        around.setdefault(flow.flow.locale, set()).update(f"{each.rule} {each.subject}" for each in aside)
        told = {(f.rule, f.step_id, f.level, f.subject) for f in findings}
        assert (flow.key, verdict.status) == (flow.key, expected.status), verdict.because
        assert told == {(f.rule, f.step_id, f.level, f.subject or _only(told, f)) for f in expected.findings}, flow.key
        assert len(findings) == len(expected.findings)
        contradicted = {state.claim_id for state in verdict.claims if state.verdict is ClaimVerdict.CONTRADICTED}
        assert contradicted == expected.contradicted, flow.key
    assert {locale: told for locale, told in around.items() if told} == truth.around


def _stands_aside(finding):
    """Whether it tells of the site's own header, menu or footer; that these changed is told once a flow, as of the page."""
    return any(each.startswith("It stands in the site's own") for each in finding.evidence)


def _only(told, expected):
    """The subject of the one finding of that rule, step and level, where the truth does not care for it."""
    subjects = [
        s for rule, step, level, s in told if (rule, step, level) == (expected.rule, expected.step_id, expected.level)
    ]
    return subjects[0] if len(subjects) == 1 else "(not told, or told more than once)"


@pytest.mark.browser
@pytest.mark.timeout(400)
@pytest.mark.parametrize("site", SITES)
def test_the_documented_edition_is_verified_twenty_times_in_a_row_without_a_finding(site):
    # Every flow in every run takes ten minutes by itself; VERIFIER_IN_TURN=1 does it.
    share = int(os.environ.get("VERIFIER_IN_TURN", "8"))
    always = ("whatsapp/contact", "whatsapp/business")
    reports = play_edition(site, "documented", times=20, in_turn=share, always=always, pictures=True)

    assert len(reports) == 20
    for report in reports:
        assert [(flow.key, flow.verdict.status, flow.verdict.findings) for flow in report.flows] == [
            (flow.key, Status.VERIFIED, ()) for flow in report.flows
        ]
