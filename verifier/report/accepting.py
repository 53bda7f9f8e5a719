"""How a finding is accepted or rejected: the command to copy, and the edit line by line."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from verifier.report.plain import one_line

if TYPE_CHECKING:
    from verifier.report.grouping import Change


def accept_command(run_id: str, change: Change, *, verb: str = "accept") -> str:
    """The command that takes these findings into the files, or rejects them."""
    named = " ".join(finding.fingerprint for finding in change.told)
    return f"verifier {verb} {shlex.quote(one_line(run_id, 200))} {named}"


UNPROVEN = "This was not held against the run yet; accepting does that first, and may write more or refuse."


def diff_lines(diff: str) -> tuple[tuple[str, str], ...]:
    """Each line of a unified diff and what it is."""
    kinds = {"+++": "file", "---": "file", "@@ ": "hunk"}
    signs = {"+": "new", "-": "old"}
    return tuple((kinds.get(line[:3]) or signs.get(line[:1], "same"), line) for line in diff.splitlines())
