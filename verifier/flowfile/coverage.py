"""Which statements of the guides no flow speaks for, although one could."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.model.guide import CheckKind
from verifier.model.place import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verifier.flowfile.library import Library
    from verifier.model.flow import Flow
    from verifier.model.guide import Guide

CHECKED_ON_PAGES = frozenset({CheckKind.PAGE, CheckKind.LOCATE_ONLY, CheckKind.SIGNED_IN, CheckKind.FACT})
"""The kinds of claims that a flow can speak for."""


def without_flow(library: Library) -> tuple[Problem, ...]:
    """A problem, with its source lines, for every claim that a page could bear out and no flow speaks for."""
    found = uncovered(library.guides, library.flows)
    return tuple(replace(problem, source=library.lines(problem.place)) for problem in found)


def uncovered(guides: Sequence[Guide], flows: Sequence[Flow]) -> tuple[Problem, ...]:
    """A problem for every claim that a page could bear out and no flow speaks for, in the order of the guides.

    Only guides whose site has a flow are asked; `source` of the problems is empty.
    """
    spoken = {claim for flow in flows for claim in flow.every_claim()}
    sites = {flow.site.id for flow in flows}
    return tuple(
        Problem(
            code="claim-without-flow",
            message=f"no flow speaks for the claim `{claim.id}`",
            place=claim.place,
            label="nothing checks it",
            help=f"name it under `claims` of a step in flows/{guide.site}/, for it says: {claim.says}",
        )
        for guide in guides
        if guide.site in sites
        for claim in guide.claims
        if claim.check in CHECKED_ON_PAGES and claim.id not in spoken
    )
