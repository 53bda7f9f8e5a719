"""The site says that we ask too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model.observation import Wall, WallKind
from verifier.walls.page import is_bare, shown_text
from verifier.walls.words import THROTTLED, says

if TYPE_CHECKING:
    from verifier.model.observation import DocumentAnswer, Snapshot


def throttle(snapshot: Snapshot, answer: DocumentAnswer | None) -> Wall | None:
    """A rate limit: status 429 or a bare page, with a Retry-After header or words that say so."""
    signals = []
    if answer is not None and answer.status in (420, 429):
        signals.append(f"the server answered {answer.status}")
    if answer is not None and answer.status >= 400 and (wait := dict(answer.headers).get("retry-after")):
        signals.append(f"it asks to wait (Retry-After: {wait})")
    if (words := says(shown_text(snapshot), THROTTLED)) and is_bare(snapshot):
        signals.extend((f"the page says {words!r}", "the page holds next to nothing else"))
    elif signals and is_bare(snapshot):
        signals.append("the page holds next to nothing")
    return Wall(WallKind.THROTTLE, tuple(signals)) if len(signals) >= 2 else None
