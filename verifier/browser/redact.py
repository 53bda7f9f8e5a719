"""Typed values, taken out of everything that a driver tells."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from verifier.model.secret import REDACTED

if TYPE_CHECKING:
    from collections.abc import Iterable

TYPED = "[typed]"
"""What stands where a page mirrors a value that was typed and is not secret."""
SHORTEST = 3
"""A shorter value that is not secret would be found everywhere, and tells nothing."""


class Redactor:
    """Replaces what was typed, wherever a page mirrors it: as it is, percent-encoded, or in another case."""

    def __init__(self) -> None:
        self._swaps: list[tuple[str, str]] = []
        self._secrets: list[str] = []

    def learn(self, value: str, *, secret: bool) -> None:
        """From now on this value is replaced."""
        value = value.strip()
        if not value or (len(value) < SHORTEST and not secret):
            return
        if secret:
            self._secrets.append(value)
        folded = " ".join(value.split())
        for form in {
            value,
            folded,
            value.upper(),
            value.lower(),
            quote(value),
            quote(value, safe=""),
            quote_plus(value),
        }:
            self._swaps.append((form, REDACTED if secret else TYPED))
        # The longest first, so that no piece of a longer value stays behind.
        self._swaps.sort(key=lambda swap: -len(swap[0]))

    def text(self, text: str) -> str:
        """The text without any typed value."""
        for value, instead in self._swaps:
            if value in text:
                text = text.replace(value, instead)
        return text

    def secret_in(self, text: str) -> bool:
        """Whether a secret value can be read in it."""
        return any(secret.casefold() in text.casefold() for secret in self._secrets)

    def every(self, texts: Iterable[str]) -> tuple[str, ...]:
        """All of them without any typed value."""
        return tuple(self.text(text) for text in texts)
