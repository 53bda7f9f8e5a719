"""What the wall detectors ask of a page as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.model.observation import Snapshot

BARE_CHARACTERS = 600
"""An error page says little; a help article about the same words says more."""


def shown_text(snapshot: Snapshot) -> str:
    """Title, headings and text blocks as one string."""
    return " \n ".join(
        (snapshot.title, *(heading.text for heading in snapshot.headings), *(block.text for block in snapshot.texts))
    )


def is_bare(snapshot: Snapshot) -> bool:
    """Whether the page has no form control and hardly any text."""
    return not snapshot.controls and len(shown_text(snapshot)) <= BARE_CHARACTERS
