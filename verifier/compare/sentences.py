"""One plain sentence for each kind of finding, and what a guide could say instead."""

from __future__ import annotations

import re
from typing import assert_never

from verifier.compare.wording import quoted
from verifier.model.finding import Rule


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def sentence(rule: Rule, subject: str, expected: str, actual: str, *, blocks: bool) -> str:
    """What differs, for a person who knows neither the flow nor the tool."""
    match rule:
        case Rule.OPTION_ADDED | Rule.OPTION_REMOVED | Rule.OPTION_RENAMED if '"' in subject:
            return _of_options(rule, subject, expected, actual)
        case Rule.FIELD_ADDED:
            must = " It has to be filled in before the form can be sent." if blocks else ""
            return f"The form has {_new(actual)}.{must}"
        case (
            Rule.FIELD_REMOVED
            | Rule.BUTTON_REMOVED
            | Rule.LINK_REMOVED
            | Rule.HEADING_REMOVED
            | Rule.OPTION_REMOVED
            | Rule.CHOICE_REMOVED
            | Rule.DIALOG_REMOVED
        ):
            there = f" In its place is {actual}." if actual and rule is Rule.LINK_REMOVED else ""
            return f"{_upper(expected)} is no longer there.{there}"
        case (
            Rule.FIELD_RENAMED
            | Rule.BUTTON_RENAMED
            | Rule.LINK_RENAMED
            | Rule.HEADING_RENAMED
            | Rule.OPTION_RENAMED
            | Rule.CHOICE_RENAMED
            | Rule.CHOICE_MOVED
            | Rule.DIALOG_RENAMED
            | Rule.FIELD_MOVED
            | Rule.BUTTON_MOVED
            | Rule.LINK_MOVED
        ):
            return f"{_upper(expected)} is now {actual}."
        case Rule.FIELD_CONSTRAINT_CHANGED | Rule.BUTTON_DISABLED_CHANGED:
            return f"{_upper(subject)}: {expected} before, {actual} now."
        case Rule.FIELD_REQUIRED_CHANGED | Rule.FIELD_KIND_CHANGED:
            return f"{_upper(subject)} was {expected} and is now {actual}."
        case Rule.OPTION_ADDED | Rule.CHOICE_ADDED:
            several = actual.partition(" ")[0].isdecimal()
            return f"There {'are' if several else 'is'} {_new(actual)}."
        case Rule.OPTIONS_REORDERED:
            return f"The options of {subject} stand in another order."
        case Rule.BUTTON_ADDED | Rule.HEADING_ADDED | Rule.LINK_ADDED:
            return f"The page has {_new(actual)}."
        case Rule.DIALOG_ADDED:
            return f"A {actual} opens over the page."
        case Rule.LINK_TARGET_CHANGED:
            return f"{_upper(subject)} led to {expected} and now leads to {actual}."
        case Rule.MAIL_ADDRESS_CHANGED:
            return f"The mail address is another one: {expected} before, {actual} now."
        case Rule.REDIRECTED:
            return f"The page is now at {actual}."
        case Rule.LANGUAGE_CHANGED:
            return f"The page was in language {expected} and is now in {actual}."
        case Rule.DIRECTION_CHANGED:
            return f"The page was written {_direction(expected)} and is now written {_direction(actual)}."
        case Rule.SURROUNDINGS_CHANGED:
            return f"The site's own header, menu or footer is not as it was: {actual}."
        case Rule.STEP_MISSING:
            return f"The step cannot be done: {expected} is {actual or 'not there'}."
        case Rule.STEP_EXTRA:
            return f"There is a step in between that no guide speaks of: {actual}."
        case Rule.RELOCATED:
            return f"{_upper(expected)} is no longer where the flow says; it was found as {actual}."
        case Rule.AMBIGUOUS_TARGET:
            return f"{_upper(expected)} now fits {actual}; the first one was taken."
        case Rule.OUTCOME_CHANGED:
            return _pressing(expected, actual)
        case Rule.POPUP_CHANGED:
            return f"The step opened {expected or 'no window'}, and now opens {actual or 'none'}."
        case Rule.MESSAGE_CHANGED:
            return f"The page showed {expected or 'no message box'}, and now shows {actual or 'none'}."
        case Rule.DOWNLOAD_CHANGED:
            return f"The step downloaded {expected or 'nothing'}, and now downloads {actual or 'nothing'}."
        case Rule.CLAIM_FAILED:
            return f"It is not so that {expected}."
        case Rule.TEXT_GONE | Rule.ADDRESS_GONE:
            others = f" It shows {actual}." if actual else ""
            return f"The page no longer shows {expected}.{others}"
        case Rule.UNEXPECTED_PRESENCE:
            return f"The page now has {actual}, which the guide says is not there."
        case Rule.GUIDES_DISAGREE:
            return f"{_upper(subject)}: {expected} or {actual}, not both."
        case Rule.INCOMPLETE:
            return f"{_upper(subject)}: {expected} leaves out {actual}."
        case Rule.LABEL_GARBLED:
            return f'The label "{expected}" cannot stand on any page: a machine translated it. It means "{actual}".'
        case Rule.LABEL_VARIES:
            return f'The guide writes "{expected}"; the site also has {actual} for it.'
        case Rule.VALUE_MISSING:
            return f"The guide gives the {subject}, and its text does not show it."
        case Rule.UNFOUNDED:
            return actual
        case Rule.CONSENT_DECLINED:
            return "A consent dialog stood over the page; it was declined."
        case Rule.CONSENT_ACCEPTED:
            return "A consent dialog stood over the page; it was accepted, as the site file says."
        case Rule.CONSENT_LEFT:
            return "A consent notice stood on the page; it was left as it is."
        case Rule.WALL_NOTED:
            return f"The page is not quite the one that was asked for: {actual}."
        case Rule.REQUEST_STOPPED:
            return f"The page tried to send something by itself and was stopped: {actual}."
        case Rule.VARIANT_SEEN:
            return f'The page was seen in its known variant "{actual}".'
        case Rule.IGNORE_EXPIRED:
            return f"What was to be ignored until {expected} is told again: {actual}."
        case Rule.IGNORE_UNUSED:
            return f"There was nothing to ignore: {actual}."
        case Rule.NOT_RECORDED:
            return "No baseline has been recorded for this flow and language; only what the guides state was checked."
        case _:
            assert_never(rule)


