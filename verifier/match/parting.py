"""What a person's rejection of a pair is remembered by, so that a pair that was parted stays parted when the page goes on changing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verifier.match.normalize import key_of
from verifier.match.traits import traits_of

if TYPE_CHECKING:
    from verifier.match.signals import Marks
    from verifier.match.traits import Traits

Prints = tuple[str, str]
"""Of the element as it was, and of what is not it."""

_NUMBERS = re.compile(r"[\W\d_]*\d[\W\d_]*")


def prints(old: Marks, new: Marks) -> Prints:
    """What the rejection of this pair is remembered by.

    Where the two have names of their own words, these and their kinds: whatever is counted in them and wherever they lead, they
    are not one. Else everything that tells them from others, but for their places and the queries of their addresses.
    """
    was, now = traits_of(old), traits_of(new)
    before, after = (_plain(traits.label) for traits in (was, now))
    if before and after and before != after:
        return _short(was, before), _short(now, after)
    return _whole(was), _whole(now)


def option_prints(old: str, new: str) -> Prints:
    """The same for two options of a list, by their words."""
    was, now = key_of(old), key_of(new)
    before, after = _plain(was), _plain(now)
    words = (before, after) if before and after and before != after else (was, now)
    return f"option | {words[0]}", f"option | {words[1]}"


def are_parted(pair: Prints, rejected: frozenset[Prints]) -> bool:
    """Whether a person said of this pair that the one did not become the other; nobody parts an element from itself."""
    return pair[0] != pair[1] and pair in rejected


def _plain(label: str) -> str:
    """The label without its numbers and what stands around them."""
    return _NUMBERS.sub(" ", label).strip()


def _short(traits: Traits, label: str) -> str:
    return " | ".join((traits.family, label, "/".join(traits.frame)))


def _whole(traits: Traits) -> str:
    address = traits.target.partition("#")[0].partition("?")[0]
    return " | ".join((traits.family, traits.label, address, traits.id, traits.name, "/".join(traits.frame)))
