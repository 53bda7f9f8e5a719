"""The forty contradictions and outdated statements that are known of the five guides: each comes to light, and where.

By their data alone, with no browser (a rule of the guides and the claims that it names), or in a run against an edition of a
replica, which is held to its truth by a test of its own.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.compare.guides import guide_findings
from verifier.flowfile.library import load
from verifier.model.finding import Rule
from verifier.replica.truth import read_truth

FLOWS = Path(__file__).parents[2] / "flows"

FOUND_IN_THE_GUIDES = {
    "the third team of support": (Rule.GUIDES_DISAGREE, "AR-F3 RO-0.3 RO-2.1a"),
    "which platforms there are": (Rule.INCOMPLETE, "RO-2.4"),
    "thirty characters at least": (Rule.INCOMPLETE, "AR-F5 AR-F6"),
    "a page before the form": (Rule.GUIDES_DISAGREE, "AR-F5 RO-2.2a"),
    "one address for every platform": (Rule.GUIDES_DISAGREE, "AR-F8 RO-2.7"),
    "a label of a machine: next": (Rule.LABEL_GARBLED, "AR-B6"),
    "a label of a machine: report": (Rule.LABEL_GARBLED, "AR-D5"),
    "a label of a machine: Android": (Rule.LABEL_GARBLED, "AR-F6a"),
    "a label of a machine: other": (Rule.LABEL_GARBLED, "AR-F6e"),
    "a label of a machine: general": (Rule.LABEL_GARBLED, "AR-I1"),
    "two Arabic words for contact us": (Rule.LABEL_VARIES, "AR-A5 AR-B4 AR-F4"),
    "where the settings are": (Rule.GUIDES_DISAGREE, "AR-A2 RO-1.2"),
    "the line that sends the question on": (Rule.GUIDES_DISAGREE, "AR-A8 RO-1.6"),
    "a call, and no phone": (Rule.GUIDES_DISAGREE, "RO-0.1 RO-T1 RO-1.7"),
    "an appeal button on a tab": (Rule.UNFOUNDED, "ZH-B2a"),
    "the same button in the second text": (Rule.UNFOUNDED, "ZH-D2a"),
    "an account area": (Rule.UNFOUNDED, "ZH-B2b"),
    "registration for an appeal": (Rule.UNFOUNDED, "ZH-B3"),
    "a banned account that logs in": (Rule.UNFOUNDED, "ZH-A1"),
    "types of appeal, first and second list": (Rule.GUIDES_DISAGREE, "ZH-A3 ZH-B1"),
    "types of appeal, first and third list": (Rule.GUIDES_DISAGREE, "ZH-A3 ZH-C3"),
    "types of appeal, second and third list": (Rule.GUIDES_DISAGREE, "ZH-B1 ZH-C3"),
    "levels of appeal": (Rule.UNFOUNDED, "ZH-B6"),
    "evidence files": (Rule.UNFOUNDED, "ZH-A4"),
    "a mail that confirms": (Rule.UNFOUNDED, "ZH-A6"),
    "an answer within days": (Rule.UNFOUNDED, "ZH-A7"),
    "two words for help": (Rule.GUIDES_DISAGREE, "RO-1.3 ZH-A2"),
    "a phone number in the title": (Rule.GUIDES_DISAGREE, "SW-P1.0 SW-P2.1 SW-P4.5"),
    "only the site, and e-mail": (Rule.GUIDES_DISAGREE, "SW-P2.2 SW-P4.5 SW-P5.7"),
    "the waiting time before or after": (Rule.GUIDES_DISAGREE, "SW-P1.8 SW-P4.4"),
    "with and without the line on questions": (Rule.GUIDES_DISAGREE, "SW-P1.7 SW-P3.6"),
    "the name of the list": (Rule.GUIDES_DISAGREE, "SW-P1.9 SW-P3.9 SW-P6.10"),
    "a contact button or none": (Rule.GUIDES_DISAGREE, "SW-P1.3 SW-P5.4 SW-P6.9"),
    "Help in the menu or in the corner": (Rule.GUIDES_DISAGREE, "SW-P1.1 SW-P3.1 SW-P6.2"),
    "Help in the menu or under the name": (Rule.GUIDES_DISAGREE, "SW-P1.1 SW-P5.2"),
    "the press address is missing": (Rule.VALUE_MISSING, "SW-P2.3"),
    "the partners' address is missing": (Rule.VALUE_MISSING, "SW-P2.4"),
    "the support's address is missing": (Rule.VALUE_MISSING, "SW-P5.7"),
    "the agent in both menus or behind Something Else": (Rule.GUIDES_DISAGREE, "EL-1.5 EL-1.6 EL-2.5"),
    "no phone, and a number": (Rule.GUIDES_DISAGREE, "EL-0.1 EL-1.1"),
    "the address of Wish is missing": (Rule.VALUE_MISSING, "EL-3.1"),
    "the site of Wish is missing": (Rule.VALUE_MISSING, "EL-2.1"),
    "the sites for complaints are missing": (Rule.VALUE_MISSING, "EL-4.2"),
    "Send Email is never mentioned": (Rule.INCOMPLETE, "EL-2.6"),
    "thirty days for a delivery": (Rule.UNFOUNDED, "EL-4.1"),
}

FOUND_IN_A_RUN = {
    "the button opens no mail program": ("whatsapp", "today", "whatsapp/contact[ro]", Rule.OUTCOME_CHANGED, "RO-2.6 AR-F7"),
    "two more fields": ("whatsapp", "today", "whatsapp/contact[ar]", Rule.FIELD_ADDED, ""),
    "the fallback address": ("whatsapp", "today", "whatsapp/contact[ar]", Rule.ADDRESS_GONE, "AR-F8"),
    "the ten privacy topics": ("whatsapp", "today", "whatsapp/privacy[ar]", Rule.OPTION_RENAMED, "AR-H4 AR-H0"),
    "the number of the privacy form": ("whatsapp", "today", "whatsapp/privacy[ar]", Rule.REDIRECTED, ""),
    "the seven sections": ("whatsapp", "today", "whatsapp/faq[ar]", Rule.HEADING_REMOVED, "AR-I1 AR-I7"),
    "an answer by mail": ("whatsapp", "today", "whatsapp/in-app-help[ro]", Rule.TEXT_GONE, "RO-1.7"),
    "WhatsApp Inc": ("whatsapp", "today", "whatsapp/addresses[ro]", Rule.ADDRESS_GONE, "RO-3.1"),
    "Twitter": ("whatsapp", "today", "whatsapp/addresses[ro]", Rule.LINK_REMOVED, "RO-T2"),
    "no appeal button": ("whatsapp", "today", "whatsapp/ban-review[zh]", Rule.TEXT_GONE, "ZH-B2a ZH-D2a"),
    "no appeal link on the site": ("whatsapp", "today", "whatsapp/appeal[zh]", Rule.LINK_REMOVED, "ZH-B2b ZH-D2b"),
    "the link to an agent is gone": ("vk", "today", "vk/help[ru]", Rule.LINK_REMOVED, "SW-P1.4"),
    "the list has the shorter name": ("vk", "today", "vk/my-questions[ru]", Rule.HEADING_RENAMED, "SW-P1.9"),
    "a stranger's vote does nothing": ("vk", "anonymous", "vk/help[ru]", Rule.TEXT_GONE, "SW-P1.5 SW-P3.5 SW-P6.5"),
    "the menu of the assistant": ("wish", "today", "wish/assistant[el]", Rule.CHOICE_REMOVED, "EL-1.5 EL-1.6 EL-2.4"),
    "the mail address of Wish": ("wish", "today", "wish/contact[el]", Rule.ADDRESS_GONE, "EL-3.1"),
    "ContextLogic": ("wish", "today", "wish/contact[el]", Rule.ADDRESS_GONE, "EL-3.3"),
    "the phone number of Wish": ("wish", "today", "wish/contact[el]", Rule.ADDRESS_GONE, "EL-1.1"),
}  # fmt: skip


@pytest.fixture(scope="module")
def told():
    return guide_findings(load(FLOWS).guides)


@pytest.mark.parametrize("what", FOUND_IN_THE_GUIDES)
def test_what_the_guides_get_wrong_by_themselves_comes_out_of_their_data(told, what):
    rule, claims = FOUND_IN_THE_GUIDES[what]
    assert [finding for finding in told if finding.rule is rule and set(claims.split()) <= set(finding.claims)]


@pytest.mark.parametrize("what", FOUND_IN_A_RUN)
def test_what_the_site_no_longer_does_comes_out_of_a_run(what):
    site, edition, key, rule, claims = FOUND_IN_A_RUN[what]
    truth = read_truth(FLOWS, site, edition).of(key)
    assert truth is not None
    assert rule in {finding.rule for finding in truth.findings}
    assert set(claims.split()) <= truth.contradicted
