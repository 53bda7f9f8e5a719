"""What may be asked of the browser at all: the first of the two locks that keep anything from being sent.

The second is the guard in the browser, which holds also for what a page does by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from verifier.match.normalize import same_words
from verifier.model.action import (
    Back,
    Check,
    Choose,
    Click,
    Explore,
    Fill,
    Goto,
    Hover,
    Press,
    Reopen,
    Select,
    Submit,
    WaitFor,
)

if TYPE_CHECKING:
    from verifier.model.action import Action
    from verifier.model.flow import Flow, Site
    from verifier.replay.command import Located

_PRESSING_KEYS = {"Enter", "NumpadEnter", "Space", " "}


def refuse_action(flow: Flow, action: Action, *, sealed: bool) -> str | None:
    """Why this action may not be asked for at all, or None. `sealed`: a submit has closed the network for good."""
    match action:
        case Goto(url):
            if sealed:
                return "the network is closed for good after a submit; put what comes after it into a flow of its own"
            return _refuse_address(flow, url)
        case Submit() if sealed:
            return "the flow has submitted already"
        case Back() | Explore() if sealed:
            return "the network is closed for good after a submit"
        case Explore(reset=Reopen(url)):
            return _refuse_address(flow, url)
        case (
            Explore()
            | Click()
            | Hover()
            | Fill()
            | Select()
            | Choose()
            | Check()
            | Press()
            | WaitFor()
            | Submit()
            | Back()
        ):
            pass
    return None


def _refuse_address(flow: Flow, url: str) -> str | None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return f"{parts.scheme}: is not an address of the web"
    if not is_host_of(flow.site, parts.hostname or ""):
        return f"{parts.hostname} is not a host of {flow.site.id}"
    return None


def refuse_press(flow: Flow, located: Located) -> str | None:
    """Why this element may not be clicked unsealed, or None."""
    for name in flow.site.never_press:
        if any(same_words(wording, located.name) for wording in name.wordings):
            return f'"{located.name}" is on the list of controls that are never pressed; use `submit`, which is sealed'
    if located.submits and located.submit_method.lower() not in ("get", "dialog"):
        return f'"{located.name}" would send a form; use `submit`, which is sealed'
    if (
        located.submits
        and located.submit_method.lower() == "get"
        and not any(allowance.method.upper() == "GET" for allowance in flow.allow)
    ):
        return f'"{located.name}" would send a form; use `submit`, or name the request under `allow` if it only reads'
    return None


def must_seal(key: str, located: Located | None) -> bool:
    """Whether pressing this key could send a form or press a button, so that it must be done sealed."""
    if key.rsplit("+", 1)[-1] not in _PRESSING_KEYS:
        return False
    return located is None or located.in_form or located.submits or key != "Space"


def is_host_of(site: Site, host: str) -> bool:
    """Whether the host belongs to the site; `*.example.org` in `Site.hosts` stands for any subdomain."""
    return any(
        host == known or (known.startswith("*.") and (host == known[2:] or host.endswith(known[1:])))
        for known in site.hosts
    )
