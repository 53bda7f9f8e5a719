"""What happened on the way of one step: walls that were passed, pages in between, targets that were missed or found elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.compare.docket import same_element
from verifier.compare.passed import passed_wall
from verifier.model.finding import Rule, Source
from verifier.model.run import Missed

if TYPE_CHECKING:
    from verifier.compare.docket import Docket, View

_RENAMED = (Rule.BUTTON_RENAMED, Rule.LINK_RENAMED, Rule.FIELD_RENAMED)


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
        _missed(docket, view, view.seen.outcome.wanted)
    if view.seen.relocation is not None:
        _relocated(docket, view)
    observation, recorded = view.seen.observation, view.recorded
    if observation is not None and recorded is not None and observation.matches > recorded.matches:
        docket.tell(
            Rule.AMBIGUOUS_TARGET,
            f"target of {view.step.id}",
            view,
            expected=f"the target of step {view.step.id}",
            actual=f"{observation.matches} elements",
            pictured=False,
        )


def _missed(docket: Docket, view: View, wanted: str) -> None:
    step = view.step
    draft = docket.tell(Rule.STEP_MISSING, f"step {step.id}", view, expected=wanted)
    draft.claims.extend(step.claims)
    if step.optional:
        draft.rule = Rule.CLAIM_FAILED if step.claims else Rule.STEP_MISSING
    if view.recorded is not None and view.recorded.target is not None:
        draft.before = view.recorded.target
        docket.fold_into(draft, view.recorded.target)


def _relocated(docket: Docket, view: View) -> None:
    relocation, recorded = view.seen.relocation, view.recorded
    if relocation is None or recorded is None or recorded.target is None:
        return
    target = recorded.target
    told = next(
        (draft for draft in docket.of(*_RENAMED) if draft.before is not None and same_element(draft.before, target)),
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
    draft.evidence.append(
        f"It was found again by {', '.join(relocation.evidence)}: score {relocation.score:.2f}, "
        f"{relocation.margin:.2f} ahead of the next candidate."
    )


def _sentence(signal: str) -> str:
    return f"{signal[:1].upper()}{signal[1:]}."
