"""A YAML document as a tree of values that know their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from verifier.flowfile.source import source_of
from verifier.model.place import Place, Problem

# Nodes are named tuples and not frozen dataclasses: they are made by the ten thousand, and a frozen
# dataclass of six fields takes five times as long to make (measured), which `verifier list` would feel.

MOST_PROBLEMS = 100
"""In one file; nobody reads more, and a file made to have thousands should not keep anybody waiting."""


class Span(NamedTuple):
    """Lines and columns from 1, the end exclusive, as in `Place`."""

    line: int
    column: int
    end_line: int
    end_column: int


class Scalar(NamedTuple):
    """A word, a number, true, false or null. `quoted` is True unless it stood there plain."""

    value: str | int | float | bool | None
    span: Span
    quoted: bool = False


class Entry(NamedTuple):
    """A key and its value. A key is always a word, whatever it looks like."""

    key: str
    key_span: Span
    value: Node


class Mapping(NamedTuple):
    """Keys and values in the order of the file, each key once."""

    entries: tuple[Entry, ...]
    span: Span

    def get(self, key: str) -> Node | None:
        """The value of that key, or None."""
        for entry in self.entries:
            if entry.key == key:
                return entry.value
        return None

    def entry(self, key: str) -> Entry | None:
        """That key with its value, or None."""
        return next((entry for entry in self.entries if entry.key == key), None)


class Sequence(NamedTuple):
    items: tuple[Node, ...]
    span: Span


class Hole(NamedTuple):
    """Something stood here that was refused; the problem has been told, so nobody complains again."""

    span: Span


Node = Scalar | Mapping | Sequence | Hole


@dataclass(frozen=True, slots=True)
class Tree:
    """What was read from one file: a root (None where nothing could be read), and every problem on the way.

    `lines` are the lines of the text as YAML counts them, so that a `Place` of this tree is an index into them.
    """

    file: str
    root: Node | None
    problems: tuple[Problem, ...]
    lines: tuple[str, ...]

    def place(self, span: Span) -> Place:
        """The span as a place in this file."""
        return Place(self.file, *span)

    def place_of(self, node: Node) -> Place:
        """Where the node stands."""
        return Place(self.file, *node.span)

    def problem(
        self,
        code: str,
        span: Span,
        message: str,
        *,
        label: str = "",
        advice: str = "",
        related: tuple[tuple[Place, str], ...] = (),
    ) -> Problem:
        """A problem at that span, with the source lines it stands on."""
        place = self.place(span)
        return Problem(
            code=code,
            message=message,
            place=place,
            source=source_of(place, self.lines),
            label=label,
            help=advice,
            related=related,
        )
