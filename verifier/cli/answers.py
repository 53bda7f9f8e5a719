"""An answer that was given before is given again while nothing that it rests on has changed."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.flowfile.memory import ANSWER, recall, remember

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CODE = Path(__file__).parents[1]
JOURNAL = "journal.jsonl"
_HISTORY = "history.sqlite"
_SETTLED_NS = 2_000_000_000
"""A file that was written less than this ago may be written again at what its clock calls the same time."""


def answered(
    asked: tuple[object, ...], *, rests_on: tuple[Path, ...], digest: bytes, make: Callable[[], tuple[str, bool]]
) -> str:
    """The answer to what is asked, made only where it is not remembered.

    `asked` is the command with all that it was given, and whatever else the answer depends on, such as the day; `rests_on` are the
    files that it is read from, whether they are there or not, and `digest` says the same of others. `make` gives the answer and
    whether it may be remembered: not where something was said on the way.
    """
    key = _key(asked, rests_on, digest)
    known = recall(asked, key, part=0, kind=ANSWER)
    if isinstance(known, str):
        return known
    answer, lasting = make()
    if lasting and _settled(rests_on) and _key(asked, rests_on, digest) == key:
        remember(asked, key, answer, kind=ANSWER)
    return answer


def history_files(reports: Path) -> tuple[Path, ...]:
    """The files that a history beside runs is made of, whether they are there or not."""
    return tuple(reports / f"{_HISTORY}{ending}" for ending in ("", "-wal", "-journal"))


def _key(asked: tuple[object, ...], rests_on: tuple[Path, ...], digest: bytes) -> bytes:
    found = hashlib.sha256(digest)
    for part in (repr(asked), str(Path.cwd()), *_code(str(_CODE)), *(repr(_stamp(path)) for path in rests_on)):
        said = part.encode("utf-8", "surrogateescape")
        found.update(f"{len(said)}\0".encode())
        found.update(said)
    return found.digest()


def _stamp(path: Path) -> tuple[str, ...]:
    try:
        told = path.stat()
    except OSError as error:
        return str(path), str(error.errno)
    return str(path), *(str(each) for each in (told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns))


def _settled(paths: tuple[Path, ...]) -> bool:
    now = time.time_ns()
    written = [max(told.st_mtime_ns, told.st_ctime_ns) for path in paths if path.exists() for told in (path.stat(),)]
    return all(now - at > _SETTLED_NS for at in written)


def _code(folder: str) -> Iterator[str]:
    """Every file of ours with its size and time: other code may give another answer."""
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _code(entry.path)
        else:
            told = entry.stat()
            yield f"{entry.path} {told.st_size} {told.st_mtime_ns}"
