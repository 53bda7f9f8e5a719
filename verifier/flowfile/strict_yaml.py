"""YAML made strict: places kept, one meaning for each word, and nothing that a file of data has no need of.

A plain word is a number (decimal), `true`, `false`, `null` or `~`, or else itself: `no`, `on`, `2024-01-02`, `0o17`, `1:20`
and `007` stay words. Duplicate keys, anchors, aliases, merge keys, tags, directives and further documents are problems.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import yaml

from verifier.flowfile.tree import MOST_PROBLEMS, Entry, Hole, Mapping, Node, Scalar, Sequence, Span, Tree
from verifier.flowfile.yaml_words import explain
from verifier.flowfile.yaml_write import Plain, write
from verifier.model.place import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml._yaml import Mark as CMark

    Mark = yaml.Mark | CMark

__all__ = ["MOST_BYTES", "MOST_DEPTH", "Plain", "read_bytes", "read_tree", "resolve", "to_plain", "write"]

MOST_BYTES = 256 * 1024
MOST_DEPTH = 32
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_HIDDEN = re.compile("[\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,40}(?:[eE][-+]?[0-9]{1,3})?")
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INFINITE = float("inf")


class _Events(Protocol):
    def get_event(self) -> yaml.Event | None: ...


def read_tree(text: str, file: str, *, most_bytes: int = MOST_BYTES) -> Tree:
    """The tree of one YAML document; `file` is what places call it. Raises nothing: what is wrong is in `problems`.

    The root is None where the text is no YAML at all, too long or empty. Otherwise it is everything that could be read, with a
    `Hole` where something was refused.
    """
    lines = tuple(_BREAK.split(text))
    refused = _refuse_text(text, file, lines, most_bytes)
    if refused is not None:
        return Tree(file, None, (refused,), lines)
    composer = _Composer(file, lines)
    try:
        composer.read(_parser(text))
    except yaml.MarkedYAMLError as error:
        return Tree(file, None, (*composer.problems, explain(error, file, lines)), lines)
    except yaml.YAMLError as error:  # of the parser's own kinds, only a character that it does not take has no mark
        here = Tree(file, None, (), lines)
        refused = _control_character(text, here) or here.problem(
            "syntax", Span(1, 1, 1, 1), f"this is not YAML: {error}"
        )
        return Tree(file, None, (*composer.problems, refused), lines)
    if composer.root is None and not composer.problems:
        empty = Tree(file, None, (), lines)
        nothing = empty.problem("empty-file", Span(1, 1, 1, 1), "the file is empty", advice="write it, or remove it")
        return Tree(file, None, (nothing,), lines)
    return Tree(file, composer.root, tuple(composer.problems), lines)


def read_bytes(content: bytes, file: str, *, most_bytes: int = MOST_BYTES) -> Tree:
    """As `read_tree`, for bytes: what is not UTF-8 is a problem."""
    for mark, name in ((codecs.BOM_UTF8, "UTF-8 with a byte order mark"), *_OTHER_ENCODINGS):
        if content.startswith(mark):
            return _unreadable(file, "encoding", f"the file is {name}", "save it as plain UTF-8")
    if len(content) > most_bytes:
        return _unreadable(file, "too-large", _too_large(len(content), most_bytes), _SPLIT)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        lines = tuple(_BREAK.split(content.decode("utf-8", "replace")))
        so_far = _BREAK.split(before)
        span = Span(len(so_far), len(so_far[-1]) + 1, len(so_far), len(so_far[-1]) + 2)
        what = f"the file is not UTF-8: byte 0x{content[error.start]:02x} cannot stand here"
        broken = Tree(file, None, (), lines).problem("encoding", span, what, advice="save it as UTF-8")
        return Tree(file, None, (broken,), lines)
    return read_tree(text, file, most_bytes=most_bytes)


def to_plain(tree: Tree) -> Plain:
    """The values alone, as lists, dicts, texts, numbers, booleans and None; holes are None."""
    return None if tree.root is None else _plain(tree.root)


def _plain(node: Node) -> Plain:
    match node:
        case Scalar():
            return node.value
        case Mapping():
            return {entry.key: _plain(entry.value) for entry in node.entries}
        case Sequence():
            return [_plain(item) for item in node.items]
        case Hole():
            return None


def resolve(text: str) -> str | int | float | bool | None:
    """What a plain word means."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in "-0123456789":
        if _WHOLE.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            number = float(text)
            return text if abs(number) == _INFINITE else number
    return text


# -- before it is YAML -------------------------------------------------------------------------------------------

_OTHER_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SPLIT = "split it into several files"


def _too_large(size: int, most: int) -> str:
    return f"the file has {size:,} bytes, and {most:,} is the most that is read"


