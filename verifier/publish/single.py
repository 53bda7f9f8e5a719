"""The one issue that speaks of a whole list: made, kept up to date, and closed when the list is empty."""

from __future__ import annotations

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

if TYPE_CHECKING:
    from verifier.model.drift import IssueText


def single(
    text: IssueText | None, issues: tuple[Existing, ...], occasion: Occasion, *, signature: str, done: str
) -> tuple[Action, ...]:
    """What is done so that one open issue says `text`, or none is open where there is no text; `done` says why it is closed.

    `issues` are those with that signature. What a person closed stays closed until the list was empty once.
    """
    latest = min(issues, key=lambda issue: (not issue.is_open, -issue.number), default=None)
    if latest is not None and occasion.is_before(latest):
        return (Leave(latest.number, latest.title, "something later has written it"),)
    if text is None:
        if latest is None or latest.marker.over:
            return ()
        body = remembering(latest, occasion)
        return (
            Close(latest.number, latest.title, body, done)
            if latest.is_open
            else Remember(latest.number, latest.title, body),
        )
    body = body_of(text, occasion, signature)
    if latest is None or (not latest.is_open and latest.marker.over):
        return (Open(text.title, body, text.labels),)
    if not latest.is_open:
        return (Leave(latest.number, latest.title, "closed by a person"),)
    if digest_of(text) == latest.marker.digest:
        return (Leave(latest.number, latest.title, "goes on unchanged"),)
    return (Update(latest.number, text.title, body, labels_of(latest, text)),)
