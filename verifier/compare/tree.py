"""What an assistant offers against what it offered: which choice is new, gone, called otherwise, or under another one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.match.assign import assign
from verifier.match.normalize import key_of, same_words
from verifier.match.scope import called
from verifier.match.signals import Marks
from verifier.model.choice import Choice, ChoiceEnd, ChoiceTree
from verifier.model.finding import Rule
from verifier.model.observation import Anchor

if TYPE_CHECKING:
    from verifier.model.expectation import ExpectTree
    from verifier.model.selector import Text

CHOICE_RULES = (Rule.CHOICE_REMOVED, Rule.CHOICE_RENAMED, Rule.CHOICE_MOVED, Rule.CHOICE_ADDED)
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TreeChange:
    """One difference. `subject` is named after the path as it was recorded, and for a new choice after the new path."""

    rule: Rule
    subject: str
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """The first choice of a stated path that is not there, and what is offered in its place."""

    subject: str
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class _At:
    """One choice and the choices above it."""

    above: Path
    choice: Choice

    @property
    def path(self) -> Path:
        return (*self.above, self.choice.name)


def subject_of(path: Path) -> str:
    """What a choice is called in findings: its whole path, without case and punctuation at the ends."""
    return f"choice {' > '.join(map(key_of, path))}"


def tree_changes(recorded: ChoiceTree, seen: ChoiceTree) -> tuple[TreeChange, ...]:
    """Every difference between two walks but what is said: greetings and answers vary. Equal trees give none.

    A choice that stands under another one than before has moved; its name must be the same. One that is gone while a new one stands
    beside it, with the same choices below or nearly the same words, is called otherwise now. Order does not count, nor
    does what only one of the walks could see.
    """
    comparison = _Comparison([], [], [])
    comparison.level(recorded.choices, seen.choices, (), ())
    return comparison.told()


@dataclass(slots=True)
class _Comparison:
    gone: list[_At]
    new: list[_At]
    changes: list[TreeChange]

    def level(self, old: tuple[Choice, ...], new: tuple[Choice, ...], was: Path, now: Path) -> None:
        """Compare what stood under `was` with what stands under `now`."""
        by_key = {key_of(each.name): each for each in new}
        kept = {key_of(each.name) for each in old} & by_key.keys()
        gone = tuple(each for each in old if key_of(each.name) not in kept)
        added = tuple(each for each in new if key_of(each.name) not in kept)
        for each in old:
            if key_of(each.name) in kept:
                self.below(each, by_key[key_of(each.name)], was, now)
        renamed = _renamed(gone, added)
        for left, right in renamed:
            self.changes.append(
                TreeChange(
                    Rule.CHOICE_RENAMED,
                    subject_of((*was, left.name)),
                    f'choice "{left.name}"',
                    f'choice "{right.name}"',
                )
            )
            self.below(left, right, was, now)
        self.gone += [_At(was, each) for each in gone if all(each is not left for left, _ in renamed)]
        self.new += [_At(now, each) for each in added if all(each is not right for _, right in renamed)]

    def below(self, old: Choice, new: Choice, was: Path, now: Path) -> None:
        unknown = (ChoiceEnd.DEEP, ChoiceEnd.UNSEEN, ChoiceEnd.KEPT, ChoiceEnd.LEFT)
        if old.end in unknown or new.end in unknown:
            return
        if ChoiceEnd.KNOWN in (old.end, new.end) and not (old.choices and new.choices):
            return
        self.level(old.choices, new.choices, (*was, old.name), (*now, new.name))

    def told(self) -> tuple[TreeChange, ...]:
        """The changes, moves found among what went away here and came up there."""
        free = [each for added in self.new for each in _with_all_below(added)]
        moved: list[_At] = []
        landed: list[_At] = []
        for left in [each for gone in self.gone for each in _with_all_below(gone)]:
            alike = [
                each for each in free if same_words(each.choice.name, left.choice.name) and each.above != left.above
            ]
            if not alike:
                continue
            nearest = max(alike, key=lambda each: _shared(each.above, left.above))
            free.remove(nearest)
            moved.append(left)
            landed.append(nearest)
            self.changes.append(
                TreeChange(
                    Rule.CHOICE_MOVED,
                    subject_of(left.path),
                    f'choice "{left.choice.name}" {_under(left.above)}',
                    _under(nearest.above),
                )
            )
        for gone in self.gone:
            if gone not in moved:
                words = f'choice "{gone.choice.name}" {_under(gone.above)}'
                self.changes.append(TreeChange(Rule.CHOICE_REMOVED, subject_of(gone.path), words, ""))
        for added in self.new:
            if added not in landed:
                words = f'choice "{added.choice.name}" {_under(added.above)}'
                self.changes.append(TreeChange(Rule.CHOICE_ADDED, subject_of(added.path), "", words))
        return tuple(self.changes)


def _with_all_below(at: _At) -> tuple[_At, ...]:
    return (at, *(found for each in at.choice.choices for found in _with_all_below(_At(at.path, each))))


def _shared(one: Path, other: Path) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if not same_words(left, right):
            break
        count += 1
    return count


def _under(above: Path) -> str:
    return f'under "{" > ".join(above)}"' if above else "at the start"


def _renamed(gone: tuple[Choice, ...], added: tuple[Choice, ...]) -> tuple[tuple[Choice, Choice], ...]:
    if not gone or not added:
        return ()
    values = Counter(_value(each) for each in (*gone,)) | Counter(_value(each) for each in added)
    first, second = (tuple(_marks(each, values) for each in side) for side in (gone, added))
    return tuple((gone[left], added[right]) for left, right in assign(first, second).pairs)


def _marks(choice: Choice, values: Counter[str]) -> Marks:
    value = _value(choice)
    return Marks("choice", choice.name, Anchor("choice"), value=value if values[value] == 1 else "")


def _value(choice: Choice) -> str:
    """What tells a choice from its neighbours whatever it is called: what is below it, else what is answered."""
    return " > ".join(sorted(key_of(each.name) for each in choice.choices)) or key_of(choice.answer)


# -- what is stated ----------------------------------------------------------------------------------------------


def lacking(expected: ExpectTree, tree: ChoiceTree, recorded: ChoiceTree | None) -> Lacking | None:
    """What of the path is not there, or None: all of it is. It is named as it was recorded, so that one change is told once."""
    names = follow(expected, tree)
    if len(names) == len(expected.path):
        return None
    wanted = expected.path[: len(names) + 1]
    known = follow(expected, recorded)[: len(wanted)] if recorded is not None else ()
    path = (*known, *(text.preferred for text in wanted[len(known) :]))
    words = f'choice "{path[-1]}" {_under(path[:-1])}'
    return Lacking(subject_of(path), words, _offered_instead(tree, names))


def _offered_instead(tree: ChoiceTree, names: Path) -> str:
    below = tree.choices
    for name in names:
        below = next((each.choices for each in below if each.name == name), ())
    return ", ".join(f'"{each.name}"' for each in below[:12])


def follow(expected: ExpectTree, tree: ChoiceTree) -> Path:
    """The names of as many choices of the path as are there; where the same choices stand at two places, either will do."""
    if expected.anywhere:
        return _scattered(expected.path, tree.choices)
    walked = {_identity(each.choices): each.choices for each in _places(tree.choices)}
    names: list[str] = []
    below = tree.choices
    for text in expected.path:
        found = next((each for each in below if called(text, each.name)), None)
        if found is None:
            break
        names.append(found.name)
        below = walked.get(_identity(found.choices), found.choices)
    return tuple(names)


def _places(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices below which something was walked."""
    return tuple(
        found for each in choices for found in ((each,) if each.end is ChoiceEnd.ASKED else ()) + _places(each.choices)
    )


def _identity(choices: tuple[Choice, ...]) -> frozenset[str]:
    return frozenset(key_of(each.name) for each in choices)


def _scattered(path: tuple[Text, ...], choices: tuple[Choice, ...]) -> Path:
    best: Path = ()
    for choice in choices:
        hit = called(path[0], choice.name)
        rest = path[1:] if hit else path
        below = _scattered(rest, choice.choices) if rest else ()
        names = (choice.name, *below) if hit else below
        best = max(best, names, key=len)
    return best
