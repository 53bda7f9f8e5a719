"""What `page/look.js` said about each frame, put together into one `Snapshot`."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NotRequired, TypedDict, TypeVar, cast
from urllib.parse import parse_qs, unquote, urlsplit

from verifier.model.expectation import ControlKind
from verifier.model.observation import (
    Anchor,
    AppTarget,
    Box,
    Button,
    ButtonKind,
    Control,
    Dialog,
    Form,
    FrameSeen,
    Heading,
    Link,
    LinkTarget,
    MailTarget,
    Option,
    PhoneTarget,
    ScriptTarget,
    Snapshot,
    TextBlock,
    WebTarget,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from verifier.replay.redact import Redactor

T = TypeVar("T")

# The raw shapes, as JSON says them: see `capture` in page/look.js.


class RawAnchor(TypedDict):
    tag: str
    role: str
    id: str
    name: str
    classes: str
    type: str
    href: str
    path: str
    landmark: str
    section: str
    group: str
    near: str
    box: list[float]
    dialog: NotRequired[str]
    badge: NotRequired[str]
    inner: NotRequired[bool]
    advert: NotRequired[bool]


class RawItem(TypedDict, total=False):
    order: int
    anchor: RawAnchor
    level: int
    text: str
    label: str
    kind: str
    name: str
    required: bool
    disabled: bool
    readOnly: bool
    minLength: int | None
    maxLength: int | None
    minimum: str
    maximum: str
    pattern: str
    autocomplete: str
    placeholder: str
    description: str
    multiple: bool
    form: str
    options: list[RawOption]
    target: str
    newTab: bool
    modal: bool


class RawOption(TypedDict):
    text: str
    value: str
    disabled: bool


class RawForm(TypedDict):
    order: int
    key: str
    action: str
    method: str
    hidden: list[str]


class RawFrame(TypedDict):
    order: int
    index: int
    title: str
    name: str
    src: str
    x: float
    y: float
    advert: NotRequired[bool]


class RawPage(TypedDict):
    url: str
    title: str
    language: str
    direction: str
    index: int
    headings: list[RawItem]
    controls: list[RawItem]
    buttons: list[RawItem]
    links: list[RawItem]
    dialogs: list[RawItem]
    texts: list[RawItem]
    forms: list[RawForm]
    frames: list[RawFrame]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What one frame said (None: it could not be read), with the looks at the frames inside it."""

    url: str
    said: str | None
    inside: tuple[Look, ...] = ()


Place = tuple[tuple[str, ...], float, float]
"""Where a frame is: its path, and its top left corner in the top document."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One frame, placed: its document order, its path and where its top left corner is."""

    look: Look
    page: RawPage
    order: tuple[int, ...]
    path: tuple[str, ...]
    x: float
    y: float
    advert: bool = False
    """It stands in an advertisement."""


def places(look: Look) -> list[tuple[Look, Place]]:
    """Each frame that was read and can be seen, and where it is."""
    if look.said is None:
        return []
    parts: list[_Part] = []
    _place(look, _Part(look, read_page(look.said), (), (), 0, 0), parts, [])
    return [(part.look, (part.path, part.x, part.y)) for part in parts]


def read_page(said: str) -> RawPage:
    """The raw shape of one frame."""
    return cast("RawPage", json.loads(said))


def snapshot(look: Look, redact: Redactor) -> Snapshot:
    """One look at a whole page: all frames in document order, typed values replaced; without ARIA and id (see `identified`)."""
    if look.said is None:
        raise ValueError("the top document could not be read")
    parts: list[_Part] = []
    frames: list[tuple[tuple[int, ...], FrameSeen]] = []
    top = read_page(look.said)
    _place(look, _Part(look, top, (), (), 0, 0), parts, frames)

    # What the frames said is without secrets already.
    text = redact.typed

    def anchor(item: RawItem, part: _Part) -> Anchor:
        raw = item["anchor"]
        x, y, width, height = raw["box"]
        return Anchor(
            tag=raw["tag"],
            role=raw["role"],
            id=raw["id"],
            name=raw["name"],
            classes=raw["classes"],
            type=raw["type"],
            href=text(raw["href"]),
            path=raw["path"],
            frame=part.path,
            landmark=raw["landmark"],
            section=text(raw["section"]),
            group=text(raw["group"]),
            near=text(raw["near"]),
            box=Box(round(x + part.x, 1), round(y + part.y, 1), width, height),
            dialog=raw.get("dialog", ""),
            badge=raw.get("badge", ""),
            inner=raw.get("inner", False),
            advert=part.advert or raw.get("advert", False),
        )

    return Snapshot(
        id="",
        url=text(top["url"]),
        title=text(top["title"]),
        language=top["language"],
        direction=top["direction"],
        frames=tuple(frame for _, frame in sorted(frames, key=lambda pair: pair[0])),
        headings=_gather(
            parts,
            lambda page: page["headings"],
            lambda item, part: Heading(item["level"], text(item["text"]), anchor(item, part)),
        ),
        forms=tuple(
            form
            for _, form in sorted(
                (
                    (
                        (*part.order, raw["order"]),
                        Form(raw["key"], text(raw["action"]), raw["method"], tuple(raw["hidden"]), part.path),
                    )
                    for part in parts
                    for raw in part.page["forms"]
                ),
                key=lambda pair: pair[0],
            )
        ),
        controls=_gather(
            parts, lambda page: page["controls"], lambda item, part: _control(item, anchor(item, part), text)
        ),
        buttons=_gather(
            parts,
            lambda page: page["buttons"],
            lambda item, part: Button(
                text(item["name"]), ButtonKind(item["kind"]), anchor(item, part), item["disabled"], item["form"]
            ),
        ),
        links=_gather(
            parts,
            lambda page: page["links"],
            lambda item, part: Link(
                text(item["name"]), link_target(text(item["target"])), anchor(item, part), item["newTab"]
            ),
        ),
        dialogs=_gather(
            parts,
            lambda page: page["dialogs"],
            lambda item, part: Dialog(text(item["name"]), item["modal"], text(item["text"]), anchor(item, part)),
        ),
        texts=_gather(
            parts, lambda page: page["texts"], lambda item, part: TextBlock(text(item["text"]), anchor(item, part))
        ),
        aria="",
        truncated=any(part.page["truncated"] for part in parts),
    )


