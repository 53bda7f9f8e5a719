"""The texts of one site: a label id, and what is written on the page in each locale."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from verifier.flowfile.tree import Entry, Mapping, Node, Scalar, Sequence, Span, Tree

if TYPE_CHECKING:
    from verifier.model.place import Place


@dataclass(frozen=True, slots=True)
class Label:
    """One label. `by_locale` is empty and `everywhere` is not where the wording is the same in every language."""

    id: str
    place: Place
    everywhere: tuple[str, ...] = ()
    by_locale: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def wordings(self, locale: str) -> tuple[str, ...]:
        """The accepted wordings in that locale, else in the language without its region; empty: there is none."""
        if self.everywhere:
            return self.everywhere
        for candidate in fallbacks(locale):
            for written_for, wordings in self.by_locale:
                if written_for == candidate:
                    return wordings
        return ()

    def all_wordings(self) -> tuple[str, ...]:
        """Every wording in every locale, each once."""
        every = [*self.everywhere, *(wording for _, wordings in self.by_locale for wording in wordings)]
        return tuple(dict.fromkeys(every))


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of one site; `file` is where they are written, whether it is there or not."""

    file: str
    by_id: dict[str, Label] = field(default_factory=dict)


def fallbacks(locale: str) -> tuple[str, ...]:
    """The locale and what it falls back to: `pt-BR`, then `pt`."""
    parts = locale.split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))


def parse_labels(tree: Tree) -> Labels:
    """The labels of a tree that follows the schema."""
    labels = tree.root.get("labels") if isinstance(tree.root, Mapping) else None
    entries = labels.entries if isinstance(labels, Mapping) else ()
    return Labels(tree.file, {entry.key: _label(tree, entry) for entry in entries})


def _label(tree: Tree, entry: Entry) -> Label:
    place = tree.place(Span(*entry.key_span))
    if isinstance(entry.value, Mapping):
        by_locale = tuple((each.key, wordings_of(each.value)) for each in entry.value.entries)
        return Label(entry.key, place, by_locale=by_locale)
    return Label(entry.key, place, everywhere=wordings_of(entry.value))


def wordings_of(node: Node) -> tuple[str, ...]:
    """One wording or a list of them, as a tuple."""
    match node:
        case Scalar(value=str(value)):
            return (value,)
        case Sequence():
            return tuple(wording for item in node.items for wording in wordings_of(item))
        case _:
            return ()
