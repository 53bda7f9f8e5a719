"""`findings.sarif`: SARIF 2.1.0 for code scanning and editors, each finding at the line of YAML that said it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, assert_never
from urllib.parse import quote

from verifier.model.finding import Level, Status
from verifier.model.history import Standing
from verifier.report.plain import one_line, printable, without_isolates
from verifier.report.reporter import Pictures, ReportFile
from verifier.report.words import STATUS_MEANS, relocated_words, sentence

if TYPE_CHECKING:
    from verifier.model.finding import Finding
    from verifier.model.history import FindingSince, Since
    from verifier.model.place import Place
    from verifier.model.report import FlowReport, Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FLOW_RULE = "flow"
"""The rule of results that speak of a flow as a whole."""

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_LEVELS = {Level.BROKEN: "error", Level.DRIFTED: "warning", Level.NOTE: "note"}


def sarif_document(report: Report) -> dict[str, Json]:
    """The run as one SARIF run: a result a finding, a result a flow that passed, is open or does not apply.

    With a history every result has a `baselineState`, and what is over is there as `absent`; without one none has.
    Flows that errored are notifications of the tool, for they say nothing of a guide.
    """
    since = report.since
    findings = (*report.findings(), *report.site_findings)
    flows = [flow for flow in report.flows if _kind(flow.verdict.status)]
    over = since.over if since else ()
    named = [*(finding.rule for finding in findings), *(each.trail.finding.rule for each in over)]
    rules = [*sorted({str(rule) for rule in named}), *([FLOW_RULE] if flows else [])]
    results = [
        *(_finding(finding, rules.index(finding.rule), since.of(finding.fingerprint) if since else None) for finding in findings),
        *(_flow(flow, rules.index(FLOW_RULE), since) for flow in flows),
        *(_absent(each, rules.index(each.trail.finding.rule), report) for each in over),
    ]  # fmt: skip
    if since is not None:
        for result in results:
            result.setdefault("baselineState", "new")
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "help-flow-verifier",
                        "version": _text(report.tool_version),
                        "rules": [_rule(rule) for rule in rules],
                        "notifications": [{"id": "errored", "shortDescription": {"text": "A flow could not be judged."}}],
                    }
                },
                "automationDetails": {"id": f"help-flow-verifier/{_text(report.against)}/{_text(report.run_id)}"},
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The project that has the flows."}}},
                "columnKind": "unicodeCodePoints",
                "invocations": [_invocation(report)],
                "results": list(results),
            }
        ],
    }  # fmt: skip


def _text(text: str) -> str:
    return one_line(without_isolates(text), 4_000)


def _kind(status: Status) -> str:
    match status:
        case Status.VERIFIED:
            return "pass"
        case Status.BLOCKED:
            return "open"
        case Status.SKIPPED:
            return "notApplicable"
        case Status.DRIFTED | Status.BROKEN | Status.ERRORED:
            return ""  # its findings say it, or a notification
        case _:
            assert_never(status)


def _rule(rule: str) -> Json:
    words = "How a flow as a whole came out" if rule == FLOW_RULE else sentence(rule.replace("-", " "))
    return {"id": rule, "shortDescription": {"text": f"{words}."}}


def _location(place: Place) -> Json:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(place.file), "uriBaseId": "%SRCROOT%"},
            "region": {
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
            },
        }
    }


def _marks(fingerprint: str) -> Json:
    # The second is the only one that GitHub looks at; without it two findings on one line would be taken for one.
    return {"helpFlowVerifier/v1": fingerprint, "primaryLocationLineHash": f"{fingerprint}:1"}


def _finding(finding: Finding, rule: int, since: FindingSince | None) -> dict[str, Json]:
    lines = [f"{', '.join(finding.claims)}: {finding.sentence}" if finding.claims else finding.sentence]
    lines += [f"Expected: {finding.expected}"] if finding.expected else []
    lines += [f"Now: {finding.actual}"] if finding.actual else []
    lines += [f"Relocated: {relocated_words(finding.relocated)}"] if finding.relocated else []
    lines += [f"Say instead: {finding.suggestion}"] if finding.suggestion else []
    told: dict[str, Json] = {
        "ruleId": str(finding.rule),
        "ruleIndex": rule,
        "kind": "fail",
        "level": _LEVELS[finding.level],
        "message": {"text": "\n".join(_text(line) for line in lines)},
        "locations": [_location(finding.place)],
        "partialFingerprints": _marks(finding.fingerprint),
        "properties": {
            "flow": f"{finding.flow_id}[{finding.locale}]" if finding.flow_id else "",
            "step": finding.step_id,
            "claims": [_text(claim) for claim in finding.claims],
            "guides": [_text(guide) for guide in finding.guides],
            "follows": finding.follows,
            "relocated": bool(finding.relocated),
            "tags": [
                *([f"language/{_text(finding.locale)}"] if finding.locale else []),
                *(f"guide/{_text(guide)}" for guide in finding.guides),
            ],
        },
    }
    if since is not None:
        told["baselineState"] = _state(since.standing)
        told["provenance"] = {
            "firstDetectionTimeUtc": since.first_seen,
            "lastDetectionTimeUtc": since.last_seen,
        }
    return told


def _state(standing: Standing) -> str:
    match standing:
        case Standing.NEW | Standing.REOPENED:
            return "new"
        case Standing.ONGOING:
            return "unchanged"
        case Standing.CHANGED:
            return "updated"
        case Standing.OVER:
            return "absent"
        case _:
            assert_never(standing)


def _flow(flow: FlowReport, rule: int, since: Since | None) -> dict[str, Json]:
    told: dict[str, Json] = {
        "ruleId": FLOW_RULE,
        "ruleIndex": rule,
        "kind": _kind(flow.verdict.status),
        "level": "none",
        "message": {
            "text": _text(f"{flow.key} is {flow.verdict.status} ({STATUS_MEANS[flow.verdict.status]}): {flow.verdict.because}")
        },
        "locations": [_location(flow.flow.place)],
        "partialFingerprints": _marks(f"flow:{flow.key}"),
    }  # fmt: skip
    known = since.of_flow(flow.key) if since else None
    if known is not None:
        told["baselineState"] = "unchanged" if known.nights > 1 else "new"
    return told


def _absent(over: FindingSince, rule: int, report: Report) -> dict[str, Json]:
    past = over.trail.finding
    flow = next((flow for flow in report.flows if flow.key == past.flow_key), None)
    step = next((step.step.place for step in flow.steps if step.step.id == past.step_id), None) if flow else None
    place = step or (flow.flow.place if flow else None)
    return {
        "ruleId": str(past.rule),
        "ruleIndex": rule,
        # What is not there any more fails nobody, also for readers that know no baseline state.
        "kind": "pass",
        "level": "none",
        "message": {"text": _text(f"Over: {past.sentence}")},
        "locations": [_location(place)] if place else [],
        "partialFingerprints": _marks(past.fingerprint),
        "baselineState": "absent",
        "provenance": {"firstDetectionTimeUtc": over.first_seen, "lastDetectionTimeUtc": over.last_seen},
    }


def _invocation(report: Report) -> Json:
    errored = [flow for flow in report.flows if flow.verdict.status is Status.ERRORED]
    notifications: list[Json] = [
        {
            "descriptor": {"id": "errored", "index": 0},
            "level": "error",
            "message": {"text": _text(f"{flow.key}: {flow.verdict.because}")},
            "locations": [_location(flow.flow.place)],
        }
        for flow in errored
    ]
    for cut, words in (
        (report.interrupted, "the run was interrupted"),
        (report.torn, "the journal ends in the middle"),
    ):
        if cut:
            notifications.append({"level": "error", "message": {"text": f"{sentence(words)}."}})
    return {
        "executionSuccessful": not notifications,
        "commandLine": _text(report.command),
        "toolExecutionNotifications": notifications,
    }


def render_sarif(report: Report, pictures: Pictures) -> tuple[ReportFile, ...]:  # noqa: ARG001 - a reporter
    """`findings.sarif`, UTF-8, valid against the schema of OASIS."""
    text = json.dumps(sarif_document(report), ensure_ascii=False, allow_nan=False, indent=1)
    return (ReportFile("findings.sarif", f"{printable(text)}\n".encode()),)
