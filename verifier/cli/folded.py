"""A kept run, folded from its journal: slim for telling, whole for what judges, accepts or records pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from verifier.model.report import Report


def told_report(folder: Path) -> Report:
    """The run in `folder` as reporters tell it: without what its pages held (see `session.fold.slim`).

    Raises:
        JournalError: the journal cannot be read.
    """
    from verifier.session.fold import fold, slim  # noqa: PLC0415 - the command line starts without what only a command needs
    from verifier.store.journal import FILE_NAME, JournalReader  # noqa: PLC0415

    reader = JournalReader(folder / FILE_NAME)
    report = fold(reader, told=slim)
    return replace(report, torn=reader.torn)


def whole_report(folder: Path, keys: Collection[str] | None = None) -> Report:
    """The run in `folder` with all that its pages held; with `keys`, only these flows of it (by `Flow.key`).

    Raises:
        JournalError: the journal cannot be read.
    """
    from verifier.session.fold import fold  # noqa: PLC0415 - as above
    from verifier.store.journal import FILE_NAME, JournalReader  # noqa: PLC0415

    reader = JournalReader(folder / FILE_NAME)
    report = fold(reader if keys is None else reader.of_flows(keys))
    return replace(report, torn=reader.torn)
