"""`verifier check`, `schema` and `list`, as a person runs them."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from verifier.cli import main
from verifier.flowfile.rules import Kind, schema_text

BASE = Path(__file__).parents[2] / "goldens" / "flow_base"
FLOW = """version: 1
title: Ask support
site: acme
locales: [en, ro]
tags: [web]
steps:
  - id: open
    goto: https://www.example.org/
    claims: [EN-1.1]
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "flows" / "acme" / "contact.yaml").write_text(FLOW, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def verifier(*arguments):
    return CliRunner().invoke(main, arguments)


def break_it(project):
    (project / "flows" / "acme" / "menu.yaml").write_text(FLOW.replace("goto", "gooto"), encoding="utf-8")


def test_check_says_in_one_line_that_all_is_well(project):
    result = verifier("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "1 flow in 1 site: no problem\n", "")


def test_check_shows_every_problem_as_a_frame_on_stderr_and_exits_2(project):
    break_it(project)
    result = verifier("check")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "error[unknown-key]: a step has no key `gooto`\n --> flows/acme/menu.yaml:8:5\n" in result.stderr
    assert "did you mean `goto`?" in result.stderr
    assert result.stderr.rstrip().endswith("error: 1 problem in the flow files")


def test_check_of_one_name_leaves_the_problems_of_others_alone(project):
    break_it(project)
    assert verifier("check", "acme/contact").exit_code == 0
    assert verifier("check", "acme/menu").exit_code == 2
    assert verifier("check", "flows/acme/menu.yaml").exit_code == 2
    assert verifier("check", "acme").exit_code == 2


def test_check_of_a_name_of_nothing_suggests_the_nearest(project):
    result = verifier("check", "acme/contakt")
    assert result.exit_code == 2
    assert "there is no flow or site `acme/contakt`" in result.stderr
    assert "did you mean `acme/contact`" in result.stderr


def test_check_outside_of_a_project_says_where_to_go(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = verifier("check")
    assert result.exit_code == 2
    assert "--flows DIR" in result.stderr


def test_check_reads_the_folder_that_is_named(project, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert verifier("check", "--flows", str(project / "flows")).exit_code == 0


@pytest.mark.parametrize("kind", list(Kind))
def test_schema_prints_the_very_file_that_flows_are_read_by(kind):
    result = verifier("schema", "--kind", kind.value)
    assert result.exit_code == 0
    assert result.stdout == schema_text(kind)
    assert json.loads(result.stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_schema_is_that_of_a_flow_unless_asked_otherwise():
    assert verifier("schema").stdout == schema_text(Kind.FLOW)


def test_list_shows_each_flow_with_its_locales_steps_claims_and_tags(project):
    result = verifier("list")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "FLOW          LOCALES  STEPS  CLAIMS  TAGS  TITLE",
        "acme/contact  en ro    1      1       web   Ask support",
    ]


def test_list_as_json_names_steps_and_claims(project):
    (row,) = json.loads(verifier("list", "--json", "acme/contact[ro]").stdout)
    assert row == {
        "id": "acme/contact",
        "title": "Ask support",
        "site": "acme",
        "file": "flows/acme/contact.yaml",
        "locales": ["ro"],
        "tags": ["web"],
        "steps": ["open"],
        "claims": ["EN-1.1"],
    }


def test_list_shows_what_it_can_and_says_that_something_is_missing(project):
    break_it(project)
    result = verifier("list")
    assert result.exit_code == 0
    assert "acme/contact" in result.stdout
    assert "a problem is in the files" in result.stderr


def test_list_of_an_empty_project_says_so(project):
    shutil.rmtree(project / "flows" / "acme")
    result = verifier("list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no flow in flows/ yet" in result.stderr


def test_a_title_cannot_steer_the_terminal_of_who_lists_it(project):
    hostile = FLOW.replace("Ask support", '"\\e[2JAsk"')
    (project / "flows" / "acme" / "contact.yaml").write_text(hostile, encoding="utf-8")
    result = CliRunner().invoke(main, ["list"], color=True)
    assert "\\x1b[2JAsk" in result.stdout
    assert "\x1b" not in result.stdout
