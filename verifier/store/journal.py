"""The journal of a run: one event a line, written before anybody else hears of it, never changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from verifier.errors import JournalError
from verifier.model.event import JOURNAL_VERSION, RunStarted, Stamped
from verifier.store.codec import decode, encode

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

FILE_NAME = "journal.jsonl"


class JournalWriter:
    """A sink that appends each event to the journal and flushes it, so that a killed run loses at most the last line."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("x", encoding="utf-8", newline="\n")

    def __call__(self, stamped: Stamped) -> None:
        """Write one line."""
        self._file.write(encode(stamped, Stamped) + "\n")
        self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal holds. `torn`: it ends in the middle of a line or without `RunFinished`."""

    events: tuple[Stamped, ...]
    torn: bool


def read_journal(path: Path) -> Journal:
    """Read a journal up to its end or to where it is torn.

    Raises:
        JournalError: there is no journal, it is not one, or a newer version wrote it.
    """
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise JournalError(
            f"no journal at {path}", hint="`verifier run` writes one; name a folder under reports/"
        ) from error
    lines = text.split("\n")
    whole, rest = lines[:-1], lines[-1]
    if not whole:
        raise JournalError(f"{path} holds no event")
    _check_version(path, whole[0])
    events: list[Stamped] = []
    for line in whole:
        try:
            events.append(decode(line, Stamped))
        except JournalError:
            if not events:
                raise
            return Journal(tuple(events), torn=True)
    finished = type(events[-1].event).__name__ == "RunFinished"
    return Journal(tuple(events), torn=bool(rest) or not finished)


def _check_version(path: Path, line: str) -> None:
    try:
        first = json.loads(line)["event"]
        kind, version = first["is"], first.get("journal_version")
    except (ValueError, KeyError, TypeError) as error:
        raise JournalError(f"{path} is not a journal of verifier") from error
    if kind != RunStarted.__name__:
        raise JournalError(f"{path} does not begin with the start of a run")
    if version != JOURNAL_VERSION:
        raise JournalError(
            f"{path} is a journal of version {version}; this verifier reads version {JOURNAL_VERSION}",
            hint="read it with the verifier that wrote it",
        )
