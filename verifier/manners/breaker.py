"""When a site has refused us often enough to be left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model.observation import TroubleKind, Wall
from verifier.model.run import Faulted, Walled
from verifier.model.wall import WallKind

if TYPE_CHECKING:
    from verifier.model.run import FlowRun

_REFUSING = frozenset({WallKind.CAPTCHA, WallKind.CHALLENGE, WallKind.THROTTLE, WallKind.REGION, WallKind.MAINTENANCE})
_FAILING = frozenset({TroubleKind.CONNECTION, TroubleKind.TIMEOUT})
_MOST_NAMED = 5


def refusal(run: FlowRun) -> WallKind | None:
    """How the site refused this replay, or None where it let us in, or asked for no more than a login.

    A server that does not answer at all counts as out of order.
    """
    for step in run.steps:
        match step.outcome:
            case Walled(wall) if wall.kind in _REFUSING:
                return wall.kind
            case Faulted(trouble) if trouble.kind in _FAILING:
                return WallKind.MAINTENANCE
            case _:
                pass
    return None


def left_alone(refused: tuple[tuple[str, WallKind], ...], limit: int) -> Wall | None:
    """The wall of a site that refused `limit` flows, one after the other; `refused` are their keys and how, in order."""
    if len(refused) < limit:
        return None
    named = ", ".join(key for key, _ in refused[:_MOST_NAMED])
    more = f" and {len(refused) - _MOST_NAMED} more" if len(refused) > _MOST_NAMED else ""
    kind = refused[-1][1]
    return Wall(
        kind,
        (
            f"the site refused {len(refused)} flows, one after the other, the last one with a {kind} wall: {named}{more}",
            "so it was left alone for the rest of the run, and this flow was not asked",
        ),
    )
