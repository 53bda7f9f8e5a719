"""What the tests of this folder share: a flow, a replica of a few pages, a loop in another thread, a hand on a tab."""

from __future__ import annotations

import asyncio
import hashlib
from threading import Thread

from builders import ANYWHERE

from verifier.model.flow import Flow, Site
from verifier.model.web import WebAnswer


class Pictures(dict):
    def keep(self, picture: bytes, media_type: str) -> str:
        digest = hashlib.sha256(picture).hexdigest()
        self[digest] = (picture, media_type)
        return digest


class Beside:
    """A loop in another thread: sync Playwright, once alive in a thread, lets no other loop run there."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def run(self, work, timeout=90):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


def a_flow(**changes) -> Flow:
    given = {
        "id": "shop/contact",
        "title": "Contact",
        "site": Site("shop", "Shop", ("www.example.org",)),
        "locale": "en",
        "place": ANYWHERE,
        "steps": (),
    }
    return Flow(**(given | changes))


def html(body: str, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> WebAnswer:
    return WebAnswer(status, (("content-type", "text/html; charset=utf-8"), *headers), body.encode())


def pages(**bodies: str):
    """A replica of a few pages: `index` is `/`, any other name is its path."""

    def answer(request):
        path = request.url.partition("://")[2].partition("/")[2].partition("?")[0] or "index"
        return html(bodies[path]) if path in bodies else html("not found", status=404)

    return answer


class Hand:
    """A tab, for tests: gives commands and waits."""

    def __init__(self, beside, tab, pictures) -> None:
        self._beside = beside
        self.tab = tab
        self.pictures = pictures

    def __call__(self, command):
        return self._beside.run(self.tab.execute(command))

    def run(self, work):
        return self._beside.run(work)

    @property
    def page(self):
        return self.tab._tab.page  # noqa: SLF001 - tests may look behind

    @property
    def ledger(self):
        return self.tab._tab.ledger  # noqa: SLF001
