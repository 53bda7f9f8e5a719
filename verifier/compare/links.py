"""When two addresses are the same address to a reader."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TOKEN = re.compile(
    r"^(?=.*\d)[A-Za-z0-9_\-.~%]{16,}$|^[0-9a-f]{12,}$|^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9_\-]{8,}$"
)
_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|[gdy]clid|msclkid|[gw]braid|mc_[ce]id|igshid|_\w*|rnd|rand(?:om)?|nocache|cachebust\w*|timestamp|ref_?\w*|helpref|hash|sid|session\w*|tid|ts|t|nonce|token|tab_id|session_code|execution|client_data|state|code_challenge|csrf\w*|_csrf\w*|sig|signature|expires|v|ver|cb)$",
    re.IGNORECASE,
)


_PART = re.compile(r"[A-Za-z0-9_\-]{16,}")
_SIGNED = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9]{16})(?=[a-z0-9]*[A-Z])(?=[A-Z0-9]*[a-z])\d*[A-Za-z]+(?:\d+[A-Za-z]+){2}"
)
"""What no person wrote into an address: a long run of letters of both cases, with digits among them more than once."""


_SPOKEN = 0.2
"""So many letters of any words that are run together are vowels."""
_LETTERS = re.compile(r"(?=.*[a-z])(?=.*[A-Z])[A-Za-z]{12,}")
_HUMP = re.compile(r"[A-Z][a-z](?=[A-Z])")
_TWO = {
    "my", "of", "to", "in", "on", "at", "is", "it", "by", "or", "an", "as", "we", "up", "us", "if", "id", "no", "do", "go", "be", "me", "so", "ok", "tv",
    "pc", "qr", "ad",
}  # fmt: skip
"""The short words that stand among words run together, as in `termsOfUse`; in letters that were drawn other pairs stand so."""


def _is_drawn(value: str) -> bool:
    """Whether nobody wrote the value of a parameter: a token, also one of letters alone."""
    if _LETTERS.fullmatch(value):
        spoken = sum(letter in "aeiouyAEIOUY" for letter in value)
        return spoken < _SPOKEN * len(value) or any(hump.lower() not in _TWO for hump in _HUMP.findall(value))
    return _TOKEN.match(value) is not None


def without_tokens(path: str) -> str:
    """The path or words of an address without what is made anew for each reader."""
    return _PART.sub(lambda found: "*" if _SIGNED.search(found[0]) else found[0], path)


def _query(query: str) -> dict[str, str]:
    return {
        name: value
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not _TRACKING.match(name) and not _is_drawn(value)
    }


def address_key(url: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Host, path and the query that matters (sorted, without tokens and tracking), for comparing two URLs."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return host, parts.path.rstrip("/") or "/", tuple(sorted(_query(parts.query).items()))


def lasting_address(url: str) -> str:
    """The URL without what changes from one load to the next: tokens and tracking. Other addresses stay as they are."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return url
    return urlunsplit(parts._replace(query=urlencode(sorted(_query(parts.query).items()))))


def same_address(one: str, other: str) -> bool:
    """Whether two URLs lead to the same place: scheme, `www.`, a slash at the end and tokens do not count."""
    if urlsplit(one).scheme in ("http", "https") and urlsplit(other).scheme in ("http", "https"):
        return address_key(one) == address_key(other)
    return one == other


def fits(pattern: str, url: str) -> bool:
    """Whether `url` fits `pattern`, where `*` stands for any characters.

    The order of query parameters does not matter; parameters that the pattern does not name are allowed when it ends with `*`,
    and what tracks or only holds a token always.
    """
    open_end = pattern.endswith("*")
    want, have = urlsplit(pattern), urlsplit(url)
    if want.scheme and want.scheme != have.scheme:
        return False
    if not fnmatchcase((have.hostname or ""), (want.hostname or "*")):
        return False
    wanted_path, path = want.path.rstrip("/") or "/", have.path.rstrip("/") or "/"
    if not fnmatchcase(path, _literal(wanted_path)):
        return False
    wanted, present = (
        dict(parse_qsl(want.query.rstrip("*"), keep_blank_values=True)),
        dict(parse_qsl(have.query, keep_blank_values=True)),
    )
    ends = list(wanted)[-1:] if open_end and want.query else []
    for name, value in wanted.items():
        pattern_value = _literal(value) + ("*" if name in ends else "")
        if name not in present or not fnmatchcase(present[name], pattern_value):
            return False
    return open_end or set(_query(have.query)) <= set(wanted)


def _literal(pattern: str) -> str:
    return pattern.replace("[", "[[]").replace("?", "[?]")
