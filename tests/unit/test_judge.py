"""What the judge says of a page that changed, and of one that did not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import a_click, a_flow, a_step, an_expectation

from verifier.compare.judge import judge
from verifier.model.action import Fill, Goto, Submit
from verifier.model.baseline import Baseline, RecordedStep
from verifier.model.expectation import (
    AddressKind,
    ControlKind,
    ExpectAddress,
    ExpectButton,
    ExpectField,
    ExpectHeading,
    ExpectLink,
    ExpectOptions,
    ExpectOutcome,
    ExpectText,
    ExpectUrl,
    MailDraft,
    PostsTo,
)
from verifier.model.finding import ClaimVerdict, Level, Rule, Status
from verifier.model.guide import CheckKind, Claim, Guide
from verifier.model.observation import (
    Anchor,
    Box,
    Button,
    ButtonKind,
    Control,
    Heading,
    Link,
    MailOpened,
    MailTarget,
    NothingLeft,
    Observation,
    Option,
    RequestHeld,
    Snapshot,
    TextBlock,
    Trouble,
    TroubleKind,
    ValidationRefused,
    Wall,
    WallKind,
    WebTarget,
)
from verifier.model.place import Place
from verifier.model.run import Done, Faulted, FlowRun, Missed, Relocation, Skipped, StepRun, Walled
from verifier.model.selector import ByLabel, ByRole, Selector, Text

HERE = Place("flows/guides/ro.yaml", 1, 1, 1, 2)


def at(tag, path, **marks):
    return Anchor(tag, path=path, landmark="main", section="Contact", box=Box(10, 10, 100, 20), **marks)


PHONE = Control("Phone number", ControlKind.TEL, "phone_number", at("input", "form/input[1]", id="phone"), form="f")
PLATFORM = Control(
    "Platform",
    ControlKind.RADIO,
    "platform",
    at("fieldset", "form/fieldset[1]"),
    options=(Option("Android", "ANDROID"), Option("iPhone", "IPHONE"), Option("Other", "OTHER")),
    form="f",
)
MESSAGE = Control(
    "Your message", ControlKind.TEXTAREA, "your_message", at("textarea", "form/textarea[1]"), min_length=30, form="f"
)
SEND = Button("Send Question", ButtonKind.SUBMIT, at("button", "form/button[1]", id="submit", type="submit"), form="f")
FAQ = Link("Help Center", WebTarget("https://faq.whatsapp.com/"), at("a", "a[1]"))
MAIL = Link("Write to us", MailTarget("smb@support.whatsapp.com"), at("a", "a[2]"))
PAGE = Snapshot(
    id="old",
    url="https://www.whatsapp.com/contact",
    title="Contact",
    language="en",
    direction="ltr",
    headings=(Heading(1, "Contact", at("h1", "h1[1]")), Heading(2, "Messenger", at("h2", "h2[1]"))),
    controls=(PHONE, PLATFORM, MESSAGE),
    buttons=(SEND,),
    links=(FAQ, MAIL),
    texts=(TextBlock("Please check the help center first", at("p", "p[1]")),),
)
OPEN = a_step("open", Goto("https://www.whatsapp.com/contact"), claims=("RO-1",))
GUIDE = Guide(
    "ro",
    "Contact",
    "ro",
    "ltr",
    HERE,
    tuple(Claim(f"RO-{n}", "step", "says", CheckKind.PAGE, HERE) for n in range(1, 5)),
)


def recording(flow, *, target=None, submitted=None, page=PAGE):
    steps = tuple(
        RecordedStep(
            step.id, page.id, target=target if not isinstance(step.action, Goto) else None, submitted=submitted
        )
        for step in flow.steps
    )
    return Baseline(flow.id, flow.locale, "2026-01-01", "live", steps, (page,))


def seen(flow, page, *, outcome=None, submitted=None, relocation=None, target=None, **observed):
    """Every step done on `page`; the last one with this outcome."""
    steps = []
    for step in flow.steps:
        last = step is flow.steps[-1]
        steps.append(
            StepRun(
                step.id,
                outcome if last and outcome else Done(),
                Observation(
                    page.id,
                    submitted=submitted if last else None,
                    target=target if last else None,
                    **(observed if last else {}),
                ),
                relocation if last else None,
            )
        )
    return FlowRun(flow, tuple(steps), (page,))


def verdict(page, *expect, baseline=True, **options):
    flow = a_flow(steps=(replace(OPEN, expect=expect),))
    return judge(flow, seen(flow, page, **options), recording(flow) if baseline else None, (GUIDE,))


def found(judged):
    return [(finding.rule, finding.level) for finding in judged.findings]


def changed(**parts):
    return replace(PAGE, id="new", **parts)


def test_a_page_that_did_not_change_gives_nothing():
    judged = verdict(PAGE)
    assert (judged.status, judged.findings) == (Status.VERIFIED, ())
    assert judged.claims[0].verdict is ClaimVerdict.HOLDS


def test_markup_order_and_places_are_not_drift():
    other = replace(PHONE, anchor=at("input", "div[9]/form/div/input[4]", id="u_0_3x", classes="_9vcv"))
    judged = verdict(changed(controls=(MESSAGE, other, PLATFORM), links=(MAIL, FAQ), title="Contact us (3)"))
    assert judged.findings == ()


def test_letters_that_only_look_different_are_the_same_words():
    judged = verdict(changed(headings=(PAGE.headings[0], Heading(2, "\u200fMESSENGER :\u00a0", at("h2", "h2[1]")))))
    assert judged.findings == ()


EMAIL = Control("E-mail", ControlKind.EMAIL, "email", at("input", "form/input[2]"), required=True, form="f")
SELF_MADE = {
    "field-added": {"controls": (PHONE, replace(EMAIL, required=False), PLATFORM, MESSAGE)},
    "field-removed": {"controls": (PLATFORM, MESSAGE)},
    "field-renamed": {"controls": (replace(PHONE, label="Mobile"), PLATFORM, MESSAGE)},
    "field-required-changed": {"controls": (replace(PHONE, required=True), PLATFORM, MESSAGE)},
    "field-constraint-changed": {"controls": (PHONE, PLATFORM, replace(MESSAGE, min_length=300))},
    "field-kind-changed": {"controls": (replace(PHONE, kind=ControlKind.TEXT), PLATFORM, MESSAGE)},
    "option-added": {
        "controls": (PHONE, replace(PLATFORM, options=(*PLATFORM.options, Option("KaiOS", "KAIOS"))), MESSAGE)
    },
    "option-removed": {"controls": (PHONE, replace(PLATFORM, options=PLATFORM.options[:2]), MESSAGE)},
    "option-renamed": {
        "controls": (
            PHONE,
            replace(PLATFORM, options=(*PLATFORM.options[:2], Option("Something else", "OTHER"))),
            MESSAGE,
        )
    },
    "button-added": {"buttons": (SEND, Button("Attach", ButtonKind.BUTTON, at("button", "form/button[2]")))},
    "button-removed": {"buttons": ()},
    "button-renamed": {"buttons": (replace(SEND, name="Next Step"),)},
    "heading-added": {"headings": (*PAGE.headings, Heading(2, "Enterprise", at("h2", "h2[2]")))},
    "heading-removed": {"headings": PAGE.headings[:1]},
    "heading-renamed": {"headings": (PAGE.headings[0], Heading(2, "Messengers", at("h2", "h2[1]")))},
    "link-added": {"links": (FAQ, MAIL, Link("Blog", WebTarget("https://blog.whatsapp.com/"), at("a", "a[3]")))},
    "link-removed": {"links": (MAIL,)},
    "link-renamed": {"links": (replace(FAQ, name="Questions"), MAIL)},
    "link-target-changed": {"links": (replace(FAQ, target=WebTarget("https://help.whatsapp.com/")), MAIL)},
    "mail-address-changed": {"links": (FAQ, replace(MAIL, target=MailTarget("other@support.whatsapp.com")))},
    "redirected": {"url": "https://www.whatsapp.com/help"},
    "language-changed": {"language": "de"},
    "direction-changed": {"direction": "rtl"},
}


@pytest.mark.parametrize(("rule", "parts"), SELF_MADE.items())
def test_one_change_around_the_guide_is_one_finding_and_only_drift(rule, parts):
    judged = verdict(changed(**parts))
    assert found(judged) == [(Rule(rule), Level.DRIFTED)]
    assert judged.status is Status.DRIFTED


CLAIMED = {
    "field-removed": (SELF_MADE["field-removed"], ExpectField(Text(("Phone number",)))),
    "field-renamed": (SELF_MADE["field-renamed"], ExpectField(Text(("Phone number",)))),
    "field-required-changed": (
        SELF_MADE["field-required-changed"],
        ExpectField(Text(("Phone number",)), required=False),
    ),
    "field-constraint-changed": (
        SELF_MADE["field-constraint-changed"],
        ExpectField(Text(("Your message",)), min_length=30),
    ),
    "field-kind-changed": (SELF_MADE["field-kind-changed"], ExpectField(Text(("Phone number",)), kind=ControlKind.TEL)),
    "option-added": (
        SELF_MADE["option-added"],
        ExpectOptions(Text(("Platform",)), (Text(("Android",)), Text(("iPhone",)), Text(("Other",)))),
    ),
    "option-removed": (
        SELF_MADE["option-removed"],
        ExpectOptions(Text(("Platform",)), (Text(("Other",)),), only=False),
    ),
    "option-renamed": (
        SELF_MADE["option-renamed"],
        ExpectOptions(Text(("Platform",)), (Text(("Other",)),), only=False),
    ),
    "options-reordered": (
        {"controls": (PHONE, replace(PLATFORM, options=PLATFORM.options[::-1]), MESSAGE)},
        ExpectOptions(Text(("Platform",)), (Text(("Android",)), Text(("iPhone",)), Text(("Other",))), ordered=True),
    ),
    "button-removed": (SELF_MADE["button-removed"], ExpectButton(Text(("Send Question",)))),
    "button-renamed": (SELF_MADE["button-renamed"], ExpectButton(Text(("Send Question",)))),
    "heading-removed": (SELF_MADE["heading-removed"], ExpectHeading(Text(("Messenger",)))),
    "heading-renamed": (SELF_MADE["heading-renamed"], ExpectHeading(Text(("Messenger",)))),
    "link-removed": (SELF_MADE["link-removed"], ExpectLink(Text(("Help Center",)))),
    "link-renamed": (SELF_MADE["link-renamed"], ExpectLink(Text(("Help Center",)))),
    "link-target-changed": (
        SELF_MADE["link-target-changed"],
        ExpectLink(Text(("Help Center",)), "https://faq.whatsapp.com/*"),
    ),
    "text-gone": ({"texts": ()}, ExpectText(Text(("check the help center",)))),
    "address-gone": ({"texts": ()}, ExpectAddress(AddressKind.PHONE, "+1 202 555 0123")),
    "redirected": (SELF_MADE["redirected"], ExpectUrl("https://www.whatsapp.com/contact*")),
}


@pytest.mark.parametrize(("rule", "case"), CLAIMED.items())
def test_a_change_that_a_claim_rests_on_is_told_once_and_breaks_it(rule, case):
    parts, expected = case
    judged = verdict(changed(**parts), an_expectation(expected, claims=("RO-2",), line=7))
    assert found(judged) == [(Rule(rule), Level.BROKEN)]
    assert judged.findings[0].place.line == 7
    assert (judged.findings[0].claims, judged.findings[0].guides) == (("RO-2",), ("ro",))
    states = {state.claim_id: state.verdict for state in judged.claims}
    assert states == {"RO-1": ClaimVerdict.HOLDS, "RO-2": ClaimVerdict.CONTRADICTED}


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        (ExpectButton(Text(("Send Question",))), "Send Question"),
        (ExpectLink(Text(("Help Center",))), "Help Center"),
        (ExpectHeading(Text(("Messenger",))), "Messenger"),
        (ExpectField(Text(("Phone number",))), "Phone number"),
        (ExpectText(Text(("help center first",))), "help center first"),
        (ExpectAddress(AddressKind.MAIL, None), "mail"),
        (ExpectUrl("https://www.whatsapp.com/contact"), "contact"),
        (ExpectOptions(Text(("Platform",)), (Text(("Other",)),), only=False), "Other"),
    ],
)
def test_what_a_guide_says_is_not_there_must_not_be_there(expected, words):
    judged = verdict(PAGE, an_expectation(expected, absent=True, claims=("RO-2",)))
    assert found(judged) == [(Rule.UNEXPECTED_PRESENCE, Level.BROKEN)]
    assert words in judged.findings[0].actual


def test_what_is_absent_as_the_guide_says_holds():
    judged = verdict(PAGE, an_expectation(ExpectAddress(AddressKind.PHONE, None), absent=True, claims=("RO-2",)))
    assert judged.status is Status.VERIFIED


# -- submitting --------------------------------------------------------------------------------------------------

DRAFT = MailOpened("webclient_web@support.whatsapp.com", "Question", "hello")
POST = RequestHeld("POST", "https://www.whatsapp.com/contact/noclient/async/new/", ("phone_number", "email"))


def submitting(outcome, evidence, page=PAGE, *, recorded=DRAFT, **options):
    expectation = an_expectation(ExpectOutcome(outcome), id="outcome", claims=("RO-3",))
    send = a_step("send", Submit(Selector(ByLabel(Text(("Send Question",))))), claims=("RO-4",), expect=(expectation,))
    fill = a_step("phone", Fill(Selector(ByLabel(Text(("Phone number",)))), "202 555 0123"), claims=("RO-2",))
    flow = a_flow(steps=(OPEN, fill, send))
    steps = (
        RecordedStep("open", PAGE.id),
        RecordedStep("phone", PAGE.id, target=PHONE.anchor),
        RecordedStep("send", PAGE.id, target=SEND.anchor, submitted=recorded),
    )
    baseline = Baseline(flow.id, flow.locale, "2026-01-01", "live", steps, (PAGE,))
    return judge(flow, seen(flow, page, submitted=evidence, target=SEND.anchor, **options), baseline, (GUIDE,))


TO_WEB = MailDraft("webclient_web@support.whatsapp.com", Text(("question",)), None)


def test_a_draft_to_the_right_address_is_what_the_guide_says():
    assert submitting(TO_WEB, DRAFT).status is Status.VERIFIED


@pytest.mark.parametrize(
    "evidence", [POST, NothingLeft(), ValidationRefused(("E-mail",)), replace(DRAFT, subject="Hi")]
)
def test_a_submit_that_does_something_else_is_broken(evidence):
    judged = submitting(TO_WEB, evidence)
    assert found(judged) == [(Rule.OUTCOME_CHANGED, Level.BROKEN)]
    assert judged.findings[0].claims == ("RO-3",)


def test_a_draft_to_another_address_names_both():
    judged = submitting(TO_WEB, replace(DRAFT, to="other@support.whatsapp.com"))
    assert found(judged) == [(Rule.MAIL_ADDRESS_CHANGED, Level.BROKEN)]
    assert "webclient_web@" in judged.findings[0].expected
    assert "other@" in judged.findings[0].actual


def test_a_post_with_the_named_fields_is_what_the_flow_says():
    wanted = PostsTo("https://www.whatsapp.com/contact/*", ("phone_number",))
    assert submitting(wanted, POST, recorded=POST).status is Status.VERIFIED


def test_a_required_field_that_was_added_keeps_the_reader_from_finishing():
    judged = submitting(TO_WEB, DRAFT, changed(controls=(PHONE, EMAIL, PLATFORM, MESSAGE)))
    assert found(judged) == [(Rule.FIELD_ADDED, Level.BROKEN)]
    assert judged.findings[0].claims == ("RO-2",)
    assert "E-mail" in judged.findings[0].suggestion
    assert {s.claim_id: s.verdict for s in judged.claims}["RO-2"] is ClaimVerdict.HOLDS


def test_what_follows_from_a_changed_outcome_is_folded_under_it():
    wanted = an_expectation(
        ExpectAddress(AddressKind.MAIL, "webclient_web@support.whatsapp.com"), id="fallback", claims=("RO-1",)
    )
    flow = a_flow(steps=(OPEN, a_step("send", Submit(Selector(ByLabel(Text(("Send",))))), expect=(
        an_expectation(ExpectOutcome(TO_WEB), id="outcome", claims=("RO-3",)), wanted,
    ))))  # fmt: skip
    judged = judge(flow, seen(flow, PAGE, submitted=POST), recording(flow, submitted=DRAFT), (GUIDE,))
    cause, consequence = judged.findings
    assert (cause.rule, consequence.rule) == (Rule.OUTCOME_CHANGED, Rule.ADDRESS_GONE)
    assert consequence.follows == cause.fingerprint


# -- the path ----------------------------------------------------------------------------------------------------


def path(outcome, page=PAGE, *, relocation=None, **observed):
    flow = a_flow(steps=(OPEN, a_step("click", a_click("button", "Send Question"), claims=("RO-2",))))
    run = seen(flow, page, outcome=outcome, relocation=relocation, **observed)
    return judge(flow, run, recording(flow, target=SEND.anchor), (GUIDE,))


def test_a_missing_button_is_one_finding_with_its_removal_folded_under_it():
    judged = path(Missed('button "Send Question"'), changed(buttons=()))
    cause, consequence = judged.findings
    assert (cause.rule, cause.level, cause.claims) == (Rule.STEP_MISSING, Level.BROKEN, ("RO-2",))
    assert (consequence.rule, consequence.follows) == (Rule.BUTTON_REMOVED, cause.fingerprint)


def test_a_relocated_button_is_a_rename_with_its_evidence_and_breaks_the_sentence_that_names_it():
    moved = Relocation("Send Question", "Next Step", 0.83, 0.5, ("the id",), SEND.anchor, ("send", "next"))
    judged = path(Done(), changed(buttons=(replace(SEND, name="Next Step"),)), relocation=moved)
    assert found(judged) == [(Rule.BUTTON_RENAMED, Level.BROKEN)]
    assert judged.findings[0].claims == ("RO-2",)
    assert "0.83" in judged.findings[0].evidence[0]
    assert judged.findings[0].pair == ("send", "next")


def test_a_rename_that_a_person_rejected_is_a_removal_and_an_addition():
    flow, page = a_flow(steps=(OPEN,)), changed(buttons=(replace(SEND, name="Next Step"),))
    renamed = judge(flow, seen(flow, page), recording(flow), (GUIDE,)).findings[0]
    assert renamed.rule is Rule.BUTTON_RENAMED
    baseline = replace(recording(flow), rejected=(renamed.pair,))
    assert {rule for rule, _ in found(judge(flow, seen(flow, page), baseline, (GUIDE,)))} == {
        Rule.BUTTON_REMOVED,
        Rule.BUTTON_ADDED,
    }


def test_a_page_in_between_is_an_extra_step():
    judged = path(Done(), detours=('link "Continue"',))
    assert found(judged) == [(Rule.STEP_EXTRA, Level.BROKEN)]


def test_a_wall_blocks_and_does_not_drift():
    judged = path(Walled(Wall(WallKind.LOGIN, ("one", "two"))))
    assert (judged.status, judged.findings) == (Status.BLOCKED, ())
    assert {s.claim_id: s.verdict for s in judged.claims} == {
        "RO-1": ClaimVerdict.HOLDS,
        "RO-2": ClaimVerdict.UNVERIFIED,
    }


def test_a_fault_is_ours_and_says_nothing_about_the_guide():
    judged = path(Faulted(Trouble(TroubleKind.TIMEOUT, "The page took too long.")))
    assert (judged.status, judged.because) == (Status.ERRORED, "The page took too long.")


def test_a_step_that_was_not_reached_leaves_its_claim_unverified():
    judged = path(Skipped("open"))
    assert next(s for s in judged.claims if s.claim_id == "RO-2").because == "Not reached: step open could not be done."


def test_a_declined_consent_dialog_is_a_note_and_the_flow_is_verified():
    judged = path(Done(), passed=(Wall(WallKind.CONSENT, ("a", "b")),))
    assert (judged.status, found(judged)) == (Status.VERIFIED, [(Rule.CONSENT_DECLINED, Level.NOTE)])


def test_without_a_recording_the_claims_are_checked_and_that_is_said():
    judged = verdict(PAGE, an_expectation(ExpectHeading(Text(("Nowhere",))), claims=("RO-2",)), baseline=False)
    assert found(judged) == [(Rule.HEADING_REMOVED, Level.BROKEN), (Rule.NOT_RECORDED, Level.NOTE)]


def test_advice_is_not_checkable_however_the_page_looks():
    advice = replace(GUIDE, claims=(Claim("RO-1", "step", "says", CheckKind.ADVICE, HERE),))
    flow = a_flow(steps=(OPEN,))
    judged = judge(flow, seen(flow, PAGE), recording(flow), (advice,))
    assert judged.claims[0].verdict is ClaimVerdict.NOT_CHECKABLE


def test_a_fingerprint_survives_wording_order_and_step():
    parts = {"controls": (MESSAGE, PLATFORM, replace(EMAIL, label="Your mail address"), PHONE)}
    one, other = verdict(changed(**parts)), verdict(changed(controls=(PHONE, EMAIL, PLATFORM, MESSAGE)))
    assert [f.fingerprint for f in one.findings] == [f.fingerprint for f in other.findings]


def test_what_changes_in_the_sites_own_header_and_footer_is_noted_and_alarms_nobody():
    around = Link(
        "Careers", WebTarget("https://www.whatsapp.com/jobs"), Anchor("a", path="footer/a[1]", landmark="contentinfo")
    )
    judged = verdict(changed(links=(FAQ, MAIL, around)))
    assert (judged.status, found(judged)) == (
        Status.VERIFIED,
        [(Rule.SURROUNDINGS_CHANGED, Level.NOTE), (Rule.LINK_ADDED, Level.NOTE)],
    )
    assert judged.findings[1].follows == judged.findings[0].fingerprint
    assert judged.findings[1].evidence == ("It stands in the site's own footer.",)


POSTED = ExpectOutcome(PostsTo("https://www.whatsapp.com/ask", ("your_message",)))
WAITING = an_expectation(ExpectText(Text(("Approximate waiting time",))), id="waiting", claims=("RO-2",))


def sent(field_name):
    step = a_step(
        "send",
        Submit(Selector(ByRole("button", Text(("Send Question",))))),
        expect=(an_expectation(POSTED, id="posted", claims=("RO-1",)), WAITING),
    )
    flow = a_flow(steps=(step,))
    held = RequestHeld("POST", "https://www.whatsapp.com/ask", (field_name,), "")
    told = judge(flow, seen(flow, PAGE, submitted=held), recording(flow, submitted=held), (GUIDE,))
    return told, {state.claim_id: state.verdict for state in told.claims}


def test_what_only_an_answer_of_the_site_would_show_is_unverified_when_the_question_was_held_back():
    told, claims = sent("your_message")
    assert told.status is Status.VERIFIED
    assert claims == {"RO-1": ClaimVerdict.HOLDS, "RO-2": ClaimVerdict.UNVERIFIED}
    because = next(state.because for state in told.claims if state.claim_id == "RO-2")
    assert because == "It may be shown only after an answer of the site, and what asks for one was held back."


def test_what_is_missing_after_another_outcome_than_the_stated_one_is_contradicted():
    told, claims = sent("something_else")
    assert told.status is Status.BROKEN
    assert claims == {"RO-1": ClaimVerdict.CONTRADICTED, "RO-2": ClaimVerdict.CONTRADICTED}


def test_a_renamed_list_and_an_option_more_are_two_findings_though_the_guide_names_only_the_options():
    more = replace(PLATFORM, label="Platform of yours", options=(*PLATFORM.options, Option("Web", "WEB")))
    options = (Text(("Android",)), Text(("iPhone",)), Text(("Other",)))
    told = verdict(
        changed(controls=(PHONE, more, MESSAGE)),
        an_expectation(ExpectOptions(Text(("Platform",)), options, only=True), claims=("RO-2",)),
    ).findings
    assert [(finding.rule, finding.follows) for finding in told] == [
        (Rule.OPTION_ADDED, None),
        (Rule.FIELD_RENAMED, None),
    ]
    assert told[0].sentence == 'Field "Platform" has a new option "Web".'


def test_many_new_options_are_counted_before_they_are_called_new():
    more = replace(PLATFORM, options=(*PLATFORM.options, *(Option(f"Model {n}", f"M{n}") for n in range(12))))
    sentences = [finding.sentence for finding in verdict(changed(controls=(PHONE, more, MESSAGE))).findings]
    assert any("has 12 new options" in sentence for sentence in sentences), sentences


def told_between(old, new):
    flow = a_flow(steps=(OPEN,))
    pages = replace(PAGE, controls=old), changed(controls=new)
    return judge(flow, seen(flow, pages[1]), recording(flow, page=pages[0]), (GUIDE,)).findings


def test_limits_that_another_kind_of_field_cannot_have_go_with_the_kind():
    number = replace(PHONE, kind=ControlKind.NUMBER, minimum="1", maximum="999999")
    told = told_between((number,), (replace(PHONE, kind=ControlKind.TEXT, max_length=6),))
    assert [(finding.rule, finding.expected, finding.actual) for finding in told] == [
        (Rule.FIELD_CONSTRAINT_CHANGED, "no maximum length", "at most 6 characters"),
        (Rule.FIELD_KIND_CHANGED, "a number field", "a text field"),
    ]


def test_new_rows_of_one_kind_are_one_finding():
    rows = tuple(
        Control("E-mail", ControlKind.EMAIL, f"share-{row}-mail", at("input", f"form/p[{row}]/input[1]"), form="f")
        for row in range(3)
    )
    told = told_between((PHONE,), (PHONE, *rows))
    assert [finding.rule for finding in told] == [Rule.FIELD_ADDED] * 3
    assert [finding.follows for finding in told] == [None, told[0].fingerprint, told[0].fingerprint]


def test_a_link_to_pass_on_that_is_made_anew_for_each_reader_is_one_link():
    one, other = (
        Link(url, WebTarget(url), at("a", "a[3]"))
        for url in (
            "https://www.example.org/join/WyJ0cmlwIl0.bYvxZ8JeWd4WA5KhTx3ase30eFU",
            "https://www.example.org/join/WyJ0cmlwIl0.0L_QimGeuAT4SJkyz5uLGrZJPzM",
        )
    )
    form = [replace(one, name="Our form"), replace(other, name="Our form")]
    flow = a_flow(steps=(OPEN,))
    told = []
    for old, new in ((one, other), form):
        page = replace(PAGE, links=(old,))
        told.append(judge(flow, seen(flow, changed(links=(new,))), recording(flow, page=page), (GUIDE,)).findings)
    assert [[finding.rule for finding in findings] for findings in told] == [[], [Rule.LINK_TARGET_CHANGED]]


def test_what_is_to_be_pressed_may_be_built_as_a_link_or_as_a_button():
    link, button = ExpectLink(Text(("Send Question",))), ExpectButton(Text(("Help Center",)))
    assert (
        verdict(PAGE, an_expectation(link, claims=("RO-2",)), an_expectation(button, claims=("RO-3",))).findings == ()
    )


def test_an_option_with_no_words_is_nothing_to_read():
    more = replace(PLATFORM, options=(Option("", ""), *PLATFORM.options))
    assert told_between((PLATFORM,), (more,)) == ()


def test_the_button_of_a_form_is_known_by_its_form_where_another_one_has_its_id():
    name = Control("Name", ControlKind.TEXT, "name", at("input", "form[1]/input[1]"), form="member")
    add = Button("Add", ButtonKind.SUBMIT, at("input", "form[1]/input[2]", id="submit"), form="member")
    save = Button("Save", ButtonKind.SUBMIT, at("button", "form[1]/button[1]"), form="member")
    leave = Button("Logout", ButtonKind.SUBMIT, at("input", "form[2]/input[1]", id="submit"), form="leave")
    flow = a_flow(steps=(OPEN,))
    page = replace(PAGE, controls=(name,), buttons=(add,))
    new = changed(controls=(name,), buttons=(save, leave))
    told = judge(flow, seen(flow, new), recording(flow, page=page), (GUIDE,)).findings
    assert [(finding.rule, finding.actual) for finding in told] == [
        (Rule.BUTTON_ADDED, 'button "Logout"'),
        (Rule.BUTTON_RENAMED, 'button "Save"'),
    ]


def test_a_heading_with_the_words_of_the_old_one_goes_before_the_one_that_took_its_place():
    def headings(*texts):
        return tuple(Heading(3, text, at("h3", f"div[{n}]/h3[1]")) for n, text in enumerate(texts))

    flow = a_flow(steps=(OPEN,))
    page = replace(PAGE, headings=headings("Share the code", "Share the link", "Send by mail"))
    new = changed(headings=headings("Share an invitation link", "Scan a picture", "Send by mail", "Share the code"))
    told = judge(flow, seen(flow, new), recording(flow, page=page), (GUIDE,)).findings
    assert [(finding.rule, finding.actual) for finding in told] == [
        (Rule.HEADING_ADDED, 'heading "Scan a picture"'),
        (Rule.HEADING_RENAMED, 'heading "Share an invitation link"'),
    ]
