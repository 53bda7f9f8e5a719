"""What of a run is worth keeping: its flows, steps, findings and claims, without pages and pictures."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, assert_never

from verifier.model.action import Fill
from verifier.model.finding import ClaimVerdict
from verifier.model.history import PastClaim, PastFinding, PastFlow, PastRun, PastStep
from verifier.model.run import Done, Faulted, Missed, Skipped, Walled
from verifier.model.selector import Text

if TYPE_CHECKING:
    from verifier.model.finding import Finding
    from verifier.model.flow import Step
    from verifier.model.report import FlowReport, GuideReport, Report, StepReport

_BY_PERSON = {ClaimVerdict.ATTESTED, ClaimVerdict.STALE}


def signature(step: Step) -> str:
    """16 hex digits that are the same while the step's action, its selector and its claims are, whatever its id and place.

    A text counts by its label, and only without one by its wording. What is typed does not count, for it may be a secret.
    """
    claims = sorted({*step.claims, *(claim for each in step.expect for claim in each.claims)})
    text = json.dumps([_plain(step.action), claims], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _plain(value: object) -> object:
    match value:
        case Text(wordings, label_id):
            return f"${label_id}" if label_id else list(wordings)
        case Fill(target):
            return ["Fill", _plain(target)]
        case tuple():
            return [_plain(each) for each in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return [type(value).__name__, *(_plain(getattr(value, field.name)) for field in fields(value))]
        case _:
            return value


def past_run(report: Report) -> PastRun:
    """What is kept of the run. A claim is kept where a flow of the run spoke for it, or a person attested it."""
    return PastRun(
        run_id=report.run_id,
        started_at=report.started_at,
        against=report.against,
        tool_version=report.tool_version,
        duration_ms=report.duration_ms,
        interrupted=report.interrupted,
        flows=tuple(_flow(told) for told in report.flows),
        claims=tuple(claim for guide in report.guides for claim in _claims(guide)),
    )


def _flow(told: FlowReport) -> PastFlow:
    return PastFlow(
        flow_id=told.flow.id,
        locale=told.flow.locale,
        status=told.verdict.status,
        because=told.verdict.because,
        duration_ms=told.duration_ms,
        attempts=told.attempts,
        steps=tuple(PastStep(each.step.id, signature(each.step), _outcome(each)) for each in told.steps),
        findings=tuple({each.fingerprint: _finding(each) for each in told.verdict.findings}.values()),
    )


def _outcome(told: StepReport) -> str:
    match told.outcome:
        case Done():
            return "done"
        case Missed():
            return "absent" if told.step.optional else "missed"
        case Walled():
            return "walled"
        case Faulted():
            return "faulted"
        case Skipped():
            return "skipped"
        case _:
            assert_never(told.outcome)


def _finding(told: Finding) -> PastFinding:
    return PastFinding(
        fingerprint=told.fingerprint,
        rule=told.rule,
        level=told.level,
        subject=told.subject,
        sentence=told.sentence,
        expected=told.expected,
        actual=told.actual,
        flow_id=told.flow_id,
        locale=told.locale,
        step_id=told.step_id,
        claims=told.claims,
        guides=told.guides,
    )


def _claims(guide: GuideReport) -> tuple[PastClaim, ...]:
    return tuple(
        PastClaim(guide.guide.id, told.claim.id, told.verdict, told.because)
        for told in guide.claims
        if told.spoken_for_by or told.verdict in _BY_PERSON
    )
