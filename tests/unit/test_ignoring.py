"""What is declared as known is not told, until its day; what is over or has nothing to ignore is told itself."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import a_flow, a_place, a_snapshot, a_step, an_expectation

from verifier.compare.judge import judge
from verifier.flowfile.library import load
from verifier.model.action import Goto
from verifier.model.baseline import Baseline, RecordedStep
from verifier.model.expectation import ExpectLink
from verifier.model.finding import Level, Rule, Status
from verifier.model.flow import Ignore, Ignored
from verifier.model.observation import Anchor, Box, Link, Observation, WebTarget
from verifier.model.run import Done, FlowRun, Missed, StepRun
from verifier.model.selector import ByLabel, ByRole, ByText, Text

TODAY = date(2026, 6, 1)


def a_link(name, at=1, section="News"):
    return Link(
        name,
        WebTarget(f"https://www.example.org/{name}"),
        Anchor("a", role="link", path=f"a[{at}]", section=section, box=Box(0, 30 * at, 90, 20)),
    )


OLD = replace(a_snapshot("old"), links=(a_link("Help"),))
NEW = replace(a_snapshot("new"), links=(a_link("Help"), a_link("Offer of the day", 2)))


def an_ignore(until="2026-12-31", **scope):
    return Ignore("the offer of the week", until, a_place(3), **scope)


def verdict(*ignores, page=NEW, site=(), expect=(), outcome=None, recorded=True):
    flow = a_flow(steps=(a_step("open", Goto("https://www.example.org/"), expect=expect),))
    flow = replace(flow, ignore=ignores, site=replace(flow.site, ignore=tuple(site)))
    baseline = Baseline(flow.id, "en", "2026-01-01", "live", (RecordedStep("open", "old"),), (OLD,))
    run = FlowRun(flow, (StepRun("open", outcome or Done(), Observation(page.id)),), (page,))
    return judge(flow, run, baseline if recorded else None, on=TODAY)


def told(judged):
    return [(finding.rule, finding.level) for finding in judged.findings]


SCOPES = [
    {"rule": "link-added"},
    {"rule": "link-*"},
    {"subject": "link offer*"},
    {"rule": "*-added", "subject": "*offer of the day"},
    {"element": Ignored(ByRole("link", Text(("Offer of the day",))))},
    {"element": Ignored(ByText(Text(("offer of the DAY",))), Text(("News",)))},
]


@pytest.mark.parametrize("scope", SCOPES)
def test_what_fits_the_scope_is_not_told(scope):
    judged = verdict(an_ignore(**scope))
    assert (judged.status, judged.findings) == (Status.VERIFIED, ())


@pytest.mark.parametrize(
    "scope",
    [
        {"rule": "button-added"},
        {"subject": "link help"},
        {"rule": "link-added", "subject": "link help"},
        {"element": Ignored(ByLabel(Text(("Offer of the day",))))},
        {"element": Ignored(ByText(Text(("Offer of the day",))), Text(("Elsewhere",)))},
    ],
)
def test_what_does_not_fit_is_told_and_so_is_that_there_was_nothing_to_ignore(scope):
    assert told(verdict(an_ignore(**scope))) == [(Rule.LINK_ADDED, Level.DRIFTED), (Rule.IGNORE_UNUSED, Level.NOTE)]


def test_an_ignore_that_is_over_ignores_nothing_and_says_so():
    judged = verdict(an_ignore("2026-05-31", rule="link-added"))
    assert told(judged) == [(Rule.LINK_ADDED, Level.DRIFTED), (Rule.IGNORE_EXPIRED, Level.NOTE)]
    assert judged.findings[1].place.line == 3
    assert "the offer of the week" in judged.findings[1].evidence[0]


def test_on_its_last_day_it_still_counts():
    assert verdict(an_ignore("2026-06-01", rule="link-added")).findings == ()


def test_an_ignore_of_the_site_counts_and_is_not_told_where_another_flow_may_use_it():
    used, unused = an_ignore(rule="link-added"), replace(an_ignore(rule="button-added"), place=a_place(4))
    judged = verdict(site=(used, unused))
    assert (judged.findings, judged.ignored) == ((), (used.place,))


def test_one_of_the_site_that_is_over_is_said_of_what_is_told_again_and_not_once_a_flow():
    judged = verdict(site=(an_ignore("2026-05-31", rule="link-added"),))
    assert told(judged) == [(Rule.LINK_ADDED, Level.DRIFTED)]
    assert "It was to be ignored until 2026-05-31 (the offer of the week)." in judged.findings[0].evidence


@pytest.mark.parametrize(
    "scope", [{"rule": "surroundings-changed"}, {"rule": "surroundings-*", "subject": "surroundings"}]
)
def test_the_surroundings_as_a_whole_can_be_ignored(scope):
    around = replace(a_link("Offer", 2), anchor=replace(a_link("Offer", 2).anchor, landmark="navigation"))
    page = replace(NEW, links=(a_link("Help"), around))
    assert told(verdict(page=page)) == [(Rule.SURROUNDINGS_CHANGED, Level.NOTE), (Rule.LINK_ADDED, Level.NOTE)]
    assert verdict(an_ignore(**scope), page=page).findings == ()


def test_what_a_claim_rests_on_is_told_all_the_same():
    expected = an_expectation(ExpectLink(Text(("Help",))), claims=("RO-2",))
    judged = verdict(an_ignore(rule="link-*"), page=replace(a_snapshot("empty")), expect=(expected,))
    assert told(judged) == [(Rule.LINK_REMOVED, Level.BROKEN)]
    assert any("because a claim rests on it" in words for words in judged.findings[0].evidence)


def test_a_flow_that_was_not_seen_whole_says_nothing_of_what_is_unused():
    judged = verdict(an_ignore(rule="link-*"), outcome=Missed("a link"))
    assert Rule.IGNORE_UNUSED not in {finding.rule for finding in judged.findings}
    assert judged.ignored is None


def test_nor_does_one_of_which_nothing_was_recorded():
    judged = verdict(an_ignore(rule="link-*"), recorded=False)
    assert (told(judged), judged.ignored) == ([(Rule.NOT_RECORDED, Level.NOTE)], None)


BASE = Path(__file__).parents[1] / "goldens" / "flow_base"


def problems(tmp_path, written):
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    text = f"""version: 1
title: Ask
site: acme
locales: [en]
ignore:
  - {written}
