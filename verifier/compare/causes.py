"""One cause, one finding: what is only a consequence of another finding is folded under it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from verifier.compare.change import NO_LANGUAGE
from verifier.compare.draft import Draft
from verifier.compare.moves import covers
from verifier.compare.tree import CHOICE_RULES, subject_of
from verifier.compare.wording import bare, quoted
from verifier.match.normalize import key_of
from verifier.model.finding import Rule

if TYPE_CHECKING:
    from verifier.compare.docket import Docket
    from verifier.model.observation import Anchor

_CAUSES = {("outcome", Rule.OUTCOME_CHANGED), ("outcome", Rule.MAIL_ADDRESS_CHANGED), ("url", Rule.REDIRECTED)}
_CONSEQUENCES = {
    Rule.TEXT_GONE, Rule.ADDRESS_GONE, Rule.HEADING_ADDED, Rule.HEADING_REMOVED, Rule.HEADING_RENAMED, Rule.LINK_ADDED,
    Rule.LINK_REMOVED, Rule.LINK_RENAMED, Rule.BUTTON_ADDED, Rule.BUTTON_REMOVED, Rule.DIALOG_ADDED, Rule.DIALOG_REMOVED,
    Rule.LANGUAGE_CHANGED,
}  # fmt: skip
_PRESSED = {
    Rule.BUTTON_ADDED, Rule.BUTTON_REMOVED, Rule.BUTTON_RENAMED, Rule.LINK_ADDED, Rule.LINK_REMOVED, Rule.LINK_RENAMED,
}  # fmt: skip
_WORDED = {
    Rule.FIELD_ADDED, Rule.FIELD_REMOVED, Rule.FIELD_RENAMED, Rule.OPTION_ADDED, Rule.OPTION_REMOVED, Rule.OPTION_RENAMED,
    Rule.BUTTON_ADDED, Rule.BUTTON_REMOVED, Rule.BUTTON_RENAMED, Rule.HEADING_ADDED, Rule.HEADING_REMOVED,
    Rule.HEADING_RENAMED, Rule.LINK_ADDED, Rule.LINK_REMOVED, Rule.LINK_RENAMED, Rule.DIALOG_RENAMED, Rule.DIRECTION_CHANGED,
}  # fmt: skip
"""What a translation of the page brings with it."""
_INSIDE = _WORDED - {Rule.DIRECTION_CHANGED}
_TWINS = (
    (Rule.HEADING_RENAMED, Rule.LINK_RENAMED, Rule.BUTTON_RENAMED, Rule.FIELD_RENAMED, Rule.DIALOG_RENAMED),
    (Rule.HEADING_ADDED, Rule.LINK_ADDED, Rule.BUTTON_ADDED, Rule.FIELD_ADDED, Rule.DIALOG_ADDED),
    (Rule.HEADING_REMOVED, Rule.LINK_REMOVED, Rule.BUTTON_REMOVED, Rule.FIELD_REMOVED, Rule.DIALOG_REMOVED),
)
_NUMBER = re.compile(r"\d+")
"""What tells the rows of a list of fields apart: `mails-0-address`, `mails-1-address`."""
_LEADS = {"dialog": 0, "field": 1, "heading": 2, "button": 3, "link": 3}
"""Of two names of one thing the first leads."""


def fold_causes(docket: Docket) -> None:
    """Set the cause of every draft that only follows from another one."""
    drafts = tuple(docket.drafts.values())
    for cause in drafts:
        if cause.rule in CHOICE_RULES:
            _fold(cause, [d for d in drafts if d.rule in _PRESSED and not d.claims and cause.subject in _as_choices(d)])
    for cause in drafts:
        if (cause.subject, cause.rule) in _CAUSES:
            _fold(cause, [d for d in drafts if d.step.id == cause.step.id and d.rule in _CONSEQUENCES])
    for cause in drafts:
        if cause.rule is Rule.LANGUAGE_CHANGED:
            _fold_words(cause, [d for d in drafts if _is_worded(d, cause) or _is_looked_for(d, cause, docket)])
    for cause in drafts:
        if cause.rule in (Rule.DIALOG_ADDED, Rule.DIALOG_REMOVED):
            _fold(cause, [d for d in drafts if d.rule in _INSIDE and not d.claims and _in_dialog(d, cause)])
    for rules in _TWINS:
        same = [draft for draft in drafts if draft.rule in rules]
        for cause in same:
            twins = [d for d in same if _rank(d) > _rank(cause) and _one_thing(cause, d) and not d.claims]
            _fold(cause, twins)
    _fold_wholes(drafts)
    for cause in drafts:
        if cause.rule in (Rule.TEXT_GONE, Rule.ADDRESS_GONE):
            _fold(cause, [d for d in drafts if d.rule in _WORDED and not d.claims and _shows(d, cause)])
    _fold_alike(drafts)
    _fold_surroundings(docket)


def _shows(draft: Draft, text: Draft) -> bool:
    """Whether the words that are gone are those of the element that is gone, or called otherwise, or where it led."""
    words = key_of(bare(text.expected))
    if draft.step.id != text.step.id or not words:
        return False
    leads = draft.before.href.partition(":")[2].partition("?")[0] if draft.before is not None else ""
    return words in (key_of(quoted(draft.expected)), key_of(leads))


def _fold_wholes(drafts: tuple[Draft, ...]) -> None:
    """A heading or label that only differs by the button or link in it, which is told by itself, follows from that."""
    parts = [draft for draft in drafts if draft.rule in _PRESSED]
    for whole in drafts:
        if whole.rule not in (Rule.HEADING_RENAMED, Rule.FIELD_RENAMED):
            continue
        part = next((each for each in parts if each.cause is None and _differs_by(whole, each)), None)
        if part is not None and not whole.claims:
            _fold(part, [whole])
        elif part is not None and not part.claims:
            _fold(whole, [part])


def _differs_by(whole: Draft, part: Draft) -> bool:
    one, other = whole.after or whole.before, part.after or part.before
    if one is None or other is None or one.frame != other.frame:
        return False
    before, after = key_of(quoted(whole.expected)), key_of(quoted(whole.actual))
    was, now = key_of(quoted(part.expected)), key_of(quoted(part.actual))
    if was:
        return was in before and key_of(before.replace(was, now, 1)) == after
    return now in after and key_of(after.replace(now, "", 1)) == before


def _is_worded(draft: Draft, cause: Draft) -> bool:
    frame, element = cause.after.frame if cause.after else (), draft.after or draft.before
    if frame and (element is None or element.frame[: len(frame)] != frame):
        return False
    if draft.rule is Rule.TEXT_GONE:
        return draft.step.id == cause.step.id
    return draft.rule in _WORDED and bool(draft.pages & cause.pages)


def _is_looked_for(draft: Draft, cause: Draft, docket: Docket) -> bool:
    """Whether it is a step that looked on such a page for words that are no longer in its language."""
    page = docket.baseline.page_before(draft.step.id) if docket.baseline else None
    inside = cause.after.frame if cause.after else ()
    there = draft.before is not None and draft.before.frame[: len(inside)] == inside
    return draft.rule is Rule.STEP_MISSING and there and page is not None and page.id in cause.pages


def _fold_words(cause: Draft, drafts: list[Draft]) -> None:
    """Words that are in another language now; where a guide's sentence rests on some, it is the language that makes it wrong."""
    said = cause.actual != NO_LANGUAGE
    following = [draft for draft in drafts if said or not draft.claims]
    cause.blocks = cause.blocks or any(draft.claims for draft in following)
    _fold(cause, following)


