"""Whether two machines, or two days, mean the same flows: one digest over all that lies below the flows root."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def flows_digest(root: Path) -> str:
    """SHA-256 (64 hex digits) over the names and contents of all files below the root, wherever the root itself lies.

    Hidden files and what editors leave behind (`contact.yaml~`) say nothing and are left out.
    """
    digest = hashlib.sha256()
    for path in sorted(_files(root), key=lambda each: each.relative_to(root).as_posix()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(root).as_posix()}\0{content}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        for name in names:
            path = Path(folder, name)
            if not name.startswith(".") and not name.endswith("~") and path.is_file():
                yield path
