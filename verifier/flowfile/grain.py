"""Reads typed values out of a tree that is known to follow its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.flowfile.tree import Entry, Mapping, Node, Scalar, Sequence, Span

if TYPE_CHECKING:
    from collections.abc import Iterator


class SchemaGapError(AssertionError):
    """The schema let through what the code that follows it cannot take: a mistake of ours."""


def word(node: Node | None) -> str:
    """A text."""
    match node:
        case Scalar(value=str(value)):
            return value
        case _:
            raise SchemaGapError(f"a text, not {node}")


def maybe_word(node: Node | None) -> str | None:
    """A text, or None where nothing is written."""
    return None if node is None else word(node)


def number(node: Node | None) -> int:
    """A whole number."""
    match node:
        case Scalar(value=int() | float() as value) if not isinstance(value, bool):
            return int(value)
        case _:
            raise SchemaGapError(f"a whole number, not {node}")


def maybe_number(node: Node | None) -> int | None:
    """A whole number, or None where nothing is written."""
    return None if node is None else number(node)


_UNITS = (("ms", 1), ("s", 1_000), ("m", 60_000))


def milliseconds(node: Node | None, default: int = 0) -> int:
    """A duration such as `500ms`, `10s` or `1m`, in milliseconds; the default where nothing is written."""
    if node is None:
        return default
    written = word(node)
    unit, factor = next((unit, factor) for unit, factor in _UNITS if written.endswith(unit))
    return int(written.removesuffix(unit)) * factor


def flag(node: Node | None, *, default: bool) -> bool:
    """True or false."""
    match node:
        case None:
            return default
        case Scalar(value=bool(value)):
            return value
        case _:
            raise SchemaGapError(f"true or false, not {node}")


def mapping(node: Node | None) -> Mapping:
    """A map."""
    if isinstance(node, Mapping):
        return node
    raise SchemaGapError(f"a map, not {node}")


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list, or none where nothing is written."""
    match node:
        case None:
            return ()
        case Sequence():
            return node.items
        case _:
            raise SchemaGapError(f"a list, not {node}")


def words(node: Node | None) -> tuple[str, ...]:
    """The texts of a list."""
    return tuple(word(item) for item in items(node))


def chosen(node: Mapping, keys: tuple[str, ...]) -> Entry:
    """The first entry with one of these keys."""
    for entry in node.entries:
        if entry.key in keys:
            return entry
    raise SchemaGapError(f"one of {keys}")


def entry_span(entry: Entry) -> Span:
    """The key with its value where they share a line, else the key alone."""
    key, value = entry.key_span, entry.value.span
    if key.line == value.end_line:
        return Span(key.line, key.column, value.end_line, value.end_column)
    return key


def scalars(node: Node | None) -> Iterator[Scalar]:
    """The words of a list, with their places."""
    for item in items(node):
        if isinstance(item, Scalar):
            yield item
