"""A stream of events, folded: into the run of one flow, and into the report of a whole run."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, assert_never

from verifier.compare.correction import corrections
from verifier.compare.guides import guide_findings
from verifier.compare.site_ignores import site_findings
from verifier.model.attestation import latest
from verifier.model.event import (
    FlowFinished,
    FlowJudged,
    FlowStarted,
    PageSeen,
    RunFinished,
    RunResumed,
    RunStarted,
    StepFinished,
    StepStarted,
)
from verifier.model.finding import ClaimVerdict, Status, Verdict
from verifier.model.guide import CheckKind
from verifier.model.observation import Snapshot
from verifier.model.report import ClaimReport, FlowReport, GuideReport, Report, StepReport
from verifier.model.run import FlowRun, Skipped, StepRun

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from verifier.model.attestation import Attestation
    from verifier.model.event import Event, Stamped
    from verifier.model.finding import ClaimState, Finding
    from verifier.model.flow import Flow
    from verifier.model.guide import Claim, Guide

_NOT_REACHED = "the end of the run"
_WORST_FIRST = (
    ClaimVerdict.CONTRADICTED,
    ClaimVerdict.UNVERIFIED,
    ClaimVerdict.STALE,
    ClaimVerdict.HOLDS,
    ClaimVerdict.ATTESTED,
    ClaimVerdict.NOT_CHECKABLE,
)
_NO_FLOW = {
    CheckKind.APP: "Only the app on a phone can show it.",
    CheckKind.MAIL: "Only a letter or a mail can show it.",
    CheckKind.UNFOUNDED: "There is no evidence that the thing exists.",
}


@dataclass(slots=True)
class _Played:
    flow: Flow
    attempt: int
    started_ms: int
    ended_ms: int
    steps: dict[str, StepRun] = field(default_factory=dict)
    began: dict[str, int] = field(default_factory=dict)
    took: dict[str, int] = field(default_factory=dict)
    snapshots: dict[str, Snapshot] = field(default_factory=dict)

    def run(self) -> FlowRun:
        steps = tuple(self.steps.get(step.id, StepRun(step.id, Skipped(_NOT_REACHED))) for step in self.flow.steps)
        return FlowRun(self.flow, steps, tuple(self.snapshots.values()))


def flow_run(events: Iterable[Event]) -> FlowRun:
    """The last replay that these events of one flow tell of; steps that were never finished are skipped.

    Raises:
        ValueError: no flow was started.
    """
    played: dict[str, list[_Played]] = {}
    for event in events:
        _step(played, event, 0)
    if not played:
        raise ValueError("no flow was started")
    return next(reversed(played.values()))[-1].run()


def _step(played: dict[str, list[_Played]], event: Event, at_ms: int) -> None:
    match event:
        case FlowStarted(key, flow, attempt):
            before = (
                played.get(key, []) if attempt > 1 else []
            )  # a first attempt once more: the run was cut off and goes on
            played[key] = [*before, _Played(flow, attempt, at_ms, at_ms)]
        case StepStarted(key, step_id):
            played[key][-1].began[step_id] = at_ms
        case PageSeen(key, snapshot):
            played[key][-1].snapshots[snapshot.id] = snapshot
        case StepFinished(key, step_id, outcome, observation, relocation):
            now = played[key][-1]
            now.steps[step_id] = StepRun(step_id, outcome, observation, relocation)
            now.took[step_id] = at_ms - now.began.get(step_id, at_ms)
            now.ended_ms = at_ms
        case FlowFinished(key):
            played[key][-1].ended_ms = at_ms
        case RunStarted() | RunResumed() | FlowJudged() | RunFinished():
            pass
        case _:
            assert_never(event)


def fold(
    stamps: Iterable[Stamped], *, torn: bool = False, told: Callable[[FlowReport], FlowReport] | None = None
) -> Report:
    """The report of the run that these events tell of. Flows stand in the order in which the run named them.

    Each flow is handed to `told` as soon as it is judged (or, without a verdict, at the end), and what that gives stands in the
    report; its pages are let go then. So with `slim` a run of any length is folded with the pages of the flows that are open.

    Raises:
        ValueError: the first event is not `RunStarted`.
    """
    events = iter(stamps)
    start = start_of(next(events, None))
    played: dict[str, list[_Played]] = {}
    judged: dict[str, FlowReport] = {}
    interrupted, at_ms = True, 0
    for stamped in events:
        at_ms = stamped.at_ms
        _step(played, stamped.event, at_ms)
        match stamped.event:
            case FlowStarted(key):
                judged.pop(key, None)
            case FlowJudged(key, verdict) if key in played:
                judged[key] = _told(played[key], verdict, told)
                if told is not None:
                    _let_go(played[key])
            case RunResumed():
                interrupted = True
            case RunFinished():
                interrupted = stamped.event.interrupted
            case _:
                pass
    order = {key: index for index, key in enumerate(start.flows)}
    flows = tuple(
        judged[key] if key in judged else _told(played[key], None, told)
        for key in sorted(played, key=lambda key: order.get(key, len(order)))
    )
    return Report(
        run_id=start.run_id,
        tool_version=start.tool_version,
        started_at=start.started_at,
        against=start.against,
        command=start.command,
        browser=start.browser,
        duration_ms=at_ms,
        flows=flows,
        guides=tuple(
            guide_report(guide, flows, start.attestations, on=day_of(start.started_at)) for guide in start.guides
        ),
        guide_findings=guide_findings(start.guides),
        site_findings=found_of_sites(flows, start, start.of_sites),
        interrupted=interrupted,
        torn=torn,
        unplayed=tuple(key for key in start.flows if key not in played),
    )


def found_of_sites(flows: tuple[FlowReport, ...], start: RunStarted, every: Collection[str]) -> tuple[Finding, ...]:
    """What only all flows of a site together show; `every` are the keys of all flows of these sites."""
    judged = tuple((told.flow, told.verdict) for told in flows)
    return site_findings(judged, every, on=day_of(start.started_at), against=start.against)


def slim(report: FlowReport) -> FlowReport:
    """The flow with all that reporters tell, without what its pages held: of a page its address and title, of replays nothing."""
    pages = tuple(Snapshot(seen.id, seen.url, seen.title, seen.language, seen.direction) for seen in report.snapshots)
    return replace(report, snapshots=pages, replays=())


def start_of(first: Stamped | None) -> RunStarted:
    """How the run began whose first event this is. Raises ValueError where it is not `RunStarted`."""
    if first is None or not isinstance(first.event, RunStarted):
        raise ValueError("a run begins with RunStarted")
    return first.event


def _told(
    replays: list[_Played], verdict: Verdict | None, told: Callable[[FlowReport], FlowReport] | None
) -> FlowReport:
    report = _flow_report(replays, verdict)
    return report if told is None else told(report)


def _let_go(replays: list[_Played]) -> None:
    for played in replays:
        played.snapshots.clear()


def flow_report_of(report: FlowReport, verdict: Verdict, runs: tuple[FlowRun, ...]) -> FlowReport:
    """The same flow with another verdict on the same replays; `runs` are those, as ones of the flow that was judged."""
    run = runs[(verdict.attempt or len(runs)) - 1]
    if run in report.replays and verdict.attempt == report.verdict.attempt:
        return replace(report, verdict=verdict)
    took = {step.step.id: step.duration_ms for step in report.steps}
    steps = tuple(
        StepReport(step, seen.outcome, seen.observation, seen.relocation, took.get(step.id, 0))
        for step, seen in zip(run.flow.steps, run.steps, strict=True)
    )
    return replace(report, flow=run.flow, verdict=verdict, steps=steps, snapshots=run.snapshots, replays=runs)


def _flow_report(replays: list[_Played], verdict: Verdict | None) -> FlowReport:
    """The flow as the replay saw it on which its verdict stands; it took the time of all of them."""
    played = replays[verdict.attempt - 1] if verdict and 0 < verdict.attempt <= len(replays) else replays[-1]
    flow = played.flow
    runs = tuple(each.run() for each in replays)
    run = runs[replays.index(played)]
    return FlowReport(
        flow=flow,
        verdict=verdict or Verdict(flow.id, flow.locale, Status.ERRORED, "The run ended before this flow was judged."),
        steps=tuple(
            StepReport(step, seen.outcome, seen.observation, seen.relocation, played.took.get(step.id, 0))
            for step, seen in zip(flow.steps, run.steps, strict=True)
        ),
        snapshots=run.snapshots,
        duration_ms=sum(each.ended_ms - each.started_ms for each in replays),
        attempts=len(replays),
        replays=runs,
    )


def day_of(started_at: str) -> date | None:
    """The day of an ISO time, or None where it is none."""
    try:
        return date.fromisoformat(started_at[:10])
    except ValueError:
        return None


def guide_report(
    guide: Guide,
    flows: tuple[FlowReport, ...],
    attestations: tuple[Attestation, ...] = (),
    *,
    on: date | None = None,
) -> GuideReport:
    """Every claim of the guide, over all these flows; where flows disagree the worst news wins.

    Where no flow could tell, an attestation speaks: it counts, or is stale, on the day `on`. Without a day none does.
    """
    states: dict[str, list[ClaimState]] = {}
    for report in flows:
        for state in report.verdict.claims:
            states.setdefault(state.claim_id, []).append(state)
    found = {finding.fingerprint: finding for report in flows for finding in report.verdict.findings}
    told = (
        _claim_report(claim, states.get(claim.id, []), latest(attestations, claim.id, on) if on else None, on)
        for claim in guide.claims
    )
    return GuideReport(
        guide,
        tuple(
            replace(
                claim,
                corrections=corrections(guide, claim.claim, (found[mark] for mark in claim.findings if mark in found)),
            )
            if claim.verdict is ClaimVerdict.CONTRADICTED
            else claim
            for claim in told
        ),
    )


def _claim_report(claim: Claim, states: list[ClaimState], attested: Attestation | None, on: date | None) -> ClaimReport:
    seen = _seen(claim, states)
    if attested is None or on is None or seen.verdict not in {ClaimVerdict.UNVERIFIED, ClaimVerdict.NOT_CHECKABLE}:
        return seen
    last = attested.last_day().isoformat()
    if attested.counts_on(on):
        because = f"{attested.by} looked on {attested.on}; this counts until {last}."
        return replace(seen, verdict=ClaimVerdict.ATTESTED, because=because)
    because = f"{attested.by} looked on {attested.on}; this counted until {last} and somebody has to look again."
    return replace(seen, verdict=ClaimVerdict.STALE, because=because)


def _seen(claim: Claim, states: list[ClaimState]) -> ClaimReport:
    if not states:
        if claim.check is CheckKind.ADVICE:
            return ClaimReport(claim, ClaimVerdict.NOT_CHECKABLE, "Advice: there is nothing to check.", ())
        because = claim.unfounded or _NO_FLOW.get(claim.check, "No flow of this run speaks for it.")
        return ClaimReport(claim, ClaimVerdict.UNVERIFIED, because, ())
    worst = min(states, key=lambda state: _WORST_FIRST.index(state.verdict))
    return ClaimReport(
        claim,
        worst.verdict,
        worst.because,
        tuple(f"{state.flow_id}[{state.locale}]#{state.step_id}" for state in states),
        tuple(dict.fromkeys(fingerprint for state in states for fingerprint in state.findings)),
    )
