"""What somebody asked a run to do: which flows, against what, how carefully, and which share of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shard:
    """The share `index` (from 1) of `count` shares of a run; written `2/4`."""

    index: int
    count: int

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run was asked, so that it can be gone on with. Empty tuples ask nothing; `replica` None is the live site."""

    names: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    guides: tuple[str, ...] = ()
    replica: str | None = None
    confirm: int = 0
    shard: Shard | None = None
