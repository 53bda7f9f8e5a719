"""The rule of the lock: what may go out, as one pure function.

Everything is stopped unless a line here lets it go. Four facts make it hold:

* Only GET and HEAD may go, and no WebSocket, so a form, a beacon or a body cannot.
* What was typed may not go in a GET either, in any disguise that `Traces` knows.
* Disguises are endless, so from the first typed value on the context is *hushed*: nothing at all that a page can shape or
  time goes out. A key logger that asks for one innocent file per key is silent, for not the form of its requests is looked at
  but that there are any. Files that the page asked for before are answered from memory, with nobody contacted.
* Leaving a hushed page happens through us: a navigation that the flow's own command caused is *deferred*. The driver first
  leads the tab to an empty page, still hushed, so that the old page's last words are lost, and only then goes there. The
  hush ends when the next document is answered, which is several round trips after the old page could say anything.

A *sealed* context sends nothing, for good.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from verifier.browser.guard.traces import SCANNED, Traces

if TYPE_CHECKING:
    from verifier.model.flow import Allowance
    from verifier.model.web import WebRequest


class Seal(StrEnum):
    """How far the context is closed."""

    OPEN = "open"
    KEY = "key"
    """A key was pressed that may submit: only what the flow allows by name, and only reads."""
    SUBMIT = "submit"
    """A submit was pressed: nothing."""


@dataclass(frozen=True, slots=True)
class GuardState:
    """All that the rule depends on besides the request."""

    allow: tuple[Allowance, ...] = ()
    seal: Seal = Seal.OPEN
    traces: Traces = field(default_factory=Traces)
    hushed: bool = False
    commanding: bool = False
    """The flow's own command is under way that may lead to another document."""
    leaving: bool = False
    """The tab stands on the empty page, hushed, and the driver takes it to the next document."""

    def typed(self, value: str) -> GuardState:
        """From now on the value is known, and the context hushed."""
        return replace(self, traces=self.traces.with_value(value), hushed=True)

    def left(self) -> GuardState:
        """The old page is gone; the next document may be asked for."""
        return replace(self, leaving=True)

    def landed(self) -> GuardState:
        """The next document has been answered: the flow is on a page that does not know what was typed."""
        return replace(self, leaving=False, hushed=False) if self.leaving else self

    def sealed(self, seal: Seal) -> GuardState:
        """Closed at least this far; a seal is never opened again."""
        return self if self.seal is Seal.SUBMIT else replace(self, seal=seal)


@dataclass(frozen=True, slots=True)
class Let:
    """It may go."""


@dataclass(frozen=True, slots=True)
class Recall:
    """It may be answered from memory if the same was answered before; else it is stopped for this reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class Defer:
    """A navigation of the flow out of a hushed page: the driver goes there by another way."""


@dataclass(frozen=True, slots=True)
class Stop:
    """It may not go."""

    reason: str


Decision = Let | Recall | Defer | Stop

SEALED = "the form was submitted: nothing leaves any more"
NOT_A_READ = "not a read (GET or HEAD)"
SOCKET = "a WebSocket"
CARRIES = "it carries what was typed"
HUSHED = "something was typed, and the page may not speak until the flow leaves it"
READS = frozenset({"GET", "HEAD"})


def decide(request: WebRequest, state: GuardState) -> Decision:
    """What happens to this request in this state. Pure; the only place where anything is let through."""
    if _is_socket(request):
        return Stop(SOCKET)
    if len(request.body) > SCANNED:
        return Stop(NOT_A_READ)
    allowance = _allowance(request, state.allow)
    match state.seal:
        case Seal.SUBMIT:
            return Stop(SEALED)
        case Seal.KEY:
            return Let() if allowance is not None and request.method in READS else Stop(SEALED)
        case Seal.OPEN:
            pass
    if allowance is not None:
        if allowance.method.upper() in READS or not state.traces.carries(request):
            return Let()
        return Stop(CARRIES)
    if request.method not in READS or request.body:
        return Stop(NOT_A_READ)
    if state.traces.carries(request):
        return Stop(CARRIES)
    if state.hushed:
        if state.leaving and is_document(request):
            return Let()
        return Defer() if state.commanding and is_document(request) else Recall(HUSHED)
    return Let()


def is_document(request: WebRequest) -> bool:
    """Whether the browser says that this is for a whole tab. No script can set `Sec-` headers.

    A page that is fetched ahead of time is not one that the flow goes to.

    They are missing on plain http to a host that is not the machine itself; there `Upgrade-Insecure-Requests` must do.
    """
    headers = dict(request.headers)
    if "sec-purpose" in headers or "purpose" in headers:
        return False
    if "sec-fetch-dest" in headers:
        return headers["sec-fetch-dest"] == "document" and headers.get("sec-fetch-mode") == "navigate"
    return request.url.startswith("http:") and headers.get("upgrade-insecure-requests") == "1"


def _is_socket(request: WebRequest) -> bool:
    return any(name == "upgrade" for name, _ in request.headers)


def _allowance(request: WebRequest, allow: tuple[Allowance, ...]) -> Allowance | None:
    # The browser asks first (OPTIONS) before it sends what was allowed to another origin.
    asked = (
        dict(request.headers).get("access-control-request-method", "")
        if request.method == "OPTIONS"
        else request.method
    )
    for allowance in allow:
        if allowance.method.upper() == asked.upper() and _pattern(allowance.url).fullmatch(request.url):
            return allowance
    return None


@lru_cache(maxsize=256)
def _pattern(url: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in url.split("*")), re.DOTALL)
