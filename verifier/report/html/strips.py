"""Small pictures of the last nights: signs in a row for a flow, stacked columns for a guide and for whole runs.

Shapes tell as much as colours do: a flow's night is the sign of its status, a column is filled, hatched, dotted or hollow. Every
picture says in words what it shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.history.nights import MOST_NIGHTS
from verifier.model.finding import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from verifier.model.history import FlowSince, GuideSince, RunTold

_SIGN = 18
_COLUMN = 20
_HEIGHT = 36
_BLIND = (Status.BLOCKED, Status.ERRORED)


@dataclass(frozen=True, slots=True)
class Sign:
    """One night of a flow; `x` in CSS pixels."""

    x: int
    status: Status
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """The nights of a flow, the latest right."""

    title: str
    words: str
    width: int
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a column: `bad`, `moved`, `blind` or `good`, from the top in CSS pixels."""

    kind: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    x: int
    count: int
    """How many are bad; it stands over the column."""
    words: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Nights as stacked columns, the latest right."""

    title: str
    words: str
    width: int
    columns: tuple[Column, ...]


def flow_row(flow: FlowSince | None) -> Row | None:
    """The last nights of a flow; None where there are fewer than two, which are no picture."""
    if flow is None or len(flow.last_nights) < 2:
        return None
    signs = tuple(
        Sign(index * _SIGN, night.status, f"{night.day}: {night.status}")
        for index, night in enumerate(flow.last_nights)
    )
    words = "; ".join(sign.words for sign in signs)
    return Row(f"The last {len(signs)} nights of {flow.key}", words, len(signs) * _SIGN, signs)


def guide_columns(guide: GuideSince | None) -> Columns | None:
    """How many sentences of a guide were contradicted, not known and held, night by night; None for fewer than two nights."""
    if guide is None or len(guide.last_nights) < 2:
        return None
    return _columns(
        f"The last {len(guide.last_nights)} nights of {guide.guide_id}",
        (
            (
                f"{night.day}: {night.contradicted} contradicted, {night.held} hold, {night.unknown} not known",
                (("bad", night.contradicted), ("blind", night.unknown), ("good", night.held)),
            )
            for night in guide.last_nights
        ),
    )


def run_columns(runs: tuple[RunTold, ...], title: str) -> Columns | None:
    """How the flows of the last run of each night came out; None for fewer than two nights."""
    nights = {told.run.day: told for told in runs}
    shown = tuple(nights.items())[-MOST_NIGHTS:]
    if len(shown) < 2:
        return None
    return _columns(title, (_of_run(day, told) for day, told in shown))


def _of_run(day: str, told: RunTold) -> tuple[str, tuple[tuple[str, int], ...]]:
    statuses = [flow.status for flow in told.run.flows]
    blind = sum(status in _BLIND for status in statuses)
    broken, drifted, verified = (statuses.count(status) for status in (Status.BROKEN, Status.DRIFTED, Status.VERIFIED))
    words = f"{day}: {broken} broken, {drifted} drifted, {blind} not seen, {verified} verified"
    return words, (("bad", broken), ("moved", drifted), ("blind", blind), ("good", verified))


def _columns(title: str, nights: Iterable[tuple[str, tuple[tuple[str, int], ...]]]) -> Columns:
    found = tuple(nights)
    most = max((sum(count for _, count in counts) for _, counts in found), default=0) or 1
    columns = []
    for index, (words, counts) in enumerate(found):
        top = float(_HEIGHT)
        parts = []
        for kind, count in counts:
            height = round(_HEIGHT * count / most, 2)
            top -= height
            if count:
                parts.append(Part(kind, round(top, 2), height))
        columns.append(Column(index * _COLUMN, dict(counts)["bad"], words, tuple(parts)))
    return Columns(title, "; ".join(words for words, _ in found), len(found) * _COLUMN, tuple(columns))
