"""The route table of one site: which file answers which request, in which edition."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from verifier.model.web import WebRequest


@dataclass(frozen=True, slots=True)
class Asked:
    """A request taken apart.

    A parameter that is given twice counts with its first value; a slash at the end of a path does not count.
    """

    method: str
    host: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    headers: Mapping[str, str]

    @staticmethod
    def of(request: WebRequest) -> Asked:
        """The request taken apart; only a URL-encoded body is read as a form, and what is no URL has no host."""
        try:
            parts = urlsplit(request.url)
        except ValueError:
            parts = urlsplit("")
        headers = dict(request.headers)
        is_form = headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
        body = request.body.decode("utf-8", "replace") if is_form else ""
        return Asked(
            method="GET" if request.method.upper() == "HEAD" else request.method.upper(),
            host=(parts.hostname or "").lower(),
            path=parts.path.rstrip("/") or "/",
            query=_first_of_each(parts.query),
            form=_first_of_each(body),
            headers=headers,
        )


def _first_of_each(encoded: str) -> dict[str, str]:
    pairs = parse_qsl(encoded, keep_blank_values=True)
    return dict(reversed(pairs))


@dataclass(frozen=True, slots=True)
class ShowFile:
    """Answer with a file of the replica."""

    file: str


@dataclass(frozen=True, slots=True)
class SendElsewhere:
    """Answer with a redirect to `url`, in which variables may stand."""

    url: str


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table.

    In `path`, `*` stands for any characters. The patterns of `query` and `form` are regular expressions that must fit
    the whole value; a parameter that is not there counts as empty.
    """

    method: str
    host: str
    path: re.Pattern[str]
    query: tuple[tuple[str, re.Pattern[str]], ...]
    form: tuple[tuple[str, re.Pattern[str]], ...]
    answer: ShowFile | SendElsewhere
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)

    def fits(self, asked: Asked) -> bool:
        """Whether this line answers that request."""
        return (
            self.method == asked.method
            and self.host == asked.host
            and self.path.fullmatch(asked.path) is not None
            and all(pattern.fullmatch(asked.query.get(name, "")) for name, pattern in self.query)
            and all(pattern.fullmatch(asked.form.get(name, "")) for name, pattern in self.form)
        )


class ClassNames(StrEnum):
    """How the classes in pages are named."""

    PLAIN = "plain"
    """As they are written in the files."""
    RELEASE = "release"
    """Hashed, the same at each load."""
    LOAD = "load"
    """Hashed, others at each load."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One state of the site, with everything that it inherits already in it; its own routes stand first."""

    name: str
    says: str
    routes: tuple[Route, ...]
    headers: tuple[tuple[str, str], ...]
    """Sent with every page (`.html`), whatever the route."""
    variables: Mapping[str, str]
    class_names: ClassNames


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of the site: the parameters that pick one, and its values by language (`ro_RO` is `ro`)."""

    parameters: tuple[str, ...]
    locales: tuple[tuple[str, str], ...]
    """Pairs of locale and language; the first is what the site speaks when nobody says otherwise."""

    def choose(self, asked: Asked) -> tuple[str, str]:
        """The locale and language for a request: what its query says, else what it accepts, else the first."""
        for parameter in self.parameters:
            said = asked.query.get(parameter, "").lower()
            for locale, language in self.locales:
                if said and said in {locale.lower(), language}:
                    return locale, language
        for wanted in accepted_languages(asked.headers.get("accept-language", "")):
            for locale, language in self.locales:
                if wanted.split("-")[0] == language:
                    return locale, language
        return self.locales[0]


def accepted_languages(header: str) -> tuple[str, ...]:
    """The tags of an `Accept-Language` header in lower case, the most wanted first; those with weight 0 are left out."""
    weighed: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            q = float(weight) if weight else 1.0
        except ValueError:
            q = 0.0
        if tag and q > 0:
            weighed.append((q, tag.lower()))
    return tuple(tag for _, tag in sorted(weighed, key=lambda pair: -pair[0]))


@dataclass(frozen=True, slots=True)
class RouteTable:
    """All of `routes.yaml`. `start` is the URL that a person would open first."""

    hosts: tuple[str, ...]
    start: str
    languages: Languages
    not_found: str
    """The file that answers, with status 404, for a URL of the site that no route knows."""
    editions: tuple[Edition, ...]
