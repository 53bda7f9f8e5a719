"""Which of the known states of a page is the one that was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.compare.volatile import steady_changes

if TYPE_CHECKING:
    from verifier.model.baseline import Baseline, RecordedStep
    from verifier.model.observation import Snapshot


def nearest(baseline: Baseline, recorded: RecordedStep, page: Snapshot | None) -> tuple[Snapshot | None, str]:
    """The recorded page or the variant of it from which the seen page differs least, and that variant's name.

    The page as it was recorded first goes before its variants, and these go in their order, where they are equally near.
    """
    first = baseline.snapshot_of(recorded)
    variants = baseline.variants_of(recorded)
    if page is None or first is None or not variants:
        return first, ""
    known = (("", first), *variants)
    away = [len(steady_changes(state, page, baseline)) for _, state in known]
    name, state = known[away.index(min(away))]
    return state, name
