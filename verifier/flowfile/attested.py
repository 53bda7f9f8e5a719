"""Files of attestations: read, checked against their guide, and written so that a reviewer sees one record more."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from verifier.flowfile.grain import items, mapping, maybe_word, scalars, word, words
from verifier.flowfile.near import did_you_mean
from verifier.flowfile.tree import Span
from verifier.flowfile.yaml_write import Plain, write
from verifier.model.attestation import Attestation, Evidence

if TYPE_CHECKING:
    from verifier.flowfile.tree import Tree
    from verifier.model.guide import Guide
    from verifier.model.place import Problem

ENDING = ".attested.yaml"
_HEAD = """\
# yaml-language-server: $schema=../../verifier/flowfile/attested.schema.json
#
# What people looked at where no browser can. Written by `verifier attest`, and reviewed like any other text.
"""


def parse_attested(tree: Tree, guide: Guide) -> tuple[tuple[Attestation, ...], tuple[Problem, ...]]:
    """The attestations of a tree that follows the schema, and what is wrong with them."""
    known = {claim.id for claim in guide.claims}
    found: list[Attestation] = []
    problems: list[Problem] = []
    for node in items(mapping(tree.root).get("attestations")):
        row = mapping(node)
        for each in scalars(row.get("claims")):
            if each.value not in known:
                what = f"the guide `{guide.id}` has no claim `{each.value}`"
                label = did_you_mean(str(each.value), known, otherwise="unknown")
                problems.append(tree.problem("unknown-claim", each.span, what, label=label))
        day = row.entry("on")
        if day is not None and not _is_day(word(day.value)):
            what = f"there is no day `{word(day.value)}`"
            problems.append(tree.problem("bad-date", day.value.span, what, label="not in the calendar"))
            continue
        evidence = row.get("evidence")
        shown = mapping(evidence) if evidence else None
        found.append(
            Attestation(
                guide_id=guide.id,
                claims=words(row.get("claims")),
                by=word(row.get("by")),
                on=word(row.get("on")),
                valid_days=int(word(row.get("valid")).removesuffix("d")),
                place=tree.place(row.span),
                note=maybe_word(row.get("note")) or "",
                evidence=Evidence(word(shown.get("file")), word(shown.get("sha256"))) if shown else None,
            )
        )
    return tuple(found), tuple(problems)


def orphaned(tree: Tree, name: str) -> Problem:
    """The problem of a file of attestations beside which there is no guide."""
    advice = f"call it after a guide, such as `ro-whatsapp{ENDING}`, or remove it"
    return tree.problem("no-such-guide", Span(1, 1, 1, 1), f"there is no guide beside `{name}`", advice=advice)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def attested_text(attestations: tuple[Attestation, ...]) -> str:
    """The file that holds these attestations, the oldest first; the same ones in any order give the same text."""
    ordered = sorted(
        attestations, key=lambda each: (each.on, each.by, each.claims, each.valid_days, each.note, str(each.evidence))
    )
    rows = [_row(each) for each in ordered]
    unique = [row for index, row in enumerate(rows) if row not in rows[:index]]
    return _HEAD + write({"version": 1, "attestations": list(unique)})


def _row(one: Attestation) -> Plain:
    row: dict[str, Plain] = {"claims": list(one.claims), "by": one.by, "on": one.on, "valid": f"{one.valid_days}d"}
    if one.note:
        row["note"] = one.note
    if one.evidence:
        row["evidence"] = {"file": one.evidence.file, "sha256": one.evidence.sha256}
    return row
