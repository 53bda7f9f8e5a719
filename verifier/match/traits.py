"""What the comparison of elements needs of each of them, worked out once: keys, words, address, way and place."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from verifier.match.normalize import key_of

if TYPE_CHECKING:
    from verifier.match.signals import Marks
    from verifier.model.observation import Box

_GENERATED = re.compile(
    r"\d{4,}|[0-9a-f]{8,}|^[:_]?r[0-9a-z]+:?$|^u_\d|(?=[a-z\d]{16})[a-z]*\d+[a-z]+\d", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HOLLOW = frozenset({"https", "http", "com", "www", "html", "net", "org", "php", "aspx", "ref", "id"})
"""Parts of addresses that say nothing of where they lead."""
_STEM = 6
_LONGEST = 16
"""A longer run of letters and digits in an attribute is a token, not a word."""
_UNSPACED = 0x2E80
"""From here on stand the scripts that put no space between words: pairs of signs stand for words."""
_PRESSED = frozenset({"link", "button"})
_APART = frozenset({"checkbox", "file", "password", "radio"})
_KEPT = 16384


def stable(mark: str) -> str:
    """The mark, or nothing where it looks made by a machine for one load (`:r3:`, `u_0_1a`, a hash)."""
    return "" if mark and _GENERATED.search(mark) else mark


class Traits(NamedTuple):
    """One element, prepared. `words` are of its label, `tokens` of all that is written on it, both as stems."""

    family: str
    sort: str
    """What sort of control, where one of it hardly becomes one of another."""
    tag: str
    label: str
    words: frozenset[str]
    tokens: frozenset[str]
    id: str
    id_words: frozenset[str]
    name: str
    target: str
    goal: str
    """The address that it leads to, without query and fragment."""
    segments: tuple[str, ...]
    """The path of that address."""
    classes: str
    steps: tuple[str, ...]
    near: str
    section: str
    group: str
    landmark: str
    frame: tuple[str, ...]
    box: Box | None
    marks: tuple[str | tuple[str, ...], ...]
    """Label, target, the same without query, id, name, the end of its way and the whole way, to be looked up by."""

    @property
    def look(self) -> tuple[str | tuple[str, ...], ...]:
        """All that a reader could tell it by, its place aside."""
        return (self.family, self.tag, self.label, self.target, self.id, self.name, self.near, self.section, self.group,
                self.landmark, *self.frame)  # fmt: skip

    @property
    def pressed(self) -> bool:
        """Whether it is there to be pressed: a link or a button."""
        return self.family in _PRESSED


@lru_cache(maxsize=_KEPT)
def traits_of(marks: Marks) -> Traits:
    """The traits of an element; equal marks have equal traits."""
    anchor = marks.anchor
    label = key_of(marks.name) or key_of(marks.hints)
    words = words_of(label)
    own = stable(anchor.id)
    sent = stable(marks.value or anchor.name)
    target, goal, segments = _address(marks.target)
    written = f"{own} {sent} {marks.hints} {anchor.classes} {anchor.type} {unquote(marks.target)}"
    way = marks.trail or anchor.path
    steps = tuple(way.split("/"))
    family, _, sort = marks.kind.partition(" ")
    return Traits(
        family=family,
        sort=sort if family == "control" and sort in _APART else "",
        tag=anchor.tag,
        label=label,
        words=words,
        tokens=words | _tokens(written),
        id=own,
        id_words=_tokens(f"{own} {sent}"),
        name=sent,
        target=target,
        goal=goal,
        segments=segments,
        classes=anchor.classes,
        steps=steps,
        near=anchor.near,
        section=key_of(anchor.section),
        group=key_of(anchor.group),
        landmark=anchor.landmark,
        frame=anchor.frame,
        box=_shown(anchor.box),
        marks=(label, target, goal, own, sent, steps[-2:], way),
    )


@lru_cache(maxsize=_KEPT)
def words_of(key: str) -> frozenset[str]:
    """The words of a key (see `key_of`) as stems, so that a plural is its singular."""
    found: set[str] = set()
    ascii_only = key.isascii()
    for word in _WORD.findall(key):
        if not ascii_only and any(ord(sign) >= _UNSPACED for sign in word):
            found.update(word[at : at + 2] for at in range(max(1, len(word) - 1)))
        else:
            found.add(_stem(word))
    return frozenset(found)


def near_words(traits: Traits) -> frozenset[str]:
    """The words that stand around the element."""
    return words_of(key_of(traits.near))


def class_words(traits: Traits) -> frozenset[str]:
    """The words of its class names."""
    return _tokens(traits.classes)


@lru_cache(maxsize=_KEPT)
def _tokens(written: str) -> frozenset[str]:
    return frozenset(
        _stem(word)
        for word in _WORD.findall(_HUMP.sub(" ", written).lower())
        if 1 < len(word) < _LONGEST and not word.isdigit() and word not in _HOLLOW
    )


@lru_cache(maxsize=_KEPT)
def _stem(word: str) -> str:
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word[:_STEM]


def _shown(box: Box | None) -> Box | None:
    """The box, or None where it is outside of the page: such a place says nothing."""
    return None if box is None or box.y + box.height <= 0 or box.x + box.width <= 0 else box


@lru_cache(maxsize=_KEPT)
def _address(target: str) -> tuple[str, str, tuple[str, ...]]:
    """The address without scheme and `www.`, the same without query and fragment, and the parts of its path.

    What leads nowhere (`javascript:`, `#`) has none.
    """
    if target.startswith(("javascript:", "#")) or target.endswith("#"):
        return "", "", ()
    if not target.startswith(("http://", "https://")):
        return target, target.partition("?")[0], ()
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return target, target, ()
    segments = tuple(part for part in parts.path.lower().split("/") if part)
    tail = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    goal = f"{host}/{'/'.join(segments)}"
    return f"{goal}{tail}", goal, segments
