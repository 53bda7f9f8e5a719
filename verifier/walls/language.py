"""The page came in another language than the one that was asked for."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from verifier.model.observation import Wall, WallKind
from verifier.model.selector import Text
from verifier.walls.says import fold
from verifier.walls.tongue import primary, tongue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.walls.sight import Sight

SHORTEST_WORDING = 4


def language(sight: Sight) -> Wall | None:
    """The language of the document, its header, its text or its address is not the flow's; two of these.

    It blocks only when nothing that the flow looks for is there: a page that is translated in part is told and gone on with.
    """
    if sight.flow is None or sight.status >= 400:
        return None
    wanted = primary(sight.flow.locale)
    signals = []
    stated = primary(sight.snapshot.language)
    if stated and stated != wanted:
        signals.append(f"the document says that it is in {stated}")
    header = [primary(part) for part in sight.header("content-language").split(",") if part.strip()]
    if header and wanted not in header:
        signals.append(f"the header content-language says {', '.join(header)}")
    spoken = tongue(sight.text)
    if spoken == wanted:
        return None
    if spoken is not None:
        signals.append(f"its text is in {spoken}")
    if (turned := _turned(sight, wanted)) is not None:
        signals.append(turned)
    if len(signals) < 2:
        return None
    shown = fold(" \n ".join((sight.text, *_names(sight))))
    known = any(
        len(fold(word)) >= SHORTEST_WORDING and fold(word) in shown for word in set(_wordings(sight.flow.steps))
    )
    return Wall(WallKind.LANGUAGE, tuple(signals), blocks=not known and spoken is not None)


def _turned(sight: Sight, wanted: str) -> str | None:
    """The language that an address asked for and that the final one no longer does."""
    if not sight.wanted or sight.answer is None or not sight.answer.redirects:
        return None
    asked, here = _spoken_of(sight.wanted), _spoken_of(sight.url)
    if asked == wanted and here and here != wanted:
        return f"the server sent us from an address for {asked} to one for {here}"
    return None


def _spoken_of(url: str) -> str:
    parts = urlsplit(url)
    found = re.search(r"(?:^|&)(?:lang|l|hl|locale|language)=([A-Za-z]{2})\b", parts.query) or re.search(
        r"/([A-Za-z]{2})(?:[-_][A-Za-z]{2})?(?=/|$)", parts.path
    )
    return primary(found.group(1)) if found else ""


def _names(sight: Sight) -> Iterator[str]:
    for items in (sight.snapshot.buttons, sight.snapshot.links):
        yield from (item.name for item in items)
    for control in sight.snapshot.controls:
        yield control.label
        yield from (option.text for option in control.options)


def _wordings(value: object) -> Iterator[str]:
    match value:
        case Text():
            yield from value.wordings
        case tuple():
            for each in value:
                yield from _wordings(each)
        case _ if is_dataclass(value):
            for part in fields(value):
                yield from _wordings(getattr(value, part.name))
        case _:
            return
