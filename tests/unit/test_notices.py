"""A message is sent where something is new, back or over, and its address is never shown."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from builders import a_finding, a_flow, a_flow_report, a_report
from click.testing import CliRunner

from verifier.cli import main, notices, publish
from verifier.errors import ExitCode, UsageError
from verifier.history.recall import past_run
from verifier.history.since import since
from verifier.model.finding import Level, Status
from verifier.model.history import Past
from verifier.publish.notify import notify
from verifier.report.notice_text import MOST_LINES, notice

SECRET = "CANARY-hook-0123"  # noqa: S105 - of nobody


@pytest.fixture
def endpoint():
    """Receives JSON on loopback: its address for Apprise, and what arrived. It refuses what comes to /full."""
    arrived = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            arrived.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(507 if "full" in self.path else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"json://user:{SECRET}@127.0.0.1:{server.server_port}/", arrived
    server.shutdown()
    server.server_close()


def night(day, *findings, status=None):
    flow = a_flow_report(a_flow(), status or (Status.BROKEN if findings else Status.VERIFIED), findings=findings)
    return replace(a_report(flow, run_id=f"night-{day}", against="live"), started_at=f"2026-11-{day}T04:12:09Z")


def told(*nights):
    """The last night, with what the others say of it."""
    return replace(nights[-1], since=since(nights[-1], Past("live", tuple(past_run(each) for each in nights))))


DRIFT = a_finding(level=Level.BROKEN, claims=("RO-2.6",))


def test_what_is_new_is_told_with_the_sentence_and_the_claim():
    said = notice(told(night(20), night(21, DRIFT)), link="https://example.org/r")
    assert said.title == "Help flows: One drift new"
    assert "new: whatsapp/contact (English): The button Send Question is now called Next Step. (RO-2.6)" in said.body
    assert said.body.endswith("https://example.org/r")


def test_what_is_over_and_what_is_back_is_told():
    assert notice(told(night(20, DRIFT), night(21))).title == "Help flows: One drift over"
    assert notice(told(night(20, DRIFT), night(21), night(22, DRIFT))).title == "Help flows: One drift back"


@pytest.mark.parametrize(
    "nights",
    [
        pytest.param((night(20, DRIFT), night(21, DRIFT)), id="goes on"),
        pytest.param((night(20, DRIFT), night(21, replace(DRIFT, actual="Go on"))), id="other words"),
        pytest.param((night(20, DRIFT), night(21, status=Status.BLOCKED)), id="blocked"),
        pytest.param((night(20), night(21, replace(DRIFT, level=Level.NOTE))), id="a note"),
        pytest.param((night(20), night(21)), id="nothing"),
    ],
)
def test_what_is_no_news_is_not_told(nights):
    assert notice(told(*nights)) is None


def test_without_a_history_nobody_knows_what_is_news():
    assert notice(night(20, DRIFT)) is None


def test_a_flood_is_one_message_of_some_lines():
    many = tuple(replace(DRIFT, fingerprint=f"f{number}", subject=f"b {number}") for number in range(90))
    said = notice(told(night(20), night(21, *many)))
    assert said.title == "Help flows: 90 drifts new"
    assert said.body.count("new: ") == MOST_LINES
    assert "and 70 more" in said.body


def test_a_message_arrives(endpoint):
    url, arrived = endpoint
    assert notify((url,), title="Help flows: One drift new", body="new: a\nnew: b") == ()
    assert [(each["title"], each["message"]) for each in arrived] == [("Help flows: One drift new", "new: a\nnew: b")]


def test_who_was_not_reached_is_told_by_number_and_kind_only(endpoint, caplog, capfd):
    url, _ = endpoint
    (words,) = notify((f"{url}full",), title="t", body="b")
    assert words == "the address for messages number 1 (json://...) did not take the message"
    assert SECRET not in caplog.text + "".join(capfd.readouterr())


def test_an_address_that_is_none_sends_nothing_to_the_others(endpoint, caplog, capfd):
    url, arrived = endpoint
    with pytest.raises(UsageError) as error:
        notify((url, f"nonsense://{SECRET}"), title="t", body="b")
    assert "number 2 (nonsense://...)" in error.value.message
    assert SECRET not in f"{error.value.message} {caplog.text} {capfd.readouterr()}"
    assert arrived == []


def test_the_command_sends_only_on_a_change_of_state(endpoint, monkeypatch, tmp_path):
    url, arrived = endpoint
    run = told(night(20), night(21, DRIFT))
    monkeypatch.setattr(publish, "_report", lambda *names, **options: (tmp_path, tmp_path, run))
    ended = CliRunner().invoke(main, ["publish", "notify"], env={notices.VARIABLE: url})
    assert (ended.exit_code, ended.stdout) == (0, "1 message sent.\n"), ended.output
    run = told(night(20, DRIFT), night(21, DRIFT))
    ended = CliRunner().invoke(main, ["publish", "notify", "--notify", url])
    assert ended.stdout == "Nothing is new, back or over; no message was sent.\n"
    assert len(arrived) == 1


def test_the_command_says_who_was_not_reached_and_no_secret(endpoint, monkeypatch, tmp_path):
    url, _ = endpoint
    run = told(night(20), night(21, DRIFT))
    monkeypatch.setattr(publish, "_report", lambda *names, **options: (tmp_path, tmp_path, run))
    ended = CliRunner().invoke(main, ["publish", "notify", "--notify", f"{url}full"])
    assert ended.exit_code == ExitCode.UNKNOWN
    assert "did not take the message" in ended.stderr
    assert SECRET not in ended.output
    assert CliRunner().invoke(main, ["publish", "notify"]).exit_code == ExitCode.USAGE


def test_the_command_line_is_kept_without_addresses(monkeypatch):
    monkeypatch.setattr("sys.argv", ["verifier", "run", "--notify", f"json://{SECRET}", f"--notify=x://{SECRET}", "vk"])
    assert notices.told_command() == "verifier run --notify '***' '--notify=***' vk"
