"""Windows, message boxes and downloads that a step set off, against those that were recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.compare.change import Change
from verifier.compare.links import address_key
from verifier.compare.noise import lasting
from verifier.model.finding import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.model.baseline import RecordedStep
    from verifier.model.observation import Observation


def event_changes(recorded: RecordedStep | Observation, seen: Observation, step_id: str) -> tuple[Change, ...]:
    """What is set off now and was not, or the other way round; the order of several does not count. One that took another's place is one change."""
    return (
        *_changed(
            Rule.POPUP_CHANGED,
            f"window of {step_id}",
            recorded.popups,
            seen.popups,
            key=_address,
            words="a window at {}",
        ),
        *_changed(
            Rule.MESSAGE_CHANGED,
            f"message of {step_id}",
            recorded.dialogs,
            seen.dialogs,
            key=lasting,
            words='the message "{}"',
        ),
        *_changed(
            Rule.DOWNLOAD_CHANGED,
            f"download of {step_id}",
            recorded.downloads,
            seen.downloads,
            key=lasting,
            words='the file "{}"',
        ),
    )


def _address(url: str) -> object:
    return address_key(url)


def _changed(
    rule: Rule,
    subject: str,
    recorded: tuple[str, ...],
    seen: tuple[str, ...],
    *,
    key: Callable[[str], object],
    words: str,
) -> tuple[Change, ...]:
    was, now = {key(each): each for each in recorded}, {key(each): each for each in seen}
    gone = sorted(each for it, each in was.items() if it not in now)
    new = sorted(each for it, each in now.items() if it not in was)
    found = []
    for index in range(max(len(gone), len(new))):
        expected = words.format(gone[index]) if index < len(gone) else ""
        actual = words.format(new[index]) if index < len(new) else ""
        found.append(Change(rule, subject, expected, actual, detail=str(index) if index else ""))
    return tuple(found)
