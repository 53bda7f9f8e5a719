"""`verifier schema`: the JSON Schema of the file formats, for editors."""

from __future__ import annotations

import click

KINDS = ("flow", "labels", "site", "guide", "attested")


@click.command()
@click.option("--kind", type=click.Choice(KINDS), default="flow", show_default=True, help="Which kind of file.")
def schema(kind: str) -> None:
    """Print the JSON Schema (2020-12) of a kind of file, for editors.

    It is the very file that the verifier reads flows by.
    """
    from verifier.flowfile.rules import Kind, schema_text  # noqa: PLC0415 - not for --help

    click.echo(schema_text(Kind(kind)), nl=False)
