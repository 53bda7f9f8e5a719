"""What a flow should say instead: one small change of meaning, before anybody thinks of its text."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.model.expectation import MailDraft, PostsTo
from verifier.model.finding import Source
from verifier.model.selector import Text


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a flow: an expectation or a step's action, and the keys from there on (none: its whole value)."""

    source: Source
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reword:
    """The words `was`, which stand at the spot or in the list there, are `now`. `shown` is what the page said before, if known."""

    spot: Spot
    was: Text
    now: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Put:
    """The value at the spot is `now`; None: the key goes."""

    spot: Spot
    now: str | int | bool | None


@dataclass(frozen=True, slots=True)
class AddItem:
    """The list at the spot has one more text, at the end."""

    spot: Spot
    now: str


@dataclass(frozen=True, slots=True)
class DropItem:
    """The list at the spot has one text less."""

    spot: Spot
    was: Text


@dataclass(frozen=True, slots=True)
class Reorder:
    """The list at the spot holds the same texts in this order."""

    spot: Spot
    now: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class PutOutcome:
    """Pressing does something else now."""

    spot: Spot
    now: MailDraft | PostsTo


Amendment = Reword | Put | AddItem | DropItem | Reorder | PutOutcome
