"""From what a run saw to a named variant of the recorded pages: another state that is no drift either."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from verifier.compare.nearest import nearest
from verifier.compare.volatile import steady_changes
from verifier.model.baseline import Variant
from verifier.model.run import Done

if TYPE_CHECKING:
    from verifier.model.baseline import Baseline
    from verifier.model.report import FlowReport


@dataclass(frozen=True, slots=True)
class VariantProposal:
    """The baseline with the variant, and the steps whose page is another one in it."""

    baseline: Baseline
    steps: tuple[str, ...]


def propose_variant(flow: FlowReport, current: Baseline, name: str) -> VariantProposal:
    """What the baseline would be if every page that this run saw were a known state of it, called `name`.

    A page that equals a known state already stays as it is; a variant of that name on a step is replaced.
    """
    pages = {page.id: replace(page, aria="") for page in flow.snapshots}
    steps, changed, more = [], [], {}
    seen = {step.step.id: step for step in flow.steps}
    for recorded in current.steps:
        step = seen.get(recorded.step_id)
        observation = step.observation if step is not None and isinstance(step.outcome, Done) else None
        page = pages.get(observation.snapshot_id) if observation else None
        known, _ = nearest(current, recorded, page)
        if observation is None or page is None or known is None or not steady_changes(known, page, current):
            steps.append(recorded)
            continue
        others = tuple(each for each in recorded.variants if each.name != name)
        steps.append(replace(recorded, variants=(*others, Variant(name, page.id, observation.picture))))
        more[page.id] = page
        changed.append(recorded.step_id)
    named = {step.snapshot_id for step in steps} | {each.snapshot_id for step in steps for each in step.variants}
    kept = {page.id: page for page in current.snapshots} | more
    snapshots = tuple(page for page in kept.values() if page.id in named)
    return VariantProposal(replace(current, steps=tuple(steps), snapshots=snapshots), tuple(changed))
