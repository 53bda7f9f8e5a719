"""`verifier history`: since when flows, claims and findings are as they are, over all runs that are kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from verifier.cli.remember import warn
from verifier.cli.usual import SHOW, ShowUnlessNamed
from verifier.errors import HistoryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.model.history import Chronicle, PastRun

_FLOWS = click.option(
    "--flows", "flows_folder", type=click.Path(path_type=Path), help="The folder of flows, if not the one here."
)
_OUTPUT = click.option(
    "--output", type=click.Path(path_type=Path), help="Where runs are kept. [default: reports/ beside flows/]"
)


@click.group(cls=ShowUnlessNamed)
def history() -> None:
    """Tell since when flows, claims and findings are as they are."""


@history.command(SHOW)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--replica", metavar="EDITION", help="The runs against the replica in this edition, not the live site.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with every run, flow, finding and claim.")
@_FLOWS
@_OUTPUT
def show(
    names: tuple[str, ...], *, replica: str | None, as_json: bool, flows_folder: Path | None, output: Path | None
) -> None:
    """Tell since when flows, claims and findings are as they are.

    NAME is a flow (whatsapp/contact, "whatsapp/contact[ro]"), a claim (RO-2.5a) or the fingerprint of a finding or its beginning;
    without a name, all is shown. Each target has a history of its own: the live site, or where no run was live, what was run
    last; a replica with --replica. A night is a day (UTC) with a run that could see the thing in question.
    """
    from verifier.cli.answers import answered, history_files  # noqa: PLC0415 - not for --help

    path = _existing(flows_folder, output)
    asked = ("history", str(path.absolute()), names, replica, as_json)
    click.echo(
        answered(
            asked,
            rests_on=history_files(path.parent),
            digest=b"",
            make=lambda: _told(path, names, replica=replica, as_json=as_json),
        )
    )


def _told(path: Path, names: tuple[str, ...], *, replica: str | None, as_json: bool) -> tuple[str, bool]:
    """What is told, and whether it was read with nothing to say about the file."""
    from verifier.history.chronicle import chronicle  # noqa: PLC0415 - only where it was not told before
    from verifier.report import history_text  # noqa: PLC0415
    from verifier.report.history_json import chronicle_json  # noqa: PLC0415
    from verifier.store.history.file import History  # noqa: PLC0415

    said: list[str] = []

    def say(words: str) -> None:
        said.append(words)
        warn(words)

    with History.open(path, say=say) as opened:
        targets = opened.targets()
        if not targets:
            raise UsageError("no run is in the history yet", hint="`verifier run` adds each run to it")
        against = _target(replica, targets, opened.latest())
        told = chronicle(opened.past(against))
    if as_json:
        text = chronicle_json(_only(told, names))
    elif not names:
        text = history_text.overview(told, others=tuple(each for each in targets if each != against))
    else:
        text = "\n\n".join(block for name in names for block in _blocks(told, name))
    return text, not said


def _target(replica: str | None, targets: tuple[str, ...], latest: str) -> str:
    if replica is None:
        return "live" if "live" in targets else latest
    wanted = f"replica {replica}"
    if wanted not in targets:
        known = [each.removeprefix("replica ") for each in targets if each != "live"]
        hint = f"there are runs against {', '.join(known)}" if known else "no run was made against a replica"
        raise UsageError(f"no run was made against the replica {replica}", hint=hint)
    return wanted


def _blocks(told: Chronicle, name: str) -> tuple[str, ...]:
    """What is told of everything that the name means."""
    from verifier.report import history_text  # noqa: PLC0415

    flows = [flow for flow in told.flows if name in {flow.key, flow.key.partition("[")[0]}]
    if flows:
        return tuple(history_text.of_flow(told, flow) for flow in flows)
    claims = [claim.claim_id for claim in told.claims if claim.claim_id.casefold() == name.casefold()]
    if claims:
        return tuple(history_text.of_claim(told, claim_id) for claim_id in claims)
    return tuple(
        history_text.of_finding(told, trail)
        for trail in told.trails
        if _begins(trail.finding.fingerprint, trail.origin, name)
    ) or _unknown(told, name)


def _begins(fingerprint: str, origin: str, name: str) -> bool:
    short = name.casefold()
    return len(short) >= 4 and (fingerprint.startswith(short) or origin.startswith(short))


def _unknown(told: Chronicle, name: str) -> tuple[str, ...]:
    from verifier.flowfile.near import near  # noqa: PLC0415

    known = (*(flow.key for flow in told.flows), *(claim.claim_id for claim in told.claims))
    found = near(name, known)
    hint = (
        f"did you mean {' or '.join(f'`{each}`' for each in found)}?"
        if found
        else "`verifier history` lists what is known"
    )
    raise UsageError(f"the history knows no flow, claim or finding `{name}`", hint=hint)


def _only(told: Chronicle, names: tuple[str, ...]) -> Chronicle:
    """The part that the names mean; the runs stay, each with the flows that are meant."""
    from dataclasses import replace  # noqa: PLC0415

    if not names:
        return told
    for name in names:
        _blocks(told, name)  # tells of a name that nothing goes by
    flows = {flow.key for flow in told.flows if {flow.key, flow.key.partition("[")[0]} & set(names)}
    claims = {
        claim.claim_id for claim in told.claims if claim.claim_id.casefold() in {name.casefold() for name in names}
    }

    def meant(fingerprint: str, origin: str, key: str, of: tuple[str, ...]) -> bool:
        by_name = any(_begins(fingerprint, origin, name) for name in names)
        return by_name or key in flows or bool(claims & set(of))

    trails = tuple(
        trail
        for trail in told.trails
        if meant(trail.finding.fingerprint, trail.origin, trail.finding.flow_key, trail.finding.claims)
    )
    shown = flows | {trail.finding.flow_key for trail in trails}
    runs = tuple(
        replace(each, run=replace(each.run, flows=tuple(flow for flow in each.run.flows if flow.key in shown)))
        for each in told.runs
    )
    return replace(
        told,
        runs=tuple(each for each in runs if each.run.flows or claims),
        trails=trails,
        flows=tuple(flow for flow in told.flows if flow.key in flows),
        claims=tuple(claim for claim in told.claims if claim.claim_id in claims),
        guides=(),
    )


@history.command("prune")
@click.option(
    "--keep", required=True, metavar="N|Nd", help="So many runs of each target, or those of so many days (90d)."
)
@click.option("--delete-folders", is_flag=True, help="Also delete the folders of runs older than those that stay.")
@click.option("--yes", is_flag=True, help="Do not ask before folders are deleted; they are listed all the same.")
@_FLOWS
@_OUTPUT
def prune(*, keep: str, delete_folders: bool, yes: bool, flows_folder: Path | None, output: Path | None) -> None:
    """Take old runs out of the history.

    What later runs are told by stays: first sightings, nights, since when claims hold. The latest run of each target always stays,
    and so do the folders of runs, unless --delete-folders says otherwise.
    """
    from verifier.cli.index_page import write_index  # noqa: PLC0415 - not for --help
    from verifier.report.plain import without_isolates  # noqa: PLC0415
    from verifier.report.words import against_words, counted  # noqa: PLC0415
    from verifier.store.history.file import History  # noqa: PLC0415

    rule = keeping(keep, now=datetime.now(UTC))
    path = _existing(flows_folder, output)
    with History.open(path, say=warn) as opened:
        for done in opened.prune(rule):
            gone, left = counted(done.gone, "run"), counted(done.left, "run")
            click.echo(f"{without_isolates(against_words(done.against))}: {gone} taken out, {left} left")
        oldest = {against: opened.past(against).runs[0].started_at for against in opened.targets()}
    if delete_folders:
        _delete(path.parent, oldest, yes=yes)
    write_index(path.parent)


def keeping(text: str, *, now: datetime) -> Callable[[tuple[PastRun, ...]], int]:
    """How many of some runs, the oldest first, stay by `30` (runs) or `90d` (days); at least one does.

    Raises:
        UsageError: it is neither.
    """
    found = re.fullmatch(r"([1-9]\d{0,5})(d?)", text.strip())
    if found is None:
        raise UsageError(f"`{text}` is no number of runs or days to keep", hint="write `--keep 30` or `--keep 90d`")
    number = int(found[1])
    if not found[2]:
        return lambda runs: min(number, len(runs))
    first = (now - timedelta(days=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return lambda runs: max(1, sum(run.started_at >= first for run in runs))


def _delete(reports: Path, oldest: dict[str, str], *, yes: bool) -> None:
    from shutil import rmtree  # noqa: PLC0415

    from verifier.cli.runs import run_folders  # noqa: PLC0415
    from verifier.errors import JournalError  # noqa: PLC0415
    from verifier.store.journal import FILE_NAME, read_start  # noqa: PLC0415

    old = []
    for folder in run_folders(reports):
        try:
            start = read_start(folder / FILE_NAME)
        except JournalError:
            continue  # not ours to delete
        if start.started_at < oldest.get(start.against, ""):
            old.append(folder)
    for folder in old:
        click.echo(f"  {folder}")
    if not old:
        click.echo("no folder is older than the runs that stay")
    elif yes or click.confirm(f"Delete {len(old)} folder{'s' if len(old) > 1 else ''}?"):
        for folder in old:
            rmtree(folder)
        click.echo(f"deleted {len(old)}")
    else:
        click.echo("no folder was deleted")


@history.command("merge")
@click.argument(
    "others", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="OTHER..."
)
@_FLOWS
@_OUTPUT
def merge(*, others: tuple[Path, ...], flows_folder: Path | None, output: Path | None) -> None:
    """Take in what other histories know.

    The outcome is the same in whatever order histories are merged. A run that several know counts once, as it was recorded last.
    """
    from verifier.cli.index_page import write_index  # noqa: PLC0415 - not for --help
    from verifier.report.words import counted  # noqa: PLC0415
    from verifier.store.history.file import FILE_NAME, History  # noqa: PLC0415

    path = _reports(flows_folder, output) / FILE_NAME
    with History.open(path, say=warn) as opened:
        for other in others:
            if path.exists() and other.samefile(path):
                raise UsageError(f"{other} is the history itself")
            with History.copy_of(other) as taken:
                click.echo(f"{other}: {counted(opened.take_in(taken), 'run')} taken in")
    write_index(path.parent)


@history.command("rebuild")
@_FLOWS
@_OUTPUT
def rebuild(*, flows_folder: Path | None, output: Path | None) -> None:
    """Read the runs whose folders are kept into the history again.

    For a history that was lost or set aside. Runs that it knows are not counted twice.
    """
    from verifier.cli.folded import told_report  # noqa: PLC0415 - not for --help
    from verifier.cli.index_page import write_index  # noqa: PLC0415
    from verifier.cli.runs import run_folders  # noqa: PLC0415
    from verifier.errors import JournalError  # noqa: PLC0415
    from verifier.history.recall import past_run  # noqa: PLC0415
    from verifier.report.words import counted  # noqa: PLC0415
    from verifier.store.history.file import FILE_NAME, History  # noqa: PLC0415

    reports = _reports(flows_folder, output)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    added = 0
    with History.open(reports / FILE_NAME, say=warn) as opened:
        for folder in run_folders(reports):
            try:
                added += opened.record(past_run(told_report(folder)), recorded_at=now)
            except (JournalError, ValueError) as error:
                warn(f"{folder.name} was left out: {error}")
    click.echo(f"{counted(added, 'run')} read in")
    write_index(reports)


def _reports(flows_folder: Path | None, output: Path | None) -> Path:
    from verifier.flowfile.discover import find_flows_root  # noqa: PLC0415

    return output or find_flows_root(flows_folder).parent / "reports"


def _existing(flows_folder: Path | None, output: Path | None) -> Path:
    from verifier.cli.answers import history_files  # noqa: PLC0415

    path = history_files(_reports(flows_folder, output))[0]
    if not path.exists():
        raise HistoryError(
            f"there is no history at {path}",
            hint="`verifier run` begins one; `verifier history rebuild` reads kept runs in",
        )
    return path
