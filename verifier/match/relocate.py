"""Finds again one element that a page no longer shows as the flow describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.match.score import score

if TYPE_CHECKING:
    from verifier.match.signals import Marks

CONFIDENCE = 0.6
"""The score that a relocated element must have."""
MARGIN = 0.1
"""How far the next candidate must stay behind."""


@dataclass(frozen=True, slots=True)
class Found:
    """The candidate (by index) that the element became. `score` and `margin` are between 0 and 1."""

    index: int
    score: float
    margin: float
    evidence: tuple[str, ...]


def relocate(old: Marks, candidates: tuple[Marks, ...]) -> Found | None:
    """The candidate that `old` became, or None where none is sure enough: no hard evidence, low score, or a rival."""
    ranked = sorted(
        ((seen, index) for index, candidate in enumerate(candidates) if (seen := score(old, candidate)).hard),
        key=lambda pair: (-pair[0].value, pair[1]),
    )
    if not ranked:
        return None
    best, index = ranked[0]
    margin = round(best.value - ranked[1][0].value, 4) if len(ranked) > 1 else best.value
    if best.value < CONFIDENCE or margin < MARGIN:
        return None
    return Found(index, best.value, margin, best.evidence)
