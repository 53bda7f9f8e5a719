"""Several replays of one flow, settled into one verdict: what was seen again is told, what was not is only suspected.

A replay that a wall or a fault ended can neither bear a finding out nor deny it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.model.finding import ClaimVerdict, Level, Status

if TYPE_CHECKING:
    from verifier.model.finding import ClaimState, Finding, Verdict

_SEEING = {Status.VERIFIED, Status.DRIFTED, Status.BROKEN}


def disagree(verdicts: tuple[Verdict, ...]) -> bool:
    """Whether another replay would tell more: something was found once, or seen by one replay and not by another."""
    seeing = tuple(verdict for verdict in verdicts if verdict.status in _SEEING)
    found = [_found(verdict) for verdict in seeing]
    if not seeing:
        return True
    if len(seeing) == 1:
        return bool(found[0])
    return any(0 < _count(fingerprint, found) < 2 for fingerprint in frozenset().union(*found))


def settle(verdicts: tuple[Verdict, ...]) -> Verdict:
    """One verdict for all replays, in the order in which they were played; a single replay's verdict is its own.

    A finding that more than half of the seeing replays had is confirmed; any other becomes a note that says so, keeps its
    rule and no longer counts against a claim. Where no replay could see, the last verdict stands.
    """
    seeing = tuple(verdict for verdict in verdicts if verdict.status in _SEEING)
    if len(verdicts) == 1 or not seeing:
        return verdicts[-1]
    found = [_found(verdict) for verdict in seeing]
    confirmed = {one for one in frozenset().union(*found) if 2 * _count(one, found) > len(found)}
    base = next((verdict for verdict in reversed(seeing) if confirmed <= _found(verdict)), seeing[-1])
    told = tuple(_told(finding, found, confirmed) for finding in base.findings)
    known = {finding.fingerprint for finding in told}
    others = {finding.fingerprint: finding for verdict in seeing for finding in verdict.findings}
    suspected = tuple(
        _told(finding, found, confirmed)
        for fingerprint, finding in sorted(others.items())
        if fingerprint not in known and finding.level is not Level.NOTE
    )
    findings = (*told, *suspected)
    levels = {finding.level for finding in findings}
    if Level.BROKEN in levels:
        status, because = Status.BROKEN, _because(base, findings)
    elif Level.DRIFTED in levels:
        status, because = Status.DRIFTED, _because(base, findings)
    else:
        status = Status.VERIFIED
        because = "What one replay found, the others did not." if suspected or _found(base) else base.because
    claims = tuple(_state(state, {f.fingerprint for f in findings if f.level is Level.BROKEN}) for state in base.claims)
    return replace(base, status=status, because=because, findings=findings, claims=claims)


def _found(verdict: Verdict) -> frozenset[str]:
    return frozenset(finding.fingerprint for finding in verdict.findings if finding.level is not Level.NOTE)


def _count(fingerprint: str, found: list[frozenset[str]]) -> int:
    return sum(fingerprint in one for one in found)


def _told(finding: Finding, found: list[frozenset[str]], confirmed: set[str]) -> Finding:
    if finding.level is Level.NOTE:
        return finding
    count, replays = _count(finding.fingerprint, found), len(found)
    if finding.fingerprint in confirmed:
        words = f"Seen in {count} of {replays} replays." if replays > 1 else "Seen in the one replay that could see."
        return replace(finding, evidence=(*finding.evidence, words))
    words = f"Suspected only: seen in {count} of {replays} replays."
    return replace(finding, level=Level.NOTE, evidence=(*finding.evidence, words))


def _because(base: Verdict, findings: tuple[Finding, ...]) -> str:
    alarming = [finding for finding in findings if finding.level is not Level.NOTE]
    return base.because if any(finding.sentence == base.because for finding in alarming) else alarming[0].sentence


def _state(state: ClaimState, broken: set[str]) -> ClaimState:
    if state.verdict is ClaimVerdict.CONTRADICTED and not broken & set(state.findings):
        return replace(state, verdict=ClaimVerdict.HOLDS, because="One replay said otherwise, the others did not.")
    return state
