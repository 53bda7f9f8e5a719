"""Guide files as `Guide`s, and the rule that a claim id means one claim only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.flowfile.grain import items, mapping, maybe_word, word, words
from verifier.model.guide import CheckKind, Claim, Guide

if TYPE_CHECKING:
    from verifier.flowfile.tree import Tree
    from verifier.model.place import Place, Problem


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
                labels=words(row.get("labels")),
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
    )


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
