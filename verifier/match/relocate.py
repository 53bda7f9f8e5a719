"""Finds again one element that a page no longer shows as the flow describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.match.parting import prints
from verifier.match.search import Search, chances
from verifier.match.signals import standing
from verifier.match.traits import traits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verifier.match.signals import Marks

CONFIDENCE = 0.35
"""How probable it must be that the element is still there at all."""
ALONE = 0.85
"""The same where nothing was recorded beside it, so that neither its neighbours nor its rivals can be asked,
unless a mark agrees that two elements hardly share."""
SHARE = 0.2
"""How probable the one candidate must be; below it the element is there, but it is open which one it is."""
_RELIED_ON = 0.6
_AHEAD = 0.2
"""How probable it must be that the element is still there, and by how much the candidate must be ahead, to act on it."""


@dataclass(frozen=True, slots=True)
class Found:
    """The candidate (by index) that the element became.

    `score` is the probability of this candidate, `margin` how much more probable it is than the next one, `confidence`
    the probability that the element is still there at all. `evidence` says in words what agreed.
    """

    index: int
    score: float
    margin: float
    evidence: tuple[str, ...]
    confidence: float

    @property
    def is_sure(self) -> bool:
        """Whether to go on with it in its place. What is found and not sure is named, and left alone."""
        return self.confidence >= _RELIED_ON and self.margin >= _AHEAD


def relocate(
    old: Marks,
    candidates: Sequence[Marks],
    *,
    old_page: Sequence[Marks] = (),
    rejected: frozenset[tuple[str, str]] = frozenset(),
) -> Found | None:
    """The candidate that `old` became, or None where none is sure enough.

    `old_page` are all elements that were recorded with `old`: one of them that has a better claim on a candidate, or that
    surely became it, keeps it. A pair in `rejected` (see `parting`) is never found. The order of candidates
    does not matter.
    """
    allowed = sorted(
        (at for at, new in enumerate(candidates) if not rejected or prints(old, new) not in rejected),
        key=lambda at: standing(candidates[at]),
    )
    if not allowed:
        return None
    others = sorted((marks for marks in old_page if marks != old), key=standing)
    search = Search([traits_of(marks) for marks in (old, *others)], [traits_of(candidates[at]) for at in allowed])
    ranked = search.weighed(0, search.pairs(0))
    if not ranked:
        return None
    likely = chances(ranked)
    best, score, confidence = ranked[0], likely[0], sum(likely)
    if score < SHARE or confidence < (CONFIDENCE if others or best.pair.marked else ALONE):
        return None
    margin = score - (likely[1] if len(likely) > 1 else 0.0)
    return Found(allowed[best.index], round(score, 4), round(margin, 4), best.pair.evidence, round(confidence, 4))
