"""Asks every detector in turn; the first that is sure of a wall that blocks decides, the others are only told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.walls.blank import blank
from verifier.walls.captcha import captcha
from verifier.walls.challenge import challenge, refused
from verifier.walls.language import language
from verifier.walls.login import login
from verifier.walls.maintenance import maintenance
from verifier.walls.mobile import mobile, moved
from verifier.walls.own import own
from verifier.walls.parked import foreign, parked
from verifier.walls.region import region
from verifier.walls.sight import sight
from verifier.walls.throttle import throttle

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.model.flow import Flow
    from verifier.model.observation import DocumentAnswer, Snapshot, Wall
    from verifier.walls.sight import Sight

DETECTORS: tuple[Callable[[Sight], Wall | None], ...] = (
    own, region, parked, captcha, challenge, throttle, login, maintenance, refused, mobile, foreign, language, moved,
)  # fmt: skip


def survey(
    snapshot: Snapshot,
    answer: DocumentAnswer | None,
    *,
    flow: Flow | None = None,
    wanted: str = "",
    settled: bool = True,
) -> tuple[Wall, ...]:
    """Every wall that shows: those that do not block, and last the first one that does, if one does.

    Consent dialogs are asked for apart (`find_consent`): they can be declined. `wanted` is the URL that was asked for, empty
    when a press led here; `settled` says that the page had time to come, without which it is not called blank.
    """
    seen = sight(snapshot, answer, flow, wanted)
    noted: list[Wall] = []
    for detector in (*DETECTORS, blank) if settled else DETECTORS:
        wall = detector(seen)
        if wall is None:
            continue
        if wall.blocks:
            return (*noted, wall)
        noted.append(wall)
    return tuple(noted)


def detect(
    snapshot: Snapshot,
    answer: DocumentAnswer | None,
    *,
    flow: Flow | None = None,
    wanted: str = "",
    settled: bool = True,
) -> Wall | None:
    """The wall that stands in the way, or None. See `survey`."""
    return next(
        (wall for wall in survey(snapshot, answer, flow=flow, wanted=wanted, settled=settled) if wall.blocks), None
    )
