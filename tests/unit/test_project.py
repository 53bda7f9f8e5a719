"""The frame of the project: what lies at the root, what is pinned, what the workflows may do, and the set-up script."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
AT_THE_ROOT = {
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "constraints.txt",
    "flows",
    "pyproject.toml",
    "reports",
    "tests",
    "verifier",
    ".ci",
    ".editorconfig",
    ".gitattributes",
    ".github",
    ".gitignore",
}


def tracked():
    # In a container the clone may belong to somebody else, which git would refuse to read.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


# -- files -------------------------------------------------------------------------------------------------------


def test_nothing_lies_at_the_root_but_what_was_agreed():
    assert {name.partition("/")[0] for name in tracked()} <= AT_THE_ROOT


def test_reports_of_runs_are_not_kept_in_git():
    assert [name for name in tracked() if name.startswith("reports/")] == ["reports/README.md"]


def test_no_file_mentions_a_folder_of_a_machine_or_a_package_index():
    # Written so that this file does not hold what it looks for.
    hosts = "|".join(re.escape(".".join(host)) for host in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org")))
    folders = r"work/|root/|home/\w|Users/\w|opt/pypi"
    machine = re.compile(rf"(?:{hosts})|(?<![\w./>*-])/(?:{folders})")
    found = []
    for name in tracked():
        path = ROOT / name
        try:
            text = str(path.readlink()) if path.is_symlink() else path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name}: {hit.group()}" for hit in machine.finditer(text)]
    assert found == []


def test_the_changelog_has_room_for_what_comes_and_a_heading_for_the_format():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    unreleased = text.partition("## [Unreleased]")[2].partition("\n## [")[0]
    assert unreleased.strip()
    assert "### Flow format" in text


@pytest.mark.parametrize(
    ("number", "schema"),
    [(0, "schema.json"), (1, "labels.schema.json"), (2, "site.schema.json"), (3, "guide.schema.json")],
)
def test_the_examples_in_the_readme_are_of_the_format(number, schema):
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    rules = json.loads((ROOT / "verifier" / "flowfile" / schema).read_text(encoding="utf-8"))
    Draft202012Validator(rules).validate(yaml.safe_load(blocks[number]))


def test_the_links_in_the_readme_lead_somewhere():
    targets = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_file_of_the_package_is_packed_into_the_wheel():
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    endings = {
        Path(pattern).suffix or pattern for pattern in configuration["tool"]["setuptools"]["package-data"]["verifier"]
    }
    files = [Path(name) for name in tracked() if name.startswith("verifier/")]
    assert [str(path) for path in files if path.suffix != ".py" and not {path.suffix, path.name} & endings] == []


# -- pins --------------------------------------------------------------------------------------------------------


def pins():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in pinned if not re.fullmatch(r"[\w.-]+==[\w.!+-]+", line)] == []
    return {canonicalize_name(line.partition("==")[0]): line.partition("==")[2] for line in pinned}


def needed():
    """The name of every package that the project and its tests need, and that those need."""
    waiting = [Requirement(text) for text in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"])]
    seen = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        waiting += [Requirement(text) for text in metadata.requires(name) or ()]
    return seen


def test_every_package_that_is_needed_is_pinned():
    assert sorted(needed() - set(pins())) == []


def test_every_pin_is_of_a_package_that_is_needed():
    assert sorted(set(pins()) - needed() - {"setuptools"}) == []


def test_what_is_installed_is_what_is_pinned():
    pinned = pins()
    other = {name: metadata.version(name) for name in needed() if metadata.version(name) != pinned.get(name)}
    assert other == {}


def test_the_pins_satisfy_what_the_project_asks_for():
    pinned = pins()
    for text in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]):
        requirement = Requirement(text)
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), text


# -- workflows ---------------------------------------------------------------------------------------------------


MORE_PERMISSIONS = {
    "nightly.yml": {
        "merge": {"contents": "read", "issues": "write"},
        "baselines": {"contents": "write", "pull-requests": "write", "issues": "write"},
        "deploy": {"pages": "write", "id-token": "write"},
    },
    "weekly.yml": {"attestations": {"contents": "read", "issues": "write"}},
}


def steps(workflow):
    for job in yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values():
        yield from job["steps"]


def tool(name):
    return Path(sys.executable).with_name(name)


def test_actionlint_and_shellcheck_find_nothing_in_the_workflows():
    command = [tool("actionlint"), "-shellcheck", tool("shellcheck"), "-pyflakes=", *WORKFLOWS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_would_find_something(tmp_path):
    workflow = tmp_path / "bad.yml"
    workflow.write_text("on: push\njobs:\n  a:\n    runs-on: nowhere\n    steps:\n      - run: echo $undefined\n")
    command = [tool("actionlint"), "-shellcheck", tool("shellcheck"), "-pyflakes=", workflow]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "[runner-label]" in done.stdout
    assert "[shellcheck]" in done.stdout


def test_shellcheck_finds_nothing_in_the_script_that_a_ci_system_starts():
    done = subprocess.run([tool("shellcheck"), ".ci/run"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_there_are_the_three_workflows():
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "nightly.yml", "weekly.yml"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit_with_their_version_beside(workflow):
    uses = re.findall(r"uses:\s*(.+)", workflow.read_text(encoding="utf-8"))
    assert uses
    assert [
        one for one in uses if not re.fullmatch(r"[\w-]+/[\w-]+(?:/[\w-]+)?@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)
    ] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_job_may_read_and_no_more_unless_it_publishes(workflow):
    text = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    assert text["permissions"] == {"contents": "read"}
    more = {name: job["permissions"] for name, job in text["jobs"].items() if "permissions" in job}
    assert more == MORE_PERMISSIONS.get(workflow.name, {})
    assert all("timeout-minutes" in job for job in text["jobs"].values())
    assert "concurrency" in text
    checkouts = [step for step in steps(workflow) if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_no_expression_becomes_part_of_a_script(workflow):
    assert [step["run"] for step in steps(workflow) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_report_is_kept_whatever_the_run_came_to(workflow):
    kept = [step for step in steps(workflow) if step.get("uses", "").startswith("actions/upload-artifact@")]
    assert all("always()" in step["if"] for step in kept)


def test_only_steps_that_publish_see_a_secret():
    seen = {
        step["name"]
        for workflow in WORKFLOWS
        for step in steps(workflow)
        if any("secrets." in str(value) or "github.token" in str(value) for value in step.get("env", {}).values())
    }
    assert seen == {"Publish issues", "Send messages", "Keep the issue", "Offer"}
    assert not any("secrets." in str(step.get("run", "")) for workflow in WORKFLOWS for step in steps(workflow))


def test_the_same_actions_are_used_everywhere():
    used = {one for path in WORKFLOWS for one in re.findall(r"uses:\s*(\S+)", path.read_text(encoding="utf-8"))}
    commits = {
        one.partition("@")[0].split("/")[1] + one.partition("@")[2] for one in used
    }  # cache, cache/restore and cache/save are one
    assert len(commits) == len({one.partition("@")[0].split("/")[1] for one in used})


# -- the set-up script -------------------------------------------------------------------------------------------


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """The script, at work in an empty folder."""
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / ".ci" / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "INSTALLED_BROWSERS", ())
    for variable in ("VERIFIER_BROWSER", "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD"):
        monkeypatch.delenv(variable, raising=False)
    return module


def program(path, script):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_python_without_ensurepip_is_told_in_one_line(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit) as end:
        bootstrap.environment()
    assert "apt-get install python3-venv" in end.value.code
    assert "\n" not in end.value.code


def test_an_environment_that_was_moved_is_not_taken_for_one_that_works(bootstrap, tmp_path):
    program(bootstrap.VENV / "bin" / "pip", "# made in /elsewhere/.venv")
    assert not bootstrap.made_here()
    program(bootstrap.VENV / "bin" / "pip", f"exec {bootstrap.PYTHON} -m pip")
    assert bootstrap.made_here()


def test_a_python_that_is_too_old_is_told_in_one_line(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "OLDEST", (99,))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit) as end:
        bootstrap.use_new_enough_python()
    assert "is needed" in end.value.code
    assert "\n" not in end.value.code


def test_a_download_that_fails_is_one_calm_line(bootstrap, capfd):
    program(bootstrap.PYTHON, "echo 'Error: getaddrinfo ENOTFOUND' >&2; exit 1")
    assert bootstrap.download() is None
    said = capfd.readouterr().err.splitlines()
    assert len(said) == 2
    assert said[1] == "setup: it cannot be fetched from here; looking for another Chromium"


def test_a_browser_that_is_installed_is_taken_when_none_can_be_fetched(bootstrap, tmp_path, monkeypatch):
    placeholder = program(tmp_path / "placeholder", "echo 'please install the snap' >&2; exit 1")
    chromium = program(tmp_path / "chromium", "echo Chromium 156")
    program(bootstrap.PYTHON, "exit 1")
    monkeypatch.setattr(bootstrap, "INSTALLED_BROWSERS", (str(tmp_path / "none"), str(placeholder), str(chromium)))
    bootstrap.browser()
    assert (bootstrap.VENV / ".browser").read_text() == str(chromium)


def test_playwrights_own_browser_comes_before_an_installed_one(bootstrap, tmp_path, monkeypatch):
    own = program(tmp_path / "store" / "shell-linux" / "headless_shell", "echo Chromium 159")
    program(bootstrap.PYTHON, f"echo '  Install location:    {tmp_path / 'store'}'")
    monkeypatch.setattr(bootstrap, "INSTALLED_BROWSERS", (str(program(tmp_path / "chromium", "echo Chromium")),))
    bootstrap.browser()
    assert (bootstrap.VENV / ".browser").read_text() == str(own)


@pytest.fixture
def as_root_on_debian(bootstrap, tmp_path, monkeypatch):
    """Root on Debian with no browser and no way to Playwright's; `apt-get` notes what it is asked for and brings Chromium."""
    program(bootstrap.PYTHON, "exit 1")
    chromium = tmp_path / "chromium-headless-shell"
    brings = f"case $1 in install) printf '#!/bin/sh' > {chromium}; chmod +x {chromium};; esac"
    program(tmp_path / "bin" / "apt-get", f'echo "$@" >> {tmp_path / "asked"}; {brings}')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    (tmp_path / "debian_version").touch()
    monkeypatch.setattr(bootstrap, "DEBIAN", tmp_path / "debian_version")
    monkeypatch.setattr(bootstrap, "INSTALLED_BROWSERS", (str(chromium),))
    return tmp_path


