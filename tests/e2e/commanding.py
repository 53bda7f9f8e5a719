"""The command as a person types it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from orchestra import assert_lawful, untimed

from verifier.session.fold import fold
from verifier.store.journal import FILE_NAME, read_journal

ROOT = Path(__file__).resolve().parents[2]


def verifier(*words, cwd=ROOT, **environment):
    """The finished process of `verifier ...`."""
    return subprocess.run(
        [sys.executable, "-m", "verifier", *map(str, words)], cwd=cwd, capture_output=True, text=True, timeout=110, check=False,
        env={**os.environ, "NO_COLOR": "1", **environment},
    )  # fmt: skip


def folded(run):
    """The report of the run in that folder, whose journal must be whole and lawful."""
    journal = read_journal(run / FILE_NAME)
    assert not journal.torn
    assert_lawful(journal.events)
    return fold(journal.events)


def told(report):
    """All but the clock, the pixels, and the class names, which the pages of today make up anew each time."""
    report = untimed(report)
    steps = [
        (flow.key, step.step, step.outcome, step.observation.submitted) for flow in report.flows for step in flow.steps
    ]
    verdicts = [replace(flow.verdict, findings=tuple(map(_told, flow.verdict.findings))) for flow in report.flows]
    return replace(report, flows=()), [(flow.flow, flow.attempts) for flow in report.flows], verdicts, steps


def _told(finding):
    """How sure a relocation is depends on class names, too."""
    found = finding.relocated and replace(finding.relocated, score=0, margin=0)
    return replace(finding, after=None, relocated=found)
