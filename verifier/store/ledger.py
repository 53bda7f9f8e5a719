"""Several files changed at once or not at all, each change kept so that it can be taken back byte for byte.

One JSON file a change, in `accepted/` beside the runs. It is written before the first file is touched: what a crash left half
done is taken back by the next change or undo.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from verifier.errors import LedgerError

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "accepted"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file, relative to the project with forward slashes, before and after. None: it is not there."""

    file: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of several files. `what` is a sentence for people, `at` an ISO time in UTC."""

    number: int
    at: str
    what: str
    changes: tuple[FileChange, ...]
    pending: bool = False


class Ledger:
    """What was changed in the project at `root`, the latest last; kept in `folder`."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder = folder
        self._root = root

    def apply(self, changes: tuple[FileChange, ...], *, what: str, at: str) -> None:
        """Change all these files, or none.

        Raises:
            LedgerError: a file is not as it was when the change was worked out, or cannot be written.
        """
        self.recover()
        self._expect(changes, after=False)
        number = max((entry.number for entry in self.entries()), default=0) + 1
        entry = Entry(number, at, what, changes, pending=True)
        self._write(entry)
        self._turn(entry, back=False)
        self._write(replace(entry, pending=False))

    def undo(self) -> Entry:
        """Take the latest change back; returns it.

        Raises:
            LedgerError: there is none, or a file was edited since; then nothing is overwritten.
        """
        self.recover()
        entries = self.entries()
        if not entries:
            raise LedgerError(
                "there is nothing to undo", hint=f"what `verifier accept` changes is kept in {self._folder}"
            )
        latest = entries[-1]
        self._expect(latest.changes, after=True)
        self._write(replace(latest, pending=True))
        self._turn(latest, back=True)
        self._path(latest).unlink()
        return latest

    def entries(self) -> tuple[Entry, ...]:
        """All changes that can be undone, the latest last."""
        return tuple(_read(path) for path in sorted(self._folder.glob("*.json")))

    def recover(self) -> tuple[Entry, ...]:
        """Take back what was begun and never finished; returns that."""
        begun = tuple(entry for entry in self.entries() if entry.pending)
        for entry in begun:
            for change in entry.changes:
                if self._now(change.file) == change.after:
                    self._put(change.file, change.before)
            self._path(entry).unlink()
        return begun

    def _turn(self, entry: Entry, *, back: bool) -> None:
        done: list[FileChange] = []
        try:
            for change in entry.changes:
                self._put(change.file, change.before if back else change.after)
                done.append(change)
        except OSError as error:
            for change in reversed(done):
                self._put(change.file, change.after if back else change.before)
            if back:
                self._write(entry)
            else:
                self._path(entry).unlink()
            raise LedgerError(
                f"nothing was changed: {error.filename or ''} {error.strerror}".replace("  ", " ")
            ) from error

    def _expect(self, changes: tuple[FileChange, ...], *, after: bool) -> None:
        edited = [each.file for each in changes if self._now(each.file) != (each.after if after else each.before)]
        if edited:
            raise LedgerError(
                f"{', '.join(edited)} was edited in between, and nothing is overwritten",
                hint="`git diff` shows what was edited; put it back, or change the rest by hand",
            )

    def _now(self, file: str) -> bytes | None:
        try:
            return (self._root / file).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _put(self, file: str, content: bytes | None) -> None:
        path = self._root / file
        if content is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)

    def _path(self, entry: Entry) -> Path:
        return self._folder / f"{entry.number:06}.json"

    def _write(self, entry: Entry) -> None:
        def plain(content: bytes | None) -> str | None:
            return None if content is None else base64.b64encode(content).decode()

        files = [
            {"file": each.file, "before": plain(each.before), "after": plain(each.after)} for each in entry.changes
        ]
        told = {
            "version": _VERSION,
            "number": entry.number,
            "at": entry.at,
            "what": entry.what,
            "pending": entry.pending,
        }
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._path(entry), json.dumps({**told, "files": files}, indent=1).encode())


def _read(path: Path) -> Entry:
    def content(plain: str | None) -> bytes | None:
        return None if plain is None else base64.b64decode(plain)

    try:
        told = json.loads(path.read_bytes())
        changes = tuple(
            FileChange(each["file"], content(each["before"]), content(each["after"])) for each in told["files"]
        )
        return Entry(told["number"], told["at"], told["what"], changes, told["pending"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LedgerError(
            f"{path} cannot be read: {error}", hint="move it away; what it kept cannot be undone"
        ) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that everybody sees the old one or the new one, whole."""
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(partial, 0o644)  # noqa: PTH101 - mkstemp makes it private, these files are for everybody
        os.replace(partial, path)  # noqa: PTH105 - a path of mkstemp
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(partial)  # noqa: PTH108 - a path of mkstemp
        raise


def digest(content: bytes) -> str:
    """The name that git gives to these bytes (SHA-1, 40 hex digits)."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
