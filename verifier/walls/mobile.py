"""The site answered with its pages for telephones, or from another of its own hosts."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from verifier.model.observation import Wall, WallKind
from verifier.walls.place_words import DESKTOP_SITE
from verifier.walls.says import says

if TYPE_CHECKING:
    from verifier.walls.sight import Sight

_FOR_TELEPHONES = re.compile(r"^(m|mobile|mobil|touch|wap|amp)\.|\.mobi$", re.IGNORECASE)
_PATH = re.compile(r"^/(m|mobile|mobi|wap|touch|amp)(/|$)|/amp/?$", re.IGNORECASE)


def mobile(sight: Sight) -> Wall | None:
    """The variant for telephones when the ordinary page was asked for; it blocks unless its host counts as the site.

    Its host or path is one for telephones, the server sent us there, the page offers the ordinary version: two of these.
    """
    if not sight.wanted:
        return None
    asked, here = urlsplit(sight.wanted), urlsplit(sight.url)
    if _FOR_TELEPHONES.search(asked.hostname or "") or _PATH.search(asked.path):
        return None
    signals = []
    if _FOR_TELEPHONES.search(here.hostname or ""):
        signals.append(f"{here.hostname} is a host for telephones")
    elif _PATH.search(here.path):
        signals.append(f"{here.path} is a path for telephones")
    if not signals:
        return None
    if sight.answer is not None and sight.answer.redirects:
        signals.append("the server sent us there")
    names = [item.name for items in (sight.snapshot.links, sight.snapshot.buttons) for item in items]
    if words := next((found for name in names if (found := says(name, DESKTOP_SITE))), None):
        signals.append(f"the page offers {words!r}")
    known = any(fnmatchcase(sight.host, host) for host in sight.hosts)
    return Wall(WallKind.MOBILE, tuple(signals), blocks=not known) if len(signals) >= 2 else None


def moved(sight: Sight) -> Wall | None:
    """The server sent us to another host that counts as the site: told, and no wall. Only the ending of the name differs."""
    asked = (urlsplit(sight.wanted).hostname or "").lower()
    if sight.answer is None or not sight.answer.redirects or asked in ("", sight.host):
        return None
    if not any(fnmatchcase(sight.host, host) for host in sight.hosts) or _stem(asked) != _stem(sight.host):
        return None
    if _ending(asked) == _ending(sight.host):
        return None
    return Wall(
        WallKind.MOVED, (f"the server sent us from {asked} to {sight.host}", "both count as this site"), blocks=False
    )


def _stem(host: str) -> str:
    return host.removeprefix("www.").rpartition(".")[0]


def _ending(host: str) -> str:
    return host.rpartition(".")[2]
