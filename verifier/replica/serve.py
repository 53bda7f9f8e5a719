"""A replica on loopback, to be opened by hand in any browser: each of its hosts on a port of its own.

A host is a whole origin, so a port for each keeps paths, scripts and forms as they are; only absolute addresses of the
replica's hosts are rewritten on their way out, and the address of the server on its way in.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from verifier.errors import ReplicaError
from verifier.model.web import WebAnswer, WebRequest

if TYPE_CHECKING:
    from types import TracebackType

    from verifier.model.web import Answerer

_MOST_BYTES = 4 * 1024 * 1024
"""The largest body that is read."""
_TEXT = ("text/", "application/json", "application/xml", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where each host of the replica is on loopback: pairs of host and origin (`http://127.0.0.1:8000`)."""

    pairs: tuple[tuple[str, str], ...]

    def outward(self, text: str) -> str:
        """The text with every absolute address of a host of the replica turned into its loopback address."""
        for host, origin in self.pairs:
            text = re.sub(rf"(?<![\w.-])(?:https?:)?//{re.escape(host)}(?![\w.:-])", origin, text)
        return text

    def inward(self, text: str) -> str:
        """The text with every loopback address turned back into the address of the host."""
        for host, origin in self.pairs:
            text = re.sub(rf"{re.escape(origin)}(?!\d)", f"https://{host}", text)
        return text


def rewrite(answer: WebAnswer, addresses: Addresses) -> WebAnswer:
    """The answer as it goes out on loopback: addresses rewritten, cookies that need no TLS and belong to no domain."""
    headers = tuple((name, _header(name, value, addresses)) for name, value in answer.headers)
    kind = next((value for name, value in headers if name == "content-type"), "")
    body = answer.body
    if kind.startswith(_TEXT):
        body = addresses.outward(body.decode("utf-8", "replace")).encode()
    return WebAnswer(answer.status, headers, body)


def _header(name: str, value: str, addresses: Addresses) -> str:
    if name == "set-cookie":
        kept = [
            part for part in value.split(";") if not re.match(r"\s*(secure|domain|samesite)\b", part, re.IGNORECASE)
        ]
        return ";".join(kept)
    return addresses.outward(value) if name == "location" else value


class Loopback:
    """A replica that is being served; `with` stops it at the end.

    `port` is that of the first host, the next hosts have the next ports; 0 takes any free port for each.

    Raises:
        ReplicaError: a port is taken or not allowed.
    """

    def __init__(self, answer: Answerer, hosts: tuple[str, ...], *, port: int = 0) -> None:
        self._servers: list[_Server] = []
        try:
            for at, host in enumerate(hosts):
                self._servers.append(_Server(host, answer, port + at if port else 0))
        except (OSError, OverflowError) as trouble:
            self.close()
            raise ReplicaError(
                f"port {port + len(self._servers)} on 127.0.0.1 cannot be opened: {trouble}",
                hint=f"the replica needs {len(hosts)} ports in a row; choose others with --port, or 0 for any",
            ) from trouble
        self.addresses = Addresses(tuple((server.host, server.origin) for server in self._servers))
        for server in self._servers:
            server.addresses = self.addresses
            thread = threading.Thread(
                target=server.serve_forever, args=(0.05,), name=f"replica {server.host}", daemon=True
            )
            thread.start()

    def close(self) -> None:
        """Stop serving; the ports are free again."""
        for server in self._servers:
            if server.addresses.pairs:
                server.shutdown()
            server.server_close()
        self._servers.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    """One host of the replica on one port."""

    daemon_threads = True

    def __init__(self, host: str, answer: Answerer, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.host = host
        self.answer = answer
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"
        self.addresses = Addresses(())


class _Handler(BaseHTTPRequestHandler):
    """Turns what a browser sends into a request for the real URL, and the replica's answer into bytes."""

    server_version = "replica"
    sys_version = ""
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._reply()

    def do_HEAD(self) -> None:
        self._reply()

    def do_POST(self) -> None:
        self._reply()

    def _reply(self) -> None:
        server = self.server
        if not isinstance(server, _Server):
            return
        if not self._is_meant_for(server):
            self._send(WebAnswer(421, (("content-type", "text/plain"),), b"This server is opened as 127.0.0.1 only.\n"))
            return
        length = self.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > _MOST_BYTES or "transfer-encoding" in self.headers:
            self.close_connection = True
            self._send(
                WebAnswer(413, (("content-type", "text/plain"),), b"The body is too long or of unknown length.\n")
            )
            return
        headers = tuple((name.lower(), server.addresses.inward(value)) for name, value in self.headers.items())
        request = WebRequest(
            self.command, f"https://{server.host}{self._target()}", headers, self.rfile.read(int(length))
        )
        try:
            answer = rewrite(server.answer(request), server.addresses)
        except ReplicaError as trouble:
            answer = WebAnswer(500, (("content-type", "text/plain; charset=utf-8"),), f"{trouble}\n".encode())
        self._send(answer)

    def _is_meant_for(self, server: _Server) -> bool:
        """Refuse other names for this machine, so that no web page elsewhere can read the replica through one."""
        return self.headers.get("host", "") in {urlsplit(server.origin).netloc, f"localhost:{server.server_address[1]}"}

    def _target(self) -> str:
        return self.path if self.path.startswith("/") else "/"

    def _send(self, answer: WebAnswer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the standard library has
        """Say nothing: a line for each picture and script helps nobody who looks at the pages."""
