"""Noise: each changes a page as pages change by themselves from one load to the next; nothing of it may be told."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from mutating.page import Entry, Page
from verifier.model.observation import Anchor, Box, Button, ButtonKind, Dialog, Link, TextBlock, WebTarget


def wrap(page: Page, random) -> bool:
    """New boxes around everything."""
    extra = f"div[{random.randint(1, 3)}]/div[1]"
    for entry in page.entries():
        head, _, tail = entry.anchor.path.rpartition("/")
        entry.place(path=f"{head}/{extra}/{tail}" if head else f"{extra}/{tail}")
    return True


def swap_neighbours(page: Page, random) -> bool:
    """Two of a kind that stand side by side change places."""
    row = page.rows[random.choice(["links", "controls", "buttons"])]
    beside = [
        (one, other)
        for one, other in pairwise(row)
        if one.anchor.section == other.anchor.section
        and one.anchor.landmark == other.anchor.landmark
        and one.anchor.group == other.anchor.group
        and not {one.number, other.number} & page.touched
    ]
    if not beside:
        return False
    one, other = random.choice(beside)
    first, second = one.anchor, other.anchor
    one.place(box=second.box, path=second.path)
    other.place(box=first.box, path=first.path)
    at = row.index(one)
    row[at], row[at + 1] = other, one
    return True


def reorder_options(page: Page, random) -> bool:
    entry = next(
        (e for e in page.rows["controls"] if len(e.element.options) > 2 and e.number not in page.touched), None
    )
    if entry is None:
        return False
    options = list(entry.element.options)
    random.shuffle(options)
    entry.change(options=tuple(options))
    return True


def re_layout(page: Page, random) -> bool:
    """Two columns in place of one, everything of other sizes, in another tag or not."""
    wide = random.choice([300, 420, 640])
    for entry in page.entries():
        box = entry.anchor.box
        if box is not None:
            entry.place(
                box=Box(round(box.x * 0.6 + 40, 1), round(box.y * 0.8 + 64, 1), min(box.width, wide), box.height + 6)
            )
    return True


def shuffle_ids_and_classes(page: Page, random) -> bool:
    for entry in page.entries():
        made = f"u_{random.randrange(10)}_{random.randrange(4096):x}"
        entry.place(
            id=made if entry.anchor.id else "",
            classes=" ".join(f"_{random.randrange(1 << 24):06x}" for _ in range(2)),
            path=entry.anchor.path.replace("id(", f"id({random.randrange(100)}"),
        )
    return True


def shuffle_elements(page: Page, random) -> bool:
    """The order in which they are told, not the one in which they stand."""
    for row in page.rows.values():
        random.shuffle(row)
    return True


def inject_cookie_banner(page: Page, random) -> bool:
    path = "html[1]/body[1]/div[77]"
    words = "We use cookies to make this site better. You can accept all cookies or decline them."
    inside = Anchor("button", path=f"{path}/button[1]", box=Box(900, 820, 120, 40), dialog=path)
    dialog = Dialog(
        "Cookies",
        modal=False,
        text=f"{words} Accept all Decline",
        anchor=Anchor("div", role="dialog", path=path, box=Box(0, 800, 1280, 90)),
    )
    page.whole["dialogs"] = (*page.whole.get("dialogs", page.recorded.dialogs), dialog)
    page.rows["buttons"] += [
        Entry(Button("Accept all", ButtonKind.BUTTON, inside)),
        Entry(
            Button("Decline", ButtonKind.BUTTON, replace(inside, path=f"{path}/button[2]", box=Box(1040, 820, 120, 40)))
        ),
    ]
    page.rows["links"].append(
        Entry(
            Link(
                "Cookie policy",
                WebTarget("https://www.example.org/cookies"),
                replace(inside, tag="a", path=f"{path}/a[1]"),
            )
        )
    )
    return True


def inject_advert(page: Page, random) -> bool:
    page.make_room(0, 90)
    anchor = Anchor("a", path="id(ad-slot-top)/div[1]/a[1]", classes="ad-link", box=Box(0, 0, 728, 90), landmark="main")
    shop = WebTarget(f"https://shop{random.randrange(99)}.example.net/buy")
    page.rows["links"].insert(0, Entry(Link(random.choice(["Shoes -30%", "Fly cheaply", "New phones"]), shop, anchor)))
    return True


def randomise_tokens(page: Page, random) -> bool:
    def token() -> str:
        return f"{random.getrandbits(96):024x}"

    page.whole["url"] = _with(page.whole.get("url", page.recorded.url), f"__cft={token()}")
    for entry in page.entries():
        if isinstance(entry.element, Link) and isinstance(entry.element.target, WebTarget):
            url = _with(entry.element.target.url, f"{random.choice(['sid', 'utm_source', 'hash', '_x'])}={token()}")
            entry.change(target=WebTarget(url))
            entry.place(href=url)
    page.whole["forms"] = tuple(
        replace(form, hidden=(*form.hidden, f"tok_{token()[:6]}")) for form in page.recorded.forms
    )
    return True


def _with(url: str, parameter: str) -> str:
    whole, sharp, fragment = url.partition("#")
    return f"{whole}{'&' if '?' in whole else '?'}{parameter}{sharp}{fragment}"


def count_and_date(page: Page, random) -> bool:
    """A count behind some names, and a time that goes on; the recorded page has others."""
    entries = [e for row in ("links", "buttons") for e in page.rows[row] if e.number not in page.touched and e.name][:3]
    if not entries:
        return False
    for entry in entries:
        entry.change(name=f"{entry.name} ({random.randrange(2, 90)})")
    return True


def change_texts(page: Page, random) -> bool:
    """Testimonials, opening hours, news: running text that a guide does not speak of."""
    texts = list(page.whole.get("texts", page.recorded.texts))
    texts.append(
        TextBlock(f"“Great help, {random.choice(['Ana', 'Yiannis', 'Wanjiru'])}”", Anchor("p", path="main[1]/p[99]"))
    )
    page.whole["texts"] = tuple(texts)
    return True


def letters_and_spaces(page: Page, random) -> bool:
    for entry in page.entries():
        if entry.number in page.touched or not entry.name:
            continue
        words = f"\u200e{entry.name} "
        entry.change(
            **{"label": words}
            if hasattr(entry.element, "label")
            else {"text": words}
            if hasattr(entry.element, "text")
            else {"name": words}
        )
    return True


def icons(page: Page, random) -> bool:
    """A sign in front of what is pressed, or behind it."""
    for entry in (*page.rows["buttons"], *page.rows["links"]):
        if entry.number not in page.touched and entry.name:
            sign = random.choice("✉★☎\ue0b0➜»")
            entry.change(name=random.choice([f"{sign} {entry.name}", f"{entry.name}{sign}"]))
    return True


def other_levels(page: Page, random) -> bool:
    """Each heading one level lower; the outline stays."""
    for entry in page.rows["headings"]:
        entry.change(level=min(entry.element.level + 1, 6))
        entry.place(tag=f"h{entry.element.level}")
    return True


NOISE = {
    function.__name__: function
    for function in (
        wrap, swap_neighbours, reorder_options, re_layout, shuffle_ids_and_classes, shuffle_elements, inject_cookie_banner,
        inject_advert, randomise_tokens, count_and_date, change_texts, letters_and_spaces, icons, other_levels,
    )
}  # fmt: skip
