"""How long a site asks to stay away: the header Retry-After, and a time in words."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def retry_after_s(value: str, now: datetime | None = None) -> int | None:
    """Seconds that `Retry-After` asks for (RFC 9110, section 10.2.3); None where it says nothing that can be read.

    A date needs `now`, and gives 0 where it is over.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return int(value[:9])
    if now is None:
        return None
    try:
        then = parsedate_to_datetime(value)
    except (ValueError, IndexError, TypeError):
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max(0, round((then - now).total_seconds()))


def in_words(seconds: float) -> str:
    """`2 hours`, `1 minute 30 seconds`: the two largest units, the rest rounded up."""
    left = max(1, -int(-seconds // 1))
    for place, (_, size) in enumerate(_UNITS):
        if left >= size:
            least = _UNITS[min(place + 1, len(_UNITS) - 1)][1]
            left = -(-left // least) * least
            break
    told = []
    for unit, size in _UNITS:
        count, left = divmod(left, size)
        if count:
            told.append(f"{count} {unit}{'s' if count != 1 else ''}")
    return " ".join(told)
