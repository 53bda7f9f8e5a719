"""Changes of single spans of a YAML text: comments, order and the style of quoting stay as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.flowfile.tree import Entry, Mapping, Node, Scalar, Sequence, Span, Tree
from verifier.flowfile.yaml_write import inline, quoted

_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_NOT_IN_FLOW = re.compile(r"[,\[\]{}]|^[&*!|>%@`'\"-]")


class CannotEditError(Exception):
    """No edit of the text can say this; the message is why, in words that follow `none, for`."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text and what was read from it."""

    text: str
    tree: Tree

    def offset(self, line: int, column: int) -> int:
        """Where a place of the tree is in the text."""
        start = 0
        for _ in range(line - 1):
            found = _LINE_END.search(self.text, start)
            start = found.end() if found else len(self.text)
        return start + column - 1

    def put(self, span: Span, new: str) -> str:
        """The text with something else at that span."""
        start, end = self.offset(span.line, span.column), self.offset(span.end_line, span.end_column)
        return self.text[:start] + new + self.text[end:]

    def source(self, span: Span) -> str:
        """What stands at that span."""
        return self.text[self.offset(span.line, span.column) : self.offset(span.end_line, span.end_column)]


def scalar_like(old: str, new: str | int | bool) -> str:  # noqa: FBT001 - a value of any kind
    """The value as it is written in place of `old`: in the same quotes, and plain only where that reads back the same."""
    if not isinstance(new, str):
        return inline(new)
    if old.startswith('"'):
        return quoted(new)
    if old.startswith("'") and new.isprintable():
        return "'" + new.replace("'", "''") + "'"
    return plain_or_quoted(new)


def plain_or_quoted(new: str) -> str:
    """A text for any place in a file, also between brackets."""
    plain = inline(new)
    return plain if not _NOT_IN_FLOW.search(plain) or plain.startswith('"') else quoted(new)


def with_scalar(text: Text, node: Node, new: str | int | bool) -> str:  # noqa: FBT001 - a value of any kind
    """The text with another value in place of a scalar."""
    if not isinstance(node, Scalar):
        raise CannotEditError("the value is written in a way that is not edited by machine")
    return text.put(node.span, scalar_like(text.source(node.span), new))


def with_item(text: Text, node: Sequence, new: str) -> str:
    """The text with one item more at the end of a list; `new` is YAML."""
    if not node.items:
        raise CannotEditError("the list is empty")
    last = node.items[-1].span
    if _is_bracketed(text, node.span):
        return text.put(Span(last.end_line, last.end_column, last.end_line, last.end_column), f", {new}")
    dash = text.source(Span(last.line, 1, last.line, last.column))
    end = text.offset(last.end_line, len(text.tree.lines[last.end_line - 1]) + 1)
    return f"{text.text[:end]}\n{dash}{new}{text.text[end:]}"


def without_item(text: Text, node: Sequence, at: int) -> str:
    """The text without one item of a list of several."""
    if len(node.items) == 1:
        raise CannotEditError("nothing would be left of the list")
    return _without(text, [item.span for item in node.items], at, bracketed=_is_bracketed(text, node.span))


def without_key(text: Text, node: Mapping, key: str) -> str:
    """The text without one key of a map of several."""
    spans = [_of_entry(entry) for entry in node.entries]
    at = next((index for index, entry in enumerate(node.entries) if entry.key == key), None)
    if at is None:
        return text.text
    if len(spans) == 1:
        raise CannotEditError("nothing would be left beside it")
    return _without(text, spans, at, bracketed=_is_bracketed(text, node.span))


def reordered(text: Text, node: Sequence, order: list[int]) -> str:
    """The text with the items of a list in another order."""
    sources = [text.source(item.span) for item in node.items]
    whole = text.text
    for item, index in reversed(list(zip(node.items, order, strict=True))):
        whole = Text(whole, text.tree).put(item.span, sources[index])
    return whole


def _of_entry(entry: Entry) -> Span:
    end = entry.value.span
    return Span(entry.key_span.line, entry.key_span.column, end.end_line, end.end_column)


def _is_bracketed(text: Text, span: Span) -> bool:
    return text.source(Span(span.line, span.column, span.line, span.column + 1)) in {"[", "{"}


def _without(text: Text, spans: list[Span], at: int, *, bracketed: bool) -> str:
    span = spans[at]
    if not bracketed:
        start = text.offset(span.line, 1)
        return text.text[:start] + text.text[text.offset(span.end_line + 1, 1) :]
    if at + 1 < len(spans):
        after = spans[at + 1]
        return text.put(Span(span.line, span.column, after.line, after.column), "")
    before = spans[at - 1]
    return text.put(Span(before.end_line, before.end_column, span.end_line, span.end_column), "")
