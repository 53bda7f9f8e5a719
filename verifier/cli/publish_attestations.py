"""`verifier publish attestations`: one issue on what people attested and somebody has to look at again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from verifier.cli.repository import bodies_option, do, dry_run_option, is_meant, open_repository, yes_option

if TYPE_CHECKING:
    from datetime import date

    from verifier.flowfile.library import Library
    from verifier.report.attested_text import Due


@click.command()
@yes_option
@dry_run_option
@bodies_option
@click.option("--within", type=click.IntRange(0, 365), default=14, show_default=True, metavar="DAYS", help="Also what runs out within DAYS.")  # fmt: skip
@click.option(
    "--flows", "flows_folder", type=click.Path(path_type=Path), help="The folder of flows, if not the one here."
)
def attestations(*, yes: bool, dry_run: bool, bodies: bool, within: int, flows_folder: Path | None) -> None:
    """Keep one GitHub issue on statements that a person vouched for and somebody has to look at again.

    Those are told for which no flow speaks and whose latest attestation ran out, or runs out soon. The issue is kept up to date
    in place, and closed when nothing is due. The repository and the token come from the environment, as for `publish github`.
    """
    from verifier.flowfile.discover import find_flows_root  # noqa: PLC0415 - the command line starts without what only a command needs
    from verifier.flowfile.library import load, require  # noqa: PLC0415
    from verifier.publish.action import Occasion  # noqa: PLC0415
    from verifier.publish.issues import read_issues  # noqa: PLC0415
    from verifier.publish.single import single  # noqa: PLC0415
    from verifier.report.attested_text import AGAINST, SIGNATURE, attested_text  # noqa: PLC0415
    from verifier.report.issue_text import LABEL  # noqa: PLC0415

    now = datetime.now(UTC)
    due = _due(require(load(find_flows_root(flows_folder))), now.date(), within)
    text = attested_text(due, on=now.date())
    really = is_meant(yes=yes, dry_run=dry_run)
    with open_repository(required=really) as repository:
        existing = read_issues(repository, LABEL) if repository else ()
        actions = single(
            text,
            tuple(issue for issue in existing if issue.marker.signature == SIGNATURE),
            Occasion(AGAINST, now.strftime("%Y-%m-%dT%H:%M:%SZ")),
            signature=SIGNATURE,
            done="Somebody looked again at everything that was due.",
        )
        do(repository, actions, really=really, bodies=bodies)
    if text is None:
        click.echo("Nothing that people attested has to be looked at again.")


def _due(library: Library, today: date, within: int) -> tuple[Due, ...]:
    from verifier.model.attestation import latest  # noqa: PLC0415 - not for --help
    from verifier.session.register import speakers  # noqa: PLC0415

    spoken_for = speakers(library.flows)
    attested = (
        (guide, claim, found)
        for guide in library.guides
        for claim in guide.claims
        if claim.id not in spoken_for and (found := latest(library.attestations, claim.id, today)) is not None
    )
    due = (each for each in attested if (each[2].last_day() - today).days <= within)
    return tuple(sorted(due, key=lambda each: (each[2].last_day(), each[1].id)))
