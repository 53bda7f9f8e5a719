"""The loopback proxy of one browser context.

Why the lock sits here: a page's requests can be watched inside the browser, but a shared worker, a socket inside a worker
and what is sent while a page is being hidden are not requests of a page and pass such watchers by. A browser context
that has a proxy has no other way out, whoever speaks in it; so here every byte is seen, and what is not understood dies.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hmac
import ssl
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import h11

from verifier.browser.guard.decide import Defer, GuardState, Let, Recall, Stop, is_document
from verifier.browser.guard.door import fetch_robots
from verifier.browser.guard.fields import field_names
from verifier.browser.guard.record import Held, Passed, PutOff
from verifier.browser.guard.upstream import HOP_BY_HOP, TELLTALE
from verifier.browser.guard.wire import PlainWire, TlsWire
from verifier.model.observation import Trouble
from verifier.model.web import WebAnswer, WebRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verifier.browser.guard.door import Door
    from verifier.browser.guard.ledger import Ledger
    from verifier.browser.guard.upstream import Flowing, Upstream
    from verifier.browser.guard.wire import Wire
    from verifier.manners.robots import RobotsFile

MOST_UPLOADED = 32_000_000
"""A longer body is not even read."""
TLS_HANDSHAKE = 0x16
ASIDE_TYPES = ("text/ping", "application/csp-report", "application/reports+json", "application/expect-ct-report+json")
NO_BODY = frozenset({204, 205, 304})
USER = "guard"
STRANGER = (
    b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="guard"\r\n'
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)
"""The answer to who does not say the password."""


class Proxy:
    """Serves the connections of one browser context on the loop that it was started in."""

    def __init__(
        self,
        ledger: Ledger,
        upstream: Upstream,
        tls: ssl.SSLContext,
        *,
        door: Door | None = None,
        signature: str = "",
        password: str = "",
    ) -> None:
        """With a `password` nobody is served who does not say it (user name `guard`)."""
        self._pass = base64.b64encode(f"{USER}:{password}".encode()) if password else b""
        self._door = door
        self._signature = signature
        self._ledger = ledger
        self._upstream = upstream
        self._tls = tls
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, address: str) -> int:
        """Listen there; gives the port."""
        self._server = await asyncio.start_server(self._welcome, address, 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        """Serve nobody any more, and leave no connection open."""
        for listening in self._server.sockets if self._server is not None else ():
            # Accept nobody more before the server closes: asyncio loses who is accepted while it does, and leaves him open.
            with contextlib.suppress(NotImplementedError):  # other systems accept in another way
                asyncio.get_running_loop().remove_reader(listening.fileno())
        for _ in range(3):  # connections that were accepted just now are welcomed by then
            await asyncio.sleep(0)
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.sleep(0)
        await self._upstream.close()

    def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # No coroutine: one that is cancelled before its first step would let nobody know of the connection.
        self._writers.add(writer)
        task = asyncio.create_task(self._talk(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._tunnel(PlainWire(reader, writer))
        except (OSError, EOFError, ValueError, ssl.SSLError, h11.ProtocolError):
            pass  # a browser that goes away, or bytes that are not HTTP: both end the connection, nothing went anywhere
        finally:
            writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()  # what is still to be sent may never be taken; then `stop` ends it
        self._writers.discard(writer)

    async def _tunnel(self, wire: PlainWire) -> None:
        talk = h11.Connection(h11.SERVER, max_incomplete_event_size=1_000_000)
        request = await _next_request(talk, wire)
        if request is None:
            return
        if not self._may_enter(request):
            await wire.write(STRANGER)
            return
        if request.method != b"CONNECT":
            await self._serve(talk, wire, request, base="")
            return
        await _read_body(talk, wire)
        authority = request.target.decode("latin-1")
        # Saying yes contacts nobody: it only makes the browser speak on.
        await wire.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        rest, _ = talk.trailing_data
        first = rest or await wire.read()
        if not first:
            return
        wire.put_back(first)
        if first[0] != TLS_HANDSHAKE:
            await self._serve(
                h11.Connection(h11.SERVER, max_incomplete_event_size=1_000_000),
                wire,
                None,
                base=_base("http", authority),
            )
            return
        inner = TlsWire(wire, self._tls)
        await inner.shake_hands()
        await self._serve(
            h11.Connection(h11.SERVER, max_incomplete_event_size=1_000_000), inner, None, base=_base("https", authority)
        )

    def _may_enter(self, request: h11.Request) -> bool:
        said = next((value for name, value in request.headers if name == b"proxy-authorization"), b"")
        return not self._pass or hmac.compare_digest(said.rpartition(b" ")[2], self._pass)

    async def _serve(self, talk: h11.Connection, wire: Wire, request: h11.Request | None, *, base: str) -> None:
        while True:
            asked = request or await _next_request(talk, wire)
            request = None
            if asked is None:
                return
            if not base and not self._may_enter(asked):
                await wire.write(STRANGER)
                return
            with self._ledger.under_way():
                body = await _read_body(talk, wire)
                if body is None:
                    return
                target = asked.target.decode("latin-1")
                url = target if not base or target.startswith(("http:", "https:", "ws:", "wss:")) else base + target
                if not url.startswith(("http:", "https:")):
                    return
                headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in asked.headers)
                web = WebRequest(asked.method.decode("latin-1").upper(), url, headers, body)
                await self._answer(talk, wire, web)
            if talk.our_state is h11.MUST_CLOSE or talk.their_state is not h11.DONE:
                return
            talk.start_next_cycle()

    async def _answer(self, talk: h11.Connection, wire: Wire, request: WebRequest) -> None:
        barrier = self._ledger.barrier(request.url)
        if barrier is not None:
            await _send(talk, wire, request, barrier)
            return
        decision = self._ledger.judge(request)
        match decision:
            case Let():
                await self._pass_on(talk, wire, request)
            case Defer():
                self._ledger.put_off(PutOff(request.url, dict(request.headers).get("referer", "")))
                await _send(talk, wire, request, WebAnswer(204))
            case Recall(reason):
                remembered = self._ledger.recall(request)
                if remembered is not None:
                    await _send(talk, wire, request, remembered)
                else:
                    await self._refuse(talk, wire, request, reason)
            case Stop(reason):
                await self._refuse(talk, wire, request, reason)

    async def _refuse(self, talk: h11.Connection, wire: Wire, request: WebRequest, reason: str) -> None:
        self._ledger.hold(_held(request, reason))
        # "No content" leaves the tab or frame where it is, so that what the page says after a submit can still be read.
        stays = dict(request.headers).get("sec-fetch-mode") == "navigate" or is_document(request)
        await _send(talk, wire, request, WebAnswer(204 if stays else 403))

    async def _pass_on(self, talk: h11.Connection, wire: Wire, request: WebRequest) -> None:
        document = is_document(request)
        request = self._signed(request)
        kept_out = await self._kept_out(request) if document else None
        if kept_out is not None:
            self._ledger.arrived(kept_out)
            await _send(talk, wire, request, WebAnswer(204 if kept_out.wall else 502))
            return
        async with self._upstream.ask(request) as answer:
            if isinstance(answer, Trouble):
                if document:
                    self._ledger.arrived(Passed(request.url, 0, (), trouble=answer))
                await _send(talk, wire, request, WebAnswer(502))
                return
            headers = tuple(
                (name, value) for name, value in answer.headers if name not in HOP_BY_HOP and name not in TELLTALE
            )
            if document:
                if not 300 <= answer.status < 400:
                    self._ledger.change(GuardState.landed)
                location = dict(headers).get("location", "") if 300 <= answer.status < 400 else ""
                if self._door is not None:
                    self._door.answered(request.url, answer.status, headers)
                self._ledger.arrived(
                    Passed(request.url, answer.status, headers, urljoin(request.url, location) if location else "")
                )
            await self._flow(talk, wire, request, answer, headers)

    async def _kept_out(self, request: WebRequest) -> Passed | None:
        """Stand before the door of the site until it opens; what keeps this page from being asked for, or None."""
        if self._door is None:
            return None
        agent = dict(request.headers).get("user-agent", "")

        async def fetch(url: str) -> RobotsFile | Trouble:
            return await fetch_robots(url, agent=agent, upstream=self._upstream, ledger=self._ledger)

        said = await self._door.admit(request.url, fetch, onward=self._ledger.led_on(request.url))
        if isinstance(said, Trouble):
            return Passed(request.url, 0, (), trouble=said)
        if said is None or not said.blocks:
            if said is not None:
                self._ledger.note(said)
            return None
        return Passed(request.url, 0, (), wall=said)

    def _signed(self, request: WebRequest) -> WebRequest:
        """The request, saying behind the browser's own words who really asks."""
        if not self._signature:
            return request
        return replace(
            request,
            headers=tuple(
                (name, f"{value} {self._signature}" if name == "user-agent" else value)
                for name, value in request.headers
            ),
        )

    async def _flow(
        self,
        talk: h11.Connection,
        wire: Wire,
        request: WebRequest,
        answer: Flowing,
        headers: tuple[tuple[str, str], ...],
    ) -> None:
        told = [(name, value) for name, value in headers if name != "content-length"]
        bodiless = request.method == "HEAD" or answer.status in NO_BODY
        if answer.size is not None and not (bodiless and answer.status in NO_BODY):
            told.append(("content-length", str(answer.size)))
        endless = dict(headers).get("content-type", "").startswith("text/event-stream")
        await wire.write(_head(talk, answer.status, told))
        kept: list[bytes] = []
        size = 0
        with self._ledger.not_waited_for() if endless else contextlib.nullcontext():
            async for piece in answer.pieces:
                if bodiless:
                    break
                if piece:
                    size += len(piece)
                    if size <= self._ledger.MOST_REMEMBERED:
                        kept.append(piece)
                    await wire.write(talk.send(h11.Data(data=piece)) or b"")
        await wire.write(talk.send(h11.EndOfMessage()) or b"")
        if size <= self._ledger.MOST_REMEMBERED:
            self._ledger.remember(request, WebAnswer(answer.status, headers, b"".join(kept)))


