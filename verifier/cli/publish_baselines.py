"""`verifier publish github --pull-request`: the new baselines of drifted flows, offered for review."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from verifier.model.report import FlowReport, Report
    from verifier.publish.github import GitHub
    from verifier.publish.pull_request import Offer

BRANCH = "verifier/baselines"


def offer_baselines(
    repository: GitHub | None, report: Report, *, folder: Path, root: Path, link: str, really: bool
) -> None:
    """Offer what `accept` would record for every flow that drifted, and tell in a line what was done or would be.

    A flow with a wrong sentence is a person's to decide, and one that was not seen whole has nothing to record. While flows
    could not be seen, an open pull request is not closed.
    """
    from verifier.model.finding import Status  # noqa: PLC0415 - not for --help
    from verifier.publish.pull_request import offer_pull_request  # noqa: PLC0415

    drifted = tuple(flow for flow in report.flows if flow.verdict.status is Status.DRIFTED)
    if not drifted and any(flow.verdict.status in (Status.BLOCKED, Status.ERRORED) for flow in report.flows):
        click.echo("baselines          nothing to offer, and some flows could not be seen")
        return
    offer = _offer(drifted, report, folder=folder, root=root, link=link)
    if really and repository is not None:
        click.echo(f"baselines          {offer_pull_request(repository, offer)}")
    elif offer.files:
        click.echo(f"baselines new      {offer.title} ({len(offer.files)} files, branch {offer.branch})")
    else:
        click.echo("baselines          nothing to offer")


def _offer(drifted: tuple[FlowReport, ...], report: Report, *, folder: Path, root: Path, link: str) -> Offer:
    from verifier.cli.accept import describe  # noqa: PLC0415 - not for --help
    from verifier.model.drift import state_of  # noqa: PLC0415
    from verifier.publish.pull_request import Offer  # noqa: PLC0415
    from verifier.report.offer_text import offer_text  # noqa: PLC0415
    from verifier.session.accept import propose  # noqa: PLC0415
    from verifier.store.baselines import read_baseline, write_baseline  # noqa: PLC0415
    from verifier.store.blobs import Blobs  # noqa: PLC0415

    lines: list[str] = []
    files: dict[str, bytes | None] = {}
    with tempfile.TemporaryDirectory(prefix="verifier-") as place:
        # Recorded into a copy by the same code as `accept`, so that the files are those that it would write.
        copy = Path(place) / root.name
        for site in dict.fromkeys(flow.flow.site.id for flow in drifted):
            recorded = root / site / "baselines"
            if recorded.is_dir():
                shutil.copytree(recorded, copy / site / "baselines")
        for flow in drifted:
            current = read_baseline(root, flow.flow.id, flow.flow.locale)
            proposal = propose(flow, current, recorded_on=report.started_at[:10], source=report.against)
            lines += describe(flow.key, proposal)
            write_baseline(copy, proposal.baseline, Blobs(folder / "blobs").read)
            files |= _changed(copy / flow.flow.site.id, root / flow.flow.site.id, _in_repository(root))
    marks = sorted(
        f"{flow.key}{found.fingerprint}{state_of(found)}" for flow in drifted for found in flow.verdict.findings
    )
    title, body = offer_text(tuple(flow.key for flow in drifted), tuple(lines), report, link=link)
    return Offer(BRANCH, hashlib.sha256("\x1f".join(marks).encode()).hexdigest()[:16], title, body, files)


def _in_repository(root: Path) -> Path:
    """The flows root as a path in its repository."""
    top = next((folder for folder in root.resolve().parents if (folder / ".git").exists()), root.resolve().parent)
    return root.resolve().relative_to(top)


def _changed(now: Path, before: Path, where: Path) -> dict[str, bytes | None]:
    new = {path.relative_to(now): path.read_bytes() for path in now.rglob("*") if path.is_file()}
    old = {path.relative_to(before) for path in (before / "baselines").rglob("*") if path.is_file()}
    changed: dict[str, bytes | None] = {}
    for path, content in new.items():
        if path not in old or (before / path).read_bytes() != content:
            changed[(where / before.name / path).as_posix()] = content
    return changed | {(where / before.name / path).as_posix(): None for path in old - set(new)}
