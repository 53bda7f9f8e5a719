"""An old run, judged again: the same facts, the rules and recordings of today."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.compare.judge import judge
from verifier.model.run import FlowRun, StepRun
from verifier.session.fold import day_of, fold, guide_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from verifier.model.attestation import Attestation
    from verifier.model.baseline import Baseline
    from verifier.model.event import Stamped
    from verifier.model.flow import Flow
    from verifier.model.guide import Guide
    from verifier.model.report import FlowReport, Report


def rejudge(
    events: Iterable[Stamped],
    *,
    torn: bool,
    guides: tuple[Guide, ...],
    baseline_of: Callable[[Flow], Baseline | None],
    attestations: tuple[Attestation, ...] = (),
) -> Report:
    """The report of the run with new verdicts. A flow is judged as it was written when it was played."""
    told = fold(events, torn=torn)
    flows = tuple(_judged(flow, baseline_of(flow.flow), guides) for flow in told.flows)
    known = {report.guide.id for report in told.guides}
    current = tuple(
        guide_report(guide, flows, attestations, on=day_of(told.started_at)) for guide in guides if guide.id in known
    )
    return replace(told, flows=flows, guides=current)


def _judged(report: FlowReport, baseline: Baseline | None, guides: tuple[Guide, ...]) -> FlowReport:
    steps = tuple(StepRun(step.step.id, step.outcome, step.observation, step.relocation) for step in report.steps)
    run = FlowRun(report.flow, steps, report.snapshots)
    return replace(report, verdict=judge(report.flow, run, baseline, guides))
