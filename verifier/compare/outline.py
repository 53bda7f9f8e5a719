"""How headings, buttons and links differ from the recorded ones: which is new, gone, called otherwise, or leads elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.compare.change import Change, in_frame
from verifier.compare.links import same_address
from verifier.compare.noise import same_name
from verifier.compare.pairing import NONE, Pairing, Rejected, pair, prints
from verifier.compare.wording import target_words_of
from verifier.match.normalize import key_of
from verifier.match.score import stable
from verifier.match.signals import marks_of, target_words
from verifier.model.finding import Rule
from verifier.model.observation import Button, Heading, Link, MailTarget

if TYPE_CHECKING:
    from verifier.match.signals import Element

_RULES = {
    Button: ("button", Rule.BUTTON_ADDED, Rule.BUTTON_REMOVED, Rule.BUTTON_RENAMED),
    Heading: ("heading", Rule.HEADING_ADDED, Rule.HEADING_REMOVED, Rule.HEADING_RENAMED),
    Link: ("link", Rule.LINK_ADDED, Rule.LINK_REMOVED, Rule.LINK_RENAMED),
}


def named_changes(
    kind: type[Button | Heading | Link],
    old: tuple[Element, ...],
    new: tuple[Element, ...],
    *,
    translated: bool = False,
    rejected: Rejected = NONE,
) -> tuple[tuple[Change, ...], Pairing]:
    """Every difference between two rows of buttons, headings or links, and which element is which. What has no name is not told."""
    what, added, removed, renamed = _RULES[kind]
    pairing = pair(old, new, translated=translated, rejected=rejected)
    found: list[Change] = []
    for left, right in pairing.pairs:
        before, after = marks_of(old[left]), marks_of(new[right])
        subject = subject_of(old[left])
        told: list[Change] = []
        if not same_name(before.name, after.name, pressed=kind is not Heading):
            words = f'{what} "{before.name}"', f'{what} "{after.name}"'
            told.append(Change(renamed, subject, *words, before.anchor, after.anchor))
        told.extend(_retargeted(subject, old[left], new[right]))
        paired = prints(old[left]), prints(new[right])
        found.extend(replace(change, pair=paired) for change in told)
    for index in pairing.gone:
        name, anchor = marks_of(old[index]).name, old[index].anchor
        if name:
            found.append(Change(removed, subject_of(old[index]), f'{what} "{name}"', "", before=anchor))
    for index in pairing.added:
        name, anchor = marks_of(new[index]).name, new[index].anchor
        if name:
            found.append(Change(added, subject_of(new[index]), "", f'{what} "{name}"', after=anchor))
    return tuple(found), pairing


def subject_of(element: Element) -> str:
    """What a button, heading or link is called in findings: by its id, where a person gave it one, else by its name."""
    marks = marks_of(element)
    what = marks.kind.partition(" ")[0]
    return in_frame(f"{what} {stable(element.anchor.id) or key_of(marks.name)}", element.anchor.frame)


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
