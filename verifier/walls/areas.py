"""The parts of a page that may be a consent dialog: open dialogs, frames, and bars that are no dialog by their markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.walls.consent_words import ACCEPT, COOKIES, DECLINE, SETTINGS
from verifier.walls.platforms import platform_of, platform_of_frame
from verifier.walls.says import says

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from verifier.model.observation import Anchor, Box, Button, Control, Dialog, Link, Snapshot
    from verifier.walls.platforms import Platform

LONGEST_FRAME = 6_000
"""A frame that says more than so many characters is a document, not a question."""
NEAR_PX = 320
"""How far apart two buttons of one bar, or its text and its buttons, are at most."""
LONGEST_PRESS = 40
DEEPEST = 5
"""How many elements stand between a bar and what is pressed in it, at most."""
_ROOT = ("html[1]", "body[1]")
_OF_PAGES = re.compile(
    r"id\((_*(root|app|next|nuxt|gatsby|page|main|content|wrapper|container|layout|body|site)_*)\)", re.IGNORECASE
)
TALLEST_PX = 420


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the page with everything that stands in it and nothing else."""

    words: str
    text: str
    buttons: tuple[Button, ...]
    links: tuple[Link, ...]
    controls: tuple[Control, ...]
    platform: Platform | None = None
    modal: bool = False
    is_dialog: bool = True
    anchor: Anchor | None = None
    """Of an open dialog: the dialog itself."""


def areas(snapshot: Snapshot) -> Iterator[Area]:
    """Dialogs first, then frames, then bars; of each kind in document order."""
    for dialog in snapshot.dialogs:
        yield _of_dialog(snapshot, dialog)
    for frame in snapshot.frames:
        if frame.readable:
            yield from _of_frame(snapshot, frame.path, platform_of_frame(frame))
    for place in ((), *(frame.path for frame in snapshot.frames)):
        yield from _bars(snapshot, place)


def _of_dialog(snapshot: Snapshot, dialog: Dialog) -> Area:
    parents = {(other.anchor.frame, other.anchor.path): other.anchor.dialog for other in snapshot.dialogs}
    # Looks that were kept from before the nesting was told have none anywhere.
    nesting = bool(dialog.anchor.path) and any(
        item.anchor.dialog for items in (snapshot.buttons, snapshot.links, snapshot.controls) for item in items
    )

    def inside(anchor: Anchor) -> bool:
        if anchor.frame != dialog.anchor.frame:
            return False
        if not nesting:
            return _within(anchor, dialog)
        at = anchor.dialog
        for _ in range(len(parents) + 1):
            if at == dialog.anchor.path:
                return True
            at = parents.get((anchor.frame, at), "")
            if not at:
                return False
        return False

    return Area(
        "an open dialog",
        f"{dialog.name} {dialog.text}",
        tuple(button for button in snapshot.buttons if inside(button.anchor)),
        tuple(link for link in snapshot.links if inside(link.anchor)),
        tuple(control for control in snapshot.controls if inside(control.anchor)),
        platform_of(dialog.anchor),
        dialog.modal,
        anchor=dialog.anchor,
    )


def _of_frame(snapshot: Snapshot, path: tuple[str, ...], platform: Platform | None) -> Iterator[Area]:
    texts = [block.text for block in snapshot.texts if block.anchor.frame == path]
    text = " \n ".join((*(heading.text for heading in snapshot.headings if heading.anchor.frame == path), *texts))
    if len(text) > LONGEST_FRAME:
        return
    yield Area(
        "a frame",
        text,
        tuple(button for button in snapshot.buttons if button.anchor.frame == path),
        tuple(link for link in snapshot.links if link.anchor.frame == path),
        tuple(control for control in snapshot.controls if control.anchor.frame == path),
        platform,
        is_dialog=platform is not None,
    )


