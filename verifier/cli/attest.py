"""`verifier attest`: write down that a person saw that a statement holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from verifier.errors import UsageError

if TYPE_CHECKING:
    from verifier.model.attestation import Evidence


@click.command()
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@click.option("--by", "name", required=True, help="Who looked.")
@click.option("--on", "day", metavar="DATE", help="The day on which they looked, such as 2026-01-31. [default: today]")
@click.option("--valid", default="90d", show_default=True, help="For how many days that counts.")
@click.option("--note", default="", help="What they saw, in a few words.")
@click.option(
    "--evidence",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file that shows it; its name and its SHA-256 are written down, the file stays where it is.",
)
@click.option(
    "--flows", "flows_folder", type=click.Path(path_type=Path), help="The folder of flows, if not the one here."
)
def attest(
    claims: tuple[str, ...],
    *,
    name: str,
    day: str | None,
    valid: str,
    note: str,
    evidence: Path | None,
    flows_folder: Path | None,
) -> None:
    """Write down that a person saw that these claims hold, where no browser can see it.

    The record stands beside the guide, in flows/guides/<guide>.attested.yaml, and is reviewed like any other change.
    """
    from datetime import UTC, datetime  # noqa: PLC0415 - not for --help

    from verifier.flowfile.attested import ENDING, attested_text  # noqa: PLC0415
    from verifier.flowfile.discover import find_flows_root, given_flows_root  # noqa: PLC0415
    from verifier.flowfile.library import load, require  # noqa: PLC0415
    from verifier.model.attestation import Attestation  # noqa: PLC0415

    root = given_flows_root(flows_folder) if flows_folder else find_flows_root()
    library = require(load(root))
    today = datetime.now(UTC).date().isoformat()
    on = _day(day, today) if day else today
    days = _days(valid)
    if not name.strip():
        raise UsageError("`--by` is empty", hint="say who looked")
    by_guide: dict[str, list[str]] = {}
    of_claim = {claim.id: (guide, claim) for guide in library.guides for claim in guide.claims}
    for claim_id in dict.fromkeys(claims):
        if claim_id not in of_claim:
            raise _unknown(claim_id, tuple(of_claim))
        by_guide.setdefault(of_claim[claim_id][0].id, []).append(claim_id)
    shown = _evidence(evidence) if evidence else None
    for guide_id, named in by_guide.items():
        place = of_claim[named[0]][1].place
        new = Attestation(guide_id, tuple(named), name.strip(), on, days, place, note.strip(), shown)
        before = tuple(each for each in library.attestations if each.guide_id == guide_id)
        file = root / "guides" / f"{guide_id}{ENDING}"
        file.write_text(attested_text((*before, new)), encoding="utf-8", newline="\n")
        click.echo(f"{root.name}/guides/{file.name}: {', '.join(named)} by {new.by} on {on}, until {new.last_day()}")


def _day(text: str, today: str) -> str:
    from datetime import date  # noqa: PLC0415

    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"`{text}` is no date", hint="write it as 2026-01-31") from None
    if day != text or day > today:
        raise UsageError(f"`{text}` is not a day up to today", hint="write it as 2026-01-31, and not in the future")
    return day


def _days(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,3}d", text):
        raise UsageError(f"`{text}` is no number of days", hint="write it as 90d")
    return int(text.removesuffix("d"))


def _unknown(claim_id: str, known: tuple[str, ...]) -> UsageError:
    from verifier.flowfile.near import near  # noqa: PLC0415

    found = near(claim_id, known)
    hint = (
        f"did you mean {' or '.join(f'`{each}`' for each in found)}?" if found else "`verifier guides` lists them all"
    )
    return UsageError(f"no guide has the claim `{claim_id}`", hint=hint)


def _evidence(path: Path) -> Evidence:
    import hashlib  # noqa: PLC0415

    from verifier.model.attestation import Evidence  # noqa: PLC0415

    return Evidence(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
