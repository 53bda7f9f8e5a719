"""Pictures in the page: each kept once, shown as often as needed, cut to what matters, with the element outlined.

A picture is one `<image>` in a hidden SVG; each showing is an SVG with a `viewBox` and a `<use>`. That needs no style attribute
and no script, so it holds under the strictest policy, in print and without JavaScript.
"""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.model.observation import Box, PictureRef
    from verifier.report.reporter import Pictures

_MAGIC = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff", "image/webp": b"RIFF"}
MOST_BYTES = 16 * 1024 * 1024
"""Of all pictures together; a page much larger opens slowly, and the blobs hold the rest."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle on a picture, in whole CSS pixels, inside the picture."""

    x: int
    y: int
    width: int
    height: int

    @property
    def view_box(self) -> str:
        """As the value of an SVG `viewBox`."""
        return f"{self.x} {self.y} {self.width} {self.height}"


@dataclass(frozen=True, slots=True)
class Shot:
    """One showing of a picture: the part to show, the whole of it, and what to outline."""

    picture_id: str
    crop: Rectangle
    whole: Rectangle
    mark: Rectangle | None


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture as it stands in the page."""

    id: str
    source: str
    width: int
    height: int


def _whole(number: float, lowest: int, highest: int) -> int:
    if math.isnan(number):
        return lowest
    return round(min(max(number, lowest), highest))


def mark_of(box: Box, whole: Rectangle, margin: int = 6) -> Rectangle:
    """The box with a little air around it, clamped to the picture."""
    left = _whole(box.x - margin, 0, whole.width - 1)
    top = _whole(box.y - margin, 0, whole.height - 1)
    right = _whole(box.x + box.width + margin, left + 1, whole.width)
    bottom = _whole(box.y + box.height + margin, top + 1, whole.height)
    return Rectangle(left, top, right - left, bottom - top)


def crop_around(mark: Rectangle | None, whole: Rectangle, *, ratio: float = 1.6, narrowest: int = 760) -> Rectangle:
    """The part of the picture to show: the mark with its surroundings, in the proportion `ratio`; without one, the top.

    It may reach below a picture that is flatter than the proportion.
    """
    if mark is None:
        return Rectangle(0, 0, whole.width, max(1, round(whole.width / ratio)))
    width = min(whole.width, max(narrowest, round(mark.width * 1.2), round(mark.height * 1.3 * ratio)))
    height = max(1, round(width / ratio))
    x = _whole(mark.x + mark.width / 2 - width / 2, 0, max(0, whole.width - width))
    y = _whole(mark.y + mark.height / 2 - height / 2, 0, max(0, whole.height - height))
    if mark.height > height:
        y = mark.y
    return Rectangle(x, y, width, height)


@dataclass(slots=True)
class Album:
    """The pictures of one page, taken in as they are asked for."""

    pictures: Pictures
    embedded: list[Embedded] = field(default_factory=list)
    _ids: dict[str, str | None] = field(default_factory=dict)
    _bytes: int = 0

    def shot(self, ref: PictureRef, box: Box | None, *, ratio: float = 1.6) -> Shot | None:
        """A showing of the picture with the box outlined, or None where the picture was not kept or is none."""
        picture_id = self._take(ref)
        if picture_id is None:
            return None
        whole = Rectangle(0, 0, max(1, ref.width), max(1, ref.height))
        mark = None if box is None else mark_of(box, whole)
        return Shot(picture_id, crop_around(mark, whole, ratio=ratio), whole, mark)

    def _take(self, ref: PictureRef) -> str | None:
        if ref.digest not in self._ids:
            self._ids[ref.digest] = self._embed(ref)
        return self._ids[ref.digest]

    def _embed(self, ref: PictureRef) -> str | None:
        magic = _MAGIC.get(ref.media_type)
        if magic is None:
            return None
        content = self.pictures(ref)
        if content is None or not content.startswith(magic) or self._bytes + len(content) > MOST_BYTES:
            return None
        self._bytes += len(content)
        source = f"data:{ref.media_type};base64,{base64.b64encode(content).decode('ascii')}"
        embedded = Embedded(f"p{len(self.embedded)}", source, max(1, ref.width), max(1, ref.height))
        self.embedded.append(embedded)
        return embedded.id
