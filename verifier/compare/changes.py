"""How one page differs from its recording, as typed changes between paired elements."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from verifier.compare.change import Change, field_subject, in_frame
from verifier.compare.forms import field_changes
from verifier.compare.links import address_key
from verifier.compare.moves import Places, moved
from verifier.compare.noise import AROUND, comparable, same_name
from verifier.compare.outline import named_changes, subject_of
from verifier.compare.pairing import pair, prints
from verifier.match.normalize import key_of
from verifier.match.signals import marks_of
from verifier.model.finding import Rule
from verifier.model.observation import Button, Control, Heading, Link, WebTarget
from verifier.walls.consent import find_consent

if TYPE_CHECKING:
    from verifier.compare.pairing import Pairing
    from verifier.match.signals import Element
    from verifier.model.observation import Snapshot

_MOVED = {Control: Rule.FIELD_MOVED, Button: Rule.BUTTON_MOVED, Link: Rule.LINK_MOVED}


def changes(
    recorded: Snapshot, seen: Snapshot, *, rejected: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Change, ...]:
    """Every difference between two looks that a reader could notice; equal looks give none.

    What a person said is not one element (`rejected`, see `fingerprint`) is told as one that is gone and one that is new.
    Markup, ids, tokens, counts, times, order, positions and running text are not compared, nor what belongs to advertisements and
    to questions about cookies. What differs in the site's own header, menu and footer is marked as standing aside.
    """
    if recorded.id == seen.id:
        return ()
    whole = _whole(recorded, seen)
    translated = any(change.rule is Rule.LANGUAGE_CHANGED for change in whole)
    rows: list[tuple[tuple[Element, ...], tuple[Element, ...], Pairing]] = []
    found: list[Change] = []
    old, new = comparable(recorded.controls, recorded), comparable(seen.controls, seen)
    told, pairing = field_changes(old, new, translated=translated, rejected=rejected)
    found += told
    rows.append((old, new, pairing))
    links = tuple(_at_home(link, recorded, seen) for link in seen.links)
    for kind, before, after in (
        (Button, recorded.buttons, seen.buttons),
        (Heading, recorded.headings, seen.headings),
        (Link, recorded.links, links),
    ):
        was, now = comparable(before, recorded), comparable(after, seen)
        named, paired = named_changes(kind, was, now, translated=translated, rejected=rejected)
        found += named
        rows.append((was, now, paired))
    found = list(_pressed_alike(found))
    found += _moves(rows)
    found += _dialogs(recorded, seen)
    aside = (replace(change, aside=True) if _aside(change) else change for change in found)
    return (*whole, *aside)


def _aside(change: Change) -> bool:
    return all(anchor.landmark in AROUND for anchor in (change.before, change.after) if anchor is not None)


def _at_home(link: Link, recorded: Snapshot, seen: Snapshot) -> Link:
    """The link as the recorded page would have it: where the whole page moved to another host, its own links moved with it."""
    old, new = address_key(recorded.url)[0], address_key(seen.url)[0]
    if old == new or not isinstance(link.target, WebTarget) or address_key(link.target.url)[0] != new:
        return link
    there = urlsplit(link.target.url)
    return replace(
        link, target=replace(link.target, url=urlunsplit(there._replace(netloc=urlsplit(recorded.url).netloc)))
    )


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


_TWINS = {
    Rule.LINK_REMOVED: Rule.BUTTON_ADDED,
    Rule.BUTTON_REMOVED: Rule.LINK_ADDED,
    Rule.FIELD_REMOVED: Rule.BUTTON_ADDED,
}


def _pressed_alike(found: list[Change]) -> tuple[Change, ...]:
    """Without what is only built in another way: a link that is a button of the same name now, or the other way round.

    A check box or list that is a switch or menu button now is a field of another kind.
    """
    kept = list(found)
    for gone in found:
        twin = next(
            (
                each
                for each in kept
                if each.rule is _TWINS.get(gone.rule)
                and key_of(_quoted(each.actual)) == key_of(_quoted(gone.expected))
                and each.after is not None
                and gone.before is not None
                and each.after.frame == gone.before.frame
            ),
            None,
        )
        if twin is None:
            continue
        at = kept.index(gone)
        kept.remove(twin)
        if gone.rule is Rule.FIELD_REMOVED:
            kind = gone.expected.partition(" field")[0].removeprefix("required ")
            kept[at] = Change(
                Rule.FIELD_KIND_CHANGED, gone.subject, f"a {kind} field", "a button", gone.before, twin.after
            )
        else:
            kept.remove(gone)
    return tuple(kept)


def _quoted(words: str) -> str:
    return words.partition('"')[2].rpartition('"')[0]


def _moves(rows: list[tuple[tuple[Element, ...], tuple[Element, ...], Pairing]]) -> tuple[Change, ...]:
    both = [(old[was], new[now]) for old, new, pairing in rows for was, now in pairing.pairs]
    places = Places(
        {
            key_of(was.text): key_of(now.text)
            for was, now in both
            if isinstance(was, Heading) and isinstance(now, Heading)
        },
        frozenset(key_of(was.anchor.group) for was, _ in both if was.anchor.group)
        & frozenset(key_of(now.anchor.group) for _, now in both if now.anchor.group),
    )
    found = []
    for index, expected, actual in moved([(was.anchor, now.anchor) for was, now in both], places):
        was, now = both[index]
        rule = _MOVED.get(type(was))
        name = marks_of(now).name
        if rule is None or not name:
            continue
        subject = _subject(was)
        what = rule.partition("-")[0]
        words = f'{what} "{name}" {expected}'
        found.append(Change(rule, subject, words, actual, was.anchor, now.anchor, pair=(prints(was), prints(now))))
    return tuple(found)


def _subject(element: Element) -> str:
    return field_subject(element) if isinstance(element, Control) else subject_of(element)


def _dialogs(recorded: Snapshot, seen: Snapshot) -> tuple[Change, ...]:
    if find_consent(seen) is not None or find_consent(recorded) is not None:
        return ()
    old, new = comparable(recorded.dialogs, recorded), comparable(seen.dialogs, seen)
    pairing = pair(old, new)
    named = {key_of(dialog.name) for dialog in old} & {key_of(dialog.name) for dialog in new}
    found = [
        Change(
            Rule.DIALOG_RENAMED,
            _dialog_subject(old[was].name, old[was].anchor.frame),
            f'dialog "{old[was].name}"',
            f'dialog "{new[now].name}"',
            old[was].anchor,
            new[now].anchor,
        )
        for was, now in pairing.pairs
        if not same_name(old[was].name, new[now].name)
    ]
    for index in pairing.gone:
        dialog = old[index]
        if key_of(dialog.name) not in named:
            subject = _dialog_subject(dialog.name, dialog.anchor.frame)
            found.append(Change(Rule.DIALOG_REMOVED, subject, f'dialog "{dialog.name}"', "", before=dialog.anchor))
    for index in pairing.added:
        dialog = new[index]
        if key_of(dialog.name) not in named:
            subject = _dialog_subject(dialog.name, dialog.anchor.frame)
            found.append(Change(Rule.DIALOG_ADDED, subject, "", f'dialog "{dialog.name}"', after=dialog.anchor))
    return tuple(found)


def _dialog_subject(name: str, frame: tuple[str, ...]) -> str:
    return in_frame(f"dialog {key_of(name)}", frame)
