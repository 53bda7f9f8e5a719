"""Typed changes: each does one thing to a page that a reader would notice, and says what must be told of it."""

from __future__ import annotations

from dataclasses import replace

from mutating.page import Entry, Page
from verifier.model.flow import ControlKind
from verifier.model.observation import Anchor, Box, Button, ButtonKind, Control, Link, MailTarget, Option, WebTarget

_WORDS = (
    "Proceed", "Reach our team", "Submit request", "Your details", "Preferred channel", "Open a case", "Daytime contact", "More help",
    "Overview", "Account access", "Further topics", "Talk to us", "Community forum", "Finish", "Tell us more", "Reference",
)  # fmt: skip
_FAMILY = {"headings": "heading", "controls": "field", "buttons": "button", "links": "link"}
_TYPED = {ControlKind.TEXT, ControlKind.EMAIL, ControlKind.TEL, ControlKind.TEXTAREA}
_LISTS = {ControlKind.RADIO, ControlKind.SELECT, ControlKind.COMBOBOX}


def _word(page: Page, random) -> str:
    shown = {entry.name.casefold() for entry in page.entries()}
    return random.choice([word for word in _WORDS if word.casefold() not in shown])


def _rename(page: Page, random, family: str) -> bool:
    entry = page.pick(random, family)
    if entry is None:
        return False
    old, new = entry.name, _word(page, random)
    if family == "headings":
        for other in page.entries():
            if other.anchor.section == old:
                other.place(section=new)
    entry.change(**{{"headings": "text", "controls": "label"}.get(family, "name"): new})
    return page.tell(f"{_FAMILY[family]}-renamed", f'"{old}"', f'"{new}"')


def rename_button(page: Page, random) -> bool:
    return _rename(page, random, "buttons")


def rename_heading(page: Page, random) -> bool:
    return _rename(page, random, "headings")


def rename_link(page: Page, random) -> bool:
    return _rename(page, random, "links")


def relabel_field(page: Page, random) -> bool:
    return _rename(page, random, "controls")


def _delete(page: Page, random, family: str) -> bool:
    entry = page.pick(random, family)
    if entry is None:
        return False
    page.rows[family].remove(entry)
    if entry.anchor.box:
        page.make_room(entry.anchor.box.y, -entry.anchor.box.height)
    return page.tell(f"{_FAMILY[family]}-removed", f'"{entry.name}"')


def delete_button(page: Page, random) -> bool:
    return _delete(page, random, "buttons")


def delete_link(page: Page, random) -> bool:
    return _delete(page, random, "links")


def delete_field(page: Page, random) -> bool:
    return _delete(page, random, "controls")


def _duplicate(page: Page, random, family: str) -> bool:
    entry = page.pick(random, family, lambda each: each.anchor.box is not None)
    if entry is None:
        return False
    box = entry.anchor.box
    page.make_room(box.y, box.height)
    twin = Entry(entry.element)
    twin.place(box=Box(box.x, box.y + box.height, box.width, box.height), path=f"{entry.anchor.path}+", id="")
    page.rows[family].insert(page.rows[family].index(entry) + 1, twin)
    page.touched.add(twin.number)
    return page.tell(f"{_FAMILY[family]}-added", actual=f'"{entry.name}"')


def duplicate_button(page: Page, random) -> bool:
    return _duplicate(page, random, "buttons")


def duplicate_link(page: Page, random) -> bool:
    return _duplicate(page, random, "links")


def _add_field(page: Page, random, *, required: bool) -> bool:
    after = page.pick(random, "controls", lambda each: each.anchor.box is not None)
    if after is None:
        return False
    box, name = after.anchor.box, f"extra_{len(page.touched)}"
    label = _word(page, random)
    page.make_room(box.y, 50)
    anchor = replace(
        after.anchor, tag="input", id="", name=name, type="text", classes="", path=f"{after.anchor.path}+", near=label,
        box=Box(box.x, box.y + box.height + 10, 300, 30),
    )  # fmt: skip
    field = Control(label, ControlKind.TEXT, name, anchor, required=required, form=after.element.form)
    page.rows["controls"].insert(page.rows["controls"].index(after) + 1, new := Entry(field))
    page.touched.add(new.number)
    return page.tell("field-added", actual=f'"{label}"')


