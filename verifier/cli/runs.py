"""Earlier runs by the names that people give them."""

from __future__ import annotations

from pathlib import Path

from verifier.errors import UsageError


def find_run(name: str | None, reports: Path) -> Path:
    """The folder of a run: a path, the name of a folder below `reports`, or nothing for the latest one.

    Raises:
        UsageError: there is no such run; the hint names the latest ones.
    """
    for folder in (Path(name), reports / name) if name else (reports / "latest", _newest(reports)):
        if folder is not None and (folder / "journal.jsonl").is_file():
            return folder.resolve()
    known = [folder.name for folder in reversed(run_folders(reports))]
    hint = f"the latest runs are {', '.join(known[:5])}" if known else "`verifier run` makes one"
    raise UsageError(f"no run {name} below {reports}" if name else f"no run below {reports}", hint=hint)


def run_folders(reports: Path) -> tuple[Path, ...]:
    """The folders of the runs that are kept below `reports`, by their names, which begin with the time; `latest` is none."""
    found = (path.parent for path in reports.glob("*/journal.jsonl") if not path.parent.is_symlink())
    return tuple(sorted(found, key=lambda folder: folder.name))


def _newest(reports: Path) -> Path | None:
    return next(reversed(run_folders(reports)), None)
