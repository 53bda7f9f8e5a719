"""Takes one change into a recording, and nothing else that differs."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from verifier.compare.links import address_key
from verifier.compare.outline import called_by_address
from verifier.compare.wording import quoted
from verifier.match.normalize import same_words
from verifier.model.finding import Rule
from verifier.model.observation import Button, Control, Dialog, Heading, Link, WebTarget

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.compare.change import Change
    from verifier.model.observation import Anchor, Option, Snapshot

Kept = Heading | Control | Button | Link | Dialog

_PARTS = ("headings", "controls", "buttons", "links", "dialogs")
_ADDED = {Rule.FIELD_ADDED, Rule.BUTTON_ADDED, Rule.HEADING_ADDED, Rule.LINK_ADDED, Rule.DIALOG_ADDED}
_REMOVED = {Rule.FIELD_REMOVED, Rule.BUTTON_REMOVED, Rule.HEADING_REMOVED, Rule.LINK_REMOVED, Rule.DIALOG_REMOVED}
_MOVED = {Rule.FIELD_MOVED, Rule.BUTTON_MOVED, Rule.LINK_MOVED}
_OPTIONS = {Rule.OPTION_ADDED, Rule.OPTION_REMOVED, Rule.OPTION_RENAMED, Rule.OPTIONS_REORDERED}


def with_change(recorded: Snapshot, seen: Snapshot, change: Change) -> Snapshot:
    """The recorded page as if this change had been there when it was recorded; every other difference stays one.

    Its `id` is another one, for it is not the page that was recorded any more.
    """
    match change.rule:
        case Rule.REDIRECTED:
            page = _moved(recorded, seen)
        case Rule.LANGUAGE_CHANGED:
            page = _translated(recorded, seen, change.after)
        case Rule.DIRECTION_CHANGED:
            page = replace(recorded, direction=seen.direction)
        case rule if rule in _ADDED:
            page = _with_added(recorded, seen, change.after)
        case rule if rule in _REMOVED:
            page = _mapped(recorded, change.before, lambda _: None)
        case _:
            page = _mapped(recorded, change.before, lambda element: _changed(element, seen, change))
    return identified(page)


def identified(page: Snapshot) -> Snapshot:
    """The page under the id that is made from all the rest of it."""
    whole = repr(replace(page, id="", aria="")).encode("utf-8", "surrogatepass")
    return replace(page, id=hashlib.sha256(whole).hexdigest()[:32])


def _translated(recorded: Snapshot, seen: Snapshot, inside: Anchor | None) -> Snapshot:
    """In the language of the page as it is now, or of the one frame that this is about."""
    if inside is None:
        return replace(recorded, language=seen.language)
    now = {frame.path: frame.language for frame in seen.frames}
    frames = tuple(
        replace(frame, language=now.get(frame.path, "")) if frame.path == inside.frame else frame
        for frame in recorded.frames
    )
    return replace(recorded, frames=frames)


def _moved(recorded: Snapshot, seen: Snapshot) -> Snapshot:
    """Where the page moved to another host, its own links are compared as if they had moved with it: so they do."""
    old, new = address_key(recorded.url)[0], address_key(seen.url)[0]
    host = urlsplit(seen.url).netloc

    def follow(link: Link) -> Link:
        if old == new or not isinstance(link.target, WebTarget) or address_key(link.target.url)[0] != old:
            return link
        return replace(link, target=WebTarget(urlunsplit(urlsplit(link.target.url)._replace(netloc=host))))

    return replace(recorded, url=seen.url, links=tuple(map(follow, recorded.links)))


def _with_added(recorded: Snapshot, seen: Snapshot, anchor: Anchor | None) -> Snapshot:
    """The element goes where it stands now: after the nearest one before it that was there already."""
    for part in _PARTS:
        there: tuple[Kept, ...] = getattr(seen, part)
        at = next((index for index, element in enumerate(there) if element.anchor == anchor), None)
        if at is None:
            continue
        old: tuple[Kept, ...] = getattr(recorded, part)
        place = 0
        for before in reversed(there[:at]):
            known = next((index for index, element in enumerate(old) if _alike(element, before)), None)
            if known is not None:
                place = known + 1
                break
        return _put(recorded, part, (*old[:place], there[at], *old[place:]))
    return recorded


def _stands_at(element: Kept, anchor: Anchor | None) -> bool:
    """Whether it is that element; its target may have been changed already."""
    return anchor is not None and replace(element.anchor, href="") == replace(anchor, href="")


def _put(page: Snapshot, part: str, elements: tuple[Kept, ...]) -> Snapshot:
    return replace(page, **{part: elements})  # type: ignore[arg-type]  # the part that they were taken from


def _alike(one: Kept, other: Kept) -> bool:
    return one.anchor.path == other.anchor.path or same_words(name_of(one), name_of(other))


def _mapped(recorded: Snapshot, anchor: Anchor | None, to: Callable[[Kept], Kept | None]) -> Snapshot:
    for part in _PARTS:
        old: tuple[Kept, ...] = getattr(recorded, part)
        if any(_stands_at(element, anchor) for element in old):
            new = tuple(to(element) if _stands_at(element, anchor) else element for element in old)
            return _put(recorded, part, tuple(element for element in new if element is not None))
    return recorded


def _changed(old: Kept, seen: Snapshot, change: Change) -> Kept:
    new = element_at(seen, change.after, type(old))
    if new is None:
        return old
    match old, new:
        case Control(), Control():
            return _control(old, new, change)
        case Link(), Link() if change.rule in (Rule.LINK_TARGET_CHANGED, Rule.MAIL_ADDRESS_CHANGED):
            # A link that is called after its address is called after the new one, which is no change of its own.
            name = new.name if called_by_address(old, new) else old.name
            return replace(old, name=name, target=new.target, anchor=replace(old.anchor, href=new.anchor.href))
        case Link(), Link() if change.rule is Rule.LINK_RENAMED:
            return replace(old, name=new.name)
        case Button(), Button() if change.rule is Rule.BUTTON_RENAMED:
            return replace(old, name=new.name)
        case Button(), Button() if change.rule is Rule.BUTTON_DISABLED_CHANGED:
            return replace(old, disabled=new.disabled)
        case Heading(), Heading() if change.rule is Rule.HEADING_RENAMED:
            return replace(old, text=new.text)
        case (Heading() | Button() | Link(), _) if change.rule in _MOVED:
            return replace(old, anchor=new.anchor)
        case _:
            return new


def _control(old: Control, new: Control, change: Change) -> Control:
    match change.rule:
        case Rule.FIELD_RENAMED:
            return replace(old, label=new.label)
        case Rule.FIELD_KIND_CHANGED:
            return replace(old, kind=new.kind)
        case Rule.FIELD_REQUIRED_CHANGED:
            return replace(old, required=new.required)
        case Rule.FIELD_CONSTRAINT_CHANGED:
            return _constrained(old, new, change.detail)
        case rule if rule in _MOVED:
            return replace(old, anchor=new.anchor)
        case rule if rule in _OPTIONS:
            return replace(old, options=_options(old.options, new.options, change))
        case _:
            return new


def _constrained(old: Control, new: Control, detail: str) -> Control:
    """The control with that one limit as it is now."""
    match detail:
        case "minimum length":
            return replace(old, min_length=new.min_length)
        case "maximum length":
            return replace(old, max_length=new.max_length)
        case "smallest value":
            return replace(old, minimum=new.minimum)
        case "largest value":
            return replace(old, maximum=new.maximum)
        case "pattern":
            return replace(old, pattern=new.pattern)
        case "how many":
            return replace(old, multiple=new.multiple)
        case _:
            return replace(old, read_only=new.read_only, disabled=new.disabled)


def _options(old: tuple[Option, ...], new: tuple[Option, ...], change: Change) -> tuple[Option, ...]:
    """The options with this one change; where many came or went at once, that was one change."""
    was, now = quoted(change.expected), quoted(change.actual)
    match change.rule:
        case Rule.OPTION_RENAMED:
            names = dict(change.renamed) or {was: now}
            seen = {option.text: option for option in new}
            return tuple(seen.get(names.get(option.text, ""), option) for option in old)
        case Rule.OPTION_REMOVED:
            if change.subject.endswith(" options"):
                texts = {option.text for option in new}
                return tuple(option for option in old if option.text in texts)
            return tuple(option for option in old if option.text != was)
        case Rule.OPTION_ADDED:
            known = {option.text for option in old}
            whole = change.subject.endswith(" options")
            added = {option.text for option in new if option.text not in known and (whole or option.text == now)}
            return _inserted(old, new, added)
        case _:
            order = {option.text: index for index, option in enumerate(new)}
            return tuple(sorted(old, key=lambda option: order.get(option.text, len(order))))


def _inserted(old: tuple[Option, ...], new: tuple[Option, ...], added: set[str]) -> tuple[Option, ...]:
    told = list(old)
    for index, option in enumerate(new):
        if option.text not in added:
            continue
        before = {each.text for each in new[:index]}
        place = max((at + 1 for at, each in enumerate(told) if each.text in before), default=0)
        told.insert(place, option)
    return tuple(told)


def element_at(page: Snapshot, anchor: Anchor | None, kind: type[Kept] | None = None) -> Kept | None:
    """The element of the page that has this anchor; where several share it, the one of this kind."""
    if anchor is None:
        return None
    for part in _PARTS:
        for element in getattr(page, part):
            if element.anchor == anchor and (kind is None or isinstance(element, kind)):
                return element  # type: ignore[no-any-return]  # every part holds one of the kinds
    return None


def name_of(element: Kept) -> str:
    """What a person calls it."""
    match element:
        case Heading(_, text):
            return text
        case Control(label):
            return label
        case Button(name) | Link(name) | Dialog(name):
            return name
