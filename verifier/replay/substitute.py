"""What may stand in for a missing element: the elements of its own kind on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.match.signals import Marks, marks_of
from verifier.model.selector import ByCss, ByLabel, ByRole, ByText

if TYPE_CHECKING:
    from verifier.model.observation import Anchor, Snapshot
    from verifier.model.selector import Selector

_BUTTON_ROLES = {"button", "menuitem", "tab", "switch"}
_CONTROL_ROLES = {"textbox", "combobox", "listbox", "checkbox", "radio", "searchbox", "spinbutton", "slider"}


@dataclass(frozen=True, slots=True)
class Substitute:
    """The missing element as it was recorded, all that it could have become, and what was recorded beside it."""

    old: Marks
    candidates: tuple[Marks, ...]
    old_page: tuple[Marks, ...] = ()


def candidates_for(
    selector: Selector, recorded: Anchor, snapshot: Snapshot, *, before: Snapshot | None = None
) -> Substitute | None:
    """The candidates of the page for a selector that no longer fits, or None where its kind is not known.

    `before` is the recorded page that held the element. Radio buttons are options of a group and have no stand-in:
    another option is another choice.
    """
    match selector.by:
        case ByRole(role, name):
            words = name.preferred if name else ""
            if role in _BUTTON_ROLES or role == "link":
                old = _marks(recorded, "link" if role == "link" else "button", words)
                return _substitute(old, _pressed(snapshot, enabled=True), _pressed(before))
            if role in _CONTROL_ROLES - {"radio"}:
                return _substitute(_marks(recorded, "control", words), _controls(snapshot), _controls(before))
            return None
        case ByLabel(label):
            return _substitute(_marks(recorded, "control", label.preferred), _controls(snapshot), _controls(before))
        case ByText() | ByCss():
            return None


def _substitute(old: Marks, candidates: tuple[Marks, ...], old_page: tuple[Marks, ...]) -> Substitute:
    """Where the recorded page shows the element itself, that says more of it than the step's own recording."""
    found = next((marks for marks in old_page if _same_place(marks.anchor, old.anchor)), None)
    if found is None:
        return Substitute(old, candidates, old_page)
    return Substitute(found, candidates, tuple(marks for marks in old_page if marks is not found))


def _same_place(one: Anchor, other: Anchor) -> bool:
    return bool(one.path) and (one.path, one.tag, one.frame, one.id) == (other.path, other.tag, other.frame, other.id)


def _pressed(page: Snapshot | None, *, enabled: bool = False) -> tuple[Marks, ...]:
    if page is None:
        return ()
    return (
        *(marks_of(button) for button in page.buttons if not (enabled and button.disabled)),
        *(marks_of(link) for link in page.links),
    )


def _controls(page: Snapshot | None) -> tuple[Marks, ...]:
    return tuple(marks_of(control) for control in page.controls) if page else ()


def _marks(recorded: Anchor, kind: str, name: str) -> Marks:
    detail = recorded.type or ("submit" if recorded.tag == "button" else "")
    whole = f"{kind} {detail}" if detail and kind != "link" else kind
    return Marks(whole, name, recorded, target=recorded.href, value=recorded.name if kind == "control" else "")


def words_of(selector: Selector) -> str:
    """The selector in words, for a person: `button "Send Question"`."""
    match selector.by:
        case ByRole(role, name):
            return f'{role} "{name}"' if name else role
        case ByLabel(label):
            return f'field "{label}"'
        case ByText(text):
            return f'text "{text}"'
        case ByCss(css):
            return f"element `{css}`"
