"""A browser of somebody else's, behind a Playwright server: used where the guard is its only way out, refused where that is not known."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from adversary import Adversary
from playwright.async_api import async_playwright
from tabs import Pictures, a_flow, html
from test_nothing_is_sent import BESIDE_HTTP, guarded
from traps import TRAPS

from verifier.browser.async_driver import AsyncBrowser
from verifier.browser.guard.house import GuardHouse
from verifier.browser.launch import SWITCHES, find_browser
from verifier.browser.remote import NEEDED, address_towards, connect, require_reach
from verifier.errors import BrowserError, UsageError
from verifier.replay.command import Acted, Capture, Captured, Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # traps break connections off on purpose
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
FEW = [trap for trap in TRAPS if trap.name.startswith(BESIDE_HTTP)]
README = Path(__file__).parents[2] / "README.md"


@contextmanager
def playwright_server(folder, switches):
    """The ws:// address of a Playwright server with a browser that was started with these switches."""
    config = folder / f"server-{len(switches)}.json"
    config.write_text(json.dumps({"executablePath": find_browser(None).executable, "args": list(switches)}))
    process = subprocess.Popen(
        [sys.executable, "-m", "playwright", "launch-server", "--browser", "chromium", "--config", str(config)],
        stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield process.stdout.readline().strip()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)
        process.stdout.close()


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    with playwright_server(tmp_path_factory.mktemp("server"), NEEDED) as address:
        yield address


def test_a_page_is_seen_in_a_browser_of_somebody_elses(endpoint, beside):
    async def look():
        async with AsyncBrowser.connected(endpoint) as browser:
            assert browser.version.startswith("Chromium ")
            tab = await browser.driver(
                a_flow(), upstream=lambda _: html("<h1>Contact</h1>"), keep=Pictures().keep, environment={}
            )
            async with tab:
                seen = [await tab.execute(Visit("https://www.example.org/", 10_000))]
                seen.append(await tab.execute(Capture((), picture=True, timeout_ms=3000)))
                return seen

    visited, captured = beside.run(look())
    assert visited == Acted()
    assert isinstance(captured, Captured)
    assert [heading.text for heading in captured.snapshot.headings] == ["Contact"]
    assert captured.picture is not None


def test_nothing_is_told_by_any_way_that_passes_http_by(endpoint, beside, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    server = Adversary({trap.name: trap for trap in FEW})
    server.start()

    async def spring():
        async with AsyncBrowser.connected(endpoint) as browser:
            await asyncio.gather(*(guarded(trap, browser, server) for trap in FEW))

    try:
        beside.run(spring())
        assert len(FEW) > 5
        assert {trap.name: heard for trap in FEW if (heard := server.heard("guarded", trap.name))} == {}
    finally:
        server.stop()


def test_a_browser_that_could_speak_past_the_guard_is_refused_and_the_missing_switches_named(tmp_path, beside):
    async def enter(address):
        async with AsyncBrowser.connected(address):
            raise AssertionError("it was used")

    kept = [switch for switch in NEEDED if "webrtc" not in switch]
    for given, missing in ((kept, "--force-webrtc-ip-handling-policy"), (SWITCHES, "--enable-automation")):
        with playwright_server(tmp_path, given) as address, pytest.raises(BrowserError, match=missing) as refused:
            beside.run(enter(address))
        assert "past the guard" in refused.value.message


def test_a_browser_that_cannot_reach_the_guard_is_refused(endpoint, beside):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}"

        async def reach():
            async with async_playwright() as playwright:
                browser = await connect(playwright, endpoint)
                await require_reach(browser, {"server": closed}, "https://fence.invalid/", endpoint)

        with pytest.raises(BrowserError, match="cannot reach the guard at") as refused:
            beside.run(reach())
    assert "--guard-address" in refused.value.hint


def test_a_guard_that_others_can_reach_serves_nobody_without_its_password():
    house = GuardHouse(secret=True)
    guard = house.guard(allow=(), upstream=lambda _: html("secret"))
    host, _, port = guard.proxy["server"].removeprefix("http://").rpartition(":")
    try:
        for line in (b"GET http://www.example.org/ HTTP/1.1", b"CONNECT www.example.org:443 HTTP/1.1"):
            for said in (b"", b"Proxy-Authorization: Basic Z3VhcmQ6d3Jvbmc=\r\n"):
                with socket.create_connection((host, int(port)), timeout=5) as stranger:
                    stranger.sendall(line + b"\r\nHost: www.example.org\r\n" + said + b"\r\n")
                    answer = b"".join(iter(lambda stranger=stranger: stranger.recv(4096), b""))
                assert answer.startswith(b"HTTP/1.1 407 ")
                assert b"secret" not in answer
    finally:
        guard.close()
        house.close()


@pytest.mark.parametrize("address", ["http://host:1/", "host:3000", "ws://", "ws://host:port/"])
def test_what_is_no_address_of_a_server_is_a_wrong_command_line(address):
    with pytest.raises(UsageError, match="is not the address of a Playwright server"):
        address_towards(address)


def test_where_nobody_answers_is_said_in_one_line(beside):
    async def enter():
        async with AsyncBrowser.connected("ws://127.0.0.1:9/"):
            raise AssertionError("it was used")

    with pytest.raises(BrowserError, match="cannot be used") as refused:
        beside.run(enter())
    assert "\n" not in refused.value.message


def test_the_readme_names_the_switches_that_are_asked_for():
    (block,) = re.findall(r'```json\n(\{"args":.*?)```', README.read_text(encoding="utf-8"), re.DOTALL)
    assert tuple(json.loads(block)["args"]) == NEEDED
