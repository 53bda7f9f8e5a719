"""A deterministic YAML writer: what it writes, the strict reader reads back as the same values."""

from __future__ import annotations

import math
import re
from functools import cache

Plain = str | int | float | bool | list["Plain"] | dict[str, "Plain"] | None
"""A document without places. Keys keep their order."""

_CONSTANTS = frozenset({"true", "false", "null", "~", ""})
_MOST_WHOLE = 10**18
_NAMED = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\", "\r": "\\r"}


def write(plain: Plain) -> str:
    """Block-style YAML, two spaces a level, one line a value, letters of all scripts kept, ending in a line break.

    Reading it with `read_tree` and `to_plain` gives `plain` again. Raises ValueError for what the format cannot hold: an empty
    document (None), numbers that are not finite or have more than 18 digits, lone surrogates.
    """
    if plain is None:
        raise ValueError("a document cannot be nothing")
    lines: list[str] = []
    _write(plain, "", "", lines)
    return "\n".join(lines) + "\n"


def _write(plain: Plain, head: str, indent: str, lines: list[str]) -> None:
    """Append lines: `head` (a key, a dash or nothing) goes before the first one, further ones start with `indent`."""
    match plain:
        case dict() if plain:
            first = head if head.endswith("- ") else ""
            if head and not first:
                lines.append(head.rstrip())
            for key, value in plain.items():
                _write(value, f"{first or indent}{_word(key)}: ", indent + "  ", lines)
                first = ""
        case list() if plain:
            first = head if head.endswith("- ") else ""
            if head and not first:
                lines.append(head.rstrip())
            for item in plain:
                _write(item, f"{first or indent}- ", indent + "  ", lines)
                first = ""
        case _:
            lines.append(f"{head}{inline(plain)}")


def inline(plain: Plain) -> str:
    """The value on one line, as it stands after a key; an empty list or map for any other one."""
    match plain:
        case None:
            return "null"
        case bool():
            return "true" if plain else "false"
        case int():
            if abs(plain) >= _MOST_WHOLE:
                raise ValueError("a number of more than 18 digits; write it as a text")
            return str(plain)
        case float():
            return _decimal(plain)
        case str():
            return _word(plain)
        case list():
            return "[]"
        case dict():
            return "{}"


def _decimal(number: float) -> str:
    if not math.isfinite(number):
        raise ValueError("a number that is not finite; write it as a text")
    text = repr(number)
    if "e" not in text:
        return text
    digits, exponent = text.split("e")
    return f"{digits if '.' in digits else digits + '.0'}e{exponent}"


def _word(text: str) -> str:
    word, special = _patterns()
    if text not in _CONSTANTS and not special.search(text) and word.fullmatch(text):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """The text in double quotes. Raises ValueError for a lone surrogate."""
    return '"' + _patterns()[1].sub(_escaped, text) + '"'


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand plain, and what must be escaped; compiled when something is written, for reading is far more frequent."""
    word = re.compile(
        r"[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f\u0621-\u064a](?:[^:#\s]|(?<=\S) (?=[^\s#:])|:(?=[^\s:]))*"
    )
    special = re.compile(
        '[\\x00-\\x08\\x0b-\\x1f\\x7f-\\xa0\\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufeff\ufff0-\uffff\\t\\n"\\\\]'
    )
    return word, special


def _escaped(found: re.Match[str]) -> str:
    character = found.group()
    if character in _NAMED:
        return _NAMED[character]
    number = ord(character)
    if 0xD800 <= number <= 0xDFFF:
        raise ValueError("a lone surrogate is no text")
    return f"\\u{number:04X}"
