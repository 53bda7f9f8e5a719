"""`verifier list`: the flows that there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from verifier.flowfile.summary import FlowSummary

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
    from verifier.flowfile.library import load, summary  # noqa: PLC0415
    from verifier.flowfile.summary import summaries  # noqa: PLC0415

    root = given_flows_root(flows_root) if flows_root else find_flows_root()
    short = summary(root)
    if short.problems:
        which = "a problem is" if short.problems == 1 else f"{short.problems} problems are"
        click.echo(
            f"{which} in the files, and flows may be missing here; `verifier check` shows what is wrong", err=True
        )
    flows = short.flows
    if names or locales or tags or guides:
        flows = summaries(select(load(root), names, locales=locales, tags=tags, guides=guides))
    if as_json:
        click.echo(_json(flows))
    elif flows:
        click.echo(_table(flows))
    else:
        click.echo(f"there is no flow in {root.name}/ yet", err=True)


def _table(flows: tuple[FlowSummary, ...]) -> str:
    from verifier.flowfile.frame import escape  # noqa: PLC0415

    rows = [HEADS]
    for flow in flows:
        counts = (str(len(flow.steps)), str(len(flow.claims)))
        rows.append((flow.id, " ".join(flow.locales), *counts, " ".join(flow.tags) or "-", escape(flow.title)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS) - 1)]
    lines = (
        "  ".join([*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)), row[-1]]) for row in rows
    )
    return "\n".join(lines)


def _json(flows: tuple[FlowSummary, ...]) -> str:
    import json  # noqa: PLC0415 - only when asked for

    return json.dumps([flow._asdict() for flow in flows], ensure_ascii=False, indent=2)
