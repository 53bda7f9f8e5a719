"""Text from a page made harmless to show: what is invisible becomes visible, what has no meaning is replaced."""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"

LONGEST = 2_000
"""Characters of one text that are shown; `report.json` has the whole."""

_OVERRIDES = dict.fromkeys(range(0x202A, 0x202F), None)
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A), None)
_CONTROLS: dict[int, str | None] = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"},
    0x7F: "\N{SYMBOL FOR DELETE}",
    **dict.fromkeys(range(0x80, 0xA0), REPLACEMENT),
    **dict.fromkeys(range(0xD800, 0xE000), REPLACEMENT),
    **dict.fromkeys(range(0xFDD0, 0xFDF0), REPLACEMENT),
    **{plane + low: REPLACEMENT for plane in range(0, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF)},
    0x2028: "\n",
    0x2029: "\n",
    **_OVERRIDES,
}


def printable(text: str) -> str:
    """The text with nothing in it that a terminal obeys, XML forbids or an encoder chokes on.

    Control characters become their pictures (`␛`), lone surrogates and non-characters U+FFFD; overrides and embeddings of
    direction are dropped. Every line break is a line feed, tabs stay. Doing it twice is doing it once.
    """
    return text.replace("\r\n", "\n").translate(_CONTROLS)


def shorten(text: str, limit: int = LONGEST) -> str:
    """The text, cut after `limit` characters with a word on how much is missing."""
    missing = len(text) - limit
    return text if missing <= 0 else f"{text[:limit]}… ({missing:,} more characters)"


def one_line(text: str, limit: int = LONGEST) -> str:
    """As `printable`, on one line, without isolates of direction, cut after `limit` characters with an ellipsis."""
    folded = re.sub(r"\s+", " ", printable(text[: limit * 8]).translate(_ISOLATES)).strip()
    return folded if len(folded) <= limit and len(text) <= limit * 8 else f"{folded[: limit - 1].rstrip()}…"


def quoted(text: str) -> str:
    """The text between English quotation marks, isolated so that its direction does not move what stands around it."""
    return f"“{FIRST_STRONG_ISOLATE}{one_line(text, 300)}{POP_ISOLATE}”"


def without_isolates(text: str) -> str:
    """The text for where marks of direction would be seen (terminals)."""
    return text.translate(_ISOLATES)