def add_required_field(page: Page, random) -> bool:
    return _add_field(page, random, required=True)


def add_optional_field(page: Page, random) -> bool:
    return _add_field(page, random, required=False)


def add_link(page: Page, random) -> bool:
    after = page.pick(random, "links", lambda each: each.anchor.box is not None)
    if after is None:
        return False
    box, name = after.anchor.box, _word(page, random)
    page.make_room(box.y, box.height)
    target = WebTarget(f"https://www.example.org/new/{len(page.touched)}")
    anchor = replace(
        after.anchor, id="", href=target.url, path=f"{after.anchor.path}+", box=Box(box.x, box.y + box.height, 90, 20)
    )
    page.rows["links"].insert(page.rows["links"].index(after) + 1, new := Entry(Link(name, target, anchor)))
    page.touched.add(new.number)
    return page.tell("link-added", actual=f'"{name}"')


def _listed(page: Page, random, least: int) -> Entry | None:
    return page.pick(
        random, "controls", lambda each: each.element.kind in _LISTS and least <= len(each.element.options) < 60
    )


def drop_option(page: Page, random) -> bool:
    entry = _listed(page, random, 3)
    if entry is None:
        return False
    gone = random.choice([option for option in entry.element.options if option.text])
    entry.change(options=tuple(option for option in entry.element.options if option is not gone))
    return page.tell("option-removed", f'"{gone.text}"')


def add_option(page: Page, random) -> bool:
    entry = _listed(page, random, 2)
    if entry is None:
        return False
    options, text = list(entry.element.options), _word(page, random)
    options.insert(random.randrange(len(options) + 1), Option(text, text.upper().replace(" ", "_")))
    entry.change(options=tuple(options))
    return page.tell("option-added", actual=f'"{text}"')


def rename_option(page: Page, random) -> bool:
    entry = _listed(page, random, 2)
    if entry is None:
        return False
    old, text = random.choice([option for option in entry.element.options if option.text]), _word(page, random)
    entry.change(options=tuple(replace(each, text=text) if each is old else each for each in entry.element.options))
    return page.tell("option-renamed", f'"{old.text}"', f'"{text}"')


def retarget_link(page: Page, random) -> bool:
    entry = page.pick(random, "links", lambda each: isinstance(each.element.target, WebTarget))
    if entry is None:
        return False
    target = WebTarget(f"https://www.example.org/elsewhere/{len(page.touched)}")
    entry.change(target=target)
    entry.place(href=target.url)
    return page.tell("link-target-changed", actual=target.url)


def change_mail_address(page: Page, random) -> bool:
    entry = page.pick(random, "links", lambda each: isinstance(each.element.target, MailTarget))
    if entry is None:
        return False
    entry.change(target=MailTarget("new-desk@example.org"))
    entry.place(href="mailto:new-desk@example.org")
    return page.tell("mail-address-changed", actual="new-desk@example.org")


def flip_required(page: Page, random) -> bool:
    entry = page.pick(random, "controls")
    if entry is None:
        return False
    entry.change(required=not entry.element.required)
    return page.tell("field-required-changed", actual="required" if entry.element.required else "optional")


def change_limit(page: Page, random) -> bool:
    entry = page.pick(random, "controls", lambda each: each.element.kind in _TYPED)
    if entry is None:
        return False
    limit = (entry.element.max_length or 100) + 50
    entry.change(max_length=limit)
    return page.tell("field-constraint-changed", actual=f"at most {limit} characters")