steps:
  - id: open
    goto: https://www.example.org/
"""
    (tmp_path / "flows" / "acme" / "ask.yaml").write_text(text, encoding="utf-8")
    return load(tmp_path / "flows")


def test_an_ignore_is_read_with_all_its_parts(tmp_path):
    library = problems(
        tmp_path, "{rule: link-added, element: {role: link, name: Offer}, reason: weekly, until: 2026-12-31}"
    )
    assert [each.message for each in library.problems] == []
    (ignore,) = next(flow.ignore for flow in library.flows if flow.ignore)
    assert (ignore.rule, ignore.reason, ignore.until) == ("link-added", "weekly", "2026-12-31")
    assert ignore.element == Ignored(ByRole("link", Text(("Offer",))))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("{rule: link-added, until: 2026-12-31}", "needs the key `reason`"),
        ("{rule: link-added, reason: weekly}", "needs the key `until`"),
        ("{rule: link-addde, reason: weekly, until: 2026-12-31}", "there is no rule `link-addde`"),
        ("{rule: link-added, reason: weekly, until: 2026-02-31}", "there is no day 2026-02-31"),
        ("{rule: link-added, reason: weekly, until: soon}", "a date such as"),
        ("{ruel: link-added, reason: weekly, until: 2026-12-31}", "has no key `ruel`"),
    ],
)
def test_a_wrong_ignore_is_told_with_what_to_write(tmp_path, written, words):
    library = problems(tmp_path, written)
    assert any(words in each.message for each in library.problems), [each.message for each in library.problems]
