"""One typed difference between two looks at a page, and what its subject is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.match.score import stable

if TYPE_CHECKING:
    from verifier.model.finding import Rule
    from verifier.model.observation import Anchor, Control


NO_LANGUAGE = "none stated"
"""What is told as the language of a page that says none."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` and `after` are the paired elements; one of them is None where something is gone or new.

    `blocks` says that somebody who follows the guide can no longer finish: a field that must be filled in was added. `detail`
    tells changes of one rule and subject apart: which constraint it is. `aside`: it stands in the site's own header, footer or menu.
    """

    rule: Rule
    subject: str
    expected: str
    actual: str
    before: Anchor | None = None
    after: Anchor | None = None
    blocks: bool = False
    detail: str = ""
    aside: bool = False
    pair: tuple[str, str] | None = None
    """The fingerprints of the two elements that were taken for one, if there are two."""
    renamed: tuple[tuple[str, str], ...] = ()
    """Old and new words of each, where several of one list are called otherwise for one cause."""
    called: str = ""
    """What a reader calls the thing (`field "E-mail"`), where that is not its subject."""


def in_frame(subject: str, frame: tuple[str, ...]) -> str:
    """The subject with the path of the frame that it stands in, outermost first."""
    return f"{subject} in frame {' > '.join(frame)}" if frame else subject


def field_called(control: Control) -> str:
    """What a reader calls the control; empty where the page gives it no label."""
    return f'field "{control.label}"' if control.label else ""


def field_subject(control: Control) -> str:
    """What a control is called in findings, the same in every language where the page gives it a name of its own."""
    return in_frame(f"field {stable(control.name) or control.label or control.name}", control.anchor.frame)
