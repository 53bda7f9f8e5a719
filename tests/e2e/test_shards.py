"""Four machines and one: shards as a person starts them, merged, against the unsharded run."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from e2e.commanding import ROOT, verifier
from orchestra import assert_lawful, untimed

from verifier.session.fold import fold
from verifier.store.journal import read_journal

pytestmark = pytest.mark.browser
ASKED = ("run", "whatsapp/contact[ro]", "vk/addresses[en]", "wish/contact[en]", "--replica", "today", "--confirm", "0")


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The folders of four shards (at least one of them empty) and of the unsharded run; what they said."""
    project = tmp_path_factory.mktemp("machines")
    shutil.copytree(ROOT / "flows", project / "flows")
    shards = [(*ASKED, "--shard", f"{index}/4", "--output", project / f"shard-{index}") for index in range(1, 5)]
    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(lambda words: verifier(*words, cwd=project), [*shards, ASKED]))
    return project, ended


def of(project, folder):
    journal = read_journal((project / folder / "latest").resolve() / "journal.jsonl")
    assert not journal.torn
    assert_lawful(journal.events)
    return fold(journal.events)


def told(report):
    """All but the clock and the class names, which the pages of today make up anew each time."""
    report = untimed(report)
    steps = [
        (flow.key, step.step, step.outcome, step.observation.picture, step.observation.submitted)
        for flow in report.flows
        for step in flow.steps
    ]
    return replace(report, flows=()), [(flow.flow, flow.verdict, flow.attempts) for flow in report.flows], steps


def test_the_merge_of_four_shards_is_the_unsharded_run_up_to_timing(played):
    project, ended = played
    assert {process.returncode for process in ended} == {0, 1}, [process.stderr for process in ended]
    assert any("has nothing to play" in process.stderr for process in ended[:4])
    folders = [(project / f"shard-{index}" / "latest").resolve() for index in range(1, 5)]
    folders.reverse()

    merged = verifier("merge", *folders, "--output", project / "merged", cwd=project)

    assert merged.returncode == ended[4].returncode == 1, merged.stderr
    assert merged.stderr == ""
    assert told(of(project, "merged")) == told(of(project, "reports"))
    for name in ("index.html", "report.json", "junit.xml"):
        assert (project / "merged" / "latest" / name).is_file()
    pictures = {path.name for path in (project / "reports" / "latest" / "blobs").iterdir()}
    assert {path.name for path in (project / "merged" / "latest" / "blobs").iterdir()} == pictures


def test_a_shard_that_is_torn_or_missing_is_told_and_the_rest_is_reported(played):
    project, _ = played
    folders = [(project / f"shard-{index}" / "latest").resolve() for index in range(1, 5)]
    torn = project / "torn"
    shutil.copytree(folders[0], torn)
    lines = (torn / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (torn / "journal.jsonl").write_bytes(b"".join(lines[:-3]) + lines[-3][:40])

    merged = verifier("merge", torn, folders[1], "--output", project / "holes", cwd=project)

    assert merged.returncode == 1, merged.stderr
    assert "warning: shard 1/4" in merged.stderr
    assert "ends in the middle" in merged.stderr
    assert "warning: shard 4/4 is not among these runs: 1 of 3 flows were not played" in merged.stderr
    report = of(project, "holes")
    assert report.interrupted
    assert report.unplayed == ("wish/contact[en]",)


def test_runs_with_other_flow_files_are_refused_in_one_sentence_and_leave_nothing(played):
    project, _ = played
    other = project / "other"
    shutil.copytree((project / "shard-1" / "latest").resolve(), other)
    text = (other / "journal.jsonl").read_text(encoding="utf-8")
    digest = text.partition('"flows_digest":"')[2][:64]
    (other / "journal.jsonl").write_text(text.replace(digest, "0" * 64), encoding="utf-8")

    refused = verifier(
        "merge", other, (project / "shard-2" / "latest").resolve(), "--output", project / "no", cwd=project
    )

    assert refused.returncode == 2
    assert "error: these runs cannot become one: " in refused.stderr
    assert "read flow files with the digest 000000000000" in refused.stderr
    assert not list((project / "no").iterdir())
