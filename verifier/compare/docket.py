"""All drafts of one replay: each difference once, however many steps tell of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from verifier.compare.draft import Draft
from verifier.model.finding import Level, Rule

if TYPE_CHECKING:
    from verifier.compare.change import Change
    from verifier.model.baseline import Baseline, RecordedStep
    from verifier.model.flow import Flow, Step
    from verifier.model.observation import Anchor, PictureRef, Snapshot
    from verifier.model.run import FlowRun, StepRun

HEADLINES = {Rule.OUTCOME_CHANGED, Rule.STEP_MISSING}
"""What is said first of a step."""


@dataclass(frozen=True, slots=True)
class View:
    """One step as it is looked at: what was meant, what was seen (`page`, if anything) and what was recorded, if it was."""

    step: Step
    seen: StepRun
    recorded: RecordedStep | None
    page: Snapshot | None
    before: Snapshot | None
    """The recorded page, in the variant that is nearest to what was seen."""
    variant: str = ""
    """The name of that variant; empty: it is the page as it was recorded first."""


@dataclass(slots=True)
class Docket:
    """What is known of one replay of a flow, and the drafts that were made of it."""

    flow: Flow
    run: FlowRun
    baseline: Baseline | None
    drafts: dict[tuple[Rule, str, str], Draft] = field(default_factory=dict)
    unanswered: dict[str, str] = field(default_factory=dict)
    """By claim, the step that would show it only after the site had answered what was held back."""

    @property
    def rejected(self) -> frozenset[tuple[str, str]]:
        """The pairs of elements that a person said are not one."""
        return frozenset(self.baseline.rejected) if self.baseline else frozenset()

    def tell(
        self,
        rule: Rule,
        subject: str,
        view: View,
        *,
        expected: str = "",
        actual: str = "",
        before: Anchor | None = None,
        after: Anchor | None = None,
        detail: str = "",
        pictured: bool = True,
    ) -> Draft:
        """The draft of that rule, subject and detail, made if there is none yet. `pictured`: the step's pictures show it."""
        known = self.drafts.get((rule, subject, detail))
        if known is None:
            observation, recorded = view.seen.observation, view.recorded
            known = Draft(
                rule, subject, expected, actual, view.step, view.step.place, before, after, detail=detail,
                before_picture=_recorded_picture(recorded, view.variant) if pictured and recorded else None,
                after_picture=observation.picture if pictured and observation else None,
            )  # fmt: skip
            self.drafts[known.key] = known
        return known

    def tell_change(self, change: Change, view: View) -> Draft:
        """The draft of a typed change."""
        known = (change.rule, change.subject, change.detail) in self.drafts
        draft = self.tell(
            change.rule,
            change.subject,
            view,
            expected=change.expected,
            actual=change.actual,
            before=change.before,
            after=change.after,
            detail=change.detail,
        )
        draft.pair = draft.pair or change.pair
        draft.renamed = change.renamed
        draft.called = draft.called or change.called
        draft.aside = change.aside and (draft.aside or not known)
        return draft

    def of(self, *rules: Rule) -> tuple[Draft, ...]:
        """The drafts of these rules."""
        return tuple(draft for draft in self.drafts.values() if draft.rule in rules)

    def fold_into(self, cause: Draft, element: Anchor | None) -> None:
        """Whatever else is told of that recorded element is told under `cause`."""
        if element is None:
            return
        for other in self.drafts.values():
            told_apart = other.claims or other.before is None or other.cause is not None
            if other is not cause and not told_apart and other.before and same_element(other.before, element):
                other.cause = cause

    def ordered(self) -> tuple[Draft, ...]:
        """By step, causes before what follows from them, the worst first."""
        place = {step.id: index for index, step in enumerate(self.flow.steps)}
        return tuple(
            sorted(
                self.drafts.values(),
                key=lambda draft: (
                    place[(draft.cause or draft).step.id],
                    draft.cause is not None,
                    list(Level).index(draft.level),
                    draft.rule not in HEADLINES,
                    draft.rule,
                    draft.subject,
                    draft.detail,
                ),
            )
        )


def _recorded_picture(recorded: RecordedStep, variant: str) -> PictureRef | None:
    """The picture of the state that the page was held against."""
    named = next((each.picture for each in recorded.variants if each.name == variant), None) if variant else None
    return named or recorded.picture


def same_element(one: Anchor, other: Anchor) -> bool:
    """Whether two anchors of one and the same page mean the same element."""
    if one.frame != other.frame or one.tag != other.tag:
        return False
    return one.path == other.path and one.id == other.id
