"""The register of guides as JSON, for other programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, assert_never

from verifier.model.guide import (
    AddressValue,
    ItemValue,
    ListValue,
    NumberValue,
    PathValue,
    PresenceValue,
    RedactedValue,
    TextValue,
)
from verifier.report.history_json import Json, claim_json
from verifier.report.register_text import counts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from verifier.model.attestation import Attestation
    from verifier.model.finding import Finding
    from verifier.model.guide import Statement, Value
    from verifier.model.history import ClaimSince
    from verifier.model.report import ClaimReport, GuideReport, Report, Speaker


def register_json(
    reports: tuple[GuideReport, ...],
    *,
    run: Report | None,
    speakers: dict[str, tuple[Speaker, ...]],
    attestations: tuple[Attestation, ...],
    found: tuple[Finding, ...],
    since: Mapping[str, ClaimSince],
) -> str:
    """One object: the run (null without one), every guide with every claim, and the findings of the guides by themselves."""
    seen = {finding.fingerprint: finding for finding in run.findings()} if run else {}
    guides: list[Json] = [
        {
            "id": report.guide.id,
            "title": report.guide.title,
            "language": report.guide.language,
            "direction": report.guide.direction,
            "site": report.guide.site or None,
            "document": report.guide.document,
            "file": report.guide.place.file,
            "counts": {verdict.value: count for verdict, count in counts(report).items()},
            "claims": [
                _claim(
                    claim,
                    speakers.get(claim.claim.id, ()),
                    attestations,
                    found=found,
                    seen=seen,
                    since=since.get(claim.claim.id),
                )
                for claim in report.claims
            ],
        }
        for report in reports
    ]
    ids = {report.guide.id for report in reports}
    told: list[Json] = [_finding(finding) for finding in found if ids & set(finding.guides)]
    shown: Json = {"id": run.run_id, "started_at": run.started_at, "against": run.against} if run else None
    return json.dumps({"version": 1, "run": shown, "guides": guides, "findings": told}, ensure_ascii=False, indent=2)


def _claim(
    report: ClaimReport,
    speaking: tuple[Speaker, ...],
    attestations: tuple[Attestation, ...],
    *,
    found: tuple[Finding, ...],
    seen: dict[str, Finding],
    since: ClaimSince | None,
) -> Json:
    claim = report.claim
    return {
        "id": claim.id,
        "where": claim.where,
        "says": claim.says,
        "check": claim.check.value,
        "place": str(claim.place),
        "labels": list(claim.labels),
        "garbled": {each.label: each.means for each in claim.garbled},
        "states": [_statement(each) for each in claim.states],
        "unfounded": claim.unfounded or None,
        "verdict": report.verdict.value,
        "because": report.because,
        "history": claim_json(since) if since else None,
        "spoken_for_by": [
            {
                "flow": each.flow_id,
                "step": each.step_id or None,
                "locales": list(each.locales),
                "place": str(each.place),
            }
            for each in speaking
        ],
        "played": list(report.spoken_for_by),
        "evidence": [_finding(seen[each]) for each in report.findings if each in seen],
        "attestations": [_attestation(each) for each in attestations if claim.id in each.claims],
        "guide_findings": [finding.fingerprint for finding in found if claim.id in finding.claims],
    }


def _attestation(one: Attestation) -> Json:
    evidence: Json = {"file": one.evidence.file, "sha256": one.evidence.sha256} if one.evidence else None
    until = one.last_day().isoformat()
    return {"by": one.by, "on": one.on, "until": until, "note": one.note or None, "evidence": evidence}


def _statement(stated: Statement) -> Json:
    return {"subject": stated.subject, "scope": list(stated.scope), "value": value_json(stated.value)}


def value_json(value: Value) -> Json:
    """The value with its kind, by the keys of the guide files."""
    match value:
        case TextValue(text):
            return {"text": text}
        case NumberValue(least, most, unit):
            return {"number": least, "to": most, "unit": unit}
        case ListValue(items, ordered, whole):
            return {"list": list(items), "ordered": ordered, "whole": whole}
        case ItemValue(item, of):
            return {"item": item, "of": of}
        case PresenceValue(present):
            return {"present": present}
        case AddressValue(form, address):
            return {form.value: address}
        case PathValue(stops):
            return {"path": list(stops)}
        case RedactedValue(what):
            return {"redacted": what}
        case _:
            assert_never(value)


def _finding(finding: Finding) -> Json:
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule.value,
        "level": finding.level.value,
        "sentence": finding.sentence,
        "subject": finding.subject,
        "expected": finding.expected,
        "actual": finding.actual,
        "claims": list(finding.claims),
        "guides": list(finding.guides),
        "flow": finding.flow_id or None,
        "locale": finding.locale or None,
        "step": finding.step_id or None,
        "place": str(finding.place),
        "evidence": list(finding.evidence),
        "suggestion": finding.suggestion or None,
    }
