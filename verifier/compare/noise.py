"""What differs between two looks at an unchanged page, and is told nowhere: counters, times, tokens, advertisements, questions about cookies."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeVar

from verifier.compare.counts import without_badge, without_counts
from verifier.compare.links import without_tokens
from verifier.compare.times import without_times
from verifier.match.normalize import key_of
from verifier.match.score import stable
from verifier.walls.consent import asking_areas

if TYPE_CHECKING:
    from verifier.match.signals import Element
    from verifier.model.observation import Anchor, Snapshot

Kept = TypeVar("Kept", bound="Element")

_TOKENS = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b(?=[a-z]*\d)(?=\d*[a-z])(?:[0-9a-f]{8,}|[0-9a-z]{10,})\b|#?\b\d{5,}\b"
)
_KEY = re.compile(
    r"(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-z]*\d+[a-z]+\d)(?=(?:[a-z]*\d){3})[0-9a-z]{16,}"
    r"|(?=[^\d]*\d[^ -]*[ -].*\d)(?=.*[a-z])(?:[0-9a-z]{4}[ -]){3,}[0-9a-z]{1,4}"
)
"""What is no word but a key or an id, made anew for each reader."""
_DRAWN = "§"
_ADVERT = re.compile(
    r"(?:^|[^a-z0-9])(?:ads?|adverts?|advertisements?|advertising|adsbygoogle|google_ads\w*|aswift\w*|sponsor(?:ed|s|ship)?|taboola|outbrain"
    r"|doubleclick|dfp|promoted)(?:[^a-z0-9]|$)",
    re.IGNORECASE,
)


_CHAT = re.compile(
    r"intercom|tawk(?:chat|to|\.to|-)|crisp-(?:chatbox|client)|drift-(?:widget|frame)|hubspot-messages|livechat|chat-widget|fb-customerchat|olark"
    r"|fc_(?:frame|widget)|freshchat|freshworks-frame|zopim|webwidget|messaging window|(?:chat|messenger)[-_ ](?:bubble|launcher)"
    r"|tidio|userlike|smartsupp|jivo|chatwoot",
    re.IGNORECASE,
)


_ARROWS = " \"'<>←→⇐⇒‹›▶▸►◀◂➜➔…"
"""What decorates the ends of a link or button and is no part of its name; double angle quotes are quotes after `key_of`."""


def lasting(words: str, *, pressed: bool = False, badge: bool = False) -> str:
    """What of a name stays the same from one load of a page to the next.

    Dates, times, long numbers and tokens are left out, and so are counts in brackets or in front. `pressed`: it is the name of a
    link or button, where a number may be counted behind words such as Inbox; `badge`: a number at its end stands on a badge. Any
    other number is part of the name: Step 2, Windows 10. Of an address that is a name what is made anew for each reader is left out,
    and of a name that is nothing but a token all of it.
    """
    key = key_of(without_tokens(words) if "://" in words else words)
    if _KEY.fullmatch(key):
        return _DRAWN
    kept = without_times(without_badge(key) if badge else key)
    if any(sign.isdigit() for sign in kept):
        kept = without_counts(_TOKENS.sub(" ", kept), pressed=pressed and not badge)
    elif kept == key:
        return key
    return key_of(kept) if any(sign.isalpha() for sign in kept) or not any(sign.isalpha() for sign in key) else key


def is_drawn(name: str) -> bool:
    """Whether the name is nothing but a token: no person gave it."""
    return lasting(name) == _DRAWN


def same_name(one: str, other: str, *, pressed: bool = False, badge: bool = False) -> bool:
    """Whether a reader would call the two names the same, whatever is counted or dated in them.

    A key that somebody is shown, to copy it, is called the same as another key. `badge`: one of the two has a number
    on a badge; where the other has none, it has nothing to count or was recorded without.
    """
    if key_of(one) == key_of(other):
        return True
    first, second = (lasting(words, pressed=pressed, badge=badge) for words in (one, other))
    if pressed:
        first, second = key_of(_plain(first)), key_of(_plain(second))
    return first == second


def _plain(name: str) -> str:
    """The name without what decorates its ends; one that is nothing else as it is."""
    start, end = 0, len(name)
    while start < end and _decorates(name[start]):
        start += 1
    while end > start and _decorates(name[end - 1]):
        end -= 1
    return name[start:end] or name


def _decorates(sign: str) -> bool:
    """Arrows, and what icons are written as: pictographs, signs of a font's own, and what picks their look."""
    return sign in _ARROWS or unicodedata.category(sign) in {"So", "Co"} or sign in "\ufe0e\ufe0f\u200d"


def is_advert(anchor: Anchor) -> bool:
    """Whether the element stands in an advertisement, by the marks that these carry."""
    return anchor.advert or any(_ADVERT.search(words) and _ADVERT.search(_given(words)) for words in _marks(anchor))


def _given(words: str) -> str:
    """Of ids and class names those that a person gave: in `u_6_ad` a machine happened to draw these letters."""
    return " ".join(mark for mark in words.split() if stable(mark))


def is_chat(anchor: Anchor) -> bool:
    """Whether the element belongs to a chat that floats over every page of a site, by the marks that these carry."""
    return any(_CHAT.search(words) for words in _marks(anchor))


def _marks(anchor: Anchor) -> tuple[str, ...]:
    return (*re.findall(r"id\(([^)]*)\)", anchor.path), anchor.id, anchor.classes, *anchor.frame)


def comparable(elements: tuple[Kept, ...], page: Snapshot) -> tuple[Kept, ...]:
    """The elements that are part of the page itself: no advertisement, and nothing of a dialog about cookies."""
    asked = _asked(page)
    return tuple(
        element
        for element in elements
        if not is_advert(element.anchor) and (element.anchor.frame, element.anchor.path) not in asked
    )


def _asked(page: Snapshot) -> frozenset[tuple[tuple[str, ...], str]]:
    """What stands in the parts of the page that ask about cookies, and the dialogs that do."""
    asking = asking_areas(page)
    return frozenset(
        (anchor.frame, anchor.path)
        for area in asking
        for anchor in (
            *((area.anchor,) if area.anchor is not None else ()),
            *(element.anchor for elements in (area.buttons, area.links, area.controls) for element in elements),
        )
    )
