"""Which files make up the flows, read without ever leaving their folder."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.flowfile.layout import GUIDES, SITE_FILE
from verifier.flowfile.strict_yaml import MOST_BYTES, read_bytes
from verifier.flowfile.tree import Tree
from verifier.model.place import Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MOST_GUIDE_BYTES = 4 * MOST_BYTES


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder of the flows: the names of its YAML files, sorted, and what is wrong with the others."""

    name: str
    path: Path
    file: str
    """The folder as places call it, relative to the project root."""
    names: tuple[str, ...]
    problems: tuple[Problem, ...]

    def read(self, name: str) -> Tree:
        """The tree of that file; what cannot be read is a problem of the tree."""
        file = f"{self.file}/{name}"
        path = self.path / name
        try:
            if path.is_symlink():
                return Tree(file, None, (outside(file),), ())
            if not path.is_file():
                return Tree(file, None, (_whole(file, "unreadable", "this is not a file", "remove it"),), ())
            # one byte more than is allowed, so that a huge file is refused without being read whole
            most = MOST_GUIDE_BYTES if self.name == GUIDES else MOST_BYTES
            with path.open("rb") as stream:
                content = stream.read(most + 1)
        except OSError as error:
            what = f"the file cannot be read: {error.strerror}"
            return Tree(file, None, (_whole(file, "unreadable", what, "check its permissions"),), ())
        return read_bytes(content, file, most_bytes=most)


def folders(root: Path) -> tuple[tuple[Folder, ...], tuple[Problem, ...]]:
    """The folders below the flows root, sorted by name, the guides among them, and problems of folders that cannot be used."""
    found: list[Folder] = []
    problems: list[Problem] = []
    for entry in sorted(os.scandir(root), key=lambda each: each.name):
        file = f"{root.name}/{entry.name}"
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_symlink():
            problems.append(outside(file))
        elif not entry.is_dir():
            continue
        elif not _NAME.fullmatch(entry.name):
            advice = "name it with lower-case words joined by hyphens: the name is part of every flow id"
            problems.append(_whole(file, "bad-name", f"a folder cannot be called `{entry.name}`", advice))
        else:
            found.append(_folder(root / entry.name, file))
    return tuple(found), tuple(problems)


def _folder(path: Path, file: str) -> Folder:
    names: list[str] = []
    problems: list[Problem] = []
    for entry in sorted(os.scandir(path), key=lambda each: each.name):
        stem, dot, ending = entry.name.rpartition(".")
        inside = f"{file}/{entry.name}"
        if (
            entry.name.startswith(".")
            or ending not in {"yaml", "yml"}
            or not dot
            or entry.is_dir(follow_symlinks=False)
        ):
            continue
        if ending == "yml":
            problems.append(
                _whole(inside, "bad-name", "a file that ends in `.yml` is not read", f"call it `{stem}.yaml`")
            )
        elif not _NAME.fullmatch(stem.removesuffix(".attested") if path.name == GUIDES else stem):
            advice = "name it with lower-case words joined by hyphens: the name is part of the flow id"
            problems.append(_whole(inside, "bad-name", f"a file cannot be called `{entry.name}`", advice))
        else:
            names.append(entry.name)
    return Folder(path.name, path, file, tuple(names), tuple(problems))


def outside(file: str) -> Problem:
    """The problem of a symbolic link, which could lead anywhere."""
    advice = "put a copy in its place: files of flows are only ever read from their own folder"
    return _whole(file, "link", "this is a symbolic link, and links are not followed", advice)


def _whole(file: str, code: str, message: str, advice: str) -> Problem:
    return Problem(code=code, message=message, place=Place(file, 1, 1, 1, 1), help=advice)


def missing_site(folder: Folder) -> Problem:
    """The problem of a folder with flows and no site file."""
    advice = "write it with `version: 1`, `title` and `hosts`; `verifier schema --kind site` shows all keys"
    return _whole(f"{folder.file}/{SITE_FILE}", "missing-file", "the folder has flows and no site file", advice)
