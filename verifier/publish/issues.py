"""The issues of a repository: read whole, then changed by a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from verifier.errors import PublishError
from verifier.publish.action import Close, Existing, Leave, Open, Remember, Update
from verifier.publish.marker import read_marker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from verifier.publish.action import Action
    from verifier.publish.github import GitHub, Json

_COLOURS = {"level:broken": "b60205", "level:drifted": "e99695", "guide": "1d76db", "language": "c2e0c6"}
_DESCRIPTIONS = {
    "level": "How bad it is for the guide",
    "guide": "The guide whose sentences it touches",
    "language": "The language of the page",
}


def read_issues(github: GitHub, label: str) -> tuple[Existing, ...]:
    """All issues of ours, open and closed: those with the label and with marks that can be read.

    Raises:
        PublishError: any page of the list could not be read.
    """
    found = []
    for plain in github.every("issues", state="all", labels=label):
        body = plain.get("body")
        number = plain.get("number")
        marker = read_marker(body) if isinstance(body, str) else None
        if marker is None or not isinstance(number, int) or "pull_request" in plain:
            continue
        labels = tuple(_name(each) for each in _list(plain.get("labels")))
        if label in labels:
            found.append(
                Existing(number, plain.get("state") == "open", str(plain.get("title")), str(body), labels, marker)
            )
    return tuple(found)


def _list(plain: Json) -> list[Json]:
    return plain if isinstance(plain, list) else []


def _name(label: Json) -> str:
    return str(label.get("name")) if isinstance(label, dict) else str(label)


def make_labels(github: GitHub, actions: Iterable[Action]) -> None:
    """Make those labels that the actions set and the repository does not have; those that it has stay as they are."""
    wanted = dict.fromkeys(label for action in actions if isinstance(action, (Open, Update)) for label in action.labels)
    if not wanted:
        return
    there = {str(plain.get("name")).casefold() for plain in github.every("labels")}
    for label in wanted:
        if label.casefold() in there:
            continue
        kind = label.partition(":")[0]
        try:
            github.create(
                "labels",
                {
                    "name": label,
                    "color": _COLOURS.get(label, _COLOURS.get(kind, "5319e7")),
                    "description": _DESCRIPTIONS.get(kind, "Found by the verifier of help guides"),
                },
            )
        except PublishError as error:
            if error.status != 422:  # somebody else made it meanwhile
                raise


def carry_out(github: GitHub, actions: Iterable[Action], tell: Callable[[Action, int], None]) -> tuple[str, ...]:
    """Do all of it, one after the other, and tell each thing that was done with its number.

    What is refused for one issue is left out and its words are given back; a limit, or a server that cannot be reached, ends it.
    """
    refused = []
    for action in actions:
        try:
            number = _do(github, action)
        except PublishError as error:
            if error.status != 422:
                raise
            refused.append(error.message)
        else:
            tell(action, number)
    return tuple(refused)


def _do(github: GitHub, action: Action) -> int:
    match action:
        case Open(title, body, labels):
            made = github.create("issues", {"title": title, "body": body, "labels": list(labels)})
            number = made.get("number")
            return number if isinstance(number, int) else 0
        case Update(number, title, body, labels, reopens, comment):
            change: dict[str, Json] = {"title": title, "body": body, "labels": list(labels)}
            github.change(f"issues/{number}", {**change, "state": "open"} if reopens else change)
            if comment:
                github.create(f"issues/{number}/comments", {"body": comment})
            return number
        case Close(number, _, body, comment):
            # Closed first: should the comment fail, the issue is not told as over again tomorrow.
            github.change(f"issues/{number}", {"body": body, "state": "closed", "state_reason": "completed"})
            github.create(f"issues/{number}/comments", {"body": comment})
            return number
        case Remember(number, _, body):
            github.change(f"issues/{number}", {"body": body})
            return number
        case Leave(number):
            return number
        case _:
            assert_never(action)
