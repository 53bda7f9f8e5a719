"""`verifier history` as a person types it, on the nights of the demonstration."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner
from nights import GONE, demo_past

from verifier.cli import main
from verifier.cli.history import keeping
from verifier.cli.index_page import write_index
from verifier.cli.remember import remember
from verifier.errors import UsageError
from verifier.model.event import RunFinished, RunStarted, Stamped
from verifier.store.history.file import History
from verifier.store.journal import JournalWriter

PAST = demo_past()


def filled(path, runs=PAST):
    with History.open(path, say=print) as history:
        for run in runs:
            history.record(run, recorded_at="2026-12-01T00:00:00Z")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    path = tmp_path_factory.mktemp("recorded") / "history.sqlite"
    filled(path)
    return path.read_bytes()


@pytest.fixture
def reports(tmp_path, recorded):
    (tmp_path / "history.sqlite").write_bytes(recorded)
    return tmp_path


def verifier(*words):
    return CliRunner().invoke(main, list(map(str, words)))


def history(reports, *words):
    return verifier("history", *words, "--output", reports)


def a_folder(reports, run, against="replica today"):
    """The folder of a run, as far as pruning looks into it."""
    events = (
        RunStarted(run.run_id, "0", run.started_at, against, "", "", (), ()),
        RunFinished(run.run_id),
    )
    with JournalWriter(reports / run.run_id / "journal.jsonl") as journal:
        for event in events:
            journal(Stamped(0, event))
    (reports / run.run_id / "index.html").write_text("a report", encoding="utf-8")


def test_without_a_name_runs_flows_and_open_findings_are_told(reports):
    told = history(reports)
    assert (told.exit_code, told.stderr) == (0, "")
    for words in (
        "16 runs against the replica “today” from 2026-11-08 to 2026-11-23",
        "2026-11-23-0412 3 broken, 1 verified, 1 blocked, 1 errored 1 - 3 12 1 38.4 s",
        "✓✓✓✓✗✗✗■✗✗✗✗✗✗",
        "16 findings are open",
    ):
        assert words in " ".join(told.stdout.split())


def test_a_flow_a_claim_and_a_finding_are_told_by_name(reports):
    flow = history(reports, "whatsapp/business").stdout
    assert flow.startswith("whatsapp/business[ar]: blocked since 2026-11-21, three nights; 13 runs could see it")
    claim = history(reports, "ro-2.6").stdout
    assert claim.startswith("RO-2.6 (ro-whatsapp): contradicted since 2026-11-14, nine nights")
    assert re.search(r"unverified +2026-11-17 +2026-11-17 +1", claim)
    finding = history(reports, GONE.fingerprint[:6]).stdout
    assert "over since 2026-11-23, there for two nights" in finding


def test_json_holds_everything_or_what_is_named(reports):
    whole = json.loads(history(reports, "--json").stdout)
    assert (len(whole["runs"]), whole["against"], whole["version"]) == (16, "replica today", 1)
    part = json.loads(history(reports, "RO-2.6", "--json").stdout)
    assert [claim["id"] for claim in part["claims"]] == ["RO-2.6"]
    assert all("RO-2.6" in finding["claims"] for finding in part["findings"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("whatsapp/contakt[ro]",), "did you mean `whatsapp/contact[ro]`"),
        (("--replica", "tomorrow"), "there are runs against today"),
        (("prune", "--keep", "none"), "write `--keep 30` or `--keep 90d`"),
        (("prune", "--keep", "0"), "write `--keep 30` or `--keep 90d`"),
    ],
)
def test_what_is_not_there_or_cannot_be_meant_is_told_with_what_to_do(reports, words, said):
    told = history(reports, *words)
    assert told.exit_code == 2
    assert said in told.stderr


def test_no_history_is_told_and_none_is_made(tmp_path):
    told = history(tmp_path)
    assert told.exit_code == 2
    assert "`verifier run` begins one" in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_pruning_leaves_folders_alone_unless_asked_and_forgets_no_first_sighting(reports):
    for run in PAST[-4:]:
        a_folder(reports, run)
    told = history(reports, "prune", "--keep", "2")
    assert "the replica “today”: 14 runs taken out, two runs left" in told.stdout
    assert len(list(reports.glob("*/journal.jsonl"))) == 4
    assert "contradicted since 2026-11-14, nine nights" in history(reports, "RO-2.6").stdout
    kept = history(reports, "prune", "--keep", "2", "--delete-folders", "--yes")
    assert "deleted 2" in kept.stdout
    assert sorted(path.parent.name for path in reports.glob("*/journal.jsonl")) == [run.run_id for run in PAST[-2:]]


def test_days_to_keep_count_back_from_now_and_the_latest_run_always_stays():
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert keeping("3d", now=now)(PAST) == 3
    assert keeping("1d", now=datetime(2027, 11, 23, tzinfo=UTC))(PAST) == 1
    with pytest.raises(UsageError, match="no number of runs"):
        keeping("-1", now=now)


def test_another_history_is_taken_in_and_stays_as_it_is(tmp_path):
    filled(tmp_path / "a.sqlite", PAST[:9])
    filled(tmp_path / "b.sqlite", PAST[6:])
    before = (tmp_path / "b.sqlite").read_bytes()
    (tmp_path / "reports").mkdir()
    told = history(tmp_path / "reports", "merge", tmp_path / "a.sqlite", tmp_path / "b.sqlite")
    assert told.stdout.splitlines()[1].endswith("seven runs taken in")
    assert (tmp_path / "b.sqlite").read_bytes() == before
    with History.open(tmp_path / "reports" / "history.sqlite", say=print) as merged:
        assert merged.past("replica today").runs == PAST


def test_a_corrupt_file_is_not_taken_in_and_stays_where_it_is(tmp_path):
    (tmp_path / "other.sqlite").write_bytes(b"no database" * 500)
    told = history(tmp_path, "merge", tmp_path / "other.sqlite")
    assert told.exit_code == 2
    assert "other.sqlite is corrupt" in told.stderr
    assert (tmp_path / "other.sqlite").exists()


def test_a_run_that_the_history_cannot_keep_is_told_all_the_same(tmp_path, capsys):
    from demo import demo_report

    path = tmp_path / "history.sqlite"
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    assert remember(demo_report(), path) == demo_report()
    assert "the report says nothing of earlier runs" in capsys.readouterr().err


# -- the page over all runs ------------------------------------------------------------------------------------------


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if tag == "a" and name == "href"]


def test_the_page_over_all_runs_lists_them_the_newest_first_and_links_those_that_are_kept(reports):
    for run in PAST[-2:]:
        a_folder(reports, run)
    a_folder(reports, replace(PAST[0], run_id="not & known"))
    write_index(reports)
    page = (reports / "index.html").read_text(encoding="utf-8")
    links = [link for link in Links(page).found if not link.startswith("#")]
    assert links == ["2026-11-23-0412/index.html", "2026-11-22-0412/index.html", "not%20%26%20known/index.html"]
    assert page.index("2026-11-23-0412") < page.index("2026-11-08-0412")
    assert page.count("its folder is gone") == 14
    assert "default-src &#39;none&#39;" in page


def test_a_picture_of_nights_says_in_words_what_it_shows(reports):
    write_index(reports)
    page = (reports / "index.html").read_text(encoding="utf-8")
    assert "2026-11-23: 3 broken, 0 drifted, 2 not seen, 1 verified" in page
    assert "<title>The last 14 nights of whatsapp/contact[ro]</title>" in page
