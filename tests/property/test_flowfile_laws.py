"""Laws of the room that reads flow files: whatever the text, there is an answer, and it is the schema's."""

import json
import math
import re
import shutil
from datetime import timedelta
from pathlib import Path

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from verifier.flowfile.frame import excerpt, render, width
from verifier.flowfile.library import load
from verifier.flowfile.rules import Kind, rule_of, schema_text
from verifier.flowfile.schema import check_schema
from verifier.flowfile.strict_yaml import read_bytes, read_tree, to_plain, write

GOLDENS = Path(__file__).parents[1] / "goldens"
QUICK = settings(max_examples=100, deadline=timedelta(seconds=2), suppress_health_check=[HealthCheck.too_slow])
KINDS = st.sampled_from(list(Kind))
SEEDS = [path.read_text(encoding="utf-8") for path in sorted((GOLDENS / "flow_base").rglob("*.yaml"))]
SEEDS.append(
    """version: 1
title: Ask
site: acme
locales: [en, ro]
viewport: {width: 800, height: 600}
allow:
  - {method: POST, url: "https://www.example.org/menu*", reason: the menu}
steps:
  - id: open
    goto: https://www.example.org/?lang={lang}
    claims: [EN-1.1]
    timeout: 10s
    expect:
      - heading: {text: $contact-us, level: 2}
      - link: {name: [A, B], target: "https://www.example.org/*", within: {landmark: {role: main, name: X}}}
      - field: {label: Phone, kind: tel, required: true, min_length: 3, options: [a, b], ordered: true}
      - address: {any: phone}
        absent: true
  - id: phone
    fill: {label: Phone, value: {env: PHONE}, frame: [iframe, "#x"]}
    optional: true
  - id: pick
    select: {label: Country, option: X}
  - id: enter
    press: {key: Enter}
  - id: send
    submit: {role: button, name: $send}
    expect:
      - outcome: {posts_to: {url: "https://www.example.org/x", field_names: [a], method: PUT}}
"""
)
texts = st.text(
    alphabet=st.characters(exclude_categories=("Cs",))
    | st.sampled_from("\n\n:- #{}[]'\"&*!|>%@`,?\t\\$aإ漢\u0301\u200f"),
    max_size=60,
)
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18) + 1, 10**18 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
    | st.sampled_from(
        [
            "no",
            "on",
            "~",
            "null",
            "true",
            "1e3",
            "0x1f",
            "1:20",
            "2024-01-02",
            "007",
            "- a",
            "a: b",
            "#",
            " a",
            "a ",
            "<<",
            "=",
        ]
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
).filter(lambda value: value is not None)


@st.composite
def mangled(draw):
    """A good file with a few of its characters cut out, doubled or changed."""
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 12))
        text = text[:at] + draw(texts) + text[at + length :]
    return text


@QUICK
@given(plain)
def test_what_is_written_is_read_back_the_same(value):
    tree = read_tree(write(value), "any.yaml")
    assert tree.problems == ()
    assert repr(to_plain(tree)) == repr(value)


@QUICK
@given(plain)
def test_what_is_written_is_ordinary_yaml_for_others_too(value):
    """Numbers apart, which YAML 1.1 reads by rules of its own, any YAML reader finds the same texts in it."""
    loaded = yaml.load(write(value), Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
    assert repr(_texts(loaded)) == repr(_texts(value))


def _texts(value):
    match value:
        case dict():
            return {key: _texts(each) for key, each in value.items()}
        case list():
            return [_texts(each) for each in value]
        case str():
            return value if not re.fullmatch(r"-?[0-9.e+-]+|null|true|false", value) else "word"
        case _:
            return "word"


@QUICK
@given(mangled() | texts, KINDS)
def test_any_text_gives_problems_with_places_inside_it_or_a_tree(text, kind):
    tree = read_tree(text, "flows/acme/flow.yaml")
    problems = (*tree.problems, *check_schema(tree, kind))
    assert problems or tree.root is not None
    for problem in problems:
        place = problem.place
        assert 1 <= place.line <= max(1, len(tree.lines))
        assert place.line <= place.end_line
        assert 1 <= place.column <= len(tree.lines[place.line - 1]) + 2
        frame = render(problem, colour=False)
        assert problem.code in frame
        assert all(
            line.isprintable() or "\u200e" in line
            for line in frame.replace("\u200c", "").replace("\u200d", "").splitlines()
        )


@QUICK
@given(st.binary(max_size=200))
def test_any_bytes_give_problems_or_a_tree(content):
    tree = read_bytes(content, "flows/acme/flow.yaml")
    assert tree.problems or tree.root is not None
    assert all(render(problem, colour=True) for problem in tree.problems)


@settings(max_examples=40, deadline=timedelta(seconds=3), suppress_health_check=list(HealthCheck))
@given(mangled())
def test_any_flow_file_gives_a_flow_or_a_problem_and_never_raises(tmp_path_factory, text):
    project = tmp_path_factory.mktemp("project", numbered=True)
    shutil.copytree(GOLDENS / "flow_base", project, dirs_exist_ok=True)
    (project / "flows" / "acme" / "flow.yaml").write_bytes(text.encode("utf-8"))
    library = load(project / "flows")
    assert library.flows or library.problems
    shutil.rmtree(project)


@QUICK
@given(mangled(), KINDS)
def test_our_reader_of_the_schema_accepts_exactly_what_a_general_validator_accepts(text, kind):
    tree = read_tree(text, "any.yaml")
    if tree.problems:
        return
    ours = not check_schema(tree, kind)
    theirs = VALIDATORS[kind].is_valid(to_plain(tree))
    assert ours == theirs, list(VALIDATORS[kind].iter_errors(to_plain(tree)))


@st.composite
def misused(draw):
    """A good document in which a value somewhere is another one, a key is gone, or a key is there that should not be."""
    kind, document = draw(st.sampled_from(DOCUMENTS))
    document = json.loads(json.dumps(document))
    spots = list(_spots(document))
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(spots))
        match draw(st.sampled_from(["change", "drop", "add"])), holder:
            case "change", _ if isinstance(holder, list) or key in holder:
                holder[key] = draw(ODD)
            case "drop", dict():
                holder.pop(key, None)
            case "add", dict():
                holder[draw(KEYS)] = draw(ODD)
            case "add", list():
                holder.append(draw(ODD))
            case _:
                pass
    return kind, document


