"""`feed.atom`: what became of findings in a run, as an Atom feed (RFC 4287) that a feed reader follows."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from verifier.model.finding import Level
from verifier.model.history import Standing
from verifier.report.plain import one_line, without_isolates
from verifier.report.reporter import Pictures, ReportFile
from verifier.report.words import against_words, language_name

if TYPE_CHECKING:
    from verifier.model.finding import Finding
    from verifier.model.history import FindingSince, PastFinding
    from verifier.model.report import Report

AUTHORITY = "tag:help-flow-verifier.invalid,2026:"
"""Ids are tag URIs (RFC 4151); the name is nobody's, for a feed may stand anywhere or nowhere."""
_EPOCH = "1970-01-01T00:00:00Z"


def _text(text: str) -> str:
    return escape(one_line(without_isolates(text), 4_000))


def _instant(time: str) -> str:
    """The time as RFC 3339 wants it; a journal may say anything."""
    try:
        parsed = datetime.fromisoformat(time)
    except ValueError:
        return _EPOCH
    return time if parsed.tzinfo is not None and "T" in time else _EPOCH


def _entry(kind: str, found: Finding | PastFinding, *, mark: str, first: str, when: str, facts: list[str]) -> str:
    key = f"{found.flow_id}[{found.locale}]"
    lines = [f"{', '.join(found.claims)}: {found.sentence}" if found.claims else found.sentence]
    lines += [f"Expected: {found.expected}"] if found.expected else []
    lines += [f"Now: {found.actual or 'nothing'}"] if kind != Standing.OVER else []
    terms = [found.level, f"language/{found.locale}", *(f"guide/{guide}" for guide in found.guides)]
    categories = "".join(f'    <category term="{_text(term)}"/>\n' for term in terms)
    content = "\n".join(_text(line) for line in (*lines, *facts))
    return (
        "  <entry>\n"
        f"    <id>{AUTHORITY}finding/{quote(mark, safe='/')}</id>\n"
        f"    <title>{_text(f'{kind}: {key}: {found.sentence}')}</title>\n"
        f"    <published>{_instant(first)}</published>\n"
        f"    <updated>{_instant(when)}</updated>\n"
        '    <link rel="alternate" type="text/html" href="index.html"/>\n'
        f"{categories}"
        f'    <content type="text">{content}</content>\n'
        "  </entry>\n"
    )


def _told(finding: Finding, since: FindingSince | None, report: Report) -> str:
    facts = [f"{finding.place.file}:{finding.place.line}", f"{language_name(finding.locale)}, step {finding.step_id}"]
    if since is None:
        day = report.started_at
        return _entry("found", finding, mark=finding.fingerprint, first=day, when=day, facts=facts)
    # What goes on is still told as what it was when it began, under the id that it had then: nobody hears of it twice.
    kind = Standing.NEW if since.standing is Standing.ONGOING else since.standing
    when = report.started_at if kind is Standing.CHANGED else since.trail.since
    if kind is Standing.NEW and since.trail.since != since.first_seen:
        kind = Standing.REOPENED
    return _entry(
        kind, finding, mark=f"{since.origin}/{kind}/{when}", first=since.first_seen, when=when, facts=facts
    )  # fmt: skip


def _over(over: FindingSince, report: Report) -> str:
    when = report.started_at
    facts = [f"Seen last at {over.last_seen}."]
    mark = f"{over.origin}/{Standing.OVER}/{when}"
    return _entry(Standing.OVER, over.trail.finding, mark=mark, first=over.first_seen, when=when, facts=facts)


def atom_text(report: Report) -> str:
    """The feed: an entry for each cause that is there (notes and consequences are not told), and for what is over.

    An entry is an event (new, changed, reopened, over) and its id never changes: what goes on keeps the entry that it began
    with. Without a history everything that is there is `found`.
    """
    since = report.since
    entries = [
        _told(finding, since.of(finding.fingerprint) if since else None, report)
        for finding in report.findings()
        if finding.level is not Level.NOTE and finding.follows is None
    ]
    over = since.over if since else ()
    entries += [_over(each, report) for each in over if each.trail.finding.level is not Level.NOTE]
    when = _instant(report.started_at)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"  <id>{AUTHORITY}feed/{quote(report.against)}</id>\n"
        f"  <title>{_text(f'Help flows against {against_words(report.against)}')}</title>\n"
        f"  <updated>{when}</updated>\n"
        "  <author><name>help-flow-verifier</name></author>\n"
        f'  <generator version="{_text(report.tool_version)}">help-flow-verifier</generator>\n'
        '  <link rel="self" type="application/atom+xml" href="feed.atom"/>\n'
        '  <link rel="alternate" type="text/html" href="index.html"/>\n'
        f"{''.join(entries)}</feed>\n"
    )  # fmt: skip


def render_atom(report: Report, pictures: Pictures) -> tuple[ReportFile, ...]:  # noqa: ARG001 - a reporter
    """`feed.atom`, UTF-8."""
    return (ReportFile("feed.atom", atom_text(report).encode()),)