def _fold_alike(drafts: tuple[Draft, ...]) -> None:
    """One new label over several fields is one finding, and so are rows of one kind, and one new way to the addresses of several links."""
    leaders: dict[tuple[str, ...], Draft] = {}
    for draft in sorted(drafts, key=lambda each: each.key):
        kind = _alike(draft)
        if kind is None or draft.claims or draft.cause is not None:
            continue
        leader = leaders.setdefault(kind, draft)
        if leader is not draft:
            _fold(leader, [draft])


def _alike(draft: Draft) -> tuple[str, ...] | None:
    match draft.rule:
        case Rule.FIELD_RENAMED | Rule.LINK_RENAMED | Rule.BUTTON_RENAMED:
            return draft.rule, draft.expected, draft.actual
        case Rule.FIELD_ADDED | Rule.FIELD_REMOVED:
            numbered = _NUMBER.sub("#", draft.subject)
            return (draft.rule, draft.expected, draft.actual, numbered) if numbered != draft.subject else None
        case Rule.LINK_TARGET_CHANGED:
            ways = _new_way(draft.expected, draft.actual)
            return None if ways is None else (draft.rule, *ways)
        case _:
            return None


def _new_way(old: str, new: str) -> tuple[str, str] | None:
    """How the beginning of an address changed, where its end stayed the same, or the names in its query; None where anything else did."""
    before, after = urlsplit(old), urlsplit(new)
    if (before.netloc, before.path) == (after.netloc, after.path):
        names, others = (frozenset(dict(parse_qsl(parts.query, keep_blank_values=True))) for parts in (before, after))
        went, came = "&".join(sorted(names - others)), "&".join(sorted(others - names))
        return (f"?{went}", f"?{came}") if went or came else None
    first, second = before.path.split("/"), after.path.split("/")
    same = 0
    while same < min(len(first), len(second)) and first[-1 - same] == second[-1 - same]:
        same += 1
    if not same or not first[-1]:
        return None
    return before.netloc + "/".join(first[:-same]), after.netloc + "/".join(second[:-same])


