"""The English for what history says: whether a finding is new, for how many nights it has gone on, and what is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from verifier.model.finding import Level
from verifier.model.history import Standing
from verifier.report.words import counted, language_name, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from verifier.model.history import ClaimSince, FindingSince, FlowSince, Since, Trail
    from verifier.report.grouping import Change

STANDING_ORDER = (Standing.NEW, Standing.REOPENED, Standing.CHANGED, Standing.ONGOING, Standing.OVER)
"""What a person wants to hear of first."""


def day(at: str) -> str:
    """The day of an ISO time."""
    return at[:10]


def standing_words(met: FindingSince) -> str:
    """`new`, `going on for five nights, since 2026-11-18`, `changed, ...`, `back, ...` or `over after five nights`."""
    trail = met.trail
    nights = counted(trail.nights, "night")
    match met.standing:
        case Standing.NEW:
            return "new"
        case Standing.ONGOING:
            return f"going on for {nights}, since {day(trail.since)}"
        case Standing.CHANGED:
            return f"changed, going on for {nights}, since {day(trail.since)}"
        case Standing.REOPENED:
            return f"back after it was over, first seen {day(trail.first_seen)}"
        case Standing.OVER:
            return f"over after {nights}, there from {day(trail.since)} to {day(trail.last_seen)}"
        case _:
            assert_never(met.standing)


def known(since: Since | None) -> Mapping[str, FindingSince]:
    """What is said of the findings of a run, by fingerprint. Nothing on the first run, when everything would be new."""
    if since is None or not since.earlier_runs:
        return {}
    return {met.fingerprint: met for met in since.findings}


def change_standing(change: Change, met: Mapping[str, FindingSince]) -> Standing | None:
    """The most newsworthy standing of a change in all its locales; None where nothing is known."""
    found = {met[each.fingerprint].standing for each in change.told if each.fingerprint in met}
    return next((standing for standing in STANDING_ORDER if standing in found), None)


def change_words(change: Change, met: Mapping[str, FindingSince]) -> str:
    """As `standing_words`, with the languages where they differ; empty where nothing is known."""
    told: dict[str, list[str]] = {}
    for finding in change.told:
        if finding.fingerprint in met:
            told.setdefault(standing_words(met[finding.fingerprint]), []).append(finding.locale)
    if len(told) == 1:
        return next(iter(told))
    return "; ".join(
        f"{words} in {listed(tuple(language_name(locale) for locale in locales))}" for words, locales in told.items()
    )


def tally(since: Since | None) -> str:
    """`two new, one back, three going on, one over` of the findings that alarm; empty on the first run and where there are none."""
    if since is None or not since.earlier_runs:
        return ""
    names = {
        Standing.NEW: "new",
        Standing.REOPENED: "back",
        Standing.CHANGED: "changed",
        Standing.ONGOING: "going on",
        Standing.OVER: "over",
    }
    every = [met.standing for met in (*since.findings, *since.over) if alarms(met)]
    counts = ((name, every.count(standing)) for standing, name in names.items())
    parts = [f"{count} {name}" for name, count in counts if count]
    blind = sum(alarms(met) for met in since.unseen)
    if blind:
        parts.append(f"{blind} out of sight")
    return ", ".join(parts)


def alarms(met: FindingSince) -> bool:
    """Whether it is more than a note; of what is over, whether it was."""
    return met.trail.finding.level is not Level.NOTE


def worth_telling(found: Iterable[FindingSince]) -> tuple[FindingSince, ...]:
    """Those that alarm, once for all locales that say the same of one thing."""
    told: dict[tuple[str, str, str], FindingSince] = {}
    for met in found:
        if alarms(met):
            finding = met.trail.finding
            told.setdefault((finding.flow_id, finding.rule, finding.subject), met)
    return tuple(told.values())


def claim_words(claim: ClaimSince | None) -> str:
    """`since 2026-11-18, five nights`; of an unverified claim also what was known last. Empty where nothing is known."""
    if claim is None:
        return ""
    words = f"since {day(claim.since)}, {counted(claim.nights, 'night')}"
    if claim.known is None or claim.known is claim.verdict:
        return words
    return (
        f"{words}; it was {claim.known.value.replace('-', ' ')} the last time it could be seen, {day(claim.known_at)}"
    )


def flow_words(flow: FlowSince | None) -> str:
    """`verified since 2026-11-18, five nights`, and how flaky it is where it is."""
    if flow is None:
        return ""
    words = f"{flow.status} since {day(flow.since)}, {counted(flow.nights, 'night')}"
    return f"{words}; {flake_words(flow.flake_rate)}" if flow.flake_rate else words


def flake_words(rate: float) -> str:
    """`changed in 40% of its runs`."""
    return f"turned in {rate:.0%} of the runs that could see it"


def trail_words(trail: Trail) -> str:
    """One finding over time, in the words of a table."""
    if trail.is_open:
        return f"open for {counted(trail.nights, 'night')}, since {day(trail.since)}"
    return f"over since {day(trail.over_at)}, there for {counted(trail.nights, 'night')}"
