"""Every report says of a finding whether it is new, goes on, changed or is over."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from demo import demo_pictures, demo_report
from nights import GONE, demo_after_nights

from verifier.model.history import Standing
from verifier.report.console import print_summary
from verifier.report.junit import render_junit
from verifier.report.markdown import render_markdown
from verifier.report.report_json import render_json
from verifier.report.since_words import change_words, known, tally


@pytest.fixture(scope="module")
def told():
    return demo_after_nights()


def text(report, render):
    (file,) = render(report, demo_pictures)
    return file.content.decode()


def console(report):
    stream = io.StringIO()
    print_summary(report, stream)
    return stream.getvalue()


def test_the_demonstration_has_a_finding_of_every_kind(told):
    standings = {met.standing.value for met in told.since.findings}
    assert standings == {"new", "ongoing", "changed"}
    assert {met.fingerprint for met in told.since.over} == {GONE.fingerprint}


def test_json_says_it_of_the_run_its_findings_and_its_claims(told):
    document = json.loads(text(told, render_json))
    history = document["history"]
    assert history["earlierRuns"] == 15
    assert [over["fingerprint"] for over in history["over"]] == [GONE.fingerprint]
    assert len(history["flows"][0]["lastNights"]) == 14
    assert all(finding["history"]["firstSeen"] for finding in document["findings"])
    claims = {claim["id"]: claim["history"] for guide in document["guides"] for claim in guide["claims"]}
    assert claims["RO-2.6"]["since"] == "2026-11-14T04:12:09Z"


@pytest.mark.parametrize("render", [console, lambda report: text(report, render_markdown)])
def test_a_person_reads_what_goes_on_changed_and_is_over(told, render):
    shown = " ".join(render(told).split())
    for words in ("new", "going on for", "changed, going on for", "Over since the last run", "Since the last run:"):
        assert words in shown
    assert "Ajutor" in shown


def test_junit_counts_them_for_dashboards_and_says_it_of_each(told):
    shown = text(told, render_junit)
    assert '<property name="findings.over" value="1"/>' in shown
    assert "  history: going on for" in shown


@pytest.mark.parametrize(
    "render", [console, *(lambda report, one=one: text(report, one) for one in (render_markdown, render_junit))]
)
def test_without_a_history_and_on_the_first_run_nothing_is_said(render):
    report = demo_report()
    first = replace(report, since=replace(demo_after_nights().since, earlier_runs=0, over=(), unseen=()))
    assert render(report) == render(first)


def test_languages_that_differ_are_named(told):
    from verifier.report.grouping import changes

    met = dict(known(told.since))
    change = next(change for change in changes(told) if len(change.locales) > 1)
    first = change.told[0].fingerprint
    met[first] = replace(met[first], standing=Standing.NEW)
    assert change_words(change, met).startswith("new in English; ")


def test_the_tally_leaves_notes_out(told):
    assert "1 over" in tally(told.since)
    assert tally(None) == ""
