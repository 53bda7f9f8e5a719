"""`verifier accept --variant`: record what a run saw as another known state of the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from verifier.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verifier.cli.amending import Opened
    from verifier.model.report import FlowReport
    from verifier.session.variant import VariantProposal

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def record_variant(
    flows: Sequence[FlowReport],
    name: str,
    *,
    opened: Opened,
    yes: bool,
) -> None:
    """Show which steps look otherwise in the variant, ask, and write it into the baselines.

    Raises:
        UsageError: the name is no word in lower case, or a flow has no baseline that this could be a variant of.
    """
    from verifier.cli.amending import carry_out  # noqa: PLC0415
    from verifier.session.amend import Edit  # noqa: PLC0415
    from verifier.session.variant import propose_variant  # noqa: PLC0415 - the command line starts without what only this needs

    if not _NAME.fullmatch(name):
        raise UsageError(
            f"`{name}` cannot name a variant", hint="write lower-case words joined by hyphens, as `short-form`"
        )
    proposals: list[VariantProposal] = []
    for flow in flows:
        current = opened.bench.baselines.get(flow.key)
        if current is None:
            raise UsageError(f"{flow.key} has no baseline yet", hint="record one first: `verifier accept RUN`")
        proposal = propose_variant(flow, current, name)
        if not proposal.steps:
            click.echo(f"{flow.key}: every page is a known state already")
            continue
        click.echo(f"{flow.key}: the variant {name} of {', '.join(proposal.steps)}")
        proposals.append(proposal)
    if not proposals:
        return
    changes = opened.changes(Edit(baselines=tuple(proposal.baseline for proposal in proposals)))
    ask = f"Record {len(proposals)} variant{'s' if len(proposals) > 1 else ''}?"
    what = f"accept {opened.folder.name} --variant {name} {' '.join(flow.key for flow in flows)}"
    carry_out(opened, changes, what=what, patch=False, yes=yes, ask=ask, brief=True)
