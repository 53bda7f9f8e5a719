"""From several captures of one flow to a baseline that knows what comes and goes: never done by a run, always by a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from verifier.compare.changes import changes
from verifier.compare.events import event_changes
from verifier.compare.volatile import joined, learned
from verifier.model.run import Done
from verifier.session.accept import Proposal, propose

if TYPE_CHECKING:
    from verifier.compare.change import Change
    from verifier.model.baseline import Baseline
    from verifier.model.report import FlowReport


@dataclass(frozen=True, slots=True)
class Lesson:
    """What several captures of one flow taught: the baseline to be, and the steps that only some of them could do."""

    proposal: Proposal
    captures: int
    unsteady: tuple[str, ...]


def learn(captures: tuple[FlowReport, ...], current: Baseline | None, *, recorded_on: str, source: str) -> Lesson:
    """The baseline after these captures, all of one flow in one locale while nobody changed it, the last one recorded.

    What differs between the last capture and any other is marked volatile, beside what the recording in place has marked. What the
    last capture shows otherwise than the recording in place is proposed as by `propose`.
    """
    last = captures[-1]
    proposal = propose(last, current, recorded_on=recorded_on, source=source)
    found = [difference for other in captures[:-1] for difference in _differences(other, last)]
    volatile = joined(proposal.baseline.volatile, learned(found))
    baseline = replace(proposal.baseline, volatile=volatile)
    unsteady = tuple(
        step.step.id
        for index, step in enumerate(last.steps)
        if len({isinstance(capture.steps[index].outcome, Done) for capture in captures}) > 1
    )
    return Lesson(replace(proposal, baseline=baseline), len(captures), unsteady)


def _differences(one: FlowReport, other: FlowReport) -> list[tuple[str, Change]]:
    first = {page.id: page for page in one.snapshots}
    second = {page.id: page for page in other.snapshots}
    found: list[tuple[str, Change]] = []
    compared: set[tuple[str, str]] = set()
    for was, now in zip(one.steps, other.steps, strict=True):
        if was.observation is None or now.observation is None:
            continue
        pages = was.observation.snapshot_id, now.observation.snapshot_id
        old, new = first.get(pages[0]), second.get(pages[1])
        if old is None or new is None:
            continue
        found += [(new.url, change) for change in event_changes(was.observation, now.observation, now.step.id)]
        if pages not in compared:
            compared.add(pages)
            found += [(new.url, change) for change in changes(old, new)]
    return found