def test_root_on_debian_gets_the_distribution_s_browser_and_is_told_before(bootstrap, as_root_on_debian, capfd):
    bootstrap.browser()
    asked = (as_root_on_debian / "asked").read_text().splitlines()
    assert [line.split()[0] for line in asked] == ["update", "install"]
    assert asked[1].endswith(" chromium-headless-shell")
    assert "setup: installing chromium-headless-shell with apt-get" in capfd.readouterr().err
    assert (bootstrap.VENV / ".browser").read_text() == str(as_root_on_debian / "chromium-headless-shell")


def test_an_apt_that_fails_is_quoted_in_one_line(bootstrap, as_root_on_debian, capfd):
    program(as_root_on_debian / "bin" / "apt-get", "echo 'E: no network' >&2; exit 100")
    with pytest.raises(SystemExit) as end:
        bootstrap.browser()
    assert "install Chromium" in end.value.code
    assert capfd.readouterr().err.splitlines()[-1] == "setup: apt-get could not: E: no network"


def test_a_browser_that_lacks_libraries_gets_them_where_that_is_allowed(bootstrap, as_root_on_debian, capfd):
    own = as_root_on_debian / "store" / "shell-linux" / "headless_shell"
    program(own, "test -e /dev/null/libraries")
    program(
        bootstrap.PYTHON,
        f"""case "$*" in
*--dry-run*) echo '  Install location:    {own.parents[1]}';;
*install-deps*) printf '#!/bin/sh' > {own};;
esac""",
    )
    bootstrap.browser()
    assert "setup: installing the system libraries that it needs with apt-get" in capfd.readouterr().err
    assert (bootstrap.VENV / ".browser").read_text() == str(own)