def _bars(snapshot: Snapshot, frame: tuple[str, ...]) -> Iterator[Area]:
    """Text about cookies with a button that accepts and, close to it, one that declines or opens settings.

    Only what stands between these, in the same element, is part of the bar: nothing else on the page can be pressed for it.
    """
    outside = [
        choice
        for choices in (snapshot.buttons, snapshot.links)
        for choice in choices
        if choice.anchor.frame == frame
        and not choice.anchor.dialog
        and len(choice.name) <= LONGEST_PRESS
        and choice.anchor.box
    ]
    accepting = [choice for choice in outside if says(choice.name, ACCEPT) and not says(choice.name, DECLINE)]
    if not accepting:
        return
    others = [choice for choice in outside if says(choice.name, DECLINE) or says(choice.name, SETTINGS)]
    blocks = [
        block
        for block in snapshot.texts
        if block.anchor.frame == frame and not block.anchor.dialog and says(block.text, COOKIES)
    ]
    for accept in accepting:
        for other in others:
            if other is accept or _gap(accept.anchor.box, other.anchor.box) > NEAR_PX:
                continue
            for block in blocks:
                bar = _bar(accept.anchor, other.anchor, block.anchor)
                if (
                    bar is None
                    or block.text in (accept.name, other.name)
                    or _gap(block.anchor.box, accept.anchor.box) > NEAR_PX
                ):
                    continue
                yield Area(
                    "a bar",
                    block.text,
                    tuple(
                        button
                        for button in snapshot.buttons
                        if any(button is each and bar(each.anchor) for each in outside)
                    ),
                    tuple(
                        link for link in snapshot.links if any(link is each and bar(each.anchor) for each in outside)
                    ),
                    tuple(each for each in snapshot.controls if each.anchor.frame == frame and bar(each.anchor)),
                    platform_of(accept.anchor) or platform_of(other.anchor),
                    is_dialog=False,
                )
                return


def _bar(accept: Anchor, other: Anchor, text: Anchor) -> Callable[[Anchor], bool] | None:
    """Whether an element stands in the smallest element that holds all three, and between them; None when these are no bar."""
    hull = _hull([accept.box, other.box, text.box])
    paths = [anchor.path.split("/") for anchor in (accept, other, text)]
    if text.id and accept.path.startswith(f"id({text.id})"):  # the bar itself holds the text
        paths[2] = [f"id({text.id})"]
    shared = []
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    told = bool(shared) and (shared[0].startswith("id(") or len(shared) > len(_ROOT))
    if told and all(len(path) - len(shared) <= DEEPEST for path in paths):
        return lambda anchor: anchor.path.split("/")[: len(shared)] == shared and _is_in(anchor.box, hull)
    # Parts of one bar may each have an id; then only what stands in these parts belongs to it.
    roots = {path[0] for path in paths}
    if all(root.startswith("id(") and not _OF_PAGES.match(root) for root in roots) and hull[3] - hull[1] <= TALLEST_PX:
        return lambda anchor: anchor.path.split("/")[0] in roots and _is_in(anchor.box, hull)
    return None


def _gap(one: Box | None, other: Box | None) -> float:
    """The distance between two boxes; 0 where they touch, endless where one is not known."""
    if one is None or other is None:
        return float("inf")
    across = max(one.x - other.x - other.width, other.x - one.x - one.width, 0)
    down = max(one.y - other.y - other.height, other.y - one.y - one.height, 0)
    return float(max(across, down))


def _hull(boxes: list[Box | None]) -> tuple[float, float, float, float]:
    known = [box for box in boxes if box is not None]
    return (
        min(box.x for box in known) - 8,
        min(box.y for box in known) - 8,
        max(box.x + box.width for box in known) + 8,
        max(box.y + box.height for box in known) + 8,
    )


def _is_in(box: Box | None, hull: tuple[float, float, float, float]) -> bool:
    if box is None:
        return False
    left, top, right, bottom = hull
    return left <= box.x and top <= box.y and box.x + box.width <= right and box.y + box.height <= bottom


def _within(anchor: Anchor, dialog: Dialog) -> bool:
    if anchor.box is not None and dialog.anchor.box is not None:
        around = dialog.anchor.box
        return _is_in(
            anchor.box, (around.x - 1, around.y - 1, around.x + around.width + 1, around.y + around.height + 1)
        )
    return bool(dialog.name) and anchor.group == dialog.name
