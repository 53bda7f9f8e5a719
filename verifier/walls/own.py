"""Walls as one site builds them, by the signs that its own file gives."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from verifier.model.observation import Wall
from verifier.walls.says import says

if TYPE_CHECKING:
    from verifier.model.wall import WallSign
    from verifier.walls.sight import Sight


def own(sight: Sight) -> Wall | None:
    """The first wall of the site's own of which everything that is said is so."""
    for sign in sight.flow.site.walls if sight.flow else ():
        signals = _signals(sight, sign)
        if signals is not None and len(signals) >= 2:
            return Wall(sign.kind, signals, blocks=sign.blocks)
    return None


def _signals(sight: Sight, sign: WallSign) -> tuple[str, ...] | None:
    signals = []
    if sign.url:
        if not fnmatchcase(sight.url, sign.url):
            return None
        signals.append(f"the address fits {sign.url!r}")
    if sign.status:
        if sight.status not in sign.status:
            return None
        signals.append(f"the server answered {sight.status}")
    if sign.header:
        name, _, value = (part.strip().lower() for part in sign.header.partition(":"))
        if not sight.header(name) or value not in sight.header(name):
            return None
        signals.append(f"the header {sign.header!r} is there")
    for words, where, what in ((sign.title, sight.snapshot.title, "title"), (sign.text, sight.text, "page")):
        if not words:
            continue
        found = says(where, words)
        if found is None:
            return None
        signals.append(f"the {what} says {found!r}")
    return tuple(signals)
