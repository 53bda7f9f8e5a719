"""What makes two wordings the same to a reader, whatever the machine wrote."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = dict.fromkeys(
    [
        0x00AD,  # soft hyphen
        *range(0x200B, 0x2010),  # zero-width space, joiners, marks of direction
        *range(0x202A, 0x202F),  # embeddings and overrides of direction
        *range(0x2060, 0x2065),  # word joiner, invisible operators
        *range(0x2066, 0x206A),  # isolates
        0x061C,  # Arabic letter mark
        0x0640,  # Arabic tatweel stretches a word and says nothing
        0xFEFF,
    ]
)
_PLAIN = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u2032": "'",
        "\u00b4": "'",
        "`": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u00ab": '"',
        "\u00bb": '"',
        "\u2033": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u2026": "...",
        "\u0219": "\u0219",
        "\u015f": "\u0219",
        "\u015e": "\u0218",
        "\u0163": "\u021b",
        "\u0162": "\u021a",
    }
)  # the last line: Romanian letters are often typed with a cedilla in place of the comma below
_SPACE = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")
_EDGE = re.compile(r"^[\s*:.!?,;\-\u061f\u060c>»›→]+|[\s*:.!?,;\-\u061f\u060c>»›→]+$")


def normalize(text: str) -> str:
    """The text in NFC with plain quotes and dashes, single spaces, no invisible marks. Normalising twice is once."""
    plain = unicodedata.normalize("NFC", text).translate(_INVISIBLE).translate(_PLAIN)
    return unicodedata.normalize("NFC", _SPACE.sub(" ", plain).strip())


@lru_cache(maxsize=16384)
def key_of(text: str) -> str:
    """What a label is compared by: normalised, without case, digits in one script, no punctuation at its ends.

    `Send question *` and `SEND QUESTION:` have the same key.
    """
    if text.isascii():  # the same, faster: nothing to compose, and no digits but one script's
        plain = " ".join(text.replace("`", "'").lower().split())
        return _EDGE.sub("", plain) or plain
    folded = normalize(normalize(text).casefold())
    digits = _DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), folded)
    return _EDGE.sub("", digits) or digits


def same_words(one: str, other: str) -> bool:
    """Whether a reader would call them the same label."""
    return key_of(one) == key_of(other)


def holds_words(whole: str, part: str) -> bool:
    """Whether `whole` shows the words of `part`, as whole words where the script has them."""
    wanted = key_of(part)
    if not wanted:
        return False
    lead = r"(?<!\w)" if wanted[0].isalnum() else ""
    tail = r"(?!\w)" if wanted[-1].isalnum() else ""
    if any(0x2E80 <= ord(sign) <= 0x9FFF or 0x0E00 <= ord(sign) <= 0x0EFF for sign in wanted):
        lead = tail = ""  # scripts without spaces between words
    return re.search(lead + re.escape(wanted) + tail, key_of(whole)) is not None
