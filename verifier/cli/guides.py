"""`verifier guides`: of every statement of the guides whether it holds, who says so, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from verifier.cli.usual import SHOW, ShowUnlessNamed
from verifier.errors import ExitCode, FlowFileError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from verifier.flowfile.library import Library
    from verifier.model.finding import Finding
    from verifier.model.guide import Guide
    from verifier.model.history import Chronicle, ClaimSince
    from verifier.model.report import GuideReport, Report

_MOST_SPANS = 5


@click.group(cls=ShowUnlessNamed)
def guides() -> None:
    """Tell of every statement of the guides whether it holds."""


@guides.command(SHOW)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with every claim and every finding.")
@click.option("--run", "run_name", metavar="RUN", help="A run below reports/ or its path. [default: the latest one]")
@click.option("--history", is_flag=True, help="With a claim: all that earlier runs said of it, not only the latest.")
@click.option(
    "--flows", "flows_folder", type=click.Path(path_type=Path), help="The folder of flows, if not the one here."
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where runs are kept. [default: reports/ beside flows/]"
)
def show(
    names: tuple[str, ...],
    *,
    as_json: bool,
    run_name: str | None,
    history: bool,
    flows_folder: Path | None,
    output: Path | None,
) -> None:
    """Tell of every statement of the guides whether it holds, who says so, and what the guides contradict by themselves.

    NAME is a guide (ro-whatsapp), or a claim (RO-2.5a) to explain it; without a name, all guides are shown. What holds is taken
    from the latest run. `verifier guides check --documents DIR` compares the register with the guides' own text.
    """
    from datetime import UTC, datetime  # noqa: PLC0415 - not for --help

    from verifier.cli.answers import JOURNAL, answered, history_files  # noqa: PLC0415
    from verifier.flowfile.memory import digest_of  # noqa: PLC0415

    root = _root(flows_folder)
    reports = output or root.parent / "reports"
    folder = _run_folder(run_name, reports)
    today = datetime.now(UTC).date()

    def make() -> tuple[str, bool]:
        shelf = _Shelf.open(root, reports, folder)
        told = _told(shelf, names, today=today, as_json=as_json, history=history)
        return told, not (shelf.library.problems or shelf.warned)

    asked = ("guides", str(root), str(reports.absolute()), str(folder), names, as_json, history, today.isoformat())
    rests_on = (*history_files(reports), *((folder / JOURNAL,) if folder else ()))
    click.echo(answered(asked, rests_on=rests_on, digest=digest_of(root), make=make))


def _told(shelf: _Shelf, names: tuple[str, ...], *, today: date, as_json: bool, history: bool) -> str:
    from verifier.compare.guides import guide_findings  # noqa: PLC0415 - only where it was not told before
    from verifier.report import register_text  # noqa: PLC0415
    from verifier.session.register import speakers  # noqa: PLC0415

    library = shelf.library
    every = shelf.reports(today)
    claims, chosen = _meant(every, names)
    found = guide_findings(library.guides)
    if as_json:
        from verifier.report.register_json import register_json  # noqa: PLC0415

        kept = _only(chosen, claims)
        return register_json(
            kept,
            run=shelf.run,
            speakers=speakers(library.flows),
            attestations=library.attestations,
            found=_touching(found, kept, claims),
            since=shelf.since(),
        )
    blocks = [_explained(shelf, chosen, each, found=found, whole=history) for each in claims]
    if not claims:
        blocks.append(register_text.summary(chosen))
        blocks.extend(register_text.table(report, shelf.since()) for report in chosen)
        told = register_text.findings(_touching(found, chosen, ()))
        if told:
            blocks.append(f"What the guides show by themselves\n{told}")
    return "\n\n".join(blocks)


@guides.command("check")
@click.argument("names", nargs=-1, metavar="[GUIDE]...")
@click.option(
    "--documents",
    "folder",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder with the guides' own text, in files named as `document` of each guide says.",
)
@click.option("--lines", is_flag=True, help="Tell where every claim stands.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with where every claim stands.")
@click.option(
    "--flows", "flows_folder", type=click.Path(path_type=Path), help="The folder of flows, if not the one here."
)
def check(names: tuple[str, ...], *, folder: Path, lines: bool, as_json: bool, flows_folder: Path | None) -> int:
    """Compare the register with the guides' own text.

    Tells which quoted labels and stated values are no longer in it, and which sentences with a quoted label, a URL, an address
    or an instruction no claim covers; the eight hex digits go into `rests_on` of the claim that covers the sentence. Exit code 1
    when there is any of that.
    """
    from verifier.compare.documents import check_document  # noqa: PLC0415 - not for --help
    from verifier.report.documents_text import documents_json, told  # noqa: PLC0415

    by_id = {guide.id: guide for guide in _library(_root(flows_folder)).guides}
    for name in names:
        if name not in by_id:
            raise unknown(name, tuple(by_id))
    checked = []
    for guide in (by_id[name] for name in names or by_id):
        path = _document(guide, folder)
        if path is None:
            click.echo(f"{guide.id}: no document {_name(guide)} in {folder}", err=True)
            continue
        checked.append(
            (guide, check_document(guide, path.read_text(encoding="utf-8-sig", errors="replace")), path.name)
        )
    if not checked:
        raise UsageError(f"no document of a guide in {folder}", hint="name a folder with files such as ro-whatsapp.txt")
    if as_json:
        click.echo(documents_json(tuple((each, name) for _, each, name in checked)))
    else:
        blocks = (told(each, name, claims=len(guide.claims), lines=lines) for guide, each, name in checked)
        click.echo("\n\n".join(blocks))
    return ExitCode.DRIFT if any(each.gone or each.unspoken for _, each, _ in checked) else ExitCode.OK


def _name(guide: Guide) -> str:
    return (guide.document or f"{guide.id}.txt").rpartition("/")[2] or f"{guide.id}.txt"


def _document(guide: Guide, folder: Path) -> Path | None:
    candidates = (folder / _name(guide), folder / f"{guide.id}.txt")
    return next((path for path in candidates if path.is_file()), None)


def _root(flows_folder: Path | None) -> Path:
    from verifier.flowfile.discover import find_flows_root, given_flows_root  # noqa: PLC0415

    return (given_flows_root(flows_folder) if flows_folder else find_flows_root()).resolve()


def _library(root: Path) -> Library:
    """The files as they are now. Raises FlowFileError for a guide with a problem; of others a word on stderr is enough."""
    from verifier.flowfile.layout import GUIDES  # noqa: PLC0415
    from verifier.flowfile.library import load  # noqa: PLC0415

    library = load(root)
    in_guides = tuple(each for each in library.problems if f"/{GUIDES}/" in each.place.file)
    if in_guides:
        raise FlowFileError(in_guides)
    if library.problems:
        click.echo("a flow file has a problem, and flows are missing here; `verifier check` shows it", err=True)
    return library


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The files as they are now, and the run that says what holds."""

    library: Library
    run: Report | None
    past: Chronicle | None
    """What history knows up to and with that run; None where there is none."""
    warned: bool = False
    """Whether something was said of how the history could be read."""

    @staticmethod
    def open(root: Path, reports: Path, folder: Path | None) -> _Shelf:
        """Read both; `folder` is that of the run, None where there is none. Raises FlowFileError for a guide with a problem."""
        library = _library(root)
        run = _run_in(folder)
        said: list[str] = []
        past = _past_of(run, reports, said=said)
        return _Shelf(library, run, past, warned=bool(said))

    def since(self) -> Mapping[str, ClaimSince]:
        """By claim, since when it is in its state; nothing where only one run is known."""
        return {claim.claim_id: claim for claim in self.past.claims} if self.past else {}

    def reports(self, today: date) -> tuple[GuideReport, ...]:
        """Every guide with its claims, as of that day."""
        from verifier.session.register import register  # noqa: PLC0415

        return register(
            self.library.guides,
            self.library.flows,
            run=self.run,
            attestations=self.library.attestations,
            today=today,
        )


