"""A guide and the statements that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from verifier.model.place import Place


class CheckKind(StrEnum):
    """How a claim can be checked."""

    PAGE = "page"
    LOCATE_ONLY = "page-locate-only"
    """May be found and filled locally, never sent."""
    SIGNED_IN = "page-signed-in"
    FACT = "fact"
    """Read it on a page."""
    APP = "app"
    MAIL = "mail"
    """By e-mail or post only."""
    ADVICE = "advice"
    """Nothing to check."""
    UNFOUNDED = "unfounded"
    """No evidence that the thing exists."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of one guide, in our own words.

    `labels` are the short UI labels that the guide quotes, in its own language.
    """

    id: str
    where: str
    """Method and step in the guide, for a person to find it."""
    says: str
    check: CheckKind
    place: Place
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """A help guide: its claims in the order of its text."""

    id: str
    title: str
    language: str
    direction: str
    """`ltr` or `rtl`."""
    place: Place
    claims: tuple[Claim, ...]
    document: str | None = None
    """A path or URL of the guide itself."""
