"""What is wrong in the guides by themselves: found from what their claims state, with no page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, assert_never

from verifier.compare.rules import level_of
from verifier.compare.sentences import sentence, suggestion
from verifier.compare.statements import BothHold, Clash, Lacks, listed, relation, words
from verifier.match.normalize import key_of
from verifier.model.finding import Finding, Rule
from verifier.model.guide import CheckKind, ItemValue, ListValue, RedactedValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from verifier.model.guide import Claim, Guide, Statement, Value
    from verifier.model.place import Place

_NO_EVIDENCE = "There is no evidence that what the guide speaks of exists."


@dataclass(frozen=True, slots=True)
class _Voice:
    """One claim that says something; `item` is its share of a list that several claims make up."""

    guide: Guide
    claim: Claim
    place: Place
    item: str | None = None


@dataclass(frozen=True, slots=True)
class _Position:
    """What one or several claims say of a subject in one scope."""

    subject: str
    value: Value
    scope: frozenset[str]
    voices: tuple[_Voice, ...]

    def first(self) -> tuple[Place, str]:
        """To sort by: where it is said first."""
        return min(voice.place for voice in self.voices), repr(self.value)

    def naming(self, items: tuple[str, ...]) -> tuple[_Voice, ...]:
        """The claims that name one of these items, or all where none does so by itself."""
        return tuple(voice for voice in self.voices if voice.item in items) or self.voices

    def joined(self, other: _Position) -> _Position:
        """With the claims of another position of the same value."""
        return replace(self, voices=tuple(dict.fromkeys((*self.voices, *other.voices))))


def guide_findings(guides: Iterable[Guide]) -> tuple[Finding, ...]:
    """Every finding that the guides show by themselves, in the order of the guides' ids and their claims.

    The order of `guides` makes no difference. `flow_id` and `step_id` of such a finding are empty, and `locale` is the guide's
    language, or empty where guides of several languages are concerned.
    """
    ordered = sorted(guides, key=lambda guide: guide.id)
    rank = {claim.id: (index, at) for index, guide in enumerate(ordered) for at, claim in enumerate(guide.claims)}
    found = [*_alone(ordered), *_between(ordered)]
    return tuple(
        sorted(found, key=lambda each: (*rank[each.claims[0]], each.rule, each.subject, each.actual, each.fingerprint))
    )


# -- one claim ---------------------------------------------------------------------------------------------------


def _alone(guides: list[Guide]) -> Iterator[Finding]:
    for guide in guides:
        yield from _varying(guide)
        for claim in guide.claims:
            voice = _Voice(guide, claim, claim.place)
            for garbled in claim.garbled:
                yield _finding(Rule.LABEL_GARBLED, garbled.label, garbled.label, garbled.means, (voice,))
            for stated in claim.states:
                if isinstance(stated.value, RedactedValue):
                    here = _Voice(guide, claim, stated.place)
                    yield _finding(Rule.VALUE_MISSING, stated.subject, stated.value.what, "", (here,))
            if claim.unfounded or claim.check is CheckKind.UNFOUNDED:
                yield _finding(Rule.UNFOUNDED, claim.id, claim.says, claim.unfounded or _NO_EVIDENCE, (voice,))


def _varying(guide: Guide) -> Iterator[Finding]:
    """One finding for each label, whatever the number of claims that quote it."""
    quoted: dict[str, list[_Voice]] = {}
    others: dict[str, tuple[str, ...]] = {}
    for claim in guide.claims:
        for wording in claim.wordings:
            key = key_of(wording.label)
            quoted.setdefault(key, []).append(_Voice(guide, claim, claim.place))
            others.setdefault(key, (wording.label, *wording.others))
    for key, voices in quoted.items():
        label, *rest = others[key]
        words_of_site = listed(tuple(f'"{each}"' for each in rest))
        yield _finding(Rule.LABEL_VARIES, label, label, words_of_site, tuple(voices))


# -- two claims --------------------------------------------------------------------------------------------------


def _between(guides: list[Guide]) -> Iterator[Finding]:
    for positions in _positions(guides).values():
        told: dict[tuple[Value, Value], tuple[_Position, _Position]] = {}
        for one, other in combinations(positions, 2):
            if one.scope and other.scope and not one.scope & other.scope:
                continue
            # what is said again for another scope is not a finding of its own
            before = told.get((one.value, other.value))
            told[one.value, other.value] = (before[0].joined(one), before[1].joined(other)) if before else (one, other)
        for pair in told.values():
            yield from _pair(*sorted(pair, key=_Position.first))


def _pair(one: _Position, other: _Position) -> Iterator[Finding]:
    match relation(one.value, other.value):
        case BothHold():
            pass
        case Clash(only_one, only_other):
            here, there = one.naming(only_one), other.naming(only_other)
            said = (_said(one, here), _said(other, there))
            yield _finding(Rule.GUIDES_DISAGREE, one.subject, said[0], said[1], (*here, *there))
        case Lacks(missing_in_one, missing_in_other):
            if missing_in_one:
                yield _incomplete(one, missing_in_one, other)
            if missing_in_other:
                yield _incomplete(other, missing_in_other, one)
        case impossible:
            assert_never(impossible)


def _incomplete(short: _Position, missing: tuple[str, ...], full: _Position) -> Finding:
    source = full.naming(missing)
    names = f"It is named in {', '.join(voice.claim.id for voice in source)}."
    return _finding(
        Rule.INCOMPLETE, short.subject, _said(short, short.voices), listed(missing), short.voices, evidence=(names,)
    )


def _said(position: _Position, voices: tuple[_Voice, ...]) -> str:
    return f"{words(position.value)} ({', '.join(dict.fromkeys(voice.claim.id for voice in voices))})"


def _positions(guides: list[Guide]) -> dict[str, list[_Position]]:
    """What is said of each subject; claims that say the same are one position, and the items of a guide are one list."""
    by_subject: dict[str, dict[tuple[object, ...], _Position]] = {}
    for guide in guides:
        for subject, value, scope, voices in _said_by(guide):
            positions = by_subject.setdefault(key_of(subject), {})
            key = (scope, value)
            before = positions.get(key)
            positions[key] = _Position(subject, value, scope, (*before.voices, *voices) if before else voices)
    # positions of one value stand together, so that two values always meet in the same order
    return {
        subject: sorted(positions.values(), key=lambda each: repr(each.value))
        for subject, positions in by_subject.items()
    }


def _said_by(guide: Guide) -> Iterator[tuple[str, Value, frozenset[str], tuple[_Voice, ...]]]:
    shares: dict[tuple[str, frozenset[str]], list[tuple[Statement, Claim]]] = {}
    for claim in guide.claims:
        for stated in claim.states:
            scope = frozenset(key_of(each) for each in stated.scope)
            match stated.value:
                case ItemValue() | ListValue(ordered=False, whole=False):
                    shares.setdefault((key_of(stated.subject), scope), []).append((stated, claim))
                case value:
                    yield stated.subject, value, scope, (_Voice(guide, claim, stated.place),)
    for (_, scope), parts in shares.items():
        yield parts[0][0].subject, _gathered(tuple(stated.value for stated, _ in parts)), scope, _voices(guide, parts)


def _gathered(values: tuple[Value, ...]) -> ListValue:
    items: dict[str, str] = {}
    wanted: set[int] = set()
    for value in values:
        match value:
            case ItemValue(item, of):
                items.setdefault(key_of(item), item)
                wanted |= {of} if of else set()
            case ListValue(names):
                for name in names:
                    items.setdefault(key_of(name), name)
            case _:
                pass
    return ListValue(tuple(items.values()), whole=wanted == {len(items)})


def _voices(guide: Guide, parts: list[tuple[Statement, Claim]]) -> tuple[_Voice, ...]:
    voices: list[_Voice] = []
    for stated, claim in parts:
        match stated.value:
            case ItemValue(item):
                voices.append(_Voice(guide, claim, stated.place, item))
            case ListValue(names):
                voices.extend(_Voice(guide, claim, stated.place, name) for name in names)
            case _:
                pass
    return tuple(voices)


# -- told --------------------------------------------------------------------------------------------------------


def _finding(
    rule: Rule,
    subject: str,
    expected: str,
    actual: str,
    voices: tuple[_Voice, ...],
    *,
    evidence: tuple[str, ...] = (),
) -> Finding:
    claims = tuple(dict.fromkeys(voice.claim.id for voice in voices))
    guides = tuple(dict.fromkeys(voice.guide.id for voice in voices))
    languages = {voice.guide.language for voice in voices}
    says = {voice.claim.id: f"{voice.claim.id} ({voice.claim.where}): {voice.claim.says}" for voice in voices}
    return Finding(
        fingerprint=_fingerprint(rule, subject, claims),
        rule=rule,
        level=level_of(rule, claimed=True, blocks=False),
        sentence=sentence(rule, subject, expected, actual, blocks=False),
        expected=expected,
        actual=actual,
        flow_id="",
        locale=languages.pop() if len(languages) == 1 else "",
        step_id="",
        place=voices[0].place,
        subject=subject,
        claims=claims,
        guides=guides,
        evidence=(*says.values(), *evidence),
        suggestion=suggestion(rule, expected, actual, blocks=False),
    )


def _fingerprint(rule: Rule, subject: str, claims: tuple[str, ...]) -> str:
    said = "\x1f".join((rule, key_of(subject), *sorted(claims)))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]
