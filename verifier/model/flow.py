"""A flow as it is meant: what the author wrote, with labels resolved for one locale.

`flowfile` makes these values, nobody changes them, and no result is ever written onto them.
Every text that a person will read on a page is a `Text`: the wording in this flow's locale, and the id of
the label it came from, if any.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from verifier.model.manners import Manners
from verifier.model.place import Place
from verifier.model.secret import EnvironmentValue
from verifier.model.wall import ConsentPolicy, WallSign

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be found on a page.

    `wordings` holds at least one accepted wording in the flow's locale, the preferred one first.
    Wordings are compared after normalisation (`compare.normalize`): white space, case-preserving NFC, no marks of direction.
    """

    wordings: tuple[str, ...]
    label_id: str | None = None

    @property
    def preferred(self) -> str:
        """The wording to show to people."""
        return self.wordings[0]

    def __str__(self) -> str:
        return self.wordings[0]


# -- selectors ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Landmark:
    """Within the landmark of this ARIA role (`main`, `navigation`, `contentinfo`, ...), optionally of this name."""

    role: str
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Within the group, fieldset, radio group, dialog or region of this accessible name."""

    name: Text


@dataclass(frozen=True, slots=True)
class Section:
    """Within what stands under the heading of this text: from it to the next heading of the same or a higher level."""

    heading: Text


Scope = Landmark | Group | Section


@dataclass(frozen=True, slots=True)
class ByRole:
    """An element of this ARIA role and accessible name (the first choice)."""

    role: str
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class ByLabel:
    """A form control with this label."""

    label: Text


@dataclass(frozen=True, slots=True)
class ByText:
    """The smallest element that shows this text."""

    text: Text


@dataclass(frozen=True, slots=True)
class ByCss:
    """An element matched by a CSS selector (the last resort)."""

    css: str


Finder = ByRole | ByLabel | ByText | ByCss


@dataclass(frozen=True, slots=True)
class Selector:
    """How to find one element. `frame` is a CSS selector of the iframe that holds it, outermost first."""

    by: Finder
    within: Scope | None = None
    frame: tuple[str, ...] = ()


# -- actions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Goto:
    """Open `url` (absolute, http or https) in the flow's tab."""

    url: str


@dataclass(frozen=True, slots=True)
class Click:
    target: Selector


@dataclass(frozen=True, slots=True)
class Hover:
    target: Selector


@dataclass(frozen=True, slots=True)
class Fill:
    """Type `value` into a text control. A `secret` value, and every environment value, stays out of all channels."""

    target: Selector
    value: str | EnvironmentValue
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Select:
    """Pick `option` (by its text, or by its `value` attribute where `by_value`) in a drop-down."""

    target: Selector
    option: Text
    by_value: bool = False


@dataclass(frozen=True, slots=True)
class Choose:
    """Pick the radio button with the label `option`."""

    option: Text
    within: Scope | None = None
    frame: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """Set a check box or switch to `checked`."""

    target: Selector
    checked: bool = True


@dataclass(frozen=True, slots=True)
class Press:
    """Press a key (Playwright's key names, `Enter`, `Control+A`), on `target` or on what has the focus."""

    key: str
    target: Selector | None = None


@dataclass(frozen=True, slots=True)
class WaitFor:
    """Wait until `target` is visible, or until it is gone."""

    target: Selector
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Back:
    """Go one entry back in the tab's history."""


@dataclass(frozen=True, slots=True)
class Submit:
    """Press `target` sealed: from here on nothing leaves the browser, and what would have left is the evidence."""

    target: Selector


@dataclass(frozen=True, slots=True)
class Reopen:
    """Begin again by opening this address (absolute, http or https)."""

    url: str


@dataclass(frozen=True, slots=True)
class StartOver:
    """Begin again by pressing this element, which must be there whatever has been chosen."""

    target: Selector


Reset = Reopen | StartOver


@dataclass(frozen=True, slots=True)
class Explore:
    """Walk an assistant or chat as a tree of choices. Nothing is ever typed, and nothing pressed that could send a form.

    Choices are the buttons and links `within` (`role`: only those), listed down to `depth` and pressed down to `depth - 1`. After a
    choice that leads on, the walk begins again by `reset` (None: it opens the address again at which it began).
    At most `looks` times is the page looked at.
    """

    within: Scope | None = None
    depth: int = 3
    role: str | None = None
    reset: Reset | None = None
    looks: int = 80


Action = Goto | Click | Hover | Fill | Select | Choose | Check | Press | WaitFor | Back | Submit | Explore


# -- expectations ------------------------------------------------------------------------------------------------


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


# -- the flow ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """One action and what is expected after it.

    `claims` are those that the action itself speaks for; an expectation names its own.
    """

    id: str
    action: Action
    place: Place
    title: str = ""
    claims: tuple[str, ...] = ()
    expect: tuple[Expectation, ...] = ()
    optional: bool = False
    timeout_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """A request that the guard may let through although it is not a plain read; never during a submit.

    `url` is absolute, `*` stands for any characters.
    """

    url: str
    method: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class Ignored:
    """An element as a person sees it: by role and name, by label, or by any name (`by`), under a heading (`section`) if one is said."""

    by: Finder
    section: Text | None = None


@dataclass(frozen=True, slots=True)
class Ignore:
    """A known difference that is not told up to and including the day `until` (ISO date), and why.

    What is said of `rule`, `subject` (patterns, `*` stands for any characters; empty: any) and `element` must all fit.
    """

    reason: str
    until: str
    place: Place
    rule: str = ""
    subject: str = ""
    element: Ignored | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """What holds for every flow of one site (`flows/<site>/site.yaml`)."""

    id: str
    title: str
    hosts: tuple[str, ...]
    """Hosts that count as this site; the first is the canonical one. `*.example.org` matches subdomains."""
    never_press: tuple[Text, ...] = ()
    """Names of controls that only a sealed `submit` may press."""
    accept_language: bool = True
    """Ask for the locale in `Accept-Language` too."""
    consent: ConsentPolicy = ConsentPolicy.DECLINE
    """What is done with a dialog that asks about cookies."""
    walls: tuple[WallSign, ...] = ()
    """Walls as this site builds them, beside those that are known of all sites."""
    ignore: tuple[Ignore, ...] = ()
    manners: Manners = field(default_factory=Manners)


@dataclass(frozen=True, slots=True)
class Flow:
    """One documented flow in one locale."""

    id: str
    """From the path: `flows/whatsapp/contact.yaml` is `whatsapp/contact`."""
    title: str
    site: Site
    locale: str
    """BCP 47, `ro` or `pt-BR`."""
    place: Place
    steps: tuple[Step, ...]
    claims: tuple[str, ...] = ()
    """Claims that the flow speaks for as a whole, beside those of its steps."""
    tags: tuple[str, ...] = ()
    allow: tuple[Allowance, ...] = ()
    ignore: tuple[Ignore, ...] = ()
    user_agent: str | None = None
    viewport: tuple[int, int] = (1280, 900)
    """Width and height in CSS pixels."""
    storage_state_env: str | None = None
    """The environment variable that names a file with the cookies of somebody who is signed in; without it the flow is anonymous."""

    @property
    def key(self) -> str:
        """The flow in its locale: `whatsapp/contact[ro]`. Unique in a run."""
        return f"{self.id}[{self.locale}]"

    def every_claim(self) -> tuple[str, ...]:
        """The ids of all claims that any part of the flow names, each once, in the order of the file."""
        named = [*self.claims]
        for step in self.steps:
            named.extend(step.claims)
            for expectation in step.expect:
                named.extend(expectation.claims)
        return tuple(dict.fromkeys(named))
