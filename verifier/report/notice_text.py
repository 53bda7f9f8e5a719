"""What became new, came back or went away in a run, as a short message; what goes on is no news."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.model.finding import Level
from verifier.model.history import Standing
from verifier.report.drifts import drifts
from verifier.report.headline import headline
from verifier.report.plain import one_line, without_isolates
from verifier.report.words import against_words, counted, language_name, listed, sentence

if TYPE_CHECKING:
    from verifier.model.drift import Drift
    from verifier.model.history import PastFinding, Since
    from verifier.model.report import Report

MOST_LINES = 20
"""A message is read on a telephone; the report has them all."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Plain text; `body` has a line for each thing."""

    title: str
    body: str


def notice(report: Report, *, link: str = "") -> Notice | None:
    """The message, or None where nothing changed its state or no history says what did.

    A drift is new where none of its causes was there before, and back where one was over. What is only suspected, what follows
    from something else, and what went on or changed its words is not told.
    """
    since = report.since
    if since is None:
        return None
    news = [(standing, _drift(drift)) for drift in drifts(report) if (standing := _standing(drift, since))]
    news += [(Standing.OVER, words) for words in _over(since)]
    if not news:
        return None
    kinds = ((Standing.NEW, "new"), (Standing.REOPENED, "back"), (Standing.OVER, "over"))
    counts = [(sum(kind is standing for kind, _ in news), word) for standing, word in kinds]
    told = tuple(f"{counted(number, 'drift')} {word}" for number, word in counts if number)
    lines = [f"{dict(kinds)[standing]}: {words}" for standing, words in news]
    left_out = len(lines) - MOST_LINES
    body = [f"{_plain(headline(report).verdict)}.", "", *lines[:MOST_LINES]]
    body += [f"and {left_out:,} more"] if left_out > 0 else []
    body += ["", f"Against {_plain(against_words(report.against))}, run {_plain(report.run_id)}."]
    body += [link] if link else []
    return Notice(f"Help flows: {sentence(listed(told))}", "\n".join(body))


def _plain(text: str) -> str:
    return one_line(without_isolates(text), 300)


def _standing(drift: Drift, since: Since) -> Standing | None:
    known = {told.standing for finding in drift.causes if (told := since.of(finding.fingerprint))}
    if known == {Standing.NEW}:
        return Standing.NEW
    return Standing.REOPENED if Standing.REOPENED in known and known <= {Standing.NEW, Standing.REOPENED} else None


def _drift(drift: Drift) -> str:
    languages = listed(tuple(language_name(locale) for locale in drift.locales))
    claims = f" ({', '.join(drift.claims[:6])})" if drift.claims else ""
    return _plain(f"{drift.finding.flow_id} ({languages}): {drift.finding.sentence}{claims}")


def _over(since: Since) -> list[str]:
    found: dict[tuple[object, ...], list[PastFinding]] = {}
    for each in since.over:
        past = each.trail.finding
        if past.level is not Level.NOTE:
            found.setdefault((past.flow_id, past.rule, past.step_id, past.subject), []).append(past)
    return [
        _plain(f"{told[0].flow_id} ({listed(tuple(language_name(past.locale) for past in told))}): {told[0].sentence}")
        for told in found.values()
    ]
