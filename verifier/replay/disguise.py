"""The forms in which a page, a log or a report may show a value: plain, and in the encodings of the web."""

from __future__ import annotations

import base64
import html
import json
from functools import lru_cache
from urllib.parse import quote, quote_plus

SHORTEST_INNER = 6
"""Fewer letters of a base64 text would be found by chance."""


@lru_cache(maxsize=512)
def disguises(value: str) -> frozenset[str]:
    """The value as it is and in URL, JSON, HTML, JavaScript, hexadecimal and base64 form, the last at all three alignments.

    Compare without regard to case. The plain value is always among them.
    """
    value = value.strip()
    if not value:
        return frozenset()
    found: set[str] = set()
    for plain in {value, " ".join(value.split())}:
        raw = plain.encode("utf-8", "surrogatepass")
        urls = {
            quote(plain, errors="replace"),
            quote(plain, safe="", errors="replace"),
            quote_plus(plain, errors="replace"),
        }
        found |= {plain, html.escape(plain), html.escape(plain, quote=False), plain[::-1]} | urls
        found |= {quote(url, safe="") for url in urls}
        found |= {url.replace("%", "%25") for url in urls}
        found |= {json.dumps(plain)[1:-1], json.dumps(plain, ensure_ascii=False)[1:-1]}
        # A script that says `</` inside a page writes it so.
        found.add(json.dumps(plain)[1:-1].replace("/", "\\/"))
        found.add("".join(f"%{byte:02x}" for byte in raw))
        found.add("".join(f"\\x{byte:02x}" for byte in raw))
        found.add("".join(f"\\u{ord(sign):04x}" for sign in plain))
        found.add("".join(f"&#{ord(sign)};" for sign in plain))
        found.add("".join(f"&#x{ord(sign):x};" for sign in plain))
        found.add("".join(sign if sign.isascii() and sign.isalnum() else f"&#{ord(sign)};" for sign in plain))
        found.add("".join(sign if sign.isascii() and sign.isalnum() else f"&#x{ord(sign):x};" for sign in plain))
        if len(raw) >= SHORTEST_INNER // 2:
            found.add(raw.hex())
        for encoded in {raw, plain.encode("utf-16-le", "surrogatepass")}:
            found |= _inside_base64(encoded)
        found |= {form.encode("unicode_escape").decode() for form in (plain,)}
    return frozenset(found - {""})


def _inside_base64(encoded: bytes) -> set[str]:
    """What base64 of any longer text shows of these bytes: the letters that do not depend on what stands around, at each alignment."""
    found = set()
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + encoded).decode().rstrip("=")
        inner = text[(shift * 8 + 5) // 6 : (shift + len(encoded)) * 8 // 6]
        if len(inner) >= SHORTEST_INNER:
            web = inner.replace("+", "-").replace("/", "_")
            found |= {inner, web, quote(inner, safe="")}
    return found
