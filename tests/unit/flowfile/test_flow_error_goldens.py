"""Every broken file of `tests/goldens/flow_errors` gives exactly the frames that were reviewed as prose."""

import shutil
from pathlib import Path

import pytest

from verifier.flowfile.frame import render
from verifier.flowfile.library import load

GOLDENS = Path(__file__).parents[2] / "goldens"
CASES = sorted(folder.name for folder in (GOLDENS / "flow_errors").iterdir() if folder.is_dir())
PLACES = {
    "flow.yaml": "flows/acme/flow.yaml",
    "labels.yaml": "flows/acme/labels.yaml",
    "site.yaml": "flows/acme/site.yaml",
    "flows": "flows",
}


def lay_out(case: Path, project: Path) -> None:
    """The good site of `flow_base`, with the files of the case laid over it."""
    shutil.copytree(GOLDENS / "flow_base", project, dirs_exist_ok=True)
    for name, place in PLACES.items():
        source = case / name
        if source.is_dir():
            shutil.copytree(source, project / place, symlinks=True, dirs_exist_ok=True)
        elif source.exists():
            shutil.copyfile(source, project / place)


@pytest.mark.parametrize("case", CASES)
def test_a_broken_file_is_explained_as_reviewed(case, tmp_path):
    folder = GOLDENS / "flow_errors" / case
    lay_out(folder, tmp_path)
    library = load(tmp_path / "flows")
    told = "".join(render(problem, colour=False) + "\n\n" for problem in library.problems)
    expected = folder / "expected.txt"
    actual = folder / "actual.txt"
    if not expected.exists() or expected.read_text(encoding="utf-8") != told:
        actual.write_text(told, encoding="utf-8")
        pytest.fail(
            f"the frames of {case} are new or changed; read actual.txt as a newcomer would, and accept it with:\n"
            f"  mv {actual.relative_to(GOLDENS.parents[1])} {expected.relative_to(GOLDENS.parents[1])}\n\n{told}"
        )
    actual.unlink(missing_ok=True)


def test_the_good_site_below_all_cases_has_no_problem(tmp_path):
    shutil.copytree(GOLDENS / "flow_base", tmp_path, dirs_exist_ok=True)
    assert load(tmp_path / "flows").problems == ()


def test_every_case_shows_a_problem():
    assert all((GOLDENS / "flow_errors" / case / "expected.txt").read_text(encoding="utf-8").strip() for case in CASES)
