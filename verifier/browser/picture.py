"""Pictures of a whole page."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, cast

from playwright.async_api import Error as PlaywrightError

from verifier.browser.colour import now
from verifier.model.observation import PictureRef
from verifier.model.secret import REDACTED

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import CDPSession

    from verifier.browser.find import Spot
    from verifier.browser.tab import Tab
    from verifier.model.observation import Snapshot
    from verifier.replay.redact import Redactor

MOST_HIGH = 5_000
"""CSS pixels; below it a page is cut."""
SHARP_HIGH = 2_000
SHARPEST, SMALLEST = 0.75, 0.5
"""A page that stands out of the window is painted anew for its picture, and the time for that goes with its area: so it is taken
smaller, and one that is higher than `SHARP_HIGH` CSS pixels smaller still."""
MEDIA_TYPE = "image/jpeg"
QUALITY = 60
_TRIES = 2
_UNREADABLE = "\0"
_LARGE = 400_000
"""Square CSS pixels, about a third of a window."""

_SIZE = """(boxes) => {
  const root = document.documentElement;
  const size = [root.clientWidth, root.clientHeight, Math.max(root.clientWidth, Math.min(root.scrollWidth, 4000)), Math.max(root.clientHeight, root.scrollHeight)];
  if (boxes.length) {
    const veil = document.createElement("verifier-veil");
    const inner = veil.attachShadow({ mode: "closed" });
    veil.style.cssText = "position:absolute;left:0;top:0;width:0;height:0;z-index:2147483647";
    for (const [x, y, width, height] of boxes) {
      const patch = document.createElement("div");
      patch.style.cssText = `position:absolute;left:${x - 1}px;top:${y - 1}px;width:${width + 2}px;height:${height + 2}px;background:#222`;
      inner.append(patch);
    }
    root.append(veil);
  }
  return size;
}"""
NOT_PAINTED = "Unable to capture screenshot"
MOST_TRIES = 3
_PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_UNVEIL = "() => document.querySelectorAll('verifier-veil').forEach((veil) => veil.remove())"


class Photographer:
    """Takes the pictures of one tab and hands them to whoever keeps them."""

    def __init__(self, tab: Tab, keep: Callable[[bytes, str], str]) -> None:
        self._tab = tab
        self._keep = keep
        self._secret: list[Spot] = []
        self._session: CDPSession | None = None

    def veil(self, handle: int) -> None:
        """From now on this element, which takes a secret value, is painted over."""
        spot = self._tab.finder.spot(handle)
        if spot is not None:
            self._secret.append(spot)

    async def take(self, seen: Snapshot) -> PictureRef | None:
        """The picture of what was just seen; what shows a secret value is painted over, and what no picture can hide makes none."""
        for _ in range(_TRIES):
            boxes = await self._secret_boxes(seen)
            if boxes is None:
                return None
            content, width, height = await self._shoot(boxes)
            # A page that moves while it is photographed may show what was not there to be painted over.
            if not self._tab.redact or await self._secret_boxes(seen) == boxes:
                return PictureRef(self._keep(content, MEDIA_TYPE), MEDIA_TYPE, width, height)
        return None

    async def _shoot(self, boxes: list[list[float]]) -> tuple[bytes, int, int]:
        """The picture with these boxes painted over, its width and its height in CSS pixels."""
        tab = self._tab
        seen_wide, seen_high, width, height = cast("list[int]", await now(tab.page.evaluate(_SIZE, boxes)))
        height = min(height, MOST_HIGH)
        if self._session is None:
            self._session = await now(tab.context.new_cdp_session(tab.page))
        try:
            shot = await self._painted(self._session, _request(width, height, seen_wide, seen_high))
        finally:
            if boxes:
                await now(tab.page.evaluate(_UNVEIL))
        return base64.b64decode(shot), width, height

    async def _painted(self, session: CDPSession, request: dict[str, object]) -> str:
        for _ in range(MOST_TRIES - 1):
            try:
                return cast("str", (await now(session.send("Page.captureScreenshot", request)))["data"])
            except PlaywrightError as failure:
                # A page that has not been painted yet cannot be taken.
                if NOT_PAINTED not in failure.message:
                    raise
                await now(self._tab.page.evaluate(_PAINTED))
        return cast("str", (await now(session.send("Page.captureScreenshot", request)))["data"])

    async def _secret_boxes(self, seen: Snapshot) -> list[list[float]] | None:
        """Boxes of the fields that hold a secret value and of all that shows one or cannot be read, in the top document.

        None where it cannot be said what a picture would show.
        """
        boxes: list[list[float]] = []
        for spot in self._secret:
            _, x, y = await self._tab.looker.where(spot.frame)
            try:
                found = cast(
                    "list[list[float]]", await self._tab.call(spot.frame, "boxes", [spot.index], spot.document)
                )
            except PlaywrightError:
                continue  # the frame is gone, and the field with it
            boxes += [[box[0] + x, box[1] + y, box[2], box[3]] for box in found]
        for block in seen.texts:
            if REDACTED in block.text and block.anchor.box is not None:
                box = block.anchor.box
                boxes.append([box.x, box.y, box.width, box.height])
        if self._tab.redact:
            shown = await self._tab.looker.shown()
            if shown is None:
                return None
            boxes += revealing(shown, self._tab.redact)
        return boxes


def revealing(shown: list[tuple[str, list[float]]], redact: Redactor) -> list[list[float]]:
    """The boxes to paint over: what shows a secret or cannot be read. A box around others of them is left, if it is large."""
    hits = [box for text, box in shown if text == _UNREADABLE or redact.secret_in(text)]
    return [box for box in hits if box[2] * box[3] < _LARGE or not any(_holds(box, other) for other in hits)]


def _holds(box: list[float], other: list[float]) -> bool:
    x, y, width, height = box
    inside = x <= other[0] and y <= other[1] and other[0] + other[2] <= x + width and other[1] + other[3] <= y + height
    return inside and box != other


def _request(width: int, height: int, seen_wide: int, seen_high: int) -> dict[str, object]:
    request: dict[str, object] = {"format": "jpeg", "quality": QUALITY, "optimizeForSpeed": True}
    # What does not stand out of the window costs half the time without the parameters for what does.
    if width > seen_wide or height > seen_high:
        scale = max(SMALLEST, SHARPEST * min(1.0, SHARP_HIGH / height))
        request |= {
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": scale},
        }
    return request
