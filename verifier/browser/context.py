"""What a flow's browser context is like, in both colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NotRequired, TypedDict

from verifier.browser.saved_state import state_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.async_api import ProxySettings, ViewportSize

    from verifier.browser.guard.house import Guard
    from verifier.model.flow import Flow


class ContextOptions(TypedDict):
    """Options of Playwright's `new_context`."""

    proxy: ProxySettings
    ignore_https_errors: bool
    service_workers: Literal["block"]
    accept_downloads: bool
    locale: str
    timezone_id: str
    viewport: ViewportSize
    reduced_motion: Literal["reduce"]
    color_scheme: Literal["light"]
    user_agent: NotRequired[str]
    storage_state: NotRequired[str]


def context_options(flow: Flow, guard: Guard, environment: Mapping[str, str]) -> ContextOptions:
    """A context with no way out but the guard, that looks the same on every machine.

    It is signed in where the flow names a variable that `environment` sets to the path of a saved state.

    Raises:
        UsageError: there is no such file, or it is no saved state.
    """
    width, height = flow.viewport
    options: ContextOptions = {
        "proxy": guard.proxy,
        # The guard ends TLS with a certificate of its own; to the outside it checks certificates itself.
        "ignore_https_errors": True,
        "service_workers": "block",
        "accept_downloads": False,
        "locale": flow.locale if flow.site.accept_language else "en-US",
        "timezone_id": "UTC",
        "viewport": {"width": width, "height": height},
        "reduced_motion": "reduce",
        "color_scheme": "light",
    }
    if flow.user_agent:
        options["user_agent"] = flow.user_agent
    path = state_path(flow, environment)
    if path is not None:
        options["storage_state"] = str(path)
    return options
