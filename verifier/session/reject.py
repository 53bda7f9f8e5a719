"""Writes down what a person does not accept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.compare.wording import bare
from verifier.match.parting import option_prints
from verifier.model.baseline import Refusal
from verifier.model.finding import Rule

if TYPE_CHECKING:
    from verifier.model.baseline import Baseline
    from verifier.model.finding import Finding


def rejecting(baseline: Baseline, findings: tuple[Finding, ...]) -> Baseline:
    """The baseline with these findings rejected: the pairs that one rests on, or else its edit."""
    pairs = dict.fromkeys((*baseline.rejected, *(pair for finding in findings for pair in pairs_of(finding))))
    refused = {each.fingerprint: each for each in baseline.refused}
    for finding in findings:
        if not pairs_of(finding):
            refused.setdefault(finding.fingerprint, Refusal(finding.fingerprint, finding.sentence))
    return replace(baseline, rejected=tuple(pairs), refused=tuple(refused.values()))


def pairs_of(finding: Finding) -> tuple[tuple[str, str], ...]:
    """What the finding takes for one and a person can say is not: two elements, or options of a list.

    An element that is surely itself, with another limit or elsewhere on the page, is none; nobody parts it from itself.
    """
    if finding.rule is Rule.OPTION_RENAMED:
        renamed = finding.renamed or ((bare(finding.expected), bare(finding.actual)),)
        return tuple(option_prints(old, new) for old, new in renamed)
    if finding.pair is None or (finding.pair[0] == finding.pair[1] and finding.relocated is None):
        return ()
    return (finding.pair,)
