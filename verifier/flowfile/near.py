"""Which of the known words somebody may have meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like `word`, or empty when none is near."""
    found = near(word, known, most=1)
    return found[0] if found else ""


def near(word: str, known: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """Up to `most` known words that look like `word`, the nearest first; upper and lower case count as the same."""
    from difflib import get_close_matches  # noqa: PLC0415 - wanted only when something is wrong

    by_folded: dict[str, str] = {}
    for candidate in known:
        by_folded.setdefault(candidate.casefold(), candidate)
    found = get_close_matches(word[:200].casefold(), by_folded, n=most, cutoff=0.6)
    return tuple(by_folded[folded] for folded in found)


def did_you_mean(word: str, known: Iterable[str], *, otherwise: str) -> str:
    """A few words for under the caret."""
    found = nearest(word, known)
    return f"did you mean `{found}`?" if found else otherwise
