"""Whether an element stands in the part of a page that a flow speaks of, and goes by one of its names."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from verifier.match.normalize import same_words
from verifier.model.selector import Group, Landmark, Section

if TYPE_CHECKING:
    from verifier.model.observation import Anchor
    from verifier.model.selector import Scope, Text


def called(text: Text, name: str) -> bool:
    """Whether `name` is one of the accepted wordings."""
    return any(same_words(wording, name) for wording in text.wordings)


def in_scope(anchor: Anchor, scope: Scope | None) -> bool:
    """Whether the element stands within the scope."""
    match scope:
        case None:
            return True
        case Landmark(role):
            return anchor.landmark == role
        case Group(name):
            return called(name, anchor.group)
        case Section(heading):
            return called(heading, anchor.section)
        case _:
            assert_never(scope)
