"""How a wall is told that was dealt with, or that did not stand in the way."""

from __future__ import annotations

from typing import assert_never

from verifier.model.finding import Rule
from verifier.model.observation import Wall, WallKind
from verifier.model.wall import ConsentPolicy


def passed_wall(wall: Wall, policy: ConsentPolicy) -> tuple[Rule, str]:
    """The rule, and what the page is instead of the one that was asked for (empty for consent)."""
    match wall.kind:
        case WallKind.CONSENT:
            if not wall.blocks:
                return Rule.CONSENT_LEFT, ""
            return (Rule.CONSENT_ACCEPTED if policy is ConsentPolicy.ACCEPT else Rule.CONSENT_DECLINED), ""
        case WallKind.MOBILE:
            return Rule.WALL_NOTED, "the site answered with its pages for telephones"
        case WallKind.LANGUAGE:
            return Rule.WALL_NOTED, "part of it is in another language"
        case WallKind.MOVED:
            return Rule.WALL_NOTED, "the site answered from another of its own hosts"
        case WallKind.ROBOTS:
            return Rule.WALL_NOTED, "robots.txt asks robots to stay away from it"
        case (
            WallKind.LOGIN
            | WallKind.CAPTCHA
            | WallKind.CHALLENGE
            | WallKind.THROTTLE
            | WallKind.REGION
            | WallKind.MAINTENANCE
            | WallKind.BLANK
            | WallKind.PARKED
            | WallKind.FOREIGN
        ):
            return Rule.WALL_NOTED, f"it shows a {wall.kind} wall that the site file does not count as one"
        case _:
            assert_never(wall.kind)