def test_no_browser_at_all_ends_in_one_line_on_what_to_install(bootstrap, monkeypatch):
    program(bootstrap.PYTHON, "exit 1")
    monkeypatch.setattr(bootstrap, "may_use_apt", lambda: False)
    with pytest.raises(SystemExit) as end:
        bootstrap.browser()
    assert "install Chromium" in end.value.code
    assert "\n" not in end.value.code


def test_the_second_set_up_looks_for_no_browser(bootstrap, tmp_path, capfd):
    chromium = program(tmp_path / "chromium", "exit 1")
    (bootstrap.VENV / ".browser").write_text(str(chromium))
    bootstrap.browser()
    assert capfd.readouterr().err == ""


def test_a_browser_that_the_user_names_goes_before_all_and_is_not_remembered(bootstrap, tmp_path, monkeypatch):
    monkeypatch.setenv("VERIFIER_BROWSER", str(program(tmp_path / "mine", "echo Chromium")))
    bootstrap.browser()
    assert not (bootstrap.VENV / ".browser").exists()


def test_a_named_browser_that_does_not_start_is_told_in_one_line(bootstrap, tmp_path, monkeypatch):
    monkeypatch.setenv("VERIFIER_BROWSER", str(tmp_path / "none"))
    with pytest.raises(SystemExit) as end:
        bootstrap.browser()
    assert "which does not start" in end.value.code


def test_another_pin_means_another_installation(bootstrap, tmp_path):
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("version = 3.11")
    (tmp_path / "constraints.txt").write_text("click==8.1")
    before = bootstrap.fingerprint("constraints.txt")
    (tmp_path / "constraints.txt").write_text("click==8.2")
    assert bootstrap.fingerprint("constraints.txt") != before


def test_a_failed_installation_ends_with_pips_own_words(bootstrap, capfd):
    program(bootstrap.PYTHON, "echo 'no matching distribution'; exit 1")
    with pytest.raises(SystemExit) as end:
        bootstrap.pip("nothing")
    assert "could not be installed" in end.value.code
    assert "no matching distribution" in capfd.readouterr().err


def test_the_set_up_script_can_be_read_by_an_old_python():
    source = (ROOT / ".ci" / "bootstrap.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))


def test_the_scripts_that_are_started_may_be_started():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
