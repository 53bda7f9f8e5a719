"""How much two elements look like one and the same: a weighted mean of what both of them have.

The signals are those of Similo (Nass, Alegroth, Feldt, Leotta, Ricca: Similarity-based Web Element Localization for
Robust Test Automation, ACM TOSEM 2023), taken as a mean over the signals that at least one side carries, so that a page without
ids is not punished for having none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import token_sort_ratio

from verifier.match.normalize import key_of

if TYPE_CHECKING:
    from verifier.match.signals import Marks

_GENERATED = re.compile(r"\d{4,}|[0-9a-f]{8,}|^[:_]?r[0-9a-z]+:?$|^u_\d", re.IGNORECASE)
_STEM = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Score:
    """`value` between 0 and 1; `hard` says that a mark agreed which two different elements hardly share."""

    value: float
    hard: bool
    evidence: tuple[str, ...]


def stable(mark: str) -> str:
    """The mark, or nothing where it looks made by a machine for one load (`:r3:`, `u_0_1a`, a hash)."""
    return "" if _GENERATED.search(mark) else mark


def _alike(one: str, other: str) -> float:
    first, second = key_of(one), key_of(other)
    if first == second:
        return 1.0
    if not first or not second:
        return 0.0
    return max(token_sort_ratio(first, second) / 100, JaroWinkler.similarity(first, second) - 0.15)


def _trail(one: str, other: str) -> float:
    first, second = one.split("/"), other.split("/")
    shared = 0
    for left, right in zip(reversed(first), reversed(second), strict=False):
        if left != right:
            break
        shared += 1
    return shared / max(len(first), len(second), 1)


def _near(one: Marks, other: Marks) -> float:
    here, there = one.anchor.box, other.anchor.box
    if here is None or there is None:
        return 0.0
    distance = abs(here.x - there.x) + abs(here.y - there.y)
    return max(0.0, 1.0 - distance / 600)


def score(old: Marks, new: Marks) -> Score:
    """How much `new` looks like what `old` became.

    Hard evidence is an equal id, an equal sent name or value, an equal target, or words that agree for at least four fifths.
    """
    signals: list[tuple[str, float, float]] = []

    def add(what: str, weight: float, one: str, other: str, agreement: float | None = None) -> float:
        if not one and not other:
            return 0.0
        value = (1.0 if one == other else 0.0) if agreement is None else agreement
        signals.append((what, weight, value))
        return value

    words = add("the words", 3.0, old.name, new.name, _alike(old.name, new.name))
    same_id = add("the id", 2.0, stable(old.anchor.id), stable(new.anchor.id))
    same_value = add("the name that is sent", 2.5, stable(old.value), stable(new.value))
    same_name = add("the name attribute", 1.5, stable(old.anchor.name), stable(new.anchor.name))
    same_target = add("the target", 2.0, old.target, new.target)
    add("the kind", 1.5, old.kind, new.kind, 1.0 if old.kind == new.kind else 0.5 * _same_family(old.kind, new.kind))
    add("the section", 0.7, key_of(old.anchor.section), key_of(new.anchor.section))
    add("the group", 0.5, key_of(old.anchor.group), key_of(new.anchor.group))
    add("the landmark", 0.5, old.anchor.landmark, new.anchor.landmark)
    add("the frame", 1.0, "/".join(old.anchor.frame), "/".join(new.anchor.frame))
    add("the place in the page", 0.8, old.anchor.path, new.anchor.path, _trail(old.anchor.path, new.anchor.path))
    add("the neighbours", 0.8, old.anchor.near, new.anchor.near, _alike(old.anchor.near, new.anchor.near))
    if old.anchor.box and new.anchor.box:
        signals.append(("the position", 0.7, _near(old, new)))

    weight = sum(weight for _, weight, _ in signals)
    value = sum(weight * agreement for _, weight, agreement in signals) / weight if weight else 0.0
    hard = max(same_id, same_value, same_name, same_target) == 1.0 or words >= 0.8
    evidence = tuple(what for what, _, agreement in signals if agreement >= 0.8)
    return Score(round(value, 4), hard, evidence)


def _same_family(one: str, other: str) -> float:
    first, second = _STEM.findall(one), _STEM.findall(other)
    return 1.0 if first and second and first[0] == second[0] else 0.0
