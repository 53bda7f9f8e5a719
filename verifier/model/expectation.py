"""What must hold of a page after a step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from verifier.model.place import Place
from verifier.model.selector import Scope, Text


class ControlKind(StrEnum):
    """What kind of form control it is, as a person sees it."""

    TEXT = "text"
    TEL = "tel"
    EMAIL = "email"
    NUMBER = "number"
    URL = "url"
    SEARCH = "search"
    PASSWORD = "password"  # noqa: S105 - a kind of field, not a password
    DATE = "date"
    TEXTAREA = "textarea"
    SELECT = "select"
    RADIO = "radio"
    """One whole group of radio buttons; its buttons are the options."""
    CHECKBOX = "checkbox"
    FILE = "file"
    RANGE = "range"
    COLOR = "color"
    EDITABLE = "editable"
    """An element made editable by script (`contenteditable`, role textbox)."""
    COMBOBOX = "combobox"
    """A drop-down made by script (role combobox or listbox)."""


class AddressKind(StrEnum):
    MAIL = "mail"
    PHONE = "phone"
    POSTAL = "postal"


@dataclass(frozen=True, slots=True)
class ExpectField:
    """There is a form control with this label; what is not None must hold of it."""

    label: Text
    kind: ControlKind | None = None
    required: bool | None = None
    min_length: int | None = None
    max_length: int | None = None
    options: tuple[Text, ...] | None = None
    """The options, all of them; None: not said."""
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class ExpectOptions:
    """A group of options (radio buttons or a drop-down) under `group` has these options."""

    group: Text | None
    options: tuple[Text, ...]
    ordered: bool = False
    only: bool = True
    """No other options may be there."""


@dataclass(frozen=True, slots=True)
class ExpectLink:
    """A link of this name; `target` is an absolute URL, where `*` stands for any characters, or None: anywhere."""

    name: Text
    target: str | None = None
    within: Scope | None = None


@dataclass(frozen=True, slots=True)
class ExpectButton:
    name: Text
    within: Scope | None = None


@dataclass(frozen=True, slots=True)
class ExpectHeading:
    text: Text
    level: int | None = None


@dataclass(frozen=True, slots=True)
class ExpectText:
    """The page shows this text somewhere."""

    text: Text
    within: Scope | None = None


@dataclass(frozen=True, slots=True)
class ExpectAddress:
    """The page shows or links this mail address, phone number or postal address.

    Mail addresses compare without case, phone numbers by their digits, postal addresses by their words.
    """

    kind: AddressKind
    value: str | None
    """None: any address of that kind (useful with `absent`)."""


@dataclass(frozen=True, slots=True)
class ExpectUrl:
    """The tab is at this URL; `*` stands for any characters. Order of query parameters does not matter."""

    url: str


@dataclass(frozen=True, slots=True)
class MailDraft:
    """Submitting opens a mail draft to `to`."""

    to: str
    subject_holds: Text | None = None
    body_holds: Text | None = None


@dataclass(frozen=True, slots=True)
class PostsTo:
    """Submitting posts to `url` (`*` stands for any characters) with at least these field names."""

    url: str
    field_names: tuple[str, ...] = ()
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class ExpectOutcome:
    """What pressing a sealed submit would have done."""

    outcome: MailDraft | PostsTo


@dataclass(frozen=True, slots=True)
class ExpectTree:
    """The choices that were walked hold this path, from the first choice on; `anywhere`: others may stand before and between."""

    path: tuple[Text, ...]
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class ExpectPopup:
    """The step opened a tab or window of its own at `url`; `*` stands for any characters."""

    url: str


Expected = (
    ExpectField
    | ExpectOptions
    | ExpectLink
    | ExpectButton
    | ExpectHeading
    | ExpectText
    | ExpectAddress
    | ExpectUrl
    | ExpectOutcome
    | ExpectTree
    | ExpectPopup
)


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that must hold after a step, and the claims of guides that rest on it."""

    id: str
    """Unique in its step; what the author wrote, else made from the kind and the words (`field:phone`), never an index."""
    expected: Expected
    place: Place
    claims: tuple[str, ...] = ()
    absent: bool = False
    """True: it must *not* be there."""
