"""Words of many languages as regular expressions over keys (see `key_of`)."""

from __future__ import annotations

import re

from verifier.match.normalize import key_of

LETTER = r"[^\W\d_]"
_WORD = re.compile(r"[^()|\[\]?\\*+' :]+")


def keyed(words: str) -> str:
    """The alternatives with their words as they stand in a key; what makes them a regular expression stays."""
    return _WORD.sub(lambda found: key_of(found[0]), words).replace(" ", r"\s")
