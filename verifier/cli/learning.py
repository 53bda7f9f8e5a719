"""`verifier accept --runs`: play the flows several times, and record what comes and goes beside what stays."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from verifier.model.report import FlowReport, Report
    from verifier.session.learn import Lesson


def learn_and_record(
    names: tuple[str, ...], *, runs: int, replica: str | None, root: Path, reports: Path, yes: bool
) -> None:
    """Play the flows `runs` times, show what was learned, ask, and write the baselines. A flow that a run could not see is left."""
    from verifier.cli.accept import describe  # noqa: PLC0415 - the command line starts without what only this needs
    from verifier.cli.amending import beside, carry_out  # noqa: PLC0415
    from verifier.session.amend import Edit  # noqa: PLC0415
    from verifier.session.learn import learn  # noqa: PLC0415
    from verifier.store.baselines import read_baseline  # noqa: PLC0415

    played = [_play(names, replica, root=root, reports=reports) for _ in range(runs)]
    folder, last = played[-1]
    lessons: list[Lesson] = []
    for flow in last.flows:
        captures = tuple(each for _, report in played for each in report.flows if each.key == flow.key)
        unseen = next((capture for capture in captures if not _was_seen(capture)), None)
        if unseen is not None:
            verdict = unseen.verdict
            click.echo(f"{flow.key}: left as it is, for once it was {verdict.status}: {verdict.because}")
            continue
        current = read_baseline(root, flow.flow.id, flow.flow.locale)
        lesson = learn(captures, current, recorded_on=last.started_at[:10], source=last.against)
        for line in (*describe(flow.key, lesson.proposal), *taught(lesson)):
            click.echo(line)
        lessons.append(lesson)
    if not lessons:
        return
    opened = beside(last, root=root, folder=folder)
    changes = opened.changes(Edit(baselines=tuple(lesson.proposal.baseline for lesson in lessons)))
    ask = f"Record {len(lessons)} baseline{'s' if len(lessons) > 1 else ''}?"
    what = f"accept --runs {runs} {' '.join(names)}"
    carry_out(opened, changes, what=what, patch=False, yes=yes, ask=ask, brief=True)


def taught(lesson: Lesson) -> tuple[str, ...]:
    """What is marked volatile, a line for each place with what was seen there."""
    lines = [f"  {lesson.captures} captures, {len(lesson.proposal.baseline.volatile)} places are volatile"]
    for place in lesson.proposal.baseline.volatile:
        lines.append(f"    {place.kind} at {place.at or place.page}: {', '.join(place.rules)}")
        lines.extend(f"      {words}" for words in place.seen)
    lines.extend(f"  {step}: only some of the captures could do it" for step in lesson.unsteady)
    return tuple(lines)


def _was_seen(flow: FlowReport) -> bool:
    from verifier.model.finding import Status  # noqa: PLC0415

    return flow.verdict.status not in (Status.BLOCKED, Status.ERRORED, Status.SKIPPED)


def _play(names: tuple[str, ...], replica: str | None, *, root: Path, reports: Path) -> tuple[Path, Report]:
    """One run of the flows, without looking again where something is found."""
    from verifier.cli.folded import whole_report  # noqa: PLC0415
    from verifier.cli.playing import BrowserAsked, play_run  # noqa: PLC0415
    from verifier.cli.run import answerers_of, new_run_folder  # noqa: PLC0415
    from verifier.cli.stopping import stoppable  # noqa: PLC0415
    from verifier.flowfile.discover import select  # noqa: PLC0415
    from verifier.flowfile.library import load, require  # noqa: PLC0415
    from verifier.model.asked import Asked  # noqa: PLC0415

    library = require(load(root))
    asked = Asked(names, replica=replica)
    flows = select(library, names)
    folder = new_run_folder(reports, names)
    with stoppable():
        asyncio.run(
            play_run(
                library,
                flows,
                asked,
                whole=(),
                folder=folder,
                going_on=None,
                answerers=answerers_of(root, flows, replica),
                jobs=2,
                opening=BrowserAsked(os.environ.get("VERIFIER_BROWSER")),
            )
        )
    return folder, whole_report(folder)
