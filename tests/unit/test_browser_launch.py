"""Which browser is found, and what is said when there is none."""

from __future__ import annotations

import pytest

from verifier.browser import launch
from verifier.browser.launch import BrowserChoice, find_browser
from verifier.errors import BrowserError


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    monkeypatch.delenv(launch.VARIABLE, raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.setattr(launch, "_ON_DEBIAN", ())
    monkeypatch.setattr(launch, "_ELSEWHERE", ())
    for folder in launch._WINDOWS_FOLDERS:  # noqa: SLF001
        monkeypatch.delenv(folder, raising=False)
    return tmp_path


def program(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_no_browser_is_an_error_that_says_how_to_get_one(bare_machine):
    with pytest.raises(BrowserError) as failure:
        find_browser(None)
    assert "playwright install chromium" in failure.value.hint
    assert "\n" not in failure.value.message + failure.value.hint


def test_the_one_that_was_asked_for_comes_first(bare_machine, monkeypatch):
    asked, set_ = program(bare_machine / "asked"), program(bare_machine / "set")
    monkeypatch.setenv(launch.VARIABLE, str(set_))
    assert find_browser(str(asked)) == BrowserChoice(str(asked), "asked", "asked")
    assert find_browser(None) == BrowserChoice(str(set_), "set", "environment")


def test_one_that_was_asked_for_and_is_not_there_is_an_error(bare_machine):
    with pytest.raises(BrowserError, match="no browser at"):
        find_browser(str(bare_machine / "nothing"))


def test_the_newest_headless_shell_of_playwright_comes_before_the_full_browser(bare_machine):
    program(bare_machine / "downloads/chromium-1300/chrome-linux/chrome")
    program(bare_machine / "downloads/chromium_headless_shell-1200/chrome-linux/headless_shell")
    newest = program(bare_machine / "downloads/chromium_headless_shell-1300/chrome-linux/headless_shell")
    assert find_browser(None).executable == str(newest)
    assert find_browser(None, headed=True).executable == str(
        bare_machine / "downloads/chromium-1300/chrome-linux/chrome"
    )


def test_a_browser_of_the_system_is_the_last_choice(bare_machine, monkeypatch):
    system = program(bare_machine / "chromium")
    monkeypatch.setattr(launch, "_ELSEWHERE", (str(system),))
    assert find_browser(None) == BrowserChoice(str(system), "chromium", "system")
