"""From findings to a status, from steps to the state of each claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.model.action import Check, Choose, Fill, Hover, Select, WaitFor
from verifier.model.finding import ClaimState, ClaimVerdict, Level, Rule, Status
from verifier.model.guide import CheckKind
from verifier.model.run import Done, Faulted, Missed, Skipped, Walled

if TYPE_CHECKING:
    from verifier.model.finding import Finding
    from verifier.model.flow import Flow
    from verifier.model.run import FlowRun, Outcome

STAYS = (Fill, Select, Choose, Check, Hover, WaitFor)
"""Actions after which the page is still the one that the step's expectations speak of, even when they could not be done."""


def status_of(run: FlowRun, findings: tuple[Finding, ...]) -> Status:
    """What is known to be wrong comes first, then what could not be seen, then what moved."""
    levels = {finding.level for finding in findings}
    outcomes = [step.outcome for step in run.steps]
    if Level.BROKEN in levels:
        return Status.BROKEN
    if any(isinstance(outcome, Walled) for outcome in outcomes):
        return Status.BLOCKED
    if any(isinstance(outcome, Faulted) for outcome in outcomes):
        return Status.ERRORED
    if Level.DRIFTED in levels:
        return Status.DRIFTED
    if outcomes and all(isinstance(outcome, Skipped) for outcome in outcomes):
        return Status.SKIPPED
    return Status.VERIFIED


def summary(run: FlowRun, findings: tuple[Finding, ...], status: Status) -> str:
    """One sentence for a person in a hurry."""
    match status:
        case Status.BROKEN:
            broken = tuple(finding for finding in findings if finding.level is Level.BROKEN)
            # A sentence that is wrong says more than a field that no sentence speaks of.
            return next((f for f in broken if f.rule is not Rule.FIELD_ADDED), broken[0]).sentence
        case Status.DRIFTED:
            return next(f.sentence for f in findings if f.level is Level.DRIFTED)
        case Status.BLOCKED:
            wall = next(step.outcome.wall for step in run.steps if isinstance(step.outcome, Walled))
            return f"A wall stood in the way ({wall.kind}): {'; '.join(wall.signals)}."
        case Status.ERRORED:
            return next(step.outcome.trouble.message for step in run.steps if isinstance(step.outcome, Faulted))
        case Status.SKIPPED:
            return "Nothing was asked."
        case Status.VERIFIED:
            return "Everything is as the guides say, and nothing moved."


@dataclass(frozen=True, slots=True)
class _Spoken:
    step_id: str
    because: str
    """Why it could not be looked at, or nothing: it was."""


def claim_states(
    flow: Flow,
    run: FlowRun,
    *,
    contradicted: dict[str, list[str]],
    touched: dict[str, list[str]],
    kinds: dict[str, CheckKind],
    sentences: dict[str, str],
    unanswered: dict[str, str],
) -> tuple[ClaimState, ...]:
    """The state of every claim that the flow names, in the order of the file.

    `unanswered` names the step of each claim that nobody can see before the site has answered what was held back.
    """
    spoken = _spoken(flow, run)
    states = []
    for claim in flow.every_claim():
        places = spoken[claim]
        verdict, because = ClaimVerdict.HOLDS, "The page is as the guide says."
        failed = contradicted.get(claim)
        unseen = next((place for place in places if place.because), None)
        if unseen is None and claim in unanswered:
            unseen = _Spoken(
                unanswered[claim],
                "It may be shown only after an answer of the site, and what asks for one was held back.",
            )
        if failed:
            verdict, because = ClaimVerdict.CONTRADICTED, sentences[failed[0]]
        elif kinds.get(claim) is CheckKind.ADVICE:
            verdict, because = ClaimVerdict.NOT_CHECKABLE, "Advice: there is nothing to check."
        elif unseen is not None:
            verdict, because = ClaimVerdict.UNVERIFIED, unseen.because
        step_id = (unseen or places[0]).step_id
        states.append(ClaimState(claim, verdict, because, flow.id, flow.locale, step_id, tuple(touched.get(claim, ()))))
    return tuple(states)


def _spoken(flow: Flow, run: FlowRun) -> dict[str, list[_Spoken]]:
    spoken: dict[str, list[_Spoken]] = {}
    whole = next((_unseen(step.outcome) for step in run.steps if _unseen(step.outcome)), "")
    for claim in flow.claims:
        spoken.setdefault(claim, []).append(_Spoken(flow.steps[0].id, whole))
    for step, seen in zip(flow.steps, run.steps, strict=True):
        because = _unseen(seen.outcome)
        looked = "" if isinstance(step.action, STAYS) and isinstance(seen.outcome, Missed) else because
        for claim in step.claims:
            spoken.setdefault(claim, []).append(_Spoken(step.id, because))
        for expectation in step.expect:
            for claim in expectation.claims:
                spoken.setdefault(claim, []).append(_Spoken(step.id, looked))
    return spoken


def _unseen(outcome: Outcome) -> str:
    match outcome:
        case Done():
            return ""
        case Missed() as missed:
            return f"The step could not be done: {missed.words}."
        case Walled(wall):
            return f"A wall stood in the way ({wall.kind})."
        case Faulted(trouble):
            return trouble.message
        case Skipped(because):
            return f"Not reached: step {because} could not be done."
