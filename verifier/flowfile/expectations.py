"""The part of a step that says what must be there, and the name that each expectation goes by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from verifier.flowfile.grain import (
    SchemaGapError,
    chosen,
    entry_span,
    flag,
    items,
    mapping,
    maybe_number,
    maybe_word,
    word,
    words,
)
from verifier.flowfile.selectors import parse_scope
from verifier.flowfile.tree import Entry, Mapping, Node, Tree
from verifier.model.expectation import (
    AddressKind,
    ControlKind,
    ExpectAddress,
    Expectation,
    ExpectButton,
    Expected,
    ExpectField,
    ExpectHeading,
    ExpectLink,
    ExpectOptions,
    ExpectOutcome,
    ExpectPopup,
    ExpectText,
    ExpectTree,
    ExpectUrl,
    MailDraft,
    PostsTo,
)
from verifier.model.selector import Group, Landmark, Scope, Section, Text

if TYPE_CHECKING:
    from verifier.flowfile.text import Wording
    from verifier.model.place import Place, Problem

KINDS = ("field", "options", "link", "button", "heading", "text", "address", "url", "outcome", "tree", "popup")


def parse_expectations(
    nodes: tuple[Node, ...], tree: Tree, wording: Wording
) -> tuple[tuple[Expectation, ...], tuple[Problem, ...]]:
    """The expectations of one step, each with a name of its own in that step."""
    taken: dict[str, Place] = {}
    made: list[Expectation] = []
    problems: list[Problem] = []
    for node in nodes:
        row = mapping(node)
        entry = chosen(row, KINDS)
        expected = _expected(entry, wording)
        absent = flag(row.get("absent"), default=False)
        written = maybe_word(row.get("id"))
        name = written or _free_name(entry.key, expected, taken, absent=absent)
        place = tree.place(entry_span(entry))
        if name in taken:
            at = row.entry("id") or entry
            problem = tree.problem(
                "duplicate-expectation",
                entry_span(at),
                f"the step expects `{name}` already",
                label="the second one",
                advice="give this one an `id` of its own, or remove it",
                related=((taken[name], "the first one"),),
            )
            problems.append(problem)
        taken.setdefault(name, place)
        made.append(Expectation(name, expected, place, words(row.get("claims")), absent))
    return tuple(made), tuple(problems)


def _expected(entry: Entry, wording: Wording) -> Expected:
    node = entry.value
    row = node if isinstance(node, Mapping) else None
    match entry.key:
        case "field":
            return _field(mapping(node), wording)
        case "options":
            return _options(mapping(node), wording)
        case "link" if row:
            target = row.get("target")
            where = None if target is None else wording.url(target)
            return ExpectLink(wording.text(row.get("name")), where, parse_scope(row.get("within"), wording))
        case "link":
            return ExpectLink(wording.text(node))
        case "button" if row:
            return ExpectButton(wording.text(row.get("name")), parse_scope(row.get("within"), wording))
        case "button":
            return ExpectButton(wording.text(node))
        case "heading" if row:
            return ExpectHeading(wording.text(row.get("text")), maybe_number(row.get("level")))
        case "heading":
            return ExpectHeading(wording.text(node))
        case "text" if row:
            return ExpectText(wording.text(row.get("text")), parse_scope(row.get("within"), wording))
        case "text":
            return ExpectText(wording.text(node))
        case "address":
            return _address(mapping(node))
        case "url":
            return ExpectUrl(wording.url(node))
        case "outcome":
            return ExpectOutcome(_outcome(mapping(node), wording))
        case "tree":
            said = mapping(node)
            path = tuple(wording.text(item) for item in items(said.get("path")))
            return ExpectTree(path, flag(said.get("anywhere"), default=False))
        case "popup":
            return ExpectPopup(wording.url(node))
        case other:
            raise SchemaGapError(other)


def _field(row: Mapping, wording: Wording) -> ExpectField:
    kind = maybe_word(row.get("kind"))
    required = row.get("required")
    options = row.get("options")
    return ExpectField(
        label=wording.text(row.get("label")),
        kind=ControlKind(kind) if kind else None,
        required=None if required is None else flag(required, default=False),
        min_length=maybe_number(row.get("min_length")),
        max_length=maybe_number(row.get("max_length")),
        options=None if options is None else tuple(wording.text(item) for item in items(options)),
        ordered=flag(row.get("ordered"), default=False),
    )


def _options(row: Mapping, wording: Wording) -> ExpectOptions:
    return ExpectOptions(
        group=wording.maybe_text(row.get("group")),
        options=tuple(wording.text(item) for item in items(row.get("are"))),
        ordered=flag(row.get("ordered"), default=False),
        only=flag(row.get("only"), default=True),
    )


def _address(row: Mapping) -> ExpectAddress:
    entry = chosen(row, ("mail", "phone", "postal", "any"))
    if entry.key == "any":
        return ExpectAddress(AddressKind(word(entry.value)), None)
    return ExpectAddress(AddressKind(entry.key), word(entry.value))


def _outcome(row: Mapping, wording: Wording) -> MailDraft | PostsTo:
    entry = chosen(row, ("mail_draft", "posts_to"))
    said = mapping(entry.value)
    if entry.key == "mail_draft":
        return MailDraft(
            word(said.get("to")),
            wording.maybe_text(said.get("subject_holds")),
            wording.maybe_text(said.get("body_holds")),
        )
    return PostsTo(
        wording.url(said.get("url")), words(said.get("field_names")), maybe_word(said.get("method")) or "POST"
    )


# -- names -------------------------------------------------------------------------------------------------------


def _free_name(kind: str, expected: Expected, taken: dict[str, Place], *, absent: bool) -> str:
    """The kind and the words, and where that is taken, the next thing that tells the two apart; never a number."""
    first, *further = [word for word in _telling(expected) if word]
    name = f"{kind}:{first}"
    if absent:
        further.append("absent")
    for more in further:
        if name not in taken:
            break
        name = f"{name}:{more}"
    return name


def _telling(expected: Expected) -> tuple[str, ...]:
    """What tells an expectation from others of its kind, the most telling first."""
    match expected:
        case ExpectField():
            return (_name(expected.label), expected.kind or "")
        case ExpectOptions():
            return (
                *((_name(expected.group),) if expected.group else ()),
                *(_name(option) for option in expected.options),
            )
        case ExpectLink():
            return (_name(expected.name), _slug(expected.target or ""), _scope_name(expected.within))
        case ExpectButton():
            return (_name(expected.name), _scope_name(expected.within))
        case ExpectHeading():
            return (_name(expected.text), f"level-{expected.level}" if expected.level else "")
        case ExpectText():
            return (_name(expected.text), _scope_name(expected.within))
        case ExpectAddress():
            return (_slug(expected.value) if expected.value else f"any-{expected.kind}", expected.kind)
        case ExpectUrl():
            return (_slug(expected.url) or "any",)
        case ExpectOutcome():
            return _telling_outcome(expected.outcome)
        case ExpectTree():
            return ("-".join(_name(text) for text in expected.path), "anywhere" if expected.anywhere else "")
        case ExpectPopup():
            return (_slug(expected.url) or "any",)
        case _:
            assert_never(expected)


def _telling_outcome(outcome: MailDraft | PostsTo) -> tuple[str, ...]:
    match outcome:
        case MailDraft():
            return ("mail-draft", _slug(outcome.to))
        case PostsTo():
            return ("posts-to", _slug(outcome.url))
        case _:
            assert_never(outcome)


def _scope_name(scope: Scope | None) -> str:
    match scope:
        case None:
            return ""
        case Landmark():
            return scope.role
        case Group():
            return _name(scope.name)
        case Section():
            return _name(scope.heading)
        case _:
            assert_never(scope)


def _name(text: Text) -> str:
    return text.label_id or _slug(text.preferred) or "text"


def _slug(text: str) -> str:
    """The words of the text in lower case, joined by hyphens; letters of all scripts stay."""
    return "-".join(re.findall(r"\w+", text.casefold().removeprefix("https://")))[:80]