def _past_of(run: Report | None, reports: Path, *, said: list[str]) -> Chronicle | None:
    from dataclasses import replace  # noqa: PLC0415

    from verifier.cli.remember import warn  # noqa: PLC0415
    from verifier.history.chronicle import chronicle  # noqa: PLC0415
    from verifier.history.recall import past_run  # noqa: PLC0415
    from verifier.history.since import before_run  # noqa: PLC0415
    from verifier.store.history.file import FILE_NAME, read_past  # noqa: PLC0415

    if run is None:
        return None

    def say(words: str) -> None:
        said.append(words)
        warn(words)

    this = past_run(run)
    before = before_run(this, read_past(reports / FILE_NAME, run.against, say=say))
    if not before.runs and before.carried is None:
        return None
    return chronicle(replace(before, runs=(*before.runs, this)))


def _run_folder(name: str | None, reports: Path) -> Path | None:
    from verifier.cli.runs import find_run  # noqa: PLC0415

    try:
        return find_run(name, reports)
    except UsageError:
        if name is not None:
            raise
        return None  # nothing has been run yet, and that is what the register then says


def _run_in(folder: Path | None) -> Report | None:
    from verifier.cli.folded import told_report  # noqa: PLC0415

    return told_report(folder) if folder is not None else None


def _meant(every: tuple[GuideReport, ...], names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[GuideReport, ...]]:
    """The claims that the names mean, and the guides: those named, those of the claims, or all of them."""
    if not names:
        return (), every
    of_claim = {claim.claim.id: report for report in every for claim in report.claims}
    folded = {claim_id.casefold(): claim_id for claim_id in of_claim}
    by_id = {report.guide.id: report for report in every}
    claims: list[str] = []
    chosen: dict[str, GuideReport] = {}
    for name in names:
        claim_id = folded.get(name.casefold())
        if claim_id is not None:
            claims.append(claim_id)
            chosen[of_claim[claim_id].guide.id] = of_claim[claim_id]
        elif name in by_id:
            chosen[name] = by_id[name]
        else:
            raise unknown(name, (*by_id, *of_claim))
    if claims and any(name in by_id for name in names):
        raise UsageError("claims are explained and guides are listed, not both at once", hint="name one or the other")
    return tuple(dict.fromkeys(claims)), tuple(chosen.values())


