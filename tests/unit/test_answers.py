"""An answer of a command is given again only while nothing that it rests on has changed."""

from __future__ import annotations

import os

import pytest

from verifier.cli import answers
from verifier.cli.answers import answered, history_files
from verifier.store import journal
from verifier.store.history import file as history_file


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(answers, "_SETTLED_NS", 0)
    written = tmp_path / "history.sqlite"
    written.write_bytes(b"one")
    return written


@pytest.fixture
def ask(path):
    made = []

    def ask(*words, digest=b"d", lasting=True, makes=None):
        def make():
            made.append(words)
            if makes:
                makes()
            return f"answer {len(made)}", lasting

        return answered(words, rests_on=history_files(path.parent), digest=digest, make=make)

    return ask


def test_what_did_not_change_is_answered_from_memory(ask):
    assert [ask("guides"), ask("guides"), ask("guides", "RO-1")] == ["answer 1", "answer 1", "answer 2"]


def test_a_change_of_anything_it_rests_on_is_seen(ask, path, monkeypatch):
    assert ask("guides") == "answer 1"
    assert ask("guides", digest=b"other files") == "answer 2"
    same = path.stat()
    path.write_bytes(b"two")
    os.utime(path, ns=(same.st_atime_ns, same.st_mtime_ns))  # of the same size, and dated back
    assert ask("guides", digest=b"other files") == "answer 3"
    path.with_name("history.sqlite-wal").write_bytes(b"")
    assert ask("guides", digest=b"other files") == "answer 4"
    path.unlink()
    assert ask("guides", digest=b"other files") == "answer 5"
    code = path.parent / "code"
    code.mkdir()
    (code / "judge.py").write_text("")
    monkeypatch.setattr(answers, "_CODE", code)
    assert ask("guides", digest=b"other files") == "answer 6"
    assert ask("guides", digest=b"other files") == "answer 6"


def test_what_was_written_a_moment_ago_is_not_remembered(ask, monkeypatch):
    monkeypatch.setattr(answers, "_SETTLED_NS", 60_000_000_000)
    assert [ask("guides"), ask("guides")] == ["answer 1", "answer 2"]


def test_an_answer_that_came_with_a_warning_or_of_files_that_changed_meanwhile_is_not_remembered(ask, path):
    assert ask("guides", lasting=False) == "answer 1"
    assert ask("guides", makes=lambda: path.write_bytes(b"three")) == "answer 2"
    assert ask("guides") == "answer 3"
    assert ask("guides") == "answer 3"


def test_the_files_are_those_that_the_store_writes(tmp_path):
    assert history_files(tmp_path)[0] == tmp_path / history_file.FILE_NAME
    assert journal.FILE_NAME == answers.JOURNAL
