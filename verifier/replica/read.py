"""The files of a replica: its route table, its pages and its texts, each checked as far as one file can be."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.errors import ReplicaError
from verifier.replica.plain import Table, read_plain
from verifier.replica.routes import (
    ClassNames,
    Edition,
    Languages,
    Route,
    RouteTable,
    SendElsewhere,
    ShowFile,
)

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "routes.yaml"


def read_table(path: Path) -> RouteTable:
    """The route table, with each edition whole: what it inherits stands behind its own routes.

    What an edition inherits from the first host answers on another one where it says `moved_to`.

    Raises:
        ReplicaError: the file cannot be read or says something that is not part of a route table.
    """
    top = Table(read_plain(path), str(path))
    if (version := top.text("version")) != "1":
        raise ReplicaError(f"{path} is of version {version}, this program reads version 1")
    hosts = top.texts("hosts")
    spoken = top.table("languages")
    languages = Languages(spoken.texts("parameters"), tuple(spoken.words("locales").items()))
    spoken.finish()
    editions: dict[str, Edition] = {}
    listed = top.table("editions")
    for name in listed.names():
        editions[name] = _edition(name, listed.table(name), hosts[0], editions)
    table = RouteTable(hosts, top.text("start"), languages, top.text("not_found"), tuple(editions.values()))
    top.finish()
    return table


def _edition(name: str, table: Table, host: str, earlier: dict[str, Edition]) -> Edition:
    says = table.text("says")
    parent_name = table.text("inherits", "")
    if parent_name and parent_name not in earlier:
        raise ReplicaError(f"{table.where} inherits from {parent_name}, which is not an edition above it")
    parent = earlier.get(parent_name, Edition(name, says, (), (), {}, ClassNames.PLAIN))
    variables = {**parent.variables, **table.words("set")}
    headers = _headers(table.table("headers"))
    names = table.text("class_names", parent.class_names)
    moved_to = table.text("moved_to", host)
    if names not in set(ClassNames):
        raise ReplicaError(f"{table.where}: `class_names` is one of {', '.join(ClassNames)}")
    routes = tuple(_route(each, host) for each in table.tables("routes"))
    table.finish()
    return replace(
        parent,
        name=name,
        says=says,
        routes=(*routes, *(replace(route, host=moved_to) if route.host == host else route for route in parent.routes)),
        headers=(*parent.headers, *headers),
        variables=variables,
        class_names=ClassNames(names),
    )


def _route(table: Table, host: str) -> Route:
    file, target = table.text("file", ""), table.text("redirect", "")
    if bool(file) == bool(target):
        raise ReplicaError(f"{table.where} needs either `file` or `redirect`")
    status = table.text("status", "302" if target else "200")
    if not re.fullmatch(r"[2-5]\d\d", status):
        raise ReplicaError(f"{table.where}: `status` must be a number from 200 to 599")
    route = Route(
        method=table.text("method", "GET"),
        host=table.text("host", host),
        path=re.compile(".*".join(re.escape(part) for part in table.text("path").split("*"))),
        query=_patterns(table.words("query"), table.where),
        form=_patterns(table.words("form"), table.where),
        answer=SendElsewhere(target) if target else ShowFile(file),
        status=int(status),
        headers=_headers(table.table("headers")),
        variables=table.words("set"),
    )
    table.finish()
    return route


def _headers(table: Table) -> tuple[tuple[str, str], ...]:
    return tuple((name.lower(), value) for name in table.names() for value in table.texts(name))


def _patterns(words: dict[str, str], where: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, _pattern(pattern, where)) for name, pattern in words.items())


def _pattern(text: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as trouble:
        raise ReplicaError(f"{where}: {text} is not a regular expression: {trouble}") from trouble


def read_files(folder: Path, templates: tuple[str, ...]) -> dict[str, str]:
    """Every file of the folder by its name; `templates` and plain styles and scripts are all that belong there.

    Raises:
        ReplicaError: a file is of another kind, or not UTF-8.
    """
    known = (*templates, ".css", ".js", ".svg")
    files: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        if not path.name.endswith(known):
            raise ReplicaError(f"{path} is of a kind that a replica does not serve")
        try:
            files[path.name] = path.read_text("utf-8")
        except UnicodeDecodeError as trouble:
            raise ReplicaError(f"{path} is not UTF-8") from trouble
    return files


def read_texts(folder: Path, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """The texts of each language by name; every language has exactly the same names.

    Raises:
        ReplicaError: a file is missing, or one language lacks a text that another has.
    """
    texts: dict[str, dict[str, str]] = {}
    for language in dict.fromkeys(languages):
        path = folder / f"{language}.yaml"
        table = Table(read_plain(path), str(path))
        texts[language] = {name: table.text(name) for name in table.names()}
    everything = set().union(*texts.values())
    for language, own in texts.items():
        if missing := sorted(everything - own.keys()):
            raise ReplicaError(f"{folder / f'{language}.yaml'} lacks {', '.join(missing)}")
    return texts
