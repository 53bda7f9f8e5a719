"""How two elements compare, signal by signal, before anything is weighed.

The signals are in the spirit of Similo (Nass, Alegroth, Feldt, Leotta, Ricca: Similarity-based Web Element Localization
for Robust Test Automation, ACM TOSEM 2023): the same properties of an element, each compared by itself. New here are what
is rare (inverse document frequency over both pages), what contradicts, and which kind of element it is.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio, token_sort_ratio

from verifier.match.traits import near_words

if TYPE_CHECKING:
    from verifier.match.company import Company
    from verifier.match.traits import Traits
    from verifier.model.observation import Box

SIGNALS = (
    "words same",
    "words rare",
    "words alike",
    "words clash",
    "words cut",
    "words lost",
    "words gained",
    "field words",
    "field clash",
    "id same",
    "id alike",
    "name same",
    "name clash",
    "target same",
    "target clash",
    "tokens alike",
    "token rare",
    "tag same",
    "family same",
    "no longer pressed",
    "no longer a field",
    "sort differs",
    "way alike",
    "way ends alike",
    "tags end alike",
    "depth differs",
    "neighbours alike",
    "place near",
    "place far",
    "shape alike",
    "words within",
    "words around",
    "hard",
    "hard in spite of words",
    "has words",
    "section same",
    "section differs",
    "group same",
    "group differs",
    "landmark same",
    "landmark differs",
    "frame differs",
)
"""The names of the numbers that `measure` gives, in order. Each is between 0 and 1."""

AGAINST = frozenset(
    {
        "words clash",
        "words lost",
        "words gained",
        "field clash",
        "name clash",
        "target clash",
        "no longer pressed",
        "no longer a field",
        "sort differs",
        "depth differs",
        "place far",
        "section differs",
        "group differs",
        "landmark differs",
        "frame differs",
    }
)
"""The signals that speak against a pair; all others speak for it, those in `EITHER` aside."""

EITHER = frozenset({"words cut", "has words", "words within", "words around"})
"""The signals that may speak for or against a pair, as learned."""

_TAIL = 6


def measure(old: Traits, new: Traits, company: Company) -> tuple[float, ...]:
    """The signals of one pair, in the order of `SIGNALS`."""
    both = bool(old.label and new.label)
    same = both and old.label == new.label
    alike = words_alike(old, new, company) if both and not same else 0.0
    differ = both and not same
    field = old.family == "control"
    plain = 0.0 if field else 1.0
    rare = 1.0 / max(1, company.namesakes(new.label, old.family)) if same else 0.0

    same_id = bool(old.id) and old.id == new.id
    id_alike = _ids_alike(old, new, company) if old.id and new.id and not same_id else 0.0
    named = bool(old.name and new.name)
    same_name = named and old.name == new.name
    led = bool(old.target and new.target)
    same_target = led and old.target == new.target
    same_goal = led and not same_target and old.goal == new.goal
    target_alike = 1.0 if same_goal else _ways_on_alike(old.segments, new.segments) if led and not same_target else 0.0

    shared = old.tokens & new.tokens
    token_alike = token_rare = 0.0
    if shared:
        whole = math.sqrt(company.total(old.tokens) * company.total(new.tokens))
        token_alike = company.total(shared) / whole if whole else 0.0
        token_rare = max(map(company.weight, shared)) / company.top if company.top else 0.0

    within, around = company.nested(new) if new.label and old.tag != new.tag else (False, False)

    longest = max(len(old.steps), len(new.steps))
    hard = max(rare, float(same_id), float(same_name), 1.0 / company.fellows(new.target) if same_target else 0.0)
    places = _places(old.box, new.box, company) if old.box and new.box else (0.0, 0.0, 0.0)
    return (
        plain * same,
        rare,
        plain * alike,
        plain * (1.0 - alike) if differ else 0.0,
        float(differ and _opens_or_closes(old.label, new.label)),
        plain * bool(old.label and not new.label),
        plain * bool(new.label and not old.label),
        (float(same) + alike) if field else 0.0,
        1.0 - alike if field and differ and not (same_id or same_name) else 0.0,
        float(same_id),
        id_alike,
        float(same_name),
        float(named and not same_name),
        float(same_target),
        1.0 - target_alike if led and not same_target else 0.0,
        token_alike,
        token_rare,
        float(old.tag == new.tag),
        float(old.family == new.family or (old.pressed and new.pressed)),
        float(old.pressed and not new.pressed),
        float(field and new.family != "control"),
        float(field and old.sort != new.sort),
        1.0 - Levenshtein.distance(old.steps, new.steps) / longest,
        min(_tail(old.steps, new.steps), _TAIL) / _TAIL,
        _tail_tags(old.steps, new.steps) / _TAIL,
        abs(len(old.steps) - len(new.steps)) / longest,
        _company_alike(old, new, company),
        *places,
        float(within),
        float(around),
        hard,
        (1.0 - alike) * hard if differ else 0.0,
        float(bool(old.label)),
        *_agreement(old.section, new.section),
        *_agreement(old.group, new.group),
        *_agreement(old.landmark, new.landmark),
        float(old.frame != new.frame),
    )


def _agreement(before: str, after: str) -> tuple[float, float]:
    """Whether two words are the same, and whether they contradict; neither where one of them is not known."""
    return float(bool(before) and before == after), float(bool(before and after) and before != after)


def words_alike(old: Traits, new: Traits, company: Company) -> float:
    """How much two different labels say the same, by rare words, by one holding the other, or by letters."""
    alike = 0.0
    shared = old.words & new.words
    if shared:
        weight, before, after = company.total(shared), company.total(old.words), company.total(new.words)
        if weight:
            held = weight / min(before, after)
            alike = max(weight / math.sqrt(before * after), 0.85 * held * min(1.0, 1.2 * weight / company.top))
    return max(alike, (letters_alike(old.label, new.label) - 0.4) / 0.6)


def letters_alike(one: str, other: str) -> float:
    """How much two labels are the same letters, whatever the order of their words; between 0 and 1."""
    return max(token_sort_ratio(one, other), ratio(one, other)) / 100


def _opens_or_closes(whole: str, part: str) -> bool:
    """Whether the one label begins or ends with the words of the other."""
    return whole.startswith(f"{part} ") or whole.endswith(f" {part}")


def _ids_alike(old: Traits, new: Traits, company: Company) -> float:
    shared = old.id_words & new.id_words
    words = 0.0
    if shared:
        words = company.total(shared) / (max(company.total(old.id_words), company.total(new.id_words)) or 1.0)
    return max(words, (ratio(old.id.lower(), new.id.lower()) / 100 - 0.5) / 0.5, 0.0)


def _ways_on_alike(old: tuple[str, ...], new: tuple[str, ...]) -> float:
    if not old or not new:
        return 0.0
    shared = len(set(old) & set(new)) / max(len(set(old)), len(set(new)))
    return max(shared, 0.8 if old[-1] == new[-1] else 0.0)


def _tail(old: tuple[str, ...], new: tuple[str, ...]) -> int:
    shared = 0
    for left, right in zip(reversed(old), reversed(new), strict=False):
        if left != right:
            break
        shared += 1
    return shared


def _tail_tags(old: tuple[str, ...], new: tuple[str, ...]) -> int:
    shared = 0
    for left, right in zip(reversed(old[-_TAIL:]), reversed(new[-_TAIL:]), strict=False):
        if left != right and left.partition("[")[0] != right.partition("[")[0]:
            break
        shared += 1
    return shared


def _company_alike(old: Traits, new: Traits, company: Company) -> float:
    if not old.near or not new.near:
        return 0.0
    before, after = near_words(old), near_words(new)
    shared = before & after
    if not shared:
        return 0.0
    return company.total(shared) / (math.sqrt(company.total(before) * company.total(after)) or 1.0)


def _places(old: Box, new: Box, company: Company) -> tuple[float, float, float]:
    away = math.hypot(old.x - new.x, company.fall(old.y, new.y))
    before, after = (old.width + 1) / (old.height + 1), (new.width + 1) / (new.height + 1)
    return math.exp(-away / 100), min(away, 1500.0) / 1500, min(before, after) / max(before, after)
