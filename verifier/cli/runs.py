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
    known = sorted(
        (path.parent.name for path in reports.glob("*/journal.jsonl") if not path.parent.is_symlink()), reverse=True
    )
    hint = f"the latest runs are {', '.join(known[:5])}" if known else "`verifier run` makes one"
    raise UsageError(f"no run {name} below {reports}" if name else f"no run below {reports}", hint=hint)


def _newest(reports: Path) -> Path | None:
    found = [path.parent for path in reports.glob("*/journal.jsonl") if not path.parent.is_symlink()]
    return max(found, key=lambda folder: folder.name, default=None)
