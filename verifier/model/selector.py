"""How a thing on a page is meant: by role, label or text, within which part, in the wording of one locale."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be found on a page.

    `wordings` holds at least one accepted wording in the flow's locale, the preferred one first.
    Wordings are compared after normalisation (`compare.normalize`): white space, case-preserving NFC, no marks of direction.
    """

    wordings: tuple[str, ...]
    label_id: str | None = None

    @property
    def preferred(self) -> str:
        """The wording to show to people."""
        return self.wordings[0]

    def __str__(self) -> str:
        return self.wordings[0]


@dataclass(frozen=True, slots=True)
class Landmark:
    """Within the landmark of this ARIA role (`main`, `navigation`, `contentinfo`, ...), optionally of this name."""

    role: str
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Within the group, fieldset, radio group, dialog or region of this accessible name."""

    name: Text


@dataclass(frozen=True, slots=True)
class Section:
    """Within what stands under the heading of this text: from it to the next heading of the same or a higher level."""

    heading: Text


Scope = Landmark | Group | Section


@dataclass(frozen=True, slots=True)
class ByRole:
    """An element of this ARIA role and accessible name (the first choice)."""

    role: str
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class ByLabel:
    """A form control with this label."""

    label: Text


@dataclass(frozen=True, slots=True)
class ByText:
    """The smallest element that shows this text."""

    text: Text


@dataclass(frozen=True, slots=True)
class ByCss:
    """An element matched by a CSS selector (the last resort)."""

    css: str


Finder = ByRole | ByLabel | ByText | ByCss


@dataclass(frozen=True, slots=True)
class Selector:
    """How to find one element. `frame` is a CSS selector of the iframe that holds it, outermost first."""

    by: Finder
    within: Scope | None = None
    frame: tuple[str, ...] = ()
