"""Whether two statements about one thing can both hold, and how each reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import assert_never

from verifier.match.normalize import key_of, normalize
from verifier.model.guide import (
    AddressForm,
    AddressValue,
    ItemValue,
    ListValue,
    NumberValue,
    PathValue,
    PresenceValue,
    RedactedValue,
    TextValue,
    Value,
)


@dataclass(frozen=True, slots=True)
class BothHold:
    """They say the same, or what they say of it goes together."""


@dataclass(frozen=True, slots=True)
class Clash:
    """They cannot both hold. `one` and `other` are the items that only that side has, where both are lists."""

    one: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lacks:
    """Both can hold, but a reader of one misses something: the items that it leaves out and the other names."""

    one: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


Relation = BothHold | Clash | Lacks


def relation(one: Value, other: Value) -> Relation:
    """How two statements about one subject stand to each other; turned around, `one` and `other` change places."""
    match one, other:
        case PresenceValue(present=here), PresenceValue(present=there):
            return BothHold() if here is there else Clash()
        case (PresenceValue(present=False), _) | (_, PresenceValue(present=False)):
            return Clash()
        case TextValue(), TextValue():
            return _equal(key_of(one.text) == key_of(other.text))
        case NumberValue(), NumberValue():
            apart = one.most < other.least or other.most < one.least
            return _equal(not (apart and key_of(one.unit) == key_of(other.unit)))
        case (ListValue() | ItemValue(), ListValue() | ItemValue()):
            return _lists(_as_list(one), _as_list(other))
        case AddressValue(), AddressValue():
            return _equal(one.form is not other.form or address_key(one) == address_key(other))
        case PathValue(), PathValue():
            return _equal([key_of(stop) for stop in one.stops] == [key_of(stop) for stop in other.stops])
        case _:
            return BothHold()  # of different kinds, or one is hidden: nothing speaks against both


def _equal(can: bool) -> Relation:  # noqa: FBT001 - a private turn of a truth into a word
    return BothHold() if can else Clash()


def _as_list(value: ListValue | ItemValue) -> ListValue:
    return value if isinstance(value, ListValue) else ListValue((value.item,))


def _lists(one: ListValue, other: ListValue) -> Relation:
    here = {key_of(item): item for item in one.items}
    there = {key_of(item): item for item in other.items}
    only_here = tuple(item for key, item in here.items() if key not in there)
    only_there = tuple(item for key, item in there.items() if key not in here)
    if not only_here and not only_there:
        ordered = one.ordered and other.ordered
        return _equal(not ordered or list(here) == list(there))
    if only_here and only_there and (one.whole or other.whole):
        return Clash(only_here, only_there)
    if (one.whole and only_there and not other.whole) or (other.whole and only_here and not one.whole):
        return Clash(only_here, only_there)
    return Lacks(only_there, only_here)


_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://(?:www\.)?|^www\.")
_WORDS = re.compile(r"\w+")


def address_key(value: AddressValue) -> str:
    """What an address is compared by: letters without case, a phone number by its digits, a URL without scheme and `www`."""
    folded = normalize(value.address).casefold()
    match value.form:
        case AddressForm.MAIL:
            return folded
        case AddressForm.PHONE:
            return "".join(sign for sign in key_of(value.address) if sign.isdecimal())
        case AddressForm.POSTAL:
            return " ".join(_WORDS.findall(key_of(value.address)))
        case AddressForm.URL:
            return _SCHEME.sub("", folded).rstrip("/")
        case AddressForm.HANDLE:
            return folded.removeprefix("@")
        case _:
            assert_never(value.form)


def words(value: Value) -> str:
    """The value as a few words of a sentence."""
    match value:
        case TextValue(text):
            return f'"{text}"'
        case NumberValue(least, most, unit):
            span = str(least) if least == most else f"at most {most}" if least == 0 else f"{least} to {most}"
            return f"{span} {unit}".rstrip()
        case ListValue(items, ordered):
            return ", then ".join(items) if ordered else listed(items)
        case ItemValue(item):
            return item
        case PresenceValue(present):
            return "there is one" if present else "there is none"
        case AddressValue(_, address):
            return address
        case PathValue(stops):
            return " > ".join(stops)
        case RedactedValue(what):
            return f"a {what} that is not shown"
        case _:
            assert_never(value)


def listed(items: tuple[str, ...]) -> str:
    """`a, b and c`."""
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)
