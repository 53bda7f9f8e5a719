"""What will be played, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.model.flow import Flow
    from verifier.model.guide import Guide


def guides_of(flows: tuple[Flow, ...], guides: tuple[Guide, ...]) -> tuple[Guide, ...]:
    """The guides that any of these flows speaks for, in their own order."""
    named = {claim for flow in flows for claim in flow.every_claim()}
    return tuple(guide for guide in guides if any(claim.id in named for claim in guide.claims))