def _unreadable(file: str, code: str, message: str, advice: str) -> Tree:
    return Tree(file, None, (Problem(code=code, message=message, place=Place(file, 1, 1, 1, 1), help=advice),), ())


def _refuse_text(text: str, file: str, lines: tuple[str, ...], most_bytes: int) -> Problem | None:
    size = len(text) if len(text) > most_bytes else len(text.encode("utf-8", "surrogatepass"))
    here = Tree(file, None, (), lines)
    if size > most_bytes:
        return here.problem("too-large", Span(1, 1, 1, 1), _too_large(size, most_bytes), advice=_SPLIT)
    if "\ufeff" not in text and (text.isascii() or not _HIDDEN.search(text)):
        return None
    return _control_character(text, here)


@cache
def _forbidden() -> re.Pattern[str]:
    # what no text file shows, and the marks that turn the direction of a line, so that it reads otherwise than it is;
    # compiled only when the parser has refused a character: the classes of this pattern take a while
    return re.compile(
        "[^\t\n\r\x20-\x7e\x85\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
    )


def _control_character(text: str, here: Tree) -> Problem | None:
    found = _forbidden().search(text)
    if found is None:
        return None
    before = _BREAK.split(text[: found.start()])
    span = Span(len(before), len(before[-1]) + 1, len(before), len(before[-1]) + 2)
    number = f"U+{ord(found.group()):04X}"
    if found.group() == "\ufeff":
        return here.problem(
            "encoding", span, "a byte order mark stands here", label=number, advice="save the file as plain UTF-8"
        )
    advice = f'remove it; where a text really holds it, write "\\u{ord(found.group()):04X}" in double quotes'
    return here.problem(
        "control-character", span, "an invisible control character stands here", label=number, advice=advice
    )


def _parser(text: str) -> _Events:
    if yaml.__with_libyaml__:
        from yaml._yaml import CParser  # noqa: PLC0415 - not every build of PyYAML has it

        parser: _Events = CParser(text)
        return parser
    return yaml.SafeLoader(text)  # the Python parser gives the same events, ten times slower


# -- events to nodes ---------------------------------------------------------------------------------------------


class _Open:
    """A mapping or sequence that has been opened and not closed yet."""

    __slots__ = ("entries", "items", "key", "key_is_refused", "key_span", "refused", "seen", "start")

    def __init__(self, start: Mark | None, *, is_mapping: bool, refused: bool) -> None:
        self.start = start
        self.refused = refused
        self.items: list[Node] = []
        self.entries: list[Entry] = []
        self.seen: dict[str, Span] | None = {} if is_mapping else None
        self.key: str | None = None
        self.key_is_refused = False
        self.key_span = Span(1, 1, 1, 1)


