"""`verifier merge`: make one run of several shards, with one report."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option(
    "--flows", "flows_folder", type=click.Path(path_type=Path), help="The folder of flows, if not the one here."
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where the new run goes. [default: reports/ beside flows/]"
)
@click.option(
    "--fail-on",
    type=click.Choice(["drift", "broken"]),
    default="drift",
    show_default=True,
    help="From which level on it fails.",
)
@click.option("--exit-zero", is_flag=True, help="End with 0 whatever was found.")
def merge(
    runs: tuple[str, ...],
    flows_folder: Path | None,
    output: Path | None,
    fail_on: str,
    exit_zero: bool,  # noqa: FBT001 - click hands over one parameter an option
) -> None:
    """Make one run of several, with one report.

    RUN is a folder below reports/ or its path: the shards of one run (see `verifier run --shard`), or runs of different flows
    that were played against the same thing with the same flow files. The order does not matter. The runs stay as they are; the
    new one has a folder of its own. A shard that is missing or was cut off is told, and the rest is still reported.
    """
    from verifier.cli.notices import told_command  # noqa: PLC0415
    from verifier.cli.outcome import conclude  # noqa: PLC0415 - the command line starts without what only a command needs
    from verifier.cli.run import new_run_folder  # noqa: PLC0415
    from verifier.cli.runs import find_run  # noqa: PLC0415
    from verifier.flowfile.discover import find_flows_root  # noqa: PLC0415
    from verifier.session.merge import Part  # noqa: PLC0415
    from verifier.session.merge import merge as merge_parts  # noqa: PLC0415
    from verifier.session.verify import FailOn  # noqa: PLC0415
    from verifier.store.blobs import Blobs  # noqa: PLC0415
    from verifier.store.journal import FILE_NAME, JournalWriter, read_journal  # noqa: PLC0415

    root = find_flows_root(flows_folder)
    reports = output or root.parent / "reports"
    folders = {find_run(run, reports): run for run in runs}
    parts = []
    for folder, name in folders.items():
        journal = read_journal(folder / FILE_NAME)
        parts.append(Part(name, journal.events, journal.torn))
    target = new_run_folder(reports, ("merged",))
    try:
        merged = merge_parts(tuple(parts), run_id=target.name, command=told_command())
    except BaseException:
        target.rmdir()
        raise
    blobs = Blobs(target / "blobs")
    for folder in folders:
        blobs.take_all(folder / "blobs")
    with JournalWriter(target / FILE_NAME) as write:
        for stamped in merged.events:
            write(stamped)
    for warning in merged.warnings:
        click.echo(f"warning: {warning}", err=True)
    conclude(target, root=root, fail_on=FailOn(fail_on), exit_zero=exit_zero, interrupted=False)
