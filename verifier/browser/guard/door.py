"""What stands before a live site: asked before each page of a tab, and told how each was answered."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin, urlsplit

from verifier.manners.robots import MOST_BYTES, MOST_REDIRECTS, RobotsFile
from verifier.model.observation import Trouble
from verifier.model.web import WebRequest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from verifier.browser.guard.ledger import Ledger
    from verifier.browser.guard.upstream import Flowing, Upstream
    from verifier.model.observation import Wall

    FetchRobots = Callable[[str], Awaitable[RobotsFile | Trouble]]

_UNREADABLE = 404
"""As what a robots.txt counts that cannot be had for a reason of its own (too many redirects, no text): it is not there."""


class Door(Protocol):
    """Both are called from the guard's own loop."""

    async def admit(self, url: str, fetch: FetchRobots, *, onward: bool) -> Wall | Trouble | None:
        """Come back when the page may be asked for. A wall that blocks, or trouble: it may not; another wall is only told."""
        ...

    def answered(self, url: str, status: int, headers: tuple[tuple[str, str], ...]) -> None:
        """The page was answered."""
        ...


async def fetch_robots(url: str, *, agent: str, upstream: Upstream, ledger: Ledger) -> RobotsFile | Trouble:
    """Ask for a robots.txt, by the way that everything goes: a GET that the rule lets go. Redirects are followed, five at most."""
    at = url
    for _ in range(MOST_REDIRECTS + 1):
        # On its way out the document behind this was let go already, so the hush is over; the seal and all traces hold.
        headers = (
            ("host", urlsplit(at).netloc),
            ("user-agent", agent),
            ("accept", "text/plain,*/*;q=0.1"),
            ("accept-encoding", "identity"),
        )
        request = WebRequest("GET", at, headers)
        refused = ledger.refuse_errand(request)
        if refused is not None:
            return refused
        async with upstream.ask(request) as answer:
            if isinstance(answer, Trouble):
                return answer
            told = dict(answer.headers)
            if 300 <= answer.status < 400 and (location := told.get("location")):
                at = urljoin(at, location)
                if not at.startswith(("http:", "https:")):
                    return RobotsFile(url, _UNREADABLE)
                continue
            text = await _text(answer, told.get("content-encoding", "")) if 200 <= answer.status < 300 else ""
            return RobotsFile(url, answer.status, text)
    return RobotsFile(url, _UNREADABLE)


async def _text(answer: Flowing, encoding: str) -> str:
    kept = b""
    async for piece in _bounded(answer.pieces):
        kept += piece
    if encoding in {"gzip", "x-gzip", "deflate"}:
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32)
        try:
            kept = unpacking.decompress(kept, MOST_BYTES)
        except zlib.error:
            return ""
    # A line that was cut off may say something else than the whole one.
    if len(kept) >= MOST_BYTES:
        kept = kept[:MOST_BYTES].rpartition(b"\n")[0]
    return kept.decode("utf-8-sig", "replace")


async def _bounded(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    size = 0
    async for piece in pieces:
        yield piece
        size += len(piece)
        if size >= MOST_BYTES:
            return
