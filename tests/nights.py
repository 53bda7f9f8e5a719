"""A fortnight of the demonstration's run: what it finds was not all there from the first night on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from builders import a_finding
from demo import demo_report

from verifier.history.recall import past_run
from verifier.history.since import since
from verifier.model.finding import ClaimVerdict, Level, Rule, Status
from verifier.model.history import Past
from verifier.model.run import Done, Walled

if TYPE_CHECKING:
    from verifier.model.history import PastRun
    from verifier.model.report import FlowReport, Report

NIGHTS = 16
GONE = a_finding(
    Rule.HEADING_RENAMED,
    fingerprint="90e0000000000001",
    locale="ro",
    step_id="open",
    sentence='Heading "Asistență" is now heading "Ajutor".',
    expected='heading "Asistență"',
    actual='heading "Ajutor"',
    subject='heading "Asistență"',
)


def _before(flow: FlowReport, number: int) -> FlowReport:
    """The flow as it came out that many nights before the last one."""
    found = list(flow.verdict.findings)
    if flow.flow.id == "whatsapp/contact":
        if number > 9:
            found = []
        elif number > 4:
            found = [each for each in found if each.rule is not Rule.FIELD_ADDED]
        if number:
            found = [each for each in found if (each.rule, each.locale) != (Rule.CLAIM_FAILED, "ar")]
        if 0 < number < 3 and flow.flow.locale == "ro":
            found.append(GONE)
        found = [
            replace(each, actual="Continue") if number and each.rule is Rule.BUTTON_RENAMED else each for each in found
        ]
        if number == 6:
            return replace(flow, verdict=replace(flow.verdict, status=Status.BLOCKED, findings=()))
    levels = {each.level for each in found}
    status = flow.verdict.status
    if status in {Status.BROKEN, Status.DRIFTED}:
        status = Status.BROKEN if Level.BROKEN in levels else Status.DRIFTED if levels else Status.VERIFIED
    elif number > 2:
        status = Status.VERIFIED
    steps = tuple(
        replace(each, outcome=Done()) if number and isinstance(each.outcome, Walled) else each for each in flow.steps
    )
    return replace(flow, steps=steps, verdict=replace(flow.verdict, status=status, findings=tuple(found)))


def demo_night(number: int) -> Report:
    """The run of that many nights before the last one, which is 0."""
    told = demo_report()
    at = f"2026-11-{23 - number:02d}T04:12:09Z"
    flows = tuple(_before(flow, number) for flow in told.flows)
    there = {each.fingerprint for flow in flows for each in flow.verdict.findings}
    guides = tuple(
        replace(
            guide,
            claims=tuple(
                replace(claim, verdict=ClaimVerdict.UNVERIFIED if number == 6 else ClaimVerdict.HOLDS, findings=())
                if claim.verdict is ClaimVerdict.CONTRADICTED and not there & set(claim.findings)
                else claim
                for claim in guide.claims
            ),
        )
        for guide in told.guides
    )
    return replace(told, run_id=f"2026-11-{23 - number:02d}-0412", started_at=at, flows=flows, guides=guides)


def demo_past() -> tuple[PastRun, ...]:
    """All nights, the oldest first."""
    return tuple(past_run(demo_night(number)) for number in reversed(range(NIGHTS)))


def demo_after_nights() -> Report:
    """The last night, with what the nights before it say."""
    told = demo_night(0)
    return replace(told, since=since(told, Past(told.against, demo_past())))
