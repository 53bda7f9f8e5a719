"""One edition of one site, read from its folder, as a function from requests to answers."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, assert_never
from urllib.parse import parse_qsl, urlencode, urlsplit

from verifier.errors import ReplicaError
from verifier.model.web import WebAnswer
from verifier.replica.read import TABLE, read_files, read_table, read_texts
from verifier.replica.routes import Asked, ClassNames, Route, SendElsewhere, ShowFile
from verifier.replica.template import TEMPLATES, Words, fill_in, hash_class_names, render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from verifier.model.web import WebRequest
    from verifier.replica.routes import Edition, RouteTable

_MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
}
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True, slots=True)
class Replica:
    """One edition of a site, whole in memory. Safe to share between threads."""

    site: str
    edition: Edition = field(repr=False)
    table: RouteTable = field(repr=False)
    files: Mapping[str, str] = field(repr=False)
    texts: Mapping[str, Mapping[str, str]] = field(repr=False)
    """By language, then by the name of the text."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that the replica stands for, the canonical one first."""
        return self.table.hosts

    @property
    def start(self) -> str:
        """The URL that a person would open first."""
        return self.table.start

    @staticmethod
    def editions(flows_root: Path, site: str) -> tuple[str, ...]:
        """The names of the site's editions, in the order of its route table; none if the site has no replica.

        Raises:
            ReplicaError: the route table cannot be read.
        """
        path = flows_root / site / "replica" / TABLE
        return tuple(edition.name for edition in read_table(path).editions) if path.is_file() else ()

    def answer(self, request: WebRequest) -> WebAnswer:
        """What the site would say. Never reaches a network; a host that is not the site's is answered with 404.

        Raises:
            ReplicaError: a file of the replica names a text or file that is not there.
        """
        asked = Asked.of(request)
        if asked.host in self.table.hosts:
            route = next((route for route in self.edition.routes if route.fits(asked)), None)
            said = self._say(asked, request.url, route)
        else:
            said = WebAnswer(404, (("content-type", _MEDIA_TYPES["txt"]),), b"404 Not Found\n")
        return WebAnswer(said.status, said.headers) if request.method.upper() == "HEAD" else said

    def _say(self, asked: Asked, url: str, route: Route | None) -> WebAnswer:
        words = self._words(asked, url, route.variables if route else {})
        answer = route.answer if route else ShowFile(self.table.not_found)
        status = route.status if route else 404
        own = tuple((name, fill_in(value, words)) for name, value in (route.headers if route else ()))
        match answer:
            case SendElsewhere(target):
                return WebAnswer(status, (("location", fill_in(target, words)), *own))
            case ShowFile(file):
                text = render(file, words)
                suffix = file.rpartition(".")[2]
                common: tuple[tuple[str, str], ...] = ()
                if suffix == "html":
                    text = self._with_class_names(text)
                    common = tuple((name, fill_in(value, words)) for name, value in self.edition.headers)
                kind = (("content-type", _MEDIA_TYPES.get(suffix, "application/octet-stream")),)
                return WebAnswer(status, (*kind, *common, *own), text.encode())
            case _:
                assert_never(answer)

    def _with_class_names(self, page: str) -> str:
        match self.edition.class_names:
            case ClassNames.PLAIN:
                return page
            case ClassNames.RELEASE:
                return hash_class_names(page, self.site)
            case ClassNames.LOAD:
                return hash_class_names(page, secrets.token_hex(8))
            case _:
                assert_never(self.edition.class_names)

    def _words(self, asked: Asked, url: str, variables: Mapping[str, str]) -> Words:
        locale, language = self.table.languages.choose(asked)
        now = datetime.now(UTC)
        values = {
            **self.texts[language],
            **self.edition.variables,
            **variables,
            "language": language,
            "locale": locale,
            "direction": "rtl" if language in _RIGHT_TO_LEFT else "ltr",
            "here": _here(url, self.table.languages.parameters),
            "address": _address(url),
            "year": str(now.year),
            "now": str(int(now.timestamp())),
        }
        return Words(self.files, values, language)


def _here(url: str, parameters: tuple[str, ...]) -> str:
    """The path and query of a page without its language, so that `lang=...` can be written behind it."""
    parts = urlsplit(url)
    rest = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in parameters]
    return f"{parts.path or '/'}?{urlencode(rest)}{'&' if rest else ''}"


def _address(url: str) -> str:
    """The path and query of a request as it came, so that a host can be written before it."""
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def read_site_table(flows_root: Path, site: str) -> RouteTable:
    """The route table of the site, with all its editions.

    Raises:
        ReplicaError: the site has no replica, or its route table is wrong.
    """
    path = flows_root / site / "replica" / TABLE
    if not path.is_file():
        known = sorted(each.parent.parent.name for each in flows_root.glob(f"*/replica/{TABLE}"))
        raise ReplicaError(
            f"there is no replica of {site}: {path} does not exist",
            hint=f"sites with a replica: {', '.join(known) or 'none'}",
        )
    return read_table(path)


def load_replica(flows_root: Path, site: str, edition: str) -> Replica:
    """That edition of the site, ready to answer.

    Raises:
        ReplicaError: the site has no replica, no edition goes by that name, or a file of it is wrong.
    """
    table = read_site_table(flows_root, site)
    folder = flows_root / site / "replica"
    chosen = next((each for each in table.editions if each.name == edition), None)
    if chosen is None:
        names = ", ".join(each.name for each in table.editions)
        raise ReplicaError(f"{folder / TABLE} has no edition {edition}", hint=f"editions of {site}: {names}")
    return Replica(
        site=site,
        edition=chosen,
        table=table,
        files=read_files(folder / "pages", TEMPLATES),
        texts=read_texts(folder / "texts", tuple(language for _, language in table.languages.locales)),
    )
