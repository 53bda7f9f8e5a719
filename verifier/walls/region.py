"""The site does not answer visitors from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model.observation import Wall, WallKind
from verifier.walls.place_words import AVAILABLE, HERE, NO, NOT_HERE, SOME
from verifier.walls.says import says
from verifier.walls.sight import TERSE_CHARACTERS

if TYPE_CHECKING:
    from verifier.walls.sight import Sight


def region(sight: Sight) -> Wall | None:
    """A page for visitors from another country: status 451 or 403, words that say so, next to nothing else; two of these."""
    signals = []
    told = sight.status in (403, 451)
    if told:
        signals.append(f"the server answered {sight.status}")
    words = (says(sight.text, NOT_HERE) if told else sight.tells(NOT_HERE)) or _left(sight)
    if words is not None:
        signals.append(f"the page says {words!r}")
    if sight.bare:
        signals.append("the page holds next to nothing else")
    sure = words is not None or sight.status == 451
    return Wall(WallKind.REGION, tuple(signals)) if sure and len(signals) >= 2 else None


def _left(sight: Sight) -> str | None:
    """The words for where the visitor is, when one short sentence says that something is not to be had there."""
    if not sight.bare or sight.article or sight.middle > TERSE_CHARACTERS * 2 // 3:
        return None
    for line in sight.text.split("\n"):
        here = None if says(line, SOME) else says(line, HERE)
        if here is not None and (says(line, NOT_HERE) or (says(line, AVAILABLE) and says(line, NO))):
            return here
    return None
