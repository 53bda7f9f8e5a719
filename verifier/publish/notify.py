"""Messages to whatever Apprise can reach; their addresses hold secrets and are never shown."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from verifier.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

HINT = "an address looks like mailto://..., slack://..., ntfys://..., json://...; see the list of services of Apprise"


def notify(urls: Sequence[str], *, title: str, body: str) -> tuple[str, ...]:
    """Send the message to every address; gives back in words which did not take it, by number and kind.

    Raises:
        UsageError: an address is none that Apprise knows; nothing was sent then.
    """
    # Slow to import, and only a run with news needs it.
    from apprise import Apprise, NotifyFormat  # noqa: PLC0415

    # It logs addresses with what is in them.
    logging.getLogger("apprise").addHandler(logging.NullHandler())
    logging.getLogger("apprise").propagate = False
    receivers = []
    for number, url in enumerate(urls, 1):
        receiver = Apprise()
        if not receiver.add(url):
            raise UsageError(f"the {_named(number, url)} cannot be used", hint=HINT)
        receivers.append((number, url, receiver))
    return tuple(
        f"the {_named(number, url)} did not take the message"
        for number, url, receiver in receivers
        if not receiver.notify(title=title, body=body, body_format=NotifyFormat.TEXT)
    )


def _named(number: int, url: str) -> str:
    kind = re.match(r"[A-Za-z][A-Za-z0-9+]{0,20}(?=://)", url)
    return f"address for messages number {number}" + (f" ({kind.group()}://...)" if kind else "")
