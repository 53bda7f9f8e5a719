"""Learns the weights that `verifier/match/weights.py` holds: a conditional logit with a null choice, under constraints of sign.

One of the candidates is what the element became, or none is ("gone"). First the signals of a pair are weighed, then, with those
weights, what the page says of it. A hidden answer makes a case of "gone" out of each case that is present.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from verifier.match.measure import AGAINST, EITHER, SIGNALS
from verifier.match.search import LEAST_ODDS, PAGE_AGAINST, PAGE_EITHER, PAGE_SIGNALS, WEIGHED, leads_of, page_signals

DELETED = 4.0
"""What a real deletion counts in learning, beside a hidden answer: there are few of them."""
RIDGE = 10.0
PAGE_RIDGE = 1.0
"""How strongly weights are drawn to nothing; chosen, like the signals, by leaving owners out."""
ROUNDS = 600


@dataclass
class Scene:
    """One question with all that an answer can be weighed from. `right` are the positions of the answer; empty: there is none."""

    case: object
    name: str
    indices: list
    signals: np.ndarray
    witnesses: list
    claims: list
    owned: list
    right: frozenset
    importance: float = field(init=False)

    def __post_init__(self):
        self.importance = DELETED if self.name == "gone" else 1.0

    @property
    def teaches(self) -> bool:
        """Whether its answer is among what was compared, or there is none to be had."""
        return bool(self.right) or self.name != "present"


def fit(
    questions: list, names: tuple, against: frozenset, either: frozenset, *, ridge: float
) -> tuple[np.ndarray, float]:
    """The weights and the bias that make the right answers most probable, by accelerated projected gradient ascent.

    A question is its importance, an array (candidates, signals), and the positions of right rows (none: "gone" is right).
    """
    questions = [question for question in questions if len(question[1])]
    importance = np.array([question[0] for question in questions])
    rows = np.concatenate([question[1] for question in questions])
    rows = np.hstack([rows, np.ones((len(rows), 1))])
    counts = np.array([len(question[1]) for question in questions])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    owner = np.repeat(np.arange(len(questions)), counts)
    right = np.concatenate([[at in question[2] for at in range(len(question[1]))] for question in questions])
    answered = np.logical_or.reduceat(right, starts)
    low = np.array([-np.inf if name in against or name in either else 0.0 for name in names] + [-np.inf])
    high = np.array([0.0 if name in against else np.inf for name in names] + [np.inf])
    pull = np.array([ridge] * len(names) + [0.0])

    def slope(at: np.ndarray) -> tuple[float, np.ndarray]:
        odds = rows @ at
        most = np.maximum(0.0, np.maximum.reduceat(odds, starts))
        parts = np.exp(odds - most[owner])
        whole = np.add.reduceat(parts, starts) + np.exp(-most)
        hit = np.where(answered, np.add.reduceat(parts * right, starts), np.exp(-most))
        gain = importance @ (np.log(hit) - np.log(whole)) - pull @ (at * at) / 2
        share = np.where(answered[owner], parts * right / hit[owner], 0.0) - parts / whole[owner]
        return gain, rows.T @ (importance[owner] * share) - pull * at

    at = np.concatenate([np.zeros(len(names)), [-4.0]])
    ahead, step, momentum = at, 1e-2, 1.0
    best, _ = slope(at)
    for _ in range(ROUNDS):
        gain, up = slope(ahead)
        while True:
            there = np.clip(ahead + step * up, low, high)
            move = there - ahead
            reached, _ = slope(there)
            if reached >= gain + up @ move - move @ move / (2 * step) - 1e-9 or step < 1e-7:
                break
            step /= 2
        if reached < best:  # overshot: start again from here without momentum
            ahead, momentum, step = at, 1.0, step * 1.5
            continue
        following = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        ahead = np.clip(there + (momentum - 1) / following * (there - at), low, high)
        at, best, momentum, step = there, reached, following, step * 1.1
    return at[:-1], float(at[-1])


def learn_pairs(found: list[Scene]) -> tuple[np.ndarray, float]:
    """The weights of `SIGNALS` and the bias."""
    questions = [(scene.importance, scene.signals, scene.right) for scene in found if scene.teaches]
    return fit(questions, SIGNALS, AGAINST, EITHER, ridge=RIDGE)


def learn_page(found: list[Scene], pair: tuple[np.ndarray, float]) -> tuple[np.ndarray, float]:
    """The weights of `PAGE_SIGNALS` and the bias, where pairs are weighed like that."""
    questions = []
    for scene in found:
        positions, signals = on_page(scene, pair)
        right = frozenset(place for place, at in enumerate(positions) if at in scene.right)
        if right or scene.name != "present":
            questions.append((scene.importance, signals, right))
    return fit(questions, PAGE_SIGNALS, PAGE_AGAINST, PAGE_EITHER, ridge=PAGE_RIDGE)


def on_page(scene: Scene, pair: tuple[np.ndarray, float]) -> tuple[list[int], np.ndarray]:
    """The positions of the best candidates, and what the page says of each of them."""
    weights, bias = pair
    odds = scene.signals @ weights + bias if len(scene.indices) else np.zeros(0)
    best = sorted(range(len(odds)), key=lambda at: (-odds[at], scene.indices[at]))
    best = [at for at in best if not scene.owned[at]]
    leads = leads_of([float(odds[at]) for at in best])
    best, signals = best[:WEIGHED], []
    for at, lead in zip(best, leads, strict=False):
        claims = scene.claims[at]
        rival = float((claims @ weights).max()) + bias if len(claims) else LEAST_ODDS
        signals.append(page_signals(float(odds[at]), rival, lead, scene.witnesses[at]))
    return best, np.array(signals).reshape(len(best), len(PAGE_SIGNALS))


def answer(
    scene: Scene, pair: tuple[np.ndarray, float], page: tuple[np.ndarray, float]
) -> tuple[int | None, float, float]:
    """The best candidate, its probability, and the probability that there is one at all."""
    positions, signals = on_page(scene, pair)
    if not positions:
        return None, 0.0, 0.0
    odds = signals @ page[0] + page[1]
    most = max(0.0, float(odds.max()))
    parts = np.exp(odds - most)
    parts /= float(parts.sum()) + np.exp(-most)
    best = int(parts.argmax())
    return scene.indices[positions[best]], float(parts[best]), float(parts.sum())
