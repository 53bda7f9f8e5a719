"""The lines of a file that a place covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.model.place import Place

MOST_SOURCE_LINES = 6


def source_of(place: Place, lines: tuple[str, ...]) -> tuple[str, ...]:
    """The text of the lines that the place covers, at most the first six of them."""
    end = min(place.end_line, place.line + MOST_SOURCE_LINES - 1)
    return lines[place.line - 1 : end]
