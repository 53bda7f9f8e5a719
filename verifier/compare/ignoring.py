"""What a flow or its site declares as known is not told, until its day; what is over or has nothing to ignore is told itself."""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, assert_never

from verifier.compare.docket import same_element
from verifier.match.scope import called
from verifier.match.signals import page_marks
from verifier.model.finding import Rule
from verifier.model.run import Done
from verifier.model.selector import ByCss, ByLabel, ByRole, ByText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from verifier.compare.docket import Docket, View
    from verifier.compare.draft import Draft
    from verifier.match.signals import Marks
    from verifier.model.flow import Ignore, Ignored
    from verifier.model.observation import Anchor
    from verifier.model.place import Place

_NEVER = frozenset({Rule.STEP_MISSING, Rule.NOT_RECORDED})
"""What no ignore may hide: that the flow cannot go on, and that nothing is recorded."""


def leave_ignored(docket: Docket, views: Sequence[View], on: date | None) -> tuple[Place, ...] | None:
    """Take the drafts that are declared as known off the docket; tell of each ignore of the flow that is over on the day `on`, or unused.

    What a claim rests on stays, and so does what a step went on with in place of its own element. Without a day none is over. What is unused is told only where the flow was recorded and seen whole.

    Gives where those ignores of the site are written that had something to ignore, or None where the flow cannot say: whether
    one is unused only all flows of the site can tell (see `site_ignores`).
    """
    whole = docket.baseline is not None and all(isinstance(view.seen.outcome, Done) for view in views)
    used: list[Place] = []
    for ignore in (*docket.flow.ignore, *docket.flow.site.ignore):
        drafts = [draft for draft in docket.drafts.values() if _fits(ignore, draft, docket)]
        own = ignore in docket.flow.ignore
        if drafts and not own:
            used.append(ignore.place)
        if is_over(ignore, on):
            if own:
                _tell(docket, views[0], Rule.IGNORE_EXPIRED, ignore)
            for draft in drafts:
                draft.evidence.append(f"It was to be ignored until {ignore.until} ({ignore.reason}).")
        elif drafts:
            for draft in drafts:
                why = "a claim rests on it" if draft.claims else "a step went on with it" if draft.relocated else ""
                if why:
                    draft.evidence.append(f"It is to be ignored ({ignore.reason}), and is told because {why}.")
                else:
                    _drop(docket, draft)
        elif own and whole:
            _tell(docket, views[0], Rule.IGNORE_UNUSED, ignore)
    return tuple(used) if whole else None


def is_over(ignore: Ignore, on: date | None) -> bool:
    """Whether it counts no longer on that day; without a day none is over."""
    return on is not None and date.fromisoformat(ignore.until) < on


def _drop(docket: Docket, draft: Draft) -> None:
    del docket.drafts[draft.key]
    for other in docket.drafts.values():
        if other.cause is draft:
            other.cause = None


def _tell(docket: Docket, view: View, rule: Rule, ignore: Ignore) -> None:
    words = words_of(ignore)
    draft = docket.tell(rule, f"ignore {words}", view, expected=ignore.until, actual=words, pictured=False)
    draft.place = ignore.place
    draft.evidence.append(reason_of(ignore))


def reason_of(ignore: Ignore) -> str:
    """Why it was declared, as a piece of evidence."""
    return f"The reason was: {ignore.reason}"


def words_of(ignore: Ignore) -> str:
    """What it is to leave untold, in short."""
    element = ignore.element
    parts = [ignore.rule, ignore.subject, *([_element_words(element)] if element else [])]
    return ", ".join(part for part in parts if part)


def _element_words(element: Ignored) -> str:
    match element.by:
        case ByRole(role, name):
            return f'{role} "{name}"' if name else role
        case ByLabel(text) | ByText(text):
            return f'"{text}"'
        case ByCss(css):
            return css
        case _:
            assert_never(element.by)


def _fits(ignore: Ignore, draft: Draft, docket: Docket) -> bool:
    called_so = [(draft.rule, draft.subject)]
    if draft.aside:
        # By now it is not told as yet that the surroundings changed; it will be, with this under it.
        called_so.append((Rule.SURROUNDINGS_CHANGED, "surroundings"))
    if draft.rule in _NEVER or not any(_is_called(rule, subject, ignore) for rule, subject in called_so):
        return False
    if ignore.element is None:
        return True
    recorded = docket.baseline.snapshots if docket.baseline else ()
    old = (marks for page in recorded for marks in page_marks(page))
    new = (marks for page in docket.run.snapshots for marks in page_marks(page))
    return _is_among(draft.before, ignore.element, old) or _is_among(draft.after, ignore.element, new)


def _is_called(rule: Rule, subject: str, ignore: Ignore) -> bool:
    if ignore.rule and not fnmatchcase(rule.value, ignore.rule):
        return False
    return not ignore.subject or fnmatchcase(subject.casefold(), ignore.subject.casefold().replace("[", "[[]"))


def _is_among(anchor: Anchor | None, element: Ignored, marks: Iterable[Marks]) -> bool:
    return anchor is not None and any(same_element(anchor, each.anchor) and _is_meant(element, each) for each in marks)


def _is_meant(element: Ignored, marks: Marks) -> bool:
    if element.section is not None and not called(element.section, marks.anchor.section):
        return False
    match element.by:
        case ByRole(role, name):
            roles = {marks.anchor.role, marks.kind.partition(" ")[0]}
            return role in roles and (name is None or called(name, marks.name))
        case ByLabel(text):
            return marks.kind.startswith("control") and called(text, marks.name)
        case ByText(text):
            return called(text, marks.name)
        case ByCss():
            return False
        case _:
            assert_never(element.by)
