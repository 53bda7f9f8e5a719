"""What one expectation could say instead, kind by kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from verifier.compare.claims import Beside, evaluate
from verifier.compare.elements import addresses, control_of, same_value
from verifier.compare.successor import text_in_place
from verifier.compare.wording import quoted
from verifier.match.normalize import key_of
from verifier.match.scope import called, in_scope
from verifier.match.signals import target_words
from verifier.model.amendment import AddItem, Amendment, DropItem, Put, PutOutcome, Reorder, Reword, Spot
from verifier.model.expectation import (
    AddressKind,
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
from verifier.model.observation import MailOpened, RequestHeld

if TYPE_CHECKING:
    from verifier.model.expectation import Expectation
    from verifier.model.finding import Finding, Source
    from verifier.model.observation import Control, Observation, Snapshot
    from verifier.model.selector import Text

Amendments = tuple[Amendment, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """What is looked at: the finding, the page, its recording, what the step saw beside it, and the old and new name if it has one."""

    finding: Finding
    page: Snapshot
    before: Snapshot | None
    observation: Observation
    renamed: tuple[str, str] | None


def amended(expectation: Expectation, source: Source, scene: Scene) -> Amendments | None:
    """The changes that make this expectation hold on the page, or None where nothing on it answers to the expectation."""

    def spot(*keys: str) -> Spot:
        return Spot(source, keys)

    expected, observation = expectation.expected, scene.observation
    match expected:
        case ExpectField():
            return _field(expected, source, scene)
        case ExpectOptions(_, options):
            control = _control(expectation, scene)
            return _options(options, control, spot("are"), scene, ordered=expected.ordered, only=expected.only)
        case ExpectButton(name):
            return _renamed(scene, spot("name"), name)
        case ExpectHeading(text):
            return _renamed(scene, spot("text"), text)
        case ExpectLink(name, target, within):
            if scene.finding.rule in {Rule.LINK_TARGET_CHANGED, Rule.MAIL_ADDRESS_CHANGED} and target is not None:
                link = next(
                    (each for each in scene.page.links if called(name, each.name) and in_scope(each.anchor, within)),
                    None,
                )
                now = target_words(link.target) if link else ""
                return (Put(spot("target"), now),) if now else None
            return _renamed(scene, spot("name"), name)
        case ExpectText(text):
            return _text(expectation, spot("text"), text, scene)
        case ExpectAddress(kind, value):
            return _address(kind, value, source, scene)
        case ExpectUrl():
            return (Put(spot(), scene.page.url),)
        case ExpectOutcome(outcome):
            return _outcome(outcome, source, scene)
        case ExpectTree(path):
            return _tree(path, spot("path"), scene)
        case ExpectPopup():
            return (Put(spot(), observation.popups[0]),) if len(observation.popups) == 1 else None


def _renamed(scene: Scene, spot: Spot, text: Text) -> Amendments | None:
    if scene.renamed is None:
        return None
    was, now = scene.renamed
    return (Reword(spot, text, now, was),) if now and called(text, was) else None


def _field(expected: ExpectField, source: Source, scene: Scene) -> Amendments | None:
    def put(key: str, now: str | int | bool | None) -> Amendments:  # noqa: FBT001 - a value of any kind
        return (Put(Spot(source, (key,)), now),)

    rule = scene.finding.rule
    if rule is Rule.FIELD_RENAMED:
        return _renamed(scene, Spot(source, ("label",)), expected.label)
    control = control_of(scene.page, expected.label)
    if control is None:
        return None
    match rule:
        case Rule.FIELD_KIND_CHANGED:
            return put("kind", control.kind.value)
        case Rule.FIELD_REQUIRED_CHANGED:
            return put("required", control.required)
        case Rule.FIELD_CONSTRAINT_CHANGED:
            told: list[Amendment] = []
            if expected.min_length is not None and (control.min_length or 0) != expected.min_length:
                told += put("min_length", control.min_length or None)
            if expected.max_length is not None and control.max_length != expected.max_length:
                told += put("max_length", control.max_length)
            return tuple(told)
        case _ if expected.options is not None:
            spot = Spot(source, ("options",))
            return _options(expected.options, control, spot, scene, ordered=expected.ordered, only=True)
        case _:
            return None


def _control(expectation: Expectation, scene: Scene) -> Control | None:
    anchor = evaluate(expectation, scene.page, Beside()).anchor
    return next((control for control in scene.page.controls if control.anchor == anchor), None)


def _options(
    wanted: tuple[Text, ...], control: Control | None, spot: Spot, scene: Scene, *, ordered: bool, only: bool
) -> Amendments | None:
    if control is None:
        return None
    finding, shown = scene.finding, [option.text for option in control.options if option.text]
    was, now = quoted(finding.expected), quoted(finding.actual)
    match finding.rule:
        case Rule.OPTION_RENAMED:
            renamed = finding.renamed or ((was, now),)
            said = [(text, *pair) for pair in renamed for text in wanted if called(text, pair[0])]
            return tuple(Reword(spot, text, new, old) for text, old, new in said) or None
        case Rule.OPTION_REMOVED:
            gone = [text for text in wanted if not any(called(text, each) for each in shown)]
            dropped = [text for text in gone if called(text, was)] or gone
            if len(dropped) == len(wanted):
                return None
            return tuple(DropItem(spot, text) for text in dropped)
        case Rule.OPTION_ADDED if only:
            new = [each for each in shown if not any(called(text, each) for text in wanted)]
            told = [each for each in new if key_of(each) == key_of(now)] or new
            return tuple(AddItem(spot, each) for each in told)
        case Rule.OPTIONS_REORDERED if ordered:
            found = [text for each in shown for text in wanted if called(text, each)]
            return (Reorder(spot, tuple(dict.fromkeys((*found, *wanted)))),)
        case _:
            return None


def _text(expectation: Expectation, spot: Spot, text: Text, scene: Scene) -> Amendments | None:
    """Where the text was a whole block, the block that stands in its place is what it says now."""
    if scene.before is None:
        return None
    anchor = evaluate(expectation, scene.before, Beside()).anchor
    block = text_in_place(scene.before, scene.page, anchor) if anchor else None
    old = next((each for each in scene.before.texts if each.anchor == anchor), None)
    if block is None or old is None or not called(text, old.text):
        return None
    return (Reword(spot, text, block.text, old.text),)


def _address(kind: AddressKind, value: str | None, source: Source, scene: Scene) -> Amendments | None:
    """The one address of its kind that is new, if there is just one."""
    if value is None:
        return None
    was = [each for each, _ in addresses(scene.before, kind)] if scene.before else []
    now = dict.fromkeys(each for each, _ in addresses(scene.page, kind))
    new = [each for each in now if not any(same_value(kind, each, other) for other in was)]
    return (Put(Spot(source, (kind.value,)), new[0]),) if len(new) == 1 else None


def _outcome(wanted: MailDraft | PostsTo, source: Source, scene: Scene) -> Amendments | None:
    hidden = {name for form in scene.page.forms for name in form.hidden}
    match wanted, scene.observation.submitted:
        case MailDraft(to), MailOpened(now) if not same_value(AddressKind.MAIL, to, now):
            return (Put(Spot(source, ("mail_draft", "to")), now),)
        case MailDraft(), MailOpened(now):
            return (PutOutcome(Spot(source), MailDraft(now)),)
        case _, MailOpened(now):
            return (PutOutcome(Spot(source), MailDraft(now)),)
        case _, RequestHeld(method, url, names):
            shown = tuple(name for name in names if name not in hidden and not name.startswith("_"))
            parts = urlsplit(url)
            bare = urlunsplit(parts._replace(query="", fragment=""))
            return (PutOutcome(Spot(source), PostsTo(f"{bare}?*" if parts.query else bare, shown, method)),)
        case _:
            return None


def _tree(path: tuple[Text, ...], spot: Spot, scene: Scene) -> Amendments | None:
    if scene.finding.rule is not Rule.CHOICE_RENAMED:
        return None
    was, now = quoted(scene.finding.expected), quoted(scene.finding.actual)
    old = next((text for text in path if called(text, was)), None)
    return (Reword(spot, old, now, was),) if old is not None else None
