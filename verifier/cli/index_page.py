"""The page over all runs, beside their folders: written after each run, and whenever the history changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_index(reports: Path) -> Path | None:
    """Write `index.html` below `reports` from the history there and the folders that are kept; its path, or None without a history."""
    from verifier.cli.remember import warn  # noqa: PLC0415 - only the end of a command needs it
    from verifier.errors import HistoryError  # noqa: PLC0415
    from verifier.history.chronicle import chronicle  # noqa: PLC0415
    from verifier.report.html.runs import render_runs  # noqa: PLC0415
    from verifier.store.history.file import FILE_NAME, History  # noqa: PLC0415

    if not (reports / FILE_NAME).exists():
        return None
    try:
        with History.open(reports / FILE_NAME, say=warn) as opened:
            told = tuple(chronicle(opened.past(against)) for against in opened.targets())
    except HistoryError as error:
        warn(f"{error.message}; the page over all runs was not written")
        return None
    folders = (path.parent for path in reports.glob("*/index.html") if not path.parent.is_symlink())
    page = render_runs(told, frozenset(folder.name for folder in folders if (folder / "journal.jsonl").is_file()))
    target = reports / page.path
    partial = target.with_suffix(".partial")  # two runs may end at once
    partial.write_bytes(page.content)
    partial.replace(target)
    return target
