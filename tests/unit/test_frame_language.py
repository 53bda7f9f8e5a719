"""A document in a frame has a language of its own."""

from __future__ import annotations

from dataclasses import replace

from builders import a_click, a_flow, a_snapshot, a_step

from verifier.compare.changes import changes
from verifier.compare.judge import judge
from verifier.compare.record import with_change
from verifier.model.action import Goto
from verifier.model.baseline import Baseline, RecordedStep
from verifier.model.finding import Level, Rule
from verifier.model.observation import Anchor, Box, Button, ButtonKind, FrameSeen, Heading, Link, Observation, WebTarget
from verifier.model.run import Done, FlowRun, Missed, StepRun

URL = "https://www.example.org/help"
FORM = ("Form",)


def at(tag, y, frame=FORM):
    return Anchor(tag, path=f"main[1]/{tag}[{y}]", frame=frame, landmark="main", box=Box(0, y, 200, 20))


def page(language, heading, button, link, *, top="Help"):
    return replace(
        a_snapshot(url=URL),
        id=f"{language} {top}",
        headings=(Heading(1, top, at("h1", 1, ())), Heading(2, heading, at("h2", 10))),
        buttons=(Button(button, ButtonKind.SUBMIT, at("button", 30), form="f"),),
        links=(Link(link, WebTarget("https://www.example.org/terms"), at("a", 50)),),
        frames=(FrameSeen(FORM, "https://www.example.org/form", language=language),),
    )


OLD = page("en", "Write to us", "Send", "Terms")
NEW = page("ro", "Scrieți-ne", "Trimiteți", "Condiții")


def roots(old, new):
    flow = a_flow(steps=(a_step("open", Goto(URL)),))
    baseline = Baseline(flow.id, flow.locale, "2026-01-01", "live", (RecordedStep("open", old.id),), (old,))
    judged = judge(flow, FlowRun(flow, (StepRun("open", Done(), Observation(new.id)),), (new,)), baseline)
    return [finding for finding in judged.findings if finding.follows is None]


def test_a_frame_in_another_language_is_one_finding_that_names_the_frame():
    (finding,) = roots(OLD, NEW)
    assert (finding.rule, finding.level) == (Rule.LANGUAGE_CHANGED, Level.DRIFTED)
    assert "It stands in the frame Form." in finding.evidence


def test_a_step_that_looks_for_words_of_the_old_language_in_the_frame_follows_from_it():
    press = a_step("send", a_click("button", "Send"), claims=("RO-1",))
    flow = a_flow(steps=(a_step("open", Goto(URL)), press))
    steps = (RecordedStep("open", OLD.id), RecordedStep("send", OLD.id, OLD.buttons[0].anchor))
    new = replace(NEW, buttons=())
    runs = (StepRun("open", Done(), Observation(new.id)), StepRun("send", Missed('button "Send"'), Observation(new.id)))
    baseline = Baseline(flow.id, flow.locale, "2026-01-01", "live", steps, (OLD,))
    findings = judge(flow, FlowRun(flow, runs, (new,)), baseline).findings
    told = [(finding.rule, finding.level) for finding in findings if finding.follows is None]
    assert told == [(Rule.LANGUAGE_CHANGED, Level.BROKEN)]


def test_the_language_of_a_frame_excuses_no_word_outside_of_it():
    told = roots(OLD, page("ro", "Scrieți-ne", "Trimiteți", "Condiții", top="Support"))
    assert sorted(finding.rule for finding in told) == [Rule.HEADING_RENAMED, Rule.LANGUAGE_CHANGED]


def test_a_look_from_before_frames_told_their_language_says_nothing_of_it():
    unknown = replace(OLD, frames=(replace(OLD.frames[0], language=""),))
    assert changes(unknown, replace(OLD, id="new")) == ()


def test_taking_the_language_of_a_frame_into_the_recording_leaves_all_else_to_be_told():
    found = next(change for change in changes(OLD, NEW) if change.rule is Rule.LANGUAGE_CHANGED)
    left = {change.rule for change in changes(with_change(OLD, NEW, found), NEW)}
    assert left == {Rule.HEADING_RENAMED, Rule.BUTTON_RENAMED, Rule.LINK_RENAMED}
