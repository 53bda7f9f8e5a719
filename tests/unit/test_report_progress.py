"""Progress is a line a flow in a log, and never fails for what is in an event."""

from __future__ import annotations

import io

from builders import a_flow, a_snapshot, a_verdict

from verifier.model.event import (
    FlowFinished,
    FlowJudged,
    FlowStarted,
    PageSeen,
    RunFinished,
    RunStarted,
    Stamped,
    StepFinished,
    StepStarted,
)
from verifier.model.finding import Status
from verifier.model.run import Done
from verifier.report.console import LiveProgress, PlainProgress, progress


def told(key="whatsapp/contact[en]", *, interrupted=False, because="All holds."):
    flow = a_flow()
    start = RunStarted("r", "0", "2026-11-23T04:12:09Z", "replica today", "verifier run", "Chromium", (key,), ())
    return (
        Stamped(0, start),
        Stamped(5, FlowStarted(key, flow)),
        Stamped(6, StepStarted(key, "open")),
        Stamped(900, PageSeen(key, a_snapshot())),
        Stamped(1_000, StepFinished(key, "open", Done())),
        Stamped(1_100, FlowFinished(key)),
        Stamped(1_205, FlowJudged(key, a_verdict(flow, because=because))),
        Stamped(1_210, RunFinished("r", interrupted=interrupted)),
    )


def shown(kind, events):
    stream = io.StringIO()
    with kind(stream) as sink:
        for stamped in events:
            sink(stamped)
    return stream.getvalue()


def test_a_log_gets_one_line_for_the_run_and_one_for_each_flow():
    assert shown(PlainProgress, told()).splitlines() == [
        "Playing 1 flow against the replica “today”",
        "1/1 ✓ verified whatsapp/contact[en] (1.2 s)  All holds.",
    ]


def test_a_log_says_that_the_run_was_interrupted():
    assert "Interrupted" in shown(PlainProgress, told(interrupted=True)).splitlines()[-1]


def test_a_second_attempt_is_said():
    again = Stamped(3, FlowStarted("a[en]", a_flow(), attempt=2))
    assert shown(PlainProgress, (again,)) == "a[en]: again, attempt 2\n"


def test_a_second_verdict_on_a_flow_does_not_count_it_twice():
    events = told()
    assert "1/1" in shown(PlainProgress, (*events[:7], events[6])).splitlines()[-1]


def test_progress_shows_no_escape_of_a_page():
    text = shown(PlainProgress, told(because="\x1b]0;title\x07\x1b[2J"))
    assert "\x1b" not in text
    assert "\x07" not in text


def test_the_live_display_takes_every_event_and_leaves_the_flow_behind():
    assert "verified whatsapp/contact[en] (1.2 s)" in shown(LiveProgress, told(because="[red]x[/red]"))


def test_the_live_display_is_for_terminals_only():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    assert isinstance(progress(Terminal(), {"TERM": "xterm"}), LiveProgress)
    assert isinstance(progress(Terminal(), {"TERM": "dumb"}), PlainProgress)
    assert isinstance(progress(Terminal(), {"TERM": "xterm", "CI": "true"}), PlainProgress)
    assert isinstance(progress(io.StringIO(), {}), PlainProgress)


def test_every_status_has_a_sign():
    from verifier.report.summary import SIGNS

    assert set(SIGNS) == set(Status)
