"""Does what the guide states hold on this page?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from verifier.compare.change import field_called, field_subject
from verifier.compare.elements import addresses, control_of, postal, same_value, showing
from verifier.compare.links import fits
from verifier.compare.tree import lacking
from verifier.compare.wording import a_field, limit_words, options_words, outcome_words, target_words_of, wanted_outcome
from verifier.match.normalize import holds_words
from verifier.match.scope import called, in_scope
from verifier.match.signals import target_words
from verifier.model.choice import ChoiceTree
from verifier.model.expectation import (
    AddressKind,
    ControlKind,
    ExpectAddress,
    ExpectButton,
    ExpectField,
    ExpectHeading,
    ExpectLink,
    ExpectOptions,
    ExpectOutcome,
    ExpectPopup,
    ExpectText,
    ExpectTree,
    ExpectUrl,
    MailDraft,
    PostsTo,
)
from verifier.model.finding import Rule
from verifier.model.observation import MailOpened, MailTarget, RequestHeld

if TYPE_CHECKING:
    from verifier.model.expectation import Expectation, Expected
    from verifier.model.observation import Anchor, Control, Snapshot, SubmitEvidence
    from verifier.model.selector import Text

_ANY_ADDRESS = {
    AddressKind.MAIL: "a mail address",
    AddressKind.PHONE: "a phone number",
    AddressKind.POSTAL: "a postal address",
}
_LISTS = {ControlKind.RADIO, ControlKind.SELECT, ControlKind.COMBOBOX, ControlKind.CHECKBOX}


@dataclass(frozen=True, slots=True)
class Miss:
    """One way in which an expectation does not hold. `anchor` is what the page has in its place, if anything."""

    rule: Rule
    subject: str
    expected: str
    actual: str
    anchor: Anchor | None = None
    detail: str = ""
    called: str = ""
    """As in `Change`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one expectation: no misses, it holds. `anchor` is the element that fulfils it, if there is one."""

    misses: tuple[Miss, ...] = ()
    anchor: Anchor | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing is missing."""
        return not self.misses


@dataclass(frozen=True, slots=True)
class Beside:
    """What a step saw beside its page: what a sealed submit would have done, an assistant's choices, windows that opened.

    `recorded_tree` is what the assistant offered when it was recorded; a missing choice is named after it.
    """

    submitted: SubmitEvidence | None = None
    tree: ChoiceTree | None = None
    popups: tuple[str, ...] = ()
    recorded_tree: ChoiceTree | None = None


def evaluate(expectation: Expectation, snapshot: Snapshot, beside: Beside) -> Answer:
    """Hold one expectation against one page and against what the step saw beside it."""
    answer = _answer(expectation.expected, snapshot, beside, expectation.id)
    if not expectation.absent:
        return answer if answer.holds else _as_its_twin(expectation.expected, snapshot) or answer
    if not answer.holds:
        return Answer()
    words = _words(expectation.expected)
    return Answer(
        (Miss(Rule.UNEXPECTED_PRESENCE, expectation.id, f"no {words.removeprefix('a ')}", words, answer.anchor),),
        answer.anchor,
    )


def _as_its_twin(expected: Expected, snapshot: Snapshot) -> Answer | None:
    """A button that is built as a link, or a link as a button, is the same to a reader who is told to press it."""
    match expected:
        case ExpectButton(name, within):
            pressed = ((link.name, link.anchor) for link in snapshot.links)
        case ExpectLink(name, None, within):
            pressed = ((button.name, button.anchor) for button in snapshot.buttons)
        case _:
            return None
    anchor = next((anchor for said, anchor in pressed if called(name, said) and in_scope(anchor, within)), None)
    return None if anchor is None else Answer(anchor=anchor)


def _answer(expected: Expected, snapshot: Snapshot, beside: Beside, subject: str) -> Answer:
    match expected:
        case ExpectField():
            return _field(expected, snapshot)
        case ExpectOptions():
            return _options(expected, snapshot)
        case ExpectLink():
            return _link(expected, snapshot, subject)
        case ExpectButton(name, within):
            anchor = next(
                (b.anchor for b in snapshot.buttons if called(name, b.name) and in_scope(b.anchor, within)), None
            )
            return _presence(anchor, Rule.BUTTON_REMOVED, subject, _words(expected))
        case ExpectHeading(text, level):
            anchor = next(
                (h.anchor for h in snapshot.headings if called(text, h.text) and (level is None or h.level == level)),
                None,
            )
            return _presence(anchor, Rule.HEADING_REMOVED, subject, _words(expected))
        case ExpectText(text, within):
            return _presence(showing(snapshot, text, within), Rule.TEXT_GONE, subject, _words(expected))
        case ExpectAddress():
            return _address(expected, snapshot)
        case ExpectUrl(url):
            if fits(url, snapshot.url):
                return Answer()
            return Answer((Miss(Rule.REDIRECTED, "url", url, snapshot.url),))
        case ExpectOutcome(outcome):
            return _outcome(outcome, beside.submitted, tuple(name for form in snapshot.forms for name in form.hidden))
        case ExpectTree():
            return _tree(expected, beside)
        case ExpectPopup(url):
            return _popup(url, beside.popups)
        case _:
            assert_never(expected)


