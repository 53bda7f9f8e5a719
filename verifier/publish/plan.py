"""What has to be done to the issues of a repository, decided from what is there and what a run says: pure, and the least there is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from verifier.publish.marker import Marker, digest_of, write_marker
from verifier.publish.seen import Seen, all_gone, seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.model.drift import IssueText, Trace
    from verifier.model.report import Report

MOST_CHARACTERS = 65_536
"""Of an issue's body, by the API."""
DIGEST = "digest"
"""The signature of the one issue that lists what has no issue of its own."""


@dataclass(frozen=True, slots=True)
class Existing:
    """An issue of ours as it is now."""

    number: int
    is_open: bool
    title: str
    body: str
    labels: tuple[str, ...]
    marker: Marker


@dataclass(frozen=True, slots=True)
class Open:
    """A new issue."""

    title: str
    body: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """Title, body and labels of an issue, in place. `reopens`: it was closed. `comment` is empty where there is nothing to say."""

    number: int
    title: str
    body: str
    labels: tuple[str, ...]
    reopens: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """An issue that is done with: `body` remembers it, `comment` tells why."""

    number: int
    title: str
    body: str
    comment: str


@dataclass(frozen=True, slots=True)
class Remember:
    """An issue that a person closed is over: kept in its marks only, nobody is told."""

    number: int
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Nothing is done; `why` is for the log."""

    number: int
    title: str
    why: str


Action = Open | Update | Close | Remember | Leave


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
        if issue is None or (not issue.is_open and issue.marker.over and not _later(issue, report)):
            wanting.append((text, issue))
        elif not issue.is_open:
            kept.append(Leave(issue.number, issue.title, "closed by a person, and the drift goes on"))
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
        *_digest(beyond, digests, digest, report),
    )


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


def _later(issue: Existing, report: Report) -> bool:
    return issue.marker.at > report.started_at


def _updated(text: IssueText, issue: Existing, report: Report) -> Action:
    if _later(issue, report):
        return Leave(issue.number, issue.title, "a later run has written it")
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
        issue.number, text.title, _body(whole, report, issue.marker.signature), _labels(issue, text), comment=""
    )  # fmt: skip


def _rest(issue: Existing, taken: dict[int, IssueText], report: Report) -> Action | None:
    """What becomes of an issue that no drift of this run is told in."""
    over = all_gone(issue.marker.traces, report)
    if not issue.is_open and (issue.marker.over or not over):
        return None
    if _later(issue, report):
        return Leave(issue.number, issue.title, "a later run has written it")
    body = _remembering(issue, report)
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
        return Open(text.title, _body(text, report, text.signature), text.labels)
    if _age(issue.marker.over, report.started_at) <= timedelta(days=reopen_days):
        comment = f"This is back: the run `{report.run_id}` of {report.started_at} found it again."
        return Update(
            issue.number,
            text.title,
            _body(text, report, issue.marker.signature),
            _labels(issue, text),
            reopens=True,
            comment=comment,
        )
    earlier = replace(text, footer=f"It was there before, in #{issue.number}.\n{text.footer}")
    return Open(text.title, _body(earlier, report, text.signature), text.labels)


def _age(since: str, now: str) -> timedelta:
    try:
        return datetime.fromisoformat(now) - datetime.fromisoformat(since)
    except (ValueError, TypeError):
        return timedelta.max


def _digest(
    beyond: tuple[IssueText, ...],
    digests: list[Existing],
    word: Callable[[tuple[str, ...]], IssueText],
    report: Report,
) -> tuple[Action, ...]:
    latest = min(digests, key=lambda issue: (not issue.is_open, -issue.number), default=None)
    if not beyond:
        if latest is None or not latest.is_open:
            return ()
        if _later(latest, report) or any(seen(trace, report) is Seen.UNSEEN for trace in latest.marker.traces):
            return (Leave(latest.number, latest.title, "some of it could not be seen in this run"),)
        comment = "Every drift has an issue of its own again, or is over."
        return (Close(latest.number, latest.title, _remembering(latest, report), comment),)
    text = word(tuple(each.signature for each in beyond))
    text = replace(text, traces=tuple(trace for each in beyond for trace in each.traces))
    if latest is None or (not latest.is_open and latest.marker.over):
        return (Open(text.title, _body(text, report, DIGEST), text.labels),)
    if not latest.is_open:
        return (Leave(latest.number, latest.title, "closed by a person"),)
    if _later(latest, report) or digest_of(text) == latest.marker.digest:
        return (Leave(latest.number, latest.title, "goes on unchanged"),)
    return (Update(latest.number, text.title, _body(text, report, DIGEST), _labels(latest, text)),)


def _labels(issue: Existing, text: IssueText) -> tuple[str, ...]:
    """Ours as they should be now; those that people set are theirs and stay."""
    kinds = tuple({f"{label.partition(':')[0]}:" for label in text.labels if ":" in label})
    return tuple(dict.fromkeys((*(label for label in issue.labels if not label.startswith(kinds)), *text.labels)))


def _body(text: IssueText, report: Report, signature: str) -> str:
    head = f"{text.body}\n\n{text.footer}\n\n"
    traces: tuple[Trace, ...] = text.traces
    while True:
        marker = Marker(signature, report.against, digest_of(text), report.started_at, traces)
        body = head + write_marker(marker)
        if len(body.encode("utf-16-le", "surrogatepass")) // 2 <= MOST_CHARACTERS or not traces:
            return body
        traces = traces[: len(traces) // 2]


def _remembering(issue: Existing, report: Report) -> str:
    marker = replace(issue.marker, over=report.started_at, at=report.started_at)
    return f"{issue.body.partition('<!-- verifier:drift')[0].rstrip()}\n\n{write_marker(marker)}"
