"""One recorded page and one present page, prepared to look up what became of each recorded element."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.match.change import changed
from verifier.match.company import Company, Register
from verifier.match.kin import Neighbours, anchored
from verifier.match.normalize import key_of
from verifier.match.score import score, weigh
from verifier.match.weights import PAGE, PAGE_BIAS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verifier.match.change import Change
    from verifier.match.kin import Kin
    from verifier.match.score import Score
    from verifier.match.traits import Traits

PAGE_SIGNALS = (
    "pair",
    "claimed more",
    "claimed clearly",
    "stands out",
    "known before",
    "support",
    "taken",
    "strange",
    "shifted",
    "has neighbours",
    "classes changed",
    "ways changed",
)
"""What the page says of a pair, in the order that `Search.weighed` gives it; the last three are the same for all pairs."""
PAGE_AGAINST = frozenset({"claimed more", "claimed clearly", "known before", "taken", "strange", "shifted"})
PAGE_EITHER = frozenset(PAGE_SIGNALS[-3:])

COMPARED = 16
"""So many candidates are compared in full."""
WEIGHED = 8
"""So many of these are weighed against the rest of the page."""
_RIVALS = 5
_CLAIM = 0.3
"""A rival that is ahead by this much odds claims the candidate."""
LEAST_ODDS = -4.0
"""What a claim counts at least; a candidate that nobody else wants is claimed by this."""
_NO_ODDS = -9.0
"""What the next candidate counts where there is none."""
_LEAD = 4.0
"""A candidate that is ahead of the next by this much odds stands out; more does not tell more."""

_WEIGHTS = tuple(PAGE.get(signal, 0.0) for signal in PAGE_SIGNALS)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate, by index, with its score as a pair and what the page says of it (see `PAGE_SIGNALS`)."""

    index: int
    pair: Score
    page: tuple[float, ...]
    odds: float


@dataclass(frozen=True, slots=True)
class Witness:
    """What the rest of both pages says of one pair.

    `claims` are those of other recorded elements on the candidate; `taken`: it surely belongs to one of them; `known`: its
    label, another than the recorded one, was to be read on the recorded page already; `kin` is what the anchored neighbours
    say; `change` is how much of the page changed.
    """

    claims: tuple[Score, ...]
    taken: bool
    known: bool
    kin: Kin
    change: Change


class Search:
    """What became of the elements of `old` among those of `new`."""

    __slots__ = ("_anchors", "_around", "_claims", "_company", "_new", "_old", "_register", "_rivals", "_said")

    def __init__(self, old: Sequence[Traits], new: Sequence[Traits]) -> None:
        self._old, self._new = tuple(old), tuple(new)
        self._register, self._rivals = Register(self._new), Register(self._old)
        self._company = Company(self._register, self._rivals)
        self._anchors = anchored(self._old, self._new)
        self._said = f" {' | '.join(f'{key_of(traits.near)} | {traits.label}' for traits in self._old)} "
        self._claims: dict[int, tuple[tuple[int, Score], ...]] = {}
        self._around: dict[int, tuple[Neighbours, frozenset[int], Change]] = {}

    def pairs(self, wanted: int, *, most: int = COMPARED) -> list[tuple[int, Score]]:
        """The candidates that are worth comparing with the recorded element, best score first."""
        old = self._old[wanted]
        scored = [
            (index, score(old, self._new[index], self._company))
            for index in self._register.like(old, most, self._company)
        ]
        return sorted(scored, key=lambda found: (-found[1].odds, found[0]))

    def weighed(self, wanted: int, pairs: Sequence[tuple[int, Score]]) -> list[Ranked]:
        """The best of these pairs, weighed against the rest of both pages, best first.

        What surely is another recorded element (see `is_owned`) is not among them.
        """
        free = [(index, pair) for index, pair in pairs if not self.is_owned(wanted, index)]
        leads = leads_of([pair.odds for _, pair in free])
        ranked = []
        for (index, pair), lead in zip(free[:WEIGHED], leads, strict=False):
            witness = self.witness(wanted, index)
            rival = max((claim.odds for claim in witness.claims), default=LEAST_ODDS)
            signals = page_signals(pair.odds, rival, lead, witness)
            ranked.append(Ranked(index, pair, signals, weigh(signals, _WEIGHTS, PAGE_BIAS)))
        return sorted(ranked, key=lambda found: (-found.odds, found.index))

    def is_owned(self, wanted: int, candidate: int) -> bool:
        """Whether the candidate is another recorded element, beyond doubt.

        So it is where as many others were recorded with this very look as there are now: the rows of a table after
        one of them is gone, each with the same button.
        """
        look, label = self._new[candidate].look, self._new[candidate].label
        there = sum(1 for index in self._register.labelled(label) if self._new[index].look == look)
        others = sum(1 for index in self._rivals.labelled(label) if index != wanted and self._old[index].look == look)
        return others >= there > 0

    def witness(self, wanted: int, candidate: int) -> Witness:
        """What the rest of both pages says of one pair."""
        if wanted not in self._around:
            anchors = {was: now for was, now in self._anchors.items() if was != wanted}
            pairs = [(self._old[was], self._new[now]) for was, now in anchors.items()]
            self._around[wanted] = (
                Neighbours(self._old[wanted], pairs),
                frozenset(anchors.values()),
                changed(pairs),
            )
        neighbours, taken, change = self._around[wanted]
        new = self._new[candidate]
        claims = self._claims.get(candidate)
        if claims is None:
            claims = tuple(
                (was, score(self._old[was], new, self._company))
                for was in self._rivals.like(new, _RIVALS, self._company, anywhere=False)
            )
            self._claims[candidate] = claims
        rivals = tuple(claim for was, claim in claims if was != wanted)
        return Witness(rivals, candidate in taken, self._is_known(wanted, new), neighbours.judge(new), change)

    def _is_known(self, wanted: int, new: Traits) -> bool:
        own = f" {self._old[wanted].label} "
        return bool(new.label) and f" {new.label} " not in own and f" {new.label} " in self._said


def leads_of(odds: Sequence[float]) -> tuple[float, ...]:
    """By how much each of these odds is ahead of the best of the others; 0 for those that are not, the greatest first."""
    if not odds:
        return ()
    following = odds[1] if len(odds) > 1 else _NO_ODDS
    return (odds[0] - following, *(0.0 for _ in odds[1:]))


def page_signals(odds: float, rival: float, lead: float, witness: Witness) -> tuple[float, ...]:
    """The signals of `PAGE_SIGNALS` for a pair of these odds, that is ahead of the next by `lead`.

    `rival` is by what odds the best rival claims its candidate.
    """
    ahead = max(rival, LEAST_ODDS) - odds
    return (
        odds / 4,
        max(0.0, min(6.0, ahead)) / 4,
        float(ahead > _CLAIM),
        min(_LEAD, lead) / _LEAD,
        float(witness.known),
        witness.kin.support,
        float(witness.taken),
        witness.kin.strange,
        witness.kin.shifted,
        witness.kin.known,
        witness.change.classes,
        witness.change.ways,
    )


def chances(ranked: Sequence[Ranked]) -> tuple[float, ...]:
    """The probability of each candidate, in order; what is missing to 1 is the probability that the element is gone."""
    most = max((found.odds for found in ranked), default=0.0)
    most = max(most, 0.0)
    parts = [math.exp(found.odds - most) for found in ranked]
    whole = sum(parts) + math.exp(-most)
    return tuple(part / whole for part in parts)
