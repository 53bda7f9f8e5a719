"""What a step does."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.model.secret import EnvironmentValue
from verifier.model.selector import Scope, Selector, Text


@dataclass(frozen=True, slots=True)
class Goto:
    """Open `url` (absolute, http or https) in the flow's tab."""

    url: str


@dataclass(frozen=True, slots=True)
class Click:
    target: Selector


@dataclass(frozen=True, slots=True)
class Hover:
    target: Selector


@dataclass(frozen=True, slots=True)
class Fill:
    """Type `value` into a text control. A `secret` value, and every environment value, stays out of all channels."""

    target: Selector
    value: str | EnvironmentValue
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Select:
    """Pick `option` (by its text, or by its `value` attribute where `by_value`) in a drop-down."""

    target: Selector
    option: Text
    by_value: bool = False


@dataclass(frozen=True, slots=True)
class Choose:
    """Pick the radio button with the label `option`."""

    option: Text
    within: Scope | None = None
    frame: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """Set a check box or switch to `checked`."""

    target: Selector
    checked: bool = True


@dataclass(frozen=True, slots=True)
class Press:
    """Press a key (Playwright's key names, `Enter`, `Control+A`), on `target` or on what has the focus."""

    key: str
    target: Selector | None = None


@dataclass(frozen=True, slots=True)
class WaitFor:
    """Wait until `target` is visible, or until it is gone."""

    target: Selector
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Back:
    """Go one entry back in the tab's history."""


@dataclass(frozen=True, slots=True)
class Submit:
    """Press `target` sealed: from here on nothing leaves the browser, and what would have left is the evidence."""

    target: Selector


@dataclass(frozen=True, slots=True)
class Reopen:
    """Begin again by opening this address (absolute, http or https)."""

    url: str


@dataclass(frozen=True, slots=True)
class StartOver:
    """Begin again by pressing this element, which must be there whatever has been chosen."""

    target: Selector


Reset = Reopen | StartOver


@dataclass(frozen=True, slots=True)
class Explore:
    """Walk an assistant or chat as a tree of choices. Nothing is ever typed, and nothing pressed that could send a form.

    Choices are the buttons and links `within` (`role`: only those), listed down to `depth` and pressed down to `depth - 1`. After a
    choice that leads on, the walk begins again by `reset` (None: it opens the address again at which it began).
    At most `looks` times is the page looked at.
    """

    within: Scope | None = None
    depth: int = 3
    role: str | None = None
    reset: Reset | None = None
    looks: int = 80


Action = Goto | Click | Hover | Fill | Select | Choose | Check | Press | WaitFor | Back | Submit | Explore
