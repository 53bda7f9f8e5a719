"""From changes of meaning to a text edit of the flow and its labels: only the touched span changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

from verifier.flowfile.expectations import KINDS
from verifier.flowfile.grain import chosen, items, mapping, word
from verifier.flowfile.labels import fallbacks, wordings_of
from verifier.flowfile.layout import LABELS_FILE
from verifier.flowfile.parse import ACTIONS, locales_of
from verifier.flowfile.span_edit import (
    CannotEditError,
    Text,
    plain_or_quoted,
    reordered,
    scalar_like,
    with_item,
    with_scalar,
    without_item,
    without_key,
)
from verifier.flowfile.strict_yaml import read_tree
from verifier.flowfile.tree import Entry, Mapping, Node, Scalar, Sequence, Span
from verifier.match.scope import called
from verifier.model.amendment import AddItem, DropItem, Put, PutOutcome, Reorder, Reword
from verifier.model.expectation import MailDraft, PostsTo

if TYPE_CHECKING:
    from collections.abc import Mapping as Texts

    from verifier.model.amendment import Amendment, Spot
    from verifier.model.flow import Flow
    from verifier.model.selector import Text as Words

_SHORT = ("name", "text")
"""Keys whose value may stand in place of the whole map (`button: Send`)."""


def edited(
    texts: Texts[str, str], wanted: tuple[tuple[Flow, tuple[Amendment, ...]], ...], *, keep_old: bool = False
) -> dict[str, str]:
    """The files that change, by name, for these changes of one or more flows; `texts` are all files of their site.

    `keep_old`: new words join the accepted wordings instead of taking the place of the old one. Raises CannotEditError where no
    edit can say it.
    """
    work = _Work(dict(texts), keep_old=keep_old)
    for flow, amendments in wanted:
        for amendment in amendments:
            work.amend(flow, amendment)
    work.add_items()
    return {file: text for file, text in work.texts.items() if text != texts.get(file)}


@dataclass(slots=True)
class _Work:
    texts: dict[str, str]
    keep_old: bool
    added: dict[tuple[str, Spot], dict[str, list[str]]] = field(default_factory=dict)
    """By file and list, the texts to add in each locale."""
    spots: dict[tuple[str, Spot], Flow] = field(default_factory=dict)

    def amend(self, flow: Flow, amendment: Amendment) -> None:
        """Take one change into the texts."""
        file = flow.place.file
        text = self.read(file)
        if isinstance(amendment, AddItem):
            self.spots.setdefault((file, amendment.spot), flow)
            rows = self.added.setdefault((file, amendment.spot), {}).setdefault(flow.locale, [])
            rows.append(amendment.now)
            return
        entry = _entry(text, flow, amendment.spot)
        match amendment:
            case Reword():
                self.reword(flow, text, _value(entry, amendment.spot.keys), amendment)
            case Put(spot, now):
                self.texts[file] = _put(text, entry, spot.keys, now, flow)
            case DropItem(spot, was):
                node = _value(entry, spot.keys)
                at = _index_of(node, was)
                if at is not None and isinstance(node, Sequence):
                    self.texts[file] = without_item(text, node, at)
            case Reorder(spot, now):
                node = _value(entry, spot.keys)
                order = [_index_of(node, each) for each in now]
                if not isinstance(node, Sequence) or None in order or len(order) != len(node.items):
                    raise CannotEditError("the list was written anew since")
                self.texts[file] = reordered(text, node, [at for at in order if at is not None])
            case PutOutcome(_, now):
                self.texts[file] = text.put(entry.value.span, _outcome(now))
            case _:
                assert_never(amendment)

    def read(self, file: str) -> Text:
        """The text of a file as it is by now."""
        if file not in self.texts:
            raise CannotEditError(f"there is no {file} any more")
        tree = read_tree(self.texts[file], file)
        if tree.root is None or tree.problems:
            raise CannotEditError(f"{file} cannot be read; `verifier check` says why")
        return Text(self.texts[file], tree)

    # -- words -------------------------------------------------------------------------------------------------

    def reword(self, flow: Flow, text: Text, node: Node | None, amendment: Reword) -> None:
        """New words for one wording of a text: in the labels where it is a label, else where it stands."""
        if isinstance(node, Sequence) and amendment.spot.keys[-1:] in {("are",), ("options",), ("path",)}:
            at = _index_of(node, amendment.was)
            node = None if at is None else node.items[at]
        if node is None:
            raise CannotEditError("the text was written anew since")
        written = word(node) if isinstance(node, Scalar) else ""
        if written.startswith("$") and not written.startswith("$$"):
            self.reword_label(flow, written[1:], amendment)
            return
        keep = self.keep_old or len(locales_of(text.tree)) > 1
        self.texts[text.tree.file] = _reworded(text, node, amendment, keep_old=keep)

    def reword_label(self, flow: Flow, label_id: str, amendment: Reword) -> None:
        """New words for a label in the flow's language."""
        file = f"{flow.place.file.rpartition('/')[0]}/{LABELS_FILE}"
        text = self.read(file)
        label = mapping(mapping(text.tree.root).get("labels")).entry(label_id)
        if label is None:
            raise CannotEditError(f"{file} has no label `{label_id}` any more")
        node, keep = label.value, True
        if isinstance(label.value, Mapping):
            known = next((each for each in fallbacks(flow.locale) if label.value.get(each) is not None), None)
            if known is None:
                raise CannotEditError(f"the label `{label_id}` has no wording for `{flow.locale}`")
            node, keep = label.value.get(known) or label.value, known != flow.locale
        self.texts[file] = _reworded(text, node, amendment, keep_old=self.keep_old or keep)

    # -- lists ---------------------------------------------------------------------------------------------------

    def add_items(self) -> None:
        """Add texts to lists: as they are where every language has the same, else as a new label."""
        for (file, spot), by_locale in self.added.items():
            flow = self.spots[file, spot]
            locales = locales_of(self.read(file).tree)
            rows = [by_locale[locale] for locale in locales if locale in by_locale]
            same = all(row == rows[0] for row in rows)
            if len(rows) < len(locales) and not same:
                raise CannotEditError("the list holds for every language of the flow: accept it in all of them at once")
            for number, now in enumerate(rows[0]):
                written = plain_or_quoted(now if not now.startswith("$") else f"${now}")
                if not same:
                    if any(len(row) != len(rows[0]) for row in rows):
                        raise CannotEditError("the languages have not the same new items; edit the list by hand")
                    written = self.add_label(file, {locale: by_locale[locale][number] for locale in locales})
                text = self.read(file)
                node = _value(_entry(text, flow, spot), spot.keys)
                if not isinstance(node, Sequence):
                    raise CannotEditError("the list was written anew since")
                self.texts[file] = with_item(text, node, written)

    def add_label(self, flow_file: str, by_locale: dict[str, str]) -> str:
        """A new label at the end of the labels, named after its words; the reference to it."""
        file = f"{flow_file.rpartition('/')[0]}/{LABELS_FILE}"
        text = self.read(file)
        labels = mapping(mapping(text.tree.root).get("labels"))
        words = next((each for each in by_locale.values() if re.search("[A-Za-z]", each)), "option")
        stem = "-".join(re.findall("[a-z0-9]+", words.lower()))[:40].strip("-") or "option"
        name = next(each for each in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if labels.get(each) is None)
        row = ", ".join(f"{locale}: {plain_or_quoted(now)}" for locale, now in by_locale.items())
        last = labels.entries[-1]
        indent = " " * (last.key_span.column - 1)
        end = text.offset(last.value.span.end_line, len(text.tree.lines[last.value.span.end_line - 1]) + 1)
        self.texts[file] = f"{text.text[:end]}\n{indent}{name}: {{{row}}}{text.text[end:]}"
        return f"${name}"


