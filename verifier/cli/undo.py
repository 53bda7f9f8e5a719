"""`verifier undo`: take back the latest accept or reject."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--list", "listed", is_flag=True, help="Show what can be taken back, the latest last, and change nothing."
)
@click.option(
    "--flows", "flows_folder", type=click.Path(path_type=Path), help="The folder of flows, if not the one here."
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where runs are kept. [default: reports/ beside flows/]"
)
def undo(listed: bool, flows_folder: Path | None, output: Path | None) -> None:  # noqa: FBT001 - click's way
    """Take back the latest accept or reject, byte for byte; called again, the one before it.

    Where one of its files was edited since, nothing is overwritten.
    """
    from verifier.flowfile.discover import find_flows_root  # noqa: PLC0415 - only for this command
    from verifier.store.ledger import FOLDER, Ledger  # noqa: PLC0415

    root = find_flows_root(flows_folder)
    ledger = Ledger((output or root.parent / "reports") / FOLDER, root.parent)
    if listed:
        for entry in ledger.entries():
            click.echo(f"{entry.at}  {entry.what}  ({len(entry.changes)} files)")
        return
    entry = ledger.undo()
    for change in entry.changes:
        click.echo(f"{'removed' if change.before is None else 'restored'} {change.file}")
    click.echo(f"took back: {entry.what}")
