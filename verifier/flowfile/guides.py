"""Guide files as `Guide`s, and the rule that a claim id means one claim only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.flowfile.grain import chosen, flag, items, mapping, maybe_number, maybe_word, number, word, words
from verifier.flowfile.near import did_you_mean
from verifier.flowfile.tree import Mapping
from verifier.match.normalize import key_of
from verifier.model.guide import (
    AddressForm,
    AddressValue,
    CheckKind,
    Claim,
    GarbledLabel,
    Guide,
    ItemValue,
    ListValue,
    NumberValue,
    PathValue,
    PresenceValue,
    RedactedValue,
    Statement,
    TextValue,
    Value,
    Wording,
)

if TYPE_CHECKING:
    from verifier.flowfile.labels import Labels
    from verifier.flowfile.tree import Node, Tree
    from verifier.model.place import Place, Problem

_VALUES = ("text", "number", "list", "item", "present", "path", "redacted", *AddressForm)


def parse_guide(tree: Tree, guide_id: str) -> Guide:
    """The guide of a tree that follows the schema."""
    root = mapping(tree.root)
    claims = []
    for node in items(root.get("claims")):
        row = mapping(node)
        claims.append(
            Claim(
                id=word(row.get("id")),
                where=word(row.get("where")),
                says=word(row.get("says")),
                check=CheckKind(word(row.get("check"))),
                place=tree.place(row.entries[0].value.span if row.entries[0].key == "id" else row.entries[0].key_span),
                labels=tuple(_label(each) for each in items(row.get("labels"))),
                states=tuple(_statement(tree, mapping(each)) for each in items(row.get("states"))),
                garbled=tuple(_garbled(each) for each in items(row.get("labels")) if isinstance(each, Mapping)),
                unfounded=maybe_word(row.get("unfounded")) or "",
                rests_on=words(row.get("rests_on")),
            )
        )
    title = root.entry("title")
    return Guide(
        id=guide_id,
        title=word(root.get("title")),
        language=word(root.get("language")),
        direction=word(root.get("direction")),
        place=tree.place(title.value.span if title else root.span),
        claims=tuple(claims),
        document=maybe_word(root.get("document")),
        site=maybe_word(root.get("site")) or "",
    )


def with_meanings(guide: Guide, tree: Tree, labels: Labels | None) -> tuple[Guide, tuple[Problem, ...]]:
    """The guide with the site's wording for each `means: $label` and its other words for what the guide quotes.

    A label that the site does not have is a problem.

    `labels` are those of the guide's site, None where there is no such site yet: then the id stands for itself.
    """
    if labels is None:
        return guide, ()
    problems: list[Problem] = []
    worded = (label.wordings(guide.language) for label in labels.by_id.values())
    others = _others(tuple(each for each in worded if len(each) > 1))
    claims = [
        replace(
            claim,
            garbled=tuple(_meant(each, guide, labels) for each in claim.garbled),
            wordings=tuple(Wording(each, others[key_of(each)]) for each in claim.labels if key_of(each) in others),
        )
        if claim.labels
        else claim
        for claim in guide.claims
    ]
    for node in items(mapping(tree.root).get("claims")):
        for each in items(mapping(node).get("labels")):
            means = each.get("means") if isinstance(each, Mapping) else None
            if means is not None and word(means).startswith("$") and word(means)[1:] not in labels.by_id:
                known = (f"${label}" for label in labels.by_id)
                what = f"{labels.file} has no label `{word(means)[1:]}`"
                label = did_you_mean(word(means), known, otherwise="unknown")
                advice = "add it to the labels, or write the true wording itself"
                problems.append(tree.problem("unknown-label", means.span, what, label=label, advice=advice))
    return replace(guide, claims=tuple(claims)), tuple(problems)


def _others(known: tuple[tuple[str, ...], ...]) -> dict[str, tuple[str, ...]]:
    """For every word that is one of several for a label of the site, the others."""
    found: dict[str, dict[str, None]] = {}
    for wordings in known:
        for one in wordings:
            rest = found.setdefault(key_of(one), {})
            rest.update(dict.fromkeys(each for each in wordings if key_of(each) != key_of(one)))
    return {word: tuple(rest) for word, rest in found.items() if rest}


def _meant(garbled: GarbledLabel, guide: Guide, labels: Labels) -> GarbledLabel:
    label = labels.by_id.get(garbled.means.removeprefix("$")) if garbled.means.startswith("$") else None
    wordings = label.wordings(guide.language) if label else ()
    return replace(garbled, means=wordings[0]) if wordings else garbled


def _label(node: Node) -> str:
    return word(node.get("label")) if isinstance(node, Mapping) else word(node)


def _garbled(row: Mapping) -> GarbledLabel:
    return GarbledLabel(word(row.get("label")), word(row.get("means")))


def _statement(tree: Tree, row: Mapping) -> Statement:
    subject = row.get("subject")
    return Statement(
        subject=word(subject),
        value=_value(mapping(row.get("value"))),
        place=tree.place(subject.span if subject else row.span),
        scope=words(row.get("scope")),
    )


def _value(row: Mapping) -> Value:
    entry = chosen(row, _VALUES)
    node = entry.value
    match entry.key:
        case "text":
            return TextValue(word(node))
        case "number":
            least = number(node)
            most = maybe_number(row.get("to"))
            return NumberValue(least, least if most is None else most, maybe_word(row.get("unit")) or "")
        case "list":
            ordered, whole = (flag(row.get(key), default=False) for key in ("ordered", "whole"))
            return ListValue(words(node), ordered=ordered, whole=whole)
        case "item":
            return ItemValue(word(node), maybe_number(row.get("of")))
        case "present":
            return PresenceValue(flag(node, default=True))
        case "path":
            return PathValue(words(node))
        case "redacted":
            return RedactedValue(word(node))
        case form:
            return AddressValue(AddressForm(form), word(node))


def duplicate_claims(guides: tuple[tuple[Guide, Tree], ...]) -> tuple[Problem, ...]:
    """A problem for every claim id that an earlier claim of any guide has already."""
    problems: list[Problem] = []
    first: dict[str, Place] = {}
    for guide, tree in guides:
        for node in items(mapping(tree.root).get("claims")):
            written = mapping(node).get("id")
            claim_id = word(written)
            place = tree.place_of(written) if written else guide.place
            if claim_id in first and written:
                problem = tree.problem(
                    "duplicate-claim",
                    written.span,
                    f"the claim id `{claim_id}` is taken",
                    label="the second one",
                    advice="a claim id means one claim in all guides: give this one an id of its own",
                    related=((first[claim_id], "the first one"),),
                )
                problems.append(problem)
            first.setdefault(claim_id, place)
    return tuple(problems)
