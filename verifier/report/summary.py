"""The end of a run in a terminal: readable in ten seconds, whole in 80 columns, with or without colour."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from verifier.model.finding import ClaimVerdict, Level, Status
from verifier.report.again_words import rejudged_words
from verifier.report.grouping import Change, changes, telling_finding
from verifier.report.headline import headline
from verifier.report.plain import one_line, without_isolates
from verifier.report.since_words import change_words, known, standing_words, tally, worth_telling
from verifier.report.words import STATUS_MEANS, duration, language_name, listed, relocated_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console, RenderableType
    from rich.table import Table

    from verifier.model.history import FindingSince
    from verifier.model.report import GuideReport, Report

SIGNS = {
    Status.VERIFIED: ("✓", "green"),
    Status.DRIFTED: ("~", "yellow"),
    Status.BROKEN: ("✗", "red"),
    Status.BLOCKED: ("■", "magenta"),
    Status.ERRORED: ("!", "magenta"),
    Status.SKIPPED: ("-", "bright_black"),
}
_LEVEL_STATUS = {Level.BROKEN: Status.BROKEN, Level.DRIFTED: Status.DRIFTED, Level.NOTE: Status.SKIPPED}
MOST_SENTENCES = 12
"""Of one guide; the report has them all, and a person in a hurry reads no more."""
MOST_CHANGES = 8
MOST_CONSEQUENCES = 3


def summary(report: Report, *, page: str, width: int = 80, colour: bool = False) -> str:
    """The summary as text that ends with a line break; `page` is the path of the HTML report (empty: none was written).

    No line is wider than `width` cells except for a path or a word that is. Without `colour` it holds no escape sequence,
    whatever the pages said; with it only our own.
    """
    from rich.console import Console  # noqa: PLC0415 - slow to import, and `--help` does without

    console = Console(
        file=io.StringIO(),
        width=max(width, 40),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as capture:
        _tell(console, report, page=page)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def _again(console: Console, report: Report) -> None:
    told = [(flow.key, words) for flow in report.flows for words in rejudged_words(flow)]
    if not told:
        return
    console.print()
    console.print(_text("Judged again: what differs is a change of ours, not of the site", style="bold"))
    for key, words in told[:MOST_SENTENCES]:
        console.print(_text(f"  {key}: {one_line(words, 300)}"))
    if len(told) > MOST_SENTENCES:
        console.print(_text(f"  and {len(told) - MOST_SENTENCES} more; the report has them all"))


def _tell(console: Console, report: Report, *, page: str) -> None:
    told = headline(report)
    console.print(_text(f"{told.verdict}.", style=f"bold {SIGNS[told.status][1]}"))
    if told.detail:
        console.print(_text(f"{told.detail}."))
    counts_since = tally(report.since)
    if counts_since:
        console.print(_text(f"Since the last run: {counts_since}."))
    if report.flows:
        console.print()
        console.print(_flows(report))
    shown: set[str] = set()
    for guide in report.guides:
        _sentences(console, report, guide, shown)
    rest = tuple(
        change for change in changes(report) if not any(finding.fingerprint in shown for finding in change.told)
    )
    for level, title in (
        (Level.BROKEN, "Also broken" if shown else "Broken"),
        (Level.DRIFTED, "Changes around them" if shown else "Changes"),
        (Level.NOTE, "Noted"),
    ):
        _rest(console, title, tuple(change for change in rest if change.level is level), known(report.since))
    _again(console, report)
    if report.since is not None:
        _gone(console, "Over since the last run", worth_telling(report.since.over))
        _gone(console, "Could not be looked at", worth_telling(report.since.unseen))
    console.print()
    counts = [f"{report.count(status)} {status}" for status in STATUS_MEANS if report.count(status)]
    flows = f"{len(report.flows)} flow{'' if len(report.flows) == 1 else 's'}"
    console.print(_text(f"{flows} in {duration(report.duration_ms)}: {', '.join(counts) or 'none'}."))
    if page:
        console.print(_text(f"Report: {one_line(page, 4_000)}"), soft_wrap=True)


def _gone(console: Console, title: str, found: tuple[FindingSince, ...]) -> None:
    if not found:
        return
    console.print()
    console.print(_text(title, style="bold"))
    for met in found[:MOST_CHANGES]:
        finding = met.trail.finding
        grid = _grid(1, None)
        grid.add_row("", _text(f"{one_line(finding.sentence, 240)} ({language_name(finding.locale)})"))
        grid.add_row("", _text(f"{standing_words(met)}; {one_line(finding.flow_id, 60)}", style="bright_black"))
        console.print(grid)
    if len(found) > MOST_CHANGES:
        console.print(_text(f"  and {len(found) - MOST_CHANGES} more in the report"))


def _rest(console: Console, title: str, found: tuple[Change, ...], met: Mapping[str, FindingSince]) -> None:
    if not found:
        return
    console.print()
    console.print(_text(title, style="bold"))
    for change in found[:MOST_CHANGES]:
        console.print(_change(change, met))
    if len(found) > MOST_CHANGES:
        console.print(_text(f"  and {len(found) - MOST_CHANGES} more in the report"))


def _text(words: str, *, style: str = "") -> RenderableType:
    from rich.text import Text  # noqa: PLC0415 - as above

    return Text(one_line(without_isolates(words), 4_000) if not words.startswith("  ") else words, style=style)


def _grid(*widths: int | None) -> Table:
    from rich.table import Table  # noqa: PLC0415 - as above

    grid = Table.grid(padding=(0, 1))
    for width in widths:
        grid.add_column(width=width, overflow="fold", no_wrap=width is not None)
    return grid


def _flows(report: Report) -> RenderableType:
    key_width = min(34, max(len(one_line(flow.key, 60)) for flow in report.flows))
    grid = _grid(1, 8, None, 7, None)
    grid.columns[2].max_width = key_width
    grid.columns[3].justify = "right"
    for flow in report.flows:
        sign, style = SIGNS[flow.verdict.status]
        grid.add_row(
            _text(sign, style=style),
            _text(str(flow.verdict.status), style=style),
            _text(flow.key),
            _text(duration(flow.duration_ms), style="bright_black"),
            _text(one_line(flow.verdict.because, 110)),
        )
    return grid


def _sentences(console: Console, report: Report, guide: GuideReport, shown: set[str]) -> None:
    wrong = [state for state in guide.claims if state.verdict is ClaimVerdict.CONTRADICTED]
    if not wrong:
        return
    name = f"{language_name(guide.guide.language)} guide"
    console.print()
    console.print(_text(f"{name} ({guide.guide.id})", style="bold"))
    grid = _grid(1, min(10, max(len(one_line(state.claim.id, 20)) for state in wrong)), None)
    findings = report.findings()
    broken = {finding.fingerprint for finding in findings if finding.level is Level.BROKEN}
    told: dict[str, str] = {}
    met = known(report.since)
    for state in wrong[:MOST_SENTENCES]:
        finding = telling_finding(guide, state, findings)
        grid.add_row("", _text(one_line(state.claim.id, 20), style="red"), _text(one_line(state.claim.says, 200)))
        if finding is None:
            grid.add_row("", "", _text(f"now: {one_line(state.because, 200)}"))
            continue
        same = told.setdefault(finding.fingerprint, state.claim.id)
        now = one_line(finding.actual, 160) or "nothing of it"
        grid.add_row("", "", _text(f"now: {now}" if same == state.claim.id else f"now: as for {same}", style="bold"))
        if finding.relocated and same == state.claim.id:
            grid.add_row("", "", _text(f"relocated: {one_line(relocated_words(finding.relocated), 400)}"))
        place = f"{finding.place.file}:{finding.place.line}"
        since = met.get(finding.fingerprint)
        grid.add_row("", "", _text(f"{place}  {standing_words(since)}" if since else place, style="bright_black"))
        shown.update(broken & set(state.findings))
    console.print(grid)
    if len(wrong) > MOST_SENTENCES:
        console.print(_text(f"  and {len(wrong) - MOST_SENTENCES} more sentences in the report"))


def _change(change: Change, met: Mapping[str, FindingSince]) -> RenderableType:
    sign, style = SIGNS[_LEVEL_STATUS[change.level]]
    finding = change.finding
    languages = listed(tuple(language_name(locale) for locale in change.locales))
    grid = _grid(1, 1, None)
    spoken = f" ({languages})" if languages else ""
    grid.add_row("", _text(sign, style=style), _text(f"{one_line(finding.sentence, 240)}{spoken}"))
    since = change_words(change, met)
    place = f"{finding.place.file}:{finding.place.line}"
    after = [deep.finding.sentence for deep in change.everything()[1:]]
    if after:
        more = f" And {len(after) - MOST_CONSEQUENCES} more." if len(after) > MOST_CONSEQUENCES else ""
        grid.add_row("", "", _text(one_line(f"with it: {' '.join(after[:MOST_CONSEQUENCES])}", 300) + more))
    if finding.relocated:
        grid.add_row("", "", _text(f"relocated: {one_line(relocated_words(finding.relocated), 400)}"))
    grid.add_row("", "", _text(f"{place}  {since}" if since else place, style="bright_black"))
    return grid
