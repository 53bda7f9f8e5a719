"""`verifier publish`: bring what a run found to where people work."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from verifier.cli.notices import VARIABLE, notify_option
from verifier.cli.publish_attestations import attestations
from verifier.cli.repository import bodies_option, do, dry_run_option, is_meant, open_repository, yes_option

if TYPE_CHECKING:
    from verifier.model.report import Report
    from verifier.publish.action import Existing

_FLOWS = click.option(
    "--flows", "flows_folder", type=click.Path(path_type=Path), help="The folder of flows, if not the one here."
)
_OUTPUT = click.option(
    "--output", type=click.Path(path_type=Path), help="Where runs are kept. [default: reports/ beside flows/]"
)
_REPLICA = click.option(
    "--replica", is_flag=True, help="Also where the run was against a replica, which is refused else."
)
_LINK = click.option(
    "--report-url",
    envvar="VERIFIER_REPORT_URL",
    metavar="URL",
    help="Where the folder of all reports can be read, for links. [env: VERIFIER_REPORT_URL; in GitHub Actions, the page of the job]",
)


@click.group()
def publish() -> None:
    """Bring what a run found to where people work."""


publish.add_command(attestations)


@publish.command()
@click.argument("run", required=False)
@yes_option
@dry_run_option
@bodies_option
@click.option("--at-most", type=click.IntRange(1, 500), default=25, show_default=True, metavar="N", help="Issues open at once; what is beyond is listed in one more.")  # fmt: skip
@click.option("--reopen", type=click.IntRange(0, 3650), default=30, show_default=True, metavar="DAYS", help="A drift that is back within DAYS reopens its issue; later it gets a new one.")  # fmt: skip
@click.option("--pull-request", is_flag=True, help="Also offer new baselines for flows whose pages moved while every sentence holds, as a draft pull request.")  # fmt: skip
@_REPLICA
@_LINK
@_FLOWS
@_OUTPUT
def github(  # noqa: PLR0917 - click hands over one parameter an option
    run: str | None,
    yes: bool,  # noqa: FBT001
    dry_run: bool,  # noqa: FBT001
    bodies: bool,  # noqa: FBT001
    at_most: int,
    reopen: int,
    pull_request: bool,  # noqa: FBT001
    replica: bool,  # noqa: FBT001
    report_url: str | None,
    flows_folder: Path | None,
    output: Path | None,
) -> None:
    """One GitHub issue for each drift of a run: opened, kept up to date, closed when it is over, reopened when it is back.

    RUN is a folder below reports/, its path, or nothing for the latest one. The repository is GITHUB_REPOSITORY, the token
    GITHUB_TOKEN, the API GITHUB_API_URL; all from the environment. An issue is closed only where the run saw the steps in question.
    """
    from verifier.cli.edits import with_edits  # noqa: PLC0415
    from verifier.publish.issues import read_issues  # noqa: PLC0415 - the command line starts without what only a command needs
    from verifier.publish.plan import plan  # noqa: PLC0415
    from verifier.report.drifts import drifts  # noqa: PLC0415
    from verifier.report.issue_text import LABEL, digest_text, issue_text  # noqa: PLC0415

    folder, root, report = _report(run, flows_folder, output, replica=replica)
    really = is_meant(yes=yes, dry_run=dry_run)
    link = _link(report, report_url)
    report = with_edits(report, root=root, folder=folder)
    found = {drift.signature: drift for drift in drifts(report)}
    with open_repository(required=really) as repository:
        existing: tuple[Existing, ...] = read_issues(repository, LABEL) if repository else ()
        actions = plan(
            tuple(issue_text(drift, report, link=link) for drift in found.values()),
            existing,
            report,
            digest=lambda marks: digest_text(tuple(found[mark] for mark in marks), report, link=link),
            at_most=at_most,
            reopen_days=reopen,
        )
        do(repository, actions, really=really, bodies=bodies)
        if pull_request:
            from verifier.cli.publish_baselines import offer_baselines  # noqa: PLC0415

            offer_baselines(repository, report, folder=folder, root=root, link=link, really=really)
    if not actions:
        click.echo("No drift, and no issue of an earlier one.")


@publish.command()
@click.argument("run", required=False)
@notify_option
@_REPLICA
@_LINK
@_FLOWS
@_OUTPUT
def notify(
    run: str | None,
    receivers: tuple[str, ...],
    *,
    replica: bool,
    report_url: str | None,
    flows_folder: Path | None,
    output: Path | None,
) -> None:
    """Send a message about what is new, back or over in a run; where nothing is, nothing is sent.

    RUN is a folder below reports/, its path, or nothing for the latest one. What is new is known from the history beside it.
    """
    from verifier.cli.notices import send  # noqa: PLC0415 - the command line starts without what only a command needs
    from verifier.errors import PublishError, UsageError  # noqa: PLC0415

    if not receivers:
        raise UsageError(
            "nobody is named who could be told", hint=f"name an address with --notify URL or in {VARIABLE}"
        )
    _, _, report = _report(run, flows_folder, output, replica=replica)
    missed = send(report, receivers, link=_link(report, report_url))
    if missed is None:
        click.echo("Nothing is new, back or over; no message was sent.")
        return
    if missed:
        raise PublishError("; ".join(missed), hint="the address or the service is wrong; the run itself is complete")
    click.echo(f"{len(receivers)} message{'s' if len(receivers) > 1 else ''} sent.")


def _report(
    run: str | None, flows_folder: Path | None, output: Path | None, *, replica: bool
) -> tuple[Path, Path, Report]:
    from verifier.cli.folded import told_report  # noqa: PLC0415 - not for --help
    from verifier.cli.remember import remember  # noqa: PLC0415
    from verifier.cli.runs import find_run  # noqa: PLC0415
    from verifier.errors import UsageError  # noqa: PLC0415
    from verifier.flowfile.discover import find_flows_root  # noqa: PLC0415
    from verifier.store.history.file import FILE_NAME as HISTORY  # noqa: PLC0415

    root = find_flows_root(flows_folder)
    folder = find_run(None if run == "latest" else run, output or root.parent / "reports")
    report = told_report(folder)
    if report.against != "live" and not replica:
        raise UsageError(
            f"the run {report.run_id} was against the {report.against}, which is no news of the site",
            hint="publish a run against the live site, or add --replica",
        )
    return folder, root, remember(report, folder.parent / HISTORY)


def _link(report: Report, base: str | None) -> str:
    if base:
        return f"{base.rstrip('/')}/{report.run_id}/index.html"
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
    server, repository, job = (os.environ.get(name, "") for name in names)
    return f"{server}/{repository}/actions/runs/{job}" if server and repository and job else ""
