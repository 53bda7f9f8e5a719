"""What each signal weighs, as learned; the numbers stand here and nowhere else.

They are the most probable ones of a conditional logit with a null choice ("gone"): one of the candidates is what the
element became, or none is. A signal for a pair may not weigh against it, nor the other way round, so that more agreement
never lowers a score. Up to the patience of the search for the optimum they are printed by

    python tests/bench/relocate.py --data DIR --fit
"""

from __future__ import annotations

PAIR: dict[str, float] = {
    "words same": 1.93,
    "words rare": 1.22,
    "words alike": 0.41,
    "words clash": -2.48,
    "words lost": -0.41,
    "words gained": -0.70,
    "field words": 0.16,
    "id same": 0.32,
    "id alike": 0.47,
    "name same": 0.38,
    "name clash": -0.42,
    "target same": 0.93,
    "target clash": -0.73,
    "tokens alike": 1.47,
    "token rare": 2.63,
    "tag same": 0.57,
    "family same": 0.89,
    "no longer pressed": -0.65,
    "no longer a field": -0.15,
    "way alike": 0.31,
    "way ends alike": 1.41,
    "tags end alike": 0.54,
    "depth differs": -0.19,
    "neighbours alike": 0.80,
    "place near": 0.99,
    "place far": -1.19,
    "shape alike": 0.75,
    "words within": -0.52,
    "words around": 0.26,
    "hard": 1.85,
    "hard in spite of words": 0.28,
    "has words": -0.55,
}
PAIR_BIAS = -6.40

SET: dict[str, float] = {
    "field clash": -2.0,
    "sort differs": -1.0,
    "section same": 0.6,
    "section differs": -0.4,
    "group same": 0.6,
    "group differs": -0.4,
    "landmark same": 0.4,
    "landmark differs": -0.8,
    "frame differs": -3.0,
}
"""Weights of what only our own recordings know of an element; set by hand, small beside what was learned."""

PAGE: dict[str, float] = {
    "pair": 5.42,
    "claimed more": -2.28,
    "claimed clearly": -0.60,
    "support": 1.89,
    "taken": -0.89,
    "strange": -4.10,
    "shifted": -0.74,
    "has neighbours": -0.42,
    "classes changed": 2.19,
    "ways changed": 1.63,
    "labels gone": 1.10,
}
PAGE_BIAS = 0.15
