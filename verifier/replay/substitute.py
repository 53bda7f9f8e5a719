"""What may stand in for a missing element: the elements of its own kind on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.match.signals import Marks, marks_of
from verifier.model.flow import ByCss, ByLabel, ByRole, ByText

if TYPE_CHECKING:
    from verifier.model.flow import Selector
    from verifier.model.observation import Anchor, Snapshot

_BUTTON_ROLES = {"button", "menuitem", "tab", "switch"}
_CONTROL_ROLES = {"textbox", "combobox", "listbox", "checkbox", "radio", "searchbox", "spinbutton", "slider"}


@dataclass(frozen=True, slots=True)
class Substitute:
    """The missing element as it was recorded, and all that it could have become."""

    old: Marks
    candidates: tuple[Marks, ...]


def candidates_for(selector: Selector, recorded: Anchor, snapshot: Snapshot) -> Substitute | None:
    """The candidates of the page for a selector that no longer fits, or None where its kind is not known.

    Radio buttons are options of a group and have no stand-in: another option is another choice.
    """
    match selector.by:
        case ByRole(role, name):
            words = name.preferred if name else ""
            if role in _BUTTON_ROLES or role == "link":
                return Substitute(
                    _marks(recorded, "link" if role == "link" else "button", words),
                    (
                        *(marks_of(button) for button in snapshot.buttons if not button.disabled),
                        *(marks_of(link) for link in snapshot.links),
                    ),
                )
            if role in _CONTROL_ROLES - {"radio"}:
                return Substitute(
                    _marks(recorded, "control", words), tuple(marks_of(control) for control in snapshot.controls)
                )
            return None
        case ByLabel(label):
            return Substitute(
                _marks(recorded, "control", label.preferred), tuple(marks_of(control) for control in snapshot.controls)
            )
        case ByText() | ByCss():
            return None


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
