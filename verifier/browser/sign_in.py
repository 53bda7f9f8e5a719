"""A browser window for a person to sign in. No guard stands around it, and nothing of ours acts in it."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import async_playwright

from verifier.browser.launch import HINT
from verifier.errors import BrowserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import BrowserContext, Playwright

    from verifier.browser.launch import BrowserChoice

LOOK_S = 0.5
"""How often the state is read, so that it is there when the person closes the window."""


async def sign_in(choice: BrowserChoice, url: str, *, done: Callable[[], bool], headless: bool = False) -> str:
    """Open `url` and give the saved state as JSON once `done` says so or the person has closed the window.

    Raises:
        BrowserError: the browser does not start, or was gone before its state could be read.
    """
    async with async_playwright() as playwright:
        context = await _open(playwright, choice, url, headless=headless)
        kept: str | None = None
        try:
            while True:
                # Asked before the state is read, so that nothing that came before Enter is missed.
                finished = done() or not context.pages
                kept = json.dumps(await context.storage_state(), indent=1)
                if finished:
                    break
                await asyncio.sleep(LOOK_S)
        except PlaywrightError:
            pass  # the window took the browser with it; what was read last is what there is
        if kept is None:
            raise BrowserError("the browser was closed before anything could be saved", hint="run the command again")
        if context.browser is not None:
            await context.browser.close()
        return kept


async def _open(playwright: Playwright, choice: BrowserChoice, url: str, *, headless: bool) -> BrowserContext:
    try:
        browser = await playwright.chromium.launch(
            executable_path=choice.executable, headless=headless, args=["--no-first-run"]
        )
    except PlaywrightError as failure:
        said = failure.message.partition("\n")[0].rstrip(".")
        raise BrowserError(
            f"{choice.name} does not start: {said}", hint=f"a window needs a screen to stand on; else {HINT}"
        ) from failure
    context = await browser.new_context(no_viewport=not headless)
    page = await context.new_page()
    with suppress(PlaywrightError):  # the window shows why, and the person can go elsewhere in it
        await page.goto(url, wait_until="commit")
    return context
