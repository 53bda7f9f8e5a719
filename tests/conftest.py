"""What every test may ask for."""

from __future__ import annotations

import pytest

from verifier.browser.launch import find_browser


def pytest_configure(config):
    # pytest-base-url, which pytest-playwright brings, defines its fixtures in a way that pytest 9 warns of
    config.addinivalue_line(
        "filterwarnings", "ignore:Session-scoped fixtures defined as instance methods:pytest.PytestRemovedIn10Warning"
    )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The browser that the product would start, for pytest-playwright's `page` and `new_context`."""
    return {**browser_type_launch_args, "executable_path": find_browser(None).executable}
