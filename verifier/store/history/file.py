"""The history of one folder of runs: record a run, read the runs of a target, prune, and take in another history."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from verifier.errors import HistoryError
from verifier.history.carry import carry, merged
from verifier.model.history import Carried, Past
from verifier.store.codec import decode, encode
from verifier.store.history import read, write
from verifier.store.history.connect import connect, told, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from verifier.model.history import PastRun

FILE_NAME = "history.sqlite"


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many runs were taken out of the history of one target, and how many are left."""

    against: str
    gone: int
    left: int


class History:
    """An open history. Every method is one transaction, safe beside other processes.

    Raises HistoryError from each of them where the file cannot be used.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def open(cls, path: Path, *, say: Callable[[str], None]) -> Iterator[History]:
        """The history in that file, made where there is none; see `connect` for what becomes of a corrupt one."""
        with closing(connect(path, say=say)) as connection, told(path):
            yield cls(connection)

    @classmethod
    @contextmanager
    def copy_of(cls, path: Path) -> Iterator[History]:
        """A copy of the history in that file, which stays as it is, whatever its version and state.

        Raises:
            HistoryError: it is corrupt, of a newer verifier or of another program.
        """
        with TemporaryDirectory(prefix="history-") as folder, told(path):
            copy = Path(folder) / path.name
            for ending in ("", "-wal"):
                beside = path.with_name(path.name + ending)
                if beside.exists():
                    copyfile(beside, copy.with_name(copy.name + ending))
            with closing(connect(copy, say=None, shown=path)) as connection:
                yield cls(connection)

    def record(self, run: PastRun, *, recorded_at: str) -> bool:
        """Keep the run; says whether that changed anything. A run that is known is replaced, never counted twice."""
        with writing(self._connection):
            return write.record(self._connection, run, recorded_at=recorded_at)

    def targets(self) -> tuple[str, ...]:
        """What runs were made against, in alphabetical order."""
        return read.targets(self._connection)

    def latest(self) -> str:
        """What the run that began last was made against; empty where there is none."""
        return read.latest_target(self._connection)

    def past(self, against: str) -> Past:
        """All that is known of the runs against that target, the oldest first."""
        with self._reading():
            return Past(against, read.runs(self._connection, against), self._carried(against))

    def prune(self, keep: Callable[[tuple[PastRun, ...]], int]) -> tuple[Pruned, ...]:
        """Take the oldest runs of each target out; `keep` says how many of these runs, the oldest first, stay.

        What later runs are told by (first sightings, nights, states of claims) is carried over.
        """
        done = []
        with writing(self._connection):
            for against in read.targets(self._connection):
                past = Past(against, read.runs(self._connection, against), self._carried(against))
                gone = _apart(past.runs, len(past.runs) - max(0, min(keep(past.runs), len(past.runs))))
                if gone:
                    rest = carry(Past(against, past.runs[:gone], past.carried))
                    write.carry(self._connection, against, encode(rest, Carried))
                    for run in past.runs[:gone]:
                        write.forget(self._connection, run)
                done.append(Pruned(against, gone, len(past.runs) - gone))
            write.sweep(self._connection)
        if any(each.gone for each in done):
            with suppress(sqlite3.OperationalError):  # while another reads, the room is used again later
                self._connection.execute("VACUUM")
        return tuple(done)

    def take_in(self, other: History) -> int:
        """Add all that the other history knows; gives the number of runs that were new here or replaced.

        Of a run that both know, the record that was made later counts. The result is the same whichever takes in the other.
        """
        with other._reading():
            runs = read.everything(other._connection)
            rests = [other._carried(against) for against in read.carried_targets(other._connection)]
        with writing(self._connection):
            changed = sum(
                write.take(self._connection, run, recorded_at=recorded_at, content=content)
                for run, recorded_at, content in runs
            )
            for rest in rests:
                if rest is not None:
                    mine = self._carried(rest.against)
                    both = merged((rest, mine) if mine else (rest,))
                    write.carry(self._connection, rest.against, encode(both, Carried))
            write.sweep(self._connection)
        return changed

    def _carried(self, against: str) -> Carried | None:
        text = read.carried(self._connection, against)
        return decode(text, Carried) if text else None

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One and the same state of the file for all that is read inside."""
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("COMMIT")


def _apart(runs: tuple[PastRun, ...], gone: int) -> int:
    """So many or a few less, that runs which began in one second stay together: what is carried ends with a second."""
    while 0 < gone < len(runs) and runs[gone].started_at == runs[gone - 1].started_at:
        gone -= 1
    return gone


def read_past(path: Path, against: str, *, say: Callable[[str], None]) -> Past:
    """The past of a target; nothing where there is no history, or none that can be read, and then `say` hears why."""
    if not path.exists():
        return Past(against)
    try:
        with History.open(path, say=say) as history:
            return history.past(against)
    except HistoryError as error:
        say(f"{error.message}; nothing is said of earlier runs")
        return Past(against)
