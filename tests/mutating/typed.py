"""Typed changes: each does one thing to a page that a reader would notice, and says what must be told of it."""

from __future__ import annotations

from dataclasses import replace

from mutating.page import Entry, Page
from verifier.model.expectation import ControlKind
from verifier.model.observation import Box, Button, ButtonKind, Control, Link, MailTarget, Option, WebTarget

_WORDS = (
    "Proceed", "Reach our team", "Submit request", "Your details", "Preferred channel", "Open a case", "Daytime contact", "More help",
    "Overview", "Account access", "Further topics", "Talk to us", "Community forum", "Finish", "Tell us more", "Reference",
)  # fmt: skip
FAMILY = {"headings": "heading", "controls": "field", "buttons": "button", "links": "link"}
TYPED_IN = {ControlKind.TEXT, ControlKind.EMAIL, ControlKind.TEL, ControlKind.TEXTAREA}
LISTS = {ControlKind.RADIO, ControlKind.SELECT, ControlKind.COMBOBOX}


def a_word(page: Page, random) -> str:
    shown = {entry.name.casefold() for entry in page.entries()}
    return random.choice([word for word in _WORDS if word.casefold() not in shown])


def _rename(page: Page, random, family: str) -> bool:
    entry = page.pick(random, family)
    if entry is None:
        return False
    old, new = entry.name, a_word(page, random)
    if family == "headings":
        for other in page.entries():
            if other.anchor.section == old:
                other.place(section=new)
    entry.change(**{{"headings": "text", "controls": "label"}.get(family, "name"): new})
    return page.tell(f"{FAMILY[family]}-renamed", f'"{old}"', f'"{new}"')


def rename_button(page: Page, random) -> bool:
    return _rename(page, random, "buttons")


def rename_heading(page: Page, random) -> bool:
    return _rename(page, random, "headings")


def rename_link(page: Page, random) -> bool:
    return _rename(page, random, "links")


def relabel_field(page: Page, random) -> bool:
    return _rename(page, random, "controls")


def reword_link(page: Page, random) -> bool:
    """One word more, as editors do."""
    entry = page.pick(random, "links", lambda each: len(each.name.split()) > 1)
    if entry is None:
        return False
    old, new = entry.name, f"{entry.name} {random.choice(['online', 'today', 'here'])}"
    entry.change(name=new)
    return page.tell("link-renamed", f'"{old}"', f'"{new}"')


def _delete(page: Page, random, family: str) -> bool:
    entry = page.pick(random, family)
    if entry is None:
        return False
    page.rows[family].remove(entry)
    if entry.anchor.box:
        page.make_room(entry.anchor.box.y, -entry.anchor.box.height)
    return page.tell(f"{FAMILY[family]}-removed", f'"{entry.name}"')


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
    return page.tell(f"{FAMILY[family]}-added", actual=f'"{entry.name}"')


def duplicate_button(page: Page, random) -> bool:
    return _duplicate(page, random, "buttons")


def duplicate_link(page: Page, random) -> bool:
    return _duplicate(page, random, "links")


def _add_field(page: Page, random, *, required: bool) -> bool:
    after = page.pick(random, "controls", lambda each: each.anchor.box is not None)
    if after is None:
        return False
    box, name = after.anchor.box, f"extra_{len(page.touched)}"
    label = a_word(page, random)
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
    box, name = after.anchor.box, a_word(page, random)
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
        random, "controls", lambda each: each.element.kind in LISTS and least <= len(each.element.options) < 60
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
    options, text = list(entry.element.options), a_word(page, random)
    options.insert(random.randrange(len(options) + 1), Option(text, text.upper().replace(" ", "_")))
    entry.change(options=tuple(options))
    return page.tell("option-added", actual=f'"{text}"')


def rename_option(page: Page, random) -> bool:
    entry = _listed(page, random, 2)
    if entry is None:
        return False
    old, text = random.choice([option for option in entry.element.options if option.text]), a_word(page, random)
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
    if page.touched or page.truth:
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


CHANGES = {
    function.__name__: function
    for function in (
        rename_button, rename_heading, rename_link, relabel_field, reword_link, delete_button, delete_link, delete_field, duplicate_button,
        duplicate_link, add_required_field, add_optional_field, add_link, drop_option, add_option, rename_option, retarget_link,
        change_mail_address, split_step, translate,
    )
}  # fmt: skip