def unknown(name: str, known: tuple[str, ...]) -> UsageError:
    """The error for a name that is no claim and no guide."""
    from verifier.flowfile.near import near  # noqa: PLC0415

    found = near(name, known)
    hint = (
        f"did you mean {' or '.join(f'`{each}`' for each in found)}?" if found else "`verifier guides` lists them all"
    )
    return UsageError(f"there is no guide or claim `{name}`", hint=hint)


def _only(reports: tuple[GuideReport, ...], claims: tuple[str, ...]) -> tuple[GuideReport, ...]:
    from dataclasses import replace  # noqa: PLC0415

    if not claims:
        return reports
    return tuple(
        replace(report, claims=tuple(claim for claim in report.claims if claim.claim.id in claims))
        for report in reports
    )


def _touching(
    found: tuple[Finding, ...], reports: tuple[GuideReport, ...], claims: tuple[str, ...]
) -> tuple[Finding, ...]:
    wanted = set(claims) or {claim.claim.id for report in reports for claim in report.claims}
    return tuple(finding for finding in found if wanted & set(finding.claims))


def _explained(
    shelf: _Shelf,
    reports: tuple[GuideReport, ...],
    claim_id: str,
    *,
    found: tuple[Finding, ...],
    whole: bool,
) -> str:
    from verifier.report.register_text import explanation  # noqa: PLC0415
    from verifier.session.register import speakers  # noqa: PLC0415

    guide, report = next((guide, claim) for guide in reports for claim in guide.claims if claim.claim.id == claim_id)
    seen = shelf.run.findings() if shelf.run else ()
    spans = shelf.past.spans if shelf.past else ()
    return explanation(
        report,
        guide,
        speakers=speakers(shelf.library.flows).get(claim_id, ()),
        run=shelf.run,
        since=shelf.since().get(claim_id),
        spans=tuple(each for each in reversed(spans) if each.claim_id == claim_id)[: None if whole else _MOST_SPANS],
        evidence=tuple({each.fingerprint: each for each in seen if each.fingerprint in report.findings}.values()),
        attestations=tuple(each for each in shelf.library.attestations if claim_id in each.claims),
        own=tuple(finding for finding in found if claim_id in finding.claims),
    )
