"""What a person looked at where no browser can: a claim, a name, a date, and for how long that counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from verifier.model.place import Place


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that shows it, by its name and the SHA-256 (64 hex digits) of its bytes; the file itself is kept elsewhere."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Attestation:
    """A person saw that these claims hold."""

    guide_id: str
    claims: tuple[str, ...]
    by: str
    on: str
    """The day as an ISO date."""
    valid_days: int
    place: Place
    note: str = ""
    evidence: Evidence | None = None

    def last_day(self) -> date:
        """The last day on which it counts."""
        return date.fromisoformat(self.on) + timedelta(days=self.valid_days)

    def counts_on(self, day: date) -> bool:
        """Whether it counts on that day: not before it was made, and not after its last day."""
        return date.fromisoformat(self.on) <= day <= self.last_day()


def latest(attestations: tuple[Attestation, ...], claim_id: str, day: date) -> Attestation | None:
    """The attestation of that claim that reaches furthest of those made up to that day, or None."""
    made = [each for each in attestations if claim_id in each.claims and date.fromisoformat(each.on) <= day]
    return max(made, key=lambda each: (each.last_day(), each.on, each.by), default=None)
