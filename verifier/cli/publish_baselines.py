"""`verifier publish github --pull-request`: the new baselines of drifted flows, offered for review."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

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
    from verifier.cli.amending import below_repository  # noqa: PLC0415
    from verifier.model.drift import state_of  # noqa: PLC0415
    from verifier.publish.pull_request import Offer  # noqa: PLC0415
    from verifier.report.offer_text import offer_text  # noqa: PLC0415
    from verifier.session.accept import propose  # noqa: PLC0415
    from verifier.store.baselines import baseline_changes, read_baseline  # noqa: PLC0415
    from verifier.store.blobs import Blobs  # noqa: PLC0415

    lines: list[str] = []
    baselines = []
    for flow in drifted:
        current = read_baseline(root, flow.flow.id, flow.flow.locale)
        proposal = propose(flow, current, recorded_on=report.started_at[:10], source=report.against)
        lines += describe(flow.key, proposal)
        baselines.append(proposal.baseline)
    # Worked out by the same code as in `accept`, so that the files are those that it would write.
    changes = baseline_changes(root, tuple(baselines), Blobs(folder / "blobs").read)
    below = below_repository(root.resolve().parent)
    files = {f"{below}{change.file}": change.after for change in changes}
    marks = sorted(
        f"{flow.key}{found.fingerprint}{state_of(found)}" for flow in drifted for found in flow.verdict.findings
    )
    title, body = offer_text(tuple(flow.key for flow in drifted), tuple(lines), report, link=link)
    return Offer(BRANCH, hashlib.sha256("\x1f".join(marks).encode()).hexdigest()[:16], title, body, files)
