"""What the commands that only list and count need to know of all files. Small, so that it is at hand in no time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from verifier.model.flow import Flow


class FlowSummary(NamedTuple):
    """One flow file: what `verifier list` tells of it. `steps` and `claims` are ids."""

    id: str
    title: str
    site: str
    file: str
    locales: tuple[str, ...]
    tags: tuple[str, ...]
    steps: tuple[str, ...]
    claims: tuple[str, ...]


class Summary(NamedTuple):
    """All files: the number of sites, of problems and of claims without a flow, and the flows in the order of the library."""

    sites: int
    problems: int
    without_flow: int
    flows: tuple[FlowSummary, ...]


def summaries(flows: Iterable[Flow]) -> tuple[FlowSummary, ...]:
    """One summary for each file, of the languages that are given."""
    by_id: dict[str, list[Flow]] = {}
    for flow in flows:
        by_id.setdefault(flow.id, []).append(flow)
    return tuple(
        FlowSummary(
            id=flow_id,
            title=same[0].title,
            site=same[0].site.id,
            file=same[0].place.file,
            locales=tuple(flow.locale for flow in same),
            tags=tuple(same[0].tags),
            steps=tuple(step.id for step in same[0].steps),
            claims=tuple(same[0].every_claim()),
        )
        for flow_id, same in by_id.items()
    )
