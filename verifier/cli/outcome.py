"""The end of a run: the journal folded, the reports written, the summary shown, the exit code set."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from verifier.model.finding import Status
    from verifier.model.report import Report
    from verifier.session.verify import FailOn


def conclude(
    folder: Path, *, root: Path, fail_on: FailOn, exit_zero: bool, interrupted: bool, receivers: tuple[str, ...] = ()
) -> None:
    """Fold the journal in `folder` into its reports, show the summary and leave with the run's exit code.

    `interrupted` says that somebody stopped it just now. `root` is the flows root, whose recorded pictures the report shows beside the new ones.
    `receivers` are told where something is new, back or over; whether they could be does not change how the run ends.

    Raises:
        JournalError: the journal cannot be read.
    """
    from verifier.cli.edits import with_edits  # noqa: PLC0415 - only the end of a run needs it
    from verifier.cli.folded import told_report  # noqa: PLC0415
    from verifier.session.verify import exit_code  # noqa: PLC0415

    report = told_report(folder)
    keep_recorded_pictures(report, folder, root)
    told = publish(with_edits(report, root=root, folder=folder), folder)
    if receivers:
        from verifier.cli.notices import send  # noqa: PLC0415
        from verifier.cli.remember import warn  # noqa: PLC0415

        for words in send(told, receivers) or ():
            warn(words)
    code = exit_code(statuses(report), fail_on=fail_on, exit_zero=exit_zero, interrupted=interrupted)
    if code:
        raise click.exceptions.Exit(code)


def statuses(report: Report) -> tuple[Status, ...]:
    """How the flows of a run came out. Of those that were never begun we cannot say anything either."""
    from verifier.model.finding import Status  # noqa: PLC0415 - as above

    return (*(flow.verdict.status for flow in report.flows), *(Status.ERRORED for _ in report.unplayed))


def keep_recorded_pictures(report: Report, folder: Path, root: Path) -> None:
    """Copy the recorded pictures that findings show into the run's own folder, so that its report can always be written again."""
    from verifier.store.baselines import picture_path  # noqa: PLC0415
    from verifier.store.blobs import Blobs  # noqa: PLC0415

    blobs = Blobs(folder / "blobs")
    for finding in report.findings():
        if finding.before is None or blobs.read(finding.before.picture) is not None:
            continue
        recorded = picture_path(root, finding.flow_id, finding.before.picture)
        if recorded.is_file():
            blobs.keep(recorded.read_bytes(), finding.before.picture.media_type)


def publish(report: Report, folder: Path) -> Report:
    """Keep the run in the history beside its folder, write every report of it, point `latest` at it, and show the summary.

    Gives the report as it was told, with its history.
    """
    from verifier.cli.index_page import write_index  # noqa: PLC0415
    from verifier.cli.remember import remember  # noqa: PLC0415
    from verifier.report.console import print_summary  # noqa: PLC0415
    from verifier.report.github import annotation_lines  # noqa: PLC0415
    from verifier.store.history.file import FILE_NAME  # noqa: PLC0415

    report = remember(report, folder.parent / FILE_NAME)
    write_reports(report, folder)
    point_latest(folder)
    write_index(folder.parent)
    page = folder / "index.html"
    shown = page.relative_to(Path.cwd()) if page.is_relative_to(Path.cwd()) else page
    print_summary(report, sys.stdout, page=str(shown))
    if os.environ.get("GITHUB_ACTIONS") == "true":
        click.echo(annotation_lines(report), nl=False)
    return report


def write_reports(report: Report, folder: Path) -> None:
    """Write what every reporter makes of the run into its folder."""
    from verifier.report.registry import REPORTERS  # noqa: PLC0415
    from verifier.store.blobs import Blobs  # noqa: PLC0415

    pictures = Blobs(folder / "blobs").read
    written = set()
    for reporter in REPORTERS.values():
        for file in reporter(report, pictures):
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
            written.add(target)
    for page in set(folder.glob("*.html")) - written:
        page.unlink()  # of an earlier telling, which no page leads to any more


def point_latest(folder: Path) -> None:
    """Make `latest` beside the run's folder lead to it; where links cannot be made, a text file names it."""
    link = folder.parent / "latest"
    try:
        link.unlink(missing_ok=True)
        link.symlink_to(folder.name, target_is_directory=True)
    except OSError:
        (folder.parent / "latest.txt").write_text(f"{folder.name}\n", encoding="utf-8")
