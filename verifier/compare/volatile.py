"""What a recording knows to be another thing on every load: how it is recognised, and how it is learned from several looks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from verifier.compare.changes import changes
from verifier.model.baseline import Volatile
from verifier.model.finding import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from verifier.compare.change import Change
    from verifier.model.baseline import Baseline
    from verifier.model.observation import Anchor, Snapshot

_NUMBER = re.compile(r"\[\d+\]")
_MADE = re.compile(r"id\([^)]*\d[^)]*\)")
_PRESENCE = ("added", "removed", "renamed", "moved")
"""Differences that stand for each other: what is another thing each time may also be away, or somewhere else."""
_MOST_SEEN = 6


def steady_changes(recorded: Snapshot, seen: Snapshot, baseline: Baseline | None) -> tuple[Change, ...]:
    """Every difference between two looks, without those that the recording knows to come and go."""
    rejected = frozenset(baseline.rejected) if baseline else frozenset()
    found = changes(recorded, seen, rejected=rejected)
    if baseline is None or not baseline.volatile:
        return found
    return tuple(change for change in found if not is_volatile(change, recorded.url, baseline))


def is_volatile(change: Change, url: str, baseline: Baseline | None) -> bool:
    """Whether the recording knows this difference to come and go on the page of that address."""
    if baseline is None:
        return False
    page, places = page_of(url), _places(change)
    return any(
        known.page == page
        and change.rule.value in known.rules
        and any(_pattern(known.at).fullmatch(place) for place in places)
        for known in baseline.volatile
    )


def learned(found: Iterable[tuple[str, Change]]) -> tuple[Volatile, ...]:
    """What differed between looks at pages that nobody changed, as it is written down: (URL, change) pairs, in any order.

    Places that are the same but for their numbers are one place.
    """
    gathered: dict[tuple[str, str, str], tuple[set[str], set[str], set[str]]] = {}
    for url, change in found:
        for place in _places(change):
            key = (page_of(url), change.rule.partition("-")[0], _shape(place))
            rules, seen, places = gathered.setdefault(key, (set(), set(), set()))
            rules.update(_with_its_like(change.rule.value))
            seen.update(words for words in (change.expected, change.actual) if words)
            places.add(place)
    return tuple(
        Volatile(
            page,
            kind,
            places.pop() if len(places) == 1 else shape,
            tuple(sorted(rules)),
            tuple(sorted(seen)[:_MOST_SEEN]),
        )
        for (page, kind, shape), (rules, seen, places) in sorted(gathered.items())
    )


def joined(one: tuple[Volatile, ...], other: tuple[Volatile, ...]) -> tuple[Volatile, ...]:
    """Both lists, what they say of one place together."""
    by_place: dict[tuple[str, str, str], Volatile] = {}
    for each in (*one, *other):
        key = (each.page, each.kind, each.at)
        known = by_place.get(key, each)
        rules = tuple(sorted({*known.rules, *each.rules}))
        seen = tuple(sorted({*known.seen, *each.seen})[:_MOST_SEEN])
        by_place[key] = Volatile(*key, rules, seen)
    return tuple(by_place[key] for key in sorted(by_place))


def page_of(url: str) -> str:
    """The address of a page without query, fragment and a slash at its end."""
    return url.partition("#")[0].partition("?")[0].rstrip("/")


def _with_its_like(rule: str) -> tuple[str, ...]:
    kind, _, what = rule.partition("-")
    if kind == "link" and what in ("added", "removed"):
        # Another link each time also leads elsewhere where it happens to be called the same.
        return (*(f"link-{each}" for each in _PRESENCE), Rule.LINK_TARGET_CHANGED.value)
    return tuple(f"{kind}-{each}" for each in _PRESENCE) if what in _PRESENCE and kind != "option" else (rule,)


def _places(change: Change) -> tuple[str, ...]:
    anchors = [anchor for anchor in (change.before, change.after) if anchor is not None]
    if not anchors:
        return (change.subject,)
    return tuple(dict.fromkeys(_place(anchor) for anchor in anchors))


def _place(anchor: Anchor) -> str:
    return " > ".join((*anchor.frame, anchor.path))


def _shape(place: str) -> str:
    """The place without its numbers, and without ids that hold one."""
    return _MADE.sub("id(*)", _NUMBER.sub("[*]", place))


@lru_cache(maxsize=1024)
def _pattern(at: str) -> re.Pattern[str]:
    return re.compile(re.escape(at).replace(r"\*", r"[^/)\]]*"))
