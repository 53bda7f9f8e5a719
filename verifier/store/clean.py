"""The last door before anything is told: secret values are taken out of events, wherever in them they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.errors import JournalError
from verifier.model.event import Stamped
from verifier.store.codec import decode, encode

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.model.event import Event
    from verifier.replay.redact import Redactor


def cleaner(redact: Redactor) -> Callable[[Event], Event]:
    """A function that gives each event without any secret value that `redact` knows; the same object where it holds none."""

    def clean(event: Event) -> Event:
        if not redact:
            return event
        line = encode(Stamped(0, event), Stamped)
        said = redact.json(line)
        if said == line:
            return event
        try:
            return decode(said, Stamped).event
        except JournalError:
            # The value is a word of our own (a kind, a status): it cannot be told from ours, and tells nobody anything.
            return event

    return clean
