"""The domain no longer belongs to the site, or another site answered in its place."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from verifier.model.observation import Wall, WallKind, WebTarget
from verifier.walls.place_words import FOR_SALE
from verifier.walls.says import fold, says

if TYPE_CHECKING:
    from verifier.walls.sight import Sight

_SELLERS = re.compile(
    r"sedo(parking)?\.|afternic\.|dan\.com|hugedomains\.|godaddy\.com/(domainsearch|parking|forsale)|parkingcrew\.|bodis\.|above\.com|namecheap\.com/domains"
    r"|undeveloped\.com|uniregistry|parklogic|domainmarket|buydomains|sav\.com|namebright|dynadot|reg\.ru/buy|nic\.ru/.*(shop|auction)|smartname|skenzo|domain_(parking|profile)",
    re.IGNORECASE,
)


def parked(sight: Sight) -> Wall | None:
    """A page of somebody who sells domains: it says so, it leads to sellers, its address or frame is theirs, it does little else."""
    signals = []
    words = sight.heads(FOR_SALE) or (
        says(sight.text, FOR_SALE) if len(sight.text) <= 2_000 and not sight.article else None
    )
    if words is not None:
        signals.append(f"the page says {words!r}")
    links = [link.target.url for link in sight.snapshot.links if isinstance(link.target, WebTarget)]
    sells = any(_SELLERS.search(url) for url in (sight.url, *links, *(frame.url for frame in sight.snapshot.frames)))
    if sells:
        signals.append("it leads to those who sell domains")
    if sight.bare or len(sight.text) <= 400:
        signals.append("the page holds next to nothing else")
    if _is_foreign(sight):
        signals.append(f"{sight.host} is not a host of this site")
    named = sight.host.removeprefix("www.") in (fold(title).removeprefix("www.") for title in sight.titles())
    if named:
        signals.append("its title is its own address")
    sure = (words is not None or (named and sells)) and not sight.typed() and not sight.framed
    return Wall(WallKind.PARKED, tuple(signals)) if sure and len(signals) >= 2 else None


def foreign(sight: Sight) -> Wall | None:
    """Another site answered a page that was asked for by address: its host is none of ours, and it does not know the site.

    A page that a press led to may well be on another host; that is for the guide to say.
    """
    if not _is_foreign(sight) or sight.answer is None or sight.flow is None:
        return None
    signals = [f"{sight.host} is not a host of this site"]
    if sight.answer.redirects:
        signals.append("the server sent us there")
    title = fold(sight.flow.site.title)
    if title not in fold(" ".join(sight.titles())):
        signals.append("neither its title nor a heading names the site")
    links = (
        urlsplit(link.target.url).hostname or "" for link in sight.snapshot.links if isinstance(link.target, WebTarget)
    )
    if not any(_fits(host.lower(), sight.hosts) for host in links):
        signals.append("no link leads back to the site")
    return Wall(WallKind.FOREIGN, tuple(signals)) if len(signals) >= 2 else None


def _is_foreign(sight: Sight) -> bool:
    asked = (urlsplit(sight.wanted).hostname or "").lower()
    return bool(sight.host and sight.hosts and asked and _fits(asked, sight.hosts)) and not _fits(
        sight.host, sight.hosts
    )


def _fits(host: str, hosts: tuple[str, ...]) -> bool:
    return any(fnmatchcase(host, known.partition(":")[0]) for known in hosts)
