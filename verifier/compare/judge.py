"""One replay, judged: what the guides state and what was recorded, held against what was seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.compare.against_guide import AgainstGuide
from verifier.compare.against_recording import AgainstRecording
from verifier.compare.causes import fold_causes
from verifier.compare.consequences import fold_consequences
from verifier.compare.docket import Docket, View
from verifier.compare.ignoring import leave_ignored
from verifier.compare.nearest import nearest
from verifier.compare.on_the_way import after_the_step, before_the_step
from verifier.compare.settle import STAYS, claim_states, status_of, summary
from verifier.model.finding import Level, Rule, Verdict
from verifier.model.run import Done, Missed

if TYPE_CHECKING:
    from datetime import date

    from verifier.compare.draft import Draft
    from verifier.model.baseline import Baseline
    from verifier.model.flow import Flow, Step
    from verifier.model.guide import Guide
    from verifier.model.run import FlowRun, StepRun


def judge(
    flow: Flow, run: FlowRun, baseline: Baseline | None, guides: tuple[Guide, ...] = (), *, on: date | None = None
) -> Verdict:
    """The verdict on one replay; pure, so that an old run can be judged again. Judging a run against itself finds nothing.

    Findings are ordered by step, causes before what follows from them. `guides` tells which guide a claim belongs to
    and how it can be checked; a claim of no known guide is judged all the same.
    `on` is the day by which an `ignore` is over; without a day none is.
    """
    docket = Docket(flow, run, baseline)
    recording, guide = AgainstRecording(docket), AgainstGuide(docket)
    views = tuple(_view(docket, step, seen) for step, seen in zip(flow.steps, run.steps, strict=True))
    for view in views:
        before_the_step(docket, view)
        if _can_be_held_against(view):
            recording.look(view)
            guide.look(view)
        after_the_step(docket, view)
    if baseline is None and any(isinstance(view.seen.outcome, Done) for view in views):
        docket.tell(Rule.NOT_RECORDED, "baseline", views[0], pictured=False)
    ignored = leave_ignored(docket, views, on)
    fold_consequences(docket)
    fold_causes(docket)
    return replace(_verdict(docket, guides), ignored=ignored)


def _view(docket: Docket, step: Step, seen: StepRun) -> View:
    recorded = docket.baseline.step(step.id) if docket.baseline else None
    page = docket.run.snapshot_of(seen)
    if docket.baseline is None or recorded is None:
        return View(step, seen, recorded, page, None)
    before, variant = nearest(docket.baseline, recorded, page)
    return View(step, seen, recorded, page, before, variant)


def _can_be_held_against(view: View) -> bool:
    missed = isinstance(view.seen.outcome, Missed)
    looked = isinstance(view.seen.outcome, Done) or (missed and isinstance(view.step.action, STAYS))
    return looked and view.page is not None


def _verdict(docket: Docket, guides: tuple[Guide, ...]) -> Verdict:
    flow, run = docket.flow, docket.run
    guide_of = {claim.id: guide.id for guide in guides for claim in guide.claims}
    kinds = {claim.id: claim.check for guide in guides for claim in guide.claims}
    drafts = docket.ordered()
    findings = tuple(draft.finding(flow, guide_of) for draft in drafts)
    status = status_of(run, findings)
    states = claim_states(
        flow,
        run,
        contradicted=_by_claim(flow, [(draft, draft.claims) for draft in drafts if draft.level is Level.BROKEN]),
        touched=_by_claim(flow, [(draft, [*draft.claims, *draft.touched]) for draft in drafts]),
        kinds=kinds,
        unanswered=docket.unanswered,
        sentences={finding.fingerprint: finding.sentence for finding in findings},
    )
    return Verdict(flow.id, flow.locale, status, summary(run, findings, status), findings, states)


def _by_claim(flow: Flow, drafts: list[tuple[Draft, list[str]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for draft, claims in drafts:
        for claim in claims:
            found.setdefault(claim, []).append(draft.fingerprint(flow))
    return found
