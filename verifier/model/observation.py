"""What a page showed, as typed data: one `Snapshot` is one look at a whole page, frames and open shadow roots included.

Sequences are in document order, a frame's content standing where its iframe stands. Values that a person
or the flow typed are never part of it. All texts are as shown: white space folded, nothing else changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from verifier.model.choice import ChoiceTree
from verifier.model.expectation import ControlKind
from verifier.model.wall import WallKind as WallKind  # noqa: PLC0414 - it is part of what a page showed


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in CSS pixels, from the top left of the whole top-level document (not of the viewport)."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """What makes one element findable again: its own marks, its place and its company.

    `frame` is the path of frames that holds it, outermost first, each by title, name or URL path; empty at the top.
    `path` is an XPath-like trail (`form[1]/div[3]/input[1]`) from the nearest ancestor with an id, or the root;
    it crosses open shadow roots with `/#shadow/`. `section` is the text of the nearest heading above, `group` the name of
    the nearest fieldset, group, dialog or region, `landmark` the role of the nearest landmark, `near` the text
    around it (at most 200 characters).
    """

    tag: str
    role: str = ""
    id: str = ""
    name: str = ""
    classes: str = ""
    type: str = ""
    href: str = ""
    path: str = ""
    frame: tuple[str, ...] = ()
    landmark: str = ""
    section: str = ""
    group: str = ""
    near: str = ""
    box: Box | None = None
    dialog: str = field(default="", repr=False)
    """The `path` of the innermost open dialog (see `Dialog`) that holds it; empty outside of any. Not part of `Snapshot.id`."""
    badge: str = field(default="", repr=False)
    """Of a link or button, the number at the end of its name that stands in an element of its own. Not part of `Snapshot.id`."""
    inner: bool = field(default=False, repr=False)
    """Its landmark is a navigation or a search within the main part of the page: the page's own. Not part of `Snapshot.id`."""
    advert: bool = field(default=False, repr=False)
    """It stands in an advertisement, by the marks that these carry. Not part of `Snapshot.id`."""


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a drop-down, or one radio button of a group. `value` is the attribute that would be sent."""

    text: str
    value: str
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """One visible form control, or one whole group of radio buttons.

    `name` is the attribute that would be sent. `min_length` and `max_length` are None where the page sets no limit.
    `form` is the `Form.key` that owns it, empty: none. `description` is the text that `aria-describedby` points to.
    """

    label: str
    kind: ControlKind
    name: str
    anchor: Anchor
    required: bool = False
    disabled: bool = False
    read_only: bool = False
    min_length: int | None = None
    max_length: int | None = None
    minimum: str = ""
    maximum: str = ""
    pattern: str = ""
    autocomplete: str = ""
    placeholder: str = ""
    description: str = ""
    multiple: bool = False
    options: tuple[Option, ...] = ()
    form: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form element. `key` is its id, else its name, else its path. `hidden` are names of its hidden inputs, never values."""

    key: str
    action: str
    method: str
    hidden: tuple[str, ...] = ()
    frame: tuple[str, ...] = ()


class ButtonKind(StrEnum):
    SUBMIT = "submit"
    """Pressing it submits the form that owns it."""
    RESET = "reset"
    BUTTON = "button"
    SUMMARY = "summary"
    MENU = "menu"
    """It opens a menu, list or dialog (`aria-haspopup`)."""
    TAB = "tab"
    SWITCH = "switch"


@dataclass(frozen=True, slots=True)
class Button:
    name: str
    kind: ButtonKind
    anchor: Anchor
    disabled: bool = False
    form: str = ""


@dataclass(frozen=True, slots=True)
class WebTarget:
    """An absolute http(s) URL."""

    url: str


@dataclass(frozen=True, slots=True)
class MailTarget:
    """A `mailto:` link, decoded."""

    address: str
    subject: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class PhoneTarget:
    """A `tel:` or `sms:` link, as written."""

    number: str


@dataclass(frozen=True, slots=True)
class AppTarget:
    """A link into an app (`whatsapp://...`, `intent:`)."""

    scheme: str
    rest: str


@dataclass(frozen=True, slots=True)
class ScriptTarget:
    """A link that is driven by script: no href, `#`, or `javascript:`."""


LinkTarget = WebTarget | MailTarget | PhoneTarget | AppTarget | ScriptTarget


@dataclass(frozen=True, slots=True)
class Link:
    name: str
    target: LinkTarget
    anchor: Anchor
    new_tab: bool = False


