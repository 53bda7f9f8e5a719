"""All that is known of one target, for the tables and pages over many runs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.history.memory import Memory
from verifier.history.nights import flow_nights, guide_nights
from verifier.model.finding import Level
from verifier.model.history import Chronicle, ClaimSpan, RunTold, Standing

if TYPE_CHECKING:
    from verifier.history.memory import Met
    from verifier.model.history import Past, PastRun, Trail


def chronicle(past: Past) -> Chronicle:
    """All that these runs say, and what is left of those before them."""
    memory = Memory.of(replace(past, runs=()))
    told = []
    for run in past.runs:
        met = memory.learn(run)
        if met is not None:
            told.append(_told(run, met))
    nights = flow_nights(past.runs)
    return Chronicle(
        against=past.against,
        runs=tuple(told),
        pruned_runs=past.carried.runs if past.carried else 0,
        trails=_sorted([trail for of_flow in memory.trails.values() for trail in of_flow.values()]),
        claims=tuple(memory.claims[claim_id] for claim_id in sorted(memory.claims)),
        spans=_spans(past.runs),
        flows=tuple(replace(memory.flows[key], last_nights=nights.get(key, ())) for key in sorted(memory.flows)),
        guides=guide_nights(past.runs),
    )


def _told(run: PastRun, met: Met) -> RunTold:
    every = [each.standing for each in (*met.found, *met.over) if each.trail.finding.level is not Level.NOTE]
    return RunTold(
        run,
        new=every.count(Standing.NEW),
        back=every.count(Standing.REOPENED),
        changed=every.count(Standing.CHANGED),
        ongoing=every.count(Standing.ONGOING),
        over=every.count(Standing.OVER),
    )


def _sorted(trails: list[Trail]) -> tuple[Trail, ...]:
    by_name = sorted(trails, key=lambda trail: (trail.finding.flow_key, trail.finding.fingerprint))
    return tuple(sorted(by_name, key=lambda trail: (trail.is_open, trail.last_seen), reverse=True))


def _spans(runs: tuple[PastRun, ...]) -> tuple[ClaimSpan, ...]:
    done: list[ClaimSpan] = []
    going: dict[str, ClaimSpan] = {}
    for run in runs:
        for claim in run.claims:
            span = going.get(claim.claim_id)
            if span is not None and span.verdict is claim.verdict:
                nights = span.nights + int(span.last_at[:10] != run.day)
                going[claim.claim_id] = replace(span, because=claim.because, last_at=run.started_at, nights=nights)
                continue
            if span is not None:
                done.append(span)
            going[claim.claim_id] = ClaimSpan(
                claim.guide_id, claim.claim_id, claim.verdict, claim.because, run.started_at, run.started_at, 1
            )
    return tuple(sorted((*done, *going.values()), key=lambda span: (span.since, span.claim_id)))
