"""Four machines and one: shards as a person starts them, merged, against the unsharded run."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from e2e.commanding import ROOT, folded, told, verifier

pytestmark = pytest.mark.browser
ASKED = ("run", "whatsapp/contact[ro]", "vk/addresses[en]", "wish/contact[en]", "--replica", "today", "--confirm", "0")


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The folders of four shards (at least one of them empty) and of the unsharded run; what they said."""
    project = tmp_path_factory.mktemp("machines")
    shards = [(*ASKED, "--shard", f"{index}/4", "--output", project / f"shard-{index}") for index in range(1, 5)]
    with ThreadPoolExecutor(2) as pool:
        ended = list(
            pool.map(lambda words: verifier(*words, cwd=ROOT), [*shards, (*ASKED, "--output", project / "reports")])
        )
    return project, ended


def test_the_merge_of_four_shards_is_the_unsharded_run_up_to_timing(played):
    project, ended = played
    assert {process.returncode for process in ended} == {0, 1}, [process.stderr for process in ended]
    assert any("has nothing to play" in process.stderr for process in ended[:4])
    folders = [(project / f"shard-{index}" / "latest").resolve() for index in range(1, 5)]
    folders.reverse()

    merged = verifier("merge", *folders, "--output", project / "merged", cwd=ROOT)

    assert merged.returncode == ended[4].returncode == 1, merged.stderr
    assert merged.stderr == ""
    assert told(folded(project / "merged" / "latest")) == told(folded(project / "reports" / "latest"))
    for name in ("index.html", "report.json", "junit.xml"):
        assert (project / "merged" / "latest" / name).is_file()
    kept = {path.stem for path in (project / "merged" / "latest" / "blobs").iterdir()}
    report = folded(project / "merged" / "latest")
    assert {step.observation.picture.digest for flow in report.flows for step in flow.steps} <= kept


def test_a_shard_that_is_torn_or_missing_is_told_and_the_rest_is_reported(played):
    project, _ = played
    folders = [(project / f"shard-{index}" / "latest").resolve() for index in range(1, 5)]
    torn = project / "torn"
    shutil.copytree(folders[0], torn)
    lines = (torn / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (torn / "journal.jsonl").write_bytes(b"".join(lines[:-3]) + lines[-3][:40])

    merged = verifier("merge", torn, folders[1], "--output", project / "holes", cwd=ROOT)

    assert merged.returncode == 1, merged.stderr
    assert "warning: shard 1/4" in merged.stderr
    assert "ends in the middle" in merged.stderr
    assert "warning: shard 4/4 is not among these runs: 1 of 3 flows were not played" in merged.stderr
    report = folded(project / "holes" / "latest")
    assert report.interrupted
    assert report.unplayed == ("wish/contact[en]",)


def test_runs_with_other_flow_files_are_refused_in_one_sentence_and_leave_nothing(played):
    project, _ = played
    other = project / "other"
    shutil.copytree((project / "shard-1" / "latest").resolve(), other)
    text = (other / "journal.jsonl").read_text(encoding="utf-8")
    digest = text.partition('"flows_digest":"')[2][:64]
    (other / "journal.jsonl").write_text(text.replace(digest, "0" * 64), encoding="utf-8")

    refused = verifier("merge", other, (project / "shard-2" / "latest").resolve(), "--output", project / "no", cwd=ROOT)

    assert refused.returncode == 2
    assert "error: these runs cannot become one: " in refused.stderr
    assert "read flow files with the digest 000000000000" in refused.stderr
    assert not list((project / "no").iterdir())
