"""The register against the guide's own text: what is quoted and no longer there, and what is there and nobody speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.compare.passages import (
    Holds,
    Sentence,
    address_keys,
    addresses,
    numbers,
    quoted_labels,
    sentences,
    what_it_holds,
)
from verifier.compare.statements import address_key
from verifier.match.normalize import holds_words, key_of
from verifier.model.guide import AddressForm, AddressValue, NumberValue

if TYPE_CHECKING:
    from verifier.model.guide import Claim, Guide

_WORD = re.compile(r"\w+")
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Gone:
    """Something of a claim that the document does not hold any more. `near` is the line where it would stand, if known."""

    claim_id: str
    kind: str
    """`label`, `number`, `sentence`, or the form of an address."""
    what: str
    near: int | None


@dataclass(frozen=True, slots=True)
class Located:
    """The lines of the document that a claim speaks of, in their order."""

    claim_id: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A sentence that no claim covers although it holds what a claim should speak of."""

    sentence: Sentence
    holds: tuple[Holds, ...]


@dataclass(frozen=True, slots=True)
class DocumentCheck:
    """What came of one guide and its document."""

    guide_id: str
    located: tuple[Located, ...]
    gone: tuple[Gone, ...]
    unspoken: tuple[Unspoken, ...]


def check_document(guide: Guide, text: str) -> DocumentCheck:
    """What of the guide's claims is no longer in the text, where they stand in it, and which sentences none covers.

    A claim stands where the sentences stand that it rests on; one that names none, where its labels and values do, in the
    order of the guide. A sentence is covered when a claim rests on it or, in a guide whose claims name no sentences, when
    its labels and addresses are those of claims.
    """
    said = sentences(text)
    places = _places(guide, said)
    gone: list[Gone] = []
    for claim in guide.claims:
        gone.extend(_gone(claim, said, places.get(claim.id, ()), _around(guide, claim, places)))
    return DocumentCheck(
        guide.id,
        tuple(Located(claim.id, places[claim.id]) for claim in guide.claims if claim.id in places),
        tuple(gone),
        tuple(_unspoken(guide, said)),
    )


# -- where the claims stand --------------------------------------------------------------------------------------


def _places(guide: Guide, said: tuple[Sentence, ...]) -> dict[str, tuple[int, ...]]:
    by_print: dict[str, list[int]] = {}
    for sentence in said:
        by_print.setdefault(sentence.fingerprint, []).append(sentence.line)
    found: dict[str, tuple[int, ...]] = {}
    so_far = 0
    for claim in guide.claims:
        known = [by_print[each] for each in claim.rests_on if each in by_print]
        sure = [each[0] for each in known if len(set(each)) == 1]
        # of what stands in the document several times it is the one beside the rest of the claim, or the next one
        at = min(sure, default=so_far)
        lines = {min(each, key=lambda line: (not sure and line < at, abs(line - at))) for each in known}
        if lines:
            found[claim.id] = tuple(sorted(lines))
            so_far = max(lines)
    loose = [claim for claim in guide.claims if claim.id not in found and not claim.rests_on]
    found.update(_in_order(loose, said))
    return found


def _in_order(claims: list[Claim], said: tuple[Sentence, ...]) -> dict[str, tuple[int, ...]]:
    """A line for each claim that is quoted somewhere, so that the lines rise with the claims and as much as can be fits."""
    # best[index] is the best score of the claims so far with the last one at or before sentence `index`
    scores = [[_score(claim, sentence) for sentence in said] for claim in claims]
    best = [0] * (len(said) + 1)
    choices: list[list[int | None]] = []
    for row in scores:
        now = best[:]
        choice: list[int | None] = [None] * (len(said) + 1)
        for index, score in enumerate(row, 1):
            if now[index - 1] >= now[index]:
                now[index], choice[index] = now[index - 1], choice[index - 1]
            if score and best[index] + score > now[index]:
                now[index], choice[index] = best[index] + score, index
        choices.append(choice)
        best = now
    found: dict[str, tuple[int, ...]] = {}
    at = len(said)
    for claim, choice in zip(reversed(claims), reversed(choices), strict=True):
        chosen = choice[at]
        if chosen is not None:
            found[claim.id] = (said[chosen - 1].line,)
            at = chosen
    return found


