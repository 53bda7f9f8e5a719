"""Opens the file: makes it, brings an older one up to date, and sets aside what is no history any more."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from verifier.errors import HistoryError
from verifier.store.history.schema import APPLICATION_ID, MIGRATIONS, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PATIENCE_S = 30.0
"""How long one run waits while another writes."""
_CORRUPT = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def connect(path: Path, *, say: Callable[[str], None] | None, shown: Path | None = None) -> sqlite3.Connection:
    """A connection to the history in `path`, whole and of this version; a file that is corrupt is set aside and a new one begun.

    `say` hears of it, in one sentence; without it a corrupt file is an error. Nothing is ever deleted. `shown` is the name of the
    file in messages, where that is another one.

    Raises:
        HistoryError: a newer verifier wrote it, it belongs to another program, or it cannot be opened or written.
    """
    with told(shown or path):
        path.parent.mkdir(parents=True, exist_ok=True)
        before = _identity(path)
        try:
            return _opened(path, shown or path)
        except sqlite3.DatabaseError as error:
            if say is None or not is_corrupt(error):
                raise
            aside = _set_aside(path, before)
            if aside is not None:
                say(f"{path} is corrupt ({error}). It was set aside as {aside.name}, and a new history begun.")
            return _opened(path, path)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """What SQLite and the disk say against it, as a HistoryError."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if is_corrupt(error):
            hint = "the next run sets it aside and begins a new one; `verifier history rebuild` does so now"
            raise HistoryError(f"the history {path} is corrupt: {error}", hint=hint) from error
        hint = (
            "see that the folder can be written to, that the disk is not full, and that no other program holds the file"
        )
        raise HistoryError(f"the history {path} cannot be used: {error}", hint=hint) from error
    except OSError as error:
        raise HistoryError(f"the history {path} cannot be used: {error}") from error


def is_corrupt(error: sqlite3.DatabaseError) -> bool:
    """Whether the file itself is broken, and not only busy, full or out of reach."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _CORRUPT


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written inside, or nothing of it; others wait their turn from the first statement on."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _opened(path: Path, shown: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if answer != "ok":
            error = sqlite3.DatabaseError(answer)
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error  # noqa: TRY301 - told like every other way of being corrupt
        _bring_up_to_date(connection, shown)
        _write_ahead(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Readers do not wait for a writer then. Where it cannot be had just now, the file is as safe without."""
    connection.execute("PRAGMA synchronous = NORMAL")
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) == VERSION:
        return
    with writing(connection):
        version = _version(connection)  # another process may have done it meanwhile
        if version > VERSION:
            raise HistoryError(
                f"{path} is a history of version {version}; this verifier knows version {VERSION} and older ones",
                hint="use the newer verifier that wrote it, or move the file away",
            )
        if version == 0 and connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
            raise HistoryError(
                f"{path} is a database of another program", hint="move it away; the next run begins a history"
            )
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        seen = path.stat()
    except FileNotFoundError:
        return None
    return seen.st_dev, seen.st_ino


def _set_aside(path: Path, before: tuple[int, int] | None) -> Path | None:
    """The new name of the file, or None where another process was quicker. What SQLite keeps beside it goes along."""
    if _identity(path) != before:
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    names = (f"{path.name}.corrupt-{stamp}{f'-{count}' if count else ''}" for count in range(1000))
    aside = next(path.with_name(name) for name in names if not path.with_name(name).exists())
    for ending in ("-wal", "-shm", ""):
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + ending))
    return aside
