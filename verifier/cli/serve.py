"""`verifier serve`: the replica of a site on loopback, to be opened by hand."""

from __future__ import annotations

import threading
from pathlib import Path

import click


@click.command()
@click.argument("site")
@click.option("--edition", metavar="EDITION", help="Which state of the site; without it, the editions are listed.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="The port of the site's first host; its other hosts have the next ones. 0: any that are free.",
)
@click.option(
    "--flows",
    "flows_root",
    type=click.Path(path_type=Path),
    help="The folder that holds the sites. Without it, the nearest folder `flows`.",
)
def serve(site: str, *, edition: str | None, port: int, flows_root: Path | None) -> None:
    """Serve the replica of SITE, to open it by hand. Ctrl-C stops it.

    \b
    verifier serve whatsapp                    which editions there are
    verifier serve whatsapp --edition today    serve one, print its URL
    """  # noqa: D301 - `\b` is click's mark for lines that stay as they are
    # Reading files and opening ports: only for those who serve, not for --help.
    from verifier.flowfile.discover import find_flows_root, given_flows_root  # noqa: PLC0415
    from verifier.replica.load import load_replica  # noqa: PLC0415
    from verifier.replica.serve import Loopback  # noqa: PLC0415

    root = given_flows_root(flows_root) if flows_root else find_flows_root()
    if edition is None:
        _list_editions(root, site)
        return
    replica = load_replica(root, site, edition)
    with Loopback(replica.answer, replica.hosts, port=port) as loopback:
        click.echo(loopback.addresses.outward(replica.start))
        click.echo(f"This is {site}, edition {edition}: {replica.edition.says}.", err=True)
        for host, origin in loopback.addresses.pairs:
            click.echo(f"  {origin}  stands for  {host}", err=True)
        click.echo("Its forms are answered from files, nothing is sent to the real site. Stop with Ctrl-C.", err=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            click.echo("stopped", err=True)


def _list_editions(flows_root: Path, site: str) -> None:
    """Print the editions of the site, or fail as a wrong edition would."""
    from verifier.replica.load import read_site_table  # noqa: PLC0415

    for each in read_site_table(flows_root, site).editions:
        click.echo(f"{each.name:<14} {each.says}")
