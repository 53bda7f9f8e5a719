"""What was read is remembered for files that did not change, and for no others."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

from verifier.flowfile import memory
from verifier.flowfile.library import load, summary
from verifier.flowfile.reading import read_library

REAL = Path(__file__).resolve().parents[2] / "flows"


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "flows"
    (folder / "guides").mkdir(parents=True)
    (folder / "whatsapp").mkdir()
    for name in (
        "guides/ro-whatsapp.yaml",
        "guides/ar-whatsapp.yaml",
        "whatsapp/contact.yaml",
        "whatsapp/labels.yaml",
        "whatsapp/site.yaml",
    ):
        shutil.copy(REAL / name, folder / name)
    return folder


def test_what_is_remembered_is_what_would_be_read(root):
    assert load(root) == read_library(root)
    assert load(root) == read_library(root)


def test_files_that_did_not_change_are_read_once(root, monkeypatch):
    first = load(root)
    monkeypatch.setattr("verifier.flowfile.reading.read_library", lambda root: pytest.fail("read again"))
    assert load(root) == first


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "whatsapp" / "contact.yaml").write_text("version: 2\n", encoding="utf-8"),
        lambda root: (root / "whatsapp" / "more.yaml").write_text("x: 1\n", encoding="utf-8"),
        lambda root: (root / "whatsapp" / "labels.yaml").unlink(),
        lambda root: (root / "whatsapp" / "contact.yaml").rename(root / "whatsapp" / "renamed.yaml"),
        lambda root: (root / "whatsapp" / "link.yaml").symlink_to(root / "whatsapp" / "contact.yaml"),
    ],
)
def test_any_change_is_read(root, change):
    before = load(root)
    change(root)
    assert load(root) == read_library(root)
    assert load(root) != before


def test_a_summary_says_what_the_library_says_remembered_or_not(root):
    for _ in range(2):
        short, whole = summary(root), load(root)
        assert (short.sites, short.problems) == (len(whole.sites), len(whole.problems))
        assert [(flow.id, flow.locales) for flow in short.flows] == [("whatsapp/contact", ("en", "ro", "ar"))]


def test_a_summary_of_files_that_did_not_change_takes_in_no_flow(root, monkeypatch):
    first = summary(root)
    monkeypatch.setattr("verifier.flowfile.library._short", lambda library: pytest.fail("the whole was taken in"))
    assert summary(root) == first


def test_a_memory_of_other_classes_of_flows_is_not_believed(root, tmp_path, monkeypatch):
    before = memory.digest_of(root)
    changed = tmp_path / "model"
    changed.mkdir()
    (changed / "flow.py").write_text("class Flow: ...\n", encoding="utf-8")
    monkeypatch.setattr(memory, "CODE", (memory.CODE[0], changed))
    assert memory.digest_of(root) != before


def test_only_so_many_roots_are_remembered(root, monkeypatch):
    monkeypatch.setattr(memory, "_MOST_KEPT", 2)
    for name in ("one", "two", "three"):
        shutil.copytree(root, root.parent / name)
        load(root.parent / name)
    assert len(list((root.parent / "cache" / "help-flow-verifier").iterdir())) == 2


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 32 + b"no pickle"])
def test_a_damaged_memory_is_as_good_as_none(root, damage):
    load(root)
    (place,) = (root.parent / "cache" / "help-flow-verifier").iterdir()
    place.write_bytes(memory.digest_of(root) + damage if damage == b"short" else damage)
    assert load(root) == read_library(root)


def test_a_memory_under_another_digest_is_not_opened(root):
    load(root)
    (place,) = (root.parent / "cache" / "help-flow-verifier").iterdir()
    place.write_bytes(b"\1" * 32 + pickle.dumps("something else"))
    assert load(root) == read_library(root)


def test_where_nothing_can_be_kept_everything_is_read(root, monkeypatch):
    blocked = root.parent / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert load(root) == load(root) == read_library(root)
