"""How the fields of a page differ from the recorded ones: which is new, gone or called otherwise, and what it asks for now."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.compare.change import Change, field_called, field_subject
from verifier.compare.noise import same_name
from verifier.compare.pairing import holds_all
from verifier.compare.renames import MANY, with_one_cause
from verifier.compare.wording import a_field, limit_words, several_words
from verifier.match.assign import assign
from verifier.match.normalize import key_of, same_words
from verifier.match.parting import are_parted, option_prints
from verifier.match.score import stable
from verifier.match.signals import Marks
from verifier.model.expectation import ControlKind
from verifier.model.finding import Rule
from verifier.model.observation import Anchor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.model.observation import Control, Option

_LITTLE_WORD = 3
"""A word of so many letters says little: can, add, and."""
_TYPED = frozenset(
    {
        ControlKind.TEXT, ControlKind.SEARCH, ControlKind.TEL, ControlKind.URL, ControlKind.EMAIL,
        ControlKind.PASSWORD, ControlKind.TEXTAREA,
    }
)  # fmt: skip
"""Fields whose text may have a length and a pattern."""
_COUNTED = frozenset({ControlKind.NUMBER, ControlKind.DATE, ControlKind.RANGE})
"""Fields whose value may have a smallest and a largest one."""
_SAYS_NOTHING = {"", "on", "true", "1", "yes"}
"""Values of options that name nothing."""


def field_removed(control: Control) -> Change:
    """The field is gone."""
    return Change(Rule.FIELD_REMOVED, field_subject(control), _field_words(control), "", before=control.anchor)


def field_added(control: Control) -> Change:
    """The field is new; one that has to be filled in keeps a reader from sending the form."""
    blocks = control.required and not control.disabled
    words = _field_words(control)
    return Change(Rule.FIELD_ADDED, field_subject(control), "", words, after=control.anchor, blocks=blocks)


def _field_words(control: Control) -> str:
    needs = "required " if control.required else ""
    return f'{needs}{control.kind} field "{control.label}"'


def field_changes(
    old: Control, new: Control, *, rejected: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Change, ...]:
    """How two fields differ that are one: by label, kind, limits and options, each difference by itself."""
    subject, called, found = field_subject(old), field_called(old), []

    def differs(rule: Rule, expected: str, actual: str, detail: str = "") -> None:
        found.append(Change(rule, subject, expected, actual, old.anchor, new.anchor, detail=detail, called=called))

    choices = old.kind is new.kind is ControlKind.RADIO
    told = choices and (not old.label or not new.label or len(old.options) == len(new.options) == 1)
    if not same_name(old.label, new.label) and not told:
        differs(Rule.FIELD_RENAMED, f'field "{old.label}"', f'field "{new.label}"')
    if old.kind is not new.kind:
        differs(Rule.FIELD_KIND_CHANGED, a_field(old.kind), a_field(new.kind))
    if old.required is not new.required:
        words = {True: "required", False: "optional"}
        differs(Rule.FIELD_REQUIRED_CHANGED, words[old.required], words[new.required])
    for which, before, after in (("min", old.min_length, new.min_length), ("max", old.max_length, new.max_length)):
        if (before or None) != (after or None) and (after or _keeps(old, new, _TYPED)):
            differs(
                Rule.FIELD_CONSTRAINT_CHANGED,
                limit_words(which, before),
                limit_words(which, after),
                f"{which}imum length",
            )
    for what, was, now in (
        ("smallest value", old.minimum, new.minimum),
        ("largest value", old.maximum, new.maximum),
        ("pattern", old.pattern, new.pattern),
    ):
        if was != now and (now or _keeps(old, new, _TYPED if what == "pattern" else _COUNTED)):
            expected, actual = (f"{what} {limit}" if limit else f"no {what}" for limit in (was, now))
            differs(Rule.FIELD_CONSTRAINT_CHANGED, expected, actual, what)
    if old.multiple is not new.multiple and old.kind is new.kind:
        words = {True: "several choices", False: "one choice"}
        differs(Rule.FIELD_CONSTRAINT_CHANGED, words[old.multiple], words[new.multiple], "how many")
    locked, locks = old.read_only or old.disabled, new.read_only or new.disabled
    if locked is not locks:
        words = {True: "locked", False: "open to input"}
        differs(Rule.FIELD_CONSTRAINT_CHANGED, words[locked], words[locks], "can be changed")
    found.extend(_options(subject, old, new, rejected))
    return tuple(found)


def _keeps(old: Control, new: Control, kinds: frozenset[ControlKind]) -> bool:
    """Whether a limit that is gone is a change by itself, and not only what a field of another kind has no use for."""
    return old.kind is new.kind or new.kind in kinds


def _options(subject: str, old: Control, new: Control, rejected: frozenset[tuple[str, str]]) -> tuple[Change, ...]:
    both = old.options and new.options
    if not both and (old.kind is not new.kind or old.kind is ControlKind.COMBOBOX):
        return ()  # a list that script fills when it is opened tells nothing while it is closed
    pairs, gone, added = _same_options(_once(old.options), _once(new.options))
    for was, now in [(was, now) for was, now in pairs if are_parted(option_prints(was.text, now.text), rejected)]:
        pairs.remove((was, now))
        gone.append(was)
        added.append(now)
    if old.kind is not new.kind:  # "Please choose" is part of a drop-down, not of what can be chosen
        gone, added = ([option for option in options if option.value] for options in (gone, added))
    found = []
    for change in _renamed(subject, pairs):
        found.append(replace(change, before=old.anchor, after=new.anchor, called=field_called(old)))  # noqa: PERF401 - more follow
    for options, is_gone in ((gone, True), (added, False)):
        for name, words in _told_of(subject, options):
            rule = Rule.OPTION_REMOVED if is_gone else Rule.OPTION_ADDED
            expected, actual = (words, "") if is_gone else ("", words)
            found.append(Change(rule, name, expected, actual, old.anchor, new.anchor, called=field_called(old)))
    return tuple(found)


def _renamed(subject: str, pairs: list[tuple[Option, Option]]) -> Iterator[Change]:
    """A change for each option that is called otherwise; one for all of which the cause is one.

    Words that several options share, before and after, are what is said of all of them and no option's name.
    """
    if not pairs:
        return
    values = {was.text: was.value for was, _ in pairs}
    before, after = (Counter(texts) for texts in zip(*((was.text, now.text) for was, now in pairs), strict=True))
    changed = [
        (was.text, now.text)
        for was, now in pairs
        if not same_name(was.text, now.text) and min(before[was.text], after[now.text]) == 1
    ]
    kept = [was.text for was, now in pairs if same_name(was.text, now.text)]
    for group in with_one_cause(changed, kept):
        old, new = zip(*group, strict=True)
        if len(group) == 1:
            name = f"{subject} option {values[old[0]] or old[0]}"
            yield Change(Rule.OPTION_RENAMED, name, f'option "{old[0]}"', f'option "{new[0]}"')
        else:
            # Two causes in one list are told apart by what was called otherwise first.
            detail = "" if len(group) == len(changed) else values[old[0]] or old[0]
            words = several_words("options", old), several_words("options", new)
            yield Change(Rule.OPTION_RENAMED, f"{subject} options", *words, detail=detail, renamed=group)


def _once(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The options without those that are offered a second time, under the same words and with the same value."""
    return tuple({(option.text, option.value): option for option in reversed(options)}.values())[::-1]


