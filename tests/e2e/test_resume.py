"""A run that is killed with no warning, again and again, and gone on with until it is over."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from e2e.commanding import ROOT, folded, told, verifier

from verifier.model.event import FlowJudged
from verifier.store.journal import FILE_NAME, read_journal

pytestmark = pytest.mark.browser
ASKED = ("vk/addresses[en]", "vk/help[ru]", "whatsapp/faq", "wish/contact", "--replica", "documented", "--jobs", "1")


def lines_of(journal):
    return journal.read_bytes().count(b"\n") if journal.is_file() else 0


def killed(words, reports, *, at):
    """Start the run and end it, its browser with it, as soon as its journal has so many lines more than before."""
    before = max((lines_of(path) for path in reports.glob(f"2*/{FILE_NAME}")), default=0)
    process = subprocess.Popen(
        [sys.executable, "-m", "verifier", "run", *map(str, words), "--output", str(reports)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if any(lines_of(path) >= before + at for path in reports.glob(f"2*/{FILE_NAME}")):
            break
        time.sleep(0.005)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def judged(journal):
    return [stamped for stamped in read_journal(journal).events if isinstance(stamped.event, FlowJudged)]


def test_what_was_killed_at_random_moments_is_gone_on_with_and_nothing_is_played_twice(tmp_path):
    reports = tmp_path / "reports"
    moments = random.Random(5)  # noqa: S311 - the same moments each time
    killed(ASKED, reports, at=moments.randint(2, 12))
    (run,) = reports.glob("2*")
    kept = judged(run / FILE_NAME)
    for _ in range(2):
        killed(("--resume", run), reports, at=moments.randint(3, 9))
        assert judged(run / FILE_NAME)[: len(kept)] == kept
        kept = judged(run / FILE_NAME)
    with (run / FILE_NAME).open("ab") as journal:
        journal.write(b'{"at_ms":9,"event":{"key":"wis')

    refused = verifier("run", "--resume", run, "--replica", "today", "--output", reports)
    assert refused.returncode == 2
    assert "was asked for --replica documented, not today" in refused.stderr

    ended = verifier("run", "--resume", run, "--output", reports)

    assert ended.returncode == 0, ended.stderr
    every = judged(run / FILE_NAME)
    assert every[: len(kept)] == kept
    assert len({stamped.event.key for stamped in every}) == len(every) == 5
    assert f"Going on with {5 - len(kept)} flow" in ended.stderr
    assert list(reports.glob("2*")) == [run]

    whole = verifier("run", *ASKED, "--output", tmp_path / "whole")
    assert whole.returncode == 0, whole.stderr
    assert told(folded(run)) == told(folded(tmp_path / "whole" / "latest"))
