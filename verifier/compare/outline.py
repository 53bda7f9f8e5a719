"""How headings, buttons, links and dialogs differ from the recorded ones: which is new, gone, called otherwise, or leads elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.compare.change import Change, in_frame
from verifier.compare.links import same_address, without_tokens
from verifier.compare.noise import is_drawn, same_name
from verifier.compare.wording import target_words_of
from verifier.match.normalize import key_of
from verifier.match.score import stable
from verifier.match.signals import marks_of, target_words
from verifier.model.finding import Rule
from verifier.model.observation import Button, Link, MailTarget, PhoneTarget

if TYPE_CHECKING:
    from verifier.match.signals import Element

_ADDED = {
    "button": Rule.BUTTON_ADDED,
    "heading": Rule.HEADING_ADDED,
    "link": Rule.LINK_ADDED,
    "dialog": Rule.DIALOG_ADDED,
}
_REMOVED = {
    "button": Rule.BUTTON_REMOVED,
    "heading": Rule.HEADING_REMOVED,
    "link": Rule.LINK_REMOVED,
    "dialog": Rule.DIALOG_REMOVED,
}
_RENAMED = {
    "button": Rule.BUTTON_RENAMED,
    "heading": Rule.HEADING_RENAMED,
    "link": Rule.LINK_RENAMED,
    "dialog": Rule.DIALOG_RENAMED,
}


def named_changes(old: Element, new: Element) -> tuple[Change, ...]:
    """How two elements differ that are one: by name, and links by where they lead. An address that is its own name is one change."""
    before, after = marks_of(old), marks_of(new)
    what, subject = _what(old), subject_of(old)
    led = (*_retargeted(subject, old, new), *_locked(subject, old, new))
    badge = bool(old.anchor.badge or new.anchor.badge)
    same = same_name(before.name, after.name, pressed=what in ("button", "link"), badge=badge)
    if same or (led and called_by_address(old, new)):
        return led
    words = f'{what} "{before.name}"', f'{what} "{after.name}"'
    return (Change(_RENAMED[what], subject, *words, before.anchor, after.anchor), *led)


def named_removed(element: Element) -> Change:
    """The element is gone."""
    what = _what(element)
    words = f'{what} "{marks_of(element).name}"'
    return Change(_REMOVED[what], subject_of(element), words, "", before=element.anchor)


def named_added(element: Element) -> Change:
    """The element is new."""
    what = _what(element)
    words = f'{what} "{marks_of(element).name}"'
    return Change(_ADDED[what], subject_of(element), "", words, after=element.anchor)


def _what(element: Element) -> str:
    return marks_of(element).kind.partition(" ")[0]


def subject_of(element: Element) -> str:
    """What a button, heading, link or dialog is called in findings: by its id, where a person gave it one, else by its name."""
    what, name = _what(element), key_of(marks_of(element).name)
    called = name if what == "dialog" else stable(element.anchor.id) or name
    return in_frame(f"{what} {called}", element.anchor.frame)


def _retargeted(subject: str, old: Element, new: Element) -> tuple[Change, ...]:
    if (
        not isinstance(old, Link)
        or not isinstance(new, Link)
        or same_address(target_words(old.target), target_words(new.target))
        or _leads_to_its_name(old, new)
    ):
        return ()
    mail = isinstance(old.target, MailTarget) and isinstance(new.target, MailTarget)
    rule = Rule.MAIL_ADDRESS_CHANGED if mail else Rule.LINK_TARGET_CHANGED
    change = Change(rule, subject, target_words_of(old), target_words_of(new), old.anchor, new.anchor)
    return (replace(change, called=f'link "{old.name}"' if old.name else ""),)


def _leads_to_its_name(old: Link, new: Link) -> bool:
    """Whether both are called by the address that they lead to, or by the secret in it, which is made anew for each reader."""
    addresses = [target_words(link.target) for link in (old, new)]
    if is_drawn(old.name) and is_drawn(new.name):
        held = [to.replace(link.name, "*") for link, to in zip((old, new), addresses, strict=True)]
        return all("*" in to for to in held) and held[0] == held[1]
    named = all(
        "://" in link.name and key_of(link.name) == key_of(to) for link, to in zip((old, new), addresses, strict=True)
    )
    return named and without_tokens(addresses[0]) == without_tokens(addresses[1])


def _locked(subject: str, old: Element, new: Element) -> tuple[Change, ...]:
    if not isinstance(old, Button) or not isinstance(new, Button) or old.disabled is new.disabled:
        return ()
    words = {True: "disabled", False: "enabled"}
    change = Change(
        Rule.BUTTON_DISABLED_CHANGED, subject, words[old.disabled], words[new.disabled], old.anchor, new.anchor
    )
    return (replace(change, called=f'button "{old.name}"' if old.name else ""),)


def called_by_address(old: Element, new: Element) -> bool:
    """Whether each of the two links is called by the mail address or telephone number that it leads to."""
    return all(isinstance(link, Link) and _shows(link) for link in (old, new))


def _shows(link: Link) -> bool:
    match link.target:
        case MailTarget(address):
            return key_of(address) in key_of(link.name)
        case PhoneTarget(number):
            return "".join(filter(str.isdigit, number)) in "".join(filter(str.isdigit, key_of(link.name)))
        case _:
            return False
