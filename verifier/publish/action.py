"""The issues there are and what can be done to them, with the text and the marks of each put together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from verifier.publish.marker import Marker, digest_of, write_marker

if TYPE_CHECKING:
    from verifier.model.drift import IssueText, Trace

MOST_CHARACTERS = 65_536
"""Of an issue's body, by the API."""


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
class Occasion:
    """What the issues are about (`Report.against`), and when it was looked at (ISO time)."""

    against: str
    at: str

    def is_before(self, issue: Existing) -> bool:
        """Whether something later has written the issue already."""
        return issue.marker.at > self.at


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


def labels_of(issue: Existing, text: IssueText) -> tuple[str, ...]:
    """Ours as they should be now; those that people set are theirs and stay."""
    kinds = tuple({f"{label.partition(':')[0]}:" for label in text.labels if ":" in label})
    return tuple(dict.fromkeys((*(label for label in issue.labels if not label.startswith(kinds)), *text.labels)))


def body_of(text: IssueText, occasion: Occasion, signature: str) -> str:
    """Text, footer and marks; where they would be too long, fewer traces are remembered."""
    head = f"{text.body}\n\n{text.footer}\n\n"
    traces: tuple[Trace, ...] = text.traces
    while True:
        marker = Marker(signature, occasion.against, digest_of(text), occasion.at, traces)
        body = head + write_marker(marker)
        if len(body.encode("utf-16-le", "surrogatepass")) // 2 <= MOST_CHARACTERS or not traces:
            return body
        traces = traces[: len(traces) // 2]


def remembering(issue: Existing, occasion: Occasion) -> str:
    """The body as it is, with marks that remember that it is over."""
    marker = replace(issue.marker, over=occasion.at, at=occasion.at)
    return f"{issue.body.partition('<!-- verifier:drift')[0].rstrip()}\n\n{write_marker(marker)}"
