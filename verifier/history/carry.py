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

    Of a finding the first sighting counts, and what was known last; of all else what the latest of them knew.
    """
    found = sorted(rests, key=lambda each: (each.until, each.runs, repr(each)))
    if not found:
        return None
    trails: dict[tuple[str, str], Trail] = {}
    steps: dict[str, list[KnownStep]] = {}
    claims: dict[str, ClaimSince] = {}
    flows: dict[str, FlowSince] = {}
    for each in found:
        for trail in each.trails:
            key = trail.finding.flow_key, trail_key(trail.finding, trail.step)
            trails[key] = _joined(trails[key], trail) if key in trails else trail
        fresh: dict[str, list[KnownStep]] = {}
        for step in each.steps:
            fresh.setdefault(step.flow_key, []).append(step)
        steps |= fresh
        claims |= {claim.claim_id: claim for claim in each.claims}
        flows |= {flow.key: flow for flow in each.flows}
    return replace(
        found[-1],
        runs=max(each.runs for each in found),
        trails=tuple(trail for _, trail in sorted(trails.items())),
        steps=tuple(step for _, of_flow in sorted(steps.items()) for step in of_flow),
        claims=tuple(claim for _, claim in sorted(claims.items())),
        flows=tuple(flow for _, flow in sorted(flows.items())),
    )


def _joined(one: Trail, other: Trail) -> Trail:
    first = min((one, other), key=lambda trail: (trail.first_seen, trail.origin))
    last = max((one, other), key=lambda trail: (trail.last_seen, trail.over_at, trail.nights, repr(trail)))
    return replace(last, first_seen=first.first_seen, origin=first.origin)
