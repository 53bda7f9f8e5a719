"""Remembers what was read from files that did not change since.

One file a flows root, and one for each answer of a command and each template, in the user's own cache folder, never in the project: what is remembered is unpickled, so nobody but
the user may have written it. It is used only where its digest, over every name and byte that reading depends on and the
version of the tool, is the one asked for.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from verifier import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CODE = (Path(__file__).parent, Path(__file__).parents[1] / "model")
"""The code that reads, and the code of what is kept."""
_MOST_KEPT = 50
"""Of each kind; of more, those that were written longest ago are forgotten."""
LIBRARY, ANSWER, TEMPLATE = ".library", ".answer", ".template"
"""The kinds of what is remembered, which are the endings of its files: what was read of a root, what was told of something, and templates compiled."""
_DEPTH = 2
"""Files lie in folders of the root, nothing that is read lies deeper."""
_MOST = 2 * 1024 * 1024
"""Bytes of one file; a longer one is refused whatever it says."""


def digest_of(root: Path) -> bytes:
    """A digest (32 bytes) of all that reading this root depends on: names, kinds and contents of its files, and our own code."""
    digest = hashlib.sha256(f"{__version__}\0{sys.version}\0{root}\0".encode("utf-8", "surrogateescape"))
    for part in (*_told(CODE), *_said(root, _DEPTH)):
        digest.update(f"{len(part)}\0".encode())
        digest.update(part)
    return digest.digest()


def digest_of_code(folders: Iterable[Path]) -> bytes:
    """A digest (32 bytes) of which code lies in these folders, of our version and of the Python that runs it."""
    digest = hashlib.sha256(f"{__version__}\0{sys.version}".encode())
    for part in _told(folders):
        digest.update(part)
    return digest.digest()


def _told(folders: Iterable[Path]) -> Iterator[bytes]:
    for folder in folders:
        for path in sorted(folder.glob("*.*")):
            told = path.stat()
            yield f"{folder.name}/{path.name}\0{told.st_size}\0{told.st_mtime_ns}".encode()


def _said(folder: Path, depth: int) -> Iterator[bytes]:
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        kind = "link" if entry.is_symlink() else "folder" if entry.is_dir() else "file" if entry.is_file() else "other"
        yield f"{depth}\0{kind}\0{entry.name}".encode("utf-8", "surrogateescape")
        if kind == "folder" and depth > 1:
            yield from _said(Path(entry.path), depth - 1)
        elif kind == "file":
            try:
                with Path(entry.path).open("rb") as file:
                    yield file.read(_MOST)
            except OSError as error:
                yield str(error.errno).encode()


def recall(root: object, digest: bytes, *, part: int, kind: str = LIBRARY) -> object:
    """The part (from 0) of what was remembered of this root under this digest, or None. The parts before it are read too."""
    place = _place(root, kind)
    if place is None:
        return None
    try:
        with place.open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_uid != os.getuid():
                return None
            if file.read(len(digest)) != digest:
                return None
            return [pickle.load(file) for _ in range(part + 1)][part]  # noqa: S301 - the user's own file, see above
    except Exception:  # noqa: BLE001 - whatever is wrong with a memory, the files themselves are there to be read
        return None


def remember(root: object, digest: bytes, *parts: object, kind: str = LIBRARY) -> None:
    """Remember these of the root, in place of what was remembered before; where that cannot be, nothing is."""
    place = _place(root, kind)
    if place is None:
        return
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(digest + b"".join(pickle.dumps(part, protocol=pickle.HIGHEST_PROTOCOL) for part in parts))
        Path(partial).replace(place)
        kept = sorted(place.parent.glob(f"*{kind}"), key=lambda path: path.stat().st_mtime_ns)
        for oldest in kept[:-_MOST_KEPT]:
            oldest.unlink(missing_ok=True)
    except OSError:
        return


def _place(root: object, kind: str) -> Path | None:
    base = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if os.name == "nt" else "")
    try:
        folder = Path(base) if base else Path.home() / ".cache"
    except RuntimeError:
        return None
    name = hashlib.sha256(str(root).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    return folder / "help-flow-verifier" / f"{name}{kind}"
