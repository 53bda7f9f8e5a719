"""What history says, as JSON values: in `report.json`, in `verifier history --json` and in `verifier guides --json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.model.history import (
        Chronicle,
        ClaimSince,
        ClaimSpan,
        FindingSince,
        FlowSince,
        GuideSince,
        PastFinding,
        RunTold,
        Since,
        Trail,
    )

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def history_json(since: Since) -> Json:
    """What is said of the run as a whole; what is said of its findings and claims stands with them."""
    return {
        "earlierRuns": since.earlier_runs,
        "previousRun": since.previous_run or None,
        "previousStartedAt": since.previous_started_at or None,
        "over": [trail_json(each.trail) for each in since.over],
        "unseen": [trail_json(each.trail) for each in since.unseen],
        "flows": [flow_json(each) for each in since.flows],
        "guides": [guide_json(each) for each in since.guides],
    }


def chronicle_json(told: Chronicle) -> str:
    """All that is known of one target, as a document; see the README for its keys."""
    document: Json = {
        "format": "help-flow-verifier/history",
        "version": 1,
        "against": told.against,
        "prunedRuns": told.pruned_runs,
        "runs": [_run(each) for each in told.runs],
        "flows": [flow_json(each) for each in told.flows],
        "findings": [trail_json(each) for each in told.trails],
        "claims": [
            {
                "id": each.claim_id,
                "guide": each.guide_id,
                **claim_json(each),
                "states": _spans(told.spans, each.claim_id),
            }
            for each in told.claims
        ],
        "guides": [guide_json(each) for each in told.guides],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _run(told: RunTold) -> Json:
    run = told.run
    return {
        "id": run.run_id,
        "startedAt": run.started_at,
        "toolVersion": run.tool_version,
        "durationMs": run.duration_ms,
        "interrupted": run.interrupted,
        "new": told.new,
        "reopened": told.back,
        "changed": told.changed,
        "ongoing": told.ongoing,
        "over": told.over,
        "flows": [
            {
                "key": flow.key,
                "status": flow.status.value,
                "because": flow.because,
                "durationMs": flow.duration_ms,
                "attempts": flow.attempts,
                "steps": [
                    {"id": step.step_id, "signature": step.signature, "outcome": step.outcome} for step in flow.steps
                ],
                "findings": [finding.fingerprint for finding in flow.findings],
            }
            for flow in run.flows
        ],
    }


def _spans(spans: tuple[ClaimSpan, ...], claim_id: str) -> Json:
    return [
        {
            "verdict": span.verdict.value,
            "since": span.since,
            "lastSeen": span.last_at,
            "nights": span.nights,
            "because": span.because,
        }
        for span in spans
        if span.claim_id == claim_id
    ]


def finding_json(met: FindingSince) -> Json:
    """What is said of a finding of the run."""
    before = met.before
    return {
        "standing": met.standing.value,
        **_times(met.trail),
        "before": {"level": before.level.value, "expected": before.expected, "actual": before.actual}
        if before
        else None,
    }


def trail_json(trail: Trail) -> dict[str, Json]:
    """A finding that no report of the run holds, with its words."""
    return {**_words(trail.finding), "open": trail.is_open, "overAt": trail.over_at or None, **_times(trail)}


def claim_json(claim: ClaimSince) -> dict[str, Json]:
    """Since when a claim is in its state."""
    return {
        "verdict": claim.verdict.value,
        "since": claim.since,
        "lastSeen": claim.last_seen,
        "nights": claim.nights,
        "known": claim.known.value if claim.known else None,
        "knownSince": claim.known_since or None,
        "knownAt": claim.known_at or None,
        "knownNights": claim.known_nights,
    }


def flow_json(flow: FlowSince) -> dict[str, Json]:
    """Since when a flow is in its status, and its last nights."""
    return {
        "key": flow.key,
        "status": flow.status.value,
        "since": flow.since,
        "lastSeen": flow.last_seen,
        "nights": flow.nights,
        "flakeRate": round(flow.flake_rate, 4),
        "lastNights": [
            {"day": night.day, "run": night.run_id, "status": night.status.value} for night in flow.last_nights
        ],
    }


def guide_json(guide: GuideSince) -> Json:
    """The last nights of a guide."""
    return {
        "id": guide.guide_id,
        "lastNights": [
            {
                "day": night.day,
                "run": night.run_id,
                "contradicted": night.contradicted,
                "held": night.held,
                "unknown": night.unknown,
            }
            for night in guide.last_nights
        ],
    }


def _words(finding: PastFinding) -> dict[str, Json]:
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule.value,
        "level": finding.level.value,
        "subject": finding.subject,
        "sentence": finding.sentence,
        "expected": finding.expected,
        "actual": finding.actual,
        "flow": finding.flow_key,
        "locale": finding.locale,
        "step": finding.step_id,
        "claims": list(finding.claims),
        "guides": list(finding.guides),
    }


def _times(trail: Trail) -> dict[str, Json]:
    return {
        "origin": trail.origin,
        "firstSeen": trail.first_seen,
        "since": trail.since,
        "lastSeen": trail.last_seen,
        "nights": trail.nights,
        "flakeRate": round(trail.flake_rate, 4),
    }
