"""What has to be done to the issues of a repository, decided from what is there and what a run says: pure, and the least there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from verifier.publish.action import (
    Action,
    Close,
    Existing,
    Leave,
    Occasion,
    Open,
    Remember,
    Update,
    body_of,
    labels_of,
    remembering,
)
from verifier.publish.marker import digest_of
from verifier.publish.seen import Seen, all_gone, seen
from verifier.publish.single import single

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.model.drift import IssueText
    from verifier.model.report import Report

DIGEST = "digest"
"""The signature of the one issue that lists what has no issue of its own."""


def plan(
    texts: tuple[IssueText, ...],
    existing: tuple[Existing, ...],
    report: Report,
    *,
    digest: Callable[[tuple[str, ...]], IssueText],
    at_most: int,
    reopen_days: int,
) -> tuple[Action, ...]:
    """The actions, closings first, new issues in the order of `texts` (the worst first).

    At most `at_most` issues are open at once; what is beyond is listed in one more, which `digest` words from the signatures.
    An issue is the one for a drift where the signature or any trace is the same. A drift that is back within `reopen_days`
    after its issue was closed reopens it, later it gets a new one. What a person closed stays closed while the drift goes on.
    """
    ours = [issue for issue in existing if issue.marker.against == report.against]
    digests = [issue for issue in ours if issue.marker.signature == DIGEST]
    known = [issue for issue in ours if issue.marker.signature != DIGEST]
    taken: dict[int, IssueText] = {}
    kept: list[Action] = []
    wanting: list[tuple[IssueText, Existing | None]] = []
    for text in texts:
        issue = _issue_for(text, [each for each in known if each.number not in taken])
        if issue is not None:
            taken[issue.number] = text
        if issue is None or (not issue.is_open and issue.marker.over and not _occasion(report).is_before(issue)):
            wanting.append((text, issue))
        elif not issue.is_open:
            why = "something later has written it" if issue.marker.over else "closed by a person, and the drift goes on"
            kept.append(Leave(issue.number, issue.title, why))
        else:
            kept.append(_updated(text, issue, report))
    closed = [_rest(issue, taken, report) for issue in known if issue.number not in taken]
    staying = sum(isinstance(action, (Update, Leave)) for action in kept if _is_open(action, known))
    staying += sum(isinstance(action, Leave) and _is_open(action, known) for action in closed if action)
    room = max(0, at_most - staying)
    opened = [_opened(text, issue, report, reopen_days) for text, issue in wanting[:room]]
    beyond = tuple(text for text, _ in wanting[room:])
    return (
        *(action for action in closed if action is not None),
        *kept,
        *opened,
        *_digest(beyond, tuple(digests), digest, report),
    )


def _occasion(report: Report) -> Occasion:
    return Occasion(report.against, report.started_at)


def _is_open(action: Action, known: list[Existing]) -> bool:
    return not isinstance(action, Open) and any(issue.number == action.number and issue.is_open for issue in known)


def _issue_for(text: IssueText, known: list[Existing]) -> Existing | None:
    marks = {trace.fingerprint for trace in text.traces}

    def alike(issue: Existing) -> int:
        return sum(trace.fingerprint in marks for trace in issue.marker.traces)

    found = [issue for issue in known if issue.marker.signature == text.signature or alike(issue)]
    return min(
        found,
        key=lambda issue: (
            not issue.is_open,
            issue.marker.signature != text.signature,
            -alike(issue),
            # Of open ones the oldest, of closed ones the latest.
            issue.number if issue.is_open else -issue.number,
        ),
        default=None,
    )


def _updated(text: IssueText, issue: Existing, report: Report) -> Action:
    if _occasion(report).is_before(issue):
        return Leave(issue.number, issue.title, "something later has written it")
    now = set(text.traces)
    marks = {trace.fingerprint for trace in now}
    absent = [trace for trace in issue.marker.traces if trace.fingerprint not in marks]
    unseen = tuple(trace for trace in absent if seen(trace, report) is not Seen.GONE)
    whole = replace(text, traces=(*text.traces, *unseen))
    told = issue.marker.traces
    same = set(text.traces[: len(told)]) <= set(told) and len(unseen) == len(absent)
    if same and (unseen or digest_of(text) == issue.marker.digest):
        return Leave(issue.number, issue.title, "goes on unchanged")
    return Update(
        issue.number, text.title, body_of(whole, _occasion(report), issue.marker.signature), labels_of(issue, text), comment=""
    )  # fmt: skip


def _rest(issue: Existing, taken: dict[int, IssueText], report: Report) -> Action | None:
    """What becomes of an issue that no drift of this run is told in."""
    over = all_gone(issue.marker.traces, report)
    if not issue.is_open and (issue.marker.over or not over):
        return None
    if _occasion(report).is_before(issue):
        return Leave(issue.number, issue.title, "something later has written it")
    body = remembering(issue, _occasion(report))
    if not issue.is_open:
        return Remember(issue.number, issue.title, body)
    if over:
        return Close(issue.number, issue.title, body, _OVER.format(when=report.started_at, run=report.run_id))
    marks = {trace.fingerprint for trace in issue.marker.traces}
    other = next(
        (number for number, text in taken.items() if marks & {trace.fingerprint for trace in text.traces}), None
    )
    if other is not None:
        return Close(issue.number, issue.title, body, f"This goes on in #{other}: both have one cause.")
    there = any(seen(trace, report) is Seen.THERE for trace in issue.marker.traces)
    return Leave(issue.number, issue.title, "only suspected in this run" if there else "could not be seen in this run")


_OVER = "This is over: the run `{run}` of {when} saw the same steps, and nothing of it is there any more."


def _opened(text: IssueText, issue: Existing | None, report: Report, reopen_days: int) -> Action:
    if issue is None:
        return Open(text.title, body_of(text, _occasion(report), text.signature), text.labels)
    if _age(issue.marker.over, report.started_at) <= timedelta(days=reopen_days):
        comment = f"This is back: the run `{report.run_id}` of {report.started_at} found it again."
        return Update(
            issue.number,
            text.title,
            body_of(text, _occasion(report), issue.marker.signature),
            labels_of(issue, text),
            reopens=True,
            comment=comment,
        )
    earlier = replace(text, footer=f"It was there before, in #{issue.number}.\n{text.footer}")
    return Open(text.title, body_of(earlier, _occasion(report), text.signature), text.labels)


def _age(since: str, now: str) -> timedelta:
    try:
        return datetime.fromisoformat(now) - datetime.fromisoformat(since)
    except (ValueError, TypeError):
        return timedelta.max


def _digest(
    beyond: tuple[IssueText, ...],
    digests: tuple[Existing, ...],
    word: Callable[[tuple[str, ...]], IssueText],
    report: Report,
) -> tuple[Action, ...]:
    text = word(tuple(each.signature for each in beyond)) if beyond else None
    if text is not None:
        text = replace(text, traces=tuple(trace for each in beyond for trace in each.traces))
    elif any(seen(trace, report) is Seen.UNSEEN for issue in digests if issue.is_open for trace in issue.marker.traces):
        return ()  # some of it may go on behind a wall
    done = "Every drift has an issue of its own again, or is over."
    return single(text, digests, _occasion(report), signature=DIGEST, done=done)
