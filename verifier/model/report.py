"""A whole run, folded: what every reporter renders and nobody reads back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from verifier.model.finding import ClaimVerdict, Finding, Status, Verdict
from verifier.model.flow import Flow, Step
from verifier.model.guide import Claim, Guide
from verifier.model.history import Since
from verifier.model.observation import Observation, Snapshot
from verifier.model.place import Place
from verifier.model.run import FlowRun, Outcome, Relocation


@dataclass(frozen=True, slots=True)
class StepReport:
    """One step, as it was meant and as it went."""

    step: Step
    outcome: Outcome
    observation: Observation | None
    relocation: Relocation | None
    duration_ms: int


class Cause(StrEnum):
    """Why a second judgement of the same run differs from the first: never the site, for nobody looked at it again."""

    TOOL = "the tool"
    FLOW = "the flow's files"
    RECORDING = "the baseline"
    TOOL_OR_RECORDING = "the tool or the baseline"
    """Both changed since, and the old baseline is not kept."""


class Turn(StrEnum):
    """How a finding differs between two judgements."""

    APPEARED = "appeared"
    VANISHED = "vanished"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Difference:
    """One finding that is told otherwise than when the run was judged first."""

    fingerprint: str
    turn: Turn
    cause: Cause
    sentence: str
    """What the finding says, or said."""


@dataclass(frozen=True, slots=True)
class Rejudged:
    """A flow that was judged again: how it had come out, by which version of the tool, and what is told otherwise now.

    `as_played` is a sentence where the flow's file says another path by now, so that it was judged as it was played; else empty.
    """

    status: Status
    tool_version: str
    differences: tuple[Difference, ...]
    as_played: str = ""


@dataclass(frozen=True, slots=True)
class FlowReport:
    """One flow in one locale. `snapshots` are those that its steps name."""

    flow: Flow
    verdict: Verdict
    steps: tuple[StepReport, ...]
    snapshots: tuple[Snapshot, ...]
    duration_ms: int
    attempts: int = 1
    replays: tuple[FlowRun, ...] = ()
    """Every replay, in order; `steps` are those of the one that the verdict stands on."""
    rejudged: Rejudged | None = None
    """None: the verdict is that of the run itself."""

    @property
    def key(self) -> str:
        """As `Flow.key`."""
        return self.flow.key


@dataclass(frozen=True, slots=True)
class Correction:
    """What to write in place of a sentence that no longer holds, so far as the site itself says it.

    `old` are words of the guide (or, where it quotes none, of the site as it was) that no longer fit, empty where something has to
    be added; `new` are the words that the site shows now, ready to paste, in `language`, empty where there are none.
    """

    old: str
    new: str
    language: str
    """The language in which the site was seen, as in the flow's locale."""
    advice: str
    """The same for a maintainer, one English sentence; may be empty."""
    finding: str
    """The fingerprint of the finding that it is read from."""


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
    corrections: tuple[Correction, ...] = ()
    """What to write instead, where it is contradicted."""


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
class ProposedEdit:
    """What accepting findings would change, for people to read: a unified diff, or `why` there is none.

    `findings` are the fingerprints of one difference in all languages in which it was found.
    """

    findings: tuple[str, ...]
    diff: str = ""
    why: str = ""
    proven: bool = True
    """Held against the run, as accepting does it; else accepting may write more, or refuse."""


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
    guide_findings: tuple[Finding, ...] = ()
    """What the guides show by themselves to be wrong with them, with no page."""
    site_findings: tuple[Finding, ...] = ()
    """What only all flows of a site together show: ignores of its site file that are over, or that none of them needs."""
    interrupted: bool = False
    torn: bool = False
    """The journal ended in the middle."""
    since: Since | None = None
    """What the runs before this one say of it; None where no history was asked."""
    unplayed: tuple[str, ...] = ()
    """The keys of flows that the run was to play and never began, in its order."""

    edits: tuple[ProposedEdit, ...] = ()
    """Those that were worked out; not of every finding of a long report."""

    def edit_of(self, fingerprint: str) -> ProposedEdit | None:
        """What accepting that finding would change, if it was worked out."""
        return next((edit for edit in self.edits if fingerprint in edit.findings), None)

    def findings(self) -> tuple[Finding, ...]:
        """All findings of all flows, in the order of the flows."""
        return tuple(finding for flow in self.flows for finding in flow.verdict.findings)

    def count(self, status: Status) -> int:
        """How many flows came out with this status."""
        return sum(1 for flow in self.flows if flow.verdict.status is status)
