"""How one page differs from its recording, as typed changes between paired elements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit, urlunsplit

from verifier.compare.claims import field_subject
from verifier.compare.links import address_key, same_address
from verifier.compare.wording import limit_words, target_words_of
from verifier.match.assign import assign
from verifier.match.normalize import key_of, same_words
from verifier.match.score import stable
from verifier.match.signals import marks_of, target_words
from verifier.match.traits import fingerprint
from verifier.model.finding import Rule
from verifier.model.observation import Link, MailTarget, WebTarget
from verifier.walls.consent import find_consent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from verifier.match.signals import Element, Marks
    from verifier.model.observation import Anchor, Button, Control, Dialog, Heading, Option, Snapshot

_AROUND = {"banner", "navigation", "contentinfo", "complementary", "search"}
"""Landmarks that belong to the site, not to the page that a guide speaks of; claims may still look there."""
_MANY_OPTIONS = 8

Kept = TypeVar("Kept", "Control", "Button", "Heading", Link, "Dialog")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` and `after` are the paired elements; one of them is None where something is gone or new.

    `blocks` says that somebody who follows the guide can no longer finish: a field that must be filled in was added.
    """

    rule: Rule
    subject: str
    expected: str
    actual: str
    before: Anchor | None = None
    after: Anchor | None = None
    blocks: bool = False
    pair: tuple[str, str] | None = None
    """The fingerprints of the two elements that were taken for one, if there are two."""


def changes(
    recorded: Snapshot, seen: Snapshot, *, rejected: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Change, ...]:
    """Every difference between two looks that a reader could notice; equal looks give none.

    What a person said is not one element (`rejected`, see `fingerprint`) is told as one that is gone and one that is new.
    Markup, ids, tokens, order, positions and texts are not compared, nor what stands in the site's own header and footer.
    """
    if recorded.id == seen.id:
        return ()
    found: list[Change] = []
    found.extend(_whole(recorded, seen))
    found.extend(_controls(_own(recorded.controls), _own(seen.controls), rejected))
    found.extend(_named("button", _own(recorded.buttons), _own(seen.buttons), _BUTTON, rejected))
    found.extend(_named("heading", _own(recorded.headings), _own(seen.headings), _HEADING, rejected))
    links = tuple(_at_home(link, recorded, seen) for link in _own(seen.links))
    found.extend(_named("link", _own(recorded.links), links, _LINK, rejected))
    found.extend(_dialogs(recorded, seen))
    return tuple(found)


def _at_home(link: Link, recorded: Snapshot, seen: Snapshot) -> Link:
    """The link as the recorded page would have it: where the whole page moved to another host, its own links moved with it."""
    old, new = address_key(recorded.url)[0], address_key(seen.url)[0]
    if old == new or not isinstance(link.target, WebTarget) or address_key(link.target.url)[0] != new:
        return link
    there = urlsplit(link.target.url)
    return replace(
        link, target=replace(link.target, url=urlunsplit(there._replace(netloc=urlsplit(recorded.url).netloc)))
    )


def _own(elements: tuple[Kept, ...]) -> tuple[Kept, ...]:
    return tuple(element for element in elements if element.anchor.landmark not in _AROUND)


def _whole(recorded: Snapshot, seen: Snapshot) -> tuple[Change, ...]:
    found = []
    if address_key(recorded.url)[:2] != address_key(seen.url)[:2]:
        found.append(Change(Rule.REDIRECTED, "url", recorded.url, seen.url))
    if recorded.language and _primary(recorded.language) != _primary(seen.language):
        found.append(Change(Rule.LANGUAGE_CHANGED, "language", recorded.language, seen.language or "none stated"))
    if recorded.direction != seen.direction:
        found.append(Change(Rule.DIRECTION_CHANGED, "direction", recorded.direction, seen.direction))
    return tuple(found)


