"""What each signal weighs, as learned; the numbers stand here and nowhere else.

They are the most probable ones of a conditional logit with a null choice ("gone"): one of the candidates is what the
element became, or none is. A signal for a pair may not weigh against it, nor the other way round, so that more agreement
never lowers a score. Up to the patience of the search for the optimum they are printed by

    python tests/bench/relocate.py --data DIR --fit
"""

from __future__ import annotations

PAIR: dict[str, float] = {
    "words same": 1.93,
    "words rare": 1.21,
    "words alike": 0.40,
    "words clash": -2.49,
    "words lost": -0.42,
    "words gained": -0.70,
    "field words": 0.16,
    "field clash": -0.23,
    "id same": 0.32,
    "id alike": 0.48,
    "name same": 0.38,
    "name clash": -0.41,
    "target same": 0.93,
    "target clash": -0.73,
    "tokens alike": 1.46,
    "token rare": 2.63,
    "tag same": 0.57,
    "family same": 0.88,
    "no longer pressed": -0.66,
    "no longer a field": -0.13,
    "way alike": 0.31,
    "way ends alike": 1.41,
    "tags end alike": 0.54,
    "depth differs": -0.19,
    "neighbours alike": 0.80,
    "place near": 0.99,
    "place far": -1.19,
    "shape alike": 0.74,
    "words within": -0.52,
    "words around": 0.27,
    "hard": 1.85,
    "hard in spite of words": 0.28,
    "has words": -0.54,
}
PAIR_BIAS = -6.38

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
"""Weights of what our own recordings know better than those that were learned from; set by hand, and they go before.

A field whose label and name are both others is another field; the recordings that were learned from have no labels of fields.
"""

PAGE: dict[str, float] = {
    "pair": 5.45,
    "claimed more": -2.30,
    "claimed clearly": -0.58,
    "support": 1.89,
    "taken": -0.90,
    "strange": -4.08,
    "shifted": -0.72,
    "has neighbours": -0.43,
    "classes changed": 2.19,
    "ways changed": 1.62,
    "labels gone": 1.12,
}
PAGE_BIAS = 0.16
