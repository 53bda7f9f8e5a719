"""Which element of the recorded page is which of the present one: by what `match` knows of it, by its slot, by its company, by its words."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from verifier.compare.links import lasting_address
from verifier.compare.moves import covers
from verifier.compare.noise import lasting
from verifier.match.assign import assign
from verifier.match.normalize import key_of
from verifier.match.parting import are_parted, prints
from verifier.match.score import stable
from verifier.match.signals import marks_of, standing
from verifier.model.observation import Button, ButtonKind, Control, Heading, Link, MailTarget, PhoneTarget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from verifier.match.parting import Prints
    from verifier.match.signals import Element, Marks

_LONGEST_ROW = 2
"""So many new names in a row, between two elements that stayed, are still the old elements with new names."""
_SAYS_SOMETHING = 4
"""A word of so many letters may bear out that a longer name is the shorter one."""

_ARTICLES = {"a", "an", "the"}
_WITNESSES = 2
"""So many elements under a heading say that it is the same heading."""

Rejected = frozenset[tuple[str, str]]
NONE: Rejected = frozenset()


@dataclass(frozen=True, slots=True)
class Pairing:
    """Who became whom, what is gone and what is new; a pair may be of a link and a button, or of a field and a button."""

    pairs: tuple[tuple[Element, Element], ...]
    gone: tuple[Element, ...]
    added: tuple[Element, ...]


def pair(
    old: Sequence[Element], new: Sequence[Element], *, translated: bool = False, rejected: Rejected = NONE
) -> Pairing:
    """Pair what belongs together, each element at most once; the order of the two sequences does not matter.

    First, within each kind, what `match` is sure of, fields before all else, for they say which form is which and so which button
    submits it. What it leaves over is paired where a link and a button have one name; by its
    slot (between the same neighbours stood so many of a kind, and now stand as many); headings by what stands under them; and
    by its words, where all words of one name are in the other. Nothing is paired of which a mark says that they are two.
    `translated`: the page is in another language, so that words say nothing. A pair in `rejected` (see `match.parting`) is not made.
    """
    page = _Pages(tuple(map(_lasting_marks, old)), tuple(map(_lasting_marks, new)), old, new, rejected)
    families = {_family(marks) for marks in (*page.before, *page.after)}
    for family in sorted(families, key=lambda each: (each != "control", each)):
        page.settle(_by_match(page, family))
        page.settle(_by_form(page))
    page.settle(_by_name(page))
    most = len(old) if translated else _LONGEST_ROW
    page.settle(_by_slot(page, most))
    page.settle(_by_company(page))
    page.settle(each for each in _by_words(page) if isinstance(old[each[0]], Heading))
    page.settle(_by_next_heading(page))
    page.settle(_by_neighbour(page))
    page.settle(_by_words(page))
    found = sorted(page.found.items())
    return Pairing(
        tuple((old[was], new[now]) for was, now in found),
        tuple(old[was] for was in page.gone()),
        tuple(new[now] for now in page.added()),
    )


@dataclass(slots=True)
class _Pages:
    before: tuple[Marks, ...]
    after: tuple[Marks, ...]
    old: Sequence[Element]
    new: Sequence[Element]
    rejected: Rejected
    found: dict[int, int] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def settle(self, pairs: Iterable[tuple[int, int]]) -> None:
        for was, now in pairs:
            if was in self.found or now in self.taken:
                continue
            if self.rejected and are_parted(prints(self.before[was], self.after[now]), self.rejected):
                continue
            self.found[was] = now
            self.taken.add(now)

    def gone(self) -> list[int]:
        return [at for at in range(len(self.old)) if at not in self.found]

    def added(self) -> list[int]:
        return [at for at in range(len(self.new)) if at not in self.taken]


def pair_of(old: Element, new: Element) -> Prints:
    """What a rejection of the pair is remembered by."""
    return prints(_lasting_marks(old), _lasting_marks(new))


def _family(marks: Marks) -> str:
    return marks.kind.partition(" ")[0]


def _lasting_marks(element: Element) -> Marks:
    """The marks of an element without what changes from one load to the next: counts and times in its name, tokens in its address."""
    marks = marks_of(element)
    target = lasting_address(marks.target)
    pressed, badge = marks.kind.startswith(("link", "button")), bool(marks.anchor.badge)
    name = lasting(marks.name, pressed=pressed, badge=badge)
    if (name, target) == (marks.name, marks.target):
        return marks
    return replace(marks, name=name or marks.name, target=target)


def _by_match(page: _Pages, family: str) -> list[tuple[int, int]]:
    left = [at for at, marks in enumerate(page.before) if _family(marks) == family]
    right = [at for at, marks in enumerate(page.after) if _family(marks) == family]
    made = assign([page.before[at] for at in left], [page.after[at] for at in right], rejected=page.rejected)
    return [(left[was], right[now]) for was, now in made.pairs]


_TWINS = {("link", "button"), ("button", "link"), ("control", "button"), ("heading", "button"), ("button", "heading")}


def _by_name(page: _Pages) -> list[tuple[int, int]]:
    """What has the same name and another kind: a link that is a button, a field that is a switch, a heading that folds a part away."""
    found = []
    added = page.added()
    for was in page.gone():
        old = page.before[was]
        for now in added:
            new = page.after[now]
            if (
                (_family(old), _family(new)) in _TWINS
                and key_of(old.name) == key_of(new.name) != ""
                and old.anchor.frame == new.anchor.frame
            ):
                found.append((was, now))
                added.remove(now)
                break
    return found


def _by_form(page: _Pages) -> list[tuple[int, int]]:
    """The only button that submits a form, in the form that most fields of the old one are in."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for was, now in page.found.items():
        old, new = page.old[was], page.new[now]
        if isinstance(old, Control) and isinstance(new, Control) and old.form:
            votes[old.form][new.form] += 1
    before, after = _submitting(page.old), _submitting(page.new)
    found = []
    for form, counted in votes.items():
        became = min(counted, key=lambda name: (-counted[name], name))
        olds, news = before.get(form, []), after.get(became, [])
        if became and len(olds) == len(news) == 1 and olds[0] not in page.found and news[0] not in page.taken:
            found.append((olds[0], news[0]))
    return found


