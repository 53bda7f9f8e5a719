"""The JSON Schema files as typed rules: exactly the keywords that our schemas use, and an error for any other.

The schema decides, and nothing else does. It is read by this small interpreter because a general validator costs more to import
than a command may take to answer, and knows no places; a test holds the two to the same answers.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import cast


class Kind(StrEnum):
    """Which schema a file follows."""

    FLOW = "flow"
    LABELS = "labels"
    SITE = "site"
    GUIDE = "guide"
    ATTESTED = "attested"


Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

_FILES = {
    Kind.FLOW: "schema.json",
    Kind.LABELS: "labels.schema.json",
    Kind.SITE: "site.schema.json",
    Kind.GUIDE: "guide.schema.json",
    Kind.ATTESTED: "attested.schema.json",
}
_SILENT = frozenset({"$schema", "$defs", "title", "description", "examples", "default", "patternErrorMessage"})


@dataclass(frozen=True, slots=True)
class Choice:
    """Of these keys exactly one stands there; `noun` says what they are."""

    noun: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One schema. `noun` is its title, used in sentences; what is None or empty is not said."""

    noun: str = "value"
    description: str = ""
    example: str = ""
    type: str | None = None
    any_of: tuple[Rule, ...] = ()
    enum: tuple[str, ...] = ()
    const: int | bool | None = None
    pattern: re.Pattern[str] | None = None
    pattern_says: str = ""
    min_length: int = 0
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    properties: dict[str, Rule] | None = None
    others: Rule | None = None
    """What any other key holds; None: there are no others."""
    key_rule: Rule | None = None
    required: tuple[str, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    """The first key needs the second beside it."""
    choices: tuple[Choice, ...] = ()
    items: Rule | None = None
    min_items: int = 0
    max_items: int | None = None
    unique: bool = False
    min_properties: int = 0

    types: frozenset[str] = frozenset()
    """The JSON types that it can accept."""


def schema_text(kind: Kind) -> str:
    """The schema file, as it is shipped."""
    return (Path(__file__).parent / _FILES[kind]).read_text(encoding="utf-8")


@cache
def rule_of(kind: Kind) -> Rule:
    """The rule for a whole file of that kind."""
    schema = cast("dict[str, Json]", json.loads(schema_text(kind)))
    return _Compiler(_map(schema.get("$defs", {}))).compile(schema)


class _Compiler:
    def __init__(self, definitions: dict[str, Json]) -> None:
        self._definitions = definitions
        self._done: dict[str, Rule] = {}

    def compile(self, schema: dict[str, Json]) -> Rule:
        if "$ref" in schema:
            rule = self._named(str(schema["$ref"]).removeprefix("#/$defs/"))
            description = schema.get("description")
            return replace(rule, description=str(description)) if description else rule
        made: dict[str, object] = {}
        for keyword, value in schema.items():
            self._keyword(made, keyword, value)
        examples = schema.get("examples")
        if isinstance(examples, list) and examples:
            made["example"] = example_text(examples[0])
        return Rule(
            noun=str(schema.get("title", "value")),
            description=str(schema.get("description", "")),
            pattern_says=str(schema.get("patternErrorMessage", "")),
            **made,  # type: ignore[arg-type] # the keyword arguments are made one by one below
        )

    def _named(self, name: str) -> Rule:
        if name not in self._done:
            self._done[name] = self.compile(_map(self._definitions[name]))
        return self._done[name]

    def _keyword(self, made: dict[str, object], keyword: str, value: Json) -> None:
        match keyword, value:
            case "type", str():
                made["type"] = value
                made["types"] = frozenset({value})
            case "anyOf", list():
                branches = tuple(self.compile(_map(each)) for each in value)
                made["any_of"] = branches
                made["types"] = frozenset(name for branch in branches for name in branch.types)
            case "enum", list():
                made["enum"] = tuple(str(each) for each in value)
            case "const", bool() | int():
                made["const"] = value
            case "pattern", str():
                # in JSON Schema `$` is the very end; in Python a line break may follow
                made["pattern"] = re.compile(re.sub(r"\$$", r"\\Z", value))
            case (
                ("minLength" | "maxLength" | "minimum" | "maximum" | "minItems" | "maxItems" | "minProperties"),
                int(),
            ):
                made[re.sub("[A-Z]", lambda found: f"_{found.group().lower()}", keyword)] = value
            case "uniqueItems", bool():
                made["unique"] = value
            case "properties", dict():
                made["properties"] = {key: self.compile(_map(each)) for key, each in value.items()}
            case "additionalProperties", False:
                pass
            case "additionalProperties", dict():
                made["others"] = self.compile(value)
            case "propertyNames", dict():
                made["key_rule"] = self.compile(value)
            case "required", list():
                made["required"] = tuple(str(each) for each in value)
            case "dependentRequired", dict():
                made["needs"] = tuple((key, str(other)) for key, others in value.items() for other in _list(others))
            case "items", dict():
                made["items"] = self.compile(value)
            case "allOf", list():
                made["choices"] = tuple(_choice(_map(each)) for each in value)
            case _ if keyword in _SILENT:
                pass
            case _:
                raise ValueError(f"the schema uses the keyword {keyword} in a way that this reader does not know")


def _choice(schema: dict[str, Json]) -> Choice:
    keys: list[str] = []
    for branch in _list(schema["oneOf"]):
        match branch:
            case {"required": [str(key)], **rest} if not rest:
                keys.append(key)
            case _:
                raise ValueError("a oneOf in the schema may only ask for one key in each branch")
    return Choice(str(schema.get("title", "key")), tuple(keys))


def _map(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("the schema has something else where a map belongs")
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError("the schema has something else where a list belongs")
    return value


def example_text(example: Json) -> str:
    """An example on one line, as YAML."""
    match example:
        case str():
            return (
                f'"{example}"'
                if re.search(r": |[{}\[\],#]|^[0-9$*&!%@`'\"-]", example) and "$" not in example
                else example
            )
        case bool():
            return "true" if example else "false"
        case dict():
            return "{" + ", ".join(f"{key}: {example_text(value)}" for key, value in example.items()) + "}"
        case list():
            return "[" + ", ".join(example_text(value) for value in example) + "]"
        case _:
            return str(example)
