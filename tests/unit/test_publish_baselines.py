"""A pull request with new baselines: a draft, made once, brought up to date, closed, and never over somebody else's work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import a_finding, a_flow, a_flow_report, a_report, a_snapshot, a_step, a_step_report, an_observation
from click.testing import CliRunner
from github_server import REPOSITORY, TOKEN, serving

from verifier.cli import main, publish
from verifier.model.finding import Level, Status
from verifier.publish.github import GitHub
from verifier.publish.pull_request import Offer, offer_pull_request

OFFER = Offer("verifier/baselines", "key-1", "Record", "Why.", {"flows/vk/a.yaml": b"new", "flows/README.md": None})


@pytest.fixture(scope="module")
def served():
    with serving() as hub:
        yield hub


@pytest.fixture
def hub(served):
    served.__init__(url=served.url)
    return served


@pytest.fixture
def github(hub):
    with GitHub(REPOSITORY, TOKEN, hub.url) as client:
        yield client


def files(hub, branch="verifier/baselines"):
    commit = hub.objects[hub.refs[f"heads/{branch}"]]
    return {path: bytes.fromhex(hub.objects[mark]) for path, mark in hub.objects[commit["tree"]].items()}


def test_it_is_a_draft_on_a_branch_of_its_own_with_the_files_as_they_shall_be(github, hub):
    assert offer_pull_request(github, OFFER) == "opened #1"
    assert (hub.pulls[1]["draft"], hub.pulls[1]["base"], hub.pulls[1]["head"]) == (True, "main", "verifier/baselines")
    assert files(hub) == {"flows/vk/a.yaml": b"new"}
    assert hub.objects[hub.refs["heads/verifier/baselines"]]["parents"] == [hub.refs["heads/main"]]


def test_the_same_offer_writes_nothing_whatever_the_bytes(github, hub):
    offer_pull_request(github, OFFER)
    hub.fresh_log()
    other = replace(OFFER, files={"flows/vk/a.yaml": b"other pixels"}, body="Another link.")
    assert offer_pull_request(github, other) == "left #1: the same is offered already"
    assert hub.writes() == []


def test_another_offer_replaces_branch_and_text(github, hub):
    offer_pull_request(github, OFFER)
    assert offer_pull_request(github, replace(OFFER, key="key-2", files={"b.yaml": b"b"}, title="More")) == "updated #1"
    assert hub.pulls[1]["title"] == "More"
    assert "flows/vk/a.yaml" not in files(hub)


def test_work_of_somebody_else_on_the_branch_is_left_alone(github, hub):
    offer_pull_request(github, OFFER)
    ours = hub.objects[hub.refs["heads/verifier/baselines"]]
    hub.refs["heads/verifier/baselines"] = hub.keep({**ours, "message": "Fix a label by hand"})
    hub.fresh_log()
    assert "somebody else" in offer_pull_request(github, replace(OFFER, key="key-2"))
    assert hub.writes() == []


def test_with_nothing_to_offer_an_open_one_is_closed_and_told_why(github, hub):
    nothing = replace(OFFER, files={})
    assert offer_pull_request(github, nothing) == "nothing to offer"
    offer_pull_request(github, OFFER)
    assert offer_pull_request(github, nothing).startswith("closed #1")
    assert (hub.pulls[1]["state"], len(hub.comments[1])) == ("closed", 1)


def test_where_there_are_no_drafts_it_is_an_ordinary_one(github, hub):
    hub.may_draft = False
    assert offer_pull_request(github, OFFER) == "opened #1"
    assert not hub.pulls[1].get("draft")


# -- the command ------------------------------------------------------------------------------------------------


def a_page_that_moved(name, status, level):
    flow = a_flow(f"whatsapp/{name}", steps=(a_step("open"),))
    step = a_step_report(flow.steps[0], observation=an_observation())
    finding = a_finding(level=level, flow_id=flow.id)
    return a_flow_report(flow, status, findings=(finding,), steps=(step,), snapshots=(a_snapshot(),))


@pytest.fixture
def say(hub, monkeypatch, tmp_path):
    """Says `verifier publish github --pull-request` of a run with these flows."""
    (tmp_path / "project" / "flows" / "whatsapp").mkdir(parents=True)
    (tmp_path / ".git").mkdir()

    def said(*flows, yes=True):
        report = a_report(*flows, against="live")
        monkeypatch.setattr(
            publish, "_report", lambda *names, **options: (tmp_path, tmp_path / "project" / "flows", report)
        )
        words = ["publish", "github", "--pull-request", *(["--yes"] if yes else ["--dry-run"])]
        environment = {"GITHUB_TOKEN": TOKEN, "GITHUB_REPOSITORY": REPOSITORY, "GITHUB_API_URL": hub.url}
        ended = CliRunner().invoke(main, words, env=environment)
        assert ended.exit_code == 0, ended.output
        return ended.stdout

    return said


def test_only_flows_whose_sentences_hold_are_offered(say, hub):
    moved = a_page_that_moved("contact", Status.DRIFTED, Level.DRIFTED)
    assert "opened #" in say(moved, a_page_that_moved("faq", Status.BROKEN, Level.BROKEN))
    assert set(files(hub)) - {"flows/README.md"} == {"project/flows/whatsapp/baselines/contact.en.yaml"}
    (pull,) = hub.pulls.values()
    assert pull["title"] == "Record what the pages of one flow show now"
    assert "left #" in say(moved)


def test_while_flows_cannot_be_seen_nothing_is_closed(say, hub):
    say(a_page_that_moved("contact", Status.DRIFTED, Level.DRIFTED))
    assert "could not be seen" in say(a_flow_report(a_flow(), Status.BLOCKED))
    say(a_flow_report(a_flow()))
    (pull,) = hub.pulls.values()
    assert pull["state"] == "closed"


def test_a_dry_run_offers_nothing_and_says_what_it_would(say, hub):
    told = say(a_page_that_moved("contact", Status.DRIFTED, Level.DRIFTED), yes=False)
    assert "baselines new      Record what the pages of one flow show now (1 files" in told
    assert hub.writes() == []
