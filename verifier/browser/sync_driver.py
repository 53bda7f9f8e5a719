"""The sync driver: a tab in a context of pytest-playwright's `new_context`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, cast

from verifier.browser.colour import at_once, in_turn
from verifier.browser.context import context_options
from verifier.browser.guard.house import GuardHouse
from verifier.browser.page_script import page_script
from verifier.browser.saved_state import secrets_of
from verifier.browser.tab import Tab, new_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from playwright import async_api, sync_api

    from verifier.browser.guard.door import Door
    from verifier.model.flow import Flow
    from verifier.model.web import Answerer
    from verifier.replay.command import Command, Reply


class SyncTab:
    """The tab of one flow, in the sync colour. Use it as a context manager, or `close` it."""

    def __init__(
        self,
        new_context: Callable[..., sync_api.BrowserContext],
        flow: Flow,
        *,
        upstream: Answerer | None,
        keep: Callable[[bytes, str], str],
        environment: Mapping[str, str],
        door: Door | None = None,
        signature: str = "",
    ) -> None:
        self._house = GuardHouse()
        self._guard = self._house.guard(allow=flow.allow, upstream=upstream, door=door, signature=signature)
        key = new_key()
        try:
            self._context = new_context(**context_options(flow, self._guard, environment))
            self._context.add_init_script(page_script(key))
            page = self._context.new_page()
        except BaseException:
            self._guard.close()
            self._house.close()
            raise
        # The two APIs have the same names, see `colour`.
        self._tab = Tab(
            cast("async_api.BrowserContext", self._context),
            cast("async_api.Page", page),
            self._guard,
            key=key,
            keep=keep,
            environment=environment,
            together=in_turn,
            secrets=secrets_of(flow, environment),
        )

    def execute(self, command: Command) -> Reply:
        """Carry out one command; never raises for what a site did."""
        return at_once(self._tab.execute(command))

    def close(self) -> None:
        """Close the context, then its guard."""
        try:
            self._context.close()
        finally:
            self._guard.close()
            self._house.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
