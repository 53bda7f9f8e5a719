"""What each signal weighs, as learned; the numbers stand here and nowhere else.

They are the most probable ones of a conditional logit with a null choice ("gone"): one of the candidates is what the
element became, or none is. A signal for a pair may not weigh against it, nor the other way round, so that more agreement
never lowers a score. Up to the patience of the search for the optimum they are printed by

    python tests/bench/relocate.py --data DIR --fit
"""

from __future__ import annotations

PAIR: dict[str, float] = {
    "words same": 1.68,
    "words rare": 1.15,
    "words alike": 0.25,
    "words clash": -2.08,
    "words cut": 0.50,
    "words lost": -0.33,
    "words gained": -0.43,
    "field words": 0.11,
    "field clash": -0.13,
    "id same": 0.31,
    "id alike": 0.26,
    "name same": 0.28,
    "name clash": -0.24,
    "target same": 0.78,
    "target clash": -0.63,
    "tokens alike": 1.41,
    "token rare": 1.97,
    "tag same": 0.56,
    "family same": 0.77,
    "no longer pressed": -0.50,
    "no longer a field": -0.10,
    "way alike": 0.24,
    "way ends alike": 1.15,
    "tags end alike": 0.46,
    "depth differs": -0.18,
    "neighbours alike": 0.73,
    "place near": 0.90,
    "place far": -0.96,
    "shape alike": 0.71,
    "words within": -0.42,
    "words around": 0.10,
    "hard": 1.60,
    "hard in spite of words": 0.18,
    "has words": -0.43,
}
PAIR_BIAS = -5.98

SET: dict[str, float] = {
    "field clash": -2.0,
    "sort differs": -2.0,
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
    "pair": 4.61,
    "claimed more": -1.19,
    "claimed clearly": -1.18,
    "stands out": 1.58,
    "known before": -1.08,
    "support": 1.20,
    "taken": -0.53,
    "strange": -2.03,
    "shifted": -1.17,
    "has neighbours": -0.60,
    "classes changed": 1.73,
    "ways changed": 0.96,
}
PAGE_BIAS = 0.58