def _tree(expected: ExpectTree, beside: Beside) -> Answer:
    lacks = lacking(expected, beside.tree or ChoiceTree("", ()), beside.recorded_tree)
    return (
        Answer() if lacks is None else Answer((Miss(Rule.CHOICE_REMOVED, lacks.subject, lacks.expected, lacks.actual),))
    )


def _popup(url: str, popups: tuple[str, ...]) -> Answer:
    if any(fits(url, popup) for popup in popups):
        return Answer()
    opened = ", ".join(popups) or "no window opens"
    return Answer((Miss(Rule.CLAIM_FAILED, "popup", f"a window of its own opens at {url}", opened),))


def _presence(anchor: Anchor | None, rule: Rule, subject: str, words: str) -> Answer:
    return Answer(anchor=anchor) if anchor is not None else Answer((Miss(rule, subject, words, ""),))


def _field(expected: ExpectField, snapshot: Snapshot) -> Answer:
    control = control_of(snapshot, expected.label)
    if control is None:
        return Answer((Miss(Rule.FIELD_REMOVED, f"field {_id(expected.label)}", f'field "{expected.label}"', ""),))
    subject, misses = field_subject(control), []

    def differs(rule: Rule, wanted: str, seen: str, detail: str = "") -> None:
        misses.append(Miss(rule, subject, wanted, seen, control.anchor, detail, field_called(control)))

    if expected.kind is not None and control.kind is not expected.kind:
        differs(Rule.FIELD_KIND_CHANGED, a_field(expected.kind), a_field(control.kind))
    if expected.required is not None and control.required is not expected.required:
        words = {True: "required", False: "optional"}
        differs(Rule.FIELD_REQUIRED_CHANGED, words[expected.required], words[control.required])
    if expected.min_length is not None and (control.min_length or 0) != expected.min_length:
        differs(
            Rule.FIELD_CONSTRAINT_CHANGED,
            limit_words("min", expected.min_length),
            limit_words("min", control.min_length),
            "minimum length",
        )
    if expected.max_length is not None and control.max_length != expected.max_length:
        differs(
            Rule.FIELD_CONSTRAINT_CHANGED,
            limit_words("max", expected.max_length),
            limit_words("max", control.max_length),
            "maximum length",
        )
    if expected.options is not None:
        misses.extend(_choices(control, expected.options, ordered=expected.ordered, only=True))
    return Answer(tuple(misses), control.anchor)


def _options(expected: ExpectOptions, snapshot: Snapshot) -> Answer:
    lists = [control for control in snapshot.controls if control.kind in _LISTS and control.options]
    named = [control for control in lists if expected.group is None or called(expected.group, control.label)]
    if not named and expected.group is not None:
        group = expected.group
        named = [control for control in lists if any(holds_words(control.label, wording) for wording in group.wordings)]
    if not named:
        where = f'"{expected.group}"' if expected.group else "the page"
        subject = f"field {_id(expected.group)}" if expected.group else "options"
        return Answer(
            (Miss(Rule.FIELD_REMOVED, subject, f"the options of {where}: {options_words(expected.options)}", ""),)
        )
    control = max(named, key=lambda c: sum(any(called(want, o.text) for o in c.options) for want in expected.options))
    return Answer(_choices(control, expected.options, ordered=expected.ordered, only=expected.only), control.anchor)


def _choices(control: Control, wanted: tuple[Text, ...], *, ordered: bool, only: bool) -> tuple[Miss, ...]:
    misses, subject, of = [], field_subject(control), field_called(control)
    places = []
    for want in wanted:
        index = next((place for place, option in enumerate(control.options) if called(want, option.text)), None)
        if index is None:
            seen = ", ".join(f'"{option.text}"' for option in control.options[:12])
            name = f"{subject} option {_id(want)}"
            misses.append(Miss(Rule.OPTION_REMOVED, name, f'option "{want}"', seen, control.anchor, called=of))
        else:
            places.append(index)
    if only:
        for option in control.options:
            if option.text and not any(called(want, option.text) for want in wanted):
                words = f'option "{option.text}"'
                name = f"{subject} option {option.value or option.text}"
                misses.append(Miss(Rule.OPTION_ADDED, name, "", words, control.anchor, called=of))
    if ordered and places != sorted(places):
        seen = ", ".join(f'"{control.options[place].text}"' for place in sorted(places))
        misses.append(Miss(Rule.OPTIONS_REORDERED, subject, options_words(wanted), seen, control.anchor, called=of))
    return tuple(misses)


