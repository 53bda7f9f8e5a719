"""`verifier list`: the flows that there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from verifier.model.flow import Flow

HEADS = ("FLOW", "LOCALES", "STEPS", "CLAIMS", "TAGS", "TITLE")


@click.command("list")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--locale", "locales", multiple=True, help="Only flows in this locale; may be given several times.")
@click.option("--tag", "tags", multiple=True, help="Only flows with this tag; may be given several times.")
@click.option(
    "--guide", "guides", multiple=True, help="Only flows that speak for this guide; may be given several times."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON, with the ids of all steps and claims.")
@click.option(
    "--flows",
    "flows_root",
    type=click.Path(path_type=Path),
    help="The folder that holds the sites. Without it, the nearest folder `flows`.",
)
def list_flows(
    names: tuple[str, ...],
    locales: tuple[str, ...],
    tags: tuple[str, ...],
    guides: tuple[str, ...],
    *,
    as_json: bool,
    flows_root: Path | None,
) -> None:
    """List the flows that there are.

    NAME is a site, a flow (whatsapp/contact), a flow in a locale (whatsapp/contact[ro]), a pattern ("whatsapp/*") or the path of a
    flow file; without a name, all flows are listed.
    """
    from verifier.flowfile.discover import find_flows_root, given_flows_root, select  # noqa: PLC0415 - not for --help
    from verifier.flowfile.library import load  # noqa: PLC0415

    library = load(given_flows_root(flows_root) if flows_root else find_flows_root())
    if library.problems:
        count = len(library.problems)
        which = "a problem is" if count == 1 else f"{count} problems are"
        click.echo(
            f"{which} in the files, and flows may be missing here; `verifier check` shows what is wrong", err=True
        )
    asked = names or locales or tags or guides
    flows = select(library, names, locales=locales, tags=tags, guides=guides) if library.flows or asked else ()
    by_id: dict[str, list[Flow]] = {}
    for flow in flows:
        by_id.setdefault(flow.id, []).append(flow)
    if as_json:
        click.echo(_json(by_id))
    elif by_id:
        click.echo(_table(by_id))
    else:
        click.echo(f"there is no flow in {library.root.name}/ yet", err=True)


def _table(by_id: dict[str, list[Flow]]) -> str:
    from verifier.flowfile.frame import escape  # noqa: PLC0415

    rows = [HEADS]
    for flow_id, flows in by_id.items():
        first = flows[0]
        locales = " ".join(flow.locale for flow in flows)
        claims = str(len(first.every_claim()))
        rows.append((flow_id, locales, str(len(first.steps)), claims, " ".join(first.tags) or "-", escape(first.title)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS) - 1)]
    lines = (
        "  ".join([*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)), row[-1]]) for row in rows
    )
    return "\n".join(lines)


def _json(by_id: dict[str, list[Flow]]) -> str:
    import json  # noqa: PLC0415 - only when asked for

    rows = [
        {
            "id": flow_id,
            "title": flows[0].title,
            "site": flows[0].site.id,
            "file": flows[0].place.file,
            "locales": [flow.locale for flow in flows],
            "tags": list(flows[0].tags),
            "steps": [step.id for step in flows[0].steps],
            "claims": list(flows[0].every_claim()),
        }
        for flow_id, flows in by_id.items()
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
