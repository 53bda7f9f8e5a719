"""Writes down what a person does not accept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.model.baseline import Refusal

if TYPE_CHECKING:
    from verifier.model.baseline import Baseline
    from verifier.model.finding import Finding


def rejecting(baseline: Baseline, findings: tuple[Finding, ...]) -> Baseline:
    """The baseline with these findings rejected: the pair of elements that one rests on, or else its edit."""
    pairs = dict.fromkeys((*baseline.rejected, *(finding.pair for finding in findings if finding.pair)))
    refused = {each.fingerprint: each for each in baseline.refused}
    for finding in findings:
        if finding.pair is None:
            refused.setdefault(finding.fingerprint, Refusal(finding.fingerprint, finding.sentence))
    return replace(baseline, rejected=tuple(pairs), refused=tuple(refused.values()))
