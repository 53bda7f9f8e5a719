"""From one document to the next: by our own doing, after an action of the flow, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast
from urllib.parse import urldefrag

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from verifier.browser.colour import now
from verifier.browser.guard.decide import SEALED, GuardState, Seal
from verifier.browser.rest import kept_out_by
from verifier.browser.trouble import trouble_of
from verifier.model.observation import Trouble, TroubleKind
from verifier.replay.command import Acted

if TYPE_CHECKING:
    from playwright.async_api import Frame

    from verifier.browser.tab import Tab
    from verifier.replay.command import Reply, Visit


class Traveller:
    """Takes one tab from page to page."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab

    async def visit(self, command: Visit) -> Reply:
        """Open a URL."""
        if self._tab.ledger.state.seal is not Seal.OPEN:
            return Trouble(TroubleKind.FORBIDDEN, f"No page is opened: {SEALED}.")
        await self._leave()
        return await self._open(command.url, "", command.timeout_ms)

    def begin(self, frame: Frame | None = None) -> None:
        """An action begins, in that frame or in none of its own, that may lead to another document."""
        self._tab.rest.mark(frame)
        self._tab.watch.forget_navigations()
        self._tab.ledger.change(lambda state: replace(state, commanding=True))

    async def follow(self, timeout_ms: int) -> Reply:
        """After an action: wait until what it set off is done, and go where it wanted to go if that was put off."""
        tab = self._tab
        settled = await tab.rest.wait(timeout_ms, since_mark=True)
        put_off = tab.ledger.take_put_off()
        tab.ledger.change(lambda state: replace(state, commanding=False))
        for going in put_off:
            if tab.watch.went_to(going.url):
                # Only the page knows the fragment that it wanted to go to.
                wanted = cast("str", await tab.call(tab.page.main_frame, "going"))
                await self._leave()
                reply = await self._open(
                    wanted if urldefrag(wanted).url == going.url else going.url, going.referrer, timeout_ms
                )
                # What was pressed leads to a file: that is what the step does, and no trouble.
                return Acted() if isinstance(reply, Trouble) and reply.kind is TroubleKind.DOWNLOAD else reply
        if settled is not None:
            return settled
        return Acted()

    async def go_back(self, timeout_ms: int) -> Reply:
        """To the page before, as the button of a browser does."""
        tab = self._tab
        before = tab.page.url
        self.begin()
        try:
            await now(tab.page.go_back(wait_until="domcontentloaded", timeout=timeout_ms))
            if tab.page.url == tab.ledger.fence:
                await now(tab.page.go_back(wait_until="domcontentloaded", timeout=timeout_ms))
        except PlaywrightError as failure:
            reply = await self.follow(timeout_ms)
            return reply if tab.page.url != before else trouble_of(failure, tab.watch)
        reply = await self.follow(timeout_ms)
        if tab.page.url == before and isinstance(reply, Acted):
            return Trouble(TroubleKind.ACTION, "There is no page to go back to.")
        return reply

    async def _open(self, url: str, referrer: str, timeout_ms: int) -> Reply:
        tab = self._tab
        before, downloads = len(tab.ledger.passed()), tab.watch.files()
        try:
            await now(tab.page.goto(url, wait_until="domcontentloaded", timeout=timeout_ms, referer=referrer or None))
        except PlaywrightError as failure:
            for passed in reversed(tab.ledger.passed()[before:]):
                if (kept_out := kept_out_by(passed)) is not None:
                    return kept_out
            if tab.watch.files() > downloads:
                return Trouble(TroubleKind.DOWNLOAD, f"{without_query(url)} answered with a file, not a page.")
            arrived = tab.ledger.passed()[before:]
            if isinstance(failure, PlaywrightTimeout) and not arrived:
                return Trouble(TroubleKind.TIMEOUT, f"{without_query(url)} did not answer within {timeout_ms} ms.")
            # An error status without a page is shown by the browser's own page: the answer itself is the news.
            if arrived and arrived[-1].status >= 400:
                return Acted()
            if isinstance(failure, PlaywrightTimeout):
                # What has not come to its end is not judged: what is missing in it may still come.
                return Trouble(
                    TroubleKind.TIMEOUT, f"{without_query(url)} did not come to its end within {timeout_ms} ms."
                )
            return trouble_of(failure, tab.watch)
        for passed in tab.ledger.passed()[before:]:
            if (kept_out := kept_out_by(passed)) is not None:
                return kept_out
        return Acted()

    async def _leave(self) -> None:
        """Stand on an empty page, with the old one's last words lost, ready for the next document. Needed only when hushed."""
        tab = self._tab
        if not tab.ledger.state.hushed:
            return
        await now(tab.page.goto(tab.ledger.fence, wait_until="load", timeout=10_000))
        tab.ledger.change(GuardState.left)


def without_query(url: str) -> str:
    """The URL without what may hold values."""
    return url.partition("?")[0].partition("#")[0]
