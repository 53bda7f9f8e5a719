"""The journal of a run: one event a line, written before anybody else hears of it, never changed."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from verifier.errors import JournalError, StorageError, UsageError
from verifier.model.event import JOURNAL_VERSION, RunFinished, RunStarted, Stamped
from verifier.store.codec import decode, encode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from io import FileIO
    from pathlib import Path
    from types import TracebackType

FILE_NAME = "journal.jsonl"


class JournalWriter:
    """A sink that appends each event to the journal at once, so that a killed run loses at most the last line.

    Used as a context manager. What cannot be written is taken back to the last whole line, and nothing is written after it.
    """

    def __init__(self, path: Path, *, after: int | None = None) -> None:
        """A new journal, or, with `after`, the one that is there, gone on with after so many bytes.

        Raises:
            StorageError: the file cannot be made or opened.
            FileExistsError: a new journal was meant and there is one already.
            UsageError: the run that writes the journal still goes on.
        """
        self._path = path
        self._size = after or 0
        self._broken: StorageError | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: FileIO = path.open("xb" if after is None else "r+b", buffering=0)
        except FileExistsError:
            raise
        except OSError as error:
            raise self._failed(error) from error
        if not _lock(self._file):
            self._file.close()
            raise UsageError(f"the run {path.parent.name} still goes on", hint="wait until it is over, or stop it")
        if after is not None:
            self._file.truncate(after)
            self._file.seek(after)

    def __call__(self, stamped: Stamped) -> None:
        """Write one line.

        Raises:
            StorageError: it cannot be written, or one before it could not.
        """
        if self._broken is not None:
            raise self._broken
        line = memoryview(f"{encode(stamped, Stamped)}\n".encode())
        done = 0
        try:
            while done < len(line):
                done += self._file.write(line[done:])
        except OSError as error:
            with contextlib.suppress(OSError):
                self._file.truncate(self._size)
            self._broken = self._failed(error)
            raise self._broken from error
        self._size += len(line)

    def _failed(self, error: OSError) -> StorageError:
        return StorageError(
            f"the journal of the run cannot be written: {error.strerror or error} ({self._path})",
            hint=f"make room, then go on with `verifier run --resume {self._path.parent}`",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def _lock(file: FileIO) -> bool:
    """Whether nobody else writes this file. The lock ends with the process, however that ends."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows, where two writers are not told apart
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks
    return True


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal holds. `torn`: it ends in the middle of a line or without `RunFinished`. `size`: bytes of its whole events."""

    events: tuple[Stamped, ...]
    torn: bool
    size: int


class JournalReader:
    """The events of a journal one by one, up to its end or to where it is torn; no more than one is held at a time.

    `torn` and `size` are those of `Journal`, once all events were given. Each iteration reads the file anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.torn = True
        self.size = 0

    def __iter__(self) -> Iterator[Stamped]:
        """Every event.

        Raises:
            JournalError: there is no journal, it is not one, or a newer version wrote it.
        """
        yield from self._read(None)

    def of_flows(self, keys: Collection[str]) -> Iterator[Stamped]:
        """The events of the run as a whole and of these flows (by `Flow.key`). Raises JournalError as `__iter__`."""
        yield from self._read(keys)

    def _read(self, keys: Collection[str] | None) -> Iterator[Stamped]:
        self.torn, self.size = True, 0
        last: Stamped | None = None
        whole = True
        try:
            with self._path.open("rb") as file:
                for line in file:
                    text = line.decode("utf-8", "replace")
                    whole = text.endswith("\n")
                    if not whole:
                        break
                    if last is None:
                        _check_version(self._path, text)
                    elif keys is not None and _is_of_another(text, keys):
                        continue
                    try:
                        stamped = decode(text, Stamped)
                    except JournalError:
                        if last is None:
                            raise
                        whole = False
                        break
                    self.size += len(line)
                    last = stamped
                    yield stamped
        except OSError as error:
            raise JournalError(
                f"no journal at {self._path}", hint="`verifier run` writes one; name a folder under reports/"
            ) from error
        if last is None:
            raise JournalError(f"{self._path} holds no event")
        self.torn = not (whole and isinstance(last.event, RunFinished))


def read_journal(path: Path) -> Journal:
    """A whole journal, up to its end or to where it is torn. Raises JournalError as `JournalReader`."""
    reader = JournalReader(path)
    events = tuple(reader)
    return Journal(events, torn=reader.torn, size=reader.size)


def _is_of_another(line: str, keys: Collection[str]) -> bool:
    """Whether the line tells of a flow that is none of these; a line that cannot be read is for `decode` to refuse."""
    try:
        event = json.loads(line)["event"]
    except (ValueError, KeyError, TypeError):
        return False
    return isinstance(event, dict) and "key" in event and event["key"] not in keys


def read_start(path: Path) -> RunStarted:
    """The start of the run, without reading what came of it.

    Raises:
        JournalError: there is no journal, it is not one, or a newer version wrote it.
    """
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            line = file.readline()
    except OSError as error:
        raise JournalError(f"no journal at {path}") from error
    _check_version(path, line)
    event = decode(line, Stamped).event
    if not isinstance(event, RunStarted):
        raise JournalError(f"{path} does not begin with the start of a run")
    return event


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
