"""What became of everything a run tells of, from the runs before it: new, ongoing, changed, back, over, and since when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.history.memory import Memory
from verifier.history.nights import flow_nights, guide_nights
from verifier.history.recall import past_run
from verifier.model.history import Past, Since

if TYPE_CHECKING:
    from verifier.model.history import PastRun
    from verifier.model.report import Report


def since(report: Report, past: Past) -> Since:
    """What the runs of `past` that began before this one say of it. They may hold this run itself, which counts once.

    Raises:
        ValueError: they are of another target.
    """
    if past.against != report.against:
        raise ValueError(f"a history of {past.against} says nothing of a run against {report.against}")
    this = past_run(report)
    before = before_run(this, past)
    memory = Memory.of(before)
    met = memory.add(this)
    earlier = before.runs[-1] if before.runs else None
    carried = before.carried.runs if before.carried else 0
    shown = (*before.runs, this)
    nights = flow_nights(shown)
    return Since(
        earlier_runs=len(before.runs) + carried,
        previous_run=earlier.run_id if earlier else "",
        previous_started_at=earlier.started_at if earlier else (before.carried.until if before.carried else ""),
        findings=met.found,
        over=met.over,
        unseen=met.unseen,
        claims=tuple(memory.claims.values()),
        flows=tuple(replace(memory.flows[flow.key], last_nights=nights[flow.key]) for flow in this.flows),
        guides=guide_nights(shown),
    )


def before_run(run: PastRun, past: Past) -> Past:
    """The part of the past that began before this run; two that began in the same second stand in the order of their ids."""
    own = (run.started_at, run.run_id)
    return replace(past, runs=tuple(each for each in past.runs if (each.started_at, each.run_id) < own))
