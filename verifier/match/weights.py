"""What each signal weighs, as learned; the numbers stand here and nowhere else.

They are the most probable ones of a conditional logit with a null choice ("gone"): one of the candidates is what the
element became, or none is. A signal for a pair may not weigh against it, nor the other way round, so that more agreement
never lowers a score. Up to the patience of the search for the optimum they are printed by

    python tests/bench/relocate.py --data DIR --fit
"""

from __future__ import annotations

PAIR: dict[str, float] = {
    "words same": 2.39,
    "words rare": 1.37,
    "words alike": 0.56,
    "words clash": -3.04,
    "words lost": -0.63,
    "words gained": -0.87,
    "field words": 0.25,
    "id same": 0.45,
    "id alike": 0.61,
    "name same": 0.58,
    "name clash": -0.67,
    "target same": 0.70,
    "target clash": -0.91,
    "tokens alike": 1.47,
    "token rare": 2.66,
    "tag same": 0.75,
    "family same": 0.95,
    "no longer pressed": -1.00,
    "no longer a field": -0.28,
    "way alike": 0.52,
    "way ends alike": 1.95,
    "depth differs": -0.26,
    "neighbours alike": 0.85,
    "place near": 1.22,
    "place far": -1.21,
    "shape alike": 0.81,
    "hard": 2.01,
    "hard in spite of words": 0.49,
    "has words": -0.73,
}
PAIR_BIAS = -6.79

SET: dict[str, float] = {
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
    "pair": 4.13,
    "claimed more": -0.96,
    "claimed clearly": -2.00,
    "support": 0.97,
    "taken": -1.87,
    "strange": -4.10,
    "shifted": -0.65,
    "has neighbours": -0.52,
}
PAGE_BIAS = 2.26
