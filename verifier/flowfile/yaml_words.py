"""What the YAML parser says when it gives up, said so that a newcomer knows what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.flowfile.tree import Span, Tree

if TYPE_CHECKING:
    import yaml

    from verifier.model.place import Place, Problem


def explain(error: yaml.MarkedYAMLError, file: str, lines: tuple[str, ...]) -> Problem:
    """The parser's complaint as a problem at the place that the author should look at."""
    tree = Tree(file, None, (), lines)
    said = (error.problem or "").lower()
    context = (error.context or "").lower()
    at = _span(error.problem_mark, lines)
    opened = _span(error.context_mark, lines) if error.context_mark is not None else at
    character = _character(at, lines)
    if character == "\t" and ("token" in said or "tab" in said or "indent" in said):
        return tree.problem(
            "tab",
            at,
            "a tab stands where YAML wants spaces",
            label="a tab",
            advice="indent with spaces; most editors can convert them",
        )
    if "cannot start any token" in said:
        what = f"a value cannot begin with `{character}`"
        return tree.problem("syntax", at, what, label="here", advice="put the whole value in quotes")
    if "quoted scalar" in context and ("end of stream" in said or "document indicator" in said):
        return tree.problem(
            "syntax", opened, "this quote is never closed", label="opened here", advice="close it with the same quote"
        )
    if "escape" in said or "hexdec" in said:
        return tree.problem(
            "syntax", at, "this is no escape that YAML knows", label="here",
            advice="in double quotes a backslash is written twice; in single quotes it stands for itself",
        )  # fmt: skip
    if "']'" in said or "'}'" in said:
        bracket = _character(opened, lines) or "["
        return tree.problem(
            "syntax",
            at,
            f"the `{bracket}` is not closed, or a comma is missing",
            label="something else was expected here",
            advice="items are separated by commas; a text that holds `,`, `[`, `]`, `{`, `}` or `: ` needs quotes",
            related=_related(tree, opened, at, f"the `{bracket}`"),
        )
    if "mapping values are not allowed" in said and ": " not in tree.lines[at.line - 1][: at.column - 1]:
        advice = (
            "begin it in the column of the keys it belongs to; if it is part of a text, put the whole text in quotes"
        )
        return tree.problem("syntax", at, "this key does not fit the line above it", label="here", advice=advice)
    if "mapping values are not allowed" in said:
        return tree.problem(
            "syntax", at, "a second `: ` stands where only a value may stand", label="here",
            advice="if the colon belongs to the text, put the text in quotes; if this is a key, check the indentation",
        )  # fmt: skip
    return _indentation(tree, said, context, at, opened)


def _indentation(tree: Tree, said: str, context: str, at: Span, opened: Span) -> Problem:
    if "could not find expected ':'" in said:
        return tree.problem(
            "syntax", opened, "this line is neither `key: value` nor an item that begins with `- `", label="no colon follows",
            advice="write `key: value` with a space after the colon; a text over several lines needs quotes or `|`",
        )  # fmt: skip
    if "block collection" in context or "block mapping" in context:
        return tree.problem(
            "syntax",
            at,
            "this does not fit the lines above it",
            label="here",
            advice="keys of one map begin in the same column; after a closing quote or bracket nothing else may follow",
            related=_related(tree, opened, at, "it should line up with this"),
        )
    if "not allowed in this context" in said:
        return tree.problem(
            "syntax",
            at,
            "a list or a key cannot begin here",
            label="here",
            advice="begin it on a line of its own, indented",
        )
    reason = said or "it is not well-formed"
    return tree.problem(
        "syntax", at, f"this is not YAML: {reason}", label="here", advice="a text with special characters needs quotes"
    )


def _related(tree: Tree, opened: Span, at: Span, words: str) -> tuple[tuple[Place, str], ...]:
    return ((tree.place(opened), words),) if opened != at else ()


def _span(mark: yaml.Mark | None, lines: tuple[str, ...]) -> Span:
    """One column at the mark, kept inside the text: the parser may point behind the last line."""
    if mark is None:
        return Span(1, 1, 1, 2)
    line = min(mark.line, len(lines) - 1)
    if line < mark.line or (line > 0 and not lines[line]):
        while line > 0 and not lines[line].strip():
            line -= 1
        column = len(lines[line].rstrip())
    else:
        column = min(mark.column, len(lines[line]))
    return Span(line + 1, column + 1, line + 1, column + 2)


def _character(at: Span, lines: tuple[str, ...]) -> str:
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    return line[at.column - 1 : at.column]
