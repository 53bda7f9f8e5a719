"""What others do: the recorded locator as it is, and Similo with its published weights."""

from __future__ import annotations

import math

from rapidfuzz.distance import Levenshtein


def exact(old: dict, candidates: list[dict]) -> int | None:
    """The element that the recorded locator finds: by unique id, else by name, else by its exact text; first one wins."""
    for key in ("id", "name", "text"):
        if old.get(key):
            return next(
                (
                    at
                    for at, new in enumerate(candidates)
                    if new.get(key) == old[key] and (key != "text" or new["tag"] == old["tag"])
                ),
                None,
            )
    return None


SIMILO = (
    ("tag", 1.5), ("class", 0.5), ("name", 1.5), ("id", 1.5), ("href", 0.5), ("alt", 0.5), ("xpath", 0.5), ("idxpath", 0.5),
    ("is_button", 0.5), ("location", 0.5), ("area", 0.5), ("shape", 0.5), ("text", 1.5), ("neighbor_text", 1.5),
)  # fmt: skip
"""The weights as published: 1.5 for tag, name, id, visible text and neighbour texts, 0.5 for all others."""


def similo(old: dict, candidates: list[dict], *, threshold: float = 0.0) -> int | None:
    """The element of the highest Similo score, if it has at least this part of the score that is possible."""
    best, most = None, -1.0
    possible = sum(weight for key, weight in SIMILO if _has(old, key))
    for at, new in enumerate(candidates):
        total = sum(weight * _similo(key, old, new) for key, weight in SIMILO)
        if total > most:
            best, most = at, total
    return best if possible and most / possible >= threshold else None


def _has(record: dict, key: str) -> bool:
    return "x" in record if key in ("location", "area", "shape") else bool(record.get(key)) or key == "is_button"


def _similo(key: str, old: dict, new: dict) -> float:
    if not _has(old, key) or not _has(new, key):
        return 0.0
    if key == "location":
        return max(0.0, 1 - math.hypot(old["x"] - new["x"], old["y"] - new["y"]) / 100)
    if key in ("area", "shape"):
        one, other = ((e["w"] * e["h"]) if key == "area" else e["w"] * 100 / max(e["h"], 1) for e in (old, new))
        return 1 - abs(one - other) / max(one, other, 1)
    before, after = old.get(key), new.get(key)
    if key in ("tag", "name", "id", "is_button"):
        return float(before == after) if key in ("name", "id", "is_button") else float(before.lower() == after.lower())
    if key == "neighbor_text":
        one, other = before.lower().split(), after.lower().split()
        return sum(1 for word in one if word in set(other)) / max(len(one), len(other), 1)
    return 1 - Levenshtein.distance(before.lower(), after.lower()) / max(len(before), len(after))
