"""What was recorded as the state that the guide was written for."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.model.choice import ChoiceTree
from verifier.model.observation import Anchor, PictureRef, Snapshot, SubmitEvidence


@dataclass(frozen=True, slots=True)
class Variant:
    """Another known state of the page after a step: an A/B variant, the other order of two dialogs. `name` is an author's word."""

    name: str
    snapshot_id: str
    picture: PictureRef | None = None


@dataclass(frozen=True, slots=True)
class Volatile:
    """What is not the same on every load of a page and is no drift there; learned from several captures, and reviewed.

    `page` is the page's URL without its query, `kind` what it is (`link`, `button`, `heading`, `field`, `option`, `dialog`, ...), `at`
    the path of the element, where `*` stands for any number, with the frame before it. `rules` are the differences that are not
    told, `seen` what was seen there.
    """

    page: str
    kind: str
    at: str
    rules: tuple[str, ...]
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """One step as it was when the baseline was accepted."""

    step_id: str
    snapshot_id: str
    target: Anchor | None = None
    matches: int = 1
    submitted: SubmitEvidence | None = None
    picture: PictureRef | None = None
    tree: ChoiceTree | None = None
    popups: tuple[str, ...] = ()
    """As in `Observation`, and so are the next two."""
    dialogs: tuple[str, ...] = ()
    downloads: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A finding that a person rejected: it is told on, and its edit is not proposed any more. `said` is its sentence."""

    fingerprint: str
    said: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The recording of one flow in one locale. `recorded_on` is an ISO date, `source` is `live` or `replica <edition>`."""

    flow_id: str
    locale: str
    recorded_on: str
    source: str
    steps: tuple[RecordedStep, ...]
    snapshots: tuple[Snapshot, ...]
    rejected: tuple[tuple[str, str], ...] = ()
    """Pairs of an old and a new element (see `match.parting`) that a person said are not one; never paired again."""
    volatile: tuple[Volatile, ...] = ()
    refused: tuple[Refusal, ...] = ()
    """Findings whose edit a person rejected."""

    def refuses(self, fingerprint: str) -> bool:
        """Whether a person rejected the edit of that finding."""
        return any(each.fingerprint == fingerprint for each in self.refused)

    def step(self, step_id: str) -> RecordedStep | None:
        """The recording of that step, or None."""
        return next((step for step in self.steps if step.step_id == step_id), None)

    def snapshot_of(self, step: RecordedStep) -> Snapshot | None:
        """The recorded page after that step, or None."""
        return next((seen for seen in self.snapshots if seen.id == step.snapshot_id), None)

    def variants_of(self, step: RecordedStep) -> tuple[tuple[str, Snapshot], ...]:
        """The other known states of the page after that step, by name."""
        pages = {seen.id: seen for seen in self.snapshots}
        return tuple((each.name, pages[each.snapshot_id]) for each in step.variants if each.snapshot_id in pages)

    def page_before(self, step_id: str) -> Snapshot | None:
        """The recorded page that the step found when it began, or None: what the step before it left."""
        before: RecordedStep | None = None
        for step in self.steps:
            if step.step_id == step_id:
                return self.snapshot_of(before) if before else None
            before = step
        return None
