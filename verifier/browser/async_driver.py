"""The async driver: one browser, one context per flow. What the command line uses."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import async_playwright

from verifier.browser.colour import side_by_side
from verifier.browser.context import ContextOptions, context_options
from verifier.browser.guard.house import LOOPBACK, GuardHouse
from verifier.browser.launch import HINT, SWITCHES, BrowserChoice
from verifier.browser.page_script import page_script
from verifier.browser.remote import address_towards, connect, require_reach
from verifier.browser.saved_state import secrets_of
from verifier.browser.tab import Tab, new_key
from verifier.errors import BrowserError
from verifier.model.observation import Trouble, TroubleKind
from verifier.model.web import WebAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from playwright.async_api import Browser, BrowserContext, Page, Playwright

    from verifier.browser.guard.door import Door
    from verifier.browser.guard.house import Guard
    from verifier.model.flow import Flow
    from verifier.model.web import Answerer, WebRequest
    from verifier.replay.command import Command, Reply


HUNG_S = 10.0
"""So long after its own time-out a command is given up: the page's script is busy for ever."""
CLOSE_S = 10.0
"""So long a context may take to close; then it is left to the browser's own end."""
OPEN_S = 30.0
"""So long a tab may take to open; a browser that dies meanwhile may leave the question without an answer."""


class AsyncTab:
    """The tab of one flow. Use it as a context manager; it takes its context and its guard with it."""

    def __init__(self, tab: Tab, context: BrowserContext, guard: Guard) -> None:
        self._tab = tab
        self._context = context
        self._guard = guard
        self._hung = False

    async def execute(self, command: Command) -> Reply:
        """Carry out one command; never raises for what a site did. A page whose script never ends is given up on for good."""
        if not self._hung:
            patience_s = getattr(command, "timeout_ms", 0) / 1000 + HUNG_S
            try:
                return await asyncio.wait_for(self._tab.execute(command), patience_s)
            except TimeoutError:
                self._hung = True
        return Trouble(TroubleKind.TIMEOUT, "The page did not react any more.")

    async def close(self) -> None:
        """Close the context, then its guard, so that last words are heard by nobody."""
        try:
            await asyncio.wait_for(self._context.close(), CLOSE_S)
        except (PlaywrightError, TimeoutError):
            pass  # the browser is gone already, or the page holds it up
        finally:
            await asyncio.to_thread(self._guard.close)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class AsyncBrowser:
    """A browser, and the thread that guards all that it asks. `async with AsyncBrowser.open(choice) as browser`.

    A browser that died is started again when the next tab is asked for.
    """

    def __init__(self, choice: BrowserChoice, *, headed: bool, endpoint: str, guard_address: str) -> None:
        self._choice = choice
        self._headed = headed
        self._endpoint = endpoint
        self._house = GuardHouse(guard_address, secret=bool(endpoint))
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._starting = asyncio.Lock()

    @classmethod
    def open(cls, choice: BrowserChoice, *, headed: bool = False) -> Self:
        """A browser that starts when it is entered. Entering raises BrowserError when it does not start."""
        return cls(choice, headed=headed, endpoint="", guard_address=LOOPBACK)

    @classmethod
    def connected(cls, endpoint: str, *, guard_address: str = "") -> Self:
        """The browser of a Playwright server at a ws:// address, connected to when it is entered.

        Its guards listen, behind a password, on `guard_address`, by default that of this machine towards the server. Entering
        raises BrowserError when it cannot be used, or when it could speak past its guard or not reach it.
        """
        choice = BrowserChoice(None, endpoint, "connected")
        return cls(choice, headed=False, endpoint=endpoint, guard_address=guard_address or address_towards(endpoint))

    @property
    def version(self) -> str:
        """`Chromium 156.0.8078.79`; empty when it is not running."""
        return f"Chromium {self._browser.version}" if self._browser is not None else ""

    async def driver(
        self,
        flow: Flow,
        *,
        upstream: Answerer | None,
        keep: Callable[[bytes, str], str],
        environment: Mapping[str, str],
        door: Door | None = None,
        signature: str = "",
    ) -> AsyncTab:
        """A fresh tab for one flow; `upstream` None is the live network. `keep` stores a picture and gives its digest.

        `door` is asked before each page, and `signature` put behind the user agent of whatever goes out.

        Raises BrowserError when the browser is gone and does not start again.
        """
        browser = await self._alive()
        guard = self._house.guard(allow=flow.allow, upstream=upstream, door=door, signature=signature)
        key = new_key()
        try:
            context, page = await asyncio.wait_for(
                self._opened(browser, context_options(flow, guard, environment), key), OPEN_S
            )
        except TimeoutError as failure:
            guard.close()
            if self._browser is browser:
                self._browser = None  # the next tab is asked of another one
            raise BrowserError("the browser is gone: it does not answer") from failure
        except PlaywrightError as failure:
            guard.close()
            raise BrowserError(f"the browser is gone: {failure.message.partition(chr(10))[0]}") from failure
        except BaseException:
            guard.close()
            raise
        hidden = secrets_of(flow, environment)
        tab = Tab(
            context,
            page,
            guard,
            key=key,
            keep=keep,
            environment=environment,
            together=side_by_side,
            secrets=hidden,
        )
        return AsyncTab(tab, context, guard)

    async def _opened(self, browser: Browser, options: ContextOptions, key: str) -> tuple[BrowserContext, Page]:
        context = await browser.new_context(**options)
        await context.add_init_script(page_script(key))
        return context, await context.new_page()

    async def _alive(self) -> Browser:
        """The browser, started again if it died."""
        async with self._starting:
            if self._browser is None or not self._browser.is_connected():
                self._browser = await self._start()
            return self._browser

    async def _start(self) -> Browser:
        if self._playwright is None:
            raise BrowserError("the browser is not running")
        if self._endpoint:
            browser = await connect(self._playwright, self._endpoint)
            guard = self._house.guard(allow=(), upstream=_nobody)
            try:
                await require_reach(browser, guard.proxy, guard.ledger.fence, self._endpoint)
            finally:
                await asyncio.to_thread(guard.close)
            return browser
        try:
            return await self._playwright.chromium.launch(
                executable_path=self._choice.executable, args=list(SWITCHES), headless=not self._headed
            )
        except PlaywrightError as failure:
            said = failure.message.partition("\n")[0].rstrip(".")
            raise BrowserError(f"{self._choice.name} does not start: {said}", hint=HINT) from failure

    async def __aenter__(self) -> Self:
        preparing = asyncio.create_task(asyncio.to_thread(self._house.prepare))
        try:
            self._playwright = await async_playwright().start()
            self._browser = await self._start()
            await preparing
        except BaseException:
            await asyncio.gather(preparing, return_exceptions=True)
            await self._end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    async def _end(self) -> None:
        with suppress(PlaywrightError, TimeoutError):  # it may be gone already
            if self._browser is not None:
                await asyncio.wait_for(self._browser.close(), CLOSE_S)
        with suppress(TimeoutError):
            if self._playwright is not None:
                await asyncio.wait_for(self._playwright.stop(), CLOSE_S)
        self._house.close()


def _nobody(_request: WebRequest) -> WebAnswer:
    return WebAnswer(404, (), b"")
