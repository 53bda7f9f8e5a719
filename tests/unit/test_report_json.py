"""`report.json` is what its schema says, whole and faithful."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from importlib.resources import files

from builders import a_finding, a_flow_report, a_picture, a_report
from demo import demo_pictures, demo_report
from jsonschema import Draft202012Validator
from nights import demo_after_nights

from verifier.model.finding import Proof, Status
from verifier.model.observation import Box
from verifier.report.report_json import render_json

SCHEMA = json.loads(files("verifier.report").joinpath("report.schema.json").read_text(encoding="utf-8"))


def closed(schema):
    """The schema with no key allowed that it does not name."""
    if isinstance(schema, dict):
        shut = {key: closed(value) for key, value in schema.items()}
        return {**shut, "additionalProperties": False} if "properties" in schema and "required" in schema else shut
    return [closed(each) for each in schema] if isinstance(schema, list) else schema


def written(report):
    (file,) = render_json(report, demo_pictures)
    assert file.path == "report.json"
    return json.loads(file.content)


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


def test_what_is_written_is_valid_and_every_key_is_documented():
    Draft202012Validator(closed(SCHEMA)).validate(written(demo_report()))


def test_what_history_says_is_valid_and_every_key_is_documented():
    Draft202012Validator(closed(SCHEMA)).validate(written(demo_after_nights()))


def test_a_run_of_no_flows_is_valid():
    Draft202012Validator(closed(SCHEMA)).validate(written(a_report()))


def test_flows_that_were_never_begun_are_named():
    told = written(replace(a_report(), unplayed=("wish/contact[en]",)))
    Draft202012Validator(closed(SCHEMA)).validate(told)
    assert told["unplayed"] == ["wish/contact[en]"]


def test_texts_are_whole_and_as_they_were_seen():
    sentence = "x" * 100_000 + "\x00\u202e\ud800</script>"
    told = written(a_report(a_flow_report(status=Status.BROKEN, findings=(a_finding(sentence=sentence),))))
    assert told["findings"][0]["sentence"] == sentence


def test_a_box_that_is_no_number_is_still_json():
    proof = Proof(a_picture(), Box(math.nan, math.inf, -math.inf, 1e300))
    told = written(a_report(a_flow_report(findings=(a_finding(after=proof),))))
    assert set(told["findings"][0]["after"]["box"].values()) == {0.0}


def test_a_consequence_names_the_cause_it_is_shown_under():
    told = {finding["fingerprint"]: finding for finding in written(demo_report())["findings"]}
    gone = told["c2a70f52e09b4d02"]
    assert gone["follows"] == "c1a70f52e09b4d02"
    assert told[gone["shownUnder"]]["rule"] == "outcome-changed"


def test_the_same_report_is_the_same_bytes():
    assert render_json(demo_report(), demo_pictures) == render_json(demo_report(), demo_pictures)


def test_a_secret_that_was_typed_is_not_in_it():
    from builders import a_flow, a_step

    from verifier.model.action import Fill
    from verifier.model.selector import ByLabel, Selector, Text

    step = a_step("key", Fill(Selector(ByLabel(Text(("Password",)))), "hunter2", secret=True))
    report = a_report(a_flow_report(a_flow(steps=(step,))))
    assert "hunter2" not in json.dumps(written(report))
