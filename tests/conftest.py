"""What every test may ask for."""

from __future__ import annotations

import pytest
from hypothesis import settings

from verifier.browser.launch import find_browser

settings.register_profile(
    "verifier", deadline=None
)  # how long an example takes is a matter of the machine, not a fault
settings.load_profile("verifier")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The browser that the product would start, for pytest-playwright's `page` and `new_context`."""
    return {**browser_type_launch_args, "executable_path": find_browser(None).executable}
