"""What is left when runs are pruned, and how two such rests become one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.history.memory import Memory, trail_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from verifier.model.history import Carried, ClaimSince, FlowSince, KnownStep, Past, Trail


def carry(past: Past) -> Carried:
    """What is left of these runs, and of what was left before them."""
    return Memory.of(past).carried(past.against)


def merged(rests: Iterable[Carried]) -> Carried | None:
    """One rest for those of several histories of the same target, the same in whatever order they come; None for none.

    Of a finding the first sighting counts, and what was known last; of all else what was known last. Taking one in again changes nothing.
    """
    found = sorted(rests, key=lambda each: (each.until, each.runs))
    if not found:
        return None
    trails: dict[tuple[str, str], Trail] = {}
    steps: dict[str, tuple[str, tuple[KnownStep, ...]]] = {}
    claims: dict[str, ClaimSince] = {}
    flows: dict[str, FlowSince] = {}
    for each in found:
        for trail in each.trails:
            key = trail.finding.flow_key, trail_key(trail.finding, trail.step)
            trails[key] = _joined(trails[key], trail) if key in trails else trail
        for claim in each.claims:
            claims[claim.claim_id] = max(claims.get(claim.claim_id, claim), claim, key=_knew_at)
        of_flow: dict[str, tuple[KnownStep, ...]] = {}
        for step in each.steps:
            of_flow[step.flow_key] = (*of_flow.get(step.flow_key, ()), step)
        played = {flow.key: flow.last_seen for flow in each.flows}
        for name, walk in of_flow.items():
            known = played.get(name, ""), walk
            steps[name] = max(steps.get(name, known), known, key=lambda one: (one[0], repr(one[1])))
        for flow in each.flows:
            flows[flow.key] = max(flows.get(flow.key, flow), flow, key=_knew_at)
    return replace(
        found[-1],
        trails=tuple(trail for _, trail in sorted(trails.items())),
        steps=tuple(step for _, (_, walk) in sorted(steps.items()) for step in walk),
        claims=tuple(claim for _, claim in sorted(claims.items())),
        flows=tuple(flow for _, flow in sorted(flows.items())),
        runs=max(each.runs for each in found),
    )


def _knew_at(since: ClaimSince | FlowSince) -> tuple[str, str]:
    return since.last_seen, repr(since)


def _joined(one: Trail, other: Trail) -> Trail:
    first = min((one, other), key=lambda trail: (trail.first_seen, trail.origin))
    last = max((one, other), key=_lasted)
    return replace(last, first_seen=first.first_seen, origin=first.origin)


def _lasted(trail: Trail) -> tuple[str, str, int, str]:
    """What orders two trails of one finding, whoever saw it first."""
    return trail.last_seen, trail.over_at, trail.nights, repr(replace(trail, first_seen="", origin=""))
