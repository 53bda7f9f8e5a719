"""One look at the whole page: every frame asked once, the answers put together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from playwright.async_api import Error as PlaywrightError

from verifier.browser.colour import now
from verifier.browser.decode import Look, aria_without_values, places, snapshot

if TYPE_CHECKING:
    from playwright.async_api import Frame

    from verifier.browser.decode import Place
    from verifier.browser.tab import Tab
    from verifier.model.observation import Snapshot

MOST_FRAMES = 50
ARIA_MS = 5_000
_NOWHERE: Place = ((), 0.0, 0.0)


class Looker:
    """Looks for one tab. A page that says the same again costs no second decoding and no ARIA snapshot."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self._last: tuple[Look, Snapshot] | None = None
        self._places: dict[Frame, Place] = {}

    async def look(self) -> Snapshot:
        """What the page shows now; the same object as before when nothing changed."""
        frames: dict[int, Frame] = {}
        for _ in range(5):
            try:
                look = await self._ask(self._tab.page.main_frame, frames, top=True)
                break
            except PlaywrightError as failure:
                if not self._tab.rest.is_moving(failure):
                    raise
                await self._tab.rest.wait(2_000)
        else:
            look = await self._ask(self._tab.page.main_frame, frames, top=True)
        if self._last is not None and self._last[0] == look:
            return self._last[1]
        aria = self._tab.redact.secrets(await self._aria())
        seen = snapshot(look, aria, self._tab.redact)
        self._last = (look, seen)
        self._places = {frames[id(inner)]: place for inner, place in places(look)}
        return seen

    async def where(self, frame: Frame) -> Place:
        """The path of a frame and its corner in the top document."""
        if frame == self._tab.page.main_frame:
            return _NOWHERE
        if frame not in self._places:
            self._last = None
            await self.look()
        return self._places.get(frame, _NOWHERE)

    async def shown(self) -> list[tuple[str, list[float]]] | None:
        """What a picture of the page would show, and where in the top document; None where that cannot be said."""
        found: list[tuple[str, list[float]]] = []
        for frame in dict.fromkeys((self._tab.page.main_frame, *self._places)):
            _, x, y = self._places.get(frame, _NOWHERE)
            try:
                said = cast("str | None", await self._tab.call(frame, "shown"))
            except PlaywrightError:
                return None
            if said is None:
                return None
            found += [(text, [box[0] + x, box[1] + y, box[2], box[3]]) for text, box in json.loads(said)]
        return found

    def frames_of(self, path: tuple[str, ...]) -> tuple[Frame, ...]:
        """The frames that stood at this path at the last look."""
        if not path:
            return (self._tab.page.main_frame,)
        return tuple(frame for frame, place in self._places.items() if place[0] == path and not frame.is_detached())

    async def _ask(self, frame: Frame, frames: dict[int, Frame], *, top: bool = False) -> Look:
        said: str | None = None
        try:
            said = self._tab.redact.json(cast("str", await self._tab.call(frame, "capture")))
        except PlaywrightError:
            if top:
                raise
        children = [child for child in frame.child_frames if not child.is_detached()]
        inside = [await self._ask(child, frames) for child in children if len(frames) < MOST_FRAMES]
        look = Look(self._tab.redact.text(frame.url), said, tuple(inside))
        frames[id(look)] = frame
        return look

    async def _aria(self) -> str:
        try:
            return aria_without_values(await now(self._tab.page.locator("body").aria_snapshot(timeout=ARIA_MS)))
        except PlaywrightError as failure:
            if self._tab.watch.crashed or "closed" in failure.message:
                raise
            return ""
