"""`verifier serve` on the command line, as far as it needs no browser."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from verifier.cli import main

FLOWS = str(Path(__file__).parents[2] / "flows")


def run(*words: str):
    return CliRunner().invoke(main, ["serve", *words, "--flows", FLOWS])


def test_without_an_edition_the_editions_are_listed():
    result = run("whatsapp")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == [
        "documented", "today", "consent", "rate-limited", "app-only", "partial-locale",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said", "hint"),
    [
        (
            ("whatsapp", "--edition", "tomorrow"),
            "has no edition tomorrow",
            "documented, today, consent, rate-limited, app-only",
        ),
        (("myspace", "--edition", "today"), "there is no replica of myspace", "sites with a replica:"),
        (("myspace",), "there is no replica of myspace", "whatsapp"),
    ],
)
def test_what_cannot_be_served_is_a_usage_error_that_says_what_can(words, said, hint):
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert hint in result.stderr


def test_a_port_that_is_taken_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("whatsapp", "--edition", "today", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 2
    assert "choose others with --port" in result.stderr
