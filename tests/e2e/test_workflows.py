"""The shell steps of the workflows do what they are for: run one after the other in a clone, against the replicas and a stand-in for GitHub."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from github_server import REPOSITORY, TOKEN, serving

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.browser


@dataclass
class Runner:
    """A machine of GitHub Actions: runs the `run` steps of a job in `folder`, with the expressions that `values` knows."""

    folder: Path
    environment: dict
    values: dict
    said: dict = field(default_factory=dict)

    def value(self, expression):
        """What is between `${{` and `}}`; the first alternative that has a value."""
        for part in expression.split("||"):
            word = part.strip()
            found = word.strip("'") if word.startswith("'") else self.values.get(word, "")
            if found:
                return found
        return ""

    def filled(self, text):
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: self.value(found[1]), str(text))

    def job(self, workflow, name, *, without=()):
        """Run the job; `said` has the exit code and the words of each step by its name."""
        text = yaml.safe_load((ROOT / ".github" / "workflows" / workflow).read_text(encoding="utf-8"))
        assert text["defaults"]["run"]["shell"] == "bash"
        for step in text["jobs"][name]["steps"]:
            if "run" not in step or step["name"] in without:
                continue
            outputs = self.folder.parent / f"{self.folder.name}.output"
            outputs.write_text("", encoding="utf-8")
            more = {key: self.filled(value) for key, value in step.get("env", {}).items()}
            # As GitHub starts it where `shell: bash` is said.
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=self.folder, capture_output=True, text=True, timeout=100, check=False,
                env={**self.environment, **more, "GITHUB_OUTPUT": str(outputs)},
            )  # fmt: skip
            self.said[step["name"]] = (done.returncode, done.stdout + done.stderr)
            for line in outputs.read_text(encoding="utf-8").splitlines():
                key, _, value = line.partition("=")
                self.values[f"steps.{step['id']}.outputs.{key}"] = value
        return self.said


@pytest.fixture
def clone(tmp_path):
    """A clone with `.venv/bin/verifier`, where nothing has to be installed."""
    folder = tmp_path / "clone"
    shutil.copytree(ROOT / "flows", folder / "flows")
    shutil.copy(ROOT / "constraints.txt", folder)
    (folder / "reports").mkdir()
    command = folder / ".venv" / "bin" / "verifier"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m verifier "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return folder


@pytest.fixture
def environment(clone):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "VERIFIER_NOTIFY"))}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_REPOSITORY": REPOSITORY,
        "GITHUB_STEP_SUMMARY": str(clone.parent / "summary.md"),
    }


def test_a_night_of_shards_becomes_one_run_that_is_told_and_ends_as_it_should(clone, environment):
    values = {
        "inputs.flows": "whatsapp/addresses wish/login",
        "inputs.replica": "today",
        "strategy.job-total": "3",
        "github.token": TOKEN,
    }
    with serving() as hub:
        environment["GITHUB_API_URL"] = hub.url
        for shard in ("1", "2", "3"):
            machine = Runner(clone, environment, {**values, "matrix.shard": shard})
            said = machine.job("nightly.yml", "verify", without={"Set up"})
            assert [code for code, _ in said.values()] == [0, 0], said
            assert machine.values["steps.playwright.outputs.version"]
            assert "::error" not in said["Verify"][1], "only the merge annotates"
            for run in (clone / "reports").glob("*Z-*"):
                (clone / "shards").mkdir(exist_ok=True)
                shutil.move(run, clone / "shards" / f"shard-{shard}" / run.name)
            shutil.rmtree(clone / "reports")
            (clone / "reports").mkdir()  # each shard has a machine of its own

        for day in range(10, 30):  # what the cache brings
            (clone / "reports" / f"202610{day}T031700Z-merged").mkdir()
        merging = Runner(clone, environment, dict(values))
        said = merging.job("nightly.yml", "merge", without={"Install"})
        wanted = dict.fromkeys(said, 0) | {"Say what was found": 1}
        assert {name: code for name, (code, _) in said.items()} == wanted, said
        assert merging.values["steps.merge.outputs.code"] == "1"
        assert "::error file=flows/whatsapp/addresses.yaml" in said["Merge"][1]
        assert "open      new     whatsapp/addresses (Romanian): " in said["Publish issues"][1]
        assert hub.writes() == [], "a trial publishes nothing"

        merging.values["needs.merge.outputs.run"] = merging.values["steps.merge.outputs.run"]
        code, words = merging.job("nightly.yml", "baselines", without={"Install"})["Offer"]
        assert (code, hub.writes()) == (2, [])
        assert "is no news of the site" in words, "the job is for live runs only"

    kept = sorted(path.name for path in (clone / "reports").glob("20*"))
    assert len(kept) == 14 + 1
    (run,) = (clone / "reports").glob("*-merged/index.html")
    assert {"index.html", "feed.atom", "report.json"} <= {path.name for path in (clone / "site" / "latest").iterdir()}
    assert (clone / "site" / run.parent.name / "index.html").read_bytes() == run.read_bytes()
    assert not [
        path for path in (clone / "site").rglob("*") if path.name in {"journal.jsonl", "blobs", "history.sqlite"}
    ]
    assert "RO-T2" in (clone.parent / "summary.md").read_text(encoding="utf-8")


def test_a_week_looks_for_attestations_and_keeps_the_issue(clone, environment):
    attested = (
        "version: 1\nattestations:\n  - claims: [RO-3.4]\n    by: A. Reader\n    on: 2025-01-10\n    valid: 90d\n"
    )
    (clone / "flows" / "guides" / "ro-whatsapp.attested.yaml").write_text(attested, encoding="utf-8")
    with serving() as hub:
        environment["GITHUB_API_URL"] = hub.url
        said = Runner(clone, environment, {"github.token": TOKEN}).job(
            "weekly.yml", "attestations", without={"Install"}
        )
        assert [code for code, _ in said.values()] == [0, 0], said
        (issue,) = hub.open_issues()
    assert "RO-3.4" in issue["body"]
    assert "RO-3.4" in (clone.parent / "summary.md").read_text(encoding="utf-8")
