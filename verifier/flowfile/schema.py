"""A tree against its schema: every difference as a sentence that names the key, the value and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from verifier.flowfile.near import did_you_mean, nearest
from verifier.flowfile.rules import Choice, Kind, Rule, rule_of
from verifier.flowfile.tree import MOST_PROBLEMS, Entry, Hole, Mapping, Node, Scalar, Sequence, Span, Tree

if TYPE_CHECKING:
    from verifier.model.place import Problem

_TYPE_NAMES = {
    "string": "a text",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "array": "a list",
    "object": "a map (`key: value`)",
}


def check_schema(tree: Tree, kind: Kind) -> tuple[Problem, ...]:
    """Every place where the tree is not what the schema of that kind of file says; empty: it is valid."""
    if tree.root is None:
        return ()
    checker = _Checker(tree)
    rule = rule_of(kind)
    checker.node(tree.root, rule, with_article(rule.noun))
    return tuple(checker.problems)


def with_article(noun: str) -> str:
    """The noun with `a` or `an`."""
    article = "an" if noun[:1].lower() in "aeio" else "a"
    return f"{article} {noun}"


class _Checker:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.problems: list[Problem] = []

    def say(
        self,
        code: str,
        span: Span,
        message: str,
        *,
        label: str = "",
        advice: str = "",
        related: tuple[tuple[Span, str], ...] = (),
    ) -> None:
        if len(self.problems) > MOST_PROBLEMS:
            return
        places = tuple((self.tree.place(other), words) for other, words in related)
        self.problems.append(self.tree.problem(code, span, message, label=label, advice=advice, related=places))

    def node(self, node: Node, rule: Rule, name: str) -> None:
        """`name` is how a sentence calls the node: "`title`" or "a step"."""
        if isinstance(node, Hole) or len(self.problems) > MOST_PROBLEMS:
            return
        types = json_types(node)
        if rule.any_of:
            fitting = next((branch for branch in rule.any_of if types & branch.types), None)
            if fitting is None:
                self._wrong_type(node, rule, name)
            else:
                self.node(node, fitting, name)
            return
        if rule.type is not None and rule.type not in types:
            self._wrong_type(node, rule, name)
            return
        match node:
            case Scalar():
                self._scalar(node, rule, name)
            case Sequence():
                self._sequence(node, rule, name)
            case Mapping():
                self._mapping(node, rule, name)
            case _:
                assert_never(node)

    # -- types ---------------------------------------------------------------------------------------------------

    def _wrong_type(self, node: Node, rule: Rule, name: str) -> None:
        span = head_of(node)
        wanted = wanted_words(rule)
        if isinstance(node, Scalar) and node.value is None:
            self.say(
                "empty-value",
                span,
                f"{name} is empty",
                label="nothing is here",
                advice=f"write {wanted}{_for_example(rule)}",
            )
            return
        found = found_words(node)
        advice = _advice(rule)
        shown = ""
        if isinstance(node, Scalar):
            shown = _source_text(self.tree, node)
            if rule.pattern is not None and not rule.pattern.search(shown):
                advice = f"write {rule.pattern_says or with_article(rule.noun)}"
            elif "string" in rule.types:
                advice = f'put it in quotes: "{shown}"' if len(shown) <= 60 else "put it in quotes"
            elif rule.types == {"boolean"} and str(node.value).lower() in {"yes", "on", "true", "no", "off", "false"}:
                advice = f"write `{'true' if str(node.value).lower() in {'yes', 'on', 'true'} else 'false'}`, in lower case and without quotes"
            elif rule.types == {"integer"}:
                advice = "write a whole number in digits, without quotes and leading zeros, such as `30`"
        self.say(
            "wrong-type", span, f"{name} must be {wanted}, and this is {found}", label=_kind_words(node), advice=advice
        )

    # -- scalars -------------------------------------------------------------------------------------------------

    def _scalar(self, node: Scalar, rule: Rule, name: str) -> None:
        value = node.value
        shown = short(str(value).lower() if isinstance(value, bool) else str(value))
        if rule.const is not None and value != rule.const:
            wanted = str(rule.const).lower()
            if name == "`version`":
                advice = f"write `version: {wanted}`; a file of a later version needs a later verifier"
                self.say(
                    "unknown-version",
                    node.span,
                    f"version {shown} of the format is not known",
                    label=f"this verifier reads {wanted}",
                    advice=advice,
                )
            else:
                self.say(
                    "wrong-value",
                    node.span,
                    f"{name} can only be `{wanted}`",
                    label=f"write `{wanted}`",
                    advice=_advice(rule),
                )
        if rule.enum and value not in rule.enum:
            label = did_you_mean(str(value), rule.enum, otherwise="not one of the values")
            self.say(
                "unknown-value",
                node.span,
                f"{name} cannot be `{shown}`",
                label=label,
                advice=f"choose one of: {', '.join(rule.enum)}",
            )
        if isinstance(value, str):
            self._text(node, value, rule, name)
        elif isinstance(value, int) and not isinstance(value, bool):
            if rule.minimum is not None and value < rule.minimum:
                self.say(
                    "out-of-range",
                    node.span,
                    f"{name} must be at least {rule.minimum}",
                    label="too small",
                    advice=_advice(rule),
                )
            if rule.maximum is not None and value > rule.maximum:
                self.say(
                    "out-of-range",
                    node.span,
                    f"{name} must be at most {rule.maximum}",
                    label="too large",
                    advice=_advice(rule),
                )

    def _text(self, node: Scalar, value: str, rule: Rule, name: str) -> None:
        if len(value) < rule.min_length:
            what = f"{name} is an empty text" if not value else f"{name} is too short"
            self.say(
                "empty-value",
                node.span,
                what,
                label="nothing is here" if not value else "",
                advice=_advice(rule) or f"write at least {rule.min_length} characters",
            )
        elif rule.max_length is not None and len(value) > rule.max_length:
            self.say(
                "too-long",
                node.span,
                f"{name} has {len(value):,} characters, and {rule.max_length:,} are the most",
                advice=_advice(rule),
            )
        elif rule.pattern is not None and not rule.pattern.search(value):
            what = "this is empty" if not value else f"`{short(value)}` is not one"
            says = rule.pattern_says or f"a {rule.noun}"
            self.say("bad-value", node.span, f"{name} must be {says}", label=what, advice=rule.description)

    # -- lists ---------------------------------------------------------------------------------------------------

    def _sequence(self, node: Sequence, rule: Rule, name: str) -> None:
        count = len(node.items)
        if count < rule.min_items:
            self.say(
                "empty-value",
                node.span,
                f"{name} is an empty list",
                label="nothing is in it",
                advice=_advice(rule) or "write an item, or remove the key",
            )
        if rule.max_items is not None and count > rule.max_items:
            span = head_of(node.items[rule.max_items])
            self.say(
                "too-long",
                span,
                f"{name} has {count} items, and {rule.max_items} are the most",
                label="the first one too many",
            )
        if rule.items is None:
            return
        seen: dict[object, Span] = {}
        for item in node.items:
            noun = with_article(rule.items.noun)
            if rule.items.type is None or rule.items.type in {"string", "integer", "boolean"}:
                noun = f"an item of {name}"
            self.node(item, rule.items, noun)
            if rule.unique and isinstance(item, Scalar):
                if item.value in seen:
                    self.say(
                        "duplicate-item",
                        item.span,
                        f"`{short(str(item.value))}` stands twice in {name}",
                        label="the second one",
                        advice="remove it",
                        related=((seen[item.value], "the first one"),),
                    )
                else:
                    seen[item.value] = item.span

    # -- maps ----------------------------------------------------------------------------------------------------

    def _mapping(self, node: Mapping, rule: Rule, name: str) -> None:
        noun = with_article(rule.noun)
        known = rule.properties or {}
        meant: set[str] = set()
        refused = False
        for entry in node.entries:
            if len(self.problems) > MOST_PROBLEMS:
                return
            if entry.key in known:
                self.node(entry.value, known[entry.key], f"`{entry.key}`")
            elif isinstance(entry.value, Hole) and entry.key in {"", "<<"}:
                refused = True  # the strict reader has told of it
            elif rule.others is not None:
                self._free_key(entry, rule)
                self.node(entry.value, rule.others, f"`{short(entry.key)}`")
            else:
                meant.add(nearest(entry.key, known))
                self._unknown_key(entry, noun, known)
        keys = {entry.key for entry in node.entries}
        head = head_of(node)
        if refused:
            return  # what would be missing may stand where the strict reader has refused something
        for key in rule.required:
            if key not in keys and key not in meant:
                advice = (
                    f"`{key}`: {known[key].description.rstrip('.')}{_for_example(known[key], key)}"
                    if key in known
                    else ""
                )
                self.say("missing-key", head, f"{noun} needs the key `{key}`", label=f"no `{key}` here", advice=advice)
        if len(node.entries) < rule.min_properties:
            self.say(
                "empty-value",
                node.span,
                f"{name} is empty",
                label="nothing is in it",
                advice=f"write {noun}, or remove the key",
            )
        chosen_well = [self._choice(node, choice, noun, meant=meant) for choice in rule.choices]
        if all(chosen_well):
            for key, other in rule.needs:
                if key in keys and other not in keys:
                    self._needs(node, key, other, noun)

    def _needs(self, node: Mapping, key: str, other: str, noun: str) -> None:
        entry = node.entry(key)
        if entry is not None:
            what = f"in {noun}, `{key}` needs `{other}` beside it"
            self.say(
                "missing-key",
                entry.key_span,
                what,
                label=f"no `{other}` here",
                advice=f"add `{other}`, or remove `{key}`",
            )

    def _free_key(self, entry: Entry, rule: Rule) -> None:
        if rule.key_rule is None:
            return
        wanted = rule.key_rule
        if wanted.pattern is not None and not wanted.pattern.search(entry.key):
            what = f"the key `{short(entry.key)}` must be {wanted.pattern_says or with_article(wanted.noun)}"
            self.say(
                "bad-key", entry.key_span, what, label=f"not {with_article(wanted.noun)}", advice=wanted.description
            )
        elif wanted.max_length is not None and len(entry.key) > wanted.max_length:
            self.say(
                "bad-key",
                entry.key_span,
                f"this key is longer than {wanted.max_length} characters",
                advice=wanted.description,
            )

    def _unknown_key(self, entry: Entry, noun: str, known: dict[str, Rule]) -> None:
        label = did_you_mean(entry.key, known, otherwise="unknown")
        what = f"{noun} has no key `{short(entry.key)}`"
        self.say("unknown-key", entry.key_span, what, label=label, advice=f"the keys of {noun} are: {', '.join(known)}")

    def _choice(self, node: Mapping, choice: Choice, noun: str, *, meant: set[str]) -> bool:
        there = [entry for entry in node.entries if entry.key in choice.keys]
        listed = ", ".join(choice.keys)
        if not there:
            if not meant & set(choice.keys):
                advice = f"write exactly one of: {listed}"
                self.say(
                    "missing-key",
                    head_of(node),
                    f"{noun} needs {with_article(choice.noun)}",
                    label=f"none of `{'`, `'.join(choice.keys[:4])}`{'...' if len(choice.keys) > 4 else ''} here",
                    advice=advice,
                )
            return False
        for further in there[1:]:
            what = f"{noun} has one {choice.noun}, and here are `{there[0].key}` and `{further.key}`"
            advice = (
                "make it two steps, each with an id of its own"
                if choice.noun == "action"
                else f"keep exactly one of: {listed}"
            )
            self.say(
                "too-many-keys",
                further.key_span,
                what,
                label="one too many",
                advice=advice,
                related=((there[0].key_span, "the first one"),),
            )
        return len(there) == 1


# -- words -------------------------------------------------------------------------------------------------------


def json_types(node: Node) -> frozenset[str]:
    """The JSON types of the node."""
    match node:
        case Mapping():
            return _OBJECT
        case Sequence():
            return _ARRAY
        case Scalar(value=str()):
            return _STRING
        case Scalar(value=bool()):
            return _BOOLEAN
        case Scalar(value=int()):
            return _WHOLE
        case Scalar(value=float(value)):
            return _WHOLE if value.is_integer() else _NUMBER
        case Scalar():
            return _NULL
        case Hole():
            return _NOTHING
        case _:
            assert_never(node)


_OBJECT, _ARRAY, _STRING = frozenset({"object"}), frozenset({"array"}), frozenset({"string"})
_BOOLEAN, _NULL, _NOTHING = frozenset({"boolean"}), frozenset({"null"}), frozenset[str]()
_WHOLE, _NUMBER = frozenset({"integer", "number"}), frozenset({"number"})


def head_of(node: Node) -> Span:
    """The node, or for what goes over several lines, its first key or item: where a caret is easy to follow."""
    if node.span.line == node.span.end_line:
        return node.span
    match node:
        case Mapping(entries=(first, *_)):
            return first.key_span
        case Sequence(items=(first, *_)):
            return head_of(first)
        case _:
            return node.span


def short(text: str) -> str:
    """The text, cut where it is too long for a sentence."""
    return text if len(text) <= 60 else text[:57] + "..."


def found_words(node: Node) -> str:
    """What the node is, in words."""
    match node:
        case Mapping():
            return "a map"
        case Sequence():
            return "a list"
        case Scalar(value=bool(value)):
            return f"`{'true' if value else 'false'}`"
        case Scalar(value=str(value)):
            return f"the text `{short(value)}`" if value else "an empty text"
        case Scalar(value=None):
            return "nothing"
        case Scalar():
            return "a number"
        case Hole():
            return "nothing"
        case _:
            assert_never(node)


def _kind_words(node: Node) -> str:
    """As `found_words`, without the text itself: the caret is under it already."""
    match node:
        case Scalar(value=str(value)):
            return "a text" if value else "an empty text"
        case _:
            return found_words(node)


def wanted_words(rule: Rule) -> str:
    """What the rule accepts, in words."""
    order = ("string", "integer", "boolean", "array", "object")
    names = [_TYPE_NAMES[name] for name in order if name in rule.types]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]


def _advice(rule: Rule) -> str:
    return rule.description.rstrip(".") + _for_example(rule)


def _for_example(rule: Rule, key: str = "") -> str:
    if not rule.example or len(rule.example) > 100:
        return ""
    return f"; for example `{key + ': ' if key else ''}{rule.example}`"


def _source_text(tree: Tree, node: Scalar) -> str:
    line = tree.lines[node.span.line - 1]
    end = node.span.end_column - 1 if node.span.end_line == node.span.line else len(line)
    return line[node.span.column - 1 : end]
