"""A real server on loopback that wants to be told something, by every way that a browser has, and counts what it is told."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import socket
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from traps import Trap

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@dataclass
class Adversary:
    """Serves `/page/<run>/<trap>` and counts everything that arrives at `/sink/<run>/<trap>`, by HTTP, UDP or bare TCP."""

    traps: dict[str, Trap] = field(default_factory=dict)
    delivered: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    ports: dict[tuple[str, str], int] = field(default_factory=dict)
    news: Event = field(default_factory=Event)
    _closing: list[object] = field(default_factory=list)

    def start(self) -> None:
        adversary = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                adversary.serve(self, body)

            do_GET = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_HEAD = do_PATCH = answer  # noqa: N815 - the base class's names

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 128

            def handle_error(self, *_):
                pass

        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        Thread(target=self.server.serve_forever, daemon=True, kwargs={"poll_interval": 0.05}).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        for listener in self._closing:
            listener.close()

    def tell(self, run: str, name: str, what: str) -> None:
        with self.lock:
            self.delivered.setdefault((run, name), []).append(what)
        self.news.set()
        self.news.clear()

    def heard(self, run: str, name: str) -> list[str]:
        with self.lock:
            return list(self.delivered.get((run, name), ()))

    def listen(self, run: str, name: str, kind: str) -> int:
        """A port for one trap: any UDP datagram, or any TCP connection, is a delivery."""
        udp = kind == "udp"
        listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if udp else socket.SOCK_STREAM)
        listener.bind(("127.0.0.1", 0))
        if not udp:
            listener.listen(8)

        def wait() -> None:
            with contextlib.suppress(OSError):
                while True:
                    if udp:
                        listener.recvfrom(4096)
                    else:
                        connection, _ = listener.accept()
                        connection.close()
                    self.tell(run, name, kind)

        Thread(target=wait, daemon=True).start()
        self._closing.append(listener)
        return listener.getsockname()[1]

    def serve(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        parts = urlsplit(request.path)
        steps = parts.path.strip("/").split("/")
        kind, run, name = (*steps, "", "", "")[:3]
        if kind == "sink":
            self.tell(run, name, f"{request.command} {unquote(request.path)} {body[:200]!r}")
            if request.headers.get("upgrade", "").lower() == "websocket":
                accept = base64.b64encode(
                    hashlib.sha1(request.headers["sec-websocket-key"].encode() + GUID, usedforsecurity=False).digest()
                )
                request.wfile.write(
                    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                    + accept
                    + b"\r\n\r\n"
                )
                request.close_connection = True
                return
            self._reply(request, PIXEL, "image/gif")
            return
        if kind == "redirect":
            self.tell(run, name, f"{request.command} {request.path}")
            self._reply(request, b"", "text/plain", status=307, extra=(("Location", f"/sink/{run}/{name}"),))
            return
        trap = self.traps.get(name)
        if kind == "page" and trap is not None:
            self._reply(
                request,
                self.filled(trap.page(), run, trap).encode(),
                "text/html; charset=utf-8",
                extra=trap.headers(run),
            )
            return
        if kind == "file" and trap is not None:
            which = steps[3]
            self._reply(
                request,
                self.filled(trap.files[which], run, trap).encode(),
                "text/javascript" if which.endswith("js") else "text/html",
            )
            return
        self._reply(request, b"<!doctype html><title>empty</title>", "text/html")

    def filled(self, text: str, run: str, trap: Trap) -> str:
        for kind in ("UDP", "TCP"):
            if f"%{kind}%" in text:
                if (run, trap.name) not in self.ports:
                    self.ports[run, trap.name] = self.listen(run, trap.name, kind.lower())
                text = text.replace(f"%{kind}%", str(self.ports[run, trap.name]))
        here = f"127.0.0.1:{self.port}"
        return (
            text.replace("%SINK%", f"/sink/{run}/{trap.name}")
            .replace("%REDIRECT%", f"/redirect/{run}/{trap.name}")
            .replace("%FILE%", f"/file/{run}/{trap.name}")
            .replace("%OTHER%", f"http://localhost:{self.port}")
            .replace("%HERE%", f"http://{here}")
            .replace("%WS%", f"ws://{here}")
            .replace("%PORT%", str(self.port))
        )

    def _reply(self, request, body, kind, *, status=200, extra=()) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        request.send_header("Access-Control-Allow-Origin", request.headers.get("origin") or "*")
        request.send_header("Access-Control-Allow-Credentials", "true")
        request.send_header("Access-Control-Allow-Methods", "*, PUT, DELETE, PATCH")
        request.send_header(
            "Access-Control-Allow-Headers", request.headers.get("access-control-request-headers") or "*"
        )
        request.send_header("Service-Worker-Allowed", "/")
        request.send_header("Supports-Loading-Mode", "credentialed-prerender")
        for key, value in extra:
            request.send_header(key, value)
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(body)
