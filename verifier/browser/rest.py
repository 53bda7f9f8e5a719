"""When a page is at rest: nothing under way at the guard, nothing changing in the document, nothing about to be left."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, cast

from playwright.async_api import Error as PlaywrightError

from verifier.replay.command import Barred

if TYPE_CHECKING:
    from playwright.async_api import Frame

    from verifier.browser.guard.record import Passed
    from verifier.browser.tab import Tab
    from verifier.model.observation import Trouble

LOOK_S = 1.5
"""The longest that one look at the document takes; then the traffic is looked at again."""
INNER_MS = 500
"""The longest look at the document of a frame that was acted in."""
STUCK_S = 2.0
"""A request that is under way for so long while nothing else happens (a long poll, a stream) is not waited for."""
TAKE_OFF_MS = 400
"""A navigation that was announced and did not become a request in this time will not (it was cancelled)."""
_MOVING = (
    "Execution context was destroyed",
    "Frame was detached",
    "frame got detached",
    "Cannot find context",
    "navigating",
    "because of a navigation",
)


class Rest:
    """Waits for one tab."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self._changes = -1
        self._kept_back = 0
        self._marked = 0
        self._files = 0
        self._marked_at = monotonic()
        self._inner: Frame | None = None

    def mark(self, frame: Frame | None = None) -> None:
        """An action begins, in that frame: what is kept back from here on is its doing, and that frame has to come to rest too."""
        self._inner = frame if frame is not None and frame != self._tab.page.main_frame else None
        self._files, self._marked_at = self._tab.watch.files(), monotonic()
        self._kept_back = self._tab.ledger.kept_back()
        self._marked = len(self._tab.ledger.passed())

    async def wait(self, timeout_ms: int, *, since_mark: bool = False) -> Trouble | Barred | None:
        """Until the page is at rest, at most so long; gives what kept its document from coming, if something did.

        `since_mark`: also what had kept it out before the waiting began, but after the action did.
        """
        kept_out, _ = await self.wait_for(timeout_ms, since_mark=since_mark)
        return kept_out

    async def wait_for(
        self, timeout_ms: int, *then: object, since_mark: bool = False
    ) -> tuple[Trouble | Barred | None, object]:
        """As `wait`; then call a function of `page/door.js` (its name and arguments) at the very moment of rest.

        Also gives what it said; None where the page did not come to rest, or went on meanwhile.
        """
        tab = self._tab
        start = monotonic()
        end = start + timeout_ms / 1000
        passed_before = self._marked if since_mark else len(tab.ledger.passed())
        seen: tuple[int, int, int] | None = None
        since = start
        said: object = None
        while True:
            left = end - monotonic()
            before = tab.ledger.traffic()
            try:
                # While requests are under way it would be asked in vain.
                asked = [then[0], then[1:]] if then and before[0] == 0 else None
                limit = max(1, int(min(left, LOOK_S) * 1000))
                within = await self._within(limit)
                changes, leaving, fetching, told = cast(
                    "tuple[float, float, float, object]", await tab.call(tab.page.main_frame, "rest", limit, asked)
                )
            except PlaywrightError as failure:
                if not self.is_moving(failure) or left <= 0:
                    raise
                continue
            busy, begun = tab.ledger.traffic()
            held = len(tab.ledger.held())
            # A navigation that the guard stopped or put off leaves the tab where it is.
            leaving, fetching = max(leaving, within[1]), max(fetching, within[2])
            going = leaving >= 0 and (busy > 0 or leaving < TAKE_OFF_MS)
            # A file that was asked for since the action began is soon told of by the browser.
            saving = 0 <= fetching < (monotonic() - self._marked_at) * 1000 and tab.watch.files() == self._files
            about_to_leave = (going or saving) and tab.ledger.kept_back() == self._kept_back
            if busy == 0 and not about_to_leave and (busy, begun) == before:
                said = told
                break
            if (int(changes + within[0]), begun, held) != seen:
                seen = (int(changes + within[0]), begun, held)
                since = monotonic()
            now_ = monotonic()
            if left <= 0 or (now_ - since > STUCK_S and not about_to_leave):
                break
            await self.next_change(0.02)
        for passed in tab.ledger.passed()[passed_before:]:
            if (kept_out := kept_out_by(passed)) is not None and tab.watch.went_to(passed.url):
                return kept_out, None
        return None, said

    async def _within(self, limit: int) -> tuple[float, float, float]:
        """As `rest` of `page/rest.js` for the frame that was acted in, if it is not the whole page; it may be gone by now."""
        if self._inner is None or self._inner.is_detached():
            return 0, -1, -1
        said = await self._tab.call(self._inner, "rest", min(limit, INNER_MS))
        return cast("tuple[float, float, float, object]", said)[:3]

    async def next_change(self, seconds: float) -> bool:
        """Until the document changes or is another one, at most so long; whether it did."""
        tab = self._tab
        try:
            changes = cast(
                "int", await tab.call(tab.page.main_frame, "change", self._changes, max(1, int(seconds * 1000)))
            )
        except PlaywrightError as failure:
            if not self.is_moving(failure):
                raise
            self._changes = -1
            return True
        moved, self._changes = changes != self._changes, changes
        return moved

    def is_moving(self, failure: PlaywrightError) -> bool:
        """Whether the failure only says that the document was replaced meanwhile."""
        return any(word in failure.message for word in _MOVING)


def kept_out_by(passed: Passed) -> Trouble | Barred | None:
    """What kept a document from coming, as a reply; None where it came."""
    return Barred(passed.wall) if passed.wall is not None else passed.trouble
