"""Runs a coroutine although sync Playwright, which some other test started, keeps a loop of its own alive in this thread."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from threading import Thread


def run_apart(coroutine):
    """What the coroutine returns, run by a loop in a thread of its own.

    Where the test runs out of time first, it says where each task of the loop stands, and the thread is left behind.
    """
    outcome, loop = Future(), asyncio.new_event_loop()

    def work():
        try:
            with asyncio.Runner(loop_factory=lambda: loop) as runner:
                result = runner.run(coroutine)
        except BaseException as failure:  # noqa: BLE001 - whatever it is, the test raises it
            outcome.set_exception(failure)
        else:
            outcome.set_result(result)

    thread = Thread(target=work, daemon=True)
    thread.start()
    try:
        return outcome.result()
    finally:
        if outcome.done():
            thread.join()
        else:
            for task in asyncio.all_tasks(loop):
                task.print_stack()
