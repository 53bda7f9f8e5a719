"""What a detector is given: one look at a page, how the network answered, and what had been asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from verifier.model.expectation import ControlKind
from verifier.walls.consent_words import COOKIES
from verifier.walls.says import fold, is_led_by, is_told, says
from verifier.walls.words import ABOUT, ABOUT_ANYWHERE

if TYPE_CHECKING:
    from verifier.model.flow import Flow
    from verifier.model.observation import Control, DocumentAnswer, Snapshot

BARE_CHARACTERS = 700
"""A wall says little; a help article about the same words says more."""
BARE_LINKS = 8
TERSE_CHARACTERS = 240
"""What is said in passing stands among more words than these."""
FRAME_LINKS = 2
AROUND = ("banner", "navigation", "contentinfo", "complementary", "search")
"""Landmarks that belong to the site, not to the page that a guide speaks of: what changes there is noted only."""
_PARTS = re.compile(r"\s[-|–—·:]\s|[|·:]\s")
TYPED = (
    ControlKind.TEXT, ControlKind.TEL, ControlKind.EMAIL, ControlKind.TEXTAREA, ControlKind.PASSWORD, ControlKind.NUMBER,
    ControlKind.FILE, ControlKind.DATE, ControlKind.URL, ControlKind.EDITABLE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sight:
    """One look, with what every detector asks of it computed once.

    `text` is what the page says outside of dialogs that ask about cookies: title, headings and blocks, a line each.
    `bare` says that there is hardly anything: at most 700 characters, eight links and no form to fill in.
    `framed` says that it stands in the site's own navigation, as a page does and a wall seldom. `middle` is how many characters stand outside of the site's own header and footer. `bare_but_fields` is the same whatever can be filled in.
    `article` says that its title or a heading speaks of something rather than to somebody ("What is a captcha?").
    """

    snapshot: Snapshot
    answer: DocumentAnswer | None
    flow: Flow | None
    wanted: str
    text: str
    bare: bool
    article: bool
    bare_but_fields: bool
    middle: int
    framed: bool

    @property
    def status(self) -> int:
        """The status of the document, 0 when the network told none."""
        return self.answer.status if self.answer else 0

    @property
    def url(self) -> str:
        """Where the tab is now."""
        return self.snapshot.url

    @property
    def host(self) -> str:
        """The host of where the tab is now, in lower case."""
        return (urlsplit(self.snapshot.url).hostname or "").lower()

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that count as the flow's own site."""
        return self.flow.site.hosts if self.flow else ()

    def header(self, name: str) -> str:
        """The value of a header of the document, in lower case; empty when it had none or it is not kept."""
        return dict(self.answer.headers).get(name, "").lower() if self.answer else ""

    def typed(self) -> tuple[Control, ...]:
        """Controls that somebody types into, those of the site's own search left out."""
        return tuple(control for control in self.snapshot.controls if control.kind in TYPED and not is_search(control))

    def titles(self) -> tuple[str, ...]:
        """The title and the headings."""
        return (self.snapshot.title, *(heading.text for heading in self.snapshot.headings))

    def heads(self, words: tuple[str, ...]) -> str | None:
        """The wording that the title or a heading says, when it speaks to the visitor and not of something."""
        if self.article or self.framed:
            return None
        return next((found for title in self.titles() if (found := says(title, words)) and is_told(title, found)), None)

    def tells(self, words: tuple[str, ...]) -> str | None:
        """The wording that the page says, when it says hardly anything else and speaks to the visitor."""
        terse = self.bare and self.middle <= TERSE_CHARACTERS
        found = says(self.text, words) if terse and not self.article and not self.framed else None
        # "An error occurred? Write to us." asks, "when an error occurs" speaks of a case; neither tells of now.
        asked = found is not None and f"{found}?" in fold(self.text)
        return found if found is not None and not asked and is_told(self.text, found) else None


def sight(snapshot: Snapshot, answer: DocumentAnswer | None, flow: Flow | None = None, wanted: str = "") -> Sight:
    """The look, ready for the detectors. `wanted` is the URL that was asked for, empty when a press led here."""
    asking = {dialog.anchor.path for dialog in snapshot.dialogs if says(dialog.text, COOKIES)}
    parents = {dialog.anchor.path: dialog.anchor.dialog for dialog in snapshot.dialogs}

    def own(dialog: str) -> bool:
        return dialog not in asking and (not dialog or parents.get(dialog, "") not in asking)

    shown = [
        (item.text, item.anchor)
        for items in (snapshot.headings, snapshot.texts)
        for item in items
        if own(item.anchor.dialog)
    ]
    # What a frame says is part of the page only where the page itself says nothing.
    shown = [(text, anchor) for text, anchor in shown if not anchor.frame] or shown
    lines = tuple(dict.fromkeys(text for text, _ in shown))
    middle = sum(map(len, dict.fromkeys(text for text, anchor in shown if anchor.landmark not in AROUND)))
    text = " \n ".join((snapshot.title, *lines))
    links = sum(1 for link in snapshot.links if own(link.anchor.dialog))
    framed = (
        sum(1 for link in snapshot.links if link.anchor.landmark in AROUND and own(link.anchor.dialog)) >= FRAME_LINKS
    )
    fields = [control for control in snapshot.controls if own(control.anchor.dialog) and not _of_wall(control)]
    controls = sum(1 for control in fields if not is_search(control))
    titles = [snapshot.title, *(heading.text for heading in snapshot.headings)]
    article = any(_speaks_of(title) for title in titles) or len(snapshot.headings) > 3
    little = len(text) <= BARE_CHARACTERS and links <= BARE_LINKS
    return Sight(snapshot, answer, flow, wanted, text, little and controls == 0, article, little, middle, framed)


def is_search(control: Control) -> bool:
    """Whether it is the box that searches the site."""
    return (
        control.kind is ControlKind.SEARCH
        or control.anchor.landmark == "search"
        or control.name in ("q", "query", "search", "s")
    )


def _of_wall(control: Control) -> bool:
    """A control that belongs to a check for robots, not to a page."""
    marks = fold(f"{control.name} {control.anchor.id} {control.anchor.classes} {control.label}")
    return any(mark in marks for mark in ("captcha", "turnstile", "challenge", "robot", "human", "cf-")) or bool(
        control.anchor.frame
    )


def _speaks_of(title: str) -> bool:
    if says(title, ABOUT_ANYWHERE):
        return True
    return any(is_led_by(part, ABOUT) for part in _PARTS.split(title))
