"""What accepting each finding of a run would change, worked out for its report."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from verifier.model.report import ProposedEdit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from verifier.cli.amending import Opened
    from verifier.model.finding import Finding
    from verifier.model.report import Report
    from verifier.report.grouping import Change
    from verifier.session.amend import Edit

MOST_EDITS = 30
"""So many changes get their edit, the worst first; `verifier accept` shows that of any other one."""
MOST_FLOWS = 60
"""Of a site with more flows in the run not all are read, so that an edit of what they share cannot be held against them."""
MOST_JUDGED = 150
"""So many flows are judged again at most, over all edits, to see that an edit does just what it should: 2 to 3 seconds."""
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
    by_site: dict[str, set[str]] = {}
    for flow in report.flows:
        by_site.setdefault(flow.flow.site.id, set()).add(flow.key)
    whole = {site: of_site for site, of_site in by_site.items() if len(of_site) <= MOST_FLOWS and of_site & keys}
    try:
        opened = beside(whole_report(folder, keys.union(*whole.values())), root=root, folder=folder)
    except VerifierError:
        return report
    proof = _Proof(frozenset(whole), MOST_JUDGED)
    return replace(report, edits=tuple(_edit(opened, change, proof) for change in every))


@dataclass(slots=True)
class _Proof:
    """What may still be spent on holding edits against the run."""

    whole: frozenset[str]
    """Sites of which every flow of the run was read."""
    left: int

    def affords(self, opened: Opened, wanted: Mapping[str, tuple[Finding, ...]], edit: Edit) -> bool:
        """Whether the edit can be proven; if so, that is spent."""
        from verifier.session.amend import touched_by  # noqa: PLC0415 - as above

        sites = {opened.bench.flows[key].site.id for key in wanted}
        cost = len(touched_by(opened.bench, wanted, edit))
        if cost > self.left or (edit.texts and not sites <= self.whole):
            return False
        self.left -= cost
        return True


def _edit(opened: Opened, change: Change, proof: _Proof) -> ProposedEdit:
    from verifier.session.amend import draft_for, edit_for  # noqa: PLC0415
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
    proven = bool(edit) and proof.affords(opened, wanted, edit)
    if proven:
        edit = edit_for(opened.bench, wanted)
    if not edit:
        return ProposedEdit(told, why=edit.why)
    return ProposedEdit(told, diff=_shown(patch_of(opened.changes(edit))), proven=proven)


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
