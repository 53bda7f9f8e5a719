"""Pictures of a whole page, taken only when it does not look like the last one."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, cast

from verifier.browser.colour import now
from verifier.model.observation import PictureRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import CDPSession

    from verifier.browser.tab import Tab
    from verifier.model.observation import Snapshot
    from verifier.replay.redact import Redactor

MOST_HIGH = 5_000
"""CSS pixels; below it a page is cut."""
SHARP_HIGH = 2_000
"""CSS pixels; a higher page is taken smaller, at most by half: the time that a picture takes goes with its area."""
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
_UNVEIL = "() => document.querySelectorAll('verifier-veil').forEach((veil) => veil.remove())"


class Photographer:
    """Takes the pictures of one tab and hands them to whoever keeps them."""

    def __init__(self, tab: Tab, keep: Callable[[bytes, str], str]) -> None:
        self._tab = tab
        self._keep = keep
        self._last: tuple[str, PictureRef] | None = None
        self._session: CDPSession | None = None

    async def take(self, seen: Snapshot, secret_elements: list[int]) -> PictureRef | None:
        """The picture of this snapshot; what shows a secret value is painted over, and what no picture can hide makes none."""
        if self._last is not None and self._last[0] == seen.id:
            return self._last[1]
        tab = self._tab
        for _ in range(_TRIES):
            boxes = await tab.secret_boxes(seen, secret_elements)
            if boxes is None:
                return None
            taken = await self._shoot(boxes)
            # A page that moves while it is photographed may show what was not there to be painted over.
            if not tab.redact or await tab.secret_boxes(seen, secret_elements) == boxes:
                digest = self._keep(taken[0], MEDIA_TYPE)
                picture = PictureRef(digest, MEDIA_TYPE, taken[1], taken[2])
                self._last = (seen.id, picture)
                return picture
        return None

    async def _shoot(self, boxes: list[list[float]]) -> tuple[bytes, int, int]:
        """The picture with these boxes painted over, its width and its height in CSS pixels."""
        tab = self._tab
        seen_wide, seen_high, width, height = cast("list[int]", await now(tab.page.evaluate(_SIZE, boxes)))
        height = min(height, MOST_HIGH)
        if self._session is None:
            self._session = await now(tab.context.new_cdp_session(tab.page))
        try:
            shot = await now(
                self._session.send("Page.captureScreenshot", _request(width, height, seen_wide, seen_high))
            )
        finally:
            if boxes:
                await now(tab.page.evaluate(_UNVEIL))
        return base64.b64decode(cast("str", shot["data"])), width, height


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
        scale = min(1.0, max(0.5, SHARP_HIGH / height))
        request |= {
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": scale},
        }
    return request
