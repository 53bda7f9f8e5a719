"""What a guide could write instead: the words that the site shows now, in the guide's own language where the site has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.compare.wording import bare
from verifier.match.normalize import same_words
from verifier.model.finding import Level, Rule
from verifier.model.report import Correction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from verifier.model.finding import Finding
    from verifier.model.guide import Claim, Guide

_RENAMED = frozenset({
    Rule.FIELD_RENAMED, Rule.BUTTON_RENAMED, Rule.LINK_RENAMED, Rule.HEADING_RENAMED, Rule.OPTION_RENAMED, Rule.CHOICE_RENAMED,
    Rule.LINK_TARGET_CHANGED, Rule.MAIL_ADDRESS_CHANGED, Rule.REDIRECTED,
})  # fmt: skip
_GONE = frozenset({
    Rule.FIELD_REMOVED, Rule.BUTTON_REMOVED, Rule.LINK_REMOVED, Rule.HEADING_REMOVED, Rule.OPTION_REMOVED, Rule.CHOICE_REMOVED,
    Rule.TEXT_GONE, Rule.ADDRESS_GONE, Rule.STEP_MISSING, Rule.CLAIM_FAILED,
})  # fmt: skip
_ADDED = frozenset({
    Rule.FIELD_ADDED, Rule.OPTION_ADDED, Rule.BUTTON_ADDED, Rule.LINK_ADDED, Rule.HEADING_ADDED, Rule.CHOICE_ADDED, Rule.STEP_EXTRA,
})  # fmt: skip


def corrections(guide: Guide, claim: Claim, findings: Iterable[Finding]) -> tuple[Correction, ...]:
    """One correction for each difference that contradicts the claim, in the order of the findings.

    A difference that was found in several languages is told in the guide's own, else in English, else in the first one. What only
    follows from another of these findings is left to that one.
    """
    against = [finding for finding in findings if finding.level is Level.BROKEN]
    causes = {finding.fingerprint for finding in against}
    of_one: dict[tuple[str, ...], list[Finding]] = {}
    for finding in against:
        if finding.follows not in causes:
            of_one.setdefault((finding.flow_id, finding.step_id, finding.rule, _nameless(finding)), []).append(finding)
    made = [
        correction
        for same in of_one.values()
        for correction in _corrections(claim, min(same, key=lambda each: _distance(each.locale, guide.language)))
    ]
    replaced = {each.old for each in made if each.old and each.new}
    told = {(each.old, each.new): each for each in reversed(made) if each.new or each.old not in replaced}
    return tuple(reversed(told.values()))


def _nameless(finding: Finding) -> str:
    """The subject where it is the same in every language: where it is a name as the page shows it, the line of the flow is."""
    named = bare(finding.expected) or bare(finding.actual)
    return str(finding.place) if named and same_words(named, finding.subject.partition(" ")[2]) else finding.subject


def _distance(locale: str, language: str) -> int:
    primary = locale.partition("-")[0]
    return (language.partition("-")[0], "en", primary).index(primary)


def _corrections(claim: Claim, finding: Finding) -> tuple[Correction, ...]:
    """One; of several things that are called otherwise for one cause, one for each that the claim names, or for all."""
    if not finding.renamed:
        return (_correction(claim, finding),)
    own = [(old, new) for old, new in finding.renamed if any(same_words(label, old) for label in claim.labels)]
    return tuple(
        Correction(_in_the_guide(claim, old), new, finding.locale, finding.suggestion, finding.fingerprint)
        for old, new in own or finding.renamed
    )


def _correction(claim: Claim, finding: Finding) -> Correction:
    old, new = "", ""
    if finding.rule in _RENAMED | _GONE:
        shown = bare(finding.expected)
        old = "" if shown.startswith("a ") else _in_the_guide(claim, shown)  # of "a phone number" no words are known
    # Of a step's element that is there and locked, that is no other word for it.
    if finding.rule in _RENAMED | _GONE | _ADDED and finding.rule is not Rule.STEP_MISSING:
        new = bare(finding.actual)
    return Correction(old, new, finding.locale, finding.suggestion, finding.fingerprint)


def _in_the_guide(claim: Claim, shown: str) -> str:
    """The words by which the guide calls what the page showed as `shown`."""
    for label in claim.garbled:
        if same_words(label.means, shown):
            return label.label
    for wording in claim.wordings:
        if any(same_words(other, shown) for other in wording.others):
            return wording.label
    return shown
