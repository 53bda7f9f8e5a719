"""What happened when a flow was played: facts, no judgement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from verifier.model.flow import Flow
from verifier.model.observation import Anchor, Observation, Snapshot, Trouble, Wall


@dataclass(frozen=True, slots=True)
class Done:
    """The action was done."""


class Lack(StrEnum):
    """What was wrong with the thing that a step needed."""

    GONE = "not there"
    HIDDEN = "there but hidden"
    DISABLED = "there but disabled"
    STAYED = "still there"


@dataclass(frozen=True, slots=True)
class Missed:
    """What the step needs is not there, or not of use; `wanted` says what, in words."""

    wanted: str
    lack: Lack = Lack.GONE

    @property
    def words(self) -> str:
        """`button "Send" is not there`."""
        return f"{self.wanted} is {self.lack}"


@dataclass(frozen=True, slots=True)
class Walled:
    """A wall stood in the way."""

    wall: Wall


@dataclass(frozen=True, slots=True)
class Faulted:
    """We or the network failed."""

    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Skipped:
    """Not tried; `because` names the step that kept us from it."""

    because: str


Outcome = Done | Missed | Walled | Faulted | Skipped


@dataclass(frozen=True, slots=True)
class Relocation:
    """A missing element was taken for another one. Always a finding, never silent.

    `score` and `margin` (to the next candidate) are between 0 and 1; `evidence` says in words what agreed.
    """

    wanted: str
    found: str
    score: float
    margin: float
    evidence: tuple[str, ...]
    anchor: Anchor
    pair: tuple[str, str]
    """The two elements (see `match.fingerprint`), to be remembered by if a person rejects the pair."""


@dataclass(frozen=True, slots=True)
class StepRun:
    """One step as it went. `observation` is None when nothing could be seen."""

    step_id: str
    outcome: Outcome
    observation: Observation | None = None
    relocation: Relocation | None = None


@dataclass(frozen=True, slots=True)
class FlowRun:
    """One replay of one flow: a `StepRun` for each step of the flow, in order, and the snapshots they name."""

    flow: Flow
    steps: tuple[StepRun, ...]
    snapshots: tuple[Snapshot, ...]

    def snapshot_of(self, step: StepRun) -> Snapshot | None:
        """The snapshot that the step saw, or None."""
        if step.observation is None:
            return None
        wanted = step.observation.snapshot_id
        return next((seen for seen in self.snapshots if seen.id == wanted), None)
