"""Where guards live: one thread with a loop of its own, so that it serves drivers of both colours alike."""

from __future__ import annotations

import asyncio
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from verifier.browser.guard.certificate import tls_server_context
from verifier.browser.guard.decide import GuardState
from verifier.browser.guard.ledger import Ledger
from verifier.browser.guard.proxy import Proxy
from verifier.browser.guard.upstream import FromFiles, FromLive

if TYPE_CHECKING:
    import ssl
    from collections.abc import Coroutine

    from verifier.browser.guard.door import Door
    from verifier.model.flow import Allowance
    from verifier.model.web import Answerer

T = TypeVar("T")


class Guard:
    """The lock of one browser context. `server` is what the context takes as its proxy."""

    def __init__(self, house: GuardHouse, ledger: Ledger, proxy: Proxy, port: int) -> None:
        self._house = house
        self._proxy = proxy
        self.ledger = ledger
        self.server = f"http://127.0.0.1:{port}"

    def close(self) -> None:
        """Nothing of this context goes anywhere any more."""
        self._house.wait_for(self._proxy.stop())


class GuardHouse:
    """The thread in which guards run. Close it after the browser."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="verifier-guard", daemon=True)
        self._thread.start()
        self._tls: ssl.SSLContext | None = None

    def prepare(self) -> None:
        """Make the certificate; worth doing while the browser starts. Safe from any thread."""
        if self._tls is None:
            self._tls = tls_server_context()

    def guard(
        self,
        *,
        allow: tuple[Allowance, ...],
        upstream: Answerer | None,
        door: Door | None = None,
        signature: str = "",
    ) -> Guard:
        """A guard for one new context; `upstream` None: the live network.

        `door` is asked before each page, and `signature` put behind the user agent of whatever goes out.
        """
        self.prepare()
        if self._tls is None:
            raise AssertionError
        ledger = Ledger(GuardState(allow=allow))
        answering = FromLive() if upstream is None else FromFiles(upstream)
        proxy = Proxy(ledger, answering, self._tls, door=door, signature=signature)
        return Guard(self, ledger, proxy, self.wait_for(proxy.start()))

    def wait_for(self, work: Coroutine[object, object, T]) -> T:
        """Run something in the guards' loop and wait for it, a few milliseconds at most."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def close(self) -> None:
        """End the thread."""
        self.wait_for(_wind_down(self._loop))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _wind_down(loop: asyncio.AbstractEventLoop) -> None:
    """Let everything that is still there see that it is over, so that no connection is left open behind."""
    await asyncio.sleep(0)
    late = asyncio.all_tasks(loop) - {asyncio.current_task(loop)}
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    await loop.shutdown_default_executor()
    for _ in range(5):  # a transport needs a few turns to close
        await asyncio.sleep(0)