def _score(claim: Claim, sentence: Sentence) -> int:
    labels = sum(holds_words(sentence.text, label) for label in claim.labels)
    stated = [each.value for each in claim.states if isinstance(each.value, AddressValue)]
    return labels + 2 * sum(_shows(sentence.text, value) for value in stated)


def _around(guide: Guide, claim: Claim, places: dict[str, tuple[int, ...]]) -> int | None:
    """The last line of the nearest claim before this one that has a place."""
    before: int | None = None
    for each in guide.claims:
        if each.id == claim.id:
            return places[claim.id][0] if claim.id in places else before
        if each.id in places:
            before = places[each.id][-1]
    return before


# -- what is gone ------------------------------------------------------------------------------------------------


def _gone(claim: Claim, said: tuple[Sentence, ...], lines: tuple[int, ...], near: int | None) -> list[Gone]:
    found: list[Gone] = []
    known = {sentence.fingerprint for sentence in said}
    # a place that was guessed from the labels themselves says nothing about where they must be
    lines = lines if claim.rests_on else ()
    lost = [each for each in claim.rests_on if each not in known]
    if lost:
        what = f"{len(lost)} of {len(claim.rests_on)} sentences ({', '.join(lost)})"
        found.append(Gone(claim.id, "sentence", what, near))
    here = _nearby(said, lines, lost=bool(lost))
    found.extend(
        Gone(claim.id, "label", label, near)
        for label in claim.labels
        if not any(holds_words(sentence.text, label) for sentence in here)
    )
    for stated in claim.states:
        match stated.value:
            case AddressValue(form, address):
                if not any(_shows(sentence.text, stated.value) for sentence in said):
                    found.append(Gone(claim.id, form.value, address, near))
            case NumberValue(least, most):
                there = {each for sentence in here for each in numbers(sentence.text)}
                found.extend(
                    Gone(claim.id, "number", f"{each} {stated.value.unit}".rstrip(), near)
                    for each in dict.fromkeys((least, most))
                    if each and each not in there
                )
            case _:
                pass
    return found


def _nearby(said: tuple[Sentence, ...], lines: tuple[int, ...], *, lost: bool) -> tuple[Sentence, ...]:
    """The sentences on the claim's lines; a few lines around them where one was changed; all where it has no place."""
    if not lines:
        return said
    margin = _NEAR if lost else 0
    return tuple(each for each in said if lines[0] - margin <= each.line <= lines[-1] + margin)


def _shows(text: str, value: AddressValue) -> bool:
    match value.form:
        case AddressForm.POSTAL:
            return f" {address_key(value)} " in f" {' '.join(_WORD.findall(key_of(text)))} "
        case AddressForm.PHONE:
            digits = r"[^\w]*".join(address_key(value))
            return re.search(rf"(?<!\d){digits}(?!\d)", key_of(text)) is not None
        case _:
            return (value.form, address_key(value)) in address_keys(text)


# -- what nobody speaks of ---------------------------------------------------------------------------------------


def _unspoken(guide: Guide, said: tuple[Sentence, ...]) -> list[Unspoken]:
    rested = {each for claim in guide.claims for each in claim.rests_on}
    found: list[Unspoken] = []
    for sentence in said:
        holds = what_it_holds(sentence.text, guide.language)
        if not holds or sentence.fingerprint in rested:
            continue
        left = holds if rested else _unknown(guide, sentence, holds)
        if left:
            found.append(Unspoken(sentence, left))
    return found


def _unknown(guide: Guide, sentence: Sentence, holds: tuple[Holds, ...]) -> tuple[Holds, ...]:
    """Of what the sentence holds, what is in no claim; an instruction is known by any label or address in it."""
    labels = {key_of(label) for claim in guide.claims for label in claim.labels}
    stated = {
        (each.value.form, address_key(each.value))
        for claim in guide.claims
        for each in claim.states
        if isinstance(each.value, AddressValue)
    }
    here = addresses(sentence.text)
    new = {each.form for each in here if (each.form, address_key(each)) not in stated}
    strange = any(key_of(label) not in labels for label in quoted_labels(sentence.text))
    known = any(holds_words(sentence.text, label) for claim in guide.claims for label in claim.labels)
    judged = {
        Holds.LABEL: strange,
        Holds.URL: AddressForm.URL in new,
        Holds.ADDRESS: bool(new - {AddressForm.URL}),
        Holds.INSTRUCTION: not known and len(here) == len(new),
    }
    return tuple(each for each in holds if judged[each])
