"""`verifier reject`: say that a finding's edit, or what it takes for one element, is not right."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("run")
@click.argument("names", nargs=-1, required=True, metavar="FINDING...")
@click.option("--yes", is_flag=True, help="Do not ask; the difference is shown all the same.")
@click.option("--patch", is_flag=True, help="Print it as a patch for `git apply`, and change nothing.")
@click.option(
    "--flows", "flows_folder", type=click.Path(path_type=Path), help="The folder of flows, if not the one here."
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where runs are kept. [default: reports/ beside flows/]"
)
def reject(  # noqa: PLR0917 - click hands over one parameter an option
    run: str,
    names: tuple[str, ...],
    yes: bool,  # noqa: FBT001 - click hands over one parameter an option
    patch: bool,  # noqa: FBT001
    flows_folder: Path | None,
    output: Path | None,
) -> None:
    """Say that a finding's edit, or what it takes for one element, is not right.

    Where a finding says that one element became another (it was renamed, moved or found again), the two are never taken for one
    again: next time the old one is gone and the new one is new. That goes for options of a list, too. Any other finding is told on as long as the page is so, and
    its edit is proposed no more: a rejection never silences. It is written into the flow's baseline, to be reviewed.
    """
    from verifier.cli.amending import carry_out, findings_named, open_run  # noqa: PLC0415 - only for this command
    from verifier.errors import UsageError  # noqa: PLC0415
    from verifier.session.amend import Edit  # noqa: PLC0415
    from verifier.session.reject import pairs_of, rejecting  # noqa: PLC0415

    opened = open_run(run, flows_folder, output)
    wanted = findings_named(opened, names)
    baselines = []
    for key, findings in wanted.items():
        baseline = opened.bench.baselines.get(key)
        if baseline is None:
            raise UsageError(
                f"{key} has no baseline to write it into", hint=f"record one with `verifier accept {run} {key}`"
            )
        baselines.append(rejecting(baseline, findings))
        for finding in findings:
            means = "never taken for one again" if pairs_of(finding) else "told on, its edit is not proposed any more"
            if not patch:
                click.echo(f"{key} {finding.fingerprint}: {finding.sentence}\n  rejected: {means}")
    every = [finding.fingerprint for found in wanted.values() for finding in found]
    changes = opened.changes(Edit(baselines=tuple(baselines)))
    ask = f"Reject {'this finding' if len(every) == 1 else f'these {len(every)} findings'}?"
    carry_out(opened, changes, what=f"reject {opened.folder.name} {' '.join(every)}", patch=patch, yes=yes, ask=ask)
