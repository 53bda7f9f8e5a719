"""One cause, one finding: what a change of a page brings about further on is told under it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import a_flow, a_selector, a_step, an_expectation

from verifier.compare.judge import judge
from verifier.model.action import Check, Choose, Fill, Goto, Select, Submit
from verifier.model.baseline import Baseline, RecordedStep
from verifier.model.expectation import (
    AddressKind,
    ControlKind,
    ExpectAddress,
    ExpectField,
    ExpectHeading,
    ExpectLink,
    ExpectOutcome,
    ExpectText,
    PostsTo,
)
from verifier.model.finding import Level, Rule
from verifier.model.observation import (
    Anchor,
    Box,
    Button,
    ButtonKind,
    Control,
    Dialog,
    FrameSeen,
    Heading,
    Link,
    MailTarget,
    Observation,
    Option,
    RequestHeld,
    Snapshot,
    TextBlock,
    ValidationRefused,
    WebTarget,
)
from verifier.model.run import Done, FlowRun, Lack, Missed, Relocation, Skipped, StepRun
from verifier.model.selector import ByLabel, Selector, Text

URL = "https://www.example.org/ask"


def at(tag, path, y, **marks):
    return Anchor(tag, path=path, landmark="main", section="Ask us", box=Box(10, y, 100, 20), **marks)


NAME = Control("Name", ControlKind.TEXT, "who", at("input", "form[1]/p[1]/input[1]", 40, name="who"), form="f")
TOPIC = Control(
    "Topic",
    ControlKind.SELECT,
    "topic",
    at("select", "form[1]/p[2]/select[1]", 80, name="topic"),
    options=(Option("Please choose", ""), Option("Parcel", "1"), Option("Refund", "2")),
    form="f",
)
TEXT = Control("Message", ControlKind.TEXTAREA, "text", at("textarea", "form[1]/p[3]/textarea[1]", 120), form="f")
SEND = Button("Send", ButtonKind.SUBMIT, at("button", "form[1]/button[1]", 200, type="submit"), form="f")
DRAFT = Button("Save a draft", ButtonKind.BUTTON, at("button", "form[1]/button[2]", 240), form="f")
HEAD = Heading(1, "Ask us", at("h1", "h1[1]", 0))
TERMS = Link("Terms", WebTarget("https://www.example.org/terms"), at("a", "p[1]/a[1]", 300))
PAGE = Snapshot(
    "old", URL, "Ask", "en", "ltr", headings=(HEAD,), controls=(NAME, TOPIC, TEXT), buttons=(SEND, DRAFT), links=(TERMS,),
    texts=(TextBlock("We answer within two days.", at("p", "p[2]", 320)),),
)  # fmt: skip
POSTED = RequestHeld("POST", "https://www.example.org/ask", ("who", "topic", "text"), "")
OPEN = a_step("open", Goto(URL), claims=("RO-1",))
FILL = a_step("fill", Fill(Selector(ByLabel(Text(("Message",)))), "Hello"), claims=("RO-2",))
PICK = a_step("pick", Select(Selector(ByLabel(Text(("Topic",)))), Text(("Parcel",)), by_value=False), claims=("RO-2",))
PRESS = a_step("send", Submit(a_selector("button", "Send")), claims=("RO-3",))
POSTS = an_expectation(ExpectOutcome(PostsTo("https://www.example.org/*", ("text",))), id="posts", claims=("RO-4",))
TARGETS = {"fill": TEXT.anchor, "pick": TOPIC.anchor, "send": SEND.anchor}


def changed(**parts):
    return replace(PAGE, id="new", **parts)


def judged(steps, page, *, outcomes=None, submitted=POSTED, before=POSTED, detours=None, pages=None, relocation=None):
    """What is told of a run of these steps on `page`, or on those of `pages` by step; as findings by what they follow from."""
    flow, outcomes, pages = a_flow(steps=steps), outcomes or {}, pages or {}
    recorded = tuple(
        RecordedStep(step.id, PAGE.id, TARGETS.get(step.id), submitted=before if step.id == "send" else None)
        for step in steps
    )
    runs = tuple(
        StepRun(
            step.id,
            outcomes.get(step.id, Done()),
            Observation(
                pages.get(step.id, page).id,
                submitted=submitted if step.id == "send" and step.id not in outcomes else None,
                detours=(detours or {}).get(step.id, ()),
            ),
            relocation if step.id == "pick" else None,
        )
        for step in steps
    )
    every = tuple({each.id: each for each in (page, *pages.values())}.values())
    baseline = Baseline(flow.id, flow.locale, "2026-01-01", "live", recorded, (PAGE,))
    findings = judge(flow, FlowRun(flow, runs, every), baseline).findings
    rules = {finding.fingerprint: finding.rule for finding in findings}
    roots = [(finding.rule.value, finding.level) for finding in findings if finding.follows is None]
    return roots, sorted((rules[f.follows].value, f.rule.value) for f in findings if f.follows is not None), findings


ORDER = Control(
    "Order number", ControlKind.TEXT, "order", at("input", "form[1]/p[4]/input[1]", 160), required=True, form="f"
)
ASKING_MORE = {
    "field-added": ((NAME, TOPIC, TEXT, ORDER), "Order number"),
    "field-required-changed": ((replace(NAME, required=True), TOPIC, TEXT), "Name"),
    "field-kind-changed": ((replace(NAME, kind=ControlKind.EMAIL), TOPIC, TEXT), "Name"),
    "field-constraint-changed": ((NAME, TOPIC, replace(TEXT, min_length=300)), "Message"),
}


@pytest.mark.parametrize("expect", [(), (POSTS,)], ids=["recorded", "stated"])
@pytest.mark.parametrize("rule", ASKING_MORE)
def test_a_form_that_is_refused_for_what_a_field_asks_now_is_told_as_that_field(rule, expect):
    controls, label = ASKING_MORE[rule]
    roots, folded, _ = judged(
        (OPEN, replace(PRESS, expect=expect)), changed(controls=controls), submitted=ValidationRefused((label,))
    )
    assert (roots, folded) == ([(rule, Level.BROKEN)], [(rule, "outcome-changed")])


def test_a_form_that_is_no_longer_refused_for_a_field_is_told_as_that_field():
    asked = ((replace(NAME, required=False), TOPIC, TEXT), replace(NAME, required=True))
    recorded = replace(PAGE, controls=(asked[1], TOPIC, TEXT))
    flow = a_flow(steps=(OPEN, PRESS))
    steps = tuple(
        RecordedStep(step.id, PAGE.id, TARGETS.get(step.id), submitted=ValidationRefused(("Name",)) if step is PRESS else None)
        for step in flow.steps
    )  # fmt: skip
    page = changed(controls=asked[0])
    runs = tuple(
        StepRun(step.id, Done(), Observation(page.id, submitted=POSTED if step is PRESS else None))
        for step in flow.steps
    )
    baseline = Baseline(flow.id, flow.locale, "2026-01-01", "live", steps, (recorded,))
    findings = judge(flow, FlowRun(flow, runs, (page,)), baseline).findings
    assert [f.rule for f in findings if f.follows is None] == [Rule.FIELD_REQUIRED_CHANGED]


def test_a_form_that_is_refused_for_something_else_as_well_is_told_by_itself():
    roots, folded, _ = judged(
        (OPEN, PRESS), changed(controls=(NAME, TOPIC, TEXT, ORDER)), submitted=ValidationRefused(("Order number", "Topic"))
    )  # fmt: skip
    assert sorted(rule for rule, _ in roots) == ["field-added", "outcome-changed"]
    assert folded == []


def test_a_step_whose_element_is_called_otherwise_is_missing_for_that_reason():
    roots, folded, _ = judged(
        (OPEN, PRESS), changed(buttons=(replace(SEND, name="Post it"), DRAFT)), outcomes={"send": Missed('button "Send"')}
    )  # fmt: skip
    assert (roots, folded) == ([("button-renamed", Level.BROKEN)], [("button-renamed", "step-missing")])


def test_a_step_whose_option_is_called_otherwise_is_missing_for_that_reason():
    options = (*TOPIC.options[:1], Option("Shipment", "1"), *TOPIC.options[2:])
    page = changed(controls=(NAME, replace(TOPIC, options=options), TEXT))
    roots, folded, _ = judged((OPEN, PICK), page, outcomes={"pick": Missed('option "Parcel" in field "Topic"')})
    assert (roots, folded) == ([("option-renamed", Level.BROKEN)], [("option-renamed", "step-missing")])


def test_an_element_that_is_gone_is_told_once_although_the_guide_states_it_as_well():
    stated = an_expectation(ExpectField(Text(("Message",))), id="message", claims=("RO-4",))
    roots, folded, _ = judged(
        (replace(OPEN, expect=(stated,)), FILL), changed(controls=(NAME, TOPIC)), outcomes={"fill": Missed('field "Message"')}
    )  # fmt: skip
    assert (roots, folded) == ([("step-missing", Level.BROKEN)], [("step-missing", "field-removed")])


def test_an_element_that_is_there_and_cannot_be_used_says_so():
    locked = changed(buttons=(replace(SEND, disabled=True), DRAFT))
    roots, folded, findings = judged((OPEN, PRESS), locked, outcomes={"send": Missed('button "Send"', Lack.DISABLED)})  # fmt: skip
    assert roots == [("button-disabled-changed", Level.BROKEN)]
    assert folded == [("button-disabled-changed", "step-missing")]
    assert {finding.sentence for finding in findings} == {
        'Button "Send": enabled before, disabled now.',
        'The step cannot be done: button "Send" is there but disabled.',
    }
    assert [finding.actual for finding in findings if finding.rule is Rule.STEP_MISSING] == ["there but disabled"]


def test_a_button_that_no_step_needs_and_is_disabled_is_noted():
    roots, _, _ = judged((OPEN,), changed(buttons=(SEND, replace(DRAFT, disabled=True))))
    assert roots == [("button-disabled-changed", Level.NOTE)]


def test_a_list_that_became_radio_buttons_is_one_change_and_its_prompt_no_option():
    radios = replace(
        TOPIC, kind=ControlKind.RADIO, options=TOPIC.options[1:], anchor=at("fieldset", "form[1]/fieldset[1]", 80)
    )
    found = Relocation("Topic", "Parcel", 0.97, 0.9, ("the words",), radios.anchor, ("old", "new"))
    roots, folded, _ = judged((OPEN, PICK), changed(controls=(NAME, radios, TEXT)), relocation=found)
    assert (roots, folded) == ([("field-kind-changed", Level.BROKEN)], [])


NEXT = Button("Next step", ButtonKind.BUTTON, at("button", "form[1]/button[1]", 120), form="f")


def test_what_stands_behind_a_step_that_nobody_speaks_of_follows_from_that_step():
    first = changed(controls=(NAME,), buttons=(NEXT,))
    second = replace(PAGE, id="second", controls=(TOPIC, TEXT))
    roots, folded, _ = judged(
        (OPEN, FILL), first, pages={"fill": second}, detours={"fill": ('button "Next step"',)}
    )  # fmt: skip
    assert roots == [("step-extra", Level.BROKEN)]
    assert {cause for cause, _ in folded} == {"step-extra"}


def test_what_is_gone_from_a_form_that_now_has_a_way_on_follows_from_the_step_that_cannot_be_done():
    first = changed(controls=(NAME,), buttons=(NEXT,))
    roots, folded, findings = judged(
        (OPEN, FILL, PRESS), first, outcomes={"fill": Missed('field "Message"'), "send": Skipped("fill")}
    )
    assert roots == [("step-missing", Level.BROKEN)]
    assert {cause for cause, _ in folded} == {"step-missing"}
    assert 'The page has a new button "Next step": what is missing may come behind it.' in findings[0].evidence


def test_a_page_in_another_language_is_one_finding_whatever_a_guide_states_of_its_words():
    page = changed(
        language="de",
        headings=(replace(HEAD, text="Fragen Sie uns"),),
        controls=(replace(NAME, label="Ihr Name"), replace(TOPIC, label="Thema", options=()), replace(TEXT, label="Ihre Nachricht")),
        buttons=(replace(SEND, name="Absenden"), replace(DRAFT, name="Entwurf speichern")),
        links=(replace(TERMS, name="Bedingungen"),),
    )  # fmt: skip
    stated = an_expectation(ExpectHeading(Text(("Ask us",))), id="heading", claims=("RO-4",))
    roots, _, _ = judged((replace(OPEN, expect=(stated,)),), page)
    assert roots == [("language-changed", Level.BROKEN)]


def test_a_page_that_no_longer_says_its_language_excuses_no_word():
    page = changed(language="", headings=(replace(HEAD, text="Write to us"),))
    stated = an_expectation(ExpectHeading(Text(("Ask us",))), id="heading", claims=("RO-4",))
    roots, _, _ = judged((replace(OPEN, expect=(stated,)),), page)
    assert sorted(roots) == [("heading-renamed", Level.BROKEN), ("language-changed", Level.DRIFTED)]


def test_a_heading_that_only_differs_by_the_button_in_it_follows_from_the_button():
    new = Button("Edit", ButtonKind.BUTTON, at("button", "h1[1]/button[1]", 5))
    page = changed(headings=(replace(HEAD, text="Ask us Edit"),), buttons=(SEND, DRAFT, new))
    roots, folded, _ = judged((OPEN,), page)
    assert (roots, folded) == ([("button-added", Level.DRIFTED)], [("button-added", "heading-renamed")])


SAME = {
    "an icon in front": {"buttons": (replace(SEND, name="✉ Send"), DRAFT)},
    "an icon of a font": {"buttons": (replace(SEND, name="Send \ue0b0"), DRAFT)},
    "tracking in an address": {"links": (replace(TERMS, target=WebTarget("https://www.example.org/terms?_t=98357ceed9&msclkid=7")),)},
}  # fmt: skip


@pytest.mark.parametrize("what", SAME)
def test_what_only_decorates_or_tracks_is_no_change(what):
    stated = an_expectation(ExpectLink(Text(("Terms",)), "https://www.example.org/terms"), id="terms", claims=("RO-4",))
    assert judged((replace(OPEN, expect=(stated,)),), changed(**SAME[what]))[0] == []


@pytest.mark.parametrize("mark", [{"id": "launcher-intercom"}, {"classes": "chat-bubble"}, {"frame": ("Button to launch messaging window",)}])  # fmt: skip
def test_a_chat_that_floats_over_the_page_is_noted_with_what_stands_around_it(mark):
    chat = Button("Open chat", ButtonKind.BUTTON, replace(at("button", "div[9]/button[1]", 900), **mark))
    roots, _, _ = judged((OPEN,), changed(buttons=(SEND, DRAFT, chat)))
    assert roots == [("surroundings-changed", Level.NOTE)]


def test_a_link_that_goes_from_ahead_of_all_headings_under_one_has_moved():
    above = replace(TERMS.anchor, section="", box=Box(10, -40, 100, 20))
    others = tuple(
        replace(TERMS, name=name, target=WebTarget(f"https://www.example.org/{name}"), anchor=replace(above, path=f"p[{n}]/a[1]", box=Box(10, -40 - n, 100, 20)))
        for n, name in enumerate(("Prices", "Jobs"), 5)
    )  # fmt: skip
    recorded = replace(PAGE, links=(*others, replace(TERMS, anchor=above)))
    flow = a_flow(steps=(OPEN,))
    page = changed(links=(*others, TERMS))
    run = FlowRun(flow, (StepRun("open", Done(), Observation(page.id)),), (page,))
    baseline = Baseline(flow.id, flow.locale, "2026-01-01", "live", (RecordedStep("open", recorded.id),), (recorded,))
    assert [f.sentence for f in judge(flow, run, baseline).findings] == [
        'Link "Terms" ahead of the first heading is now under "Ask us".'
    ]


def test_a_change_of_a_field_is_told_by_the_words_that_a_reader_sees():
    page = changed(controls=(replace(NAME, kind=ControlKind.EMAIL, disabled=True), TOPIC, replace(TEXT, max_length=9)))
    _, _, findings = judged((OPEN,), page)
    assert sorted(finding.sentence for finding in findings) == [
        'Field "Message": no maximum length before, at most 9 characters now.',
        'Field "Name" was a text field and is now an email field.',
        'Field "Name": open to input before, locked now.',
    ]


def test_an_outcome_that_only_differs_by_its_address_says_the_addresses():
    elsewhere = replace(POSTED, url="https://desk.example.net/ask")
    _, _, findings = judged((OPEN, PRESS), PAGE, submitted=elsewhere)
    assert [finding.sentence for finding in findings] == [
        (
            "Pressing the button no longer posts the form to https://www.example.org/ask with the fields who, topic, text; "
            "it posts the form to https://desk.example.net/ask with the fields who, topic, text."
        )
    ]


RADIOS = replace(
    TOPIC,
    kind=ControlKind.RADIO,
    options=TOPIC.options[1:],
    anchor=at("input", "form[1]/p[2]/input[1]", 80, name="topic"),
)
CHOOSE = a_step("pick", Choose(Text(("Parcel",))), claims=("RO-2",))


def told_of(old, new, steps=(OPEN,), *, target=None, outcome=None, matches=1):
    """Rule and level of what is told first of two pages, and what follows from it; the last step has that target and outcome."""
    flow = a_flow(steps=steps)
    recorded = tuple(RecordedStep(step.id, old.id, target if step is steps[-1] else None) for step in steps)
    runs = tuple(
        StepRun(
            step.id,
            outcome if outcome and step is steps[-1] else Done(),
            Observation(new.id, matches=matches if step is steps[-1] else 1),
        )
        for step in steps
    )
    baseline = Baseline(flow.id, flow.locale, "2026-01-01", "live", recorded, (old,))
    findings = judge(flow, FlowRun(flow, runs, (new,)), baseline).findings
    return (
        [(finding.rule.value, finding.level) for finding in findings if finding.follows is None],
        [finding.rule.value for finding in findings if finding.follows is not None],
    )


def test_a_radio_button_that_is_gone_is_told_once_with_the_step_that_needs_it():
    recorded = replace(PAGE, controls=(NAME, RADIOS, TEXT))
    page = changed(controls=(NAME, replace(RADIOS, options=RADIOS.options[1:]), TEXT))
    second = replace(RADIOS.anchor, path="form[1]/p[2]/input[2]")
    told = told_of(recorded, page, (OPEN, CHOOSE), target=second, outcome=Missed('radio "Parcel"'))
    assert told == ([("step-missing", Level.BROKEN)], ["option-removed"])


def test_a_second_element_of_the_same_name_is_why_a_target_is_ambiguous():
    twin = replace(SEND, kind=ButtonKind.BUTTON, anchor=at("button", "form[1]/p[9]/button[1]", 260))
    told = told_of(PAGE, changed(buttons=(SEND, DRAFT, twin)), (OPEN, PRESS), target=SEND.anchor, matches=2)
    assert told == ([("button-added", Level.DRIFTED)], ["ambiguous-target"])


def test_a_link_whose_words_the_guide_quotes_is_told_as_those_words():
    shown = replace(PAGE, texts=(*PAGE.texts, TextBlock("Terms", at("p", "p[1]", 300))))
    quoted = an_expectation(ExpectText(Text(("Terms",))), id="terms", claims=("RO-4",))
    told = told_of(shown, changed(links=()), (replace(OPEN, expect=(quoted,)),))
    assert told == ([("text-gone", Level.BROKEN)], ["link-removed"])


@pytest.mark.parametrize("words", ["help@example.org", "Write to us"])
def test_a_mail_link_that_is_gone_follows_from_its_address_that_the_guide_gives(words):
    mail = Link(
        words, MailTarget("help@example.org"), at("a", "p[3]/a[1]", 340, href="mailto:help@example.org?subject=Hi")
    )
    states = an_expectation(ExpectAddress(AddressKind.MAIL, "help@example.org"), claims=("RO-4",))
    flow = a_flow(steps=(replace(OPEN, expect=(states,)),))
    recorded, page = replace(PAGE, links=(TERMS, mail)), changed()
    baseline = Baseline(flow.id, flow.locale, "2026-01-01", "live", (RecordedStep("open", recorded.id),), (recorded,))
    runs = (StepRun("open", Done(), Observation(page.id)),)
    findings = judge(flow, FlowRun(flow, runs, (page,)), baseline).findings
    assert [(f.rule.value, f.follows is None) for f in findings] == [("address-gone", True), ("link-removed", False)]


def test_a_label_that_a_guide_quotes_leads_the_link_in_it():
    agree = Control(
        "I accept the rules", ControlKind.CHECKBOX, "ok", at("input", "form[1]/p[8]/input[1]", 180), form="f"
    )
    rules = Link("rules", WebTarget("https://www.example.org/rules"), at("a", "form[1]/p[8]/a[1]", 180))
    recorded = replace(PAGE, controls=(*PAGE.controls, agree), links=(TERMS, rules))
    page = changed(controls=(*PAGE.controls, replace(agree, label="I accept the")))
    tick = a_step("ok", Check(Selector(ByLabel(Text(("I accept the rules",))))), claims=("RO-2",))
    found = Relocation("I accept the rules", "I accept the", 0.97, 0.9, ("the name",), agree.anchor, ("old", "new"))
    flow = a_flow(steps=(OPEN, tick))
    steps = (RecordedStep("open", recorded.id), RecordedStep("ok", recorded.id, agree.anchor))
    runs = (StepRun("open", Done(), Observation(page.id)), StepRun("ok", Done(), Observation(page.id), found))
    baseline = Baseline(flow.id, flow.locale, "2026-01-01", "live", steps, (recorded,))
    findings = judge(flow, FlowRun(flow, runs, (page,)), baseline).findings
    assert [(f.rule.value, f.follows is None) for f in findings] == [("field-renamed", True), ("link-removed", False)]


def test_a_link_that_goes_to_the_section_beside_its_own_has_moved():
    def card(n, x):
        return Heading(2, f"Card {n}", replace(at("h2", f"div[{n}]/h2[1]", 400), box=Box(x, 400, 200, 20)))

    def link(name, n, x, y):
        anchor = replace(at("a", f"div[{n}]/{name}/a[1]", y), box=Box(x, y, 90, 20), section=f"Card {n}")
        return Link(name, WebTarget(f"https://www.example.org/{name}"), anchor)

    cards = (HEAD, card(1, 0), card(2, 300))
    recorded = replace(
        PAGE,
        headings=cards,
        links=(link("a", 1, 0, 430), link("b", 1, 0, 460), link("c", 1, 0, 490), link("d", 2, 300, 430), link("e", 2, 300, 460)),
    )  # fmt: skip
    page = changed(
        headings=cards,
        links=(link("a", 1, 0, 430), link("c", 1, 0, 460), link("b", 2, 300, 430), link("d", 2, 300, 460), link("e", 2, 300, 490)),
    )  # fmt: skip
    assert told_of(recorded, page) == ([("link-moved", Level.DRIFTED)], [])


def test_a_cookie_dialog_inside_of_a_frame_hides_nothing_else_of_the_frame():
    def framed(element):
        return replace(element, anchor=replace(element.anchor, frame=("Form",)))

    recorded = replace(
        PAGE, controls=tuple(map(framed, PAGE.controls)), frames=(FrameSeen(("Form",), "https://forms.example.net/"),)
    )
    inside = replace(
        at("button", "div[9]/button[1]", 900, role="button"), frame=("Form",), dialog="div[9]", group="Cookies"
    )
    words = "This site uses cookies. Got it! Decline"
    dialog = Dialog("Cookies", modal=False, text=words, anchor=replace(inside, tag="div", path="div[9]", dialog=""))
    page = replace(
        recorded,
        id="new",
        dialogs=(dialog,),
        buttons=(*PAGE.buttons, Button("Decline", ButtonKind.BUTTON, inside), Button("Got it!", ButtonKind.BUTTON, replace(inside, path="div[9]/button[2]"))),
    )  # fmt: skip
    assert told_of(recorded, page) == ([], [])


def test_the_links_of_a_frame_that_moved_to_another_host_moved_with_it():
    def on(host):
        link = replace(TERMS, target=WebTarget(f"https://{host}/terms"), anchor=replace(TERMS.anchor, frame=("Form",)))
        return replace(PAGE, id=host, links=(link,), frames=(FrameSeen(("Form",), f"https://{host}/form"),))

    assert told_of(on("forms.example.net"), on("desk.example.net")) == ([], [])


def test_a_name_that_is_only_a_sign_is_a_name():
    thumbs = replace(PAGE, buttons=(replace(SEND, name="👍"), DRAFT))
    assert told_of(thumbs, changed(buttons=(replace(SEND, name="👎"), DRAFT))) == (
        [("button-renamed", Level.DRIFTED)],
        [],
    )


def test_links_whose_queries_ask_in_another_way_are_one_finding():
    def sorting(by):
        columns = [
            replace(TERMS, name=name, target=WebTarget(f"https://www.example.org/list?{by}={name.lower()}"), anchor=replace(TERMS.anchor, path=f"main[1]/a[{at}]"))
            for at, name in enumerate(("Name", "Date", "State"), 1)
        ]  # fmt: skip
        return replace(PAGE, id=by, links=tuple(columns))

    roots, following = told_of(sorting("sort"), sorting("order_by"))
    assert roots == [("link-target-changed", Level.DRIFTED)]
    assert len(following) == 2
