"""Takes accepted changes of an assistant's choices into the recorded tree, and no others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.compare.tree import subject_of, tree_changes
from verifier.compare.wording import quoted
from verifier.match.normalize import key_of
from verifier.model.choice import Choice, ChoiceTree
from verifier.model.finding import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.compare.tree import TreeChange

Path = tuple[str, ...]
Choices = tuple[Choice, ...]


def regrown(recorded: ChoiceTree, seen: ChoiceTree, accepted: set[tuple[Rule, str]]) -> ChoiceTree:
    """The recorded tree with the accepted changes (rule and subject); where all of them are, the tree as it was seen.

    New choices come last of their level, for the order of choices does not count. One whose place is not in the recorded
    tree, since the choice above it is called otherwise there, is left out.
    """
    found = tree_changes(recorded, seen)
    wanted = [change for change in found if (change.rule, change.subject) in accepted]
    if len(wanted) == len(found):
        return seen
    choices = recorded.choices
    for change in wanted:
        choices = _with(choices, seen, change)
    return replace(recorded, choices=choices)


def _with(choices: Choices, seen: ChoiceTree, change: TreeChange) -> Choices:
    match change.rule:
        case Rule.CHOICE_REMOVED:
            return _at(choices, change.subject, lambda _: ())
        case Rule.CHOICE_RENAMED:
            name = quoted(change.actual)
            return _at(choices, change.subject, lambda choice: (replace(choice, name=name),))
        case Rule.CHOICE_ADDED:
            new = _find(seen.choices, lambda path: subject_of(path) == change.subject)
            return choices if new is None else _under(choices, new[0][:-1], new[1])
        case _:
            old = _find(choices, lambda path: subject_of(path) == change.subject)
            if old is None:
                return choices
            above = quoted(change.actual)
            new = _find(
                seen.choices,
                lambda path: key_of(path[-1]) == key_of(old[0][-1]) and " > ".join(path[:-1]) == above,
            )
            return choices if new is None else _under(_at(choices, change.subject, lambda _: ()), new[0][:-1], old[1])


def _at(choices: Choices, subject: str, to: Callable[[Choice], Choices], above: Path = ()) -> Choices:
    told: list[Choice] = []
    for choice in choices:
        path = (*above, choice.name)
        if subject_of(path) == subject:
            told += to(choice)
        else:
            told.append(replace(choice, choices=_at(choice.choices, subject, to, path)))
    return tuple(told)


def _under(choices: Choices, above: Path, new: Choice) -> Choices:
    if not above:
        return (*choices, new)
    return tuple(
        replace(choice, choices=_under(choice.choices, above[1:], new)) if key_of(choice.name) == key_of(above[0]) else choice
        for choice in choices
    )  # fmt: skip


def _find(choices: Choices, fits: Callable[[Path], bool], above: Path = ()) -> tuple[Path, Choice] | None:
    for choice in choices:
        path = (*above, choice.name)
        if fits(path):
            return path, choice
        below = _find(choice.choices, fits, path)
        if below is not None:
            return below
    return None
