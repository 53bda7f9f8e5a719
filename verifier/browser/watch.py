"""What happens beside the commands: popups, message boxes, downloads, crashes, navigations and addresses for other programs."""

from __future__ import annotations

import asyncio
import inspect
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from playwright.async_api import Error as PlaywrightError

from verifier.browser.colour import now

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import BrowserContext, Dialog, Download, Page, Request

OF_THE_BROWSER = frozenset(
    {
        "http",
        "https",
        "data",
        "blob",
        "about",
        "ws",
        "wss",
        "javascript",
        "file",
        "chrome",
        "devtools",
        "chrome-error",
        "",
    }
)
MOST_DIALOGS = 50
"""So many message boxes between two looks are a storm: the page is closed."""


class Watch:
    """Listens to one context; everything is told once."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self._page = page
        self._popups: list[Page] = []
        self._popup_urls: list[str] = []
        self._announced: list[str] = []
        self._dialogs: list[str] = []
        self._navigations: list[str] = []
        self._external: list[str] = []
        self._downloads: list[str] = []
        self._files = 0
        self._pending: set[asyncio.Future[object]] = set()
        self.crashed = False
        self.stormed = False
        page.on("crash", self._on_crash)
        context.on("page", self._on_page)
        context.on("dialog", self._on_dialog)
        context.on("request", self._on_request)
        page.on("download", self._on_download)

    def external(self) -> tuple[str, ...]:
        """Addresses for other programs (`mailto:` and its like) that were opened so far."""
        return tuple(self._external)

    def went_to(self, url: str) -> bool:
        """Whether the tab itself asked for this URL, which has no fragment."""
        return url in self._navigations

    def forget_navigations(self) -> None:
        """Start over, at the beginning of an action."""
        self._navigations.clear()

    def take_popups(self) -> tuple[str, ...]:
        """URLs of tabs and windows that opened since the last time."""
        taken = tuple(self._popup_urls)
        self._popup_urls.clear()
        return taken

    def take_dialogs(self) -> tuple[str, ...]:
        """Messages of message boxes since the last time."""
        taken = tuple(self._dialogs)
        self._dialogs.clear()
        return taken

    def files(self) -> int:
        """How many downloads were refused so far."""
        return self._files

    def take_downloads(self) -> tuple[str, ...]:
        """Names of the files whose download was refused since the last time."""
        taken = tuple(self._downloads)
        self._downloads.clear()
        return taken

    async def close_popups(self) -> None:
        """Note where the popups went, and close them."""
        popups, self._popups = self._popups, []
        for popup in popups:
            if popup.url in self._announced:
                self._announced.remove(popup.url)
            else:
                self._popup_urls.append(popup.url)
            with suppress(PlaywrightError):
                await now(popup.close())

    def _on_page(self, page: Page) -> None:
        if page is not self._page:
            self._popups.append(page)

    def _on_crash(self, _page: Page) -> None:
        self.crashed = True

    def _on_download(self, download: Download) -> None:
        self._downloads.append(download.suggested_filename)
        self._files += 1
        self._soon(download.cancel)

    def _on_dialog(self, dialog: Dialog) -> None:
        self._dialogs.append(dialog.message)
        self._soon(dialog.dismiss)
        if len(self._dialogs) > MOST_DIALOGS and not self.stormed:
            self.stormed = True
            self._soon(self._page.close)

    def _on_request(self, request: Request) -> None:
        scheme = urlsplit(request.url).scheme.lower()
        if scheme not in OF_THE_BROWSER:
            self._external.append(request.url)
        elif request.is_navigation_request():
            try:
                if request.frame == self._page.main_frame:
                    self._navigations.append(urldefrag(request.url).url)
            except PlaywrightError:
                # Playwright has no frame yet for the first request of a new tab, and tells of the tab only later.
                self._announced.append(request.url)
                self._popup_urls.append(request.url)

    def _soon(self, call: Callable[[], Awaitable[object]]) -> None:
        # In the sync colour the call is over when it returns.
        work = None
        with suppress(PlaywrightError):
            work = call()
        if inspect.isawaitable(work):
            task = asyncio.ensure_future(work)
            self._pending.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Future[object]) -> None:
        self._pending.discard(task)
        if not task.cancelled():
            task.exception()