def _primary(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


Rejected = frozenset[tuple[str, str]]


def _controls(old: tuple[Control, ...], new: tuple[Control, ...], rejected: Rejected) -> tuple[Change, ...]:
    first, second = tuple(map(marks_of, old)), tuple(map(marks_of, new))
    pairing = assign(first, second, rejected=rejected)
    found: list[Change] = []
    for left, right in pairing.pairs:
        found.extend(_told_of(first[left], second[right], _control(old[left], new[right])))
    found.extend(
        Change(Rule.FIELD_REMOVED, field_subject(old[index]), _field_words(old[index]), "", before=old[index].anchor)
        for index in pairing.gone
    )
    for index in pairing.added:
        control = new[index]
        found.append(
            Change(
                Rule.FIELD_ADDED,
                field_subject(control),
                "",
                _field_words(control),
                after=control.anchor,
                blocks=control.required and not control.disabled,
            )
        )
    return tuple(found)


def _told_of(old: Marks, new: Marks, found: Iterable[Change]) -> tuple[Change, ...]:
    told = tuple(found)
    pair = (fingerprint(old), fingerprint(new)) if told else None
    return tuple(replace(change, pair=pair) for change in told)


def _field_words(control: Control) -> str:
    needs = "required " if control.required else ""
    return f'{needs}{control.kind} field "{control.label}"'


def _control(old: Control, new: Control) -> tuple[Change, ...]:
    subject, found = field_subject(old), []

    def differs(rule: Rule, expected: str, actual: str, *, blocks: bool = False) -> None:
        found.append(Change(rule, subject, expected, actual, old.anchor, new.anchor, blocks))

    if not same_words(old.label, new.label):
        differs(Rule.FIELD_RENAMED, f'field "{old.label}"', f'field "{new.label}"')
    if old.kind is not new.kind:
        differs(Rule.FIELD_KIND_CHANGED, f"a {old.kind} field", f"a {new.kind} field")
    if old.required is not new.required:
        words = {True: "required", False: "optional"}
        differs(Rule.FIELD_REQUIRED_CHANGED, words[old.required], words[new.required])
    for which, before, after in (("min", old.min_length, new.min_length), ("max", old.max_length, new.max_length)):
        if (before or None) != (after or None):
            differs(Rule.FIELD_CONSTRAINT_CHANGED, limit_words(which, before), limit_words(which, after))
    for what, was, now in (
        ("smallest value", old.minimum, new.minimum),
        ("largest value", old.maximum, new.maximum),
        ("pattern", old.pattern, new.pattern),
    ):
        if was != now:
            differs(Rule.FIELD_CONSTRAINT_CHANGED, f"{what} {was or 'none'}", f"{what} {now or 'none'}")
    if old.read_only is not new.read_only or old.disabled is not new.disabled:
        words = {True: "cannot be changed", False: "can be changed"}
        differs(
            Rule.FIELD_CONSTRAINT_CHANGED, words[old.read_only or old.disabled], words[new.read_only or new.disabled]
        )
    found.extend(_options(subject, old, new))
    return tuple(found)


def _options(subject: str, old: Control, new: Control) -> tuple[Change, ...]:
    left, right = list(old.options), list(new.options)
    found = []
    for identity in (_same_option, _same_text, _same_value):
        for option in tuple(left):
            partner = next((candidate for candidate in right if identity(option, candidate)), None)
            if partner is None:
                continue
            left.remove(option)
            right.remove(partner)
            if not same_words(option.text, partner.text):
                was, now = f'option "{option.text}"', f'option "{partner.text}"'
                name = f"{subject} option {option.value or option.text}"
                found.append(Change(Rule.OPTION_RENAMED, name, was, now, old.anchor, new.anchor))
    for rule, options, gone in ((Rule.OPTION_REMOVED, left, True), (Rule.OPTION_ADDED, right, False)):
        if len(options) > _MANY_OPTIONS:
            words = (
                f"{len(options)} options: "
                + ", ".join(f'"{option.text}"' for option in options[:_MANY_OPTIONS])
                + " ..."
            )
            found.append(
                Change(rule, f"{subject} options", words if gone else "", "" if gone else words, old.anchor, new.anchor)
            )
            continue
        for option in options:
            words, name = f'option "{option.text}"', f"{subject} option {option.value or option.text}"
            found.append(Change(rule, name, words if gone else "", "" if gone else words, old.anchor, new.anchor))
    return tuple(found)


def _same_option(one: Option, other: Option) -> bool:
    return one.value == other.value and same_words(one.text, other.text)


def _same_text(one: Option, other: Option) -> bool:
    return same_words(one.text, other.text)


def _same_value(one: Option, other: Option) -> bool:
    return bool(stable(one.value)) and one.value == other.value and one.value not in ("on", "true", "1")


_BUTTON = (Rule.BUTTON_ADDED, Rule.BUTTON_REMOVED, Rule.BUTTON_RENAMED)
_HEADING = (Rule.HEADING_ADDED, Rule.HEADING_REMOVED, Rule.HEADING_RENAMED)
_LINK = (Rule.LINK_ADDED, Rule.LINK_REMOVED, Rule.LINK_RENAMED)


def _named(
    what: str, old: tuple[Kept, ...], new: tuple[Kept, ...], rules: tuple[Rule, Rule, Rule], rejected: Rejected
) -> tuple[Change, ...]:
    added, removed, renamed = rules
    first, second = tuple(map(marks_of, old)), tuple(map(marks_of, new))
    pairing = assign(first, second, rejected=rejected)
    found: list[Change] = []
    for left, right in pairing.pairs:
        before, after = first[left], second[right]
        subject = f"{what} {_identity(old[left])}"
        told = []
        if not same_words(before.name, after.name):
            told.append(
                Change(
                    renamed, subject, f'{what} "{before.name}"', f'{what} "{after.name}"', before.anchor, after.anchor
                )
            )
        if what == "link":
            told.extend(_retargeted(subject, old[left], new[right]))
        found.extend(_told_of(before, after, told))
    for index in pairing.gone:
        name = first[index].name
        if name:
            found.append(
                Change(removed, f"{what} {_identity(old[index])}", f'{what} "{name}"', "", before=first[index].anchor)
            )
    for index in pairing.added:
        name = second[index].name
        if name:
            found.append(
                Change(added, f"{what} {_identity(new[index])}", "", f'{what} "{name}"', after=second[index].anchor)
            )
    return tuple(found)


def _identity(element: Element) -> str:
    return stable(element.anchor.id) or key_of(marks_of(element).name)


def _retargeted(subject: str, old: Element, new: Element) -> tuple[Change, ...]:
    if (
        not isinstance(old, Link)
        or not isinstance(new, Link)
        or same_address(target_words(old.target), target_words(new.target))
    ):
        return ()
    mail = isinstance(old.target, MailTarget) and isinstance(new.target, MailTarget)
    rule = Rule.MAIL_ADDRESS_CHANGED if mail else Rule.LINK_TARGET_CHANGED
    return (Change(rule, subject, target_words_of(old), target_words_of(new), old.anchor, new.anchor),)


def _dialogs(recorded: Snapshot, seen: Snapshot) -> tuple[Change, ...]:
    consent = find_consent(seen)
    known = {key_of(dialog.name) for dialog in recorded.dialogs}
    if consent is not None:
        return ()
    return tuple(
        Change(Rule.DIALOG_ADDED, f"dialog {key_of(dialog.name)}", "", f'dialog "{dialog.name}"', after=dialog.anchor)
        for dialog in seen.dialogs
        if key_of(dialog.name) not in known
    )
