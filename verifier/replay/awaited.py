"""What is waited for after an action: one selector for each thing that is expected to be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
)
from verifier.model.selector import ByLabel, ByRole, ByText, Selector, Text

if TYPE_CHECKING:
    from verifier.model.expectation import Expectation
    from verifier.model.flow import Step


def awaited(step: Step) -> tuple[Selector, ...]:
    """A selector for each positive expectation of the step that an element of the page can fulfil."""
    found = (_selector(expectation) for expectation in step.expect if not expectation.absent)
    return tuple(selector for selector in found if selector is not None)


def _selector(expectation: Expectation) -> Selector | None:
    match expectation.expected:
        case ExpectHeading(text):
            return Selector(ByRole("heading", text))
        case ExpectLink(name, _, within):
            return Selector(ByRole("link", name), within)
        case ExpectButton(name, within):
            return Selector(ByRole("button", name), within)
        case ExpectField(label):
            return Selector(ByLabel(label))
        case ExpectText(text, within):
            return Selector(ByText(text), within)
        case ExpectAddress(AddressKind.MAIL, str(value)):
            return Selector(ByText(Text((value,))))
        case ExpectAddress() | ExpectOptions() | ExpectUrl() | ExpectOutcome() | ExpectTree() | ExpectPopup():
            return None
