"""The verdict on a whole run in one line and one more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.model.finding import ClaimVerdict, Level, Status
from verifier.report.grouping import changes
from verifier.report.words import counted, language_name, listed, sentence

if TYPE_CHECKING:
    from verifier.model.report import ClaimReport, GuideReport, Report
    from verifier.report.grouping import Change

UNSAID = "we cannot say"
UNKNOWN = (Status.BLOCKED, Status.ERRORED)


@dataclass(frozen=True, slots=True)
class Headline:
    """`verdict` is a sentence without a full stop, `detail` what stands behind it; `status` is the worst of the flows."""

    verdict: str
    detail: str
    status: Status


def _worst(report: Report) -> Status:
    order = (Status.BROKEN, Status.DRIFTED, Status.ERRORED, Status.BLOCKED, Status.VERIFIED)
    return next((status for status in order if report.count(status)), Status.SKIPPED)


def _said(change: Change, wrong: list[GuideReport]) -> bool:
    """Whether a contradicted sentence already tells of the change."""
    told = {mark for guide in wrong for claim in guide.claims if _contradicted(claim) for mark in claim.findings}
    return any(finding.fingerprint in told for finding in change.told)


def _contradicted(claim: ClaimReport) -> bool:
    return claim.verdict is ClaimVerdict.CONTRADICTED


def headline(report: Report) -> Headline:
    """What a maintainer must know first: which guides are wrong, else what moved, else what we cannot say."""
    status = _worst(report)
    found = [deep for change in changes(report) for deep in change.everything()]
    around = sum(1 for change in found if change.level is Level.DRIFTED)
    wrong = [told for told in report.guides if any(_contradicted(claim) for claim in told.claims)]
    contradicted = sum(_contradicted(claim) for told in wrong for claim in told.claims)
    holding = sum(claim.verdict is ClaimVerdict.HOLDS for told in report.guides for claim in told.claims)
    parts = []
    if wrong:
        names = listed(tuple(dict.fromkeys(language_name(told.guide.language) for told in wrong)))
        verdict = f"{counted(len(wrong), 'guide')} {'is' if len(wrong) == 1 else 'are'} wrong: {names}"
        parts.append(f"{counted(contradicted, 'sentence')} contradicted")
        further = sum(change.level is Level.BROKEN and not _said(change, wrong) for change in found)
        if further:
            parts.append(counted(further, "further break"))
        if around:
            parts.append(f"{counted(around, 'change')} around {'it' if contradicted == 1 else 'them'}")
    elif status is Status.BROKEN:
        verdict = f"{counted(report.count(status), 'flow')} can no longer be followed"
        parts.append(f"{counted(sum(change.level is Level.BROKEN for change in found), 'break')} found")
    elif status is Status.DRIFTED:
        verdict = "every sentence still holds, but the pages moved"
        parts.append(counted(around, "change"))
    elif status in UNKNOWN:
        verdict = UNSAID
    elif status is Status.VERIFIED:
        verdict = "every sentence that was checked holds"
    else:
        verdict = "nothing was checked"
    if holding:
        parts.append(f"{counted(holding, 'sentence')} {'holds' if holding == 1 else 'hold'}")
    unknown = tuple(f"{counted(report.count(state), 'flow')} {state}" for state in UNKNOWN if report.count(state))
    if unknown:
        parts.append(listed(unknown) + ("" if verdict == UNSAID else ", so we cannot say"))
    if report.unplayed:
        parts.append(f"{counted(len(report.unplayed), 'flow')} not played")
    if report.interrupted:
        parts.append("the run was interrupted")
    if report.torn:
        parts.append("the journal ends in the middle")
    return Headline(sentence(verdict), sentence("; ".join(parts)), status)