class _Composer:
    """Builds nodes out of parser events with a stack of its own, so that depth is bounded by a number and not by Python."""

    def __init__(self, file: str, lines: tuple[str, ...]) -> None:
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self._tree = Tree(file, None, (), lines)
        self._lines = lines
        self._stack: list[_Open] = []
        self._documents = 0

    def read(self, parser: _Events) -> None:
        """Read to the end, or to where going on makes no sense."""
        # by exact type and not by isinstance: this loop is most of what `check` does
        answers: dict[type[yaml.Event], Callable[[Any], bool]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._refuse_alias,
            yaml.DocumentStartEvent: self._document,
        }
        next_event = parser.get_event
        while (event := next_event()) is not None:
            answer = answers.get(type(event))
            if answer is not None and not answer(event):
                return
            if len(self.problems) > MOST_PROBLEMS:
                return

    def _document(self, event: yaml.DocumentStartEvent) -> bool:
        self._documents += 1
        span = _span(event)
        if self._documents > 1:
            self._say(
                "several-documents",
                span,
                "a second document begins here",
                "one file holds one document: remove the line `---`",
            )
            return False
        if event.version or event.tags:
            self._say(
                "directive",
                Span(1, 1, 1, 2),
                "the file begins with a YAML directive",
                "remove the lines that begin with `%`",
            )
        return True

    def _scalar(self, event: yaml.ScalarEvent) -> bool:
        span = _span(event)
        if event.style in {"|", ">"}:
            # the parser ends a block at the next token; its head is what a caret should stand under
            span = Span(span.line, span.column, span.line, len(self._lines[span.line - 1].rstrip()) + 1)
        if event.tag is not None or event.anchor is not None:
            self._refuse_marks(event, span)
        parent = self._stack[-1] if self._stack else None
        if parent is not None and parent.seen is not None and parent.key is None:
            self._take_key(parent, event, span)
        elif event.tag is not None:
            self._put(Hole(span))
        elif not event.style:  # the Python parser says None, libyaml says empty
            self._put(Scalar(resolve(event.value), span))
        else:
            self._put(Scalar(event.value, span, quoted=True))
        return True

    def _take_key(self, parent: _Open, event: yaml.ScalarEvent, span: Span) -> None:
        key = event.value
        parent.key, parent.key_span = key, span
        parent.key_is_refused = not event.style and key in {"<<", ""}
        if not event.style and key == "<<":
            self._say("merge-key", span, "merge keys (`<<`) are not part of the format", "write the keys out")
        elif not event.style and key == "":
            self._say("empty-key", span, "a key is missing before the colon", "write the key")

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> bool:
        span = _span(event)
        if event.tag is not None or event.anchor is not None:
            self._refuse_marks(event, span)
        if len(self._stack) >= MOST_DEPTH:
            self._say(
                "too-deep",
                span,
                f"this is nested more than {MOST_DEPTH} levels deep",
                "no file of the format is; look for a bracket too many",
            )
            self.root = None
            return False
        self._stack.append(
            _Open(event.start_mark, is_mapping=isinstance(event, yaml.MappingStartEvent), refused=event.tag is not None)
        )
        return True

    def _close(self, event: yaml.MappingEndEvent | yaml.SequenceEndEvent) -> bool:
        done = self._stack.pop()
        span = _span_between(done.start, event.end_mark)
        if done.seen is not None:
            last = done.entries[-1].value.span if done.entries else None
            node: Node = Mapping(tuple(done.entries), self._ended(span, last))
        else:
            last = done.items[-1].span if done.items else None
            node = Sequence(tuple(done.items), self._ended(span, last))
        self._put(Hole(node.span) if done.refused else node)
        return True

    def _ended(self, span: Span, last: Span | None) -> Span:
        """The parser ends a block collection at the next token, lines below; end it where its last value ends."""
        line = self._lines[span.line - 1] if span.line <= len(self._lines) else ""
        if last is None or line[span.column - 1 : span.column] in {"{", "["}:
            return span
        return Span(span.line, span.column, last.end_line, last.end_column)

    def _put(self, node: Node) -> None:
        if not self._stack:
            if not (isinstance(node, Scalar) and node.value is None and not node.quoted):
                self.root = node
            return
        parent = self._stack[-1]
        if parent.seen is None:
            parent.items.append(node)
        elif parent.key is None:
            self._say(
                "bad-key",
                node.span,
                "a key must be one word, not a list or a map",
                "if this is meant as a text, put it in quotes",
            )
            parent.key, parent.key_span, parent.key_is_refused = "", node.span, True
        else:
            self._put_entry(parent, parent.key, node)

    def _put_entry(self, parent: _Open, key: str, node: Node) -> None:
        span = parent.key_span
        parent.key = None
        seen = parent.seen
        if seen is None:
            return
        if key in seen:
            if key:
                first = self._tree.place(seen[key])
                self.problems.append(
                    self._tree.problem(
                        "duplicate-key",
                        span,
                        f"the key `{key}` stands here twice",
                        label="the second one",
                        advice="keep one of the two",
                        related=((first, "the first one"),),
                    )
                )
            return
        seen[key] = span
        parent.entries.append(Entry(key, span, Hole(node.span) if parent.key_is_refused else node))

    def _refuse_marks(self, event: yaml.NodeEvent, span: Span) -> None:
        start = Span(span.line, span.column, span.line, span.column + 1)
        if event.anchor is not None:
            self._say(
                "anchor",
                start,
                f"the anchor `&{event.anchor}` is not part of the format",
                "write the value out where it is needed",
            )
        tag: str | None = getattr(event, "tag", None)
        if tag is not None:
            self._say(
                "tag",
                start,
                "tags (`!`) are not part of the format",
                "a file of flows is data only: remove the tag, or put the text in quotes",
            )

    def _refuse_alias(self, event: yaml.AliasEvent) -> bool:
        span = _span(event)
        self._say(
            "alias",
            span,
            f"the alias `*{event.anchor}` is not part of the format",
            "write the value out; a text that begins with `*` needs quotes",
        )
        parent = self._stack[-1] if self._stack else None
        if parent is not None and parent.seen is not None and parent.key is None:
            parent.key, parent.key_span, parent.key_is_refused = "", span, True
        else:
            self._put(Hole(span))
        return True

    def _say(self, code: str, span: Span, message: str, advice: str) -> None:
        self.problems.append(self._tree.problem(code, span, message, advice=advice))


def _span(event: yaml.Event) -> Span:
    return _span_between(event.start_mark, event.end_mark)


def _span_between(start: Mark | None, end: Mark | None) -> Span:
    if start is None or end is None:
        return Span(1, 1, 1, 1)  # only events that were made without a text have no marks
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
