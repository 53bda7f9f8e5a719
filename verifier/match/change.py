"""How much a page changed as a whole: on a page that stayed as it was, what looks otherwise is another element."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from verifier.match.traits import class_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verifier.match.traits import Traits

_ASKED = 60
"""So many pairs are asked at most; more do not change the picture."""
_OPEN = 0.5
"""What counts where there is nobody to ask."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of the elements that are surely the same; each number is between 0 (all kept) and 1 (none).

    `classes`: their class names, `ways`: their ways from the root.
    """

    classes: float
    ways: float


def changed(pairs: Sequence[tuple[Traits, Traits]]) -> Change:
    """How much changed, by the surely paired elements."""
    asked = pairs[:: max(1, -(-len(pairs) // _ASKED))]
    return Change(
        classes=_mean([_apart(class_words(was), class_words(now)) for was, now in asked]),
        ways=_mean(
            [Levenshtein.distance(was.steps, now.steps) / max(len(was.steps), len(now.steps)) for was, now in asked]
        ),
    )


def _apart(one: frozenset[str], other: frozenset[str]) -> float:
    return 1.0 - len(one & other) / len(one | other) if one or other else 0.0


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else _OPEN
