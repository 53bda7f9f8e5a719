"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from verifier.browser.launch import find_browser

settings.register_profile(
    "verifier", deadline=None
)  # how long an example takes is a matter of the machine, not a fault
settings.load_profile("verifier")


SET_UP_ONCE = {
    "test_connect.py", "test_faults.py", "test_frames.py", "test_mutations.py", "test_nothing_is_sent.py", "test_shards.py", "test_walls.py",
}  # fmt: skip
"""Files whose tests look at the outcome of one long set-up: side by side, each worker would do it again."""


class OneSetUpOneWorker(LoadScopeScheduling):
    """Sends the tests of such a file to one worker, and any other test to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if Path(file).name in SET_UP_ONCE else nodeid


def pytest_xdist_make_scheduler(config, log):
    return OneSetUpOneWorker(config, log)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The browser that the product would start, for pytest-playwright's `page` and `new_context`."""
    return {**browser_type_launch_args, "executable_path": find_browser(None).executable}
