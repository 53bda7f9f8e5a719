"""What happened, told as it happens: the one stream that journals, progress displays and reports listen to.

Laws: `RunStarted` is first and `RunFinished` last (before `RunResumed` it is an end for the time being); each Started has one Finished, nested per flow. Events carry no time
(the bus stamps them, see `Stamped`) and no pictures (blobs do).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from verifier.model.asked import Asked
from verifier.model.attestation import Attestation
from verifier.model.finding import Verdict
from verifier.model.flow import Flow
from verifier.model.guide import Guide
from verifier.model.observation import Observation, Snapshot
from verifier.model.run import Outcome, Relocation

JOURNAL_VERSION = 1


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A run begins. `against` is `live` or `replica <edition>`; `started_at` is an ISO time in UTC, to the second."""

    run_id: str
    tool_version: str
    started_at: str
    against: str
    command: str
    browser: str
    flows: tuple[str, ...]
    """The keys of the flows that will be played, in order."""
    guides: tuple[Guide, ...]
    """All guides that any of these flows speaks for."""
    journal_version: int = JOURNAL_VERSION
    attestations: tuple[Attestation, ...] = ()
    """Those of these guides, as they were when the run began."""
    asked: Asked = field(default_factory=Asked)
    flows_digest: str = ""
    """Of all that the flow files said when the run began (SHA-256, 64 hex digits); empty where it was not noted."""
    whole: tuple[str, ...] = ()
    """Of a shard, the keys of the flows of all shards, in order; else empty."""
    recordings: tuple[tuple[str, str], ...] = ()
    """Key of a flow and digest (SHA-256, hex) of its baseline as it was when the run began; flows without one are not named."""
    of_sites: tuple[str, ...] = ()
    """The keys of all flows of the sites of `flows` (of a shard: of `whole`), asked for or not; empty where it was not noted."""


@dataclass(frozen=True, slots=True)
class RunResumed:
    """A run that was killed or stopped goes on; after `RunFinished` where it was stopped. `resumed_at` as `started_at` of `RunStarted`."""

    run_id: str
    resumed_at: str
    browser: str
    flows: tuple[str, ...]
    """The keys of the flows that are still to be played, in order."""


@dataclass(frozen=True, slots=True)
class FlowStarted:
    """A flow begins. `key` in this and all later events is `Flow.key`; `attempt` counts from 1."""

    key: str
    flow: Flow
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class StepStarted:
    key: str
    step_id: str
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class PageSeen:
    """A page was looked at and is new in this replay; later events name it by `Snapshot.id`."""

    key: str
    snapshot: Snapshot
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class StepFinished:
    key: str
    step_id: str
    outcome: Outcome
    observation: Observation | None = None
    relocation: Relocation | None = None
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class FlowFinished:
    key: str
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class FlowJudged:
    """The verdict on the flow; a later one for the same key replaces it."""

    key: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class RunFinished:
    """A run is over; `interrupted` after Ctrl-C."""

    run_id: str
    interrupted: bool = False


Event = (
    RunStarted
    | RunResumed
    | FlowStarted
    | StepStarted
    | PageSeen
    | StepFinished
    | FlowFinished
    | FlowJudged
    | RunFinished
)


@dataclass(frozen=True, slots=True)
class Stamped:
    """An event and when it was told, in milliseconds since the run started."""

    at_ms: int
    event: Event
