"""How a site is visited: how fast, how often, and what its robots.txt means to us."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RobotsPolicy(StrEnum):
    """What is done where a site's robots.txt asks robots to stay away."""

    OBEY = "obey"
    """The page is not asked for, and the flow is blocked there."""
    NOTE = "note"
    """The page is asked for, and the report says so."""
    IGNORE = "ignore"
    """robots.txt is not even read."""


@dataclass(frozen=True, slots=True)
class Manners:
    """What a site file says about visiting the live site. A replica takes only `robots` from it."""

    pace_ms: int = 2_000
    """The least time between two pages of the site."""
    robots: RobotsPolicy = RobotsPolicy.OBEY
    contact: str = ""
    """An address on the web where somebody answers for our visits; empty where only the environment names one."""
    longest_wait_ms: int = 60_000
    """The longest that is waited when the site says when to come back."""
    refusals: int = 3
    """After so many refused flows, one after the other, the site is left alone for the rest of the run."""
