"""Hands a run to the history and gets back what earlier runs say of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from verifier.model.report import Report


def remember(report: Report, history: Path) -> Report:
    """Keep the run in that history, once however often it is told, and give the report with what the runs before it say.

    A history that cannot be used costs a warning and nothing else: the report then goes without.
    """
    from verifier.errors import HistoryError  # noqa: PLC0415 - only the end of a run needs it
    from verifier.history.recall import past_run  # noqa: PLC0415
    from verifier.history.since import since  # noqa: PLC0415
    from verifier.store.history.file import History  # noqa: PLC0415

    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        with History.open(history, say=warn) as opened:
            opened.record(past_run(report), recorded_at=now)
            past = opened.past(report.against)
    except HistoryError as error:
        warn(f"{error.message}; the report says nothing of earlier runs" + (f" ({error.hint})" if error.hint else ""))
        return report
    return replace(report, since=since(report, past))


def warn(words: str) -> None:
    """Say on stderr what goes wrong beside the work."""
    click.echo(f"warning: {words}", err=True)