def _new(things: str) -> str:
    """One new thing, or several that are counted."""
    count, _, rest = things.partition(" ")
    return f"{count} new {rest}" if count.isdecimal() else f"a new {things}"


def _of_options(rule: Rule, field: str, expected: str, actual: str) -> str:
    """Of an option whose field has a name that a reader knows: which field."""
    match rule:
        case Rule.OPTION_ADDED:
            return f"{_upper(field)} has {_new(actual)}."
        case Rule.OPTION_REMOVED:
            return f"{_upper(field)} no longer has {expected}."
        case _:
            return f"{_upper(expected)} of {field} is now {actual}."


_MOST_SAID = 3


def sentence_of_several(subject: str, renamed: tuple[tuple[str, str], ...]) -> str:
    """That several options of one list are called otherwise, for one cause: the first of them by name."""
    said = ", ".join(f'"{old}" is now "{new}"' for old, new in renamed[:_MOST_SAID])
    more = len(renamed) - _MOST_SAID
    return f"{len(renamed)} options of {subject.removesuffix(' options')} are called otherwise: {said}{f' and {more} more' if more > 0 else ''}."


def suggestion_of_several(renamed: tuple[tuple[str, str], ...]) -> str:
    """What to write in place of the first of them, and that the rest goes likewise."""
    said = ", ".join(f'"{new}" in place of "{old}"' for old, new in renamed[:_MOST_SAID])
    more = len(renamed) - _MOST_SAID
    return f"Write {said}{f', and so on for {more} more' if more > 0 else ''}."


def _pressing(expected: str, actual: str) -> str:
    before, now = _short(expected), _short(actual)
    if before == now:  # it is in the addresses that they differ
        before, now = expected, actual
    return f"Pressing the button no longer {before}; it {now}."


def _short(outcome: str) -> str:
    """What happens, without addresses and field names: those stand beside it."""
    return re.split(r" (?:to|with) ", outcome, maxsplit=1)[0]


def _in_quotes(words: str) -> str:
    """The quoted name alone: a guide's text has the kind of thing already."""
    name = quoted(words)
    return f'"{name}"' if name else words


def _direction(value: str) -> str:
    return "from right to left" if value == "rtl" else "from left to right"


def suggestion(rule: Rule, expected: str, actual: str, *, blocks: bool) -> str:
    """What the guide could say instead, or nothing where the facts are all there is to say."""
    match rule:
        case Rule.FIELD_ADDED:
            return f"Add a step: fill in the {actual}." if blocks else ""
        case (
            Rule.FIELD_RENAMED
            | Rule.BUTTON_RENAMED
            | Rule.LINK_RENAMED
            | Rule.HEADING_RENAMED
            | Rule.OPTION_RENAMED
            | Rule.CHOICE_RENAMED
        ):
            return f"Write {_in_quotes(actual)} in place of {_in_quotes(expected)}."
        case Rule.CHOICE_MOVED | Rule.FIELD_MOVED | Rule.BUTTON_MOVED | Rule.LINK_MOVED:
            return f"Say that it is {actual}."
        case Rule.IGNORE_EXPIRED:
            return "Remove it, or give it a later date if it is still needed."
        case Rule.IGNORE_UNUSED:
            return "Remove it."
        case Rule.OUTCOME_CHANGED:
            return f"Say that pressing the button {_short(actual)}, and no longer that it {_short(expected)}."
        case Rule.MAIL_ADDRESS_CHANGED | Rule.REDIRECTED | Rule.LINK_TARGET_CHANGED:
            return f"Give {actual} in place of {expected}."
        case Rule.FIELD_CONSTRAINT_CHANGED | Rule.FIELD_KIND_CHANGED | Rule.FIELD_REQUIRED_CHANGED:
            return f"Say {actual} in place of {expected}."
        case Rule.STEP_EXTRA:
            return f"Add a step: press {actual}."
        case Rule.LABEL_GARBLED:
            return f'Write "{actual}" in place of "{expected}".'
        case Rule.INCOMPLETE:
            return f"Add {actual}."
        case Rule.VALUE_MISSING:
            return f"Write out the {expected}."
        case Rule.TEXT_GONE | Rule.ADDRESS_GONE if actual:
            return f"Leave out {expected}; the page shows {actual}."
        case Rule.LINK_REMOVED if actual:
            return f"Write {_in_quotes(actual)} in place of {_in_quotes(expected)}."
        case Rule.ADDRESS_GONE if expected.startswith("a "):
            return f"Say that the page shows no {expected.removeprefix('a ')}."
        case (
            Rule.TEXT_GONE
            | Rule.ADDRESS_GONE
            | Rule.FIELD_REMOVED
            | Rule.OPTION_REMOVED
            | Rule.LINK_REMOVED
            | Rule.BUTTON_REMOVED
            | Rule.HEADING_REMOVED
            | Rule.CHOICE_REMOVED
        ):
            return f"Leave out {expected}."
        case _:
            return ""