def _submitting(elements: Sequence[Element]) -> dict[str, list[int]]:
    """By form, the buttons that submit it."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, element in enumerate(elements):
        if isinstance(element, Button) and element.kind is ButtonKind.SUBMIT:
            found[element.form].append(at)
    return found


Slot = tuple[str, tuple[str, ...], int | None, int | None]


def _by_slot(page: _Pages, most: int) -> list[tuple[int, int]]:
    if not page.gone() or not page.added():
        return []
    slots = _slots(page.before, {was: was for was in page.found})
    present = _slots(page.after, {now: was for was, now in page.found.items()})
    found: list[tuple[int, int]] = []
    for slot, gone in slots.items():
        added = present.get(slot, [])
        alone = slot[2] is None and slot[3] is None
        if len(gone) != len(added) or len(gone) > (1 if alone and most == _LONGEST_ROW else most):
            continue
        if all(_may_follow(page, was, now) for was, now in zip(gone, added, strict=True)):
            found.extend(zip(gone, added, strict=True))
    return found


def _by_next_heading(page: _Pages) -> list[tuple[int, int]]:
    """Headings of one level, the same children of their boxes, with one and the same heading after them."""
    before = _ahead_of_headings(page.before, {was: was for was in page.found})
    after = _ahead_of_headings(page.after, {now: was for was, now in page.found.items()})
    return [
        (was[0], now[0])
        for place, was in before.items()
        if len(was) == len(now := after.get(place, [])) == 1 and _may_follow(page, was[0], now[0])
    ]


def _ahead_of_headings(
    page: Sequence[Marks], known: dict[int, int]
) -> dict[tuple[str, tuple[str, ...], str, int], list[int]]:
    """The headings that are not known right ahead of one that is, by kind, frame, end of path and that next heading."""
    headings = [at for at in _order(page) if _family(page[at]) == "heading"]
    found: dict[tuple[str, tuple[str, ...], str, int], list[int]] = defaultdict(list)
    for at, following in pairwise(headings):
        marks = page[at]
        if at not in known and following in known:
            end = marks.anchor.path.rpartition("/")[2]
            found[marks.kind, marks.anchor.frame, end, known[following]].append(at)
    return found


def _by_neighbour(page: _Pages) -> list[tuple[int, int]]:
    """What stands in one and the same element, right behind its beginning: the button in a heading."""
    before = {later: first for first, later in pairwise(_order(page.before))}
    after = dict(pairwise(_order(page.after)))
    ends = {at: marks.anchor.path.rpartition("/")[2] for at, marks in enumerate(page.after)}
    found = []
    for was in page.gone():
        first = page.found.get(before.get(was, -1))
        now = None if first is None else after.get(first)
        old = page.before[was]
        if now is None or now in page.taken or _sort(old) != _sort(page.after[now]):
            continue
        inside = covers(page.before[before[was]].anchor.box, old.anchor.box)
        if inside and old.anchor.path.rpartition("/")[2] == ends[now] and _may_follow(page, was, now):
            found.append((was, now))
    return found


def _order(page: Sequence[Marks]) -> list[int]:
    """Indices in the order in which the elements are read."""
    return sorted(range(len(page)), key=lambda at: _reading(page[at]))


def _slots(page: Sequence[Marks], known: dict[int, int]) -> dict[Slot, list[int]]:
    """The elements that are not known, by their kind, their frame and the known elements before and after them."""
    order = _order(page)
    ahead: dict[int, int | None] = {}
    last: int | None = None
    for at in order:
        ahead[at] = last
        last = known.get(at, last)
    slots: dict[Slot, list[int]] = defaultdict(list)
    following: int | None = None
    for at in reversed(order):
        if at in known:
            following = known[at]
        else:
            marks = page[at]
            slots[_sort(marks), marks.anchor.frame, ahead[at], following].insert(0, at)
    return slots


def _sort(marks: Marks) -> str:
    """What may take each other's place: fields of any kind, and of all else what is of one kind."""
    return "control" if _family(marks) == "control" else marks.kind


