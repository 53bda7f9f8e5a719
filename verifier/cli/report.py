"""`verifier report`: write the reports of an earlier run again, from its journal."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("run", required=False)
@click.option(
    "--flows", "flows_folder", type=click.Path(path_type=Path), help="The folder of flows, if not the one here."
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where runs are kept. [default: reports/ beside flows/]"
)
def report(run: str | None, flows_folder: Path | None, output: Path | None) -> None:
    """Write the reports of an earlier run again.

    RUN is a folder below reports/ or its path; without it, the latest run.
    """
    from verifier.cli.edits import with_edits  # noqa: PLC0415 - the command line starts without what only a command needs
    from verifier.cli.folded import told_report  # noqa: PLC0415
    from verifier.cli.outcome import publish  # noqa: PLC0415
    from verifier.cli.runs import find_run  # noqa: PLC0415
    from verifier.flowfile.discover import find_flows_root  # noqa: PLC0415

    root = find_flows_root(flows_folder)
    folder = find_run(run, output or root.parent / "reports")
    publish(with_edits(told_report(folder), root=root, folder=folder), folder)
