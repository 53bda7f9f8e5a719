"""The site is out of order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model.observation import Wall, WallKind
from verifier.walls.says import says
from verifier.walls.words import OUT_OF_ORDER

if TYPE_CHECKING:
    from verifier.walls.sight import Sight

_NOT_FOUND = (404, 410)
FRAMED_CHARACTERS = 120


def maintenance(sight: Sight) -> Wall | None:
    """An outage, error or maintenance page: a 5xx status, words that say so, Retry-After, next to nothing else; two of these.

    Where the status says that all is well, the words must be in its title or a heading, or be all there is.
    A page that is gone is no outage: that is news about the page.
    """
    if sight.status in _NOT_FOUND:
        return None
    failing = sight.status >= 500
    refused = sight.status == 400 or (sight.status == 403 and says(sight.text, OUT_OF_ORDER) is not None)
    signals = []
    if failing or (refused and sight.bare):
        signals.append(f"the server answered {sight.status}")
    if sight.status == 503 and (wait := sight.header("retry-after")):
        signals.append(f"it asks to come back (Retry-After: {wait})")
    if failing or refused:
        words = says(sight.text, OUT_OF_ORDER)
    else:
        words = (sight.heads(OUT_OF_ORDER) if sight.bare else None) or sight.tells(OUT_OF_ORDER) or _in_its_frame(sight)
    if words is not None:
        signals.append(f"the page says {words!r}")
    if signals and sight.bare:
        signals.append("the page holds next to nothing else")
    return Wall(WallKind.MAINTENANCE, tuple(signals)) if len(signals) >= 2 else None


def _in_its_frame(sight: Sight) -> str | None:
    """The words of a heading that stands alone in the site's own frame, as a page has it that was built but could not be filled."""
    if sight.article or not sight.bare or sight.middle > FRAMED_CHARACTERS:
        return None
    return next((found for title in sight.titles() if (found := says(title, OUT_OF_ORDER))), None)
