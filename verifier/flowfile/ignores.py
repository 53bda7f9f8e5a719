"""The `ignore` of a flow or site file: what is known to differ, why, and until when."""

from __future__ import annotations

import re
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from verifier.flowfile.grain import items, mapping, maybe_word, word
from verifier.flowfile.near import did_you_mean
from verifier.flowfile.tree import Mapping
from verifier.model.finding import Rule
from verifier.model.flow import Ignore, Ignored
from verifier.model.selector import ByLabel, ByRole, ByText

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.flowfile.tree import Node, Tree
    from verifier.model.place import Problem
    from verifier.model.selector import Text

_SCOPE = ("rule", "subject", "element")


def parse_ignores(
    root: Mapping, tree: Tree, text: Callable[[Node | None], Text], problems: list[Problem]
) -> tuple[Ignore, ...]:
    """The ignores of a file that follows the schema; what is wrong with one beyond it is added to `problems`.

    `text` resolves a wording.
    """
    found = []
    for node in items(root.get("ignore")):
        row = mapping(node)
        problems.extend(_wrong(row, tree))
        element = row.get("element")
        found.append(
            Ignore(
                word(row.get("reason")),
                word(row.get("until")),
                tree.place(row.entries[0].key_span),
                rule=maybe_word(row.get("rule")) or "",
                subject=maybe_word(row.get("subject")) or "",
                element=_element(element, text) if isinstance(element, Mapping) else None,
            )
        )
    return tuple(found)


def _element(row: Mapping, text: Callable[[Node | None], Text]) -> Ignored:
    section = row.get("section")
    under = None if section is None else text(section)
    if row.get("role") is not None:
        name = row.get("name")
        return Ignored(ByRole(word(row.get("role")), None if name is None else text(name)), under)
    if row.get("label") is not None:
        return Ignored(ByLabel(text(row.get("label"))), under)
    return Ignored(ByText(text(row.get("text"))), under)


def _wrong(row: Mapping, tree: Tree) -> list[Problem]:
    found = []
    if not any(row.get(key) is not None for key in _SCOPE):
        what = "an ignore needs a scope"
        advice = f"add one or more of: {', '.join(_SCOPE)}; what ignores everything would hide every change"
        found.append(
            tree.problem("missing-key", row.entries[0].key_span, what, label="what is ignored?", advice=advice)
        )
    rule = row.get("rule")
    if rule is not None and not any(fnmatchcase(each.value, word(rule)) for each in Rule):
        label = did_you_mean(word(rule), tuple(each.value for each in Rule), otherwise="no such rule")
        what = f"there is no rule `{word(rule)}`"
        found.append(tree.problem("unknown-value", rule.span, what, label=label, advice="write it as reports name it"))
    until = row.get("until")
    if until is not None and re.fullmatch(r"\d{4}-\d{2}-\d{2}", word(until)) and not _is_day(word(until)):
        what = f"there is no day {word(until)}"
        found.append(
            tree.problem("bad-value", until.span, what, label="no such day", advice="write it as `2026-12-31`")
        )
    return found


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
