"""Text of pages is only text: in JUnit, Markdown, annotations and the terminal."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from builders import a_finding, a_flow, a_flow_report, a_report
from demo import demo_pictures, demo_report
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from verifier.model.finding import Level, Rule, Status
from verifier.report.console import print_summary
from verifier.report.github import annotation_lines
from verifier.report.junit import render_junit
from verifier.report.markdown import code, plain_markdown, render_markdown
from verifier.report.plain import one_line, printable
from verifier.report.registry import REPORTERS
from verifier.report.summary import summary

any_text = st.text(st.characters(exclude_categories=()), max_size=60)
NASTY = "</system-out>\x00\x1b[31m\u202e\ud800\uffff]]><a>&\n::error::x\n# h\n|`[x](javascript:y)@me\x9b2J"


def told_of(text, status=Status.BROKEN):
    finding = a_finding(sentence=text, expected=text, actual=text, subject=text, claims=(text,), level=Level.BROKEN)
    return a_report(a_flow_report(a_flow(title=text), status, because=text, findings=(finding,)))


def junit(report):
    (file,) = render_junit(report, demo_pictures)
    return etree.fromstring(file.content)


# -- plain text ------------------------------------------------------------------------------------------------


@given(any_text)
@example(NASTY)
def test_printable_text_holds_nothing_that_is_obeyed(text):
    shown = printable(text)
    assert shown.encode().decode() == shown
    assert not [mark for mark in shown if unicodedata.category(mark) == "Cc" and mark not in "\n\t"]
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\ufffe\uffff")
    assert printable(shown) == shown


@given(any_text, st.integers(min_value=2, max_value=50))
def test_one_line_is_one_line_of_at_most_that_length(text, limit):
    line = one_line(text, limit)
    assert len(line) <= limit
    assert not re.search(r"[\n\t\r\x0b\x0c]", line)


def test_romanian_and_arabic_are_left_alone():
    for text in ("Vă rugăm să introduceți mesajul de mai jos", "يرجى كتابة رسالتك أدناه", "آحرون"):
        assert printable(text) == text
        assert one_line(text) == text


# -- junit -----------------------------------------------------------------------------------------------------


def test_junit_counts_each_status_where_it_belongs():
    suites = junit(demo_report())
    assert {name: suites.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "6",
        "failures": "3",
        "errors": "1",
        "skipped": "1",
    }
    (suite,) = suites.findall("testsuite")
    assert suite.get("name") == "whatsapp"


@pytest.mark.parametrize(
    ("status", "child", "kind"),
    [
        (Status.VERIFIED, None, None),
        (Status.DRIFTED, "failure", "drifted"),
        (Status.BROKEN, "failure", "broken"),
        (Status.BLOCKED, "skipped", None),
        (Status.ERRORED, "error", "errored"),
        (Status.SKIPPED, "skipped", None),
    ],
)
def test_junit_tells_each_status_in_its_own_element(status, child, kind):
    case = junit(a_report(a_flow_report(status=status))).find("testsuite/testcase")
    assert [each.tag for each in case] == ([child] if child else [])
    assert child is None or case[0].get("type") == kind


def test_a_wall_is_named_in_junit():
    suites = junit(demo_report())
    messages = [skipped.get("message") for skipped in suites.iter("skipped")]
    assert messages == ["blocked: A login wall stood in the way, so we cannot say."]


@given(any_text, st.sampled_from(Status))
@example(NASTY, Status.BROKEN)
def test_junit_is_well_formed_whatever_the_page_said(text, status):
    suites = junit(told_of(text, status))
    assert {element.tag for element in suites.iter()} <= {
        "testsuites", "testsuite", "testcase", "properties", "property", "failure", "error", "skipped", "system-out",
    }  # fmt: skip


# -- markdown --------------------------------------------------------------------------------------------------


def test_the_markdown_says_what_is_wrong_and_what_to_write():
    (file,) = render_markdown(demo_report(), demo_pictures)
    text = file.content.decode()
    assert file.path == "summary.md"
    assert "Two guides are wrong" in text
    assert "`flows/whatsapp/contact.yaml:64`" in text
    assert "Leave out the step in the mail program" in text
    assert "| `ar-whatsapp` | Arabic | 4 |" in text
    assert "to the site. (English, Romanian and Arabic)\n" in text
    assert not [line for line in text.splitlines() if line.endswith(" ")]


@given(any_text)
@example(NASTY)
@example("![x](https://example.org/x.png) <img src=x onerror=alert(1)> @someone https://example.org www.example.org")
def test_markdown_text_has_no_markup_left_in_it(text):
    shown = plain_markdown(text)
    assert "\n" not in shown
    assert not re.search(r"[\\`*_{}\[\]<>!|~@$]|#(?!\d+;)|&(?!#\d+;)", shown)
    assert not re.search(r"(?i)https?:|www\.|:\S", shown)


@given(any_text)
@example("a`b``c")
@example("``")
@example("| x |")
def test_a_code_span_cannot_be_left(text):
    span = code(text)
    if span == "—":
        assert not one_line(text)
        return
    fence = re.match("`+", span)[0]
    inside = span[len(fence) : -len(fence)]
    assert span.endswith(fence)
    assert fence not in re.findall("`+", inside)
    assert "|" not in inside


def test_markdown_of_many_findings_fits_a_job_summary():
    findings = tuple(a_finding(fingerprint=str(number), subject=str(number)) for number in range(3_000))
    (file,) = render_markdown(a_report(a_flow_report(status=Status.DRIFTED, findings=findings)), demo_pictures)
    assert len(file.content) < 100_000
    assert b"2940 more changes are in the report" in file.content


# -- annotations -----------------------------------------------------------------------------------------------


def test_a_change_is_one_annotation_at_its_line_of_yaml():
    lines = annotation_lines(demo_report()).splitlines()
    errors = [line for line in lines if line.startswith("::error ")]
    assert len(errors) == 5
    assert errors[0].startswith(
        "::error file=flows/whatsapp/contact.yaml,line=64,col=1,endLine=64,title=outcome-changed"
    )
    assert len([line for line in lines if line.startswith("::warning ") and "blocked" in line]) == 1


@given(any_text)
@example(NASTY)
@example("a%0A::error::b,title=c::d")
def test_a_page_cannot_start_a_workflow_command(text):
    lines = annotation_lines(told_of(text)).split("\n")
    assert lines[-1] == ""
    assert len(lines) == 2
    assert lines[0].startswith("::error file=flows/whatsapp/contact.yaml,line=10,col=1,endLine=10,title=")


def test_a_run_with_nothing_to_tell_has_no_annotations():
    assert annotation_lines(a_report(a_flow_report())) == ""


# -- terminal --------------------------------------------------------------------------------------------------


def test_the_summary_is_readable_in_eighty_columns():
    text = summary(demo_report(), page="reports/x/index.html", width=80)
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 60
    assert lines[0] == "Two guides are wrong: Romanian and Arabic."
    assert lines[-1] == "Report: reports/x/index.html"
    assert "now: posts to https://www.whatsapp.com/contact/noclient/async/new/" in text
    assert "البريد الإلكتروني" in text
    assert "is now called “Next Step”" in text


def test_a_note_is_told_even_where_all_is_well():
    note = a_finding(Rule.CONSENT_DECLINED, level=Level.NOTE, sentence="A consent dialog was declined.")
    text = summary(a_report(a_flow_report(findings=(note,))), page="")
    assert text.startswith("Every sentence that was checked holds.")
    assert "Noted\n  - A consent dialog was declined. (English)" in text


def test_what_follows_from_a_cause_is_told_in_one_line_under_it():
    cause = a_finding(Rule.DIALOG_ADDED, sentence="A dialog opens.", subject="dialog", fingerprint="00000000000000ca")
    after = [
        a_finding(
            Rule.BUTTON_ADDED, sentence=f"Button {n} is new.", subject=f"button {n}", fingerprint=f"{n:016x}", follows="00000000000000ca"
        )
        for n in range(5)
    ]  # fmt: skip
    text = summary(a_report(a_flow_report(findings=(cause, *after))), page="", width=200)
    assert (
        "~ A dialog opens. (English)\n    with it: Button 0 is new. Button 1 is new. Button 2 is new. And 2 more.\n"
        in text
    )
    assert text.count("Button") == 3


@given(any_text)
@example(NASTY)
@example("[red]not markup[/red] :smile:")
def test_the_summary_lets_no_terminal_escape_through(text):
    shown = summary(told_of(text), page="index.html")
    assert not [mark for mark in shown if unicodedata.category(mark) == "Cc" and mark != "\n"]


def test_what_looks_like_our_markup_is_shown_as_it_is():
    assert "[red]x[/red] :smile:" in summary(told_of("[red]x[/red] :smile:"), page="")


def test_colour_is_only_for_terminals_that_want_it():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    def printed(stream, **environment):
        print_summary(demo_report(), stream, page="index.html", environment=environment)
        return stream.getvalue()

    assert "\x1b[" in printed(Terminal(), TERM="xterm")
    assert "\x1b[" not in printed(Terminal(), TERM="xterm", NO_COLOR="1")
    assert "\x1b[" not in printed(Terminal(), TERM="dumb")
    assert "\x1b[" not in printed(io.StringIO())


def test_a_stream_without_arabic_letters_gets_escapes_and_no_failure():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", write_through=True)
    print_summary(demo_report(), stream, page="index.html", environment={})
    assert b"Report: index.html" in raw.getvalue()


def test_a_long_path_of_the_report_is_not_broken_over_lines():
    page = "/".join(["folder"] * 40) + "/index.html"
    assert f"Report: {page}\n" in summary(a_report(), page=page)


# -- all -------------------------------------------------------------------------------------------------------


def test_each_reporter_gives_its_own_file():
    paths = {name: [file.path for file in reporter(a_report(), demo_pictures)] for name, reporter in REPORTERS.items()}
    assert paths == {
        "html": ["index.html"],
        "json": ["report.json"],
        "junit": ["junit.xml"],
        "markdown": ["summary.md"],
        "sarif": ["findings.sarif"],
        "atom": ["feed.atom"],
    }
