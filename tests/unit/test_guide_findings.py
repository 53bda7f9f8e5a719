"""What the guides show by themselves: the real register, and how two statements stand to each other."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import a_claim, a_guide, a_place

from verifier.compare.guides import guide_findings
from verifier.compare.statements import BothHold, Clash, Lacks, address_key, relation, words
from verifier.flowfile.library import load
from verifier.model.finding import Level, Rule
from verifier.model.guide import (
    AddressForm,
    AddressValue,
    CheckKind,
    GarbledLabel,
    ItemValue,
    ListValue,
    NumberValue,
    PathValue,
    PresenceValue,
    RedactedValue,
    Statement,
    TextValue,
    Wording,
)
from verifier.replica.truth import read_truth

FLOWS = Path(__file__).parents[2] / "flows"

DISAGREE, INCOMPLETE, GARBLED = Rule.GUIDES_DISAGREE, Rule.INCOMPLETE, Rule.LABEL_GARBLED
MISSING, UNFOUNDED, VARIES = Rule.VALUE_MISSING, Rule.UNFOUNDED, Rule.LABEL_VARIES

KNOWN = (
    ("C3", DISAGREE, "AR-F3 RO-0.3 RO-2.1a"),
    ("C4", INCOMPLETE, "RO-2.4"),
    ("C5", INCOMPLETE, "AR-F5 AR-F6"),
    ("C6", DISAGREE, "AR-F5 RO-2.2a"),
    ("C7", DISAGREE, "AR-F8 RO-2.7"),
    ("C10", GARBLED, "AR-B6"),
    ("C10", GARBLED, "AR-D5"),
    ("C10", GARBLED, "AR-F6a"),
    ("C10", GARBLED, "AR-F6e"),
    ("C10", GARBLED, "AR-I1"),
    ("C10", GARBLED, "AR-I2"),
    ("C11", VARIES, "AR-A5 AR-B4 AR-F4"),
    ("C12", DISAGREE, "AR-A2 RO-1.2"),
    ("C13", DISAGREE, "AR-A8 RO-1.6"),
    ("C14", DISAGREE, "RO-0.1 RO-1.7 RO-3.4 RO-T1"),
    ("C17", UNFOUNDED, "ZH-B2a"),
    ("C17", UNFOUNDED, "ZH-D2a"),
    ("C18", UNFOUNDED, "ZH-B2b"),
    ("C18", UNFOUNDED, "ZH-B3"),
    ("C18", UNFOUNDED, "ZH-D2b"),
    ("C18", UNFOUNDED, "ZH-D3"),
    ("C19", UNFOUNDED, "ZH-A1"),
    ("C19", UNFOUNDED, "ZH-C1"),
    ("C20", DISAGREE, "ZH-A3 ZH-B1 ZH-D1"),
    ("C20", DISAGREE, "ZH-A3 ZH-C3"),
    ("C20", DISAGREE, "ZH-B1 ZH-C3 ZH-D1"),
    ("C21", UNFOUNDED, "ZH-A4"),
    ("C21", UNFOUNDED, "ZH-A6"),
    ("C21", UNFOUNDED, "ZH-A7"),
    ("C21", UNFOUNDED, "ZH-B4"),
    ("C21", UNFOUNDED, "ZH-B6"),
    ("C21", UNFOUNDED, "ZH-D6"),
    ("C22", DISAGREE, "AR-A4 AR-B3 RO-1.3 ZH-A2 ZH-C2"),
    ("C23", DISAGREE, "SW-P1.0 SW-P2.1 SW-P4.5"),
    ("C24", DISAGREE, "SW-P2.2 SW-P4.5 SW-P5.7"),
    ("C24", MISSING, "SW-P5.7"),
    ("C25", DISAGREE, "SW-P1.8 SW-P3.7 SW-P4.4 SW-P6.8"),
    ("C26", DISAGREE, "SW-P1.7 SW-P3.6 SW-P5.6 SW-P6.7"),
    ("C27", DISAGREE, "SW-P1.9 SW-P3.9 SW-P6.10"),
    ("C28", DISAGREE, "SW-P1.3 SW-P5.4 SW-P6.9"),
    ("C29", DISAGREE, "SW-P1.1 SW-P3.1 SW-P6.2"),
    ("C29", DISAGREE, "SW-P1.1 SW-P5.2"),
    ("C29", DISAGREE, "SW-P3.1 SW-P5.2 SW-P6.2"),
    ("C31", MISSING, "SW-P2.3"),
    ("C31", MISSING, "SW-P2.4"),
    ("C31", MISSING, "SW-P5.7"),
    ("C33", DISAGREE, "EL-1.5 EL-1.6 EL-2.5"),
    ("C34", DISAGREE, "EL-0.1 EL-1.1"),
    ("C35", MISSING, "EL-3.1"),
    ("C37", MISSING, "EL-2.1"),
    ("C37", MISSING, "EL-4.2"),
    ("C38", INCOMPLETE, "EL-2.6"),
    ("C39", UNFOUNDED, "EL-4.1"),
)
"""Known mistakes of the guides that need no page, and the finding that must name them; the others show on a page."""

ON_PAGES = (
    ("C1", "whatsapp", "today", "whatsapp/contact[ro]", "RO-2.6", Rule.OUTCOME_CHANGED),
    ("C1", "whatsapp", "today", "whatsapp/contact[ar]", "AR-F7", Rule.OUTCOME_CHANGED),
    ("C2", "whatsapp", "today", "whatsapp/contact[ro]", "RO-2.6", Rule.FIELD_ADDED),
    ("C8", "whatsapp", "today", "whatsapp/privacy[ar]", "AR-H4", Rule.OPTION_RENAMED),
    ("C9", "whatsapp", "today", "whatsapp/faq[ar]", "AR-I1", Rule.HEADING_REMOVED),
    ("C15", "whatsapp", "today", "whatsapp/addresses[ro]", "RO-3.1", Rule.ADDRESS_GONE),
    ("C16", "whatsapp", "today", "whatsapp/addresses[ro]", "RO-T2", Rule.LINK_REMOVED),
)
"""Known mistakes that only a page shows: the edition and the flow whose truth must contradict the claim."""

ELSEWHERE = {
    "C30": "what VK lets a stranger vote on",
    "C32": "the new assistant of Wish",
    "C36": "the new owner's address on a page of Wish",
    "C40": "no guide names that form: it is a correction of notes about the site",
}
"""Those whose edition is not held here."""


@pytest.fixture(scope="module")
def library():
    return load(FLOWS)


@pytest.fixture(scope="module")
def found(library):
    return guide_findings(library.guides)


@pytest.mark.parametrize(("number", "rule", "claims"), KNOWN, ids=[f"{row[0]}-{row[2]}" for row in KNOWN])
def test_a_known_mistake_of_the_guides_comes_to_light_from_what_they_state(found, number, rule, claims):
    told = {(each.rule, " ".join(sorted(each.claims))) for each in found}
    assert (rule, " ".join(sorted(claims.split()))) in told, number


@pytest.mark.parametrize("row", ON_PAGES, ids=[f"{row[0]}-{row[4]}" for row in ON_PAGES])
def test_a_known_mistake_that_a_page_shows_is_in_the_truth_of_its_edition(row):
    _, site, edition, key, claim, rule = row
    truth = read_truth(FLOWS, site, edition).of(key)
    assert truth is not None
    assert claim in truth.contradicted
    assert rule in {finding.rule for finding in truth.findings}


def test_every_known_mistake_has_its_place():
    named = {row[0] for row in KNOWN} | {row[0] for row in ON_PAGES} | set(ELSEWHERE)
    assert named == {f"C{number}" for number in range(1, 41)}


def test_every_statement_of_every_guide_is_registered_once(library):
    counts = {guide.id: len(guide.claims) for guide in library.guides}
    assert counts == {"ar-whatsapp": 91, "el-wish": 23, "ro-whatsapp": 34, "sw-vk": 58, "zh-whatsapp": 35}
    ids = [claim.id for guide in library.guides for claim in guide.claims]
    assert len(set(ids)) == len(ids) == 241


def test_every_claim_rests_on_sentences_of_its_guide(library):
    assert [claim.id for guide in library.guides for claim in guide.claims if not claim.rests_on] == []


def test_a_garbled_label_is_told_with_the_wording_that_the_site_uses(found):
    android = next(each for each in found if each.rule is GARBLED and each.claims == ("AR-F6a",))
    assert (android.expected, android.actual, android.level) == ("ذكري المظهر", "Android", Level.BROKEN)
    assert android.suggestion == 'Write "Android" in place of "ذكري المظهر".'


def test_a_finding_without_a_page_names_its_guides_their_language_and_the_line(found):
    topics = next(each for each in found if each.claims == ("AR-F3", "RO-0.3", "RO-2.1a"))
    assert (topics.guides, topics.locale, topics.flow_id, topics.step_id) == (
        ("ar-whatsapp", "ro-whatsapp"),
        "",
        "",
        "",
    )
    assert topics.place.file == "flows/guides/ar-whatsapp.yaml"
    assert topics.sentence == (
        "Teams on the contact page of WhatsApp: WhatsApp Messenger, WhatsApp Business and WhatsApp Enterprise solutions "
        "(AR-F3) or WhatsApp Messenger, WhatsApp Business and accessibility (RO-0.3, RO-2.1a), not both."
    )
    within_one = next(each for each in found if each.claims == ("EL-0.1", "EL-1.1"))
    assert within_one.locale == "el"


def test_fingerprints_are_unique(found):
    assert len({each.fingerprint for each in found}) == len(found)


# -- how two statements stand to each other ------------------------------------------------------------------------

MAIL, URL, POSTAL, PHONE, HANDLE = (
    AddressForm.MAIL,
    AddressForm.URL,
    AddressForm.POSTAL,
    AddressForm.PHONE,
    AddressForm.HANDLE,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TextValue("Next"), TextValue("NEXT:")),
        (NumberValue(3, 4, "days"), NumberValue(4, 7, "days")),
        (NumberValue(30, 30, "characters"), NumberValue(4, 4, "days")),
        (ListValue(("a", "b"), whole=True), ListValue(("B", "A"), ordered=True, whole=True)),
        (PresenceValue(present=True), AddressValue(MAIL, "a@example.org")),
        (RedactedValue("mail address"), AddressValue(MAIL, "a@example.org")),
        (AddressValue(MAIL, "a@example.org"), AddressValue(URL, "https://example.org")),
        (AddressValue(URL, "Example.org/Contact"), AddressValue(URL, "https://www.example.org/contact/")),
        (AddressValue(PHONE, "+1 202 555 0101"), AddressValue(PHONE, "+١ ٢٠٢ ٥٥٥-٠١٠١")),
        (AddressValue(POSTAL, "1 Main St / Springfield"), AddressValue(POSTAL, "1 Main St, Springfield")),
        (PathValue(("Settings", "Help")), PathValue(("settings", "help"))),
    ],
)
def test_both_can_hold(one, other):
    assert relation(one, other) == relation(other, one) == BothHold()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TextValue("Next"), TextValue("Send")),
        (NumberValue(3, 4, "days"), NumberValue(5, 7, "days")),
        (ListValue(("a", "b"), ordered=True), ListValue(("b", "a"), ordered=True)),
        (PresenceValue(present=True), PresenceValue(present=False)),
        (PresenceValue(present=False), AddressValue(PHONE, "+1 202 555 0101")),
        (RedactedValue("mail address"), PresenceValue(present=False)),
        (AddressValue(MAIL, "a@example.org"), AddressValue(MAIL, "b@example.org")),
        (PathValue(("Settings", "Help")), PathValue(("Help", "Settings"))),
        (AddressValue(HANDLE, "@one"), AddressValue(HANDLE, "@two")),
    ],
)
def test_they_cannot_both_hold(one, other):
    assert relation(one, other) == relation(other, one) == Clash()


def test_a_whole_list_clashes_with_an_item_that_it_leaves_out():
    whole = ListValue(("a", "b"), whole=True)
    assert relation(whole, ItemValue("c")) == Clash(("a", "b"), ("c",))
    assert relation(whole, ItemValue("a")) == Lacks((), ("b",))
    assert relation(whole, ListValue(("a", "c"), whole=True)) == Clash(("b",), ("c",))


def test_a_list_that_is_part_of_another_lacks_the_rest():
    assert relation(ListValue(("a",)), ListValue(("b", "a"), whole=True)) == Lacks(("b",), ())
    assert relation(ListValue(("a",), whole=True), ListValue(("b", "a"), whole=True)) == Lacks(("b",), ())
    assert relation(ListValue(("a", "c")), ListValue(("a", "b"))) == Lacks(("b",), ("c",))


def test_values_read_as_words_of_a_sentence():
    told = [
        words(value)
        for value in (
            NumberValue(3, 4, "days"),
            NumberValue(0, 5, "minutes"),
            ListValue(("a", "b", "c")),
            ListValue(("a", "b"), ordered=True),
            PathValue(("Settings", "Help")),
            PresenceValue(present=False),
        )
    ]
    assert told == ["3 to 4 days", "at most 5 minutes", "a, b and c", "a, then b", "Settings > Help", "there is none"]


def test_an_address_is_compared_by_what_a_reader_would_compare():
    assert address_key(AddressValue(URL, "HTTPS://www.Example.org/")) == "example.org"
    assert address_key(AddressValue(HANDLE, "@WhatsApp")) == "whatsapp"


# -- scopes, shares, doubts ----------------------------------------------------------------------------------------


def saying(claim_id, subject, value, *, scope=(), line=4, guide="ro-whatsapp"):
    stated = Statement(subject, value, a_place(line, file=f"flows/guides/{guide}.yaml"), scope)
    return replace(a_claim(claim_id, line=line, guide=guide), states=(stated,))


def test_what_holds_in_different_scopes_does_not_disagree():
    one = saying("RO-1", "corner", TextValue("top"), scope=("Android",))
    other = saying("RO-2", "corner", TextValue("bottom"), scope=("iPhone",), line=9)
    everywhere = saying("RO-3", "corner", TextValue("bottom"), line=12)
    assert guide_findings((a_guide(claims=(one, other)),)) == ()
    found = guide_findings((a_guide(claims=(one, other, everywhere)),))
    assert [each.claims for each in found] == [("RO-1", "RO-3")]


def test_items_that_several_claims_name_are_one_list():
    shares = tuple(
        saying(f"RO-{n}", "teams", ItemValue(item, 2), line=n) for n, item in ((1, "Sales"), (2, "Help desk"))
    )
    full = saying("EN-1", "teams", ListValue(("Sales", "Help desk", "Press")), guide="en-two")
    found = guide_findings((a_guide(claims=shares), a_guide("en-two", language="en", claims=(full,))))
    assert [(each.rule, each.claims, each.actual) for each in found] == [
        (Rule.GUIDES_DISAGREE, ("EN-1", "RO-1", "RO-2"), "Sales and Help desk (RO-1, RO-2)")
    ]


def test_a_label_for_which_the_site_has_other_words_is_told_once_a_guide():
    claims = tuple(
        replace(a_claim(f"RO-{n}", line=n, labels=("Alte",)), wordings=(Wording("Alte", ("Altele", "Alta")),))
        for n in (1, 2)
    )
    found = guide_findings((a_guide(claims=claims),))
    assert [(each.rule, each.claims, each.level, each.sentence) for each in found] == [
        (VARIES, ("RO-1", "RO-2"), Level.NOTE, 'The guide writes "Alte"; the site also has "Altele" and "Alta" for it.')
    ]


def test_what_is_hidden_or_has_no_foundation_is_told_once_a_claim():
    hidden = saying("RO-1", "mail address of the office", RedactedValue("mail address"))
    doubted = replace(a_claim("RO-2", line=5), unfounded="No such button is known.")
    unfounded = a_claim("RO-3", line=6, check=CheckKind.UNFOUNDED)
    garbled = replace(a_claim("RO-4", line=7, labels=("Xyz",)), garbled=(GarbledLabel("Xyz", "Next"),))
    found = guide_findings((a_guide(claims=(hidden, doubted, unfounded, garbled)),))
    assert [(each.rule, each.claims, each.sentence) for each in found] == [
        (MISSING, ("RO-1",), "The guide gives the mail address of the office, and its text does not show it."),
        (UNFOUNDED, ("RO-2",), "No such button is known."),
        (UNFOUNDED, ("RO-3",), "There is no evidence that what the guide speaks of exists."),
        (GARBLED, ("RO-4",), 'The label "Xyz" cannot stand on any page: a machine translated it. It means "Next".'),
    ]
