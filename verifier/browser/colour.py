"""One text of the logic for both colours of Playwright.

The two APIs have the same names; one gives values, the other promises of values. So the logic is written once as
coroutines that say `await now(page.click(...))`. The sync driver runs such a coroutine to its end in one go: nothing in it
ever has to wait, because every value is there already.
"""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Coroutine

T = TypeVar("T")


async def now(value: Awaitable[T]) -> T:
    """The value of a Playwright call, of either colour."""
    given: object = value  # in the sync colour it is the value itself
    if inspect.isawaitable(given):
        return await value
    return cast("T", given)


class Together(Protocol):
    """Carries out pieces of work, all of them, whatever comes of one; then raises what the first of those that failed raised."""

    async def __call__(self, *work: Coroutine[object, object, None]) -> None: ...


async def side_by_side(*work: Coroutine[object, object, None]) -> None:
    """`Together`, in the async colour: while one waits for the browser the others go on."""
    for came in await asyncio.gather(*work, return_exceptions=True):
        if came is not None:
            raise came


async def in_turn(*work: Coroutine[object, object, None]) -> None:
    """`Together`, in the sync colour: one after the other."""
    failures: list[Exception] = []
    for one in work:
        try:
            await one
        except Exception as failure:  # noqa: BLE001 - told below, as in the other colour
            failures.append(failure)
    if failures:
        raise failures[0]


def at_once(work: Coroutine[object, object, T]) -> T:
    """Run a coroutine of the sync colour. It never waits, so one push takes it to its end."""
    try:
        work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    work.close()
    raise RuntimeError("something waited in the sync colour")
