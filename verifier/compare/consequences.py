"""What a change of the page brings about further on in the flow: a submit that is refused, fields that come only after one more press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.compare.wording import bare
from verifier.match.normalize import key_of
from verifier.match.signals import marks_of
from verifier.model.finding import Rule
from verifier.model.observation import ValidationRefused
from verifier.walls.onward import says_onward

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.compare.docket import Docket
    from verifier.compare.draft import Draft
    from verifier.match.signals import Element
    from verifier.model.observation import Anchor, Snapshot, SubmitEvidence

_ASKS_MORE = (
    Rule.FIELD_ADDED, Rule.FIELD_REQUIRED_CHANGED, Rule.FIELD_KIND_CHANGED, Rule.FIELD_CONSTRAINT_CHANGED,
)  # fmt: skip
_PUT_OFF = {
    Rule.FIELD_REMOVED: "control", Rule.BUTTON_REMOVED: "button", Rule.LINK_REMOVED: "link", Rule.HEADING_REMOVED: "heading",
}  # fmt: skip
_THE_PRESS = (Rule.BUTTON_ADDED, Rule.BUTTON_RENAMED, Rule.LINK_ADDED, Rule.LINK_RENAMED)


def fold_consequences(docket: Docket) -> None:
    """Set the cause of what only follows from a change that was met earlier on the path."""
    for draft in docket.of(Rule.OUTCOME_CHANGED):
        _fold_refusal(docket, draft)
    for draft in docket.of(Rule.STEP_EXTRA):
        _fold_put_off(docket, draft)
    for draft in docket.of(Rule.STEP_MISSING):
        _fold_behind(docket, draft)


def _fold_refusal(docket: Docket, outcome: Draft) -> None:
    """A form that refuses a field, or no longer does, for what the field asks for: that is the change, and it keeps a reader from sending."""
    seen = next(step for step in docket.run.steps if step.step_id == outcome.step.id)
    recorded = docket.baseline.step(outcome.step.id) if docket.baseline else None
    if seen.observation is None or recorded is None:
        return
    now, before = _refused(seen.observation.submitted), _refused(recorded.submitted)
    if now == before:
        return
    pages = docket.run.snapshots if now else docket.baseline.snapshots if docket.baseline else ()
    asking = now - before or before - now
    found: dict[str, list[Draft]] = {}
    for draft in docket.of(*_ASKS_MORE):
        label = _label_at(pages, draft.after if now else draft.before)
        if label in asking:
            found.setdefault(label, []).append(draft)
    if found.keys() != asking:
        return  # something else is refused as well, which nothing tells of
    causes = [draft for drafts in found.values() for draft in drafts]
    for cause in causes:
        cause.blocks = cause.blocks or bool(now)
    outcome.cause = causes[0].cause or causes[0]


def _refused(evidence: SubmitEvidence | None) -> frozenset[str]:
    return frozenset(map(key_of, evidence.fields)) if isinstance(evidence, ValidationRefused) else frozenset()


def _label_at(pages: tuple[Snapshot, ...], anchor: Anchor | None) -> str:
    if anchor is None:
        return ""
    return next((key_of(each.label) for page in pages for each in page.controls if each.anchor == anchor), "")


def _fold_put_off(docket: Docket, extra: Draft) -> None:
    """What is missing on one side of a step that nobody speaks of and is there on the other follows from that step, and so does what is pressed there."""
    pressed = key_of(bare(extra.actual))
    here = {(kind, name) for page in _around(docket, extra) for kind, name in _shown(page)}
    for draft in docket.drafts.values():
        if draft.claims or draft.cause is not None:
            continue
        kind = _PUT_OFF.get(draft.rule)
        put_off = kind is not None and (kind, key_of(bare(draft.expected))) in here
        if put_off or (draft.rule in _THE_PRESS and key_of(bare(draft.actual)) == pressed):
            draft.cause = extra


def _fold_behind(docket: Docket, missing: Draft) -> None:
    """Where a form has a new button that just goes on, what the step misses is likely behind it, and all else that is gone from the form is."""
    where = missing.before
    onward = next(
        (each for each in docket.of(Rule.BUTTON_ADDED, Rule.BUTTON_RENAMED) if _goes_on(each, where)),
        None,
    )
    if onward is None or missing.cause is not None:
        return
    missing.evidence.append(f"The page has a new {onward.actual}: what is missing may come behind it.")
    onward.cause = missing
    for draft in docket.of(*_PUT_OFF):
        alike = draft.before is not None and onward.after is not None and draft.before.frame == onward.after.frame
        if alike and draft.cause is None and not draft.claims and draft.pages & onward.pages:
            draft.cause = missing


def _goes_on(draft: Draft, where: Anchor | None) -> bool:
    new = draft.after
    if new is None or where is None or new.frame != where.frame or draft.claims or draft.cause is not None:
        return False
    return says_onward(bare(draft.actual)) and not says_onward(bare(draft.expected))


def _around(docket: Docket, extra: Draft) -> Iterator[Snapshot]:
    """The page that the step found when it began, and the one that it left."""
    steps = docket.run.steps
    at = next(index for index, step in enumerate(steps) if step.step_id == extra.step.id)
    for step in steps[max(at - 1, 0) : at + 1]:
        page = docket.run.snapshot_of(step)
        if page is not None:
            yield page


def _shown(page: Snapshot) -> Iterator[tuple[str, str]]:
    elements: tuple[Element, ...] = (*page.controls, *page.buttons, *page.links, *page.headings)
    for element in elements:
        marks = marks_of(element)
        yield marks.kind.partition(" ")[0], key_of(marks.name)
