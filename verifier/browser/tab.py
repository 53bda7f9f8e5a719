"""One tab that answers commands: the logic of both drivers, written once (see `colour`), each part in a file of its own."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from playwright.async_api import Error as PlaywrightError

from verifier.browser.act import Hand
from verifier.browser.colour import now
from verifier.browser.find import Finder
from verifier.browser.look import Looker
from verifier.browser.page_script import installer
from verifier.browser.picture import Photographer
from verifier.browser.press import press_sealed
from verifier.browser.rest import Rest
from verifier.browser.travel import Traveller
from verifier.browser.trouble import trouble_of
from verifier.browser.watch import Watch
from verifier.browser.witness import Witness
from verifier.model.observation import Trouble, TroubleKind
from verifier.replay.command import (
    AwaitGone,
    Barred,
    Capture,
    ClickOn,
    GoBack,
    HoverOver,
    Locate,
    PickOption,
    PressKey,
    PressSealed,
    Reach,
    SetChecked,
    TypeInto,
    Visit,
)
from verifier.replay.redact import Redactor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.async_api import BrowserContext, Frame, Page

    from verifier.browser.colour import Together
    from verifier.browser.guard.house import Guard
    from verifier.replay.command import Command, Reply


class Tab:
    """The tab of one flow: its page, its guard and what it remembers. `together` is of the colour of `page`."""

    def __init__(
        self,
        context: BrowserContext,
        page: Page,
        guard: Guard,
        *,
        key: str,
        keep: Callable[[bytes, str], str],
        environment: Mapping[str, str],
        together: Together,
        secrets: tuple[str, ...] = (),
    ) -> None:
        self.context = context
        self.page = page
        self.ledger = guard.ledger
        self.key = key
        self.together = together
        self.redact = Redactor(secrets)
        self.watch = Watch(context, page)
        self.rest = Rest(self)
        self.looker = Looker(self)
        self.photographer = Photographer(self, keep)
        self.finder = Finder(self)
        self.traveller = Traveller(self)
        self._hand = Hand(self, environment)
        self._witness = Witness(self)

    async def execute(self, command: Command) -> Reply:
        """Carry out one command; never raises for what a site did."""
        if self.watch.crashed:
            return Trouble(TroubleKind.CRASHED, "The page's process died.")
        try:
            reply = await self._execute(command)
        except PlaywrightError as failure:
            reply = trouble_of(failure, self.watch)
        except Exception as failure:
            # What a failure says may hold what a page said.
            if not self.redact:
                raise
            raise RuntimeError(self.redact.text(f"{type(failure).__name__}: {failure}")) from None
        match reply:
            case Trouble():
                return replace(reply, message=self.redact.text(reply.message))
            case Barred(wall):
                return Barred(replace(wall, signals=self.redact.every(wall.signals)))
            case _:
                return reply

    async def _execute(self, command: Command) -> Reply:
        match command:
            case Visit():
                return await self.traveller.visit(command)
            case GoBack(timeout_ms):
                return await self.traveller.go_back(timeout_ms)
            case Locate():
                return await self.finder.locate(command)
            case Reach(anchor):
                return await self.finder.reach(anchor)
            case AwaitGone():
                return await self.finder.await_gone(command)
            case ClickOn() | HoverOver() | TypeInto() | SetChecked() | PickOption():
                return await self._hand.act(command)
            case PressKey():
                return await self._hand.press_key(command)
            case PressSealed(handle, timeout_ms):
                return await press_sealed(self, handle, timeout_ms)
            case Capture():
                return await self._witness.capture(command)
            case never:
                assert_never(never)

    async def call(self, frame: Frame, name: str, *arguments: object) -> object:
        """Call a function of `page/door.js` in a frame; brings it there first where it is not."""
        given = json.dumps(arguments)
        script = "([key, name, given]) => window[key] ? window[key][name](...JSON.parse(given)) : '\\u0000'"
        result: object = await now(frame.evaluate(script, [self.key, name, given]))
        if result == "\0":
            await now(frame.evaluate(f"({installer()})({json.dumps(self.key)})"))
            result = await now(frame.evaluate(script, [self.key, name, given]))
        return result

    async def frame(self, path: tuple[str, ...]) -> Frame | None:
        """The frame inside the iframes of these css selectors, if it is there."""
        frame = self.page.main_frame
        for css in path:
            holder = await now(frame.query_selector(css))
            inner = await now(holder.content_frame()) if holder is not None else None
            if inner is None:
                return None
            frame = inner
        return frame


def new_key() -> str:
    """A name that no page can guess."""
    return f"_{secrets.token_hex(16)}"
