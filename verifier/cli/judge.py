"""`verifier judge`: judge an earlier run again, with the rules, guides and baselines of today and no network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from verifier import __version__


@click.command()
@click.argument("run", required=False)
@click.option(
    "--flows", "flows_folder", type=click.Path(path_type=Path), help="The folder of flows, if not the one here."
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where runs are kept. [default: reports/ beside flows/]"
)
@click.option(
    "--fail-on",
    type=click.Choice(["drift", "broken"]),
    default="drift",
    show_default=True,
    help="From which level on it fails.",
)
@click.option("--exit-zero", is_flag=True, help="End with 0 whatever was found.")
def judge(
    run: str | None,
    flows_folder: Path | None,
    output: Path | None,
    fail_on: str,
    exit_zero: bool,  # noqa: FBT001 - click hands over one parameter an option
) -> None:
    """Judge an earlier run again.

    What the run saw stays as it was; the verdicts are made anew from the guides, flows and baselines in place now, and its reports
    are written again. What differs for that reason is told as a change of the tool, the flow's files or the baseline: nobody
    looked at the site again. RUN is a folder below reports/ or its path; without it, the latest run.
    """
    from verifier.cli.edits import with_edits  # noqa: PLC0415 - the command line starts without what only a command needs
    from verifier.cli.outcome import keep_recorded_pictures, publish, statuses  # noqa: PLC0415
    from verifier.cli.runs import find_run  # noqa: PLC0415
    from verifier.flowfile.discover import find_flows_root  # noqa: PLC0415
    from verifier.flowfile.library import load, require  # noqa: PLC0415
    from verifier.session.fold import slim  # noqa: PLC0415
    from verifier.session.rejudge import Today, rejudge  # noqa: PLC0415
    from verifier.session.verify import FailOn, exit_code  # noqa: PLC0415
    from verifier.store.baselines import read_baseline, recording_digest  # noqa: PLC0415
    from verifier.store.journal import FILE_NAME, JournalReader  # noqa: PLC0415

    root = find_flows_root(flows_folder)
    folder = find_run(run, output or root.parent / "reports")
    library = require(load(root))
    reader = JournalReader(folder / FILE_NAME)
    today = Today(
        guides=library.guides,
        baseline_of=lambda flow: read_baseline(root, flow.id, flow.locale),
        flows={flow.key: flow for flow in library.flows},
        attestations=library.attestations,
        digests={flow.key: recording_digest(root, flow.id, flow.locale) for flow in library.flows},
        tool_version=__version__,
    )
    report = replace(rejudge(reader, today=today, told=slim), torn=reader.torn)
    keep_recorded_pictures(report, folder, root)
    publish(with_edits(report, root=root, folder=folder), folder)
    code = exit_code(statuses(report), fail_on=FailOn(fail_on), exit_zero=exit_zero, interrupted=False)
    if code:
        raise click.exceptions.Exit(code)
