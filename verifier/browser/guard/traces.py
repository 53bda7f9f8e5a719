"""Whether a request carries something that was typed, plainly or in one of the usual disguises."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus, urlsplit

if TYPE_CHECKING:
    from verifier.model.web import WebRequest

SHORTEST_FRAGMENT = 4
"""A shorter value is only looked for as a whole query value or path segment: anything else would fit everywhere."""
LONG = 24
"""Of a longer value its first and last words give it away too."""
LAYERS = 4
"""How many layers of percent, HTML or backslash escapes are taken off."""
SCANNED = 2_000_000
"""Characters of a body that are looked through; a longer body is stopped by its length (see `decide`)."""

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\(.)", re.DOTALL)
_APART = re.compile(r"[\W_]+")
_CUT = re.compile(r"[&=/?#;,\s\"':{}\[\]()]+")


@dataclass(frozen=True, slots=True)
class Traces:
    """Typed values, made ready to be looked for. `carries` is what it is for."""

    values: tuple[str, ...] = ()
    _fragments: frozenset[str] = field(default=frozenset(), repr=False)
    _squeezed: frozenset[str] = field(default=frozenset(), repr=False)
    _short: frozenset[str] = field(default=frozenset(), repr=False)

    def __bool__(self) -> bool:
        """True once anything was typed."""
        return bool(self.values)

    def with_value(self, value: str) -> Traces:
        """These traces and those of `value`; an empty value leaves none."""
        value = value.strip()
        if not value or value in self.values:
            return self
        short = len(value) < SHORTEST_FRAGMENT
        return Traces(
            values=(*self.values, value),
            _fragments=self._fragments | (frozenset(_hashes(value)) if short else _disguises(value)),
            _squeezed=self._squeezed | (frozenset() if short else _apart(value)),
            _short=self._short | (frozenset({value.casefold()}) if short else frozenset()),
        )

    def carries(self, request: WebRequest) -> bool:
        """Whether the URL, a header or the body of the request holds one of the values in any form that is known here."""
        if not self.values:
            return False
        places = [request.url, *(value for name, value in request.headers if name not in _UNSHAPEABLE)]
        if request.body:
            body = request.body[:SCANNED]
            places += [body.decode("utf-8", "replace"), body.decode("latin-1"), body.decode("utf-16-le", "replace")]
        return any(self.shows(place) for place in places) or self._is_whole_part(request.url)

    def shows(self, text: str) -> bool:
        """Whether the text holds one of the values in any form that is known here."""
        for layer in _layers(text):
            folded = layer.casefold()
            if any(fragment in folded for fragment in self._fragments):
                return True
            squeezed = _APART.sub("", folded)
            if any(fragment in squeezed for fragment in self._squeezed):
                return True
        return False

    def _is_whole_part(self, url: str) -> bool:
        if not self._short:
            return False
        parts = urlsplit(url)
        shaped = f"{parts.path}?{parts.query}"
        return any(piece.casefold() in self._short for layer in _layers(shaped) for piece in _CUT.split(layer))


_UNSHAPEABLE = frozenset({"user-agent", "accept-language", "accept-encoding", "connection", "host", "content-length"})
"""Headers whose value no page can choose (an `Accept-Language` set by script is caught by `decide`)."""


def _layers(text: str) -> list[str]:
    seen = [text]
    for _ in range(LAYERS):
        last = seen[-1]
        opened = html.unescape(unquote_plus(last))
        if "\\" in opened:
            opened = _ESCAPED.sub(_unescape, opened)
        if opened == last:
            break
        seen.append(opened)
    return seen


def _unescape(found: re.Match[str]) -> str:
    wide, narrow, plain = found.groups()
    return plain if plain is not None else chr(int(wide or narrow, 16))


def _apart(value: str) -> frozenset[str]:
    """The value with everything but letters and digits taken out: how it looks when it is sent piece by piece or reformatted."""
    squeezed = _APART.sub("", value.casefold())
    return frozenset({squeezed, squeezed[::-1]}) if len(squeezed) > SHORTEST_FRAGMENT else frozenset()


@lru_cache(maxsize=64)
def _disguises(value: str) -> frozenset[str]:
    forms = {value, value.casefold(), value.upper(), value[::-1]}
    if len(value) > LONG:
        forms |= {value[:16], value[-16:]}
    digits = "".join(letter for letter in value if letter.isdecimal())
    if len(digits) >= 6:
        forms |= {digits, digits[::-1], digits[-7:]}
    found: set[str] = set(forms)
    for form in forms:
        for encoded in {
            form.encode(),
            form.encode("utf-16-le"),
            form.encode("utf-16-be"),
            form.encode("latin-1", "replace"),
        }:
            found.add(encoded.hex())
            found |= _base64_inside(encoded)
            found.add(base64.b32encode(encoded).decode().rstrip("=")[: len(encoded) * 8 // 5])
            found.add("".join(f"{byte:08b}" for byte in encoded))
            found.add(",".join(str(byte) for byte in encoded))
    found |= _hashes(value)
    return frozenset(item.casefold() for item in found if len(item) >= SHORTEST_FRAGMENT)


def _base64_inside(encoded: bytes) -> set[str]:
    """What base64 of any longer text shows of these bytes: the letters that do not depend on what stands around, at each alignment."""
    found = set()
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + encoded).decode().rstrip("=")
        start = (shift * 8 + 5) // 6
        inner = text[start : (shift + len(encoded)) * 8 // 6]
        if len(inner) >= SHORTEST_FRAGMENT:
            found |= {inner, inner.replace("+", "-").replace("/", "_")}
    return found


def _hashes(value: str) -> set[str]:
    digits = "".join(letter for letter in value if letter.isdecimal())
    found = set()
    for form in {value, value.casefold(), value.strip(), digits, f"+{digits}"} - {"", "+"}:
        for name in ("md5", "sha1", "sha256", "sha512"):
            digest = hashlib.new(name, form.encode(), usedforsecurity=False).digest()
            found |= {
                digest.hex(),
                base64.b64encode(digest).decode().rstrip("="),
                base64.urlsafe_b64encode(digest).decode().rstrip("="),
            }
    return {item.casefold() for item in found}
