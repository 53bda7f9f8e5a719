"""A browser that dies while it is asked for a tab, and never answers."""

from __future__ import annotations

import asyncio

import pytest
from apart import run_apart
from builders import a_flow

from verifier.browser.async_driver import AsyncBrowser
from verifier.browser.launch import BrowserChoice
from verifier.errors import BrowserError


class Silent:
    """A browser that takes every question and answers none."""

    def is_connected(self):
        return True

    async def new_context(self, **options):
        await asyncio.Event().wait()


def test_a_browser_that_never_answers_is_given_up_and_not_asked_again(monkeypatch):
    monkeypatch.setattr("verifier.browser.async_driver.OPEN_S", 0.05)
    browser = AsyncBrowser.open(BrowserChoice("chromium", "/nowhere", "a browser"))
    browser._browser = Silent()  # noqa: SLF001 - as if it had been started

    async def ask():
        browser._house.prepare()  # noqa: SLF001
        try:
            with pytest.raises(BrowserError, match="does not answer"):
                await browser.driver(a_flow(), upstream=None, keep=lambda content, kind: "", environment={})
            with pytest.raises(BrowserError, match="is not running"):
                await browser.driver(a_flow(), upstream=None, keep=lambda content, kind: "", environment={})
        finally:
            await asyncio.to_thread(browser._house.close)  # noqa: SLF001

    run_apart(ask())
