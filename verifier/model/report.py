"""A whole run, folded: what every reporter renders and nobody reads back."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.model.finding import ClaimVerdict, Finding, Status, Verdict
from verifier.model.flow import Flow, Step
from verifier.model.guide import Claim, Guide
from verifier.model.history import Since
from verifier.model.observation import Observation, Snapshot
from verifier.model.place import Place
from verifier.model.run import Outcome, Relocation


@dataclass(frozen=True, slots=True)
class StepReport:
    """One step, as it was meant and as it went."""

    step: Step
    outcome: Outcome
    observation: Observation | None
    relocation: Relocation | None
    duration_ms: int


@dataclass(frozen=True, slots=True)
class FlowReport:
    """One flow in one locale. `snapshots` are those that its steps name."""

    flow: Flow
    verdict: Verdict
    steps: tuple[StepReport, ...]
    snapshots: tuple[Snapshot, ...]
    duration_ms: int
    attempts: int = 1

    @property
    def key(self) -> str:
        """As `Flow.key`."""
        return self.flow.key


@dataclass(frozen=True, slots=True)
class ClaimReport:
    """One claim over all flows of the run that speak for it; the worst news wins."""

    claim: Claim
    verdict: ClaimVerdict
    because: str
    spoken_for_by: tuple[str, ...]
    """Flow keys with the step, `whatsapp/contact[ro]#send`."""
    findings: tuple[str, ...] = ()
    """Fingerprints of the findings that contradict or touch it."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A step that speaks for a claim, in every locale of its flow. `step_id` is empty where the flow as a whole speaks."""

    flow_id: str
    step_id: str
    locales: tuple[str, ...]
    place: Place

    def __str__(self) -> str:
        return f"{self.flow_id}#{self.step_id}" if self.step_id else self.flow_id


@dataclass(frozen=True, slots=True)
class GuideReport:
    guide: Guide
    claims: tuple[ClaimReport, ...]
    """Every claim of the guide, in the guide's order."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is told about one run."""

    run_id: str
    tool_version: str
    started_at: str
    against: str
    command: str
    browser: str
    duration_ms: int
    flows: tuple[FlowReport, ...]
    guides: tuple[GuideReport, ...]
    interrupted: bool = False
    torn: bool = False
    """The journal ended in the middle."""
    since: Since | None = None
    """What the runs before this one say of it; None where no history was asked."""
    unplayed: tuple[str, ...] = ()
    """The keys of flows that the run was to play and never began, in its order."""

    def findings(self) -> tuple[Finding, ...]:
        """All findings of all flows, in the order of the flows."""
        return tuple(finding for flow in self.flows for finding in flow.verdict.findings)

    def count(self, status: Status) -> int:
        """How many flows came out with this status."""
        return sum(1 for flow in self.flows if flow.verdict.status is status)
