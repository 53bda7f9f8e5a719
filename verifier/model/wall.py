"""What can stand between us and the page that the guide speaks of, and what a site says of its own walls."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class WallKind(StrEnum):
    """What can stand between us and the page that the guide speaks of."""

    CONSENT = "consent"
    LOGIN = "login"
    CAPTCHA = "captcha"
    CHALLENGE = "challenge"
    THROTTLE = "throttle"
    REGION = "region"
    MAINTENANCE = "maintenance"
    BLANK = "blank"
    """Nothing is shown, or only that something is being loaded."""
    PARKED = "parked"
    """The domain is for sale, ran out, or shows advertisements."""
    FOREIGN = "foreign"
    """Another site answered."""
    LANGUAGE = "language"
    """The page is in another language than the one that was asked for."""
    MOBILE = "mobile"
    """The pages for telephones were given."""
    MOVED = "moved"
    """The site answered from another of its own hosts."""
    ROBOTS = "robots"
    """The site's robots.txt asks robots to stay away from the page."""


class ConsentPolicy(StrEnum):
    """What is done with a dialog that asks about cookies."""

    DECLINE = "decline"
    ACCEPT = "accept"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class WallSign:
    """A wall as one site builds it: everything that is said here must be so, and at least two things are said.

    `url` is a pattern with `*` for the final URL, `header` a name or `name: part of its value`, `text` and `title` words
    that the page and its title hold (any one of them), `status` the status codes (any one of them).
    """

    kind: WallKind
    url: str = ""
    status: tuple[int, ...] = ()
    header: str = ""
    text: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    blocks: bool = True