def _link(expected: ExpectLink, snapshot: Snapshot, subject: str) -> Answer:
    named = [
        link for link in snapshot.links if called(expected.name, link.name) and in_scope(link.anchor, expected.within)
    ]
    if not named:
        return Answer((Miss(Rule.LINK_REMOVED, subject, _words(expected), ""),))
    if expected.target is None:
        return Answer(anchor=named[0].anchor)
    for link in named:
        where = target_words(link.target)
        if _leads(expected.target, where):
            return Answer(anchor=link.anchor)
    first = named[0]
    rule = Rule.MAIL_ADDRESS_CHANGED if isinstance(first.target, MailTarget) else Rule.LINK_TARGET_CHANGED
    miss = Miss(rule, subject, expected.target, target_words_of(first), first.anchor, called=f'link "{first.name}"')
    return Answer((miss,), first.anchor)


def _leads(pattern: str, where: str) -> bool:
    if pattern.startswith(("http:", "https:")):
        return where.startswith(("http:", "https:")) and fits(pattern, where)
    return pattern.casefold() == where.casefold() or (
        pattern.endswith("*") and where.casefold().startswith(pattern[:-1].casefold())
    )


def _address(expected: ExpectAddress, snapshot: Snapshot) -> Answer:
    kind, value = expected.kind, expected.value
    if kind is AddressKind.POSTAL:
        anchor = postal(snapshot, value) if value else None
        return _presence(anchor, Rule.ADDRESS_GONE, f"address {value}", value or _ANY_ADDRESS[kind])
    present = addresses(snapshot, kind)
    if value is None:
        anchor = present[0][1] if present else None
        return _presence(anchor, Rule.ADDRESS_GONE, f"any {kind}", _ANY_ADDRESS[kind])
    anchor = next((anchor for found, anchor in present if same_value(kind, found, value)), None)
    if anchor is not None:
        return Answer(anchor=anchor)
    others = tuple(dict.fromkeys(found for found, _ in present))
    return Answer((Miss(Rule.ADDRESS_GONE, f"address {value}", value, ", ".join(others[:5])),))


def _outcome(wanted: MailDraft | PostsTo, submitted: SubmitEvidence | None, hidden: tuple[str, ...]) -> Answer:
    expected, actual = wanted_outcome(wanted), outcome_words(submitted, hidden=hidden)
    match wanted, submitted:
        case MailDraft(to, subject, body), MailOpened(seen_to, seen_subject, seen_body):
            if not same_value(AddressKind.MAIL, to, seen_to):
                return Answer((Miss(Rule.MAIL_ADDRESS_CHANGED, "outcome", expected, actual),))
            lacks = [
                text
                for text, whole in ((subject, seen_subject), (body, seen_body))
                if text is not None and not any(holds_words(whole, wording) for wording in text.wordings)
            ]
            return Answer((Miss(Rule.OUTCOME_CHANGED, "outcome", expected, actual),)) if lacks else Answer()
        case PostsTo(url, field_names, method), RequestHeld(seen_method, seen_url, seen_names, _):
            same = method.upper() == seen_method.upper() and fits(url, seen_url) and set(field_names) <= set(seen_names)
            return Answer() if same else Answer((Miss(Rule.OUTCOME_CHANGED, "outcome", expected, actual),))
        case _:
            return Answer((Miss(Rule.OUTCOME_CHANGED, "outcome", expected, actual),))


def _id(text: Text) -> str:
    return text.label_id or text.preferred


def _words(expected: Expected) -> str:
    match expected:
        case ExpectField(label):
            return f'field "{label}"'
        case ExpectOptions(_, options):
            return f"options {options_words(options)}"
        case ExpectLink(name, target):
            return f'link "{name}"' + (f" to {target}" if target else "")
        case ExpectButton(name):
            return f'button "{name}"'
        case ExpectHeading(text):
            return f'heading "{text}"'
        case ExpectText(text):
            return f'text "{text}"'
        case ExpectAddress(kind, value):
            return value or _ANY_ADDRESS[kind]
        case ExpectUrl(url):
            return f"address {url}"
        case ExpectOutcome(outcome):
            return wanted_outcome(outcome)
        case ExpectTree(path):
            return f'choice "{" > ".join(text.preferred for text in path)}"'
        case ExpectPopup(url):
            return f"window at {url}"
        case _:
            assert_never(expected)
