"""The cases of the benchmark: what was recorded of elements of old pages, and all elements of the new ones."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from verifier.match.signals import Marks
from verifier.model.observation import Anchor, Box

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {
    "a": "link",
    "select": "control",
    "textarea": "control",
    "button": "button",
    "span": "text",
    "p": "text",
    "label": "text",
}


@dataclass
class Case:
    id: str
    kind: str
    page: str
    owner: str
    old: dict
    truth: frozenset
    withhold: frozenset
    broken: bool


@dataclass
class Page:
    candidates: list
    marks: list
    old: list = field(default_factory=list)


def marks_of(record: dict) -> Marks:
    """The marks of one element of the benchmark, as the product would have recorded it."""
    tag = record["tag"]
    kind = KINDS.get(tag, "heading" if tag[:1] == "h" and tag[1:].isdigit() else "box")
    if tag == "input":
        kind = "button" if record.get("type") in ("submit", "button", "image", "reset") else "control"
    has = lambda key: record.get(key) or ""  # noqa: E731
    words = has("text") or has("aria_label") or has("alt") or has("title") or has("placeholder") or has("value")
    box = Box(record["x"], record["y"], record["w"], record["h"]) if "x" in record else None
    anchor = Anchor(
        tag,
        role=has("role"),
        id=has("id"),
        name=has("name"),
        classes=has("class"),
        type=has("type"),
        href=has("href"),
        path=has("idxpath"),
        near=has("neighbor_text"),
        box=box,
    )
    hints = " ".join(dict.fromkeys(filter(None, map(has, ("aria_label", "alt", "title", "placeholder", "value")))))
    return Marks(
        f"{kind} {tag}",
        words,
        anchor,
        target=has("href"),
        value=has("name"),
        hints=hints,
        trail=has("xpath").strip("/"),
    )


def owner_of(page: dict) -> str:
    """The registrable domain that most links of the page lead to, or the site's name."""
    hosts: Counter = Counter()
    for element in page["candidates"]:
        try:
            host = urlsplit(element.get("href") or "").hostname or ""
        except ValueError:
            continue
        if host:
            parts = host.split(".")
            short = parts[-2:] if len(parts) < 3 or len(parts[-1]) > 2 or len(parts[-2]) > 3 else parts[-3:]
            hosts[".".join(short)] += 1
    site = page["site"].lower()
    return next(
        (host for host, _ in hosts.most_common(3) if site in host), hosts.most_common(1)[0][0] if hosts else site
    )


def load(folder: Path) -> tuple[dict[str, Page], list[Case]]:
    """The pages by name and the cases that can be scored."""
    rows = {}
    for name in ("pages", "cases"):
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows[name] = [json.loads(line) for line in lines]
    pages, owners = {}, {}
    for row in rows["pages"]:
        pages[row["page"]] = Page(row["candidates"], [marks_of(element) for element in row["candidates"]])
        pages[row["page"]].old = [marks_of(element) for element in row.get("old_page", ())]
        owners[row["page"]] = owner_of(row)
    cases = []
    for row in rows["cases"]:
        page = pages[row["page"]]
        marks = marks_of(row["old"])
        if all(known.trail != marks.trail for known in page.old):
            page.old.append(
                marks
            )  # where the whole old page was not recorded, all elements that were recorded of it are
        cases.append(
            Case(
                row["id"],
                row["kind"],
                row["page"],
                owners[row["page"]],
                row["old"],
                frozenset(row["truth"]),
                frozenset(row.get("withhold") or ()),
                bool(row.get("broken")),
            )
        )
    return pages, [case for case in cases if case.kind in ("present", "gone")]


def scenes(case: Case, page: Page) -> list[tuple[str, list[int]]]:
    """What is asked about a case: as it is, and with the answer hidden."""
    whole = list(range(len(page.candidates)))
    if case.kind == "gone":
        return [("gone", whole)]
    return [("present", whole), ("withheld", [index for index in whole if index not in case.withhold])]
