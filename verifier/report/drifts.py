"""Findings folded into drifts: one for each cause, over all the languages in which the site has it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from verifier.model.drift import Drift
from verifier.model.finding import Level
from verifier.report.grouping import Change, changes
from verifier.report.words import LEVEL_ORDER

if TYPE_CHECKING:
    from verifier.model.report import Report

Likeness = tuple[object, ...]


def drifts(report: Report) -> tuple[Drift, ...]:
    """Every cause of the run that is more than a note, the worst first.

    A cause in several languages is one drift where flow, rule, step and subject are the same. Where the subject is a wording
    (`button “Send”`, `button “Trimiteți”`), it is one drift if flow, rule, step, claims and the place in the YAML are the same
    and each language has it once: one line of YAML speaks of one thing of the page, whatever it is called. Where a language
    has it twice nobody can say which belongs to which, and each stays by itself.
    """
    alike: dict[Likeness, list[Change]] = {}
    for change in changes(report):
        if min((deep.level for deep in change.everything()), key=LEVEL_ORDER.index) is not Level.NOTE:
            alike.setdefault(_likeness(change), []).append(change)
    return tuple(
        sorted(
            (drift for found in alike.values() for drift in _drifts(found)),
            key=lambda drift: (LEVEL_ORDER.index(drift.level), not drift.guides),
        )
    )


def _likeness(change: Change) -> Likeness:
    finding = change.finding
    return (finding.flow_id, finding.rule, finding.step_id, finding.place, frozenset(change.claims))


def _drifts(found: list[Change]) -> list[Drift]:
    locales = [locale for change in found for locale in change.locales]
    if len(set(locales)) == len(locales):
        return [_drift(tuple(found))]
    return [_drift((change,)) for change in found]


def _drift(found: tuple[Change, ...]) -> Drift:
    causes = tuple(finding for change in found for finding in change.told)
    first = causes[0]
    words = "\x1f".join((first.flow_id, first.rule, first.step_id, *sorted({finding.subject for finding in causes})))
    return Drift(
        hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        causes,
        tuple(
            finding
            for change in found
            for deep in change.everything()[1:]
            for finding in deep.told
            if finding.level is not Level.NOTE
        ),
    )
