"""The digest of the flow files: the same for the same words, wherever they lie."""

from __future__ import annotations

import pytest

from verifier.flowfile.digest import flows_digest


@pytest.fixture
def root(tmp_path):
    (tmp_path / "vk" / "baselines").mkdir(parents=True)
    (tmp_path / "vk" / "help.yaml").write_text("version: 1\n", encoding="utf-8")
    (tmp_path / "vk" / "baselines" / "help.en.yaml").write_text("version: 1\n", encoding="utf-8")
    return tmp_path


def test_the_same_files_elsewhere_have_the_same_digest(root, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    root.rename(other / "flows")
    moved = flows_digest(other / "flows")
    (other / "flows").rename(root)
    assert flows_digest(root) == moved
    assert len(moved) == 64


@pytest.mark.parametrize("name", ["vk/help.yaml", "vk/baselines/help.en.yaml", "vk/new.yaml"])
def test_another_word_in_any_file_is_another_digest(root, name):
    before = flows_digest(root)
    (root / name).write_text("version: 2\n", encoding="utf-8")
    assert flows_digest(root) != before


@pytest.mark.parametrize("name", [".help.yaml.swp", "vk/help.yaml~", ".cache/x.yaml", "__pycache__/x.pyc"])
def test_what_editors_and_caches_leave_behind_says_nothing(root, name):
    before = flows_digest(root)
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("left behind", encoding="utf-8")
    assert flows_digest(root) == before
