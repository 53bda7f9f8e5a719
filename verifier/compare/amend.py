"""What the flow could say so that a finding is no longer one: a change of meaning, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.compare.amend_expected import Scene, amended
from verifier.compare.changes import changes
from verifier.compare.nearest import nearest
from verifier.compare.record import element_at, name_of
from verifier.match.scope import called
from verifier.model.amendment import Amendment, Put, Reword, Spot
from verifier.model.finding import Level, Rule
from verifier.model.selector import ByLabel, ByRole, Selector

if TYPE_CHECKING:
    from verifier.model.baseline import Baseline
    from verifier.model.finding import Finding, Source
    from verifier.model.flow import Flow, Step
    from verifier.model.run import FlowRun, StepRun

_NEVER = {
    Rule.STEP_MISSING: "the step cannot be done any more; write the way anew from here on",
    Rule.STEP_EXTRA: "the way has a step more by now; write it into the flow",
    Rule.UNEXPECTED_PRESENCE: "the guide says that it is not there; correct the guide, then take the expectation out",
}
_NOTHING = {
    Rule.CONSENT_DECLINED, Rule.CONSENT_ACCEPTED, Rule.CONSENT_LEFT, Rule.WALL_NOTED, Rule.REQUEST_STOPPED, Rule.VARIANT_SEEN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unamended:
    """Why there is no edit, in words that follow `none, for`."""

    why: str


def amendments(
    finding: Finding, flow: Flow, run: FlowRun, baseline: Baseline | None
) -> tuple[Amendment, ...] | Unamended:
    """What of the flow has to change for this finding; nothing where only the recording says otherwise.

    An edit that would leave a claim without what speaks for it, or make up what nobody saw, is none.
    """
    if finding.is_suspected:
        return Unamended("only some of the replays saw it; run the flow again before you accept it")
    if finding.rule in _NEVER:
        return Unamended(_NEVER[finding.rule])
    if finding.rule in _NOTHING and finding.level is Level.NOTE:
        return Unamended("it tells of this visit, and neither the flow nor the baseline says otherwise")
    told: list[Amendment] = []
    for source in finding.sources:
        step = next(step for step in flow.steps if step.id == source.step_id)
        seen = next(each for each in run.steps if each.step_id == source.step_id)
        found = (
            _expected(finding, source, step, seen, run=run, baseline=baseline)
            if source.expectation_id
            else _selector(source, step, seen)
        )
        if isinstance(found, Unamended):
            return found
        told += found
    return tuple(dict.fromkeys(told))


def _selector(source: Source, step: Step, seen: StepRun) -> tuple[Amendment, ...] | Unamended:
    selector = getattr(step.action, "target", None)
    if seen.relocation is None or not isinstance(selector, Selector):
        return Unamended("the step does not say what it became")
    found = seen.relocation
    match selector.by:
        case ByRole(role, name) if name is not None:
            told: list[Amendment] = []
            if not called(name, found.found):
                told.append(Reword(Spot(source, ("name",)), name, found.found, found.wanted))
            if found.anchor.role and found.anchor.role != role:
                told.append(Put(Spot(source, ("role",)), found.anchor.role))
            return tuple(told) or Unamended("it stands elsewhere; look at what the step says beside its name")
        case ByLabel(label):
            return (Reword(Spot(source, ("label",)), label, found.found, found.wanted),)
        case _:
            return Unamended("the step names it neither by role nor by label")


def _expected(
    finding: Finding, source: Source, step: Step, seen: StepRun, *, run: FlowRun, baseline: Baseline | None
) -> tuple[Amendment, ...] | Unamended:
    expectation = next(each for each in step.expect if each.id == source.expectation_id)
    page = run.snapshot_of(seen)
    recorded = baseline.step(step.id) if baseline else None
    before = nearest(baseline, recorded, page)[0] if baseline and recorded else None
    if page is None or seen.observation is None:
        return Unamended("nothing was seen")
    renamed: tuple[str, str] | None = None
    if before is not None:
        for change in changes(before, page, rejected=frozenset(baseline.rejected) if baseline else frozenset()):
            if (change.rule, change.subject) == (finding.rule, finding.subject):
                old, new = element_at(before, change.before), element_at(page, change.after)
                if old is not None and new is not None:
                    renamed = (name_of(old), name_of(new))
    scene = Scene(finding, page, before, seen.observation, renamed)
    found = amended(expectation, source, scene)
    if found is None:
        return Unamended("the flow expects what is gone; correct the guide, then what the flow expects")
    return found
