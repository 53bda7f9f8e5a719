"""A failure of Playwright, told as what kept us from seeing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import TimeoutError as PlaywrightTimeout

from verifier.model.observation import Trouble, TroubleKind

if TYPE_CHECKING:
    from playwright.async_api import Error

    from verifier.browser.watch import Watch

ELEMENT_GONE = Trouble(TroubleKind.ACTION, "The element is no longer on the page.")

_GONE = (
    "Target page, context or browser has been closed",
    "Browser has been closed",
    "Connection closed",
    "Target closed",
    "has been closed",
)
_BY_WORD = (
    ("ERR_NAME_NOT_RESOLVED", TroubleKind.OFFLINE),
    ("ERR_INTERNET_DISCONNECTED", TroubleKind.OFFLINE),
    ("ERR_CERT_", TroubleKind.TLS),
    ("ERR_SSL_", TroubleKind.TLS),
    ("ERR_TIMED_OUT", TroubleKind.TIMEOUT),
    ("ERR_CONNECTION_", TroubleKind.CONNECTION),
    ("ERR_EMPTY_RESPONSE", TroubleKind.CONNECTION),
    ("ERR_PROXY_", TroubleKind.CONNECTION),
    ("ERR_TUNNEL_", TroubleKind.CONNECTION),
    ("ERR_INVALID_RESPONSE", TroubleKind.CONNECTION),
    ("ERR_TOO_MANY_REDIRECTS", TroubleKind.CONNECTION),
    ("Download is starting", TroubleKind.DOWNLOAD),
    ("ERR_INVALID_URL", TroubleKind.INTERNAL),
    ("Page crashed", TroubleKind.CRASHED),
    ("Target crashed", TroubleKind.CRASHED),
)


def trouble_of(failure: Error, watch: Watch) -> Trouble:
    """What happened, in one sentence without Playwright's call log."""
    first = failure.message.partition("\n")[0].removeprefix("ElementHandle.").strip().rstrip(".")
    if watch.stormed:
        return Trouble(TroubleKind.CRASHED, "The page opened one message box after the other and was closed.")
    if watch.crashed:
        return Trouble(TroubleKind.CRASHED, "The page's process died.")
    if any(word in failure.message for word in _GONE):
        return Trouble(TroubleKind.BROWSER_GONE, "The browser or its tab is gone.")
    for word, kind in _BY_WORD:
        if word in failure.message:
            return Trouble(kind, f"{first}.")
    if isinstance(failure, PlaywrightTimeout):
        return Trouble(TroubleKind.ACTION, f"The element could not be acted on: {_last_reason(failure.message)}.")
    return Trouble(TroubleKind.ACTION, f"{first}.")


def _last_reason(message: str) -> str:
    lines = [line.strip().lstrip("- ").strip() for line in message.splitlines()]
    telling = [
        line
        for line in lines
        if "intercepts pointer events" in line or "not visible" in line or "not enabled" in line or "not stable" in line
    ]
    return telling[-1] if telling else lines[0].rstrip(".")
