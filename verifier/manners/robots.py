"""What a site's robots.txt says about a page (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from protego import Protego

from verifier.model.manners import RobotsPolicy
from verifier.model.observation import Wall
from verifier.model.wall import WallKind

TOKEN = "help-flow-verifier"  # noqa: S105 - the product token of RFC 9309, section 2.2.1, no secret
"""The name that a group of robots.txt speaks to us by; else the group for `*` holds."""
MOST_BYTES = 512_000
"""Of a longer file the rest is not read; the RFC asks for 500 kibibytes at the least."""
MOST_REDIRECTS = 5
LONGEST_DELAY_MS = 10_000
"""The longest `Crawl-delay` that is kept: a flow is a handful of pages, not a crawl."""


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """What came when `url` was asked for, redirects followed. `status` is the last one; `text` is empty unless it was 2xx."""

    url: str
    status: int
    text: str = ""


def robots_url(url: str) -> str:
    """Where the robots.txt lies that speaks of this page."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/robots.txt"


def robots_wall(file: RobotsFile, page: str, policy: RobotsPolicy) -> Wall | None:
    """The wall that robots.txt is for this page, or None where it may be asked for.

    A file that is not there (4xx) allows everything. One that the server failed to give (5xx, or 429: it is too busy) forbids
    everything for now: RFC 9309, sections 2.3.1.3 and 2.3.1.4.
    """
    if policy is RobotsPolicy.IGNORE:
        return None
    if file.status >= 500 or file.status == 429:
        said = f"{file.url} could not be had (the server answered {file.status}), so robots stay away for now"
    elif 200 <= file.status < 300 and not _read(file.text).can_fetch(page, TOKEN):
        said = f"{file.url} asks robots to stay away from this page"
    else:
        return None
    blocks = policy is RobotsPolicy.OBEY
    done = f"{_plain(page)} was {'not asked for' if blocks else 'asked for all the same, as the site file says'}"
    return Wall(WallKind.ROBOTS, (said, done), blocks=blocks)


def crawl_delay_ms(file: RobotsFile) -> int:
    """The pause between two pages that the file asks for, bounded; 0 where it asks for none."""
    if not 200 <= file.status < 300:
        return 0
    delay = _read(file.text).crawl_delay(TOKEN)
    return 0 if delay is None or delay <= 0 else min(round(delay * 1000), LONGEST_DELAY_MS)


def _plain(page: str) -> str:
    return page.partition("?")[0].partition("#")[0]


@lru_cache(maxsize=64)
def _read(text: str) -> Protego:
    return Protego.parse(text)
