"""`verifier accept`: take what a run found into the flow files and baselines, after showing the difference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from verifier.cli.amending import Opened
    from verifier.model.report import FlowReport
    from verifier.session.accept import Proposal


@click.command()
@click.argument("run", required=False)
@click.argument("names", nargs=-1, metavar="[FINDING | FLOW]...")
@click.option(
    "--runs",
    type=click.IntRange(2, 20),
    metavar="N",
    help="Play the flows N times now, record the last, and mark what differs among them as volatile.",
)
@click.option("--replica", metavar="EDITION", help="With --runs: play against the site's replica in this edition.")
@click.option(
    "--variant", metavar="NAME", help="Record the pages as another known state of this name, beside the recorded one."
)
@click.option("--yes", is_flag=True, help="Do not ask; the difference is shown all the same.")
@click.option("--patch", is_flag=True, help="Print it as a patch for `git apply`, and change nothing.")
@click.option(
    "--flows", "flows_folder", type=click.Path(path_type=Path), help="The folder of flows, if not the one here."
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where runs are kept. [default: reports/ beside flows/]"
)
def accept(  # noqa: PLR0917 - click hands over one parameter an option
    run: str | None,
    names: tuple[str, ...],
    runs: int | None,
    replica: str | None,
    variant: str | None,
    yes: bool,  # noqa: FBT001 - click hands over one parameter an option
    patch: bool,  # noqa: FBT001
    flows_folder: Path | None,
    output: Path | None,
) -> None:
    """Take what a run found into the flow files and baselines.

    RUN is a folder below reports/, its path, or `latest`. A FINDING is a fingerprint from the report, or at least 4 signs of it:
    the flow's YAML, its labels and its baseline are edited so that exactly these findings are gone. A FLOW (`whatsapp/contact`,
    `whatsapp/contact[ro]`) is recorded whole: what the run saw becomes its baseline, and its files stay; with neither, every
    flow is. One that a wall or a fault kept from being seen whole is left as it is. All files change or none;
    `verifier undo` takes it back.

    With --runs there is no RUN: the flows are played N times first, while nobody changes the site.
    """
    from verifier.cli.amending import open_run  # noqa: PLC0415 - the command line starts without what only a command needs
    from verifier.errors import UsageError  # noqa: PLC0415
    from verifier.flowfile.discover import find_flows_root  # noqa: PLC0415

    if patch and (runs is not None or variant is not None):
        raise UsageError(
            "--patch goes with findings and whole flows only", hint="leave it out; `verifier undo` takes it back"
        )
    if runs is not None:
        from verifier.cli.learning import learn_and_record  # noqa: PLC0415

        if variant is not None:
            raise UsageError("--runs and --variant do not go together", hint="record the variant from a run of its own")
        root = find_flows_root(flows_folder)
        reports = output or root.parent / "reports"
        asked = (run, *names) if run else names
        learn_and_record(asked, runs=runs, replica=replica, root=root, reports=reports, yes=yes)
        return
    if replica is not None:
        raise UsageError("--replica needs --runs beside it", hint="a RUN knows what it was played against")
    flows = tuple(name for name in names if "/" in name)
    findings = tuple(name for name in names if "/" not in name)
    if flows and findings:
        raise UsageError("findings and whole flows cannot be accepted at once", hint="accept one after the other")
    if findings and variant is not None:
        raise UsageError("a variant is recorded of whole flows", hint="name flows, or leave --variant out")
    opened = open_run(run, flows_folder, output)
    if variant is not None:
        from verifier.cli.variants import record_variant  # noqa: PLC0415

        record_variant(wanted_flows(opened, flows), variant, opened=opened, yes=yes)
    elif findings:
        accept_findings(opened, findings, patch=patch, yes=yes)
    else:
        accept_flows(opened, flows, patch=patch, yes=yes)


def accept_findings(opened: Opened, names: tuple[str, ...], *, patch: bool, yes: bool) -> None:
    """Edit what says otherwise than these findings, all of them or none."""
    from verifier.cli.amending import carry_out, findings_named  # noqa: PLC0415
    from verifier.errors import UsageError  # noqa: PLC0415
    from verifier.session.amend import edit_for  # noqa: PLC0415

    wanted = findings_named(opened, names)
    edit = edit_for(opened.bench, wanted)
    if not edit:
        alone = [
            (finding, edit_for(opened.bench, {key: (finding,)})) for key, found in wanted.items() for finding in found
        ]
        lacking = [f"{each.fingerprint} ({each.sentence}): {one.why}" for each, one in alone if not one]
        raise UsageError("nothing was changed, for there is no edit", hint="; ".join(lacking) or edit.why)
    every = tuple(finding for found in wanted.values() for finding in found)
    if not patch:
        for finding in every:
            click.echo(f"{finding.flow_id}[{finding.locale}] {finding.fingerprint}: {finding.sentence}")
    what = f"accept {opened.folder.name} {' '.join(finding.fingerprint for finding in every)}"
    ask = f"Accept {'this finding' if len(every) == 1 else f'these {len(every)} findings'}?"
    carry_out(opened, opened.changes(edit), what=what, patch=patch, yes=yes, ask=ask)


def accept_flows(opened: Opened, names: tuple[str, ...], *, patch: bool, yes: bool) -> None:
    """Record whole flows as the run saw them."""
    from verifier.cli.amending import carry_out  # noqa: PLC0415
    from verifier.model.finding import Status  # noqa: PLC0415
    from verifier.session.accept import propose  # noqa: PLC0415
    from verifier.session.amend import Edit  # noqa: PLC0415

    report = opened.bench.report
    wanted = wanted_flows(opened, names)
    proposals: list[Proposal] = []
    for flow in wanted:
        if flow.verdict.status in (Status.BLOCKED, Status.ERRORED, Status.SKIPPED):
            click.echo(
                f"{flow.key}: left as it is, for it was {flow.verdict.status}: {flow.verdict.because}", err=patch
            )
            continue
        proposal = propose(
            flow, opened.bench.baselines.get(flow.key), recorded_on=report.started_at[:10], source=report.against
        )
        if not patch:
            for line in describe(flow.key, proposal):
                click.echo(line)
        proposals.append(proposal)
    if not proposals:
        return
    changes = opened.changes(Edit(baselines=tuple(proposal.baseline for proposal in proposals)))
    keys = " ".join(f"{each.baseline.flow_id}[{each.baseline.locale}]" for each in proposals)
    ask = f"Record {len(proposals)} baseline{'s' if len(proposals) > 1 else ''}?"
    carry_out(opened, changes, what=f"accept {opened.folder.name} {keys}", patch=patch, yes=yes, ask=ask, brief=True)


def wanted_flows(opened: Opened, names: tuple[str, ...]) -> tuple[FlowReport, ...]:
    """The flows of the run with these names; without any all of them. Raises UsageError where there is none."""
    from verifier.errors import UsageError  # noqa: PLC0415

    flows = opened.bench.report.flows
    wanted = tuple(flow for flow in flows if not names or flow.key in names or flow.flow.id in names)
    if not wanted:
        hint = f"it has {', '.join(flow.key for flow in flows)}"
        raise UsageError(f"the run has no flow {', '.join(names)}", hint=hint)
    return wanted


def describe(key: str, proposal: Proposal) -> tuple[str, ...]:
    """The difference in words, one line each, removed things with `-`, new ones with `+`."""
    from verifier.compare.wording import outcome_words  # noqa: PLC0415

    if proposal.is_new:
        head = f"{key}: recorded for the first time, {len(proposal.baseline.steps)} steps"
    elif not proposal.changes and not proposal.outcomes:
        head = f"{key}: nothing differs from the baseline"
    else:
        head = f"{key}: {len(proposal.changes) + len(proposal.outcomes)} differences from the baseline"
    lines = [head]
    for step_id, change in proposal.changes:
        lines.append(f"  {step_id}: {change.rule}")
        lines.extend(f"    {sign} {words}" for sign, words in (("-", change.expected), ("+", change.actual)) if words)
    for step_id, was, now in proposal.outcomes:
        lines.extend((f"  {step_id}: outcome", f"    - {outcome_words(was)}", f"    + {outcome_words(now)}"))
    lines.extend(f"  {step_id}: not done in this run, its recording is kept" for step_id in proposal.unseen)
    return tuple(lines)
