"""The site is out of order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model.observation import Wall, WallKind
from verifier.walls.page import is_bare, shown_text
from verifier.walls.words import OUT_OF_ORDER, says

if TYPE_CHECKING:
    from verifier.model.observation import DocumentAnswer, Snapshot


def maintenance(snapshot: Snapshot, answer: DocumentAnswer | None) -> Wall | None:
    """An outage or error page: a 5xx status with a page that holds next to nothing or says so."""
    signals = []
    if answer is not None and answer.status >= 500:
        signals.append(f"the server answered {answer.status}")
    if answer is not None and answer.status in (400, 403) and is_bare(snapshot):
        signals.append(f"the server answered {answer.status}")
    if words := says(shown_text(snapshot), OUT_OF_ORDER):
        signals.append(f"the page says {words!r}")
    if is_bare(snapshot):
        signals.append("the page holds next to nothing")
    told = answer is not None and answer.status >= 400
    return Wall(WallKind.MAINTENANCE, tuple(signals)) if told and len(signals) >= 2 else None
