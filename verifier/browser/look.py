"""One look at the whole page: every frame asked once, the answers put together, a picture where one is wanted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from playwright.async_api import Error as PlaywrightError

from verifier.browser.colour import now
from verifier.browser.decode import Look, aria_without_values, identified, places, snapshot

if TYPE_CHECKING:
    from playwright.async_api import Frame

    from verifier.browser.decode import Place
    from verifier.browser.tab import Tab
    from verifier.model.observation import PictureRef, Snapshot

MOST_FRAMES = 50
ARIA_MS = 5_000
_NOWHERE: Place = ((), 0.0, 0.0)


class Looker:
    """Looks for one tab. A page that says the same again costs no second decoding, ARIA snapshot or picture."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self._last: tuple[Look, Snapshot] | None = None
        self._pictured: tuple[Look, PictureRef] | None = None
        self._places: dict[Frame, Place] = {}

    async def look(self, said: str | None = None, *, picture: bool) -> tuple[Snapshot, PictureRef | None]:
        """What the page shows now, the same objects as before when nothing changed; and its picture, where one is wanted.

        `said`: what the top document has just said, where it was asked already.
        """
        frames: dict[int, Frame] = {}
        look = await self._ask_all(said, frames)
        new = self._last is None or self._last[0] != look
        seen = snapshot(look, self._tab.redact) if new or self._last is None else self._last[1]
        if new:
            self._places = {frames[id(inner)]: place for inner, place in places(look)}
        aria = ""

        async def read_aria() -> None:
            nonlocal aria
            if new:
                aria = await self._aria()

        async def take_picture() -> None:
            if picture and (self._pictured is None or self._pictured[0] != look):
                taken = await self._tab.photographer.take(seen)
                self._pictured = (look, taken) if taken is not None else None

        await self._tab.together(take_picture(), read_aria())
        if new:
            seen = identified(seen, self._tab.redact.text(aria))
            self._last = (look, seen)
        return seen, self._pictured[1] if picture and self._pictured is not None else None

    async def where(self, frame: Frame) -> Place:
        """The path of a frame and its corner in the top document."""
        if frame == self._tab.page.main_frame:
            return _NOWHERE
        if frame not in self._places:
            self._last = None
            await self.look(picture=False)
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

    async def _ask_all(self, said: str | None, frames: dict[int, Frame]) -> Look:
        top = self._tab.page.main_frame
        for _ in range(5):
            try:
                return await self._ask(top, frames, said, top=True)
            except PlaywrightError as failure:
                if not self._tab.rest.is_moving(failure):
                    raise
                said = None
                await self._tab.rest.wait(2_000)
        return await self._ask(top, frames, top=True)

    async def _ask(self, frame: Frame, frames: dict[int, Frame], said: str | None = None, *, top: bool = False) -> Look:
        try:
            said = self._tab.redact.json(said or cast("str", await self._tab.call(frame, "capture")))
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
