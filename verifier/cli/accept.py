"""`verifier accept`: record what a run saw as the baseline, after showing the difference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from verifier.session.accept import Proposal


@click.command()
@click.argument("run", required=False)
@click.argument("names", nargs=-1)
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
    yes: bool,  # noqa: FBT001
    flows_folder: Path | None,
    output: Path | None,
) -> None:
    """Record what a run saw as the baseline.

    RUN is a folder below reports/, its path, or `latest`; NAMES are flows of that run (`whatsapp/contact`, `whatsapp/contact[ro]`),
    without any all of them. What differs from the baseline in place is shown first. A flow that a wall or a fault kept
    from being seen whole is left as it is. The files are text below flows/<site>/baselines/: review them before you commit.

    With --runs there is no RUN: the flows NAMES are played N times first, while nobody changes the site.
    """
    from verifier.cli.runs import find_run  # noqa: PLC0415 - the command line starts without what only a command needs
    from verifier.errors import UsageError  # noqa: PLC0415
    from verifier.flowfile.discover import find_flows_root  # noqa: PLC0415
    from verifier.model.finding import Status  # noqa: PLC0415
    from verifier.session.accept import propose  # noqa: PLC0415
    from verifier.session.fold import fold  # noqa: PLC0415
    from verifier.store.baselines import read_baseline, write_baseline  # noqa: PLC0415
    from verifier.store.blobs import Blobs  # noqa: PLC0415
    from verifier.store.journal import FILE_NAME, read_journal  # noqa: PLC0415

    root = find_flows_root(flows_folder)
    reports = output or root.parent / "reports"
    if runs is not None:
        from verifier.cli.learning import learn_and_record  # noqa: PLC0415

        if variant is not None:
            raise UsageError("--runs and --variant do not go together", hint="record the variant from a run of its own")
        asked = (run, *names) if run else names
        learn_and_record(asked, runs=runs, replica=replica, root=root, reports=reports, yes=yes)
        return
    if replica is not None:
        raise UsageError("--replica needs --runs beside it", hint="a RUN knows what it was played against")
    folder = find_run(None if run == "latest" else run, reports)
    journal = read_journal(folder / FILE_NAME)
    report = fold(journal.events, torn=journal.torn)
    wanted = [flow for flow in report.flows if not names or flow.key in names or flow.flow.id in names]
    if not wanted:
        known = ", ".join(flow.key for flow in report.flows)
        raise UsageError(f"the run has no flow {', '.join(names)}", hint=f"it has {known}")
    if variant is not None:
        from verifier.cli.variants import record_variant  # noqa: PLC0415

        record_variant(wanted, variant, root=root, pictures=Blobs(folder / "blobs").read, yes=yes)
        return
    proposals: list[Proposal] = []
    for flow in wanted:
        if flow.verdict.status in (Status.BLOCKED, Status.ERRORED, Status.SKIPPED):
            click.echo(f"{flow.key}: left as it is, for it was {flow.verdict.status}: {flow.verdict.because}")
            continue
        current = read_baseline(root, flow.flow.id, flow.flow.locale)
        proposal = propose(flow, current, recorded_on=report.started_at[:10], source=report.against)
        for line in describe(flow.key, proposal):
            click.echo(line)
        proposals.append(proposal)
    if not proposals:
        return
    if not yes and not click.confirm(f"Record {len(proposals)} baseline{'s' if len(proposals) > 1 else ''}?"):
        click.echo("Nothing was recorded.")
        return
    for proposal in proposals:
        click.echo(f"wrote {write_baseline(root, proposal.baseline, Blobs(folder / 'blobs').read)}")


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
