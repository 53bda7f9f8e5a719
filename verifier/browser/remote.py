"""A browser on another machine: reached over a Playwright server, and used only if the guard is its only way out."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError

from verifier.browser.launch import CLOSED_FEATURES, SWITCHES
from verifier.errors import BrowserError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.async_api import Browser, Playwright, ProxySettings

NEEDED = (*SWITCHES, "--enable-automation")
"""The switches that a remote browser must have been started with; the last one lets us ask for the others."""
_FEATURES = "--disable-features="
HINT = "start it as README.md says under `A browser on another machine`"
CONNECT_MS = 30_000
PROBE_MS = 10_000


def address_towards(endpoint: str) -> str:
    """The address of this machine that the machine of the endpoint sees, if nothing translates addresses in between.

    Raises:
        UsageError: the endpoint is no ws:// or wss:// address.
        BrowserError: its host is unknown or there is no route to it.
    """
    parts = urlsplit(endpoint)
    try:
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "wss" else 80)
    except ValueError:
        host = None
    if parts.scheme not in {"ws", "wss"} or not host:
        raise UsageError(
            f"`{endpoint}` is not the address of a Playwright server", hint="it looks like ws://host:3000/"
        )
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind, protocol) as towards:
            towards.connect(address)  # sends nothing: it only asks the system for the way
            mine: str = towards.getsockname()[0]
            return mine
    except OSError as error:
        raise BrowserError(f"there is no way to the browser at {endpoint}: {error.strerror or error}") from error


async def connect(playwright: Playwright, endpoint: str) -> Browser:
    """The browser of a Playwright server, known to have no way past its contexts' proxies.

    Raises:
        BrowserError: nobody answers there, or the browser was not started with the switches that close the other ways.
    """
    try:
        browser = await playwright.chromium.connect(
            endpoint,
            timeout=CONNECT_MS,
            # A server that starts a browser for each client is asked to start it so; others do not read this.
            headers={"x-playwright-launch-options": json.dumps({"args": list(NEEDED)})},
        )
    except PlaywrightError as failure:
        said = failure.message.partition("\n")[0].rstrip(".")
        raise BrowserError(f"the browser at {endpoint} cannot be used: {said}", hint=HINT) from failure
    missing = await _missing(browser)
    if missing:
        await browser.close()
        raise BrowserError(
            f"the browser at {endpoint} could speak past the guard: it was started without {' '.join(missing)}",
            hint=HINT,
        )
    return browser


async def _missing(browser: Browser) -> tuple[str, ...]:
    try:
        session = await browser.new_browser_cdp_session()
        told = await session.send("Browser.getBrowserCommandLine")
        await session.detach()
    except PlaywrightError:
        return NEEDED[-1:]  # without it the browser does not say what else it was started with
    return missing_of(told["arguments"])


def missing_of(arguments: Iterable[str]) -> tuple[str, ...]:
    """Which of `NEEDED` a browser with this command line was started without.

    Of the features only those that would speak past the guard count: what Playwright turns off besides is for its server to say.
    """
    given = tuple(arguments)
    heard = next(
        (each for each in reversed(given) if each.startswith(_FEATURES)), ""
    )  # the last one is the one that is heard
    off = heard.removeprefix(_FEATURES).split(",")
    missing = [switch for switch in NEEDED if not switch.startswith(_FEATURES) and switch not in given]
    if open_ := [feature for feature in CLOSED_FEATURES if feature not in off]:
        missing.append(f"{_FEATURES}{','.join(open_)}")
    return tuple(missing)


async def require_reach(browser: Browser, proxy: ProxySettings, fence: str, endpoint: str) -> None:
    """Let the browser fetch a page that only a guard of ours has, through that guard.

    Raises:
        BrowserError: the guard is out of its reach, so that nothing could be loaded.
    """
    context = await browser.new_context(proxy=proxy, ignore_https_errors=True)
    try:
        page = await context.new_page()
        await page.goto(fence, timeout=PROBE_MS, wait_until="load")
    except PlaywrightError as failure:
        raise BrowserError(
            f"the browser at {endpoint} cannot reach the guard at {urlsplit(proxy['server']).netloc}, "
            "and without the guard nothing is loaded",
            hint="name the address of this machine that the browser can reach: `--guard-address ADDRESS`",
        ) from failure
    finally:
        await context.close()
