"""`report.json`: the whole run for machines, documented by `report.schema.json` beside this file.

`version` grows when a reader of the old one could be wrong; new keys may come at any time.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from verifier.model.finding import ClaimVerdict, Status
from verifier.report.grouping import changes
from verifier.report.headline import headline
from verifier.report.history_json import claim_json, finding_json, history_json
from verifier.report.plain import without_isolates
from verifier.report.reporter import Pictures, ReportFile
from verifier.report.words import action_words, expectation_words, outcome_word, outcome_words, submitted_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from verifier.model.finding import Finding, Proof, Relocated
    from verifier.model.history import ClaimSince, FindingSince
    from verifier.model.observation import PictureRef
    from verifier.model.place import Place
    from verifier.model.report import FlowReport, GuideReport, ProposedEdit, Rejudged, Report, StepReport

VERSION = 1

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def report_document(report: Report) -> dict[str, Json]:
    """The report as JSON values, valid against `report.schema.json`."""
    told = headline(report)
    causes = {
        after.fingerprint: change.finding.fingerprint
        for change in changes(report)
        for deep in change.consequences
        for after in deep.told
    }
    met = {each.fingerprint: each for each in report.since.findings} if report.since else {}
    claims = {each.claim_id: each for each in report.since.claims} if report.since else {}
    return {
        "format": "help-flow-verifier/report",
        "version": VERSION,
        "run": {
            "id": report.run_id,
            "toolVersion": report.tool_version,
            "startedAt": report.started_at,
            "against": report.against,
            "command": report.command,
            "browser": report.browser,
            "durationMs": report.duration_ms,
            "interrupted": report.interrupted,
            "torn": report.torn,
        },
        "summary": {
            "status": told.status.value,
            "verdict": without_isolates(told.verdict),
            "detail": without_isolates(told.detail),
            "flows": {status.value: report.count(status) for status in Status},
            "claims": {
                verdict.value: sum(claim.verdict is verdict for guide in report.guides for claim in guide.claims)
                for verdict in ClaimVerdict
            },
        },
        "guides": [_guide(guide, claims) for guide in report.guides],
        "flows": [_flow(flow) for flow in report.flows],
        "unplayed": list(report.unplayed),
        "findings": [
            _finding(finding, causes, met.get(finding.fingerprint), report.edit_of(finding.fingerprint))
            for finding in report.findings()
        ],
        "guideFindings": [_finding(finding, {}, None, None) for finding in report.guide_findings],
        "siteFindings": [_finding(finding, {}, None, None) for finding in report.site_findings],
        "history": history_json(report.since) if report.since else None,
    }


def _place(place: Place) -> Json:
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _guide(told: GuideReport, claims: Mapping[str, ClaimSince]) -> Json:
    guide = told.guide
    return {
        "id": guide.id,
        "title": guide.title,
        "language": guide.language,
        "direction": guide.direction,
        "document": guide.document,
        "claims": [
            {
                "id": state.claim.id,
                "where": state.claim.where,
                "says": state.claim.says,
                "check": state.claim.check.value,
                "labels": list(state.claim.labels),
                "place": _place(state.claim.place),
                "verdict": state.verdict.value,
                "because": state.because,
                "spokenForBy": list(state.spoken_for_by),
                "findings": list(state.findings),
                "corrections": [
                    {
                        "old": each.old or None,
                        "new": each.new or None,
                        "language": each.language,
                        "advice": each.advice,
                        "finding": each.finding,
                    }
                    for each in state.corrections
                ],
                "history": claim_json(claims[state.claim.id]) if state.claim.id in claims else None,
            }
            for state in told.claims
        ],
    }


def _flow(told: FlowReport) -> Json:
    urls = {seen.id: seen.url for seen in told.snapshots}
    return {
        "key": told.key,
        "id": told.flow.id,
        "locale": told.flow.locale,
        "title": told.flow.title,
        "site": told.flow.site.id,
        "place": _place(told.flow.place),
        "status": told.verdict.status.value,
        "because": told.verdict.because,
        "durationMs": told.duration_ms,
        "attempts": told.attempts,
        "rejudged": _rejudged(told.rejudged) if told.rejudged else None,
        "claims": [
            {
                "id": state.claim_id,
                "verdict": state.verdict.value,
                "because": state.because,
                "step": state.step_id,
                "findings": list(state.findings),
            }
            for state in told.verdict.claims
        ],
        "findings": [finding.fingerprint for finding in told.verdict.findings],
        "steps": [_step(step, urls) for step in told.steps],
    }


def _step(told: StepReport, urls: Mapping[str, str]) -> Json:
    seen = told.observation
    relocated = told.relocation
    return {
        "id": told.step.id,
        "title": told.step.title,
        "action": without_isolates(action_words(told.step.action)),
        "place": _place(told.step.place),
        "optional": told.step.optional,
        "claims": list(told.step.claims),
        "expected": [
            {
                "id": expectation.id,
                "words": without_isolates(expectation_words(expectation)),
                "claims": list(expectation.claims),
                "place": _place(expectation.place),
            }
            for expectation in told.step.expect
        ],
        "outcome": outcome_word(told.outcome),
        "because": without_isolates(outcome_words(told.outcome)),
        "durationMs": told.duration_ms,
        "url": urls.get(seen.snapshot_id) if seen else None,
        "picture": _picture(seen.picture) if seen and seen.picture else None,
        "submitted": without_isolates(submitted_words(seen.submitted)) if seen and seen.submitted else None,
        "passedWalls": [wall.kind.value for wall in seen.passed] if seen else [],
        "stoppedRequests": [
            {"method": stopped.method, "url": stopped.url, "reason": stopped.reason} for stopped in seen.stopped
        ]
        if seen
        else [],
        "relocation": {
            "wanted": relocated.wanted,
            "found": relocated.found,
            "score": _finite(relocated.score),
            "margin": _finite(relocated.margin),
            "evidence": list(relocated.evidence),
        }
        if relocated
        else None,
    }


def _finding(finding: Finding, causes: Mapping[str, str], met: FindingSince | None, edit: ProposedEdit | None) -> Json:
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule.value,
        "level": finding.level.value,
        "sentence": finding.sentence,
        "expected": finding.expected,
        "actual": finding.actual,
        "flow": f"{finding.flow_id}[{finding.locale}]" if finding.flow_id else "",
        "locale": finding.locale,
        "step": finding.step_id,
        "subject": finding.subject,
        "place": _place(finding.place),
        "claims": list(finding.claims),
        "guides": list(finding.guides),
        "evidence": list(finding.evidence),
        "replays": [
            {
                "attempt": each.attempt,
                "sight": each.sight.value,
                "because": each.because,
                "picture": _picture(each.picture) if each.picture else None,
            }
            for each in finding.sightings
        ],
        "edit": {"diff": edit.diff or None, "none": edit.why or None, "proven": edit.proven} if edit else None,
        "renamed": [{"old": old, "new": new} for old, new in finding.renamed],
        "relocated": _relocated(finding.relocated) if finding.relocated else None,
        "suggestion": finding.suggestion,
        "follows": finding.follows,
        "shownUnder": causes.get(finding.fingerprint),
        "before": _proof(finding.before) if finding.before else None,
        "after": _proof(finding.after) if finding.after else None,
        "history": finding_json(met) if met else None,
    }


def _relocated(relocated: Relocated) -> Json:
    return {
        "step": relocated.step_id,
        "wanted": relocated.wanted,
        "found": relocated.found,
        "score": _finite(relocated.score),
        "margin": _finite(relocated.margin),
        "evidence": list(relocated.evidence),
    }


def _rejudged(again: Rejudged) -> Json:
    return {
        "status": again.status.value,
        "toolVersion": again.tool_version,
        "asPlayed": again.as_played or None,
        "differences": [
            {"finding": each.fingerprint, "turn": each.turn.value, "cause": each.cause.value, "sentence": each.sentence}
            for each in again.differences
        ],
    }


def _picture(picture: PictureRef) -> Json:
    return {
        "sha256": picture.digest,
        "mediaType": picture.media_type,
        "width": picture.width,
        "height": picture.height,
    }


def _proof(proof: Proof) -> Json:
    box = proof.box
    return {
        "picture": _picture(proof.picture),
        "box": {
            "x": _finite(box.x),
            "y": _finite(box.y),
            "width": _finite(box.width),
            "height": _finite(box.height),
        }
        if box
        else None,
    }


def _finite(number: float) -> float:
    """JSON has no word for what is not a number."""
    return number if abs(number) <= 1e15 else 0.0


def _escaped_surrogates(text: str) -> str:
    """A lone surrogate is written as its escape, for UTF-8 has no bytes for it and the text must not be lost."""
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def render_json(report: Report, pictures: Pictures) -> tuple[ReportFile, ...]:  # noqa: ARG001 - a reporter
    """`report.json`: UTF-8, valid against `report.schema.json`; texts are whole and as they were seen."""
    text = json.dumps(report_document(report), ensure_ascii=False, allow_nan=False, indent=2)
    return (ReportFile("report.json", _escaped_surrogates(text).encode() + b"\n"),)
