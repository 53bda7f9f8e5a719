"""What the guard saw: requests it held, documents that arrived, navigations it put off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.model.observation import Trouble, Wall


@dataclass(frozen=True, slots=True)
class Held:
    """A request that was stopped. `document`: it would have opened a page in a tab; `frame`: in an iframe."""

    method: str
    url: str
    media_type: str
    field_names: tuple[str, ...]
    reason: str
    document: bool = False
    frame: bool = False
    aside: bool = False
    """A beacon, a ping or a report: something that the browser sends by the way."""
    site: str = ""
    """`same-origin`, `same-site`, `cross-site`, or empty when the browser did not say."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A document that was answered, or that could not be."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    location: str = ""
    trouble: Trouble | None = None
    wall: Wall | None = None
    """It was not asked for, because of this."""


@dataclass(frozen=True, slots=True)
class PutOff:
    """A navigation out of a hushed page, which the driver has to make."""

    url: str
    referrer: str
