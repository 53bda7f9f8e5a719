"""What is left of a run that was killed or stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.model.event import FlowJudged, RunStarted
from verifier.session.merge import open_flows

if TYPE_CHECKING:
    from verifier.model.event import Event, Stamped


@dataclass(frozen=True, slots=True)
class Rest:
    """How a run began, the keys of its flows that have no verdict yet, and what must be told before it goes on.

    `closing` ends the flows that were cut off in the middle; they are played again from their beginning. `at_ms` is the clock of
    the run when it was cut off.
    """

    start: RunStarted
    left: tuple[str, ...]
    closing: tuple[Event, ...]
    at_ms: int


def rest_of(events: tuple[Stamped, ...]) -> Rest:
    """What the run that these events tell of has still to do; a flow with a verdict is done.

    Raises:
        ValueError: the first event is not `RunStarted`.
    """
    start = events[0].event if events else None
    if not isinstance(start, RunStarted):
        raise ValueError("a run begins with RunStarted")  # noqa: TRY004 - a value of the right type, out of order
    judged = {stamped.event.key for stamped in events if isinstance(stamped.event, FlowJudged)}
    return Rest(
        start,
        tuple(key for key in start.flows if key not in judged),
        tuple(event for closing in open_flows(events) for event in closing),
        events[-1].at_ms,
    )
