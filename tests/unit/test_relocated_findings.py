"""An element that a step found elsewhere is always a finding that says so: with score, margin, what agreed, and both pictures."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from builders import a_click, a_flow, a_flow_report, a_picture, a_place, a_report, a_snapshot, a_step
from demo import demo_pictures

from verifier.compare.judge import judge
from verifier.model.action import Goto
from verifier.model.baseline import Baseline, RecordedStep
from verifier.model.finding import Level, Relocated, Rule
from verifier.model.flow import Ignore
from verifier.model.observation import Anchor, Box, Heading, Link, Observation, WebTarget
from verifier.model.run import Done, FlowRun, Relocation, StepRun
from verifier.report.registry import REPORTERS
from verifier.report.summary import summary

FIRST, SECOND, NOW, THEN = (a_picture(sign * 64) for sign in "abcd")
TOLD = Relocated("ask", "Ask us", "Write to us", 0.93, 0.4, ("the id", "the target"))


def a_page(name, words, path="main/a[1]", landmark="main"):
    anchor = Anchor("a", role="link", id="ask", path=path, landmark=landmark, section=landmark, box=Box(10, 10, 90, 20))
    return replace(a_snapshot(name), links=(Link(words, WebTarget("https://www.example.org/ask"), anchor),))


def judged(new, *, found="Write to us", ignore=()):
    old, after = a_page("old", "Ask us"), replace(a_snapshot("after"), headings=(Heading(1, "Thanks", Anchor("h1")),))
    flow = replace(
        a_flow(steps=(a_step("open", Goto(old.url)), a_step("ask", a_click(name="Ask us"), line=9))), ignore=ignore
    )
    steps = (
        RecordedStep("open", "old", picture=FIRST),
        RecordedStep("ask", "after", old.links[0].anchor, picture=SECOND),
    )
    baseline = Baseline(flow.id, "en", "2026-01-01", "live", steps, (old, after))
    anchor = new.links[0].anchor
    relocation = Relocation("Ask us", found, 0.93, 0.4, TOLD.evidence, anchor, ("one", "other"))
    run = FlowRun(
        flow,
        (
            StepRun("open", Done(), Observation("new", picture=NOW)),
            StepRun("ask", Done(), Observation("after", picture=THEN, target=anchor), relocation),
        ),
        (new, after),
    )
    return judge(flow, run, baseline, on=date(2026, 6, 1)).findings


def test_one_that_is_called_otherwise_is_one_finding_that_says_that_it_was_relocated():
    (finding,) = judged(a_page("new", "Write to us"))
    assert (finding.rule, finding.step_id, finding.relocated) == (Rule.LINK_RENAMED, "ask", TOLD)
    assert (finding.before.picture, finding.after.picture) == (FIRST, NOW)


def test_one_that_moved_with_its_name_is_relocated_and_the_move_follows_from_that():
    found = judged(a_page("new", "Ask us", "footer/a[1]", "contentinfo"), found="Ask us")
    assert [(each.rule, each.level) for each in found if each.follows is None] == [(Rule.RELOCATED, Level.DRIFTED)]
    (finding,) = (each for each in found if each.rule is Rule.RELOCATED)
    assert finding.relocated == replace(TOLD, found="Ask us")
    assert {each.follows for each in found if each is not finding} <= {finding.fingerprint}
    # The pages on which it stood, not the one to which it led.
    assert (finding.before.picture, finding.after.picture) == (FIRST, NOW)


def test_no_ignore_hides_that_a_step_went_on_with_another_element():
    ignore = Ignore("it changes", "2026-12-31", a_place(3), rule="link-*")
    (finding,) = judged(a_page("new", "Write to us"), ignore=(ignore,))
    assert finding.relocated == TOLD
    assert any("a step went on with it" in words for words in finding.evidence)


@pytest.mark.parametrize("name", ["html", "junit", "markdown"])
def test_every_report_tells_it_with_its_numbers(name):
    report = a_report(a_flow_report(findings=judged(a_page("new", "Write to us"))))
    text = next(iter(REPORTERS[name](report, demo_pictures))).content.decode()
    assert all(part in text for part in ("elocated", "0.93", "0.40", "the target"))


def test_the_terminal_and_the_json_tell_it_and_the_json_can_be_filtered_by_it():
    report = a_report(a_flow_report(findings=judged(a_page("new", "Write to us"))))
    assert "score 0.93, 0.40 ahead" in " ".join(summary(report, page="").split())
    document = json.loads(next(iter(REPORTERS["json"](report, demo_pictures))).content)
    (relocated,) = (each["relocated"] for each in document["findings"] if each["relocated"])
    assert relocated == {
        "step": "ask", "wanted": "Ask us", "found": "Write to us", "score": 0.93, "margin": 0.4, "evidence": ["the id", "the target"],
    }  # fmt: skip
