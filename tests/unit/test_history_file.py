"""The history file: nothing counted twice, nothing lost, safe beside other runs."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest

from verifier.errors import HistoryError
from verifier.model.finding import ClaimVerdict, Level, Rule, Status
from verifier.model.history import Past, PastClaim, PastFinding, PastFlow, PastRun, PastStep
from verifier.store.history import schema
from verifier.store.history.file import History, read_past

FINDING = PastFinding(
    "00000000000000aa", Rule.BUTTON_RENAMED, Level.DRIFTED, "button Send", "The button has another name.", "Send", "Go",
    "acme/contact", "en", "send", ("EN-1",), ("acme-en",),
)  # fmt: skip


def a_run(day, *findings, against="live"):
    at = f"2026-11-{day:02d}T04:00:00Z"
    flow = PastFlow(
        "acme/contact", "en", Status.DRIFTED if findings else Status.VERIFIED, "Because.", 1200, 2,
        (PastStep("open", "0" * 16, "done"), PastStep("send", "1" * 16, "done")), findings,
    )  # fmt: skip
    claim = PastClaim("acme-en", "EN-1", ClaimVerdict.HOLDS, "The page shows it.")
    return PastRun(f"{at}-all", at, against, "0.1.0", 6400, flows=(flow,), claims=(claim,))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "history.sqlite"


def kept(path, *runs, at="2026-12-01T00:00:00Z"):
    said = []
    with History.open(path, say=said.append) as history:
        for run in runs:
            history.record(run, recorded_at=at)
    return said


def test_what_was_recorded_is_read_again_the_oldest_first(path):
    runs = [a_run(1, FINDING), a_run(2), a_run(3, replace(FINDING, actual="OK \ud83d \x00 שלום"))]
    kept(path, *reversed(runs))
    past = read_past(path, "live", say=print)
    assert past.runs[:2] == tuple(runs[:2])
    assert past.runs[2].flows[0].findings[0].actual == "OK ? \N{REPLACEMENT CHARACTER} שלום"


def test_a_run_is_counted_once_however_often_it_is_recorded(path):
    kept(path, a_run(1))
    with History.open(path, say=print) as history:
        assert not history.record(a_run(1), recorded_at="2026-12-02T00:00:00Z")
        assert history.record(a_run(1, FINDING), recorded_at="2026-12-02T00:00:00Z"), "judged anew it is replaced"
        assert history.past("live").runs == (a_run(1, FINDING),)


def test_a_replica_does_not_mix_with_the_live_site(path):
    kept(path, a_run(1), a_run(1, FINDING, against="replica today"))
    with History.open(path, say=print) as history:
        assert history.targets() == ("live", "replica today")
        assert history.past("live").runs == (a_run(1),)


def test_what_repeats_every_night_is_kept_once(path):
    kept(path, *(a_run(day, FINDING) for day in range(1, 20)))
    file = sqlite3.connect(path)
    counts = file.execute(
        "SELECT (SELECT count(*) FROM walks), (SELECT count(*) FROM findings), (SELECT count(*) FROM claims)"
    ).fetchone()
    file.close()
    assert counts == (1, 1, 1)


def test_pruning_keeps_the_latest_runs_of_each_target_and_what_they_are_told_by(path):
    kept(path, *(a_run(day, FINDING) for day in range(1, 6)), a_run(1, against="replica today"))
    with History.open(path, say=print) as history:
        live, replica = history.prune(lambda runs: 2)
        past = history.past("live")
    assert (live.gone, live.left, replica.gone, replica.left) == (3, 2, 0, 1)
    assert past.runs == (a_run(4, FINDING), a_run(5, FINDING))
    assert past.carried.runs == 3
    assert past.carried.trails[0].first_seen == "2026-11-01T04:00:00Z"


def test_two_processes_write_at_once_and_nothing_is_lost(path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[2]);"
        "from pathlib import Path; from test_history_file import FINDING, a_run; from dataclasses import replace;"
        "from verifier.store.history.file import History;"
        "start = int(sys.argv[3]);\n"
        "for day in range(start, 28, 2):\n"
        "    with History.open(Path(sys.argv[1]), say=print) as history:\n"
        "        history.record(a_run(day, replace(FINDING, actual=str(day % 3))), recorded_at='2026-12-01T00:00:00Z')\n"
    )
    here = str(__file__).rpartition("/")[0]
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(path), here, str(start)], stderr=subprocess.PIPE, text=True)
        for start in (1, 2)
    ]
    for process in both:
        _, trouble = process.communicate(timeout=60)
        assert process.returncode == 0, trouble
    assert len(read_past(path, "live", say=print).runs) == 27


# -- older, newer, foreign and broken files ----------------------------------------------------------------------------

VERSION_1 = """
CREATE TABLE runs (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, run_id TEXT NOT NULL, started_at TEXT NOT NULL,
  against TEXT NOT NULL, tool_version TEXT NOT NULL, duration_ms INTEGER NOT NULL, interrupted INTEGER NOT NULL,
  recorded_at TEXT NOT NULL, content TEXT NOT NULL) STRICT;
