"""The page over all runs: how the nights went, flow by flow, and every run that is kept, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from verifier.model.finding import Status
from verifier.report.html.page import whole_page
from verifier.report.html.picture import Album
from verifier.report.html.strips import Columns, Row, flow_row, run_columns
from verifier.report.reporter import ReportFile
from verifier.report.since_words import flow_words
from verifier.report.words import STATUS_MEANS, against_words, counted, listed, sentence

if TYPE_CHECKING:
    from verifier.model.history import Chronicle, FlowSince, RunTold

MOST_RUNS = 200
"""Of one target; the history has them all."""


@dataclass(frozen=True, slots=True)
class RunView:
    """One run. `link` leads to its report, and is empty where its folder is gone."""

    told: RunTold
    link: str
    counts: tuple[tuple[Status, int], ...]
    news: str


@dataclass(frozen=True, slots=True)
class FlowView:
    flow: FlowSince
    words: str
    nights: Row | None


@dataclass(frozen=True, slots=True)
class TargetView:
    """Everything against one target."""

    anchor: str
    title: str
    about: str
    trend: Columns | None
    flows: tuple[FlowView, ...]
    runs: tuple[RunView, ...]
    left_out: int


def render_runs(chronicles: tuple[Chronicle, ...], folders: frozenset[str]) -> ReportFile:
    """`index.html` beside the runs, whole in itself; `folders` are the names of those that hold a report."""
    ordered = sorted(chronicles, key=lambda told: (told.against != "live", -len(told.runs), told.against))
    targets = tuple(_target(number, told, folders) for number, told in enumerate(ordered))
    known = {each.told.run.run_id for target in targets for each in target.runs}
    newest = max((told.runs[-1] for told in ordered if told.runs), key=_began, default=None)
    page = whole_page(
        "runs.html.jinja",
        ("page.js",),
        Album(lambda _: None),
        page_title="All runs",
        targets=targets,
        unknown=tuple((name, _link(name)) for name in sorted(folders - known, reverse=True)),
        status=_worst(newest) if newest else Status.SKIPPED,
        verdict=_verdict(newest),
        detail=_detail(newest),
    )
    return ReportFile("index.html", page)


def _began(told: RunTold) -> tuple[str, str]:
    return told.run.started_at, told.run.run_id


def _target(number: int, told: Chronicle, folders: frozenset[str]) -> TargetView:
    count = len(told.runs) + told.pruned_runs
    about = counted(count, "run")
    if told.runs:
        first, last = told.runs[0].run.day, told.runs[-1].run.day
        about += f" on {first}" if first == last else f" from {first} to {last}"
    if told.pruned_runs:
        about += f", {told.pruned_runs} of them no longer listed"
    title = against_words(told.against)
    return TargetView(
        anchor=f"target-{number}",
        title=sentence(title),
        about=about,
        trend=run_columns(told.runs, f"The last nights against {title}"),
        flows=tuple(FlowView(flow, flow_words(flow), flow_row(flow)) for flow in told.flows),
        runs=tuple(_run(each, folders) for each in reversed(told.runs[-MOST_RUNS:])),
        left_out=max(0, len(told.runs) - MOST_RUNS),
    )


def _run(told: RunTold, folders: frozenset[str]) -> RunView:
    statuses = [flow.status for flow in told.run.flows]
    return RunView(
        told,
        _link(told.run.run_id) if told.run.run_id in folders else "",
        tuple((status, statuses.count(status)) for status in STATUS_MEANS if status in statuses),
        _news(told),
    )


def _news(told: RunTold) -> str:
    counts = ((told.new, "new"), (told.back, "back"), (told.changed, "changed"), (told.over, "over"))
    parts = [f"{count} {name}" for count, name in counts if count]
    if told.ongoing:
        parts.append(f"{told.ongoing} going on")
    return ", ".join(parts)


def _link(name: str) -> str:
    return f"{quote(name)}/index.html"


def _worst(told: RunTold) -> Status:
    statuses = {flow.status for flow in told.run.flows}
    order = (Status.BROKEN, Status.DRIFTED, Status.ERRORED, Status.BLOCKED, Status.VERIFIED)
    return next((status for status in order if status in statuses), Status.SKIPPED)


def _verdict(told: RunTold | None) -> str:
    if told is None:
        return "No run is known yet"
    statuses = [flow.status for flow in told.run.flows]
    parts = tuple(f"{statuses.count(status)} {status}" for status in STATUS_MEANS if status in statuses)
    return f"Last run: {listed(parts) or 'no flow was played'}"


def _detail(told: RunTold | None) -> str:
    if told is None:
        return ""
    at = told.run.started_at.replace("T", " ").replace("Z", " UTC")
    news = _news(told)
    return f"{at}, against {against_words(told.run.against)}{f': {news}' if news else ''}."
