"""What a flow or its site declares as known is not told, until its day; what is over or has nothing to ignore is told itself."""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, assert_never

from verifier.compare.docket import same_element
from verifier.match.scope import called
from verifier.match.signals import page_marks
from verifier.model.finding import Rule
from verifier.model.flow import ByCss, ByLabel, ByRole, ByText
from verifier.model.run import Done

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from verifier.compare.docket import Docket, View
    from verifier.compare.draft import Draft
    from verifier.match.signals import Marks
    from verifier.model.flow import Ignore, Ignored
    from verifier.model.observation import Anchor

_NEVER = frozenset({Rule.STEP_MISSING, Rule.NOT_RECORDED})
"""What no ignore may hide: that the flow cannot go on, and that nothing is recorded."""


def leave_ignored(docket: Docket, views: Sequence[View], on: date | None) -> None:
    """Take the drafts that are declared as known off the docket; tell of each ignore that is over on the day `on`, or unused.

    What a claim rests on stays. Without a day none is over. An ignore of the site that is unused is not told: another flow may
    use it; nor is one of a flow that was not seen whole.
    """
    whole = all(isinstance(view.seen.outcome, Done) for view in views)
    for ignore in (*docket.flow.ignore, *docket.flow.site.ignore):
        drafts = [draft for draft in docket.drafts.values() if _fits(ignore, draft, docket)]
        own = ignore in docket.flow.ignore
        if on is not None and date.fromisoformat(ignore.until) < on:
            if own or drafts:
                _tell(docket, views[0], Rule.IGNORE_EXPIRED, ignore)
        elif drafts:
            for draft in drafts:
                if draft.claims:
                    draft.evidence.append(
                        f"It is to be ignored ({ignore.reason}), and is told because a claim rests on it."
                    )
                else:
                    _drop(docket, draft)
        elif own and whole:
            _tell(docket, views[0], Rule.IGNORE_UNUSED, ignore)


def _drop(docket: Docket, draft: Draft) -> None:
    del docket.drafts[draft.key]
    for other in docket.drafts.values():
        if other.cause is draft:
            other.cause = None


def _tell(docket: Docket, view: View, rule: Rule, ignore: Ignore) -> None:
    words = _words(ignore)
    draft = docket.tell(rule, f"ignore {words}", view, expected=ignore.until, actual=words, pictured=False)
    draft.place = ignore.place
    draft.evidence.append(f"The reason was: {ignore.reason}")


def _words(ignore: Ignore) -> str:
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
    if draft.rule in _NEVER or (ignore.rule and not fnmatchcase(draft.rule.value, ignore.rule)):
        return False
    if ignore.subject and not fnmatchcase(draft.subject.casefold(), ignore.subject.casefold().replace("[", "[[]")):
        return False
    if ignore.element is None:
        return True
    recorded = docket.baseline.snapshots if docket.baseline else ()
    old = (marks for page in recorded for marks in page_marks(page))
    new = (marks for page in docket.run.snapshots for marks in page_marks(page))
    return _is_among(draft.before, ignore.element, old) or _is_among(draft.after, ignore.element, new)


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
