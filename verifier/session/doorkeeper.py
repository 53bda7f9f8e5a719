"""Stands before each site of a run: paces its pages, reads its robots.txt, waits when it asks for that, and knows when to go."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from verifier.manners.breaker import left_alone, refusal
from verifier.manners.robots import LONGEST_DELAY_MS, crawl_delay_ms, robots_url, robots_wall
from verifier.model.manners import Manners, RobotsPolicy
from verifier.model.observation import Trouble, Wall
from verifier.model.wall import WallKind
from verifier.walls.waiting import in_words, retry_after_s

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from verifier.manners.robots import RobotsFile
    from verifier.model.flow import Flow
    from verifier.model.run import FlowRun
    from verifier.replay.patience import Patience

    FetchRobots = Callable[[str], Awaitable[RobotsFile | Trouble]]

_COME_BACK_LATER = frozenset({429, 503})


@dataclass(slots=True)
class _Record:
    """What is known of one site. Times are seconds of the run's clock."""

    last_page: float | None = None
    closed_until: float = 0.0
    closed_by: str = ""
    crawl_delay_ms: int = 0
    refused: list[tuple[str, WallKind]] = field(default_factory=list)
    put_off: set[str] = field(default_factory=set)


class Doorkeeper:
    """The manners of one run. `live` False is for replicas: robots.txt holds there too, but nobody waits.

    `clock` gives seconds, `sleep` waits so many, `now` is the time of day that dates in answers are held against.
    """

    def __init__(
        self,
        *,
        live: bool,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.live = live
        self._clock = clock
        self._sleep = sleep
        self._now = now
        self._sites: dict[str, _Record] = {}
        self._robots: dict[str, RobotsFile] = {}

    # -- before and after a flow ---------------------------------------------------------------------------------

    def ahead(self, flow: Flow) -> Wall | float:
        """The seconds to wait before this flow may be played, or the wall for which it is not asked at all."""
        if not self.live:
            return 0.0
        record, manners = self._record(flow), flow.site.manners
        alone = left_alone(tuple(record.refused), manners.refusals)
        if alone is not None:
            return alone
        left = record.closed_until - self._clock()
        if left <= 0:
            return 0.0
        if left * 1000 > manners.longest_wait_ms:
            return _closed(record.closed_by, left, manners)
        return left

    async def wait_ahead(self, flow: Flow) -> Wall | None:
        """As `ahead`, having waited."""
        ahead = self.ahead(flow)
        if isinstance(ahead, Wall):
            return ahead
        if ahead > 0:
            await self._sleep(ahead)
        return None

    def after(self, flow: Flow, run: FlowRun) -> bool:
        """Write down how it went. True: the site said when to come back, and the flow is worth playing once more then."""
        if not self.live:
            return False
        record = self._record(flow)
        kind = refusal(run)
        if kind is None:
            record.refused.clear()
            return False
        left = record.closed_until - self._clock()
        soon = 0 < left * 1000 <= flow.site.manners.longest_wait_ms
        if soon and flow.key not in record.put_off and kind in (WallKind.THROTTLE, WallKind.MAINTENANCE):
            record.put_off.add(flow.key)
            return True
        if all(key != flow.key for key, _ in record.refused):
            record.refused.append((flow.key, kind))
        return False

    def patience(self, flow: Flow, usual: Patience) -> Patience:
        """The usual limits, and on a live site the time that a page may be held back."""
        return usual.longer(max(flow.site.manners.pace_ms, LONGEST_DELAY_MS)) if self.live else usual

    # -- before and after a page ---------------------------------------------------------------------------------

    def door(self, flow: Flow) -> Door:
        """The door through which the pages of one flow go."""
        return Door(self, flow)

    async def admit(self, flow: Flow, url: str, fetch: FetchRobots, *, onward: bool) -> Wall | Trouble | None:
        """Wait until this page may be asked for. A wall that blocks, or trouble: it may not. `onward`: a redirect led here."""
        record, manners = self._record(flow), flow.site.manners
        left = record.closed_until - self._clock()
        if self.live and left > 0:
            return _closed(record.closed_by, left, manners)
        wall = None
        if manners.robots is not RobotsPolicy.IGNORE:
            file = await self._robots_file(robots_url(url), fetch)
            if isinstance(file, Trouble):
                return file
            wall = robots_wall(file, url, manners.robots)
            record.crawl_delay_ms = max(record.crawl_delay_ms, crawl_delay_ms(file))
        if wall is not None and wall.blocks:
            return wall
        if self.live:
            pace = max(manners.pace_ms, record.crawl_delay_ms) / 1000
            if record.last_page is not None and not onward:
                early = record.last_page + pace - self._clock()
                if early > 0:
                    await self._sleep(early)
            record.last_page = self._clock()
        return wall

    def answered(self, flow: Flow, url: str, status: int, headers: tuple[tuple[str, str], ...]) -> None:
        """Write down how the site answered a page."""
        record = self._record(flow)
        record.last_page = self._clock()
        if status not in _COME_BACK_LATER:
            return
        wait = retry_after_s(dict(headers).get("retry-after", ""), self._now())
        if wait is not None:
            record.closed_until = max(record.closed_until, self._clock() + wait)
            record.closed_by = f"{url.partition('?')[0]} answered {status}"

    async def _robots_file(self, url: str, fetch: FetchRobots) -> RobotsFile | Trouble:
        if url not in self._robots:
            file = await fetch(url)
            if isinstance(file, Trouble):
                return file
            self._robots[url] = file
        return self._robots[url]

    def _record(self, flow: Flow) -> _Record:
        return self._sites.setdefault(flow.site.id, _Record())


class Door:
    """The door of one flow, as the guard of its tab knows it."""

    def __init__(self, keeper: Doorkeeper, flow: Flow) -> None:
        self._keeper = keeper
        self._flow = flow

    async def admit(self, url: str, fetch: FetchRobots, *, onward: bool) -> Wall | Trouble | None:
        """See `Doorkeeper.admit`."""
        return await self._keeper.admit(self._flow, url, fetch, onward=onward)

    def answered(self, url: str, status: int, headers: tuple[tuple[str, str], ...]) -> None:
        """See `Doorkeeper.answered`."""
        self._keeper.answered(self._flow, url, status, headers)


def _closed(said: str, left: float, manners: Manners) -> Wall:
    allowed = in_words(manners.longest_wait_ms / 1000) if manners.longest_wait_ms else "not at all"
    return Wall(
        WallKind.THROTTLE,
        (
            f"{said} and asked to come back later, {in_words(left)} from now",
            f"the site was not asked before that time; waited is {allowed} at most",
        ),
    )
