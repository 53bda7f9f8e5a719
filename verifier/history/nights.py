"""The last nights of a flow and of a guide, for a picture of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model.finding import ClaimVerdict
from verifier.model.history import FlowNight, GuideNight, GuideSince

if TYPE_CHECKING:
    from verifier.model.finding import Status
    from verifier.model.history import PastRun

MOST_NIGHTS = 14
_HELD = {ClaimVerdict.HOLDS, ClaimVerdict.ATTESTED}


def flow_nights(runs: tuple[PastRun, ...]) -> dict[str, tuple[FlowNight, ...]]:
    """By flow key, the last nights on which it was played, the oldest first; of several runs of a day the last counts."""
    found: dict[str, dict[str, tuple[str, Status]]] = {}
    for run in runs:
        day, run_id = run.day, run.run_id
        for flow in run.flows:
            found.setdefault(flow.key, {})[day] = (run_id, flow.status)
    return {
        key: tuple(FlowNight(day, *night) for day, night in tuple(nights.items())[-MOST_NIGHTS:])
        for key, nights in found.items()
    }


def guide_nights(runs: tuple[PastRun, ...]) -> tuple[GuideSince, ...]:
    """The last nights of every guide that a run spoke for. A night counts the claims as they were known at its end.

    A run that plays a few flows says nothing of the other claims; they stay as they were the last time.
    """
    states: dict[str, dict[str, ClaimVerdict]] = {}
    found: dict[str, dict[str, GuideNight]] = {}
    for run in runs:
        for claim in run.claims:
            states.setdefault(claim.guide_id, {})[claim.claim_id] = claim.verdict
        for guide_id in dict.fromkeys(claim.guide_id for claim in run.claims):
            verdicts = tuple(states[guide_id].values())
            contradicted = sum(verdict is ClaimVerdict.CONTRADICTED for verdict in verdicts)
            held = sum(verdict in _HELD for verdict in verdicts)
            found.setdefault(guide_id, {})[run.day] = GuideNight(
                run.day, run.run_id, contradicted, held, len(verdicts) - contradicted - held
            )
    return tuple(GuideSince(guide_id, tuple(nights.values())[-MOST_NIGHTS:]) for guide_id, nights in found.items())
