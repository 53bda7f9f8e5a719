"""How one page differs from its recording, as typed changes between paired elements."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from verifier.compare.belongs import called_by_heading, once, only_marked_up, own, same_words_around
from verifier.compare.change import NO_LANGUAGE, Change, field_called, field_subject, in_frame
from verifier.compare.forms import field_added, field_changes, field_removed
from verifier.compare.links import address_key
from verifier.compare.moves import Places, moved
from verifier.compare.noise import comparable, is_chat
from verifier.compare.outline import named_added, named_changes, named_removed, subject_of
from verifier.compare.pairing import pair, pair_of
from verifier.compare.rebuilt import as_built
from verifier.compare.wording import a_field
from verifier.match.normalize import key_of
from verifier.match.signals import marks_of
from verifier.model.expectation import ControlKind
from verifier.model.finding import Rule
from verifier.model.observation import Anchor, Button, Control, Heading, Link, WebTarget
from verifier.walls.sight import AROUND

if TYPE_CHECKING:
    from verifier.compare.pairing import Pairing
    from verifier.match.signals import Element
    from verifier.model.observation import Snapshot

_MOVED = {Control: Rule.FIELD_MOVED, Button: Rule.BUTTON_MOVED, Link: Rule.LINK_MOVED}


def changes(
    recorded: Snapshot, seen: Snapshot, *, rejected: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Change, ...]:
    """Every difference between two looks that a reader could notice; equal looks give none.

    What a person said is not one element (`rejected`, see `match.parting`) is told as one that is gone and one that is new.
    Markup, ids, tokens, counts, times, order, positions and running text are not compared, nor what belongs to advertisements and
    to questions about cookies. What differs in the site's own header, menu and footer is marked as standing aside.
    """
    if recorded.id == seen.id:
        return ()
    whole = _whole(recorded, seen)
    translated = any(change.rule is Rule.LANGUAGE_CHANGED for change in whole)
    was_built, is_built = _elements(recorded, recorded), _elements(seen, recorded)
    old, new = as_built(was_built, is_built), as_built(is_built, was_built)
    pairing = pair(old, new, translated=translated, rejected=rejected)
    found = [
        replace(change, pair=pair_of(was, now))
        for was, now in pairing.pairs
        for change in _between(was, now, rejected)
        if not _told_by_others(change, was, now, recorded, seen)
    ]
    found += [_removed(element) for element in pairing.gone if marks_of(element).name or isinstance(element, Control)]
    found += [_added(element) for element in pairing.added if marks_of(element).name or isinstance(element, Control)]
    found = _told_apart(found, recorded, seen)
    ours = own(recorded) | own(seen)
    found += _moves(pairing, ours)
    found = [change for change in found if not only_marked_up(change, recorded, seen)]
    return (*whole, *(replace(change, aside=True) if _aside(change, ours) else change for change in found))


_OF_A_FIELD = (Rule.FIELD_ADDED, Rule.FIELD_REMOVED, Rule.FIELD_RENAMED)


def _told_apart(found: list[Change], recorded: Snapshot, seen: Snapshot) -> list[Change]:
    """The changes, of boxes that send one name each with its own words: several languages to tick are several fields."""
    several: set[str] = set()
    labels: dict[Anchor, str] = {}
    for page in (seen, recorded):
        boxes = [control for control in page.controls if control.kind is ControlKind.CHECKBOX]
        called = {(field_subject(box), key_of(box.label)) for box in boxes}
        counted = Counter(subject for subject, _ in called)
        several |= {subject for subject, count in counted.items() if count > 1}
        labels |= {box.anchor: key_of(box.label) for box in boxes}
    told = []
    for change in found:
        at = change.before or change.after
        if at is not None and change.rule in _OF_A_FIELD and change.subject in several:
            told.append(replace(change, detail=labels.get(at, "")))
        else:
            told.append(change)
    return told


def _elements(page: Snapshot, recorded: Snapshot) -> tuple[Element, ...]:
    links = tuple(_at_home(link, recorded, page) for link in page.links)
    whole: tuple[Element, ...] = (*page.controls, *page.buttons, *page.headings, *links, *page.dialogs)
    return once(comparable(whole, page))


def _between(old: Element, new: Element, rejected: frozenset[tuple[str, str]]) -> tuple[Change, ...]:
    match old, new:
        case Control(), Control():
            return field_changes(old, new, rejected=rejected)
        case Control(), _:
            what = f"a {marks_of(new).kind.partition(' ')[0]}"
            change = Change(
                Rule.FIELD_KIND_CHANGED, field_subject(old), a_field(old.kind), what, old.anchor, new.anchor
            )
            return (replace(change, called=field_called(old)),)
        case _ if type(old) is type(new):
            return named_changes(old, new)
        case _:
            return ()  # a link that is built as a button now, or the other way round, is the same to a reader


def _told_by_others(change: Change, old: Element, new: Element, recorded: Snapshot, seen: Snapshot) -> bool:
    """Whether a field is called otherwise only by other words of those around it, or a group of choices by a heading, on either page."""
    if change.rule is not Rule.FIELD_RENAMED or not isinstance(old, Control) or not isinstance(new, Control):
        return False
    if old.label and new.label and same_words_around(old, new):
        return True
    choices = old.kind is new.kind is ControlKind.RADIO
    return choices and (called_by_heading(old.label, recorded) or called_by_heading(new.label, seen))


def _removed(element: Element) -> Change:
    return field_removed(element) if isinstance(element, Control) else named_removed(element)


def _added(element: Element) -> Change:
    return field_added(element) if isinstance(element, Control) else named_added(element)


def _aside(change: Change, ours: frozenset[Anchor]) -> bool:
    at = change.after or change.before
    if at is not None and is_chat(at):
        return True
    anchors = [anchor for anchor in (change.before, change.after) if anchor is not None]
    return all(anchor.landmark in AROUND and not anchor.inner and anchor not in ours for anchor in anchors)


def _at_home(link: Link, recorded: Snapshot, seen: Snapshot) -> Link:
    """The link as the recorded page would have it: where the whole page, or its frame, moved to another host, its own links moved with it."""
    here = _url_of(recorded, link.anchor.frame)
    old, new = address_key(here)[0], address_key(_url_of(seen, link.anchor.frame))[0]
    if old == new or not isinstance(link.target, WebTarget) or address_key(link.target.url)[0] != new:
        return link
    there = urlsplit(link.target.url)
    return replace(link, target=replace(link.target, url=urlunsplit(there._replace(netloc=urlsplit(here).netloc))))


def _url_of(page: Snapshot, frame: tuple[str, ...]) -> str:
    """The address of the document in that frame; of the page where it has none of its own."""
    return next((each.url for each in page.frames if each.path == frame and urlsplit(each.url).netloc), page.url)


def _whole(recorded: Snapshot, seen: Snapshot) -> tuple[Change, ...]:
    found = []
    if address_key(recorded.url)[:2] != address_key(seen.url)[:2]:
        found.append(Change(Rule.REDIRECTED, "url", recorded.url, seen.url))
    if recorded.language and _primary(recorded.language) != _primary(seen.language):
        found.append(Change(Rule.LANGUAGE_CHANGED, "language", recorded.language, seen.language or NO_LANGUAGE))
    now = {frame.path: frame.language for frame in seen.frames}
    for frame in recorded.frames:
        language = now.get(frame.path, "")
        if frame.language and language and _primary(frame.language) != _primary(language):
            subject, inside = in_frame("language", frame.path), Anchor("iframe", frame=frame.path)
            found.append(Change(Rule.LANGUAGE_CHANGED, subject, frame.language, language, inside, inside))
    if recorded.direction != seen.direction:
        found.append(Change(Rule.DIRECTION_CHANGED, "direction", recorded.direction, seen.direction))
    return tuple(found)


def _primary(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


def _seen(heading: Heading) -> bool:
    """Whether a reader sees the heading; one that is only read out parts nothing."""
    box = heading.anchor.box
    return box is None or (box.width > 1 and box.height > 1)


def _moves(pairing: Pairing, ours: frozenset[Anchor]) -> tuple[Change, ...]:
    both = pairing.pairs
    places = Places(
        {
            key_of(was.text): key_of(now.text)
            for was, now in both
            if isinstance(was, Heading) and isinstance(now, Heading) and _seen(was) and _seen(now)
        },
        frozenset(key_of(was.anchor.group) for was, _ in both if was.anchor.group)
        & frozenset(key_of(now.anchor.group) for _, now in both if now.anchor.group),
        ours,
    )
    found = []
    for index, expected, actual in moved([(was.anchor, now.anchor) for was, now in both], places):
        was, now = both[index]
        rule = _MOVED.get(type(was))
        name = marks_of(now).name
        if rule is None or not name:
            continue
        subject = field_subject(was) if isinstance(was, Control) else subject_of(was)
        words = f'{rule.partition("-")[0]} "{name}" {expected}'
        found.append(Change(rule, subject, words, actual, was.anchor, now.anchor, pair=pair_of(was, now)))
    return tuple(found)
