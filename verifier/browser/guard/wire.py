"""Bytes to and from the browser, plain or inside TLS that ends here."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import asyncio

PIECE = 65_536


class Wire(Protocol):
    """One connection. `read` gives b"" at its end."""

    async def read(self) -> bytes: ...

    async def write(self, sent: bytes) -> None: ...


class PlainWire:
    """A TCP connection as it is."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._put_back = b""

    async def read(self) -> bytes:
        """The next bytes, as soon as there are any."""
        if self._put_back:
            again, self._put_back = self._put_back, b""
            return again
        try:
            return await self._reader.read(PIECE)
        except OSError:
            return b""

    def put_back(self, again: bytes) -> None:
        """These bytes come first at the next read."""
        self._put_back = again + self._put_back

    async def write(self, sent: bytes) -> None:
        """Send, and wait while the browser is slow to take it."""
        self._writer.write(sent)
        await self._writer.drain()


class TlsWire:
    """A wire inside which the browser speaks TLS to us."""

    def __init__(self, wire: Wire, context: ssl.SSLContext) -> None:
        self._wire = wire
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)

    async def shake_hands(self) -> None:
        """Raises ssl.SSLError when what comes is no TLS that we speak."""
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                await self._flush()
                await self._feed()
            else:
                await self._flush()
                return

    async def read(self) -> bytes:
        """The next bytes, as soon as there are any."""
        while True:
            try:
                return self._tls.read(PIECE)
            except ssl.SSLWantReadError:
                await self._flush()
                try:
                    await self._feed()
                except ssl.SSLError:
                    return b""
            except ssl.SSLError:
                return b""

    async def write(self, sent: bytes) -> None:
        """Send, and wait while the browser is slow to take it."""
        view = memoryview(sent)
        while view:
            view = view[self._tls.write(view[:PIECE]) :]
            await self._flush()

    async def _feed(self) -> None:
        piece = await self._wire.read()
        if not piece:
            self._incoming.write_eof()
            raise ssl.SSLEOFError(0, "the browser closed the connection")
        self._incoming.write(piece)

    async def _flush(self) -> None:
        waiting = self._outgoing.read()
        if waiting:
            await self._wire.write(waiting)
