"""Which browser is found, and what is said when there is none."""

from __future__ import annotations

import re
from pathlib import Path

import playwright
import pytest

from verifier.browser import launch
from verifier.browser.launch import CLOSED_FEATURES, PLAYWRIGHTS_FEATURES, SWITCHES, BrowserChoice, find_browser
from verifier.browser.remote import NEEDED, missing_of
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


def features_playwright_turns_off():
    """As the installed package says, in whichever of its files: the list moved between versions."""
    package = Path(playwright.__file__).parent / "driver" / "package" / "lib"
    found = {}
    for file in (package / "coreBundle.js", *package.rglob("chromiumSwitches.js")):
        if file.is_file():
            for block in re.findall(r"disabledFeatures = [^\[]{0,40}\[(.*?)\]", file.read_text("utf-8"), re.DOTALL):
                found |= dict.fromkeys(re.findall(r'^\s*"(\w+)"', block, re.MULTILINE))
    return found


def test_nothing_that_playwright_turns_off_is_turned_on_again():
    (switch,) = [each for each in SWITCHES if each.startswith("--disable-features=")]
    ours = switch.partition("=")[2].split(",")
    theirs = features_playwright_turns_off()
    assert len(theirs) >= 10
    assert not set(theirs) - set(ours)
    assert ours == [*PLAYWRIGHTS_FEATURES, *CLOSED_FEATURES]


def test_of_several_lists_of_features_a_browser_hears_the_last():
    others = [each for each in NEEDED if not each.startswith("--disable-features=")]
    assert missing_of(NEEDED) == ()
    assert missing_of(["--disable-features=MediaRouter", *NEEDED]) == ()
    last = missing_of([*NEEDED, f"--disable-features={','.join(CLOSED_FEATURES[1:])}"])
    assert last == (f"--disable-features={CLOSED_FEATURES[0]}",)
    assert missing_of(others) == (f"--disable-features={','.join(CLOSED_FEATURES)}",)
    assert missing_of([*NEEDED[1:]]) == (NEEDED[0],)


def test_a_server_of_another_playwright_may_leave_its_own_features_on():
    others = [each for each in NEEDED if not each.startswith("--disable-features=")]
    assert missing_of([*others, f"--disable-features={','.join(CLOSED_FEATURES)}"]) == ()
