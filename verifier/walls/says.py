"""Whether a text holds one of many wordings, whatever its accents, case and script."""

from __future__ import annotations

import functools
import re
import unicodedata

from verifier.match.normalize import normalize

_WITHOUT_GAPS = r"\u0590-\u08ff\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef"
"""Scripts that write no gap before a word, or put small words right before it."""


@functools.lru_cache(maxsize=512)
def fold(text: str) -> str:
    """The text as it is compared: normalised, without case and accents. Folding twice is once."""
    parts = unicodedata.normalize("NFD", normalize(text).casefold())
    bare = "".join(sign for sign in parts if unicodedata.category(sign) != "Mn")
    return unicodedata.normalize("NFC", bare).replace("\u0131", "i")


@functools.lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    wanted = sorted({fold(word) for word in words}, key=len, reverse=True)
    spaced = [re.escape(word) for word in wanted if not re.match(f"[{_WITHOUT_GAPS}]", word)]
    dense = [re.escape(word) for word in wanted if re.match(f"[{_WITHOUT_GAPS}]", word)]
    parts = []
    if spaced:
        parts.append(rf"(?<!\w)(?:{'|'.join(spaced)})")
    if dense:
        parts.append("|".join(dense))
    return re.compile("|".join(parts) or r"(?!)")


def says(text: str, words: tuple[str, ...]) -> str | None:
    """The first wording that the text holds, as it stands there (folded), or None. A wording may go on as a longer word."""
    found = _any_of(words).search(fold(text))
    return found.group() if found else None


def all_said(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Every different one of the wordings that the text holds."""
    return tuple(dict.fromkeys(_any_of(words).findall(fold(text))))


def is_led_by(text: str, words: tuple[str, ...]) -> bool:
    """Whether the text begins with one of the wordings."""
    return _any_of(words).match(fold(text)) is not None
