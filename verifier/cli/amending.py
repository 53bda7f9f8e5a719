"""A kept run opened beside the files of today, for commands that change those."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from verifier.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from verifier.model.finding import Finding
    from verifier.model.report import Report
    from verifier.session.amend import Bench, Edit
    from verifier.store.ledger import FileChange, Ledger

_PREFIX = re.compile("[0-9a-f]{4,16}")


@dataclass(frozen=True, slots=True)
class Opened:
    """A kept run and the project that it belongs to."""

    root: Path
    folder: Path
    bench: Bench
    ledger: Ledger

    def changes(self, edit: Edit) -> tuple[FileChange, ...]:
        """The files that an edit changes, before and after."""
        from verifier.store.baselines import baseline_changes  # noqa: PLC0415 - the command line starts without what only a command needs
        from verifier.store.blobs import Blobs  # noqa: PLC0415
        from verifier.store.ledger import FileChange  # noqa: PLC0415

        return (
            *(FileChange(file, self.bench.texts[file].encode(), after.encode()) for file, after in edit.texts),
            *baseline_changes(self.root, edit.baselines, Blobs(self.folder / "blobs").read),
        )


def open_run(run: str | None, flows_folder: Path | None, output: Path | None) -> Opened:
    """The run of that name beside the flow files and baselines in place.

    Raises:
        UsageError: there is no such run.
        FlowFileError: the flow files have problems.
    """
    from verifier.cli.folded import whole_report  # noqa: PLC0415
    from verifier.cli.runs import find_run  # noqa: PLC0415
    from verifier.flowfile.discover import find_flows_root  # noqa: PLC0415

    root = find_flows_root(flows_folder)
    reports = output or root.parent / "reports"
    folder = find_run(None if run == "latest" else run, reports)
    return beside(whole_report(folder), root=root, folder=folder)


def beside(report: Report, *, root: Path, folder: Path) -> Opened:
    """A run beside the files below the flows root; `folder` is the run's own."""
    from verifier.flowfile.library import load, require  # noqa: PLC0415
    from verifier.session.amend import Bench  # noqa: PLC0415
    from verifier.store.baselines import read_baseline  # noqa: PLC0415
    from verifier.store.ledger import FOLDER, Ledger  # noqa: PLC0415

    library = require(load(root))
    keys = {flow.key for flow in report.flows}
    recorded = {flow.key: read_baseline(root, flow.flow.id, flow.flow.locale) for flow in report.flows}
    files = dict.fromkeys(source.file for source in library.sources)
    bench = Bench(
        report=report,
        flows={flow.key: flow for flow in library.flows if flow.key in keys},
        texts={file: (root.parent / file).read_bytes().decode() for file in files},
        baselines={key: baseline for key, baseline in recorded.items() if baseline is not None},
        claims={claim.id for guide in library.guides for claim in guide.claims},
    )
    return Opened(root, folder, bench, Ledger(folder.parent / FOLDER, root.parent))


def findings_named(opened: Opened, names: tuple[str, ...]) -> Mapping[str, tuple[Finding, ...]]:
    """The findings with these fingerprints, or beginnings of them, by `Flow.key`.

    They are those of the run as it would be judged today: what was accepted already is one no longer.

    Raises:
        UsageError: a name means none, or more than one.
    """
    bench = opened.bench
    known = {
        finding.fingerprint: (flow.key, finding)
        for flow in bench.report.flows
        for finding in bench.verdict(flow.key).findings
    }
    before = {finding.fingerprint: finding for flow in bench.report.flows for finding in flow.verdict.findings}
    found: dict[str, dict[str, Finding]] = {}
    for name in names:
        if not _PREFIX.fullmatch(name):
            hint = (
                "a finding is named by its fingerprint or at least 4 signs of it, a flow by its id (`whatsapp/contact`)"
            )
            raise UsageError(f"`{name}` names no finding", hint=hint)
        fitting = [one for one in known if one.startswith(name)]
        if len(fitting) > 1:
            hint = "it could be " + "; ".join(f"{one} ({known[one][1].sentence})" for one in fitting[:5])
            raise UsageError(f"`{name}` begins several fingerprints", hint=hint)
        if not fitting:
            gone = next((each for one, each in before.items() if one.startswith(name)), None)
            if gone is not None:
                raise UsageError(
                    f"{name} is no finding any more: {gone.sentence}",
                    hint="it was accepted, or the files changed since",
                )
            hint = "the report names the fingerprint of each finding under `Evidence and origin`"
            raise UsageError(f"the run has no finding `{name}`", hint=hint)
        key, finding = known[fitting[0]]
        found.setdefault(key, {})[finding.fingerprint] = finding
    return {key: tuple(each.values()) for key, each in found.items()}


def carry_out(
    opened: Opened, changes: tuple[FileChange, ...], *, what: str, patch: bool, yes: bool, ask: str, brief: bool = False
) -> None:
    """Show the changes (not where `brief`), ask, and make them all at once; with `patch` print them and change nothing."""
    from verifier.store.patch import patch_of  # noqa: PLC0415

    if patch:
        click.echo(patch_of(changes, below=below_repository(opened.root.parent)), nl=False)
        return
    if not changes:
        click.echo("Nothing changes: the files say all that already.")
        return
    for line in () if brief else shown(changes):
        click.echo(line)
    if not yes and not click.confirm(ask):
        click.echo("Nothing was recorded." if brief else "Nothing was changed.")
        return
    opened.ledger.apply(changes, what=what, at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    for change in changes:
        click.echo(f"{'removed' if change.after is None else 'wrote'} {change.file}")
    click.echo("`verifier undo` takes it back.")


def shown(changes: tuple[FileChange, ...], *, most: int = 60) -> tuple[str, ...]:
    """The changes for a person: the hunks of texts, cut where they are long, and the names of pictures."""
    from verifier.store.patch import hunks  # noqa: PLC0415

    lines: list[str] = []
    for change in changes:
        lines.append(
            f"{change.file}{' (new)' if change.before is None else ' (removed)' if change.after is None else ''}"
        )
        if not change.file.endswith(".yaml") or change.before is None or change.after is None:
            continue
        diff = "".join(hunks(change.before.decode(), change.after.decode())).splitlines()
        lines += [f"  {line}" for line in diff[:most]]
        if len(diff) > most:
            lines.append(f"  ... {len(diff) - most} more lines; `--patch` prints them all")
    return tuple(lines)


def below_repository(project: Path) -> str:
    """The project's folder in the repository that holds it, as a prefix of paths; empty where the project is the repository."""
    top = next((folder for folder in (project, *project.parents) if (folder / ".git").exists()), project)
    inside = project.relative_to(top).as_posix()
    return "" if inside == "." else f"{inside}/"
