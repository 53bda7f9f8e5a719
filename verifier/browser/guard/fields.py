"""The names of the fields that a request would have sent; never their values."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl, urlsplit

_PART = re.compile(rb'content-disposition:\s*form-data;[^\r\n]*?\bname="([^"]*)"', re.IGNORECASE)


def field_names(url: str, media_type: str, body: bytes) -> tuple[str, ...]:
    """Names in order, each once: of the body by its media type, and where there is no body, of the query."""
    if not body:
        return _once(name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True))
    kind = media_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return _once(found.decode("utf-8", "replace") for found in _PART.findall(body))
    text = body.decode("utf-8", "replace")
    if kind == "application/x-www-form-urlencoded":
        return _once(name for name, _ in parse_qsl(text, keep_blank_values=True))
    try:
        parsed: object = json.loads(text)
    except ValueError:
        if kind == "text/plain" and "=" in text:
            return _once(line.partition("=")[0].strip() for line in re.split(r"[\r\n&]+", text) if "=" in line)
        return ()
    return _once(_keys(parsed))


def _keys(parsed: object) -> list[str]:
    if isinstance(parsed, dict):
        found = [str(name) for name in parsed]
        for inner in parsed.values():
            found += _keys(inner)
        return found
    if isinstance(parsed, list):
        return [name for inner in parsed for name in _keys(inner)]
    return []


def _once(names: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(name) for name in names if name))  # type: ignore[attr-defined]
