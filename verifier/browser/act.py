"""What is done to an element: pressed, hovered, typed into, set, picked; and keys."""

from __future__ import annotations

import json
from time import monotonic
from typing import TYPE_CHECKING, assert_never, cast

from verifier.browser.colour import now
from verifier.browser.find import Spot
from verifier.browser.guard.decide import Seal
from verifier.browser.trouble import ELEMENT_GONE
from verifier.model.observation import Trouble, TroubleKind
from verifier.model.secret import EnvironmentValue
from verifier.replay.command import Acted, ClickOn, HoverOver, NotFound, PickOption, SetChecked, TypeInto

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.async_api import ElementHandle

    from verifier.browser.locate import SelectorJson
    from verifier.browser.tab import Tab
    from verifier.replay.command import PressKey, Reply

_NO_SUCH_OPTION = -2
_OPEN_S = 0.1
"""A drop-down made by script is looked into again as soon as the document changes, and at least so often."""


class Hand:
    """Acts in one tab."""

    def __init__(self, tab: Tab, environment: Mapping[str, str]) -> None:
        self._tab = tab
        self._environment = environment

    async def act(self, command: ClickOn | HoverOver | TypeInto | SetChecked | PickOption) -> Reply:
        """Act on one located element."""
        spot = self._tab.finder.spot(command.handle)
        element = await self._tab.finder.element(command.handle)
        if element is None or spot is None:
            return ELEMENT_GONE
        match command:
            case ClickOn():
                return await self._press(spot, element, command.timeout_ms)
            case HoverOver():
                await now(element.hover(timeout=command.timeout_ms))
            case TypeInto():
                return await self._type(command, element)
            case SetChecked():
                if await self._tab.call(spot.frame, "toggled", spot.index) is not command.checked:
                    return await self._press(spot, element, command.timeout_ms)
            case PickOption():
                return await self._pick(command, spot, element)
            case never:
                assert_never(never)
        return Acted()

    async def press_key(self, command: PressKey) -> Reply:
        """Press a key on an element, or on what has the focus."""
        element = None
        if command.handle is not None:
            element = await self._tab.finder.element(command.handle)
            if element is None:
                return ELEMENT_GONE
        if command.sealed:
            self._tab.ledger.change(lambda state: state.sealed(Seal.KEY))
        spot = self._tab.finder.spot(command.handle) if command.handle is not None else None
        self._tab.traveller.begin(spot.frame if spot else None)
        if element is not None:
            await now(element.press(command.key, timeout=command.timeout_ms))
        else:
            await now(self._tab.page.keyboard.press(command.key))
        return await self._tab.traveller.follow(command.timeout_ms)

    async def _press(self, spot: Spot, element: ElementHandle, timeout_ms: int) -> Reply:
        self._tab.traveller.begin(spot.frame)
        await now(element.click(timeout=timeout_ms))
        return await self._tab.traveller.follow(timeout_ms)

    async def _type(self, command: TypeInto, element: ElementHandle) -> Reply:
        value = command.value
        secret = command.secret or isinstance(value, EnvironmentValue)
        if isinstance(value, EnvironmentValue):
            if value.variable not in self._environment:
                return Trouble(TroubleKind.INTERNAL, f"The environment variable {value.variable} is not set.")
            value = self._environment[value.variable]
        typed = value
        # First the lock, then the key: the guard knows the value before the page does.
        self._tab.ledger.change(lambda state: state.typed(typed))
        self._tab.redact.learn(typed, secret=secret)
        if secret:
            self._tab.photographer.veil(command.handle)
            await now(element.evaluate("el => el.style.setProperty('-webkit-text-security', 'disc', 'important')"))
        await now(element.fill(typed, timeout=command.timeout_ms))
        return Acted()

    async def _pick(self, command: PickOption, spot: Spot, element: ElementHandle) -> Reply:
        words = list(command.option.wordings)
        chosen = cast("int", await self._tab.call(spot.frame, "pick", spot.index, words, command.by_value))
        if chosen == _NO_SUCH_OPTION:
            return NotFound()
        if chosen >= 0:
            await now(element.select_option(index=chosen, timeout=command.timeout_ms))
            return Acted()
        # A drop-down made by script: open it, then press the option that appears.
        self._tab.traveller.begin(spot.frame)
        await now(element.click(timeout=command.timeout_ms))
        wanted: SelectorJson = {"by": "role", "role": "option", "words": words, "within": None}
        end = monotonic() + command.timeout_ms / 1000
        while True:
            found = json.loads(cast("str", await self._tab.call(spot.frame, "locate", wanted)))
            if "index" in found:
                break
            left = end - monotonic()
            if left <= 0:
                return NotFound()
            await self._tab.rest.next_change(min(left, _OPEN_S))
        handle = self._tab.finder.note(Spot(spot.frame, found["index"], found["document"]))
        option = await self._tab.finder.element(handle)
        if option is None:
            return NotFound()
        await now(option.click(timeout=command.timeout_ms))
        return await self._tab.traveller.follow(command.timeout_ms)
