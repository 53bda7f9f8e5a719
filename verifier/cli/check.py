"""`verifier check`: every problem in the flow files, as source frames."""

from __future__ import annotations

from pathlib import Path

import click

from verifier.errors import FlowFileError


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--flows",
    "flows_root",
    type=click.Path(path_type=Path),
    help="The folder that holds the sites. Without it, the nearest folder `flows`.",
)
def check(names: tuple[str, ...], flows_root: Path | None) -> None:
    """Show every problem in the flow files, without a browser.

    NAME is a site, a flow (whatsapp/contact), a pattern ("whatsapp/*") or a path; without a name, all files are checked, and that
    a flow speaks for every statement of the guides that a page could bear out. Exit code 2 when there is a problem.
    """
    from verifier.flowfile.discover import find_flows_root, given_flows_root, problems_of  # noqa: PLC0415 - not for --help
    from verifier.flowfile.library import load, summary  # noqa: PLC0415

    root = given_flows_root(flows_root) if flows_root else find_flows_root()
    short = summary(root)
    if short.problems or short.without_flow or names:
        library = load(root)
        problems = problems_of(library, names)
        if not problems and not names:
            from verifier.flowfile.coverage import without_flow  # noqa: PLC0415 - a file with a problem has no flow, and speaks for nothing

            problems = without_flow(library)
        if problems:
            raise FlowFileError(problems)
    if not short.flows and not names:
        click.echo(f"there is no flow in {root.name}/ yet", err=True)
    flows = _count(len(short.flows), "flow")
    sites = _count(short.sites, "site")
    click.echo(f"{flows} in {sites}: no problem" if not names else f"{', '.join(names)}: no problem")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
