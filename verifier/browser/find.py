"""Elements: found by a selector or by what they were, remembered under small numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, cast

from playwright.async_api import Error as PlaywrightError

from verifier.browser.colour import now
from verifier.browser.decode import anchor_of
from verifier.browser.locate import selector_json
from verifier.replay.command import Acted, Located, NotFound

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle, Frame

    from verifier.browser.decode import RawAnchor
    from verifier.browser.locate import SelectorJson
    from verifier.browser.tab import Tab
    from verifier.model.observation import Anchor
    from verifier.replay.command import AwaitGone, Locate, Reply

LOOK_AGAIN_S = 0.25
"""What is not there yet is looked for again as soon as the document changes, and at least so often."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a located element is: its frame, its number there, and the name of the document in which that number means something."""

    frame: Frame
    index: int
    document: str


class Finder:
    """Finds elements in one tab."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self._spots: list[Spot] = []

    async def locate(self, command: Locate) -> Reply:
        """Wait until an element fits."""
        wanted = selector_json(command.selector)
        end = monotonic() + command.timeout_ms / 1000
        while True:
            found = await self._once(command.selector.frame, wanted)
            left = end - monotonic()
            if isinstance(found, Located) or left <= 0:
                return found
            await self._tab.rest.next_change(min(left, LOOK_AGAIN_S))

    async def await_gone(self, command: AwaitGone) -> Reply:
        """Wait until nothing fits."""
        wanted = selector_json(command.selector)
        end = monotonic() + command.timeout_ms / 1000
        while True:
            if isinstance(await self._once(command.selector.frame, wanted), NotFound):
                return Acted()
            left = end - monotonic()
            if left <= 0:
                return NotFound()
            await self._tab.rest.next_change(min(left, LOOK_AGAIN_S))

    async def reach(self, anchor: Anchor) -> Reply:
        """The element that a look called `anchor`."""
        wanted = {"tag": anchor.tag, "path": anchor.path, "name": anchor.name}
        for frame in self._tab.looker.frames_of(anchor.frame):
            said = json.loads(self._tab.redact.json(cast("str", await self._tab.call(frame, "reach", wanted))))
            found = await self._located(frame, said)
            if isinstance(found, Located):
                return found
        return NotFound()

    def spot(self, handle: int) -> Spot | None:
        """Where the element of a handle was located."""
        return self._spots[handle] if 0 <= handle < len(self._spots) else None

    def note(self, spot: Spot) -> int:
        """Remember an element that was found by other means; gives its handle."""
        self._spots.append(spot)
        return len(self._spots) - 1

    async def element(self, handle: int) -> ElementHandle | None:
        """The element of a handle, if its document is still there."""
        spot = self.spot(handle)
        if spot is None:
            return None
        found = await now(
            spot.frame.evaluate_handle(
                "([key, index, name]) => window[key]?.document === name ? window[key].handleFor(index) : null",
                [self._tab.key, spot.index, spot.document],
            )
        )
        return found.as_element()

    async def _once(self, path: tuple[str, ...], wanted: SelectorJson) -> Located | NotFound:
        try:
            frame = await self._tab.frame(path)
            if frame is None:
                return NotFound()
            said = json.loads(self._tab.redact.json(cast("str", await self._tab.call(frame, "locate", wanted))))
            return await self._located(frame, said)
        except PlaywrightError as failure:
            if not self._tab.rest.is_moving(failure):
                raise
            return NotFound()

    async def _located(self, frame: Frame, said: dict[str, object]) -> Located | NotFound:
        if "index" not in said:
            return NotFound(hidden=bool(said["hidden"]))
        handle = self.note(Spot(frame, cast("int", said["index"]), cast("str", said["document"])))
        path, x, y = await self._tab.looker.where(frame)
        return Located(
            handle=handle,
            anchor=anchor_of(cast("RawAnchor", said["anchor"]), path, x, y, self._tab.redact),
            name=self._tab.redact.text(cast("str", said["name"])),
            matches=cast("int", said["matches"]),
            in_form=bool(said["inForm"]),
            submits=bool(said["submits"]),
            submit_method=cast("str", said["method"]),
        )