def identified(seen: Snapshot, aria: str) -> Snapshot:
    """The snapshot with its ARIA snapshot, and its id computed from all of it."""
    seen = replace(seen, aria=aria)
    return replace(seen, id=hashlib.sha256(repr(seen).encode("utf-8", "surrogatepass")).hexdigest()[:32])


def _gather(
    parts: list[_Part], items: Callable[[RawPage], list[RawItem]], make: Callable[[RawItem, _Part], T]
) -> tuple[T, ...]:
    found = [((*part.order, item["order"]), make(item, part)) for part in parts for item in items(part.page)]
    return tuple(item for _, item in sorted(found, key=lambda pair: pair[0]))


def anchor_of(raw: RawAnchor, frame: tuple[str, ...], x: float, y: float, redact: Redactor) -> Anchor:
    """The anchor of one located element."""
    left, top, width, height = raw["box"]
    return Anchor(
        tag=raw["tag"],
        role=raw["role"],
        id=raw["id"],
        name=raw["name"],
        classes=raw["classes"],
        type=raw["type"],
        href=redact.text(raw["href"]),
        path=raw["path"],
        frame=frame,
        landmark=raw["landmark"],
        section=redact.text(raw["section"]),
        group=redact.text(raw["group"]),
        near=redact.text(raw["near"]),
        box=Box(round(left + x, 1), round(top + y, 1), width, height),
    )


def frame_name(raw: RawFrame, url: str, taken: Iterable[str] = ()) -> str:
    """What a frame is called in a path: its title, its name, or the path of its URL."""
    wanted = raw["title"] or raw["name"] or urlsplit(url).path or "frame"
    names = set(taken)
    if wanted not in names:
        return wanted
    return next(f"{wanted} ({count})" for count in range(2, len(names) + 3) if f"{wanted} ({count})" not in names)


def mail_target(url: str) -> MailTarget:
    """A `mailto:` URL, decoded."""
    address, _, query = url.partition(":")[2].partition("?")
    fields = {
        name.lower(): values for name, values in parse_qs(query.replace("+", "%2B"), keep_blank_values=True).items()
    }
    to = [unquote(address), *fields.get("to", ())]
    return MailTarget(
        ", ".join(part for part in to if part), "\n".join(fields.get("subject", ())), "\n".join(fields.get("body", ()))
    )


def link_target(url: str) -> LinkTarget:
    """What a link leads to, by its scheme; an empty URL is a link that script drives."""
    scheme, colon, rest = url.partition(":")
    if not colon or scheme.lower() == "javascript":
        return ScriptTarget()
    match scheme.lower():
        case "http" | "https":
            return WebTarget(url)
        case "mailto":
            return mail_target(url)
        case "tel" | "sms":
            return PhoneTarget(unquote(rest))
        case other:
            return AppTarget(other, rest)


def aria_without_values(aria: str) -> str:
    """Playwright's ARIA snapshot without what stands in text boxes."""
    return _ARIA_VALUE.sub(r"\1", aria)


_ARIA_VALUE = re.compile(
    r"^(\s*- (?:textbox|searchbox|spinbutton|slider)(?: \"(?:[^\"\\]|\\.)*\")?(?: \[[^\]]*\])*): .*$", re.MULTILINE
)


def _control(item: RawItem, anchor: Anchor, text: Callable[[str], str]) -> Control:
    return Control(
        label=text(item["label"]),
        kind=ControlKind(item["kind"]),
        name=item["name"],
        anchor=anchor,
        required=item["required"],
        disabled=item["disabled"],
        read_only=item["readOnly"],
        min_length=item["minLength"],
        max_length=item["maxLength"],
        minimum=item["minimum"],
        maximum=item["maximum"],
        pattern=item["pattern"],
        autocomplete=item["autocomplete"],
        placeholder=text(item["placeholder"]),
        description=text(item["description"]),
        multiple=item["multiple"],
        options=tuple(Option(text(raw["text"]), raw["value"], raw["disabled"]) for raw in item["options"]),
        form=item["form"],
    )


def _place(look: Look, part: _Part, parts: list[_Part], frames: list[tuple[tuple[int, ...], FrameSeen]]) -> None:
    """Put this frame and those inside it in their places. A frame that stands nowhere visible is left out."""
    parts.append(part)
    by_index = {read_page(inner.said)["index"]: inner for inner in look.inside if inner.said is not None}
    unread = [inner for inner in look.inside if inner.said is None]
    taken: list[str] = []
    for raw in part.page["frames"]:
        inner = by_index.get(raw["index"])
        url = inner.url if inner else (unread[0].url if unread else raw["src"])
        name = frame_name(raw, url, taken)
        taken.append(name)
        path = (*part.path, name)
        order = (*part.order, raw["order"])
        page = read_page(inner.said) if inner is not None and inner.said is not None else None
        language = page["language"] if page is not None else ""
        frames.append((order, FrameSeen(path, url, raw["title"], readable=inner is not None, language=language)))
        if inner is not None and page is not None:
            sold = part.advert or raw.get("advert", False)
            _place(inner, _Part(inner, page, order, path, part.x + raw["x"], part.y + raw["y"], sold), parts, frames)
