"""A recorded page taken apart, so that each element can be followed through whatever is done to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count

from verifier.match.normalize import key_of
from verifier.match.signals import marks_of
from verifier.model.observation import Anchor, Box, Snapshot

FAMILIES = ("headings", "controls", "buttons", "links")
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Truth:
    """One finding that must be told: its rule, and words that its expected and actual sides hold."""

    rule: str
    expected: str = ""
    actual: str = ""


@dataclass(slots=True)
class Entry:
    """One element and the number by which it is followed."""

    element: object
    number: int = field(default_factory=lambda: next(_NUMBERS))

    @property
    def name(self) -> str:
        return marks_of(self.element).name

    @property
    def anchor(self) -> Anchor:
        return self.element.anchor

    def change(self, **parts) -> None:
        self.element = replace(self.element, **parts)

    def place(self, **parts) -> None:
        self.element = replace(self.element, anchor=replace(self.element.anchor, **parts))


class Page:
    """The parts of one snapshot, to be changed in place, and what must be told of the changes."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.recorded = snapshot
        self.rows = {family: [Entry(element) for element in getattr(snapshot, family)] for family in FAMILIES}
        self.before = [[(entry.number, entry.element) for entry in row] for row in self.rows.values()]
        self.whole: dict[str, object] = {}
        self.truth: list[Truth] = []
        self.touched: set[int] = set()

    def snapshot(self) -> Snapshot:
        rows = {family: tuple(entry.element for entry in row) for family, row in self.rows.items()}
        return replace(self.recorded, id=f"{self.recorded.id}*", **rows, **self.whole)

    def entries(self):
        return [entry for row in self.rows.values() for entry in row]

    def pick(self, random, family: str, fits=lambda _: True) -> Entry | None:
        """An element with a name of its own that nothing was done to yet and that belongs to the page itself."""
        names = [key_of(entry.name) for entry in self.rows[family]]
        free = [
            entry
            for entry in self.rows[family]
            if entry.name
            and names.count(key_of(entry.name)) == 1
            and entry.number not in self.touched
            and entry.anchor.landmark in ("", "main")
            and fits(entry)
        ]
        if not free:
            return None
        chosen = random.choice(free)
        self.touched.add(chosen.number)
        return chosen

    def tell(self, rule: str, expected: str = "", actual: str = "") -> bool:
        self.truth.append(Truth(rule, expected, actual))
        return True

    def make_room(self, y: float, height: float) -> None:
        """Everything from there on moves down (or up, where the height is negative)."""
        for entry in self.entries():
            box = entry.anchor.box
            if box is not None and box.y > y:
                entry.place(box=Box(box.x, box.y + height, box.width, box.height))
