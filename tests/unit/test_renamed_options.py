"""Several options of one list that are called otherwise for one cause are one finding, with each old and new name in it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from builders import a_claim, a_finding, a_flow, a_flow_report, a_guide, a_report, a_snapshot, a_step, an_expectation
from demo import demo_pictures
from hypothesis import given
from hypothesis import strategies as st

from verifier.compare.correction import corrections
from verifier.compare.forms import field_changes
from verifier.compare.judge import judge
from verifier.compare.recording import with_findings
from verifier.compare.renames import with_one_cause
from verifier.model.action import Goto
from verifier.model.baseline import Baseline, RecordedStep
from verifier.model.expectation import ControlKind, ExpectOptions
from verifier.model.finding import Level, Rule
from verifier.model.observation import Anchor, Box, Control, Observation, Option
from verifier.model.run import Done, FlowRun, StepRun
from verifier.model.selector import Text
from verifier.report.registry import REPORTERS
from verifier.report.summary import summary

PLATFORM = Control(
    "Platform", ControlKind.SELECT, "platform", Anchor("select", path="form/select[1]", box=Box(10, 10, 100, 20))
)
CITIES = ("Athens", "Berlin", "Bern", "Bonn", "Brest", "Dover", "Genoa", "Lyon", "Malaga", "Porto", "Turin")


def listing(*names):
    return tuple(Option(name, f"V{at}") for at, name in enumerate(names))


def judged(old, new, *expect):
    before, page = (
        replace(a_snapshot(name), controls=(replace(PLATFORM, options=listing(*names)),))
        for name, names in (("before", old), ("now", new))
    )
    flow = a_flow(steps=(a_step("open", Goto(page.url), expect=expect),))
    baseline = Baseline(flow.id, "en", "2026-01-01", "live", (RecordedStep("open", "before"),), (before,))
    run = FlowRun(flow, (StepRun("open", Done(), Observation("now")),), (page,))
    return judge(flow, run, baseline), baseline, run


def told(found):
    return [(each.rule, each.subject, each.renamed) for each in found.findings]


def test_more_renamed_options_than_a_person_would_list_are_one_finding():
    new = tuple(f"{name[::-1]}" for name in CITIES[:9]) + CITIES[9:]
    found, *_ = judged(CITIES, new)
    assert told(found) == [
        (Rule.OPTION_RENAMED, "field platform options", tuple(zip(CITIES[:9], new[:9], strict=True)))
    ]
    assert found.findings[0].sentence == (
        '9 options of field platform are called otherwise: "Athens" is now "snehtA", "Berlin" is now "nilreB", "Bern" is now "nreB" and 6 more.'
    )
    assert found.findings[0].level is Level.DRIFTED


@pytest.mark.parametrize(
    ("old", "new", "groups"),
    [
        # A list in another language, in which names of products stay.
        (("Payment", "Delivery", "Returns", "Other"), ("Plată", "Livrare", "Retur", "Altele"), [4]),
        (("Android", "iPhone", "Web", "Other"), ("Android", "iPhone", "Browser", "Something else"), [1, 1]),
        # One word that changed in front, at the end, or in the middle of several.
        (("Plan Free", "Plan Pro", "None"), ("Tariff Free", "Tariff Pro", "None"), [2]),
        (("Chat", "Mail", "Phone", "Letter", "Fax"), ("Chat (new)", "Mail (new)", "Phone", "Letter", "Fax"), [2]),
        (("A to B", "C to D", "Home", "Away"), ("A via B", "C via D", "House", "Away"), [3]),
        (("Chat", "Mail", "Phone", "Fax"), ("Talk", "Mail", "Phone", "Fax"), [1]),
    ],
)
def test_what_has_one_cause_is_one_finding(old, new, groups):
    found, *_ = judged(old, new)
    assert [max(1, len(each.renamed)) for each in found.findings] == groups
    assert {each.rule for each in found.findings} == {Rule.OPTION_RENAMED}


def test_an_option_that_is_offered_once_more_or_words_that_all_share_are_no_change():
    twice = replace(PLATFORM, options=(*listing("Athens", "Bern"), Option("Athens", "V0")))
    once = replace(PLATFORM, options=listing("Athens", "Bern"))
    assert field_changes(twice, once) == field_changes(once, twice) == ()
    patterns = [replace(PLATFORM, options=listing(*[tip] * 4)) for tip in ("Drawn without a picture", "Drawn")]
    assert field_changes(*patterns) == ()


def test_an_option_that_says_more_or_less_is_the_same_option_where_only_one_does():
    def told_of(old, new):
        first, second = (replace(PLATFORM, options=tuple(Option(each, each) for each in names)) for names in (old, new))
        return sorted((change.rule, change.expected, change.actual) for change in field_changes(first, second))

    assert told_of(("Text", "HTML", "Markdown"), ("Plain text", "HTML", "HTML in colour", "Markdown to HTML")) == [
        (Rule.OPTION_ADDED, "", 'option "HTML in colour"'),
        (Rule.OPTION_RENAMED, 'option "Markdown"', 'option "Markdown to HTML"'),
        (Rule.OPTION_RENAMED, 'option "Text"', 'option "Plain text"'),
    ]
    assert [rule for rule, *_ in told_of(("Text", "HTML"), ("HTML", "Plain text", "Coloured text"))] == [
        Rule.OPTION_ADDED, Rule.OPTION_ADDED, Rule.OPTION_REMOVED,
    ]  # fmt: skip


def test_two_causes_in_one_list_are_two_findings():
    old = ("Plan Free", "Plan Pro", "Ask by mail", "Ask by phone", "None", "Any", "Both")
    new = ("Tariff Free", "Tariff Pro", "Ask us by mail", "Ask us by phone", "None", "Any", "Both")
    found, *_ = judged(old, new)
    assert [each.renamed[0] for each in found.findings] == [
        ("Plan Free", "Tariff Free"),
        ("Ask by mail", "Ask us by mail"),
    ]
    assert len({each.fingerprint for each in found.findings}) == 2


def test_a_claim_on_one_of_them_is_told_with_it_and_breaks_it():
    expected = ExpectOptions(Text(("Platform",)), (Text(("Plan Free",)), Text(("Plan Pro",))))
    found, *_ = judged(
        ("Plan Free", "Plan Pro"), ("Tariff Free", "Tariff Pro"), an_expectation(expected, claims=("RO-2",), line=7)
    )
    assert [(each.rule, each.level, each.claims, each.place.line) for each in found.findings] == [
        (Rule.OPTION_RENAMED, Level.BROKEN, ("RO-2",), 7)
    ]


def test_accepting_it_takes_all_of_them_into_the_recording():
    old, new = CITIES, tuple(f"{name} (city)" for name in CITIES)
    found, baseline, run = judged(old, new)
    now = with_findings(baseline, run, found.findings)
    assert [each.text for each in now.snapshots[0].controls[0].options] == list(new)


def test_a_guide_is_told_the_new_words_of_those_that_it_names():
    pairs = (("Chat", "Talk"), ("Mail", "Post"), ("Phone", "Call"))
    finding = replace(a_finding(Rule.OPTION_RENAMED, level=Level.BROKEN), renamed=pairs)
    named, unnamed = a_claim(labels=("Mail",)), a_claim("RO-9")
    assert [(each.old, each.new) for each in corrections(a_guide(), named, (finding,))] == [("Mail", "Post")]
    assert [(each.old, each.new) for each in corrections(a_guide(), unnamed, (finding,))] == list(pairs)


def test_the_reports_show_each_pair():
    pairs = tuple((name, name[::-1]) for name in CITIES)
    finding = replace(a_finding(Rule.OPTION_RENAMED, sentence="11 options are called otherwise."), renamed=pairs)
    report = a_report(a_flow_report(findings=(finding,)))
    page = next(iter(REPORTERS["html"](report, demo_pictures))).content.decode()
    assert all(f"<td><bdi>{old}</bdi></td><td><bdi>{new}</bdi></td>" in page for old, new in pairs)
    document = json.loads(next(iter(REPORTERS["json"](report, demo_pictures))).content)
    assert document["findings"][0]["renamed"][0] == {"old": "Athens", "new": "snehtA"}
    assert "11 options are called otherwise." in summary(report, page="")


words = st.text("ab ", min_size=1, max_size=5)


@given(st.lists(st.tuples(words, words), max_size=12), st.lists(words, max_size=6))
def test_no_renaming_is_lost_or_told_twice(renamed, kept):
    groups = with_one_cause(renamed, kept)
    assert sorted(pair for group in groups for pair in group) == sorted(renamed)
    assert all(groups)