def _told_of(subject: str, options: list[Option]) -> tuple[tuple[str, str], ...]:
    """Subject and words of each option that has words to read; of very many one for all."""
    options = [option for option in options if option.text]
    if len(options) > MANY:
        return ((f"{subject} options", several_words("options", tuple(option.text for option in options))),)
    return tuple((f"{subject} option {each.value or each.text}", f'option "{each.text}"') for each in options)


def _same_options(
    old: tuple[Option, ...], new: tuple[Option, ...]
) -> tuple[list[tuple[Option, Option]], list[Option], list[Option]]:
    """Pairs of options, those that are gone and those that are new.

    The same words are the same option, then the same value; what is left over is paired by its words, where one alone stood
    between two that stayed and one alone stands there now, or where one says all that the other says and no third one does.
    """
    left, right = list(range(len(old))), list(range(len(new)))
    pairs: dict[int, int] = {}
    for identity in (_same_option, _same_text, _same_value):
        for was in tuple(left):
            now = next((at for at in right if identity(old[was], new[at])), None)
            if now is not None:
                left.remove(was)
                right.remove(now)
                pairs[was] = now
    if left and right:
        made = assign([_option_marks(old[at]) for at in left], [_option_marks(new[at]) for at in right])
        pairs |= {left[was]: right[now] for was, now in made.pairs}
        pairs |= _between(old, new, pairs)
        pairs |= _worded_alike(old, new, pairs)
    taken = set(pairs.values())
    return (
        [(old[was], new[now]) for was, now in sorted(pairs.items())],
        [option for at, option in enumerate(old) if at not in pairs],
        [option for at, option in enumerate(new) if at not in taken],
    )


