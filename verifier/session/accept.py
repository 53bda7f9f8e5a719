"""From what a run saw to a new baseline: never done by a run, always by a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from verifier.compare.changes import changes
from verifier.model.baseline import Baseline, RecordedStep
from verifier.model.run import Done

if TYPE_CHECKING:
    from verifier.compare.change import Change
    from verifier.model.observation import SubmitEvidence
    from verifier.model.report import FlowReport


@dataclass(frozen=True, slots=True)
class Proposal:
    """A new baseline for one flow in one locale, and how it differs from the one in place."""

    baseline: Baseline
    is_new: bool
    changes: tuple[tuple[str, Change], ...]
    """Step id and change, each change once."""
    outcomes: tuple[tuple[str, SubmitEvidence | None, SubmitEvidence | None], ...]
    """Step id, what a submit did, what it does now; only where they differ."""
    unseen: tuple[str, ...]
    """Ids of steps that were not done: their recording is kept as it was."""


def propose(flow: FlowReport, current: Baseline | None, *, recorded_on: str, source: str) -> Proposal:
    """What the baseline would be if everything that this run saw were right.

    Steps that the run did not do keep their old recording. `recorded_on` is an ISO date.
    """
    steps: list[RecordedStep] = []
    snapshots = {seen.id: replace(seen, aria="") for seen in flow.snapshots}
    kept = {seen.id: seen for seen in current.snapshots} if current else {}
    found: list[tuple[str, Change]] = []
    outcomes = []
    unseen = []
    known: set[tuple[str, str]] = set()
    pages = {}
    rejected = frozenset(current.rejected) if current else frozenset()
    for step in flow.steps:
        old = current.step(step.step.id) if current else None
        if not isinstance(step.outcome, Done) or step.observation is None:
            unseen.append(step.step.id)
            if old is not None and old.snapshot_id in kept:
                steps.append(old)
                shown = (old.snapshot_id, *(each.snapshot_id for each in old.variants))
                pages.update({page: kept[page] for page in shown if page in kept})
            continue
        seen = step.observation
        steps.append(
            RecordedStep(
                step.step.id,
                seen.snapshot_id,
                seen.target,
                seen.matches,
                seen.submitted,
                seen.picture,
                seen.tree,
                popups=seen.popups,
                dialogs=seen.dialogs,
                downloads=seen.downloads,
                variants=old.variants if old else (),
            )
        )
        pages[seen.snapshot_id] = snapshots[seen.snapshot_id]
        pages.update(
            {
                each.snapshot_id: kept[each.snapshot_id]
                for each in (old.variants if old else ())
                if each.snapshot_id in kept
            }
        )
        if old is None:
            continue
        if old.submitted != seen.submitted:
            outcomes.append((step.step.id, old.submitted, seen.submitted))
        if old.snapshot_id in kept:
            for change in changes(kept[old.snapshot_id], snapshots[seen.snapshot_id], rejected=rejected):
                if (change.rule, change.subject) not in known:
                    known.add((change.rule, change.subject))
                    found.append((step.step.id, change))
    baseline = Baseline(
        flow.flow.id,
        flow.flow.locale,
        recorded_on,
        source,
        tuple(steps),
        tuple(pages.values()),
        current.rejected if current else (),
        current.volatile if current else (),
        current.refused if current else (),
    )
    return Proposal(baseline, current is None, tuple(found), tuple(outcomes), tuple(unseen))