async def _next_request(talk: h11.Connection, wire: Wire) -> h11.Request | None:
    while True:
        event = talk.next_event()
        if event is h11.NEED_DATA:
            talk.receive_data(await wire.read())
        elif isinstance(event, h11.Request):
            return event
        else:
            return None


async def _read_body(talk: h11.Connection, wire: Wire) -> bytes | None:
    """The whole body, or None when it never ends or is not worth reading."""
    pieces: list[bytes] = []
    size = 0
    while True:
        event = talk.next_event()
        if event is h11.NEED_DATA:
            if talk.they_are_waiting_for_100_continue:
                return None
            talk.receive_data(await wire.read())
        elif isinstance(event, h11.Data):
            size += len(event.data)
            if size > MOST_UPLOADED:
                return None
            pieces.append(bytes(event.data))
        elif isinstance(event, h11.EndOfMessage):
            return b"".join(pieces)
        else:
            return b"" if event is h11.PAUSED else None


async def _send(talk: h11.Connection, wire: Wire, request: WebRequest, answer: WebAnswer) -> None:
    headers = [(name, value) for name, value in answer.headers if name not in {"content-length", "transfer-encoding"}]
    bodiless = request.method == "HEAD" or answer.status in NO_BODY
    if answer.status not in NO_BODY:
        headers.append(("content-length", str(len(answer.body))))
    out = _head(talk, answer.status, headers)
    if answer.body and not bodiless:
        out += talk.send(h11.Data(data=answer.body)) or b""
    out += talk.send(h11.EndOfMessage()) or b""
    await wire.write(out)


