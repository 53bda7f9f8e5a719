"""`summary.md`: the run on one screen, for the job page of a CI server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verifier.model.finding import ClaimVerdict, Level, Status
from verifier.report.accepting import UNPROVEN, accept_command
from verifier.report.grouping import by_guides
from verifier.report.headline import headline
from verifier.report.plain import one_line, printable, without_isolates
from verifier.report.reporter import Pictures, ReportFile
from verifier.report.since_words import change_words, known, standing_words, tally, worth_telling
from verifier.report.words import against_words, duration, language_name, listed, relocated_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from verifier.model.history import FindingSince
    from verifier.model.report import Report
    from verifier.report.grouping import Change

_SIGNS = {
    Status.VERIFIED: "✅",
    Status.DRIFTED: "🟠",
    Status.BROKEN: "❌",
    Status.BLOCKED: "⛔",
    Status.ERRORED: "⚠️",
    Status.SKIPPED: "➖",
}
_LEVEL_SIGNS = {Level.BROKEN: "❌", Level.DRIFTED: "🟠", Level.NOTE: "ℹ️"}
_MOST_LINES = 30
MOST_CHANGES = 60
"""A job summary is cut at a mebibyte; the report has them all."""


def plain_markdown(text: str, limit: int = 300) -> str:
    """The text so that Markdown shows just that text: no emphasis, link, tag, table cell, mention or autolink comes of it."""
    escaped = re.sub(r"[\\`*_{}\[\]<>#!|~@&$]|:(?=\S)", _entity, one_line(text, limit))
    return re.sub(r"(?i)\b(www|https?|ftp|mailto|xmpp)\b", lambda found: f"{found[0]}\N{WORD JOINER}", escaped)


def _entity(found: re.Match[str]) -> str:
    joiner = "\N{WORD JOINER}" if found[0] in "@:" else ""
    return f"&#{ord(found[0])};{joiner}"


def code(text: str, limit: int = 300) -> str:
    """The text as a code span that it cannot get out of, also in a table."""
    line = one_line(text, limit).replace("|", "\N{BROKEN BAR}")
    if not line:
        return "—"
    fence = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    pad = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def diff_block(diff: str, indent: str) -> list[str]:
    """The diff to unfold, in a fence that it cannot get out of."""
    lines = [printable(line) for line in diff.splitlines()]
    shown = (
        *lines[:_MOST_LINES],
        *((f"... {len(lines) - _MOST_LINES} more lines",) if len(lines) > _MOST_LINES else ()),
    )
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", diff)), default=0))
    inner = f"{indent}  "
    return [
        "", f"{inner}<details><summary>Edit</summary>", "", f"{inner}{fence}diff", *(f"{inner}{line}" for line in shown), f"{inner}{fence}",
        "", f"{inner}</details>", "",
    ]  # fmt: skip


def _change(change: Change, met: Mapping[str, FindingSince], report: Report, *, depth: int = 0) -> list[str]:
    finding = change.finding
    languages = listed(tuple(language_name(locale) for locale in change.locales))
    locales = f" ({plain_markdown(languages)})" if languages and not depth else ""
    indent = "  " * depth
    lines = [f"{indent}- {_LEVEL_SIGNS[change.level]} {plain_markdown(finding.sentence, 500)}{locales}"]
    facts = []
    since = change_words(change, met)
    if since:
        facts.append(f"**{plain_markdown(since)}**" if since == "new" else plain_markdown(since))
    if change.claims:
        facts.append(f"sentences {', '.join(code(claim, 60) for claim in change.claims)}")
    if finding.expected:
        facts.append(f"guide: {code(finding.expected)}")
    facts.append(f"page now: {code(finding.actual)}")
    facts.append(code(f"{finding.place.file}:{finding.place.line}"))
    lines.append(f"{indent}  <br>{' · '.join(facts)}")
    if finding.relocated:
        lines.append(f"{indent}  <br>Relocated: {plain_markdown(relocated_words(finding.relocated), 500)}")
    edit = report.edit_of(finding.fingerprint)
    if edit is not None and edit.diff and not depth:
        lines.append(f"{indent}  <br>Accept: {code(accept_command(report.run_id, change), 400)}")
        lines += [] if edit.proven else [f"{indent}  <br>{UNPROVEN}"]
        lines += diff_block(edit.diff, indent)
    if finding.suggestion:
        lines.append(f"{indent}  <br>Say instead: {plain_markdown(finding.suggestion, 500)}")
    for after in change.consequences:
        lines += _change(after, met, report, depth=depth + 1)
    return lines


def _gone(report: Report) -> tuple[tuple[str, tuple[FindingSince, ...]], ...]:
    if report.since is None:
        return ()
    told = (
        ("Over since the last run", worth_telling(report.since.over)),
        ("Could not be looked at", worth_telling(report.since.unseen)),
    )
    return tuple((title, found) for title, found in told if found)


def render_markdown(report: Report, pictures: Pictures) -> tuple[ReportFile, ...]:  # noqa: ARG001 - a reporter
    """`summary.md`, GitHub's Markdown; text of pages and files cannot become markup in it."""
    told = headline(report)
    lines = [
        f"## {_SIGNS[told.status]} {plain_markdown(told.verdict)}",
        "",
        f"{plain_markdown(told.detail)}{'.' if told.detail else ''}",
        "",
    ]
    met = known(report.since)
    counts_since = tally(report.since)
    if counts_since:
        lines += [f"Since the last run: {plain_markdown(counts_since)}.", ""]
    if report.guides:
        lines += ["| Guide | Language | Contradicted | Hold | Unverified or stale |", "| --- | --- | --: | --: | --: |"]
        for guide in report.guides:
            counts = [
                sum(claim.verdict in verdicts for claim in guide.claims)
                for verdicts in (
                    {ClaimVerdict.CONTRADICTED},
                    {ClaimVerdict.HOLDS, ClaimVerdict.ATTESTED},
                    {ClaimVerdict.UNVERIFIED, ClaimVerdict.STALE},
                )
            ]
            language = plain_markdown(language_name(guide.guide.language))
            lines.append(f"| {code(guide.guide.id)} | {language} | {' | '.join(str(count) for count in counts)} |")
        lines.append("")
    room = MOST_CHANGES
    left_out = 0
    for group in by_guides(report):
        names = listed(tuple(f"{language_name(guide.guide.language)} guide" for guide in group.guides))
        shown, room = group.changes[:room], max(0, room - len(group.changes))
        left_out += len(group.changes) - len(shown)
        if shown:
            lines += [f"### {plain_markdown(names) if names else 'Around the guides'}", ""]
            for change in shown:
                lines += _change(change, met, report)
            lines.append("")
    for title, found in _gone(report):
        lines += [f"### {title}", ""]
        lines += [
            f"- {_LEVEL_SIGNS[each.trail.finding.level]} {plain_markdown(each.trail.finding.sentence, 500)}"
            f"\n  <br>{plain_markdown(standing_words(each))} · {code(each.trail.finding.flow_key)}"
            for each in found[:MOST_CHANGES]
        ]
        lines.append("")
    if left_out:
        lines += [f"{left_out} more changes are in the report.", ""]
    if report.flows:
        lines += ["### Flows", "", "| | Flow | Status | Time | |", "| --- | --- | --- | --: | --- |"]
        lines += [
            f"| {_SIGNS[flow.verdict.status]} | {code(flow.key)} | {flow.verdict.status} | {duration(flow.duration_ms)} "
            f"| {plain_markdown(flow.verdict.because)} |"
            for flow in report.flows
        ]
        lines.append("")
    against = plain_markdown(without_isolates(against_words(report.against)))
    lines.append(
        f"<sub>Run {code(report.run_id)} at {code(report.started_at)}, against {against}, {duration(report.duration_ms)}, "
        f"{plain_markdown(report.browser)}, verifier {plain_markdown(report.tool_version)}</sub>"
    )
    return (ReportFile("summary.md", ("\n".join(lines) + "\n").encode()),)
