"""What comes and goes on a page that nobody changes: learned from several captures, known by name, and no drift."""

from __future__ import annotations

from dataclasses import replace

from builders import a_flow, a_flow_report, a_snapshot, a_step, a_step_report, an_observation

from verifier.compare.judge import judge
from verifier.compare.recording import with_findings
from verifier.model.action import Goto
from verifier.model.baseline import Baseline, RecordedStep
from verifier.model.finding import Level, Rule, Status
from verifier.model.observation import Anchor, Box, Heading, Link, Observation, WebTarget
from verifier.model.run import Done, FlowRun, StepRun
from verifier.session.learn import learn
from verifier.session.variant import propose_variant

FLOW = a_flow(steps=(a_step("open", Goto("https://www.example.org/")),))


def a_page(name, quote, *, links=("Help",), title="Support"):
    return replace(
        a_snapshot(name),
        headings=(
            Heading(1, title, Anchor("h1", path="id(top)/h1[1]", box=Box(0, 0, 300, 40))),
            Heading(
                3, quote, Anchor("h3", path=f"id(quotes)/div[{len(quote) % 4 + 1}]/h3[1]", box=Box(0, 400, 300, 20))
            ),
        ),
        links=tuple(
            Link(
                each,
                WebTarget(f"https://www.example.org/{each}"),
                Anchor("a", path=f"id(nav)/a[{at}]", box=Box(0, 80 * at, 90, 20)),
            )
            for at, each in enumerate(links, 1)
        ),
    )


def report(page):
    step = a_step_report(FLOW.steps[0], Done(), observation=an_observation(page.id))
    return a_flow_report(FLOW, steps=(step,), snapshots=(page,))


def a_run(page):
    return FlowRun(FLOW, (StepRun("open", Done(), Observation(page.id)),), (page,))


def verdict(page, baseline):
    return judge(FLOW, a_run(page), baseline)


def baseline_after(*pages):
    return learn(tuple(map(report, pages)), None, recorded_on="2026-01-01", source="live").proposal.baseline


QUOTES = (a_page("a", "Anna: great"), a_page("b", "Yiannis: thank you"), a_page("c", "Wanjiru: they answered"))


def test_what_differs_among_captures_is_written_down_with_its_place_and_what_was_seen():
    (place,) = baseline_after(*QUOTES).volatile
    assert (place.kind, place.at, place.page) == (
        "heading",
        "id(quotes)/div[*]/h3[1]".replace("h3[1]", "h3[*]"),
        "https://www.example.org",
    )
    assert "heading-renamed" in place.rules
    assert any("Anna" in words for words in place.seen)


def test_what_is_volatile_is_no_drift_also_where_it_shows_something_new():
    told = verdict(a_page("d", "Somebody quite different says so"), baseline_after(*QUOTES))
    assert (told.status, told.findings) == (Status.VERIFIED, ())


def test_a_link_that_is_another_each_time_may_lead_elsewhere_under_the_same_name():
    offers = [
        a_page(name, "Great", links=("Help", offer))
        for name, offer in (("a", "Shoes"), ("b", "Phones"), ("c", "Shoes"))
    ]
    other = a_page("d", "Great", links=("Help", "Shoes"))
    moved = replace(other.links[1], target=WebTarget("https://www.example.org/sale"))
    told = verdict(replace(other, links=(other.links[0], moved)), baseline_after(*offers))
    assert (told.status, told.findings) == (Status.VERIFIED, ())


def test_a_real_change_beside_what_is_volatile_is_told():
    told = verdict(a_page("d", "Somebody else", links=("Help", "Chat")), baseline_after(*QUOTES))
    assert [finding.rule for finding in told.findings] == [Rule.LINK_ADDED]


def test_captures_that_are_equal_teach_nothing_and_keep_what_was_taught():
    taught = baseline_after(*QUOTES)
    again = learn((report(QUOTES[0]), report(QUOTES[0])), taught, recorded_on="2026-01-02", source="live")
    assert again.proposal.baseline.volatile == taught.volatile


def test_learning_does_not_depend_on_the_order_of_the_captures_before_the_last():
    one, other, last = QUOTES
    assert baseline_after(one, other, last).volatile == baseline_after(other, one, last).volatile


PLAIN = a_page("plain", "Anna: great")
SHORT = a_page("short", "Anna: great", links=("Help", "Call us", "Write to us"), title="Support, in short")
RECORDED = Baseline(FLOW.id, "en", "2026-01-01", "live", (RecordedStep("open", "plain"),), (PLAIN,))


def test_a_page_that_is_a_known_variant_is_no_drift_and_the_report_says_which_was_seen():
    known = propose_variant(report(SHORT), RECORDED, "short-form")
    assert known.steps == ("open",)
    told = verdict(replace(SHORT, id="short again"), known.baseline)
    assert told.status is Status.VERIFIED
    assert [(f.rule, f.level, f.actual) for f in told.findings] == [(Rule.VARIANT_SEEN, Level.NOTE, "short-form")]
    assert verdict(PLAIN, known.baseline).findings == ()


def test_what_differs_from_every_variant_is_told_against_the_nearest():
    known = propose_variant(report(SHORT), RECORDED, "short-form").baseline
    told = verdict(replace(SHORT, id="new", links=SHORT.links[:2]), known)
    assert [(f.rule, f.expected) for f in told.findings if f.level is not Level.NOTE] == [
        (Rule.LINK_REMOVED, 'link "Write to us"')
    ]


def test_what_is_a_known_state_already_is_no_new_variant():
    known = propose_variant(report(SHORT), RECORDED, "short-form").baseline
    assert propose_variant(report(SHORT), known, "other").steps == ()


def test_accepting_what_differs_from_a_variant_changes_that_variant_and_not_what_was_recorded_first():
    known = propose_variant(report(SHORT), RECORDED, "short-form").baseline
    page = replace(SHORT, id="new", links=SHORT.links[:2])
    told = verdict(page, known)
    (gone,) = (each for each in told.findings if each.rule is Rule.LINK_REMOVED)
    now = with_findings(known, a_run(page), (gone,))
    assert now.snapshot_of(now.steps[0]) == PLAIN
    assert [(each.rule, each.actual) for each in verdict(page, now).findings] == [(Rule.VARIANT_SEEN, "short-form")]
    assert verdict(PLAIN, now).findings == ()
    assert [name for name, _ in now.variants_of(now.steps[0])] == ["short-form"]
