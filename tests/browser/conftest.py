"""One browser of ours for all tests of this folder, in a thread of its own, beside pytest-playwright's."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from tabs import Beside, Hand, Pictures, a_flow

from verifier.browser.async_driver import AsyncBrowser
from verifier.browser.launch import find_browser


@pytest.fixture(scope="session")
def beside():
    loop = Beside()
    yield loop
    loop.close()


@pytest.fixture(scope="session")
def browser_beside(beside):
    browser = AsyncBrowser.open(find_browser(None))
    beside.run(browser.__aenter__())
    yield browser
    beside.run(browser.__aexit__(None, None, None))


@pytest.fixture
def open_tab(beside, browser_beside):
    """Open a guarded tab on a replica: `open_tab(pages(index=...))`."""
    opened = []

    def make(upstream, *, environment=None, **flow):
        pictures = Pictures()
        tab = beside.run(
            browser_beside.driver(a_flow(**flow), upstream=upstream, keep=pictures.keep, environment=environment or {})
        )
        opened.append(tab)
        return Hand(beside, tab, pictures)

    yield make
    for tab in opened:
        beside.run(tab.close())