def _head(talk: h11.Connection, status: int, headers: Sequence[tuple[str, str]]) -> bytes:
    cleaned = [
        (name.encode("latin-1"), value.strip().encode("latin-1", "replace"))
        for name, value in headers
        if "\n" not in value
    ]
    return talk.send(h11.Response(status_code=status, headers=cleaned, reason=b"")) or b""


def _base(scheme: str, authority: str) -> str:
    host, _, port = authority.rpartition(":")
    usual = {"http": "80", "https": "443"}[scheme]
    return f"{scheme}://{host}" if port == usual else f"{scheme}://{authority}"


def _held(request: WebRequest, reason: str) -> Held:
    headers = dict(request.headers)
    media_type = headers.get("content-type", "")
    navigates = headers.get("sec-fetch-mode") == "navigate"
    return Held(
        method=request.method,
        url=request.url,
        media_type=media_type.partition(";")[0].strip(),
        field_names=field_names(request.url, media_type, request.body),
        reason=reason,
        document=is_document(request),
        frame=navigates and headers.get("sec-fetch-dest") in {"iframe", "frame"},
        aside=media_type.startswith(ASIDE_TYPES)
        or "ping-to" in headers
        or headers.get("sec-fetch-dest") in {"image", "report"},
        site=headers.get("sec-fetch-site", ""),
    )
