"""An old run, judged again: the same facts, the rules, files and recordings of today, and what differs for that reason alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from verifier.compare.confirm import Replay, settle
from verifier.compare.judge import judge
from verifier.compare.realign import realigned, same_flow
from verifier.model.event import Stamped
from verifier.model.report import Cause, Difference, Rejudged, Turn
from verifier.session.fold import day_of, flow_report_of, fold, found_of_sites, guide_report, start_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from verifier.model.attestation import Attestation
    from verifier.model.baseline import Baseline
    from verifier.model.finding import Finding, Verdict
    from verifier.model.flow import Flow
    from verifier.model.guide import Guide
    from verifier.model.report import FlowReport, Report
    from verifier.model.run import FlowRun


@dataclass(frozen=True, slots=True)
class Today:
    """What an old run is judged by: the files and the tool as they are now.

    `flows` go by `Flow.key`, `digests` are those of the baselines (see `RunStarted.recordings`).
    """

    guides: tuple[Guide, ...]
    baseline_of: Callable[[Flow], Baseline | None]
    flows: Mapping[str, Flow] | None = None
    """None: as they were played."""
    attestations: tuple[Attestation, ...] = ()
    digests: Mapping[str, str] | None = None
    """None: not known."""
    tool_version: str = ""


def rejudge(
    events: Iterable[Stamped],
    *,
    torn: bool = False,
    today: Today,
    told: Callable[[FlowReport], FlowReport] = lambda report: report,
) -> Report:
    """The report of the run with new verdicts, settled over its replays again, each difference with its cause.

    A flow is judged as its file says it now, unless that is another path by now: then as it was played. Each is judged as soon
    as all of it is read, and stands in the report as `told` gives it (see `fold`).
    """
    stamps = iter(events)
    start = start_of(next(stamps, None))
    on, digests = day_of(start.started_at), dict(start.recordings)

    def again(report: FlowReport) -> FlowReport:
        digest = digests.get(report.key, "")
        return told(_judged(report, today, tool_version=start.tool_version, digest=digest, on=on))

    report = fold(chain((Stamped(0, start),), stamps), torn=torn, told=again)
    known = {each.guide.id for each in report.guides}
    current = tuple(
        guide_report(guide, report.flows, today.attestations, on=on) for guide in today.guides if guide.id in known
    )
    # A flow that was written since may need what no other one needs.
    every = (*start.of_sites, *(today.flows or ())) if start.of_sites else ()
    return replace(report, guides=current, site_findings=found_of_sites(report.flows, start, every))


def verdict_on(
    flow: Flow,
    runs: tuple[FlowRun, ...],
    baseline: Baseline | None,
    guides: tuple[Guide, ...],
    *,
    on: date | None = None,
) -> Verdict:
    """The verdict over all replays of one flow, by the rules of today. `on` is the day of the run, as for `judge`."""
    return settle(tuple(Replay(run, judge(flow, run, baseline, guides, on=on)) for run in runs))


def as_written(flow: Flow | None, runs: tuple[FlowRun, ...]) -> tuple[FlowRun, ...] | None:
    """The replays as such of the flow as its file says it now, or None where it says another path."""
    if flow is None:
        return None
    found = tuple(realigned(flow, run) for run in runs)
    return tuple(run for run in found if run is not None) if None not in found else None


def _judged(report: FlowReport, today: Today, *, tool_version: str, digest: str, on: date | None) -> FlowReport:
    baseline = today.baseline_of(report.flow)
    then = verdict_on(report.flow, report.replays, baseline, today.guides, on=on)
    now, runs, as_played = then, report.replays, ""
    if today.flows is not None:
        current = today.flows.get(report.key)
        aligned = as_written(current, report.replays)
        if current is None or aligned is None:
            gone = "there is no such flow any more" if current is None else "the flow takes another path by now"
            as_played = f"Judged as it was played, for {gone}."
        elif not same_flow(current, report.flow):
            runs = aligned
            now = verdict_on(current, runs, baseline, today.guides, on=on)
    by_recording = _by_recording(today, tool_version, digest, report.key)
    differences = (
        *_differences(report.verdict, then, then=now, cause=by_recording),
        *_differences(then, now, then=now, cause=Cause.FLOW),
    )
    rejudged = Rejudged(report.verdict.status, tool_version, differences, as_played)
    return replace(flow_report_of(report, now, runs), rejudged=rejudged)


def _by_recording(today: Today, tool_version: str, digest: str, key: str) -> Cause:
    """Whether what differs although the flow is the same differs for the tool or for the baseline."""
    if today.digests is None:
        return Cause.TOOL_OR_RECORDING
    if today.digests.get(key, "") == digest:
        return Cause.TOOL
    return Cause.RECORDING if today.tool_version == tool_version else Cause.TOOL_OR_RECORDING


def _differences(was: Verdict, now: Verdict, *, then: Verdict, cause: Cause) -> tuple[Difference, ...]:
    """What differs between two verdicts of the same facts, and still does in the last one (`then`)."""
    old, new = _by_fingerprint(was), _by_fingerprint(now)
    last = _by_fingerprint(then)
    found = []
    for one in dict.fromkeys((*old, *new)):
        before, after = old.get(one), new.get(one)
        if before is None and after is not None and one in last:
            found.append(Difference(one, Turn.APPEARED, cause, after.sentence))
        elif before is not None and after is None and one not in last:
            found.append(Difference(one, Turn.VANISHED, cause, before.sentence))
        elif before and after and before.level is not after.level and one in last:
            found.append(Difference(one, Turn.LEVEL, cause, f"{after.sentence} It was {before.level}, now {after.level}."))  # fmt: skip
    return tuple(found)


def _by_fingerprint(verdict: Verdict) -> dict[str, Finding]:
    return {finding.fingerprint: finding for finding in verdict.findings}
