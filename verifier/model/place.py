"""Where in a text something was said, and what is wrong there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span of one file. Lines and columns count from 1, columns in code points; the end is exclusive.

    `file` is relative to the project root with forward slashes, so that a journal reads the same on every machine.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file of ours.

    `code` is a kebab-case word (`unknown-key`), `message` one sentence without a full stop,
    `label` the few words under the caret, `help` what to do, `source` the text of the lines from
    `place.line` to `place.end_line`. `related` points at other places, each with a few words.
    """

    code: str
    message: str
    place: Place
    source: tuple[str, ...] = ()
    label: str = ""
    help: str = ""
    related: tuple[tuple[Place, str], ...] = ()
