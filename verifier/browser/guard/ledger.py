"""The books of one guard: its state, what it remembers and what it saw. Shared by the guard's thread and the driver's."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from verifier.browser.guard.decide import Decision, GuardState, Stop, decide
from verifier.model.observation import Trouble, TroubleKind
from verifier.model.web import WebAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from verifier.browser.guard.record import Held, Passed, PutOff
    from verifier.model.observation import Wall
    from verifier.model.web import WebRequest


class Ledger:
    """Everything is read and written under one lock, in no time at all: nobody waits in here."""

    MOST_REMEMBERED = 4_000_000
    """Bytes of one answer that are kept to be given again."""
    MOST_KEPT = 100_000_000
    """Bytes of all such answers together."""
    MOST_TOLD = 2_000
    """Records of one kind; a page that floods us is cut short."""

    def __init__(self, state: GuardState) -> None:
        self._lock = Lock()
        self._state = state
        self._memory: dict[str, WebAnswer] = {}
        self._memory_size = 0
        self._held: list[Held] = []
        self._passed: list[Passed] = []
        self._put_off: list[PutOff] = []
        self._noted: dict[Wall, None] = {}
        self._under_way = 0
        self._begun = 0
        self._kept_back = 0
        name = secrets.token_hex(12)
        self.fence = f"https://{name}-1.invalid/"
        """The address of the empty page, which nobody but the driver knows; the guard answers it by itself.

        The page is loaded when two more files have come, one after the other and each from a host of its own, so over a new
        connection. What the old page said at its end was asked for before them, so it has met the guard by then.
        """
        self._barriers = {
            self.fence: _page(
                "text/html", f'<!doctype html><title></title><script src="https://{name}-2.invalid/"></script>'
            ),
            f"https://{name}-2.invalid/": _page(
                "text/javascript", f"document.write('<script src=\"https://{name}-3.invalid/\"><\\/script>')"
            ),
            f"https://{name}-3.invalid/": _page("text/javascript", ""),
        }

    # -- the driver's side ---------------------------------------------------------------------------------------

    @property
    def state(self) -> GuardState:
        """The state as it is now."""
        with self._lock:
            return self._state

    def change(self, to: Callable[[GuardState], GuardState]) -> None:
        """Go to another state; requests that are judged later see it."""
        with self._lock:
            self._state = to(self._state)

    def traffic(self) -> tuple[int, int]:
        """How many requests are under way now, and how many began so far."""
        with self._lock:
            return self._under_way, self._begun

    def held(self) -> tuple[Held, ...]:
        """All that was stopped so far."""
        with self._lock:
            return tuple(self._held)

    def kept_back(self) -> int:
        """How many requests were stopped or put off so far."""
        with self._lock:
            return self._kept_back

    def passed(self) -> tuple[Passed, ...]:
        """All documents that were answered so far."""
        with self._lock:
            return tuple(self._passed)

    def take_put_off(self) -> tuple[PutOff, ...]:
        """Navigations that the driver has to make, each told once."""
        with self._lock:
            taken, self._put_off = tuple(self._put_off), []
            return taken

    def noted(self) -> tuple[Wall, ...]:
        """What the site said against pages that were asked for all the same."""
        with self._lock:
            return tuple(self._noted)

    # -- the guard's side ----------------------------------------------------------------------------------------

    def barrier(self, url: str) -> WebAnswer | None:
        """The answer to one of the addresses of the empty page, or None."""
        return self._barriers.get(url)

    def judge(self, request: WebRequest) -> Decision:
        """Ask the rule."""
        return decide(request, self.state)

    def refuse_errand(self, request: WebRequest) -> Trouble | None:
        """Why a small file that we ask for ourselves, on the way to a page that was let go, may not be asked for; or None."""
        match decide(request, replace(self.state, hushed=False)):
            case Stop(reason):
                return Trouble(TroubleKind.FORBIDDEN, f"{request.url} was not asked for: {reason}.")
            case _:
                return None

    def led_on(self, url: str) -> bool:
        """Whether the document before this one redirected here."""
        with self._lock:
            return bool(self._passed) and urldefrag(self._passed[-1].location).url == url

    def note(self, wall: Wall) -> None:
        """Write down what the site says against a page that is asked for all the same."""
        with self._lock:
            self._noted[wall] = None

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """While this is open, the page is not at rest."""
        with self._lock:
            self._under_way += 1
            self._begun += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1

    @contextmanager
    def not_waited_for(self) -> Iterator[None]:
        """Something under way that may never end and that nobody waits for."""
        with self._lock:
            self._under_way -= 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way += 1

    def hold(self, held: Held) -> None:
        """Write down a request that was stopped."""
        with self._lock:
            self._kept_back += 1
            if len(self._held) < self.MOST_TOLD:
                self._held.append(held)

    def arrived(self, passed: Passed) -> None:
        """Write down a document, also one that was not asked for."""
        with self._lock:
            if passed.wall is not None:
                self._kept_back += 1
            if len(self._passed) < self.MOST_TOLD:
                self._passed.append(passed)

    def put_off(self, put_off: PutOff) -> None:
        """Write down a navigation for the driver to make."""
        with self._lock:
            self._kept_back += 1
            if len(self._put_off) < self.MOST_TOLD:
                self._put_off.append(put_off)

    def remember(self, request: WebRequest, answer: WebAnswer) -> None:
        """Keep an answer to a read, to give it again to a page that may not speak."""
        if request.method != "GET" or answer.status != 200 or request.url in self._memory:
            return
        with self._lock:
            if self._memory_size + len(answer.body) <= self.MOST_KEPT:
                self._memory[request.url] = answer
                self._memory_size += len(answer.body)

    def recall(self, request: WebRequest) -> WebAnswer | None:
        """The answer of before to the same read, or None."""
        if request.method != "GET":
            return None
        with self._lock:
            return self._memory.get(request.url)


def _page(kind: str, body: str) -> WebAnswer:
    return WebAnswer(200, (("content-type", kind), ("cache-control", "no-store")), body.encode())