def _fold_surroundings(docket: Docket) -> None:
    """What differs in the site's own header, menu and footer is one note, for every step and page together."""
    around = [draft for draft in docket.drafts.values() if draft.aside and not draft.claims and draft.cause is None]
    if not around:
        return
    first = around[0]
    what = "one thing differs" if len(around) == 1 else f"{len(around)} things differ"
    root = Draft(Rule.SURROUNDINGS_CHANGED, "surroundings", "", what, first.step, first.place)
    root.before_picture, root.after_picture = first.before_picture, first.after_picture
    docket.drafts[root.key] = root
    for draft in docket.drafts.values():
        if draft in around or draft.cause in around:
            draft.cause = root


def _fold(cause: Draft, drafts: list[Draft]) -> None:
    root = cause.cause or cause
    for draft in drafts:
        if draft is not root and draft.cause is None and not _causes(draft, root):
            draft.cause = root
            for other in drafts:
                if other.cause is draft:
                    other.cause = root


def _causes(draft: Draft, root: Draft) -> bool:
    return root.cause is draft


def _rank(draft: Draft) -> int:
    return _LEADS[draft.rule.partition("-")[0]]


def _as_choices(draft: Draft) -> set[str]:
    """What the button or link of a draft is called in findings if it is a first choice of an assistant."""
    return {
        subject_of((words.split('"', 1)[1].rpartition('"')[0],))
        for words in (draft.expected, draft.actual)
        if '"' in words
    }


def _in_dialog(draft: Draft, cause: Draft) -> bool:
    dialog = cause.after or cause.before
    element = draft.after if cause.after else draft.before
    if dialog is None or element is None or element.frame != dialog.frame:
        return False
    return bool(element.dialog) and (element.dialog == dialog.path or element.path.startswith(f"{dialog.path}/"))


def _one_thing(cause: Draft, draft: Draft) -> bool:
    """Whether two names that changed alike are the name of one thing: a heading that is a link, a button in a heading."""
    if (quoted(cause.expected), quoted(cause.actual)) != (quoted(draft.expected), quoted(draft.actual)):
        return False
    return _within(cause.after or cause.before, draft.after or draft.before)


def _within(one: Anchor | None, other: Anchor | None) -> bool:
    return one is not None and other is not None and one.frame == other.frame and covers(one.box, other.box)
