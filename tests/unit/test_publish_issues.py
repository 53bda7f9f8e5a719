"""One issue per drift, over nights, against a GitHub on loopback."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import (
    a_claim,
    a_claim_report,
    a_finding,
    a_flow,
    a_flow_report,
    a_guide,
    a_guide_report,
    a_place,
    a_report,
    a_step,
    a_step_report,
    an_observation,
)
from github_server import REPOSITORY, TOKEN, Fault, serving

from verifier.errors import PublishError, UsageError
from verifier.model.attestation import Attestation
from verifier.model.finding import ClaimVerdict, Level, Rule, Status
from verifier.model.report import ProposedEdit
from verifier.model.run import Done, Skipped
from verifier.publish.action import Leave, Occasion
from verifier.publish.github import GitHub, Patience
from verifier.publish.issues import carry_out, make_labels, read_issues
from verifier.publish.marker import read_marker
from verifier.publish.plan import plan
from verifier.publish.single import single
from verifier.report.attested_text import AGAINST, SIGNATURE, attested_text
from verifier.report.drifts import drifts
from verifier.report.issue_text import LABEL, characters, digest_text, issue_text

NIGHTS = tuple(f"2026-11-{day}T04:12:09Z" for day in range(20, 30))


@pytest.fixture(scope="module")
def served():
    with serving() as hub:
        yield hub


@pytest.fixture
def hub(served):
    """The server, with nothing in it."""
    served.__init__(url=served.url)
    return served


@pytest.fixture
def slept():
    return []


@pytest.fixture
def github(hub, slept):
    with GitHub(REPOSITORY, TOKEN, hub.url, Patience(900, slept.append, lambda: 1_000.0)) as client:
        yield client


def renamed(locale="en", fingerprint="", **more):
    words = {"en": ("Send Question", "Next Step"), "ro": ("Trimiteți întrebarea", "Pasul următor")}[locale]
    told = {
        "fingerprint": fingerprint or f"renamed-{locale}",
        "expected": words[0],
        "actual": words[1],
        "step_id": "send",
        "claims": ("RO-2.6",),
        "guides": ("ro-whatsapp",),
        "level": Level.BROKEN,
        "sentence": f"The button {words[0]} is now {words[1]}.",
        "subject": "button submit",
    }
    return a_finding(locale=locale, **{**told, **more})


def flow(*findings, locale="en", status=None, reached=True, flow_id="whatsapp/contact"):
    steps = (a_step("open"), a_step("send"))
    outcomes = (Done(), Done() if reached else Skipped("open"))
    told = tuple(
        a_step_report(step, outcome, observation=an_observation())
        for step, outcome in zip(steps, outcomes, strict=True)
    )
    worst = Status.BROKEN if any(finding.level is Level.BROKEN for finding in findings) else Status.DRIFTED
    status = status or (worst if findings else Status.VERIFIED)
    return a_flow_report(a_flow(flow_id, locale=locale, steps=steps), status, findings=findings, steps=told)


def night(number, *flows, against="live"):
    guide = a_guide_report(
        a_guide("ro-whatsapp"),
        (a_claim_report(a_claim("RO-2.6"), ClaimVerdict.CONTRADICTED, findings=("renamed-en", "renamed-ro")),),
    )
    return replace(
        a_report(*flows, guides=(guide,), against=against, run_id=f"night-{number}"), started_at=NIGHTS[number]
    )


def planned(github, report, *, at_most=25, reopen_days=30, link="https://example.org/r/index.html"):
    found = {drift.signature: drift for drift in drifts(report)}
    return plan(
        tuple(issue_text(drift, report, link=link) for drift in found.values()),
        read_issues(github, LABEL),
        report,
        digest=lambda marks: digest_text(tuple(found[mark] for mark in marks), report, link=link),
        at_most=at_most,
        reopen_days=reopen_days,
    )


def publish(github, report, **more):
    actions = planned(github, report, **more)
    make_labels(github, actions)
    assert carry_out(github, actions, lambda action, number: None) == ()
    return actions


# -- nights -----------------------------------------------------------------------------------------------------


def test_five_nights_new_ongoing_changed_over_and_back(github, hub):
    publish(github, night(0, flow(renamed())))
    (issue,) = hub.open_issues()
    assert issue["title"] == "whatsapp/contact (English): The button Send Question is now Next Step."
    assert [label["name"] for label in issue["labels"]] == [LABEL, "level:broken", "guide:ro-whatsapp", "language:en"]
    assert {name: label["color"] for name, label in hub.labels.items()}["level:broken"] == "b60205"

    publish(hub.fresh_log() and github, night(1, flow(renamed())))
    assert hub.writes() == [], "nothing changed, so nothing is written"

    publish(hub.fresh_log() and github, night(2, flow(renamed(actual="Go on"))))
    assert hub.writes() == ["PATCH issues/1"]
    assert "Go on" in issue["body"]

    publish(hub.fresh_log() and github, night(3, flow()))
    assert hub.writes() == ["PATCH issues/1", "POST issues/1/comments"]
    assert issue["state"] == "closed"
    assert "This is over" in hub.comments[1][-1]

    publish(hub.fresh_log() and github, night(4, flow(renamed())))
    assert issue["state"] == "open"
    assert "This is back" in hub.comments[1][-1]
    assert len(hub.issues) == 1


@pytest.mark.parametrize(
    "unseen",
    [
        pytest.param((flow(status=Status.BLOCKED),), id="blocked"),
        pytest.param((flow(status=Status.ERRORED),), id="errored"),
        pytest.param((flow(status=Status.SKIPPED),), id="skipped"),
        pytest.param((flow(reached=False),), id="the step was not reached"),
        pytest.param((flow(renamed(level=Level.NOTE)),), id="only suspected"),
        pytest.param((), id="not run"),
    ],
)
def test_what_was_not_really_seen_closes_nothing(github, hub, unseen):
    publish(github, night(0, flow(renamed())))
    publish(hub.fresh_log() and github, night(1, *unseen))
    assert hub.writes() == []
    assert len(hub.open_issues()) == 1


def test_a_language_that_could_not_be_seen_neither_closes_nor_rewrites(github, hub):
    publish(github, night(0, flow(renamed()), flow(renamed("ro"), locale="ro")))
    (issue,) = hub.open_issues()
    both = issue["body"]
    publish(hub.fresh_log() and github, night(1, flow(renamed()), flow(locale="ro", status=Status.BLOCKED)))
    assert hub.writes() == []
    publish(github, night(2, flow(), flow(locale="ro", status=Status.BLOCKED)))
    assert (issue["state"], issue["body"]) == ("open", both)
    publish(github, night(3, flow(), flow(locale="ro")))
    assert issue["state"] == "closed"


def test_another_language_joins_the_issue_of_the_first(github, hub):
    publish(github, night(0, flow(renamed())))
    publish(github, night(1, flow(renamed()), flow(renamed("ro"), locale="ro")))
    (issue,) = hub.issues.values()
    assert "Pasul următor" in issue["body"]
    assert "language:ro" in [label["name"] for label in issue["labels"]]


def test_a_cause_that_becomes_a_consequence_stays_in_its_issue(github, hub):
    publish(github, night(0, flow(renamed())))
    cause = a_finding(Rule.OUTCOME_CHANGED, fingerprint="cause", subject="outcome", step_id="send", level=Level.BROKEN)
    publish(github, night(1, flow(cause, renamed(follows="cause"))))
    assert len(hub.issues) == 1


def test_two_issues_that_turn_out_to_have_one_cause_become_one(github, hub):
    other = a_finding(Rule.OUTCOME_CHANGED, fingerprint="cause", subject="outcome", step_id="send", level=Level.BROKEN)
    publish(github, night(0, flow(other, renamed())))
    assert len(hub.open_issues()) == 2
    publish(github, night(1, flow(other, renamed(follows="cause"))))
    (left,) = hub.open_issues()
    assert hub.comments == {number: [f"This goes on in #{left['number']}: both have one cause."] for number in {1, 2} - {left["number"]}}  # fmt: skip


def test_a_drift_that_is_back_late_gets_a_new_issue_that_names_the_old_one(github, hub):
    publish(github, night(0, flow(renamed())))
    publish(github, night(1, flow()))
    publish(github, night(9, flow(renamed())), reopen_days=7)
    assert [issue["state"] for issue in hub.issues.values()] == ["closed", "open"]
    assert "It was there before, in #1." in hub.issues[2]["body"]


def test_what_a_person_closed_stays_closed_until_it_was_over_once(github, hub):
    publish(github, night(0, flow(renamed())))
    hub.issues[1]["state"] = "closed"
    publish(hub.fresh_log() and github, night(1, flow(renamed())))
    assert hub.writes() == []
    publish(github, night(2, flow()))
    assert not hub.comments
    publish(github, night(3, flow(renamed())))
    assert [issue["state"] for issue in hub.issues.values()] == ["open"]


def test_an_issue_shows_the_edit_and_is_not_written_anew_where_only_that_differs(github, hub):
    def told(number, diff):
        finding = renamed()
        edits = (ProposedEdit((finding.fingerprint,), diff=diff),)
        return replace(night(number, flow(finding)), edits=edits)

    publish(github, told(1, "-  submit: Send Question\n+  submit: Next Step\n" + f"+ {'x' * 400}\n" * 20))
    (issue,) = hub.open_issues()
    assert "+  submit: Next Step" in issue["body"]
    assert "... (cut)" in issue["body"]
    assert characters(issue["body"]) < 65_536
    actions = publish(github, told(2, "-  submit: Send Question\n+  submit: Next Step  # c1a2\n"))
    assert [type(action) for action in actions] == [Leave]


def test_labels_that_people_set_stay(github, hub):
    publish(github, night(0, flow(renamed())))
    hub.issues[1]["labels"] += [{"name": "help wanted"}]
    publish(github, night(1, flow(renamed(actual="Go on"))))
    assert {"help wanted", LABEL} <= {label["name"] for label in hub.issues[1]["labels"]}


def test_an_older_run_does_not_undo_what_a_later_one_wrote(github, hub):
    publish(github, night(3, flow(renamed())))
    publish(hub.fresh_log() and github, night(1, flow()))
    assert hub.writes() == []


def test_issues_of_the_live_site_are_none_of_a_replicas_business(github, hub):
    publish(github, night(0, flow(renamed())))
    publish(hub.fresh_log() and github, night(1, flow(), against="replica today"))
    assert hub.writes() == []


def test_an_issue_with_our_marks_but_without_our_label_is_somebody_elses(github, hub):
    publish(github, night(0, flow(renamed())))
    hub.issues[1]["labels"] = []
    assert read_issues(github, LABEL) == ()


# -- floods -----------------------------------------------------------------------------------------------------


def many(count):
    return tuple(
        renamed(fingerprint=f"f{number}", subject=f"button {number}", sentence=f"Button {number}.")
        for number in range(count)
    )


def test_a_flood_opens_so_many_issues_and_lists_the_rest_in_one(github, hub):
    publish(github, night(0, flow(*many(30))), at_most=10)
    assert len(hub.open_issues()) == 11
    digest = hub.issues[11]
    assert digest["title"] == "20 more drifts of help flows"
    assert digest["body"].count("\n- ") == 20
    publish(hub.fresh_log() and github, night(1, flow(*many(30))), at_most=10)
    assert hub.writes() == []
    publish(github, night(2, flow(*many(12))), at_most=10)
    assert digest["title"] == "Two more drifts of help flows"
    publish(github, night(3, flow(*many(9))), at_most=10)
    assert digest["state"] == "closed"
    assert len(hub.open_issues()) == 9


def test_five_hundred_findings_of_one_cause_fit_into_one_body(github, hub):
    cause = a_finding(fingerprint="cause", step_id="send", level=Level.BROKEN, claims=("RO-2.6",))
    after = [
        renamed(fingerprint=f"{number:016x}", subject=f"b {number}", follows="cause", sentence=f"{number} “ș” " * 30)
        for number in range(499)
    ]
    publish(github, night(0, flow(cause, *after)))
    (issue,) = hub.issues.values()
    assert characters(issue["body"]) <= 65_536
    assert "more, in the report" in issue["body"]
    assert len(read_marker(issue["body"]).traces) == 500
    publish(hub.fresh_log() and github, night(1, flow(cause, *after)))
    assert hub.writes() == []
    publish(github, night(2, flow()))
    assert issue["state"] == "closed"


# -- faults -----------------------------------------------------------------------------------------------------


def test_all_pages_of_the_list_are_read(github, hub):
    hub.page = 3
    publish(github, night(0, flow(*many(10))))
    publish(hub.fresh_log() and github, night(1, flow(*many(10))))
    assert hub.writes() == []
    assert sum(path == "issues" for _, path, _ in hub.log) == 4


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault("GET", "issues", 500, times=9), id="500"),
        pytest.param(Fault("GET", "issues", 401), id="401"),
        pytest.param(Fault("GET", "issues", 200, body=b"<html>"), id="not JSON"),
        pytest.param(Fault("GET", "issues", 200, body={"message": "no list"}), id="no list"),
        pytest.param(Fault("GET", "issues", 301, {"Location": "https://api.github.com/repositories/1/issues"}), id="moved"),
        pytest.param(Fault("GET", "issues", 429, {"Retry-After": "3600"}), id="an hour to wait"),
    ],
)  # fmt: skip
def test_nothing_is_written_when_the_list_of_issues_could_not_be_read(github, hub, fault):
    hub.faults.append(fault)
    with pytest.raises(PublishError):
        publish(github, night(0, flow(renamed())))
    assert hub.writes() == []


def test_nothing_is_written_when_a_later_page_could_not_be_read(github, hub):
    hub.page = 2
    publish(github, night(0, flow(*many(5))))
    hub.fresh_log().faults.append(Fault("GET", "issues", 502, times=9))
    hub.faults[0].times = 0
    original = hub.answer

    def second_page_fails(method, path, query, body):
        return (502, {}, {}) if query.get("page") == "2" else original(method, path, query, body)

    hub.answer = second_page_fails
    try:
        with pytest.raises(PublishError, match="502"):
            publish(github, night(1, flow(*many(6))))
    finally:
        del hub.answer
    assert hub.writes() == []


def test_a_server_error_that_passes_is_asked_again(github, hub, slept):
    hub.faults.append(Fault("GET", "issues", 503, times=2))
    publish(github, night(0, flow(renamed())))
    assert slept == [1.0, 2.0]
    assert len(hub.issues) == 1


@pytest.mark.parametrize(
    ("fault", "waited"),
    [
        pytest.param(Fault("POST", "issues", 403, {"Retry-After": "7"}), 7, id="secondary, with Retry-After"),
        pytest.param(Fault("POST", "issues", 429, {"Retry-After": "9"}), 9, id="429"),
        pytest.param(Fault("POST", "issues", 403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1030"}), 30, id="primary"),
        pytest.param(Fault("POST", "issues", 403, body={"message": "You have exceeded a secondary rate limit."}), 60, id="secondary"),
    ],
)  # fmt: skip
def test_a_rate_limit_is_waited_for_and_nothing_is_made_twice(github, hub, slept, fault, waited):
    hub.faults.append(fault)
    publish(github, night(0, flow(renamed())))
    assert slept == [waited]
    assert len(hub.issues) == 1


def test_a_new_issue_is_not_asked_for_again_where_the_first_time_may_have_worked(github, hub):
    hub.faults.append(Fault("POST", "issues", 502))
    with pytest.raises(PublishError, match="502"):
        publish(github, night(0, flow(renamed())))
    assert sum(write == "POST issues" for write in hub.writes()) == 1


def test_after_twenty_writes_there_is_a_pause_between_two(github, hub, slept):
    publish(github, night(0, flow(*many(22))))
    assert slept
    assert set(slept) == {1.0}


def test_the_token_is_in_no_error_and_in_no_text_of_the_client(github, hub):
    hub.faults.append(Fault("GET", "issues", 403, body={"message": "Resource not accessible by integration"}))
    with pytest.raises(PublishError) as error:
        read_issues(github, LABEL)
    assert TOKEN not in f"{error.value!r} {error.value.hint} {github!r}"
    assert "issues: write" in error.value.hint


@pytest.mark.parametrize("url", ["http://github.example.org/api", "ftp://127.0.0.1"])
def test_a_token_is_not_sent_in_the_clear(url):
    with pytest.raises(UsageError, match="GITHUB_API_URL"):
        GitHub(REPOSITORY, TOKEN, url)


def test_a_list_that_goes_on_elsewhere_is_not_followed(github, hub):
    away = {"Link": '<http://localhost:1/repos/octo/guides/issues?page=2>; rel="next"'}
    hub.faults.append(Fault("GET", "issues", 200, away, body=[{}]))
    with pytest.raises(PublishError, match="another server"):
        read_issues(github, LABEL)


def test_what_is_left_alone_says_why(github, hub):
    publish(github, night(0, flow(renamed())))
    (action,) = planned(github, night(1, flow(renamed())))
    assert isinstance(action, Leave)
    assert action.why == "goes on unchanged"


# -- attestations -----------------------------------------------------------------------------------------------


def weekly(github, day, *claims):
    attested = Attestation("ro-whatsapp", ("RO-1",), by="A. Reader", on="2026-08-01", valid_days=90, place=a_place())
    due = tuple((a_guide("ro-whatsapp"), a_claim(claim), attested) for claim in claims)
    found = tuple(issue for issue in read_issues(github, LABEL) if issue.marker.signature == SIGNATURE)
    text = attested_text(due, on=date.fromisoformat(day))
    actions = single(text, found, Occasion(AGAINST, f"{day}T04:00:00Z"), signature=SIGNATURE, done="Somebody looked.")
    make_labels(github, actions)
    carry_out(github, actions, lambda action, number: None)


def test_what_people_have_to_look_at_again_is_one_issue_that_comes_and_goes(github, hub):
    weekly(github, "2026-11-02", "RO-1")
    (issue,) = hub.issues.values()
    assert "A. Reader looked on 2026-08-01; it counted until 2026-10-30." in issue["body"]
    assert "verifier attest RO-1 --by 'YOUR NAME'" in issue["body"]
    weekly(hub.fresh_log() and github, "2026-11-09", "RO-1")
    assert hub.writes() == []
    weekly(github, "2026-11-16", "RO-1", "RO-2")
    assert issue["title"] == "Two statements to look at again: no browser can see them"
    weekly(github, "2026-11-23")
    assert (issue["state"], hub.comments[1]) == ("closed", ["Somebody looked."])
    publish(hub.fresh_log() and github, night(0, flow(renamed())))
    assert "PATCH issues/1" not in hub.writes(), "a run has nothing to do with it"
