"""Whether a text holds one of many wordings, whatever its accents, case and script."""

from __future__ import annotations

import functools
import re
import unicodedata

from verifier.match.normalize import normalize

_WITHOUT_GAPS = r"\u0590-\u08ff\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef"
"""Scripts that write no gap before a word, or put small words right before it."""


_CLAUSE = re.compile(r"[.!?;:…。！？；：\n]|, (?=[^,]*$)")
IN_CASE = (
    "if", "when", "whenever", "in case", "dacă", "când", "إذا", "عندما", "عند", "если", "когда", "якщо", "коли",
    "si", "cuando", "en caso de", "quand", "lorsque", "en cas de", "wenn", "falls", "se", "quando", "αν", "εάν", "όταν", "如果", "当您", "当你", "当出现", "若", "ikiwa", "kama",
    "eğer", "jeśli", "gdy", "kiedy", "als", "wanneer", "indien", "jika", "bila", "kalau", "यदि", "अगर", "जब", "nếu", "khi", "หาก", "ถ้า", "เมื่อ", "اگر", "وقتی", "אם", "כאשר",
    "ha", "amikor", "om", "när", "hvis", "når", "jos", "kun", "pokud", "když", "যদি", "যখন",
)  # fmt: skip
"""Words before it, in the same clause, that make of a statement a case."""
IN_CASE_AFTER = (
    "場合",
    "とき",
    "時",
    "たら",
    "と表示",
    "경우",
    "때",
    "면 ",
    "時は",
    "时",
    "的情况",
    "हो तो",
    "olursa",
    "hatası alırsanız",
)


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
        # A foreign word inside a script without gaps ("のためCookieを") begins where that script ends.
        parts.append(rf"(?<![^\W{_WITHOUT_GAPS}])(?:{'|'.join(spaced)})")
    if dense:
        parts.append("|".join(dense))
    return re.compile("|".join(parts) or r"(?!)")


def says(text: str, words: tuple[str, ...]) -> str | None:
    """The first wording that the text holds, as it stands there (folded), or None. A wording may go on as a longer word."""
    found = _any_of(words).search(fold(text))
    return found.group() if found else None


@functools.cache
def _cases() -> re.Pattern[str]:
    """Whole words, for many of them begin other words; in scripts without gaps, anywhere."""
    spaced = "|".join(re.escape(fold(word)) for word in IN_CASE if not re.match(f"[{_WITHOUT_GAPS}]", word))
    dense = "|".join(re.escape(fold(word)) for word in IN_CASE if re.match(f"[{_WITHOUT_GAPS}]", word))
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|{dense}")


def is_told(text: str, found: str) -> bool:
    """Whether the text, somewhere, says this (folded) wording of now and does not speak of the case that it is so."""
    folded = fold(text)
    at = folded.find(found)
    while at >= 0:
        before = _CLAUSE.split(folded[:at])[-1]
        after = folded[at + len(found) :].lstrip(" \"'”’»」』")
        if not after.startswith(IN_CASE_AFTER) and _cases().search(before) is None:
            return True
        at = folded.find(found, at + 1)
    return False


def all_said(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Every different one of the wordings that the text holds."""
    return tuple(dict.fromkeys(_any_of(words).findall(fold(text))))


def is_led_by(text: str, words: tuple[str, ...]) -> bool:
    """Whether the text begins with one of the wordings."""
    return _any_of(words).match(fold(text)) is not None
