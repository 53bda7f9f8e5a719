"""A selector in the words of `page/search.js`, which does the finding inside the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NotRequired, TypedDict, assert_never

from verifier.model.selector import ByCss, ByLabel, ByRole, ByText, Group, Landmark, Section

if TYPE_CHECKING:
    from verifier.model.selector import Scope, Selector, Text


class WithinJson(TypedDict):
    """A scope as the page gets it."""

    kind: str
    words: list[str]
    role: NotRequired[str]


class SelectorJson(TypedDict):
    """A selector as the page gets it; frames are dealt with outside."""

    by: str
    words: list[str]
    within: WithinJson | None
    role: NotRequired[str]
    css: NotRequired[str]


def selector_json(selector: Selector) -> SelectorJson:
    """What `locate` and `there` of `page/search.js` take."""
    within = _within(selector.within) if selector.within is not None else None
    match selector.by:
        case ByRole(role, name):
            return {"by": "role", "role": role, "words": _words(name), "within": within}
        case ByLabel(label):
            return {"by": "label", "words": _words(label), "within": within}
        case ByText(text):
            return {"by": "text", "words": _words(text), "within": within}
        case ByCss(css):
            return {"by": "css", "css": css, "words": [], "within": within}
        case never:
            assert_never(never)


def _within(scope: Scope) -> WithinJson:
    match scope:
        case Landmark(role, name):
            return {"kind": "landmark", "role": role, "words": _words(name)}
        case Group(name):
            return {"kind": "group", "words": _words(name)}
        case Section(heading):
            return {"kind": "section", "words": _words(heading)}
        case never:
            assert_never(never)


def _words(text: Text | None) -> list[str]:
    return list(text.wordings) if text is not None else []
