"""One text of the logic for both colours of Playwright.

The two APIs have the same names; one gives values, the other promises of values. So the logic is written once as
coroutines that say `await now(page.click(...))`. The sync driver runs such a coroutine to its end in one go: nothing in it
ever has to wait, because every value is there already.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Coroutine

T = TypeVar("T")


async def now(value: Awaitable[T]) -> T:
    """The value of a Playwright call, of either colour."""
    given: object = value  # in the sync colour it is the value itself
    if inspect.isawaitable(given):
        return await value
    return cast("T", given)


def at_once(work: Coroutine[object, object, T]) -> T:
    """Run a coroutine of the sync colour. It never waits, so one push takes it to its end."""
    try:
        work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    work.close()
    raise RuntimeError("something waited in the sync colour")