def change_kind(page: Page, random) -> bool:
    entry = page.pick(random, "controls", lambda each: each.element.kind in _TYPED)
    if entry is None:
        return False
    kind = ControlKind.TEXTAREA if entry.element.kind is not ControlKind.TEXTAREA else ControlKind.TEXT
    entry.change(kind=kind)
    entry.place(tag="textarea" if kind is ControlKind.TEXTAREA else "input", type="")
    return page.tell("field-kind-changed", actual=str(kind))


def move_link(page: Page, random) -> bool:
    """To the end of another section that has at least one element of its own."""
    sections = {entry.name for entry in page.rows["headings"]}
    mine = [entry for entry in page.entries() if entry.anchor.landmark in ("", "main") and entry.anchor.box]
    entry = page.pick(random, "links", lambda each: each.anchor.section in sections and each.anchor.box is not None)
    if entry is None:
        return False
    ends = [each for each in mine if each.anchor.section not in ("", entry.anchor.section) and each is not entry]
    ends = [each for each in ends if each.anchor.section in sections and each.anchor.landmark == entry.anchor.landmark]
    between = [each for each in mine if each.anchor.section == entry.anchor.section and each is not entry]
    if not ends or len(between) < 2:
        return False
    last = max(ends, key=lambda each: (each.anchor.box.y, each.anchor.box.x))
    box = last.anchor.box
    page.make_room(box.y, 30)
    entry.place(
        section=last.anchor.section,
        group=last.anchor.group,
        box=Box(box.x, box.y + box.height + 5, 90, 20),
        path=f"{last.anchor.path}+",
    )
    return page.tell("link-moved", f'"{entry.name}"', f'"{last.anchor.section}"')


def split_step(page: Page, random) -> bool:
    """The second half of the form goes to a page of its own, and the button that sent it leads there."""
    buttons = [entry for entry in page.rows["buttons"] if entry.element.kind is ButtonKind.SUBMIT]
    fields = [entry for entry in page.rows["controls"] if entry.anchor.landmark in ("", "main")]
    if len(buttons) != 1 or len(fields) < 3 or page.touched:
        return False
    send = buttons[0]
    gone = fields[len(fields) // 2 :]
    for entry in gone:
        page.rows["controls"].remove(entry)
        page.tell("field-removed", f'"{entry.element.label}"')
    page.touched |= {entry.number for entry in (*fields, send)}
    old = send.name
    send.change(name="Next page")
    return page.tell("button-renamed", f'"{old}"', '"Next page"')


def translate(page: Page, random) -> bool:
    """Every word is another one, and the document says so."""
    if page.touched:
        return False

    def other(words: str) -> str:
        return "".join(chr(0x3B1 + (ord(sign) * 7) % 24) if sign.isalpha() else sign for sign in words)

    page.whole["language"] = "el" if page.recorded.language != "el" else "en"
    for entry in page.entries():
        entry.place(section=other(entry.anchor.section), group=other(entry.anchor.group), near=other(entry.anchor.near))
        if isinstance(entry.element, Control):
            options = tuple(replace(option, text=other(option.text)) for option in entry.element.options)
            entry.change(
                label=other(entry.element.label), placeholder=other(entry.element.placeholder), options=options
            )
        elif isinstance(entry.element, Button | Link):
            entry.change(name=other(entry.element.name))
        else:
            entry.change(text=other(entry.element.text))
    page.touched |= {entry.number for entry in page.entries()}
    return page.tell("language-changed")


TYPED = {
    function.__name__: function
    for function in (
        rename_button, rename_heading, rename_link, relabel_field, delete_button, delete_link, delete_field, duplicate_button,
        duplicate_link, add_required_field, add_optional_field, add_link, drop_option, add_option, rename_option, retarget_link,
        change_mail_address, flip_required, change_limit, change_kind, move_link, split_step, translate,
    )
}  # fmt: skip


def added_anchor(page: Page) -> Anchor:
    """A place at the top of the page, for what is put there."""
    return Anchor("div", path="html[1]/body[1]/div[99]", box=Box(0, 0, 1280, 60))
