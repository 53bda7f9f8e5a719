"""What one step showed, held against what was recorded of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from verifier.compare.docket import same_element
from verifier.compare.events import event_changes
from verifier.compare.outcomes import outcome_change
from verifier.compare.tree import tree_changes
from verifier.compare.volatile import is_volatile, steady_changes
from verifier.model.action import Submit
from verifier.model.expectation import ExpectOutcome, ExpectPopup
from verifier.model.finding import Rule
from verifier.model.observation import WallKind

if TYPE_CHECKING:
    from verifier.compare.change import Change
    from verifier.compare.docket import Docket, View
    from verifier.model.observation import Anchor, Snapshot


@dataclass(slots=True)
class AgainstRecording:
    """Compares step by step; a page that several steps show is compared once."""

    docket: Docket
    compared: set[tuple[str, str]] = field(default_factory=set)

    def look(self, view: View) -> None:
        """Tell every difference between what the step showed and its recording."""
        self._page(view)
        self._beside(view)
        self._walked(view)

    def _page(self, view: View) -> None:
        before, page = view.before, view.page
        if before is None or page is None or (before.id, page.id) in self.compared:
            return
        self.compared.add((before.id, page.id))
        if view.variant:
            self.docket.tell(Rule.VARIANT_SEEN, f"variant {view.variant}", view, actual=view.variant)
        for change in steady_changes(before, page, self.docket.baseline):
            if change.rule is Rule.REDIRECTED and self._went_elsewhere(change):
                continue
            draft = self.docket.tell_change(change, view)
            draft.blocks = draft.blocks or (change.blocks and self._submits())
            draft.pages.add(before.id)
            draft.touched.extend(self._neighbours(change, before, page))

    def _beside(self, view: View) -> None:
        """What the step set off beside its page: windows, message boxes, downloads, and what a sealed submit would have done."""
        observation, recorded = view.seen.observation, view.recorded
        if observation is None or recorded is None:
            return
        stated = {type(expectation.expected) for expectation in view.step.expect}
        for change in event_changes(recorded, observation, view.step.id):
            if is_volatile(change, view.page.url if view.page else "", self.docket.baseline):
                continue
            if change.rule is not Rule.POPUP_CHANGED or ExpectPopup not in stated:
                draft = self.docket.tell_change(change, view)
                draft.before, draft.after = recorded.target, observation.target
        outcome = (
            None if ExpectOutcome in stated else outcome_change(recorded.submitted, observation.submitted, view.page)
        )
        if outcome is not None:
            draft = self.docket.tell_change(outcome, view)
            draft.before, draft.after = recorded.target, observation.target

    def _walked(self, view: View) -> None:
        observation, recorded = view.seen.observation, view.recorded
        if observation is None or recorded is None or recorded.tree is None or observation.tree is None:
            return
        for change in tree_changes(recorded.tree, observation.tree):
            self.docket.tell(change.rule, change.subject, view, expected=change.expected, actual=change.actual)

    def _went_elsewhere(self, change: Change) -> bool:
        """Whether the site answered from another of its own hosts, which is noted, and the page is the same one there."""
        steps = self.docket.run.steps
        known = {wall.kind for step in steps if step.observation for wall in step.observation.passed}
        same = urlsplit(change.expected).path.rstrip("/") == urlsplit(change.actual).path.rstrip("/")
        return same and bool(known & {WallKind.MOVED, WallKind.MOBILE})

    def _submits(self) -> bool:
        return any(isinstance(step.action, Submit) for step in self.docket.flow.steps)

    def _neighbours(self, change: Change, before: Snapshot, page: Snapshot) -> tuple[str, ...]:
        """The claims of the step that acts on the changed control, or on the one just before an added one."""
        spoken = self._acted_on(before)
        if change.before is not None:
            return tuple(claim for anchor, claims in spoken if same_element(anchor, change.before) for claim in claims)
        if change.rule is not Rule.FIELD_ADDED or change.after is None:
            return ()
        near: tuple[str, ...] = ()
        for control in sorted(page.controls, key=lambda each: _reading(each.anchor)):
            if control.anchor == change.after:
                break
            near = next((claims for anchor, claims in spoken if _same_control(anchor, control.anchor)), near)
        return near

    def _acted_on(self, page: Snapshot) -> tuple[tuple[Anchor, tuple[str, ...]], ...]:
        baseline = self.docket.baseline
        if baseline is None:
            return ()
        found, latest = [], None
        for step in self.docket.flow.steps:
            recorded = baseline.step(step.id)
            if recorded is None:
                continue
            if recorded.target is not None and page.id in (latest, recorded.snapshot_id):
                found.append((recorded.target, step.claims or tuple(c for e in step.expect for c in e.claims)))
            latest = recorded.snapshot_id
        return tuple(found)


def _reading(anchor: Anchor) -> tuple[object, ...]:
    return (anchor.box.y, anchor.box.x) if anchor.box else (0.0, 0.0)


def _same_control(target: Anchor, control: Anchor) -> bool:
    """As `same_element` across pages, and a radio button stands for its group."""
    if target.frame != control.frame:
        return False
    if target.name and target.name == control.name:
        return True
    return target.tag == control.tag and bool(target.id) and target.id == control.id