@dataclass(frozen=True, slots=True)
class Dialog:
    """An open dialog (element, role or platform markup). `text` is all that it says, at most 2,000 characters."""

    name: str
    modal: bool
    text: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class TextBlock:
    """The text of one visible block (paragraph, list item, cell, label ...) that holds no smaller block."""

    text: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class FrameSeen:
    """An iframe: its path (see `Anchor.frame`), URL and title. `readable` is False where it could not be looked into."""

    path: tuple[str, ...]
    url: str
    title: str = ""
    readable: bool = True
    language: str = ""
    """The `lang` of its document, empty when it says none."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One look at one page. `id` is a hash over all the rest, so that two equal looks are one."""

    id: str
    url: str
    title: str
    language: str
    """The `lang` of the document, empty when it says none."""
    direction: str
    """`ltr` or `rtl`, as computed for the body."""
    frames: tuple[FrameSeen, ...] = ()
    headings: tuple[Heading, ...] = ()
    forms: tuple[Form, ...] = ()
    controls: tuple[Control, ...] = ()
    buttons: tuple[Button, ...] = ()
    links: tuple[Link, ...] = ()
    dialogs: tuple[Dialog, ...] = ()
    texts: tuple[TextBlock, ...] = ()
    aria: str = ""
    """Playwright's ARIA snapshot of the top document's body, typed values removed."""
    truncated: bool = False
    """The page was too large to be read whole (see `browser/page/native.js` for the limits)."""


@dataclass(frozen=True, slots=True)
class PictureRef:
    """A picture kept as a blob: `digest` (SHA-256, hex) and `media_type`, size in CSS pixels of the whole document."""

    digest: str
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """How the network answered for the top-level document. Only headers that tell a wall or a language are kept."""

    status: int
    url: str
    """The final URL."""
    redirects: tuple[str, ...] = ()
    """The URLs that redirected, first one first, the final one not included."""
    headers: tuple[tuple[str, str], ...] = ()


# -- what a sealed submit would have done ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MailOpened:
    """A mail draft would have opened."""

    to: str
    subject: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class RequestHeld:
    """A request would have left. Names only: the values that were typed stay out."""

    method: str
    url: str
    field_names: tuple[str, ...] = ()
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class ValidationRefused:
    """The page itself refused to submit; the labels of the controls that it called invalid."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NothingLeft:
    """The control was pressed and nothing tried to leave."""


SubmitEvidence = MailOpened | RequestHeld | ValidationRefused | NothingLeft


# -- walls and troubles ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall, and the signals (in words) that at least two of which decided it."""

    kind: WallKind
    signals: tuple[str, ...]
    blocks: bool = True
    """False: the page can be seen all the same, and the wall is only told."""


class TroubleKind(StrEnum):
    OFFLINE = "offline"
    """The name could not be resolved, or there is no route out."""
    CONNECTION = "connection"
    """Refused, reset or closed before an answer."""
    TLS = "tls"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    """The page's process died."""
    BROWSER_GONE = "browser-gone"
    FORBIDDEN = "forbidden"
    """Our own policy refused the command."""
    DOWNLOAD = "download"
    """The address answered with a file, not a page."""
    ACTION = "action"
    """The element was there but could not be acted on (covered, disabled, not editable)."""
    INTERNAL = "internal"
    """A mistake of ours."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that kept us from seeing; never a statement about the guide. `message` is one sentence."""

    kind: TroubleKind
    message: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """A request that the guard stopped by itself: what it was and why. The URL is cut at `?`."""

    method: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Observation:
    """What one step saw."""

    snapshot_id: str
    """The `Snapshot` after the action."""
    answer: DocumentAnswer | None = None
    """How the network answered for the document that is open now."""
    picture: PictureRef | None = None
    """The picture of that snapshot; steps on an unchanged page share it."""
    target: Anchor | None = None
    """The element that the step acted on, as it was before the action; its box fits the picture of the step before."""
    matches: int = 1
    """How many elements fitted the selector."""
    submitted: SubmitEvidence | None = None
    detours: tuple[str, ...] = ()
    """Controls that had to be pressed to get on and that no step speaks of, in words (`link "Continue"`)."""
    passed: tuple[Wall, ...] = ()
    """Walls that were dealt with on the way (a consent dialog that was declined)."""
    stopped: tuple[Stopped, ...] = ()
    popups: tuple[str, ...] = ()
    """URLs of tabs or windows that the step opened."""
    dialogs: tuple[str, ...] = ()
    """Messages of `alert`, `confirm`, `prompt` and `beforeunload`, each dismissed."""
    downloads: tuple[str, ...] = ()
    """Names of the files that the step began to download; each was stopped."""
    tree: ChoiceTree | None = None
    """What an assistant offers, where the step explored one."""
