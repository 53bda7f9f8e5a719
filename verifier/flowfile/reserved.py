"""Which values may be typed into a form of somebody else's: those that nobody owns."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MAIL = re.compile(r"[^\s@<>(),;:]+@([^\s@<>(),;:]+\.[^\s@<>(),;:.]+)")
_DOMAINS = frozenset({"example.org", "example.com", "example.net"})
_ENDINGS = (".example", ".test", ".invalid", ".example.org", ".example.com", ".example.net")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PUNCTUATION = frozenset("+()-./ \u00a0\u2010\u2011")
_FICTIONAL = re.compile(r"(?:1?\d{3})?55501\d\d")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value may not be typed."""

    message: str
    label: str
    advice: str


def unreserved(value: str) -> Reason | None:
    """Why the value could be a real person's address, or None: it could not."""
    for found in _MAIL.finditer(value):
        domain = found.group(1).lower().rstrip(".")
        if domain not in _DOMAINS and not domain.endswith(_ENDINGS):
            return Reason(
                f"`{found.group()[:80]}` may be somebody's mail address",
                "not a reserved address",
                "use an address at example.org, example.com or example.net, or `{env: NAME}` for one of your own",
            )
    if _DATE.fullmatch(value.strip()):
        return None
    if all(character.isdecimal() or character in _PUNCTUATION for character in value):
        digits = "".join(str(int(character)) for character in value if character.isdecimal())
        if len(digits) >= 7 and not _FICTIONAL.fullmatch(digits):
            return Reason(
                f"`{value[:80]}` may be somebody's phone number",
                "not a reserved number",
                "use a fictional number such as `202 555 0123` (555 0100 to 555 0199), or `{env: NAME}` for one of your own",
            )
    return None
