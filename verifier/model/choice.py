"""What an assistant or chat offers, as a tree: a greeting, its choices, and below each what it answers and offers next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ChoiceEnd(StrEnum):
    """How it went on after a choice."""

    ANSWERED = "answered"
    """It was pressed; there was an answer and nothing more to choose."""
    ASKED = "asked"
    """It was pressed, and there was more to choose."""
    KNOWN = "known"
    """It was pressed and led to choices that the tree holds at another place; they are named here and followed there."""
    DEEP = "deep"
    """It was not pressed: it stands as deep as the walk was to go."""
    KEPT = "kept"
    """It was not pressed: that could send something, or the site's file says never to press it."""
    LEFT = "left"
    """It leads to another site."""
    UNSEEN = "unseen"
    """It was not pressed: the walk had taken as many looks as it may, or the choice could not be reached again."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice. `answer` is what was said after it was pressed, at most 500 characters, and may vary from walk to walk."""

    name: str
    end: ChoiceEnd
    answer: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def is_followed(self) -> bool:
        """Whether all that stands below it is known: there is nothing below, or it is in `choices`."""
        return self.end in (ChoiceEnd.ANSWERED, ChoiceEnd.ASKED)


@dataclass(frozen=True, slots=True)
class ChoiceTree:
    """All that was offered, in the order of the page. `greeting` is what is said before anything is pressed, and may vary."""

    greeting: str
    choices: tuple[Choice, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every choice that the walk was to press was pressed."""
        return all(choice.end is not ChoiceEnd.UNSEEN for choice in every_choice(self.choices))


def every_choice(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices and all below them, a parent before its children."""
    return tuple(found for choice in choices for found in (choice, *every_choice(choice.choices)))
