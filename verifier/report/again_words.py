"""What several replays of a flow, and several judgements of a run, say of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model.finding import Sight
from verifier.model.report import Turn

if TYPE_CHECKING:
    from verifier.model.report import FlowReport

SIGHT_WORDS = {
    Sight.SEEN: "seen",
    Sight.DENIED: "as it was",
    Sight.UNCLEAR: "could not tell",
    Sight.UNREACHED: "did not get there",
}
"""What one replay says of a finding."""
TURN_WORDS = {Turn.APPEARED: "New", Turn.VANISHED: "Gone", Turn.LEVEL: "Another level"}
"""How a second judgement differs from the first."""


def rejudged_words(flow: FlowReport) -> tuple[str, ...]:
    """What a second judgement of a flow tells otherwise, a line each; nothing where it is the first, or tells the same."""
    again = flow.rejudged
    if again is None:
        return ()
    told = tuple(
        f"{TURN_WORDS[each.turn]} by {each.cause}, not by the site: {each.sentence}" for each in again.differences
    )
    return (*told, *((again.as_played,) if again.as_played else ()))
