"""What accepting each finding of a run would change, worked out for its report."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.model.report import ProposedEdit

if TYPE_CHECKING:
    from pathlib import Path

    from verifier.cli.amending import Opened
    from verifier.model.finding import Finding
    from verifier.model.report import Report
    from verifier.report.grouping import Change

MOST_EDITS = 30
"""So many changes get their edit, the worst first; `verifier accept` shows that of any other one."""
_MOST_LINES = 80
_ONLY_NAMES = re.compile(r'[-+] *(?:snapshot_id|- id): "?[0-9a-f]{32}"?')


def with_edits(report: Report, *, root: Path, folder: Path) -> Report:
    """The report with the edit that each of its findings proposes, where the flow files can be read; else as it was."""
    from verifier.cli.amending import beside  # noqa: PLC0415 - only where something was found
    from verifier.cli.folded import whole_report  # noqa: PLC0415
    from verifier.errors import VerifierError  # noqa: PLC0415
    from verifier.report.grouping import changes  # noqa: PLC0415

    if not report.findings():
        return report
    every = [deep for change in changes(report) for deep in change.everything() if deep.finding.flow_id][:MOST_EDITS]
    keys = {_key_of(finding) for change in every for finding in change.told}
    try:
        opened = beside(whole_report(folder, keys), root=root, folder=folder)
    except VerifierError:
        return report
    return replace(report, edits=tuple(_edit(opened, change) for change in every))


def _edit(opened: Opened, change: Change) -> ProposedEdit:
    from verifier.session.amend import draft_for  # noqa: PLC0415
    from verifier.store.patch import patch_of  # noqa: PLC0415

    told = tuple(finding.fingerprint for finding in change.told)
    wanted: dict[str, tuple[Finding, ...]] = {}
    for finding in change.told:
        key = _key_of(finding)
        known = {each.fingerprint: each for each in opened.bench.verdict(key).findings}
        if finding.fingerprint not in known:
            return ProposedEdit(told, why="it was accepted since, or the files changed")
        wanted[key] = (*wanted.get(key, ()), known[finding.fingerprint])
    edit = draft_for(opened.bench, wanted)
    if not edit:
        return ProposedEdit(told, why=edit.why)
    return ProposedEdit(told, diff=_shown(patch_of(opened.changes(edit))))


def _key_of(finding: Finding) -> str:
    return f"{finding.flow_id}[{finding.locale}]"


def _shown(patch: str) -> str:
    """The patch for reading: without what only says that a page has a new name, and cut where it is long."""
    parts = re.split(r"(?m)^(?=@@ |diff --git )", patch)
    kept: list[str] = []
    for part in parts:
        changed = [line for line in part.splitlines()[1:] if line[:1] in {"-", "+"}]
        if part.startswith("@@ ") and all(_ONLY_NAMES.fullmatch(line) for line in changed):
            continue
        kept.append(re.sub(r"(?m)^(?:diff --git|index) .*\n", "", part) if part.startswith("diff --git ") else part)
    lines = "".join(kept).splitlines()
    more = len(lines) - _MOST_LINES
    return "\n".join((*lines[:_MOST_LINES], *((f"... {more} more lines",) if more > 0 else ())))