CREATE INDEX runs_by_target ON runs (against, started_at, run_id);
CREATE TABLE walks (id INTEGER PRIMARY KEY, content TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE steps (walk INTEGER NOT NULL REFERENCES walks ON DELETE CASCADE, position INTEGER NOT NULL, step_id TEXT NOT NULL,
  signature TEXT NOT NULL, outcome TEXT NOT NULL, PRIMARY KEY (walk, position)) STRICT, WITHOUT ROWID;
CREATE TABLE flows (run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, position INTEGER NOT NULL, flow_id TEXT NOT NULL,
  locale TEXT NOT NULL, status TEXT NOT NULL, because TEXT NOT NULL, duration_ms INTEGER NOT NULL, attempts INTEGER NOT NULL,
  walk INTEGER NOT NULL REFERENCES walks, PRIMARY KEY (run, position)) STRICT, WITHOUT ROWID;
CREATE TABLE findings (id INTEGER PRIMARY KEY, content TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, flow_id TEXT NOT NULL,
  locale TEXT NOT NULL, step_id TEXT NOT NULL, rule TEXT NOT NULL, level TEXT NOT NULL, subject TEXT NOT NULL,
  sentence TEXT NOT NULL, expected TEXT NOT NULL, actual TEXT NOT NULL, claims TEXT NOT NULL, guides TEXT NOT NULL) STRICT;
CREATE INDEX findings_by_fingerprint ON findings (fingerprint);
CREATE TABLE sightings (run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, flow INTEGER NOT NULL, position INTEGER NOT NULL,
  finding INTEGER NOT NULL REFERENCES findings, PRIMARY KEY (run, flow, position)) STRICT, WITHOUT ROWID;
INSERT INTO runs VALUES (1, 'k', 'old-run', '2026-10-01T04:00:00Z', 'live', '0.0.9', 5, 0, '2026-10-01T04:01:00Z', 'c');
INSERT INTO walks VALUES (7, 'w');
INSERT INTO steps VALUES (7, 0, 'send', '1111111111111111', 'done');
INSERT INTO flows VALUES (1, 0, 'acme/contact', 'en', 'drifted', 'Because.', 5, 1, 7);
INSERT INTO findings VALUES (3, 'f', '00000000000000aa', 'acme/contact', 'en', 'send', 'button-renamed', 'drifted', 'button Send',
  'The button has another name.', 'Send', 'Go', '["EN-1"]', '["acme-en"]');
INSERT INTO sightings VALUES (1, 0, 0, 3);
PRAGMA user_version = 1;
"""


def test_a_file_of_the_first_version_is_brought_up_to_date_with_all_that_it_holds(path):
    old = sqlite3.connect(path)
    old.executescript(VERSION_1)
    old.close()
    assert kept(path, a_run(1, FINDING)) == []
    first, second = read_past(path, "live", say=print).runs
    assert (first.run_id, first.flows[0].findings, second.run_id) == ("old-run", (FINDING,), a_run(1).run_id)
    with sqlite3.connect(path) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    file.close()


def test_a_file_of_a_newer_version_is_left_alone(path):
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    before = path.read_bytes()
    with pytest.raises(HistoryError, match="version 99; this verifier knows version 2"):
        kept(path, a_run(1))
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_left_alone(path):
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE songs (title TEXT)")
    other.commit()
    other.close()
    with pytest.raises(HistoryError, match="another program"):
        kept(path, a_run(1))


def scribbled(content):
    return b"no database" * 500


def torn(content):
    return content[:5000] + b"\xff" * 6000 + content[11000:]


@pytest.mark.parametrize("spoil", [scribbled, torn])
def test_a_corrupt_file_is_set_aside_whole_and_a_new_one_begun(path, spoil):
    kept(path, *(a_run(day, FINDING) for day in range(1, 9)))
    spoilt = spoil(path.read_bytes())
    path.write_bytes(spoilt)
    (said,) = kept(path, a_run(9))
    (aside,) = path.parent.glob("history.sqlite.corrupt-*")
    assert aside.read_bytes() == spoilt
    assert aside.name in said
    assert "corrupt" in said
    assert read_past(path, "live", say=print).runs == (a_run(9),)


def test_a_history_that_cannot_be_used_is_told_and_the_report_goes_without(tmp_path):
    folder = tmp_path / "history.sqlite"
    folder.mkdir()
    said = []
    assert read_past(folder, "live", say=said.append) == Past("live")
    assert len(said) == 1