# -- where it stands ---------------------------------------------------------------------------------------------


def _entry(text: Text, flow: Flow, spot: Spot) -> Entry:
    """The action or expectation that the spot speaks of."""
    rows = [mapping(node) for node in items(mapping(text.tree.root).get("steps"))]
    row = next((each for each in rows if word(each.get("id")) == spot.source.step_id), None)
    step = next((each for each in flow.steps if each.id == spot.source.step_id), None)
    if row is None or step is None:
        raise CannotEditError(f"the flow has no step `{spot.source.step_id}` any more")
    if not spot.source.expectation_id:
        return chosen(row, ACTIONS)
    at = next((index for index, each in enumerate(step.expect) if each.id == spot.source.expectation_id), None)
    nodes = items(row.get("expect"))
    if at is None or at >= len(nodes):
        raise CannotEditError(f"the step `{step.id}` expects something else by now")
    return chosen(mapping(nodes[at]), KINDS)


def _value(entry: Entry, keys: tuple[str, ...]) -> Node | None:
    node: Node | None = entry.value
    for key in keys:
        if isinstance(node, Mapping):
            node = node.get(key)
        elif key not in _SHORT:
            return None
    return node


def _index_of(node: Node | None, was: Words) -> int | None:
    """Which item of the list is that text, as a label or in one of its wordings."""
    if not isinstance(node, Sequence):
        return None
    for index, item in enumerate(node.items):
        written = wordings_of(item)
        if was.label_id is not None and written == (f"${was.label_id}",):
            return index
        if was.label_id is None and any(called(was, each) for each in written):
            return index
    return None


