"""`verifier publish` as a person types it: what it shows, what it does, and what it refuses."""

from __future__ import annotations

import pytest
from builders import a_finding, a_flow, a_flow_report, a_report
from click.testing import CliRunner
from github_server import REPOSITORY, TOKEN, serving

from verifier.cli import main, publish
from verifier.errors import ExitCode
from verifier.model.finding import Level, Status


@pytest.fixture(scope="module")
def served():
    with serving() as hub:
        yield hub


@pytest.fixture
def hub(served):
    served.__init__(url=served.url)
    return served


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Says `verifier publish WORDS...` of a run with one drift, in an environment of its own."""
    finding = a_finding(level=Level.BROKEN, claims=("RO-2.6",), guides=("ro-whatsapp",))
    report = a_report(a_flow_report(a_flow(), Status.BROKEN, findings=(finding,)), against="live")
    monkeypatch.setattr(publish, "_report", lambda *names, **options: (tmp_path, tmp_path, report))
    for name in ("CI", "GITHUB_ACTIONS", "GITHUB_TOKEN", "GITHUB_REPOSITORY", "GITHUB_API_URL", "GITHUB_SERVER_URL"):
        monkeypatch.delenv(name, raising=False)

    def say(*words, **environment):
        return CliRunner().invoke(main, ["publish", *words], env=environment)

    return say


def environment(hub):
    return {"GITHUB_TOKEN": TOKEN, "GITHUB_REPOSITORY": REPOSITORY, "GITHUB_API_URL": hub.url}


def test_outside_of_ci_it_only_shows_what_it_would_do(run, hub):
    ended = run("github", **environment(hub))
    assert ended.exit_code == 0, ended.output
    assert (
        "open      new     whatsapp/contact (English): The button Send Question is now called Next Step."
        in ended.stdout
    )
    assert "Nothing was done. With --yes it is." in ended.stdout
    assert hub.writes() == []


@pytest.mark.parametrize(("words", "more"), [(("--yes",), {}), ((), {"CI": "true"})])
def test_with_yes_or_in_ci_it_does_it(run, hub, words, more):
    ended = run("github", *words, **environment(hub), **more)
    assert ended.exit_code == 0, ended.output
    assert "open      #1 " in ended.stdout
    assert len(hub.issues) == 1


def test_a_dry_run_is_one_in_ci_too(run, hub):
    run("github", "--dry-run", **environment(hub), CI="true")
    assert hub.writes() == []


def test_without_a_repository_it_shows_all_as_new_and_says_so(run):
    ended = run("github", "--bodies")
    assert ended.exit_code == 0
    assert "GITHUB_REPOSITORY is not set" in ended.stderr
    assert "    ### What to do" in ended.stdout


def test_without_a_token_nothing_can_be_done_and_the_words_say_what_is_missing(run, hub):
    ended = run("github", "--yes", GITHUB_REPOSITORY=REPOSITORY)
    assert ended.exit_code == ExitCode.USAGE
    assert "GITHUB_TOKEN is not set" in ended.stderr


def test_the_token_is_never_shown_also_when_it_is_refused(run, hub):
    wrong = {**environment(hub), "GITHUB_TOKEN": f"{TOKEN}-wrong"}
    ended = run("github", "--yes", "--bodies", **wrong)
    assert ended.exit_code == ExitCode.UNKNOWN
    assert "the token is wrong or has expired" in ended.stderr
    assert TOKEN not in ended.output


def test_the_report_is_linked_where_it_can_be_read(run, hub):
    run("github", "--yes", "--report-url", "https://octo.example.org/guides/", **environment(hub))
    assert "[report](https://octo.example.org/guides/2026-11-23-0412-today/index.html)" in hub.issues[1]["body"]
