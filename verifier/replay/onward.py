"""A page in between: the one plain way on from a page that the flow does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model.observation import ButtonKind
from verifier.walls.onward import says_onward

if TYPE_CHECKING:
    from verifier.model.observation import Anchor, Snapshot

_AROUND = {"banner", "navigation", "contentinfo", "complementary"}


def way_on(snapshot: Snapshot) -> tuple[str, Anchor] | None:
    """The only control of the page's own content that just says to go on, as words and anchor; None where there are none or several.

    A button that belongs to a form is never it: going on must not send anything.
    """
    found = [
        (f'{kind} "{name}"', anchor)
        for kind, name, anchor in (
            *(("link", link.name, link.anchor) for link in snapshot.links),
            *(
                ("button", button.name, button.anchor)
                for button in snapshot.buttons
                if button.kind is not ButtonKind.SUBMIT and not button.disabled and not button.form
            ),
        )
        if anchor.landmark not in _AROUND and says_onward(name)
    ]
    return found[0] if len(found) == 1 else None
