"""What a step showed: the page at rest, its picture, and what happened beside it since the last time."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, cast
from urllib.parse import urldefrag

from verifier.browser.locate import selector_json
from verifier.browser.rest import kept_out_by
from verifier.browser.travel import without_query
from verifier.model.observation import DocumentAnswer, Stopped, Trouble
from verifier.replay.command import Captured

if TYPE_CHECKING:
    from verifier.browser.guard.record import Held
    from verifier.browser.locate import SelectorJson
    from verifier.browser.tab import Tab
    from verifier.replay.command import Barred, Capture, Reply

KEPT_HEADERS = frozenset(
    {
        "akamai-grn",
        "cf-mitigated",
        "cf-ray",
        "content-language",
        "content-type",
        "retry-after",
        "server",
        "www-authenticate",
        "x-amzn-waf-action",
        "x-cache",
        "x-datadome",
        "x-iinfo",
        "x-sucuri-id",
    }
)
"""Headers that tell a wall or a language."""
LATE_MS = 1_000
"""How long a page that is at rest is given to build, by timers of its own, what is awaited."""

_Awaited = list[tuple[tuple[str, ...], "SelectorJson"]]
"""Selectors, each with the path of its frame."""


class Witness:
    """Tells what one tab shows."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self._answer: DocumentAnswer | None = None
        self._passed_read = 0
        self._held_told = 0

    async def capture(self, command: Capture) -> Reply:
        """Wait until the page is at rest and what is awaited is there, then look."""
        tab = self._tab
        end = monotonic() + command.timeout_ms / 1000
        awaiting = [(selector.frame, selector_json(selector)) for selector in command.awaiting]
        # Where everything is there already, resting, finding and looking are one call into the page.
        here = [selector for path, selector in awaiting if not path]
        trouble, said = await tab.rest.wait_for(command.timeout_ms, "glimpse", here)
        if trouble is not None:
            return trouble
        if said is None or len(here) < len(awaiting):
            late = await self._wait_for(awaiting, end)
            if late is not None:
                return late
            said = None
        seen, picture = await tab.looker.look(cast("str | None", said), picture=command.picture)
        await tab.watch.close_popups()
        self._read_answer()
        return Captured(
            snapshot=seen,
            answer=self._answer,
            picture=picture,
            stopped=self._newly_stopped(),
            popups=tab.redact.every(tab.watch.take_popups()),
            dialogs=tab.redact.every(tab.watch.take_dialogs()),
            downloads=tab.redact.every(tab.watch.take_downloads()),
            noted=tuple(replace(wall, signals=tab.redact.every(wall.signals)) for wall in tab.ledger.noted()),
        )

    async def _wait_for(self, awaiting: _Awaited, end: float) -> Trouble | Barred | None:
        """Give a page that is at rest time to build what is missing; gives what kept its document from coming, if something did."""
        rest = self._tab.rest
        missing = await self._missing(awaiting)
        late = monotonic() + LATE_MS / 1000
        while missing and monotonic() < min(end, late):
            if await rest.next_change(min(0.1, max(0.0, end - monotonic()))):
                late = monotonic() + LATE_MS / 1000
                trouble = await rest.wait(max(1, int((end - monotonic()) * 1000)))
                if trouble is not None:
                    return trouble
                missing = await self._missing(missing)
        return None

    async def _missing(self, waiting: _Awaited) -> _Awaited:
        missing: _Awaited = []
        for path in dict.fromkeys(path for path, _ in waiting):
            wanted = [selector for at, selector in waiting if at == path]
            frame = await self._tab.frame(path)
            there = (
                cast("list[bool]", await self._tab.call(frame, "there", wanted))
                if frame is not None
                else [False] * len(wanted)
            )
            missing += [(path, selector) for selector, seen in zip(wanted, there, strict=True) if not seen]
        return missing

    def _read_answer(self) -> None:
        tab = self._tab
        passed = tab.ledger.passed()
        at = urldefrag(tab.page.url).url
        for place in range(len(passed) - 1, self._passed_read - 1, -1):
            document = passed[place]
            if kept_out_by(document) is not None or document.location or document.url != at:
                continue
            trail: list[str] = []
            wanted = document.url
            for earlier in reversed(passed[:place]):
                if urldefrag(earlier.location).url != wanted:
                    break
                trail.insert(0, earlier.url)
                wanted = earlier.url
            headers = tuple((name, tab.redact.text(value)) for name, value in document.headers if name in KEPT_HEADERS)
            redirects = tab.redact.every(trail)
            self._answer = DocumentAnswer(document.status, tab.redact.text(document.url), redirects, headers)
            break
        self._passed_read = len(passed)

    def _newly_stopped(self) -> tuple[Stopped, ...]:
        held = self._tab.ledger.held()
        fresh, self._held_told = held[self._held_told :], len(held)
        return tuple(dict.fromkeys(self._stopped(item) for item in fresh))

    def _stopped(self, held: Held) -> Stopped:
        return Stopped(held.method, self._tab.redact.text(without_query(held.url)), held.reason)
