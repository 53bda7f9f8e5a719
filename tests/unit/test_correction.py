"""What a guide could write instead."""

from __future__ import annotations

from dataclasses import replace

from builders import a_claim, a_finding, a_guide

from verifier.compare.correction import corrections
from verifier.model.finding import Level, Rule
from verifier.model.guide import GarbledLabel

GREEK = a_guide("el-wish", language="el")


def gone(locale: str, shown: str, now: str = "", *, rule=Rule.LINK_REMOVED, line: int = 7, fingerprint: str = ""):
    return a_finding(
        rule,
        fingerprint=fingerprint or f"{locale}{line}",
        level=Level.BROKEN,
        expected=f'link "{shown}"',
        actual=f'link "{now}" to https://example.org/' if now else "",
        locale=locale,
        line=line,
        subject=f"link {shown.casefold()}",
    )


def told(*findings, claim=None, guide=GREEK):
    return [(each.old, each.new, each.language) for each in corrections(guide, claim or a_claim(), findings)]


def test_one_difference_in_two_languages_is_told_in_the_guides_own():
    english, greek = gone("en", "Customer Support", "Help Center"), gone("el", "Υποστήριξη", "Κέντρο βοήθειας")
    assert told(english, greek) == [("Υποστήριξη", "Κέντρο βοήθειας", "el")]


def test_where_the_site_has_not_the_guides_language_english_comes_before_others():
    assert told(gone("ru", "Помощь"), gone("en", "Help"), guide=a_guide("sw-vk", language="sw")) == [("Help", "", "en")]


def test_a_garbled_label_is_what_has_to_be_replaced():
    claim = replace(a_claim(), garbled=(GarbledLabel("سيج", "التالي"),))
    assert told(gone("ar", "التالي", "متابعة"), claim=claim) == [("سيج", "متابعة", "ar")]


def test_words_that_were_replaced_are_not_told_as_gone_too():
    missing = gone("el", "Υποστήριξη", rule=Rule.STEP_MISSING, line=9)
    assert told(gone("el", "Υποστήριξη", "Κέντρο βοήθειας"), missing) == [("Υποστήριξη", "Κέντρο βοήθειας", "el")]


def test_what_only_moved_around_the_sentence_corrects_nothing():
    moved = a_finding(level=Level.DRIFTED, expected='button "A"', actual='button "B"')
    assert told(moved) == []
