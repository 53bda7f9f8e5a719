"""Asks every detector in turn; the first that is sure decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.walls.maintenance import maintenance
from verifier.walls.throttle import throttle

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.model.observation import DocumentAnswer, Snapshot, Wall

DETECTORS: tuple[Callable[[Snapshot, DocumentAnswer | None], Wall | None], ...] = (throttle, maintenance)


def detect(snapshot: Snapshot, answer: DocumentAnswer | None) -> Wall | None:
    """The wall that stands in the way, or None. Consent dialogs are asked for apart (`find_consent`): they can be declined."""
    for detector in DETECTORS:
        wall = detector(snapshot, answer)
        if wall is not None:
            return wall
    return None
