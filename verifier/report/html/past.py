"""What the page says of earlier runs: whether a finding is new or goes on, what is over, and the nights of flows and guides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model.finding import Level
from verifier.model.history import Standing
from verifier.report.html.strips import flow_row, guide_columns
from verifier.report.html.view import GoneView
from verifier.report.since_words import (
    change_standing,
    change_words,
    claim_words,
    flow_words,
    known,
    standing_words,
    tally,
    worth_telling,
)
from verifier.report.words import language_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from verifier.model.history import FindingSince, Since
    from verifier.report.grouping import Change
    from verifier.report.html.strips import Columns, Row
    from verifier.report.html.view import ClaimView


class PastWords:
    """Answers for one report. Of a first run nothing is said, for all would be new."""

    def __init__(self, since: Since | None) -> None:
        self._since = since if since is not None and since.earlier_runs else None
        self._met = known(since)
        self._claims = {claim.claim_id: claim for claim in self._since.claims} if self._since else {}
        self._flows = {flow.key: flow for flow in self._since.flows} if self._since else {}
        self._guides = {guide.guide_id: guide for guide in self._since.guides} if self._since else {}
        self.tally = tally(since)

    def standing(self, change: Change) -> str:
        """The most newsworthy standing in any locale; empty where nothing is known."""
        return change_standing(change, self._met) or ""

    def words(self, change: Change) -> str:
        """The standing in words."""
        return change_words(change, self._met)

    def was(self, change: Change) -> str:
        """What the page showed before it changed, as far as that is another thing; a note may vary."""
        met = self._met.get(change.finding.fingerprint)
        if met is None or met.standing is not Standing.CHANGED or met.before is None:
            return ""
        before, now = met.before, change.finding
        if before.actual != now.actual:
            return before.actual or "nothing of it"
        if before.level is not now.level:
            return "only suspected or noted" if before.level is Level.NOTE else f"told as {before.level}"
        return f"expected otherwise: {before.expected or 'nothing'}"

    def claim(self, claim_id: str) -> str:
        """Since when the claim is so."""
        return claim_words(self._claims.get(claim_id))

    def flow(self, key: str) -> str:
        """Since when the flow is so."""
        return flow_words(self._flows.get(key))

    def flow_nights(self, key: str) -> Row | None:
        """The picture of its last nights."""
        return flow_row(self._flows.get(key))

    def guide_nights(self, guide_id: str) -> Columns | None:
        """The picture of its last nights."""
        return guide_columns(self._guides.get(guide_id))

    def over(self, claims: Mapping[str, ClaimView]) -> tuple[GoneView, ...]:
        """What is over since the last run."""
        return _gone(worth_telling(self._since.over), claims) if self._since else ()

    def unseen(self, claims: Mapping[str, ClaimView]) -> tuple[GoneView, ...]:
        """What is still open and could not be looked at."""
        return _gone(worth_telling(self._since.unseen), claims) if self._since else ()


def _gone(found: tuple[FindingSince, ...], claims: Mapping[str, ClaimView]) -> tuple[GoneView, ...]:
    return tuple(
        GoneView(
            level=met.trail.finding.level,
            sentence=met.trail.finding.sentence,
            language=language_name(met.trail.finding.locale),
            since=standing_words(met),
            flow=met.trail.finding.flow_key,
            claims=tuple(claims[claim] for claim in met.trail.finding.claims if claim in claims),
        )
        for met in found
    )
