"""How much two elements look like one and the same, as the logarithm of odds, and what spoke for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.match.measure import SIGNALS, measure
from verifier.match.traits import stable as stable  # noqa: PLC0414 - other rooms take it from here
from verifier.match.weights import PAIR, PAIR_BIAS, SET

if TYPE_CHECKING:
    from verifier.match.company import Company
    from verifier.match.traits import Traits

_WEIGHTS = tuple((PAIR | SET).get(signal, 0.0) for signal in SIGNALS)
_HARD = SIGNALS.index("hard")
_SPOKEN = (
    ("words same", "the words"),
    ("words alike", "words alike"),
    ("field words", "the words"),
    ("id same", "the id"),
    ("id alike", "an id alike"),
    ("name same", "the name attribute"),
    ("target same", "the target"),
    ("token rare", "a rare word on it"),
    ("tag same", "the kind"),
    ("way ends alike", "the place in its group"),
    ("neighbours alike", "the neighbours"),
    ("section same", "the section"),
    ("group same", "the group"),
    ("landmark same", "the landmark"),
    ("place near", "the position"),
    ("shape alike", "the shape"),
)
_SPEAKS = 0.6


@dataclass(frozen=True, slots=True)
class Score:
    """`odds` is the logarithm of the odds that the pair is one element; `signals` are as in `measure.SIGNALS`."""

    odds: float
    signals: tuple[float, ...]

    @property
    def value(self) -> float:
        """The score between 0 and 1."""
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, self.odds))))

    @property
    def marked(self) -> bool:
        """Whether a mark agreed that two different elements hardly share: an id, a name, a target, or a label of its own."""
        return self.signals[_HARD] >= 1.0

    @property
    def evidence(self) -> tuple[str, ...]:
        """What agreed, in words."""
        told = (words for signal, words in _SPOKEN if self.signals[SIGNALS.index(signal)] >= _SPEAKS)
        return tuple(dict.fromkeys(told))


def score(old: Traits, new: Traits, company: Company) -> Score:
    """How much `new` looks like what `old` became, in the company of both pages."""
    signals = measure(old, new, company)
    return Score(weigh(signals, _WEIGHTS, PAIR_BIAS), signals)


def weigh(signals: tuple[float, ...], weights: tuple[float, ...], bias: float) -> float:
    """The weighted sum of the signals."""
    return bias + sum(signal * weight for signal, weight in zip(signals, weights, strict=True) if signal)