def _spots(value):
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(inner, dict | list):
            yield from _spots(inner)


DOCUMENTS = [
    (Kind(kind), to_plain(read_tree(seed, "any.yaml")))
    for kind, seed in zip(("labels", "site", "guide", "flow"), SEEDS, strict=True)
]
ODD = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        1,
        -1,
        7,
        2.0,
        2.5,
        "",
        "x",
        "$x",
        "en",
        "A B",
        "10s",
        [],
        {},
        ["a"],
        ["a", "a"],
        [1],
        {"a": 1},
        {"text": "x"},
        {"name": "x", "role": "main"},
        {"env": "A"},
        "https://www.example.org/",
        "a@example.org",
        "x" * 3000,
    ]
)
KEYS = st.sampled_from(
    [
        "id",
        "goto",
        "click",
        "name",
        "role",
        "label",
        "text",
        "css",
        "within",
        "any",
        "mail",
        "locale",
        "ordered",
        "zz",
        "",
    ]
)


@settings(QUICK, max_examples=300)
@given(misused())
def test_our_reader_of_the_schema_rejects_exactly_what_a_general_validator_rejects(case):
    kind, document = case
    tree = read_tree(write(document), "any.yaml")
    ours = not check_schema(tree, kind)
    theirs = VALIDATORS[kind].is_valid(to_plain(tree))
    assert ours == theirs, list(VALIDATORS[kind].iter_errors(to_plain(tree)))


VALIDATORS = {kind: Draft202012Validator(json.loads(schema_text(kind))) for kind in Kind}


def test_an_empty_key_in_quotes_is_a_key_like_any_other():
    assert check_schema(read_tree('"": 1\n', "any.yaml"), Kind.SITE)[0].code == "unknown-key"


def test_every_schema_is_valid_json_schema_of_2020_12():
    for kind in Kind:
        Draft202012Validator.check_schema(json.loads(schema_text(kind)))


def test_in_every_union_a_value_fits_one_branch_by_its_type_alone():
    """So that a message can speak of that branch and never of all of them."""
    seen = 0
    todo = [rule_of(kind) for kind in Kind]
    while todo:
        rule = todo.pop()
        for index, branch in enumerate(rule.any_of):
            seen += 1
            assert not any(branch.types & other.types for other in rule.any_of[index + 1 :])
        todo.extend(rule.any_of)
        todo.extend((rule.properties or {}).values())
        todo.extend(each for each in (rule.items, rule.others, rule.key_rule) if each)
    assert seen


@QUICK
@given(st.text(max_size=300), st.integers(1, 320), st.integers(1, 320))
def test_the_caret_stands_under_the_words_that_are_meant(line, start, length):
    line = " ".join(line.splitlines())
    start = min(start, len(line) + 1)
    tree = read_tree("a: 1\n", "any.yaml")
    place = type(tree.place_of(tree.root))("any.yaml", 1, start, 1, start + length)
    lines = excerpt(place, (line,)).splitlines()
    shown, caret = lines[1].replace("\u200e", ""), lines[2]
    before = caret.index("^")
    assert caret[before:].strip("^") == ""
    assert width(lines[1]) - lines[1].count("\u200e") <= 140
    # the columns in front of the caret are the columns in front of the words
    cut = next((index for index in range(len(shown) + 1) if width(shown[:index]) >= before), len(shown))
    assert width(shown[:cut]) == before or width(shown) <= before


@QUICK
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_as_a_number(number):
    value = to_plain(read_tree(write([number]), "any.yaml"))
    assert value == [number]
    assert math.copysign(1, value[0]) == math.copysign(1, number)
