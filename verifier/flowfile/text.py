"""Resolves what an author wrote for a page's words: a literal, a label of the site, or several wordings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verifier.flowfile.grain import SchemaGapError, items, word
from verifier.flowfile.near import did_you_mean
from verifier.flowfile.tree import Node, Scalar, Sequence, Tree
from verifier.model.selector import Text

if TYPE_CHECKING:
    from verifier.flowfile.labels import Labels
    from verifier.model.place import Problem

_PLACEHOLDER = re.compile(r"\{([^{}/]*)\}")


class Wording:
    """Texts and URLs of one file in one locale; what cannot be resolved is told in `problems`."""

    def __init__(self, tree: Tree, labels: Labels, locale: str, *, language: str) -> None:
        self.problems: list[Problem] = []
        self._tree = tree
        self._labels = labels
        self._locale = locale
        self._language = language
        self._complained: set[str] = set()
        self._resolved: dict[str, Text] = {}

    def text(self, node: Node | None) -> Text:
        """The text in this locale; a label that is not there stands for itself, and is a problem."""
        match node:
            case Scalar(value=str(value)):
                return self._one(node, value)
            case Sequence():
                every = [self._one(item, word(item)) for item in items(node)]
                label = every[0].label_id if len(every) == 1 else None
                return Text(tuple(dict.fromkeys(wording for text in every for wording in text.wordings)), label)
            case _:
                raise SchemaGapError(f"a text, not {node}")

    def maybe_text(self, node: Node | None) -> Text | None:
        """The text, or None where nothing is written."""
        return None if node is None else self.text(node)

    def url(self, node: Node | None) -> str:
        """The URL with `{lang}` filled in."""
        written = word(node)
        for found in _PLACEHOLDER.finditer(written):
            if found.group(1) != "lang" and isinstance(node, Scalar):
                what = f"there is no placeholder `{found.group()}`"
                advice = "`{lang}` is the only placeholder; braces that belong to the URL are written %7B and %7D"
                self._say(
                    "unknown-placeholder",
                    node,
                    what,
                    label=did_you_mean(found.group(), ("{lang}",), otherwise="unknown"),
                    advice=advice,
                )
        return written.replace("{lang}", self._language)

    def _one(self, node: Node, written: str) -> Text:
        known = self._resolved.get(written)
        if known is None:
            problems = len(self.problems)
            known = self._resolve(node, written)
            if len(self.problems) == problems:
                self._resolved[written] = known
        return known

    def _resolve(self, node: Node, written: str) -> Text:
        if written.startswith("$$"):
            return Text((written[1:],))
        if not written.startswith("$"):
            return Text((written,))
        label_id = written[1:]
        label = self._labels.by_id.get(label_id)
        if label is None:
            self._unknown(node, label_id)
            return Text((written,))
        wordings = label.wordings(self._locale)
        if not wordings:
            if label_id not in self._complained:
                self._complained.add(label_id)
                problem = self._tree.problem(
                    "label-without-locale",
                    node.span,
                    f"the label `{label_id}` has no wording for `{self._locale}`",
                    label=f"needed in `{self._locale}`",
                    advice=f"add `{self._locale}: ...` to the label, or take `{self._locale}` out of the flow",
                    related=((label.place, "the label"),),
                )
                self.problems.append(problem)
            return Text((written,), label_id)
        return Text(wordings, label_id)

    def _unknown(self, node: Node, label_id: str) -> None:
        if not self._labels.by_id:
            label = "no labels there"
        else:
            label = did_you_mean(f"${label_id}", (f"${known}" for known in self._labels.by_id), otherwise="unknown")
        what = f"{self._labels.file} has no label `{label_id}`"
        advice = f"add it to the labels; for a text that begins with a dollar sign write `$${label_id}`"
        self._say("unknown-label", node, what, label=label, advice=advice)

    def _say(self, code: str, node: Node, message: str, *, label: str, advice: str) -> None:
        self.problems.append(self._tree.problem(code, node.span, message, label=label, advice=advice))
