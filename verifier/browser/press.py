"""A submit pressed sealed: nothing leaves, and what would have left is the evidence."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, cast

from playwright.async_api import Error as PlaywrightError

from verifier.browser.colour import now
from verifier.browser.decode import mail_target
from verifier.browser.guard.decide import READS, SOCKET, Seal
from verifier.browser.trouble import ELEMENT_GONE, trouble_of
from verifier.model.observation import MailOpened, NothingLeft, RequestHeld, ValidationRefused
from verifier.replay.command import Submitted

if TYPE_CHECKING:
    from playwright.async_api import Frame

    from verifier.browser.guard.record import Held
    from verifier.browser.tab import Tab
    from verifier.model.observation import SubmitEvidence
    from verifier.replay.command import Reply

LATE_S = 1.5
"""How long after the page came to rest something may still try to leave, set off by a timer of the page."""


async def press_sealed(tab: Tab, handle: int, timeout_ms: int) -> Reply:
    """Seal, press, and watch until something tried to leave, the page refused, or it came to rest."""
    spot, element = tab.finder.spot(handle), await tab.finder.element(handle)
    if spot is None or element is None:
        return ELEMENT_GONE
    end = monotonic() + timeout_ms / 1000
    frame = spot.frame
    fields = frozenset(cast("list[str]", await tab.call(frame, "aboutToSend", spot.index)))
    tab.ledger.change(lambda state: state.sealed(Seal.SUBMIT))
    tab.rest.mark(frame)
    held_before = len(tab.ledger.held())
    opened_before = len(tab.watch.external())
    try:
        await now(element.click(timeout=timeout_ms))
    except PlaywrightError as failure:
        return trouble_of(failure, tab.watch)
    late: float | None = None
    while True:
        await tab.rest.wait(max(1, int((end - monotonic()) * 1000)))
        refused = await _refused(tab, frame)
        held = tab.ledger.held()[held_before:]
        mails = [url for url in tab.watch.external()[opened_before:] if url.lower().startswith("mailto:")]
        found = _weigh(tab, mails, held, fields, refused)
        late = late or min(end, monotonic() + LATE_S)
        if not isinstance(found, NothingLeft) or monotonic() >= late:
            return Submitted(found)
        await tab.rest.next_change(0.05)


async def _refused(tab: Tab, frame: Frame) -> tuple[str, ...]:
    try:
        return tuple(tab.redact.text(label) for label in cast("list[str]", await tab.call(frame, "invalid")))
    except PlaywrightError:
        return ()  # the frame went away with the press


def _weigh(
    tab: Tab, mails: list[str], held: tuple[Held, ...], fields: frozenset[str], refused: tuple[str, ...]
) -> SubmitEvidence:
    """The most telling evidence. What a page reports to others by the way is not taken for the submission."""
    weighed: list[tuple[int, SubmitEvidence]] = []
    for url in mails:
        mail = mail_target(url)
        weighed.append(
            (0, MailOpened(tab.redact.text(mail.address), tab.redact.text(mail.subject), tab.redact.text(mail.body)))
        )
    weighed.extend((_rank(item, fields), _evidence(tab, item)) for item in held)
    if refused:
        weighed.append((_REFUSED, ValidationRefused(refused)))
    weighed.append((_NOTHING, NothingLeft()))
    return min(weighed, key=lambda pair: pair[0])[1]


_REFUSED = 5
_NOTHING = 8


def _rank(held: Held, fields: frozenset[str]) -> int:
    ours = bool(fields.intersection(held.field_names))
    opens = held.document or held.frame
    if held.reason == SOCKET:
        return 9
    if held.method not in READS:
        if opens or (ours and not held.aside):
            return 1 if ours or not fields else 2
        if held.aside:
            return 9
        if held.site in {"same-origin", "same-site"}:
            return 6
        return 7 if held.field_names else 9
    if opens:
        return 3
    return 4 if ours and not held.aside else 9


def _evidence(tab: Tab, held: Held) -> RequestHeld:
    # The query of a read holds values; its names are told as field names.
    url = held.url.partition("?")[0] if held.method in READS else held.url
    return RequestHeld(
        held.method, tab.redact.text(url), tab.redact.every(held.field_names), tab.redact.text(held.media_type)
    )
