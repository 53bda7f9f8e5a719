"""The site says that we ask too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model.observation import Wall, WallKind
from verifier.walls.says import says
from verifier.walls.waiting import in_words, retry_after_s
from verifier.walls.words import THROTTLED

if TYPE_CHECKING:
    from verifier.walls.sight import Sight


def throttle(sight: Sight) -> Wall | None:
    """A rate limit: status 429 or a bare page, with a Retry-After header or words that say so."""
    signals = []
    if sight.status in (420, 429):
        signals.append(f"the server answered {sight.status}")
    if sight.status >= 400 and sight.status != 503 and (wait := sight.header("retry-after")):
        seconds = retry_after_s(wait)
        signals.append(f"it asks to wait {in_words(seconds) if seconds else 'until ' + wait} (Retry-After)")
    refused = 400 <= sight.status < 500
    words = says(sight.text, THROTTLED) if refused and sight.bare else sight.tells(THROTTLED)
    if words is not None:
        signals.append(f"the page says {words!r}")
    if signals and sight.bare:
        signals.append("the page holds next to nothing else")
    return Wall(WallKind.THROTTLE, tuple(signals)) if len(signals) >= 2 else None
