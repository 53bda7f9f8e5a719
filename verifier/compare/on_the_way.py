"""What happened on the way of one step: walls that were passed, pages in between, targets that were missed or found elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.compare.docket import same_element
from verifier.compare.passed import passed_wall
from verifier.compare.wording import bare
from verifier.match.normalize import key_of
from verifier.match.signals import marks_of
from verifier.model.finding import Relocated, Rule, Source
from verifier.model.run import Lack, Missed

if TYPE_CHECKING:
    from verifier.compare.docket import Docket, View
    from verifier.compare.draft import Draft
    from verifier.match.signals import Element, Marks
    from verifier.model.observation import Anchor, Snapshot

_BECAME = (Rule.BUTTON_RENAMED, Rule.LINK_RENAMED, Rule.FIELD_RENAMED, Rule.FIELD_KIND_CHANGED)
"""What tells what became of an element that a step needs."""
_LOCKED = (Rule.BUTTON_DISABLED_CHANGED, Rule.FIELD_CONSTRAINT_CHANGED)
_NEW = (Rule.BUTTON_ADDED, Rule.LINK_ADDED, Rule.FIELD_ADDED)
_OPTIONS = (Rule.OPTION_REMOVED, Rule.OPTION_RENAMED)
_GONE = (Rule.BUTTON_REMOVED, Rule.LINK_REMOVED, Rule.FIELD_REMOVED, Rule.OPTION_REMOVED)


def before_the_step(docket: Docket, view: View) -> None:
    """Tell what stood between the step before and this one."""
    observation = view.seen.observation
    if observation is None:
        return
    for wall in observation.passed:
        rule, words = passed_wall(wall, docket.flow.site.consent)
        draft = docket.tell(rule, wall.kind, view, actual=words, pictured=False)
        draft.evidence.extend(_sentence(each) for each in wall.signals)
    for detour in observation.detours:
        draft = docket.tell(Rule.STEP_EXTRA, f"step before {view.step.id}", view, actual=detour, pictured=False)
        draft.claims.extend(view.step.claims)


def after_the_step(docket: Docket, view: View) -> None:
    """Tell how the step's own element was missed, found elsewhere, or is one of several now."""
    if isinstance(view.seen.outcome, Missed):
        _missed(docket, view, view.seen.outcome)
    if view.seen.relocation is not None:
        _relocated(docket, view)
    observation, recorded = view.seen.observation, view.recorded
    if observation is not None and recorded is not None and observation.matches > recorded.matches:
        draft = docket.tell(
            Rule.AMBIGUOUS_TARGET,
            f"target of {view.step.id}",
            view,
            expected=f"the target of step {view.step.id}",
            actual=f"{observation.matches} elements",
            pictured=False,
        )
        draft.cause = _twin(docket, recorded.target)


def _twin(docket: Docket, target: Anchor | None) -> Draft | None:
    """What tells of the new element that is called the same as the one that the step acts on."""
    if target is None or docket.baseline is None:
        return None
    name = next((marks.name for page in docket.baseline.snapshots if (marks := _marks_at(page, target))), "")
    for draft in docket.of(*_NEW):
        if name and draft.cause is None and key_of(bare(draft.actual)) == key_of(name):
            return draft
    return None


def _marks_at(page: Snapshot, anchor: Anchor) -> Marks | None:
    elements: tuple[Element, ...] = (*page.controls, *page.buttons, *page.links)
    return next((marks_of(each) for each in elements if same_element(each.anchor, anchor)), None)


def _missed(docket: Docket, view: View, missed: Missed) -> None:
    step, wanted = view.step, missed.wanted
    is_there = missed.lack is not Lack.GONE and not step.optional
    draft = docket.tell(
        Rule.STEP_MISSING, f"step {step.id}", view, expected=wanted, actual=missed.lack.value if is_there else ""
    )
    draft.claims.extend(step.claims)
    if step.optional:
        draft.rule = Rule.CLAIM_FAILED if step.claims else Rule.STEP_MISSING
    if view.recorded is None or view.recorded.target is None:
        return
    draft.before = target = view.recorded.target
    became = _became(docket, target, missed)
    if became is not None:
        became.claims.extend(step.claims)
        became.step, became.place, became.blocks = step, step.place, not step.optional
        draft.cause = became
        return
    docket.fold_into(draft, target)
    for gone in docket.of(*_GONE):
        if gone.cause is None and gone.before is not None and _is_of(gone, target, wanted):
            gone.cause = draft


def _is_of(draft: Draft, target: Anchor, wanted: str) -> bool:
    """Whether it tells of the element that was wanted, or of the option in it."""
    if draft.before is None:
        return False
    if draft.rule not in _OPTIONS:
        return same_element(draft.before, target)
    in_it = same_element(draft.before, target) or (target.name != "" and target.name == draft.before.name)
    names = {key_of(old) for old, _ in draft.renamed} or {key_of(bare(draft.expected))}
    return in_it and bool(names & _named(wanted))


def _became(docket: Docket, target: Anchor, missed: Missed) -> Draft | None:
    """What tells how the element or option that was wanted is called or built now, which is why the step could not be done."""
    for draft in docket.of(*_BECAME, *(_LOCKED if missed.lack is Lack.DISABLED else ())):
        if draft.before is not None and draft.cause is None and same_element(draft.before, target):
            return draft
    options = docket.of(Rule.OPTION_RENAMED)
    return next((each for each in options if each.cause is None and _is_of(each, target, missed.wanted)), None)


def _named(wanted: str) -> set[str]:
    """What is quoted in the words for what a step needs."""
    return {key_of(name) for name in wanted.split('"')[1::2]}


def _relocated(docket: Docket, view: View) -> None:
    relocation, recorded = view.seen.relocation, view.recorded
    if relocation is None or recorded is None or recorded.target is None:
        return
    target = recorded.target
    told = next(
        (draft for draft in docket.of(*_BECAME) if draft.before is not None and same_element(draft.before, target)),
        None,
    )
    draft = told or docket.tell(
        Rule.RELOCATED,
        f"target of {view.step.id}",
        view,
        expected=f'"{relocation.wanted}"',
        actual=f'"{relocation.found}"',
        before=target,
        after=relocation.anchor,
    )
    draft.pair = relocation.pair
    draft.sources.append(Source(view.step.id))
    draft.step, draft.place = view.step, view.step.place
    draft.claims.extend(view.step.claims)
    draft.relocated = draft.relocated or Relocated(
        view.step.id, relocation.wanted, relocation.found, relocation.score, relocation.margin, relocation.evidence
    )
    draft.evidence.append(
        f"It was found again by {', '.join(relocation.evidence)}: score {relocation.score:.2f}, "
        f"{relocation.margin:.2f} ahead of the next candidate."
    )
    if relocation.pair in docket.rejected:
        draft.evidence.append("A person said since that it is another one; a run from then on does not go on with it.")
    if told is None:
        _picture_where_it_stood(draft, docket, view)
        docket.fold_into(draft, target)


def _picture_where_it_stood(draft: Draft, docket: Docket, view: View) -> None:
    """Show the pages on which the step found its element, not those to which it led."""
    at = docket.flow.steps.index(view.step)
    if not at:
        return
    earlier = docket.run.steps[at - 1]
    recorded = docket.baseline.step(earlier.step_id) if docket.baseline else None
    if recorded is not None and recorded.picture is not None:
        draft.before_picture = recorded.picture
    if earlier.observation is not None and earlier.observation.picture is not None:
        draft.after_picture = earlier.observation.picture


def _sentence(signal: str) -> str:
    return f"{signal[:1].upper()}{signal[1:]}."
