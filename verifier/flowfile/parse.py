"""A tree that follows the schema becomes one `Flow` for each of its locales."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.flowfile.expectations import parse_expectations
from verifier.flowfile.grain import (
    SchemaGapError,
    chosen,
    entry_span,
    flag,
    items,
    mapping,
    maybe_number,
    maybe_word,
    milliseconds,
    number,
    word,
    words,
)
from verifier.flowfile.ignores import parse_ignores
from verifier.flowfile.selectors import WAYS, parse_frame, parse_scope, parse_selector
from verifier.flowfile.text import Wording
from verifier.flowfile.tree import Entry, Mapping, Node, Tree
from verifier.model.action import (
    Action,
    Back,
    Check,
    Choose,
    Click,
    Explore,
    Fill,
    Goto,
    Hover,
    Press,
    Reopen,
    Reset,
    Select,
    StartOver,
    Submit,
    WaitFor,
)
from verifier.model.flow import Allowance, Flow, Step
from verifier.model.secret import EnvironmentValue
from verifier.model.selector import Selector, Text

if TYPE_CHECKING:
    from verifier.flowfile.labels import Labels
    from verifier.flowfile.site import SiteRules
    from verifier.model.place import Problem

ACTIONS = (
    "goto",
    "click",
    "hover",
    "fill",
    "select",
    "choose",
    "check",
    "press",
    "wait_for",
    "back",
    "submit",
    "explore",
)
MOST_TIMEOUT_MS = 120_000


def parse_flow(
    tree: Tree, flow_id: str, *, rules: SiteRules, labels: Labels
) -> tuple[tuple[Flow, ...], tuple[Problem, ...]]:
    """The flow in every locale that it names, in the order of the file, and what could not be resolved (each once)."""
    flows: list[Flow] = []
    problems: dict[Problem, None] = {}
    for locale in locales_of(tree):
        wording = Wording(tree, labels, locale, language=rules.language(locale))
        flow, found = _flow(tree, flow_id, locale=locale, rules=rules, wording=wording)
        flows.append(flow)
        problems.update(dict.fromkeys((*found, *wording.problems)))
    return tuple(flows), tuple(problems)


def locales_of(tree: Tree) -> tuple[str, ...]:
    """The locales that the file names, in its order."""
    root = mapping(tree.root)
    one = root.get("locale")
    return (word(one),) if one is not None else words(root.get("locales"))


def _flow(
    tree: Tree, flow_id: str, *, locale: str, rules: SiteRules, wording: Wording
) -> tuple[Flow, tuple[Problem, ...]]:
    root = mapping(tree.root)
    problems: list[Problem] = []
    steps = tuple(_step(mapping(node), tree, wording, problems) for node in items(root.get("steps")))
    title = root.entry("title")
    viewport = root.get("viewport")
    signed_in = root.get("signed_in")
    flow = Flow(
        id=flow_id,
        title=word(root.get("title")),
        site=rules.site,
        locale=locale,
        place=tree.place(entry_span(title) if title else root.span),
        steps=steps,
        claims=words(root.get("claims")),
        tags=words(root.get("tags")),
        allow=tuple(_allowance(mapping(node), tree) for node in items(root.get("allow"))),
        ignore=parse_ignores(root, tree, wording.text, problems),
        user_agent=maybe_word(root.get("user_agent")),
        storage_state_env=None if signed_in is None else word(mapping(signed_in).get("env")),
    )
    if isinstance(viewport, Mapping):
        from dataclasses import replace  # noqa: PLC0415 - only here, and rarely

        flow = replace(flow, viewport=(number(viewport.get("width")), number(viewport.get("height"))))
    return flow, tuple(problems)


def _allowance(row: Mapping, tree: Tree) -> Allowance:
    return Allowance(
        word(row.get("url")), word(row.get("method")), word(row.get("reason")), tree.place(row.entries[0].key_span)
    )


def _step(row: Mapping, tree: Tree, wording: Wording, problems: list[Problem]) -> Step:
    entry = chosen(row, ACTIONS)
    action = _action(entry, tree, wording, problems)
    expect, found = parse_expectations(items(row.get("expect")), tree, wording)
    problems.extend(found)
    timeout = row.get("timeout")
    return Step(
        id=word(row.get("id")),
        action=action,
        place=tree.place(entry_span(entry)),
        title=maybe_word(row.get("title")) or "",
        claims=words(row.get("claims")),
        expect=expect,
        optional=flag(row.get("optional"), default=False),
        timeout_ms=None if timeout is None else _timeout(timeout, tree, problems),
    )


def _timeout(node: Node, tree: Tree, problems: list[Problem]) -> int:
    timeout = milliseconds(node)
    if timeout > MOST_TIMEOUT_MS:
        what = f"a timeout of `{word(node)}` is too long"
        advice = "a page that takes longer than two minutes is a finding, not a thing to wait for"
        problems.append(tree.problem("bad-timeout", node.span, what, label="at most `2m`", advice=advice))
    return timeout


def _action(entry: Entry, tree: Tree, wording: Wording, problems: list[Problem]) -> Action:
    match entry.key:
        case "goto":
            return Goto(wording.url(entry.value))
        case "back":
            return Back()
        case "choose":
            row = mapping(entry.value)
            scope = parse_scope(row.get("within"), wording)
            return Choose(wording.text(row.get("option")), scope, parse_frame(row.get("frame")))
        case "press":
            row = mapping(entry.value)
            return Press(word(row.get("key")), _maybe_selector(row, tree, wording, problems))
        case "explore":
            return _explore(mapping(entry.value), wording)
        case _:
            return _on_element(entry.key, mapping(entry.value), wording)


def _explore(row: Mapping, wording: Wording) -> Explore:
    usual = Explore()
    choices = row.get("choices")
    depth, looks = maybe_number(row.get("depth")), maybe_number(row.get("looks"))
    return Explore(
        within=parse_scope(row.get("within"), wording),
        depth=usual.depth if depth is None else depth,
        role=None if choices is None else word(mapping(choices).get("role")),
        reset=_reset(row.get("reset"), wording),
        looks=usual.looks if looks is None else looks,
    )


def _reset(node: Node | None, wording: Wording) -> Reset | None:
    match node:
        case None:
            return None
        case Mapping():
            return StartOver(parse_selector(node, wording))
        case _:
            return Reopen(wording.url(node))


def _on_element(kind: str, row: Mapping, wording: Wording) -> Action:
    target = parse_selector(row, wording)
    match kind:
        case "click":
            return Click(target)
        case "hover":
            return Hover(target)
        case "fill":
            return Fill(target, _value(row, wording), flag(row.get("secret"), default=False))
        case "select" if row.get("option") is not None:
            return Select(target, wording.text(row.get("option")))
        case "select":
            return Select(target, Text((word(row.get("value")),)), by_value=True)
        case "check":
            return Check(target, flag(row.get("checked"), default=True))
        case "wait_for":
            return WaitFor(target, flag(row.get("gone"), default=False))
        case "submit":
            return Submit(target)
        case other:
            raise SchemaGapError(other)


def _value(row: Mapping, wording: Wording) -> str | EnvironmentValue:
    written = row.get("value")
    if isinstance(written, Mapping):
        return EnvironmentValue(word(written.get("env")))
    return wording.text(written).preferred


def _maybe_selector(row: Mapping, tree: Tree, wording: Wording, problems: list[Problem]) -> Selector | None:
    """The selector of an action that can do without; the schema cannot say `at most one`, so it is said here."""
    ways = [entry for entry in row.entries if entry.key in WAYS]
    if len(ways) > 1:
        what = f"a press has at most one way to find the element, and here are `{ways[0].key}` and `{ways[1].key}`"
        related = ((tree.place(ways[0].key_span), "the first one"),)
        problems.append(
            tree.problem(
                "too-many-keys",
                ways[1].key_span,
                what,
                label="one too many",
                advice="keep one of the two",
                related=related,
            )
        )
    if ways:
        return parse_selector(row, wording)
    lonely = row.entry("within") or row.entry("frame")
    if lonely is not None:
        what = f"in a press, `{lonely.key}` needs an element beside it"
        advice = f"add one of: {', '.join(WAYS)}"
        problems.append(
            tree.problem("missing-key", lonely.key_span, what, label="which element in there?", advice=advice)
        )
    return None
