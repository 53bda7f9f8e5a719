"""Who answers what may go: a replica made of files, or the live network."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Protocol

from verifier.model.observation import Trouble, TroubleKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from contextlib import AbstractAsyncContextManager

    from httpx import AsyncClient

    from verifier.model.web import Answerer, WebRequest

MOST_BYTES = 64_000_000
"""Of a longer body the rest is cut off."""
TO_CONNECT_S = 15.0
TO_ANSWER_S = 60.0
HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
TELLTALE = frozenset({"alt-svc", "nel", "report-to", "reporting-endpoints"})
"""Answers' headers that would make the browser speak by other ways or report to somebody."""


@dataclass(frozen=True, slots=True)
class Flowing:
    """An answer that is still coming. `size` is the length of the body in bytes where it is known."""

    status: int
    headers: tuple[tuple[str, str], ...]
    pieces: AsyncIterator[bytes]
    size: int | None = None


class Upstream(Protocol):
    """Whoever answers."""

    def ask(self, request: WebRequest) -> AbstractAsyncContextManager[Flowing | Trouble]:
        """The answer, or why there is none."""
        ...

    async def close(self) -> None:
        """Let go of all connections."""
        ...


class FromFiles:
    """A function that answers. It runs beside the loop, so that a slow one holds up nobody else."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    @asynccontextmanager
    async def ask(self, request: WebRequest) -> AsyncIterator[Flowing | Trouble]:
        """What the function answers; a failure of it is our own mistake and says so."""
        try:
            answer = await asyncio.to_thread(self._answerer, request)
        except Exception as failure:  # noqa: BLE001 - whatever it is, the browser must be answered and the flow told
            yield Trouble(TroubleKind.INTERNAL, f"The replica failed on {request.url}: {failure!r}.")
            return
        yield Flowing(answer.status, answer.headers, _once(answer.body), len(answer.body))

    async def close(self) -> None:
        """Nothing is held."""


class FromLive:
    """The live network, through the proxy of the environment where there is one. Redirects are the browser's to follow."""

    def __init__(self) -> None:
        self._client: AsyncClient | None = None

    @asynccontextmanager
    async def ask(self, request: WebRequest) -> AsyncIterator[Flowing | Trouble]:
        """What the network answers, or the `Trouble` that kept it from answering."""
        import httpx  # noqa: PLC0415 - a replica never needs it

        client = self._client or self._open()
        headers = [(name, value) for name, value in request.headers if name not in HOP_BY_HOP]
        try:
            asked = client.build_request(request.method, request.url, headers=headers, content=request.body or None)
            answer = await client.send(asked, stream=True)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as failure:
            yield _trouble(failure, request.url)
            return
        try:
            told = tuple((name.lower(), value) for name, value in answer.headers.multi_items())
            size = answer.headers.get("content-length", "")
            yield Flowing(
                answer.status_code, told, _bounded(answer.aiter_raw()), int(size) if size.isdecimal() else None
            )
        finally:
            await answer.aclose()

    def _open(self) -> AsyncClient:
        import httpx  # noqa: PLC0415

        self._client = httpx.AsyncClient(
            follow_redirects=False,
            timeout=httpx.Timeout(TO_ANSWER_S, connect=TO_CONNECT_S),
            limits=httpx.Limits(max_connections=32),
            headers={},
        )
        # Cookies are the browser's alone.
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for name in tuple(self._client.headers):
            del self._client.headers[name]
        return self._client

    async def close(self) -> None:
        """Close what is open."""
        if self._client is not None:
            await self._client.aclose()


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body


async def _bounded(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    passed = 0
    async for piece in pieces:
        passed += len(piece)
        if passed > MOST_BYTES:
            return
        yield piece


def _causes(failure: BaseException) -> Iterator[BaseException]:
    at: BaseException | None = failure
    while at is not None:
        yield at
        at = at.__cause__ or at.__context__


def _trouble(failure: Exception, url: str) -> Trouble:
    import httpx  # noqa: PLC0415

    host = httpx.URL(url).host
    causes = tuple(_causes(failure))
    words = " ".join(str(cause) for cause in causes)
    if isinstance(failure, httpx.TimeoutException):
        return Trouble(TroubleKind.TIMEOUT, f"{host} did not answer in time.")
    if any(isinstance(cause, socket.gaierror) for cause in causes) or "Name or service not known" in words:
        return Trouble(TroubleKind.OFFLINE, f"The name {host} could not be resolved.")
    if any(isinstance(cause, OSError) and cause.errno in {errno.ENETUNREACH, errno.EHOSTUNREACH} for cause in causes):
        return Trouble(TroubleKind.OFFLINE, f"There is no route to {host}.")
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Trouble(TroubleKind.TLS, f"{host} could not prove who it is.")
    if "getaddrinfo" in words or "Temporary failure in name resolution" in words:
        return Trouble(TroubleKind.OFFLINE, f"The name {host} could not be resolved.")
    return Trouble(TroubleKind.CONNECTION, f"{host} closed the connection or refused it.")
