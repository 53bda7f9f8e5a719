"""What `play` asks of a driver, and what a driver may answer.

A driver holds one tab of one browser context. It remembers elements that it has located under a small number (`handle`),
valid until the next document. It turns every failure into `Trouble` and never raises for what a site did.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.model.observation import (
    Anchor,
    DocumentAnswer,
    PictureRef,
    Snapshot,
    Stopped,
    SubmitEvidence,
    Trouble,
    Wall,
)

if TYPE_CHECKING:
    from verifier.model.secret import EnvironmentValue
    from verifier.model.selector import Selector, Text

# -- commands ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Visit:
    """Open a URL in the tab and wait for its document. -> Acted | Barred | Trouble."""

    url: str
    timeout_ms: int


@dataclass(frozen=True, slots=True)
class Locate:
    """Wait until an element fits the selector and is visible. -> Located | NotFound | Trouble.

    Of several that fit, the first in document order is taken, those in the `main` landmark before all others.
    """

    selector: Selector
    timeout_ms: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Take the element that a snapshot of this page called `anchor`. -> Located | NotFound | Trouble."""

    anchor: Anchor


@dataclass(frozen=True, slots=True)
class ClickOn:
    """-> Acted | Trouble."""

    handle: int
    timeout_ms: int


@dataclass(frozen=True, slots=True)
class HoverOver:
    """-> Acted | Trouble."""

    handle: int
    timeout_ms: int


@dataclass(frozen=True, slots=True)
class TypeInto:
    """Fill a text control. The driver resolves an environment value. From here on the guard knows the value. -> Acted | Trouble."""

    handle: int
    value: str | EnvironmentValue
    secret: bool
    timeout_ms: int


@dataclass(frozen=True, slots=True)
class PickOption:
    """Pick in a drop-down, native or made by script. -> Acted | NotFound (no such option) | Trouble."""

    handle: int
    option: Text
    by_value: bool
    timeout_ms: int


@dataclass(frozen=True, slots=True)
class SetChecked:
    """Check or uncheck a check box or switch, or check a radio button. -> Acted | Trouble."""

    handle: int
    checked: bool
    timeout_ms: int


@dataclass(frozen=True, slots=True)
class PressKey:
    """Press a key on an element, or on what has the focus. `sealed`: as for `PressSealed`, but what left is only noted. -> Acted | Trouble."""

    handle: int | None
    key: str
    sealed: bool
    timeout_ms: int


@dataclass(frozen=True, slots=True)
class AwaitGone:
    """Wait until nothing visible fits. -> Acted | NotFound (it is still there) | Trouble."""

    selector: Selector
    timeout_ms: int


@dataclass(frozen=True, slots=True)
class GoBack:
    """-> Acted | Trouble."""

    timeout_ms: int


@dataclass(frozen=True, slots=True)
class PressSealed:
    """Close the network of this context for good, then press the element and watch what tries to leave. -> Submitted | Trouble."""

    handle: int
    timeout_ms: int


@dataclass(frozen=True, slots=True)
class Capture:
    """Wait until the page is at rest and (up to `timeout_ms`) everything in `awaiting` is there, then look. -> Captured | Trouble.

    `picture`: take one if the page does not look like the one of the last picture.
    """

    awaiting: tuple[Selector, ...]
    picture: bool
    timeout_ms: int


Command = (
    Visit
    | Locate
    | Reach
    | ClickOn
    | HoverOver
    | TypeInto
    | PickOption
    | SetChecked
    | PressKey
    | AwaitGone
    | GoBack
    | PressSealed
    | Capture
)

# -- replies -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Acted:
    """It was done."""


@dataclass(frozen=True, slots=True)
class Located:
    """An element, what it is, and how many fitted.

    `name` is its accessible name. `submits` says that a press would submit a form, `submit_method` how (`get`, `post`, `dialog`)
    and `in_form` that it belongs to a form (pressing Enter in it may submit).
    """

    handle: int
    anchor: Anchor
    name: str
    matches: int = 1
    in_form: bool = False
    submits: bool = False
    submit_method: str = ""


@dataclass(frozen=True, slots=True)
class NotFound:
    """Nothing visible fitted. `hidden` says that something fitted but was not visible."""

    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a sealed press would have sent: the most telling of all that was stopped, which the next capture lists."""

    evidence: SubmitEvidence


@dataclass(frozen=True, slots=True)
class Barred:
    """The page was not asked for: this wall stands before it."""

    wall: Wall


@dataclass(frozen=True, slots=True)
class Captured:
    """One look. The tuples hold what happened since the last capture."""

    snapshot: Snapshot
    answer: DocumentAnswer | None = None
    picture: PictureRef | None = None
    stopped: tuple[Stopped, ...] = ()
    popups: tuple[str, ...] = ()
    dialogs: tuple[str, ...] = ()
    downloads: tuple[str, ...] = ()
    noted: tuple[Wall, ...] = ()
    """What the site says against our being there, where the site file says to go in all the same."""


Reply = Acted | Located | NotFound | Submitted | Barred | Captured | Trouble
