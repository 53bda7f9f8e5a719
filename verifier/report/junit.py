"""`junit.xml`: one test case a flow, for CI servers that count tests."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, assert_never

from verifier.model.finding import Status
from verifier.report.plain import one_line, printable, shorten, without_isolates
from verifier.report.reporter import Pictures, ReportFile
from verifier.report.since_words import STANDING_ORDER, alarms, known, standing_words
from verifier.report.words import relocated_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from verifier.model.finding import Finding
    from verifier.model.history import FindingSince, Since
    from verifier.model.report import FlowReport, Report


def _attribute(text: str) -> str:
    return escape(one_line(text))


def _body(text: str) -> str:
    return escape(without_isolates(printable(shorten(text, 20_000))))


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.3f}"


def _told(finding: Finding, met: Mapping[str, FindingSince]) -> str:
    step = f", step {finding.step_id}" if finding.step_id else ""
    lines = [f"{finding.level} {finding.rule} at {finding.place.file}:{finding.place.line}{step}"]
    lines.append(f"  {finding.sentence}")
    if finding.claims:
        lines.append(f"  claims: {', '.join(finding.claims)}")
    if finding.expected:
        lines.append(f"  expected: {finding.expected}")
    lines.append(f"  now: {finding.actual or 'nothing'}")
    if finding.relocated:
        lines.append(f"  relocated: {relocated_words(finding.relocated)}")
    if finding.fingerprint in met:
        lines.append(f"  history: {standing_words(met[finding.fingerprint])}")
    return "\n".join(shorten(line, 2_000) for line in lines)


def _verdict(flow: FlowReport, met: Mapping[str, FindingSince]) -> str:
    message = _attribute(flow.verdict.because)
    findings = _body("\n".join(_told(finding, met) for finding in flow.verdict.findings))
    match flow.verdict.status:
        case Status.VERIFIED:
            return f"<system-out>{findings}</system-out>" if findings else ""
        case Status.DRIFTED:
            return f'<failure type="drifted" message="{message}">{findings}</failure>'
        case Status.BROKEN:
            return f'<failure type="broken" message="{message}">{findings}</failure>'
        case Status.BLOCKED:
            return f'<skipped message="blocked: {message}"/>'
        case Status.ERRORED:
            return f'<error type="errored" message="{message}">{findings}</error>'
        case Status.SKIPPED:
            return f'<skipped message="{message}"/>'
        case _:
            assert_never(flow.verdict.status)


def _case(flow: FlowReport, met: Mapping[str, FindingSince]) -> str:
    name = f'name="{_attribute(flow.key)}" classname="{_attribute(flow.flow.id.replace("/", "."))}"'
    place = f'file="{_attribute(flow.flow.place.file)}" line="{flow.flow.place.line}"'
    return f'    <testcase {name} {place} time="{_seconds(flow.duration_ms)}">{_verdict(flow, met)}</testcase>\n'


def _since(since: Since | None, keys: tuple[str, ...]) -> str:
    """How many of the suite's findings that alarm are new, go on and so on, for dashboards that plot properties."""
    if since is None or not since.earlier_runs:
        return ""
    standings = [
        met.standing for met in (*since.findings, *since.over) if alarms(met) and met.trail.finding.flow_key in keys
    ]
    return "".join(
        f'<property name="findings.{standing}" value="{standings.count(standing)}"/>' for standing in STANDING_ORDER
    )


def _counts(flows: tuple[FlowReport, ...]) -> str:
    def count(*statuses: Status) -> int:
        return sum(flow.verdict.status in statuses for flow in flows)

    return (
        f'tests="{len(flows)}" failures="{count(Status.DRIFTED, Status.BROKEN)}" errors="{count(Status.ERRORED)}"'
        f' skipped="{count(Status.BLOCKED, Status.SKIPPED)}"'
    )


def _of_site(report: Report, site: str) -> str:
    """What all flows of the site together show."""
    told = [_told(finding, {}) for finding in report.site_findings if finding.place.file.split("/")[-2:-1] == [site]]
    return f"    <system-out>{_body(chr(10).join(told))}</system-out>\n" if told else ""


def render_junit(report: Report, pictures: Pictures) -> tuple[ReportFile, ...]:  # noqa: ARG001 - a reporter
    """`junit.xml`: a suite a site, a case a flow; drifted and broken fail, errored errs, blocked and skipped are skipped."""
    sites: dict[str, list[FlowReport]] = {}
    for flow in report.flows:
        sites.setdefault(flow.flow.site.id, []).append(flow)
    suites = []
    met = known(report.since)
    for site, found in sites.items():
        flows = tuple(found)
        time = _seconds(sum(flow.duration_ms for flow in flows))
        stamp = f'timestamp="{_attribute(report.started_at.removesuffix("Z"))}"'
        suites.append(
            f'  <testsuite name="{_attribute(site)}" {_counts(flows)} time="{time}" {stamp}>\n'
            f'    <properties><property name="run" value="{_attribute(report.run_id)}"/>'
            f'<property name="against" value="{_attribute(report.against)}"/>'
            f'<property name="browser" value="{_attribute(report.browser)}"/>'
            f"{_since(report.since, tuple(flow.key for flow in flows))}</properties>\n"
            f"{''.join(_case(flow, met) for flow in flows)}{_of_site(report, site)}  </testsuite>\n"
        )
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<testsuites name="verifier" {_counts(report.flows)} time="{_seconds(report.duration_ms)}">\n'
        f"{''.join(suites)}</testsuites>\n"
    )
    return (ReportFile("junit.xml", text.encode()),)
