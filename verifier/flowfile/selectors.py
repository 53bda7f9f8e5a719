"""The part of a step that says which element is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.flowfile.grain import SchemaGapError, chosen, mapping, word, words
from verifier.flowfile.tree import Mapping, Node, Scalar
from verifier.model.selector import ByCss, ByLabel, ByRole, ByText, Group, Landmark, Scope, Section, Selector

if TYPE_CHECKING:
    from verifier.flowfile.text import Wording

WAYS = ("role", "label", "text", "css")


def parse_selector(node: Mapping, wording: Wording) -> Selector:
    """The selector written among the keys of an action."""
    return Selector(_finder(node, wording), parse_scope(node.get("within"), wording), parse_frame(node.get("frame")))


def _finder(node: Mapping, wording: Wording) -> ByRole | ByLabel | ByText | ByCss:
    entry = chosen(node, WAYS)
    match entry.key:
        case "role":
            return ByRole(word(entry.value), wording.maybe_text(node.get("name")))
        case "label":
            return ByLabel(wording.text(entry.value))
        case "text":
            return ByText(wording.text(entry.value))
        case "css":
            return ByCss(word(entry.value))
        case other:
            raise SchemaGapError(other)


def parse_scope(node: Node | None, wording: Wording) -> Scope | None:
    """The part of the page to look in, or None: all of it."""
    if node is None:
        return None
    entry = chosen(mapping(node), ("landmark", "group", "section"))
    match entry.key:
        case "landmark" if isinstance(entry.value, Mapping):
            return Landmark(word(entry.value.get("role")), wording.maybe_text(entry.value.get("name")))
        case "landmark":
            return Landmark(word(entry.value))
        case "group":
            return Group(wording.text(entry.value))
        case "section":
            return Section(wording.text(entry.value))
        case other:
            raise SchemaGapError(other)


def parse_frame(node: Node | None) -> tuple[str, ...]:
    """CSS selectors of the frames, outermost first."""
    if isinstance(node, Scalar):
        return (word(node),)
    return words(node)


def parse_way(node: Mapping) -> str | None:
    """The first way that is written there, for actions where it may be left out."""
    return next((entry.key for entry in node.entries if entry.key in WAYS), None)
