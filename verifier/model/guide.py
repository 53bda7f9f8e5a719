"""A guide and the statements that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from verifier.model.place import Place

# -- what is stated, as data -------------------------------------------------------------------------------------


class AddressForm(StrEnum):
    """What kind of address a guide gives."""

    MAIL = "mail"
    PHONE = "phone"
    POSTAL = "postal"
    URL = "url"
    HANDLE = "handle"


@dataclass(frozen=True, slots=True)
class TextValue:
    """It is, or is called, this."""

    text: str


@dataclass(frozen=True, slots=True)
class NumberValue:
    """It is this many, from `least` to `most` (both included); numbers of different units do not compare."""

    least: int
    most: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ListValue:
    """These belong to it. `whole`: and no others do. `ordered`: in this order."""

    items: tuple[str, ...]
    ordered: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ItemValue:
    """This one belongs to it; other claims of the same guide name the others. `of`: how many there are, when it is said."""

    item: str
    of: int | None = None


@dataclass(frozen=True, slots=True)
class PresenceValue:
    """It is there, or it is not."""

    present: bool


@dataclass(frozen=True, slots=True)
class AddressValue:
    """It is at this address."""

    form: AddressForm
    address: str


@dataclass(frozen=True, slots=True)
class PathValue:
    """One gets there by these stops, in this order and with none between."""

    stops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RedactedValue:
    """The guide gives it, and the text that we have does not show it. `what` says what kind of thing it is."""

    what: str


Value = TextValue | NumberValue | ListValue | ItemValue | PresenceValue | AddressValue | PathValue | RedactedValue


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact that a claim states: of `subject`, which all guides call by the same words, that `value`.

    `scope` names where it holds (`android`); empty: everywhere.
    """

    subject: str
    value: Value
    place: Place
    scope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GarbledLabel:
    """A label that no page can show, for a machine translated it. `means` is the true one, or `$id` of a label of the site."""

    label: str
    means: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A label of the guide for which the site has other words as well: both mean the same control, and either may be shown."""

    label: str
    others: tuple[str, ...]


# -- the guide ---------------------------------------------------------------------------------------------------


class CheckKind(StrEnum):
    """How a claim can be checked."""

    PAGE = "page"
    LOCATE_ONLY = "page-locate-only"
    """May be found and filled locally, never sent."""
    SIGNED_IN = "page-signed-in"
    FACT = "fact"
    """Read it on a page."""
    APP = "app"
    MAIL = "mail"
    """By e-mail or post only."""
    ADVICE = "advice"
    """Nothing to check."""
    UNFOUNDED = "unfounded"
    """No evidence that the thing exists."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of one guide, in our own words.

    `labels` are the short UI labels that the guide quotes, in its own language.
    """

    id: str
    where: str
    """Method and step in the guide, for a person to find it."""
    says: str
    check: CheckKind
    place: Place
    labels: tuple[str, ...] = ()
    states: tuple[Statement, ...] = ()
    garbled: tuple[GarbledLabel, ...] = ()
    """Those of the labels that can never match."""
    unfounded: str = ""
    """Why nothing bears the claim out, one sentence; empty: nothing is known against it."""
    wordings: tuple[Wording, ...] = ()
    """Those of the labels for which the site's own labels hold other words too."""
    rests_on: tuple[str, ...] = ()
    """Fingerprints (8 hex digits) of the sentences of the guide that it paraphrases."""


@dataclass(frozen=True, slots=True)
class Guide:
    """A help guide: its claims in the order of its text."""

    id: str
    title: str
    language: str
    direction: str
    """`ltr` or `rtl`."""
    place: Place
    claims: tuple[Claim, ...]
    document: str | None = None
    """A path or URL of the guide itself."""
    site: str = ""
    """The id of the site that it is about; empty: not said."""