# -- what is written ---------------------------------------------------------------------------------------------


def _put(text: Text, entry: Entry, keys: tuple[str, ...], now: str | int | bool | None, flow: Flow) -> str:  # noqa: FBT001
    node = _value(entry, keys)
    if now is None:
        parent = _value(entry, keys[:-1])
        return text.text if node is None or not isinstance(parent, Mapping) else without_key(text, parent, keys[-1])
    if node is None:
        raise CannotEditError("the flow was written anew since")
    if isinstance(now, str) and isinstance(node, Scalar) and isinstance(node.value, str):
        now = _templated(node.value, now, flow)
    return with_scalar(text, node, now)


def _templated(old: str, new: str, flow: Flow) -> str:
    """The new address with `{lang}` where the old one had it, so that it holds in every language of the flow."""
    if "{lang}" not in old:
        return new
    for before, after in re.findall(r"([?&/][\w-]*=?)\{lang\}([/?&#]?)", old):
        pattern = (
            re.escape(before)
            + rf"({re.escape(flow.locale)}|[a-z]{{2}}(?:[-_][A-Za-z]{{2}})?)"
            + (re.escape(after) or "(?=$|[?&#*])")
        )
        new = re.sub(pattern, f"{before}{{lang}}{after}", new, count=1)
    return new


def _reworded(text: Text, node: Node, amendment: Reword, *, keep_old: bool) -> str:
    known = wordings_of(node)
    if any(called(amendment.was.__class__((each,)), amendment.now) for each in known):
        return text.text
    written = amendment.now if not amendment.now.startswith("$") else f"${amendment.now}"
    scalars = node.items if isinstance(node, Sequence) else (node,)
    replaced = next(
        (each for each in scalars if amendment.shown and amendment.shown in wordings_of(each)),
        scalars[0] if scalars else None,
    )
    if replaced is None:
        raise CannotEditError("the text was written anew since")
    if not keep_old:
        return with_scalar(text, replaced, written)
    first = scalars[0].span
    if isinstance(node, Sequence):
        new = scalar_like(text.source(first), written)
        if text.source(Span(node.span.line, node.span.column, node.span.line, node.span.column + 1)) == "[":
            return text.put(Span(first.line, first.column, first.line, first.column), f"{_bracketable(new, written)}, ")
        return text.put(
            Span(first.line, first.column, first.line, first.column), f"{new}\n{' ' * (first.column - 3)}- "
        )
    old = text.source(first)
    kept = old if old[:1] in "\"'" else plain_or_quoted(word(node))
    return text.put(first, f"[{_bracketable(scalar_like(old, written), written)}, {kept}]")


def _bracketable(written: str, meant: str) -> str:
    return written if written[:1] in "\"'" else plain_or_quoted(meant)


def _outcome(now: MailDraft | PostsTo) -> str:
    match now:
        case MailDraft(to):
            return f"{{mail_draft: {{to: {plain_or_quoted(to)}}}}}"
        case PostsTo(url, names, method):
            fields = f", field_names: [{', '.join(map(plain_or_quoted, names))}]" if names else ""
            how = "" if method.upper() == "POST" else f", method: {plain_or_quoted(method)}"
            return f"{{posts_to: {{url: {plain_or_quoted(url)}{fields}{how}}}}}"
        case _:
            assert_never(now)
