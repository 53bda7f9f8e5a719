"""The command as a person types it, in a process of its own, with the real browser on replicas."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from e2e.commanding import ROOT, verifier

pytestmark = pytest.mark.browser


@pytest.fixture
def project(tmp_path):
    """A project of its own with the real flows, to accept into."""
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    return tmp_path


def latest(project):
    return (project / "reports" / "latest").resolve()


def test_a_run_on_todays_site_names_the_wrong_sentences_leaves_every_report_and_no_change_of_the_flows(project):
    before = {path: path.read_bytes() for path in (project / "flows").rglob("*") if path.is_file()}
    ended = verifier("run", "whatsapp/contact[ro]", "--replica", "today", cwd=project)

    assert ended.returncode == 1, ended.stderr
    for words in ("RO-2.6", "RO-2.7", "broken", "index.html"):
        assert words in ended.stdout
    files = {path.name for path in latest(project).iterdir()}
    assert files == {
        "blobs",
        "feed.atom",
        "findings.sarif",
        "guide-ar-whatsapp.html",
        "guide-ro-whatsapp.html",
        "index.html",
        "journal.jsonl",
        "junit.xml",
        "report.json",
        "summary.md",
    }
    told = json.loads((latest(project) / "report.json").read_text(encoding="utf-8"))
    assert "outcome-changed" in json.dumps(told)
    assert {path: path.read_bytes() for path in (project / "flows").rglob("*") if path.is_file()} == before


def test_exit_zero_ends_with_zero_whatever_was_found(project):
    words = ("run", "whatsapp/contact[ro]", "--replica", "today", "--confirm", "0")
    assert verifier(*words, "--exit-zero", cwd=project).returncode == 0


def test_a_wall_ends_with_three(project):
    ended = verifier("run", "whatsapp/contact[ro]", "--replica", "rate-limited", cwd=project)
    assert ended.returncode == 3
    assert "blocked" in ended.stdout


def test_what_was_accepted_is_verified_the_next_time_and_shown_before(project):
    assert verifier("run", "whatsapp/contact[ro]", "--replica", "today", cwd=project).returncode == 1
    shown = verifier("accept", "latest", "--yes", cwd=project)
    assert shown.returncode == 0, shown.stderr
    assert '+ required email field "Adresă de e-mail"' in shown.stdout
    again = verifier("judge", "latest", cwd=project)
    assert again.returncode == 1
    told, _, otherwise = again.stdout.partition("Judged again: what differs is a change of ours, not of the site")
    assert "new required email field" not in told
    assert "Gone by the baseline, not by the site" in otherwise
    assert "RO-2.6" in again.stdout, "what the guide states is wrong whatever was recorded"


def test_accepting_asks_and_a_no_changes_nothing(project):
    verifier("run", "whatsapp/contact[ro]", "--replica", "documented", cwd=project)
    before = {path: path.read_bytes() for path in (project / "flows").rglob("*") if path.is_file()}
    ended = subprocess.run(
        [sys.executable, "-m", "verifier", "accept"],
        cwd=project,
        input="n\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Nothing was recorded." in ended.stdout
    assert {path: path.read_bytes() for path in (project / "flows").rglob("*") if path.is_file()} == before


def test_a_report_is_written_again_from_its_journal_alone(project):
    verifier("run", "whatsapp/contact[ro]", "--replica", "documented", cwd=project)
    page = latest(project) / "index.html"
    first = page.read_bytes()
    page.unlink()
    shutil.rmtree(project / "flows" / "whatsapp")
    assert verifier("report", cwd=project).returncode == 0
    assert page.read_bytes() == first


UNREACHABLE = """version: 1
title: Open a page
site: nowhere
locale: en
steps:
  - id: open
    goto: https://www.nowhere.invalid/contact
"""


def test_without_a_way_out_it_says_so_ends_with_three_and_leaves_a_report(tmp_path):
    site = tmp_path / "flows" / "nowhere"
    site.mkdir(parents=True)
    (site / "contact.yaml").write_text(UNREACHABLE, encoding="utf-8")
    (site / "site.yaml").write_text("version: 1\ntitle: Nowhere\nhosts: [www.nowhere.invalid]\n", encoding="utf-8")

    ended = verifier("run", "nowhere", cwd=tmp_path)

    assert ended.returncode == 3, ended.stderr
    assert "could not be resolved" in " ".join(ended.stdout.split())
    assert "errored" in ended.stdout
    assert (latest(tmp_path) / "index.html").is_file()


def test_a_browser_that_is_not_there_is_one_line_with_what_to_do(project):
    ended = verifier("run", "whatsapp", "--replica", "today", "--browser", "/nowhere/chromium", cwd=project)
    assert ended.returncode == 3
    assert ended.stderr.count("\n") <= 2
    assert "playwright install" in ended.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("run", "watsapp"), "whatsapp"),
        (("run", "whatsapp", "--replica", "tomorrow"), "today"),
        (("run", "whatsapp", "--locale", "xx"), "xx"),
        (("report", "no-such-run"), "no run"),
        (("accept", "no-such-run"), "no run"),
    ],
)
def test_a_command_that_cannot_be_meant_ends_with_two_and_says_what_could_be(project, words, says):
    ended = verifier(*words, cwd=project)
    assert ended.returncode == 2, ended.stdout
    assert says in ended.stderr


def test_a_broken_flow_file_stops_the_run_before_the_browser_with_its_frame(project):
    flow = project / "flows" / "whatsapp" / "contact.yaml"
    flow.write_text(flow.read_text(encoding="utf-8").replace("    click:", "    clik:", 1), encoding="utf-8")
    ended = verifier("run", "whatsapp", "--replica", "today", cwd=project)
    assert ended.returncode == 2
    assert "flows/whatsapp/contact.yaml:" in ended.stderr
    assert "click" in ended.stderr
    assert not (project / "reports").exists()


@pytest.mark.parametrize("asking", [signal.SIGINT, signal.SIGTERM])
def test_who_is_asked_to_stop_closes_the_journal_writes_the_report_and_ends_with_130(project, asking):
    process = subprocess.Popen(
        [sys.executable, "-m", "verifier", "run", "whatsapp", "--replica", "today", "--jobs", "1"],
        cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    journal = _first_step(project)
    os.killpg(process.pid, asking)  # the browser is asked too, as by a terminal
    out, err = process.communicate(timeout=60)

    assert process.returncode == 130, err
    assert '"is":"RunFinished"' in journal.read_text(encoding="utf-8").splitlines()[-1]
    assert (journal.parent / "index.html").is_file()
    assert "index.html" in out


def _first_step(project):
    """The journal, as soon as a first step has finished in it."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for journal in project.glob("reports/*/journal.jsonl"):
            if '"is":"StepFinished"' in journal.read_text(encoding="utf-8"):
                return journal
    raise AssertionError("no step finished")