def _between(old: tuple[Option, ...], new: tuple[Option, ...], pairs: dict[int, int]) -> dict[int, int]:
    """Single options that stand alone between two that stayed beside each other's partners; values that differ are other options."""
    found = {}
    back = {now: was for was, now in pairs.items()}
    for was, option in enumerate(old):
        if was in pairs:
            continue
        first = pairs.get(was - 1, -1 if was == 0 else None)
        last = pairs.get(was + 1, len(new) if was == len(old) - 1 else None)
        if first is None or last is None or last - first != 2 or first + 1 in back:
            continue
        other = new[first + 1]
        if not option.value or option.value in (option.text, other.value) or other.value in (other.text, ""):
            found[was] = first + 1
    return found


def _worded_alike(old: tuple[Option, ...], new: tuple[Option, ...], pairs: dict[int, int]) -> dict[int, int]:
    """Of the options that are left over, two that come into question for no other: all words of the one are in the other."""
    left = [was for was in range(len(old)) if was not in pairs]
    right = [now for now in range(len(new)) if now not in pairs.values()]
    alike = [(was, now) for was in left for now in right if holds_all(old[was].text, new[now].text)]
    ways = Counter(was for was, _ in alike), Counter(now for _, now in alike)
    alone = [(was, now) for was, now in alike if ways[0][was] == ways[1][now] == 1]
    return {was: now for was, now in alone if _sent_as_called(old[was], new[now])}


def _sent_as_called(one: Option, other: Option) -> bool:
    """Whether what the two send says no more than their words: a value of its own would tell them apart."""
    return all(not stable(each.value) or same_words(each.value, each.text) for each in (one, other))


def _option_marks(option: Option) -> Marks:
    value = stable(option.value)
    return Marks(
        "option",
        option.text,
        Anchor("option"),
        value="" if value.isdigit() or value.casefold() in _SAYS_NOTHING else value,
    )


def _same_option(one: Option, other: Option) -> bool:
    return one.value == other.value and same_words(one.text, other.text)


def _same_text(one: Option, other: Option) -> bool:
    return same_words(one.text, other.text)


def _same_value(one: Option, other: Option) -> bool:
    value = stable(one.value)
    if not value or value != other.value or value.casefold() in _SAYS_NOTHING or key_of(value) == "0":
        return False
    return not value.isdigit() or _share_words(one.text, other.text)


def _share_words(one: str, other: str) -> bool:
    """Whether half of the telling words of the shorter text are in the other one; a running number alone does not make two options one."""
    first, second = _telling_words(one), _telling_words(other)
    return bool(first & second) and 2 * len(first & second) >= min(len(first), len(second))


def _telling_words(text: str) -> set[str]:
    return {word for word in key_of(text).split() if len(word) > _LITTLE_WORD or not word.isascii()}
