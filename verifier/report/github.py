"""Annotations for GitHub Actions: a line of text that puts a finding on the line of YAML in the pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model.finding import Level, Status
from verifier.report.grouping import changes
from verifier.report.plain import one_line
from verifier.report.words import language_name, listed

if TYPE_CHECKING:
    from verifier.model.place import Place
    from verifier.model.report import Report

_COMMANDS = {Level.BROKEN: "error", Level.DRIFTED: "warning", Level.NOTE: "notice"}


def _message(text: str) -> str:
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def _line(command: str, place: Place, *, title: str, message: str) -> str:
    where = f"file={_property(place.file)},line={place.line},col={place.column},endLine={place.end_line}"
    return f"::{command} {where},title={_property(title)}::{_message(message)}"


def annotation_lines(report: Report) -> str:
    """One workflow command a line: errors, warnings and notices for the changes, warnings for flows of which we cannot say.

    Each change is told once for all locales. Empty where there is nothing to tell; else it ends with a line break.
    """
    lines = []
    for cause in changes(report):
        for change in cause.everything():
            finding = change.finding
            claims = f"{', '.join(change.claims)}: " if change.claims else ""
            now = f" Now: {finding.actual}" if finding.actual else ""
            languages = listed(tuple(language_name(locale) for locale in change.locales))
            lines.append(
                _line(
                    _COMMANDS[change.level],
                    finding.place,
                    title=f"{finding.rule} ({languages})" if languages else finding.rule,
                    message=f"{claims}{finding.sentence}{now}",
                )
            )
    lines += [
        _line("warning", flow.flow.place, title=f"{flow.verdict.status}: {flow.key}", message=flow.verdict.because)
        for flow in report.flows
        if flow.verdict.status in (Status.BLOCKED, Status.ERRORED)
    ]
    return "".join(f"{line}\n" for line in lines)
