"""Typed changes of where things stand: what comes, goes or moves with all that stands around it."""

from __future__ import annotations

from dataclasses import replace

from mutating.page import Entry, Page
from mutating.typed import FAMILY, a_word
from verifier.match.normalize import key_of
from verifier.model.observation import Anchor, Box, Button, ButtonKind, Dialog, Heading


def delete_heading(page: Page, random) -> bool:
    """What stood under it stands under the heading before it."""
    entry = page.pick(random, "headings", lambda each: each.anchor.box is not None)
    if entry is None:
        return False
    before = [each for each in page.rows["headings"] if each.anchor.box and _at(each) < _at(entry)]
    above = max(before, key=_at).name if before else ""
    page.rows["headings"].remove(entry)
    # Its words are read as text, too; a page where they stay is one on which they are only no heading any more.
    texts = page.whole.get("texts", page.recorded.texts)
    gone = next((each for each in texts if key_of(each.text) == key_of(entry.name)), None)
    page.whole["texts"] = tuple(each for each in texts if each is not gone)
    for other in page.entries():
        if other.anchor.section == entry.name:
            other.place(section=above)
    page.make_room(entry.anchor.box.y, -entry.anchor.box.height)
    return page.tell("heading-removed", f'"{entry.name}"')


def add_heading(page: Page, random) -> bool:
    """In front of another heading, so that nothing else comes to stand under it."""
    after = page.pick(random, "headings", lambda each: each.anchor.box is not None and each.element.level > 1)
    if after is None:
        return False
    box, name = after.anchor.box, a_word(page, random)
    page.make_room(box.y - 0.5, box.height + 20)
    anchor = replace(after.anchor, id="", path=f"{after.anchor.path}+", box=Box(box.x, box.y, box.width, box.height))
    page.rows["headings"].insert(
        page.rows["headings"].index(after), new := Entry(Heading(after.element.level, name, anchor))
    )
    page.touched.add(new.number)
    return page.tell("heading-added", actual=f'"{name}"')


def add_button(page: Page, random) -> bool:
    """Beside another button, of no form."""
    beside = page.pick(random, "buttons", lambda each: each.anchor.box is not None)
    if beside is None:
        return False
    box, name = beside.anchor.box, a_word(page, random)
    anchor = replace(
        beside.anchor, id="", type="button", path=f"{beside.anchor.path}+", box=Box(box.x + box.width + 8, box.y, 90, box.height)
    )  # fmt: skip
    page.rows["buttons"].insert(
        page.rows["buttons"].index(beside) + 1,
        new := Entry(Button(name, ButtonKind.BUTTON, anchor, form=beside.element.form)),
    )
    page.touched.add(new.number)
    return page.tell("button-added", actual=f'"{name}"')


def _move(page: Page, random, family: str) -> bool:
    """To the end of another section that has an element of its own, past two elements at least."""
    sections = {entry.name for entry in page.rows["headings"]}
    mine = [entry for entry in page.entries() if entry.anchor.landmark in ("", "main") and entry.anchor.box]
    entry = page.pick(random, family, lambda each: each.anchor.section in sections and each.anchor.box is not None)
    if entry is None:
        return False
    ends = [
        each
        for each in mine
        if each is not entry
        and each.anchor.section in sections - {entry.anchor.section}
        and each.anchor.landmark == entry.anchor.landmark
        and each.anchor.frame == entry.anchor.frame
        and not each.anchor.dialog
        and not isinstance(each.element, Heading)  # which stands in the section before its own
    ]
    stays = [each for each in mine if each.anchor.section == entry.anchor.section and each is not entry]
    if not ends or len(stays) < 2 or entry.anchor.dialog:
        return False
    last = max(ends, key=_at)
    box = last.anchor.box
    page.make_room(box.y, 30)
    entry.place(
        section=last.anchor.section, group=last.anchor.group, box=Box(box.x, box.y + box.height + 5, 90, 20), path=f"{last.anchor.path}+",
    )  # fmt: skip
    return page.tell(f"{FAMILY[family]}-moved", f'"{entry.name}"', f'"{last.anchor.section}"')


def move_link(page: Page, random) -> bool:
    return _move(page, random, "links")


def move_button(page: Page, random) -> bool:
    return _move(page, random, "buttons")


def move_field(page: Page, random) -> bool:
    return _move(page, random, "controls")


def open_dialog(page: Page, random) -> bool:
    """A box opens over the page and says something that has nothing to do with cookies."""
    if any(truth.rule == "redirected" for truth in page.truth):
        return False
    name = a_word(page, random)
    anchor = Anchor("div", role="dialog", path="html[1]/body[1]/div[98]", box=Box(300, 200, 500, 300))
    page.whole["dialogs"] = (
        *page.whole.get("dialogs", page.recorded.dialogs),
        Dialog(name, modal=True, text=f"{name}: we are moving next week.", anchor=anchor),
    )
    return page.tell("dialog-added", actual=f'"{name}"')


def turn_around(page: Page, random) -> bool:
    """Written from the other side; a page in another language brings that with it."""
    if any(truth.rule == "language-changed" for truth in page.truth):
        return False
    page.whole["direction"] = "ltr" if page.recorded.direction == "rtl" else "rtl"
    return page.tell("direction-changed")


def lead_elsewhere(page: Page, random) -> bool:
    """The address now leads to another page of the site: whatever else differs follows from that, so nothing else does."""
    if page.truth:
        return False
    page.touched |= {entry.number for entry in page.entries()}
    page.whole["url"] = "https://www.example.org/new/place"
    return page.tell("redirected", actual="/new/place")


def _at(entry: Entry) -> tuple[float, float]:
    return (entry.anchor.box.y, entry.anchor.box.x)


PLACES = {
    function.__name__: function
    for function in (
        delete_heading, add_heading, add_button, move_link, move_button, move_field, open_dialog, turn_around, lead_elsewhere,
    )
}  # fmt: skip
