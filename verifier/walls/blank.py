"""Nothing came, or only the shell of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verifier.model.observation import Wall, WallKind
from verifier.walls.place_words import LOADING
from verifier.walls.says import says
from verifier.walls.sight import AROUND

if TYPE_CHECKING:
    from verifier.walls.sight import Sight

_EMPTY_MAIN = re.compile(r"^\s*- main$", re.MULTILINE)
SHELL_CHARACTERS = 160
"""What a page says of itself while it is being loaded, at most."""


def blank(sight: Sight) -> Wall | None:
    """An empty page, or one that only says that it is being loaded. Ask only once the page had time to come.

    Nothing is shown, no title, a good status all the same, words or a sign of loading, an empty middle: two of these.
    """
    if sight.status in (404, 410):
        return None
    seen = sight.snapshot
    own = [block.text for block in seen.texts if block.anchor.landmark not in AROUND]
    own += [
        heading.text for heading in seen.headings if heading.anchor.landmark not in AROUND and heading.text not in own
    ]
    pressed = [item for items in (seen.buttons, seen.links) for item in items if item.anchor.landmark not in AROUND]
    controls = [control for control in seen.controls if control.anchor.landmark not in AROUND]
    said = sum(len(text) for text in own)
    loading = says(" \n ".join(own), LOADING) or says(seen.title, LOADING)
    turning = any(word in seen.aria for word in ("- progressbar", "[busy]", "- status: Loading"))
    headed = said > 30 and any(heading.anchor.landmark not in AROUND for heading in seen.headings)
    signals = []
    unseen = any(frame.readable for frame in seen.frames)
    if not own and not pressed and not controls and not unseen:
        whole = not seen.texts and not seen.headings and not seen.links
        signals.append("nothing is shown" if whole else "only the site's own header and footer are shown")
        if whole and not seen.title:
            signals.append("it has no title")
        if whole and 200 <= sight.status < 400:
            signals.append(f"the server answered {sight.status} all the same")
        if _EMPTY_MAIN.search(seen.aria):
            signals.append("its main part is empty")
    elif said <= SHELL_CHARACTERS and not headed and not controls and len(pressed) <= 2 and (loading or turning):
        signals.append("the middle of the page is empty")
    if signals and loading:
        signals.append(f"the page says {loading!r}")
    if signals and turning:
        signals.append("it shows that something is being loaded")
    return Wall(WallKind.BLANK, tuple(signals)) if len(signals) >= 2 else None