def _reading(marks: Marks) -> tuple[object, ...]:
    box = marks.anchor.box
    return (marks.anchor.frame, (box.y, box.x) if box else (0.0, 0.0), standing(marks))


def _may_follow(page: _Pages, was: int, now: int) -> bool:
    """Whether nothing says that the two are different things."""
    old, new = page.before[was], page.after[now]
    if bool(old.anchor.dialog) is not bool(new.anchor.dialog):
        return False
    if old.target or new.target:
        return old.target == new.target or _addressed_alike(page.old[was], page.new[now])
    sent, sends = stable(old.value), stable(new.value)
    if sent and sends and sent != sends:
        return False
    if _family(old) == "control" and old.kind != new.kind and not (sent or sends):
        return False
    own, owns = stable(old.anchor.id), stable(new.anchor.id)
    return not (own and owns and own != owns) or old.kind == "button submit"


def _leads_elsewhere(page: _Pages, was: int, now: int) -> bool:
    """Whether it may be one link that leads elsewhere now: it stands under the same heading, and the shorter name says enough to be known by."""
    old, new = page.old[was], page.new[now]
    return (
        isinstance(old, Link)
        and isinstance(new, Link)
        and key_of(old.anchor.section) == key_of(new.anchor.section)
        and bool(old.anchor.dialog) is bool(new.anchor.dialog)
        and holds_all(old.name, new.name, at_least=_WITNESSES)
    )


def _addressed_alike(old: Element, new: Element) -> bool:
    """Whether both are mail addresses, or both telephone numbers."""
    if not isinstance(old, Link) or not isinstance(new, Link):
        return False
    return isinstance(old.target, MailTarget | PhoneTarget) and type(old.target) is type(new.target)


def _by_company(page: _Pages) -> list[tuple[int, int]]:
    """Headings under which the same elements stand."""
    votes: Counter[tuple[str, str]] = Counter()
    for was, now in page.found.items():
        votes[key_of(page.before[was].anchor.section), key_of(page.after[now].anchor.section)] += 1
    found: list[tuple[int, int]] = []
    for was in page.gone():
        old = page.old[was]
        if not isinstance(old, Heading):
            continue
        mine = {new: count for (section, new), count in votes.items() if section == key_of(old.text)}
        best = max(mine, key=lambda new: (mine[new], new), default="")
        if not best or mine[best] < _WITNESSES or 2 * mine[best] <= sum(mine.values()):
            continue
        fitting = [
            now
            for now in page.added()
            if isinstance(page.new[now], Heading)
            and key_of(page.after[now].name) == best
            and _may_follow(page, was, now)
        ]
        found.extend((was, now) for now in fitting[:1])
    return found


def _by_words(page: _Pages) -> list[tuple[int, int]]:
    """What is called the same with words more or less, where only one of each page comes into question."""
    gone, added = page.gone(), page.added()

    def partners(at: int, others: list[int], fits: Callable[[int, int], bool]) -> list[int]:
        return [other for other in others if fits(at, other)]

    def same(was: int, now: int) -> bool:
        old, new = page.before[was], page.after[now]
        return (
            _sort(old) == _sort(new)
            and old.anchor.frame == new.anchor.frame
            and holds_all(old.name, new.name)
            and (_may_follow(page, was, now) or _leads_elsewhere(page, was, now))
        )

    found = []
    for was in gone:
        fitting = partners(was, added, same)
        if len(fitting) == 1 and partners(fitting[0], gone, lambda now, each: same(each, now)) == [was]:
            found.append((was, fitting[0]))
    return found


def holds_all(one: str, other: str, *, at_least: int = 1) -> bool:
    """Whether all words of one name are in the other, and `at_least` so many of them say something."""
    first, second = (set(key_of(words).split()) - _ARTICLES for words in (one, other))
    fewer, more = sorted((first, second), key=len)
    telling = [word for word in fewer if len(word) >= _SAYS_SOMETHING or not word.isascii()]
    return fewer <= more and len(telling) >= at_least
