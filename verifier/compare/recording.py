"""A recording with exactly the accepted findings taken into it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from verifier.compare.changes import changes
from verifier.compare.draft import fingerprint_of
from verifier.compare.events import event_changes
from verifier.compare.nearest import nearest
from verifier.compare.record import with_change
from verifier.compare.regrow import regrown
from verifier.compare.tree import tree_changes
from verifier.model.finding import Rule
from verifier.model.run import Done, Missed

if TYPE_CHECKING:
    from verifier.model.baseline import Baseline, RecordedStep, Variant
    from verifier.model.finding import Finding
    from verifier.model.observation import Observation, Snapshot
    from verifier.model.run import FlowRun, StepRun


def with_findings(baseline: Baseline, run: FlowRun, findings: tuple[Finding, ...]) -> Baseline:
    """The recording as if what these findings of this replay tell had been there when it was recorded.

    The very same value where the recording has no part in any of them. Pictures stay: they show the page of the day on which it
    was recorded whole.
    """
    work = _Work(baseline, run, frozenset(finding.fingerprint for finding in findings))
    for recorded in baseline.steps:
        seen = next((step for step in run.steps if step.step_id == recorded.step_id), None)
        if seen is not None and seen.observation is not None and isinstance(seen.outcome, Done | Missed):
            work.page(recorded, seen)
    steps = tuple(work.step(recorded) for recorded in baseline.steps)
    if steps == baseline.steps:
        return baseline
    named = dict.fromkeys(
        name for step in steps for name in (step.snapshot_id, *(each.snapshot_id for each in step.variants))
    )
    known = {page.id: page for page in (*baseline.snapshots, *work.pages.values())}
    return replace(baseline, steps=steps, snapshots=tuple(known[name] for name in named if name in known))


@dataclass(slots=True)
class _Work:
    baseline: Baseline
    run: FlowRun
    wanted: frozenset[str]
    """The fingerprints of what is accepted."""
    pages: dict[str, Snapshot] = field(default_factory=dict)
    """By the id of a recorded page, what has become of it."""
    done: set[tuple[str, str]] = field(default_factory=set)

    def page(self, recorded: RecordedStep, seen: StepRun) -> None:
        """Take the accepted changes of one page into its recording."""
        page = self.run.snapshot_of(seen)
        # The state of the page that the findings were held against: as it was recorded first, or a named variant.
        before, _ = nearest(self.baseline, recorded, page)
        if before is None or page is None or (before.id, page.id) in self.done:
            return
        self.done.add((before.id, page.id))
        rejected = frozenset(self.baseline.rejected)
        accepted = [
            change
            for change in changes(before, page, rejected=rejected)
            if self.accepts(change.rule, change.subject, change.detail)
        ]
        if not accepted:
            return
        now = self.pages.get(before.id, before)
        for change in accepted:
            now = with_change(now, page, change)
        self.pages[before.id] = now

    def step(self, recorded: RecordedStep) -> RecordedStep:
        """The step's recording with what was accepted of the step itself."""
        now = self.pages.get(recorded.snapshot_id)
        told = recorded if now is None else replace(recorded, snapshot_id=now.id)
        if any(each.snapshot_id in self.pages for each in told.variants):
            told = replace(told, variants=tuple(self._variant(each) for each in told.variants))
        seen = next((step for step in self.run.steps if step.step_id == recorded.step_id), None)
        if seen is None or seen.observation is None:
            return told
        return self._beside(told, seen, seen.observation)

    def _variant(self, variant: Variant) -> Variant:
        now = self.pages.get(variant.snapshot_id)
        return variant if now is None else replace(variant, snapshot_id=now.id)

    def accepts(self, rule: Rule, subject: str, detail: str = "") -> bool:
        """Whether the finding of that difference is accepted."""
        return fingerprint_of(self.baseline.flow_id, self.baseline.locale, rule, subject, detail) in self.wanted

    def _beside(self, told: RecordedStep, seen: StepRun, observation: Observation) -> RecordedStep:
        at_target = f"target of {told.step_id}"
        if self.accepts(Rule.RELOCATED, at_target) and seen.relocation is not None:
            told = replace(told, target=seen.relocation.anchor)
        if self.accepts(Rule.AMBIGUOUS_TARGET, at_target):
            told = replace(told, matches=observation.matches)
        if self.accepts(Rule.OUTCOME_CHANGED, "outcome") or self.accepts(Rule.MAIL_ADDRESS_CHANGED, "outcome"):
            told = replace(told, submitted=observation.submitted or told.submitted)
        for change in event_changes(told, observation, told.step_id):
            if self.accepts(change.rule, change.subject, change.detail):
                told = _with_event(told, observation, change.rule)
        if told.tree is not None and observation.tree is not None:
            found = tree_changes(told.tree, observation.tree)
            accepted = {(each.rule, each.subject) for each in found if self.accepts(each.rule, each.subject)}
            if accepted:
                told = replace(told, tree=regrown(told.tree, observation.tree, accepted))
        return told


def _with_event(told: RecordedStep, observation: Observation, rule: Rule) -> RecordedStep:
    """What the step sets off of that kind, all of it."""
    match rule:
        case Rule.POPUP_CHANGED:
            return replace(told, popups=observation.popups)
        case Rule.MESSAGE_CHANGED:
            return replace(told, dialogs=observation.dialogs)
        case _:
            return replace(told, downloads=observation.downloads)
