"""Where guards live: one thread with a loop of its own, so that it serves drivers of both colours alike."""

from __future__ import annotations

import asyncio
from secrets import token_hex
from threading import Lock, Thread
from typing import TYPE_CHECKING, TypeVar

from verifier.browser.guard.certificate import tls_server_context
from verifier.browser.guard.decide import GuardState
from verifier.browser.guard.ledger import Ledger
from verifier.browser.guard.proxy import USER, Proxy
from verifier.browser.guard.upstream import FromFiles, FromLive
from verifier.errors import BrowserError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Coroutine

    from playwright.async_api import ProxySettings

    from verifier.browser.guard.door import Door
    from verifier.model.flow import Allowance
    from verifier.model.web import Answerer

T = TypeVar("T")
LOOPBACK = "127.0.0.1"


class Guard:
    """The lock of one browser context. `proxy` is what the context takes as its proxy."""

    def __init__(self, house: GuardHouse, ledger: Ledger, served: Proxy, proxy: ProxySettings) -> None:
        self._house = house
        self._served = served
        self.ledger = ledger
        self.proxy = proxy

    def close(self) -> None:
        """Nothing of this context goes anywhere any more."""
        self._house.end(self._served)


class GuardHouse:
    """The thread in which guards run. Close it after the browser.

    They listen on `address`; `secret`: each behind a password of its own, for an address that others reach too.
    """

    def __init__(self, address: str = LOOPBACK, *, secret: bool = False) -> None:
        self._address = address
        self._secret = secret
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="verifier-guard", daemon=True)
        self._thread.start()
        self._tls: ssl.SSLContext | None = None
        self._lock = Lock()
        self._serving: set[Proxy] = set()

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
        password = token_hex(16) if self._secret else ""
        served = Proxy(ledger, answering, self._tls, door=door, signature=signature, password=password)
        try:
            port = self.wait_for(served.start(self._address))
        except OSError as error:
            raise BrowserError(
                f"no guard can listen on {self._address}: {error.strerror}",
                hint="`--guard-address` names an address of this machine",
            ) from error
        with self._lock:
            self._serving.add(served)
        host = f"[{self._address}]" if ":" in self._address else self._address
        # Chromium would go straight to loopback addresses, past any proxy, if it were not told otherwise.
        settings: ProxySettings = {"server": f"http://{host}:{port}", "bypass": "<-loopback>"}
        if password:
            settings |= {"username": USER, "password": password}
        return Guard(self, ledger, served, settings)

    def wait_for(self, work: Coroutine[object, object, T]) -> T:
        """Run something in the guards' loop and wait for it, a few milliseconds at most."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def end(self, served: Proxy) -> None:
        """Nobody is served by it any more. Whoever comes after `close` finds that it is done."""
        with self._lock:
            if served in self._serving:
                self._serving.discard(served)
                self.wait_for(served.stop())

    def close(self) -> None:
        """End the thread, and whatever guard is still there: its flow was given up before it had a tab."""
        for served in tuple(self._serving):
            self.end(served)
        # A loop that has stopped answers nobody: who asked it to end a guard just now would wait for ever.
        with self._lock:
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
