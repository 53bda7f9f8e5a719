"""The labelled corpus of `tests/fixtures/walls`: pages of our own, each captured once by the real browser, and what they were told as.

The folder is the label, the file `<name>.<locale>.html`. The comment on top says how the network answers: `status`, `header`
(several parted by `;`), `asked` and `url` (where it ends, after a redirect), `hosts` (more hosts of the site), `blocks: no` for
what is only told, `presses` for what must be pressed in a consent dialog, `frame` for what its frame shows, `late` for a button that comes late.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from builders import ANYWHERE

from verifier.model.action import Click, Goto
from verifier.model.flow import Flow, Site, Step
from verifier.model.selector import ByRole, Selector, Text
from verifier.model.web import WebAnswer
from verifier.replay.command import Capture, Captured, Visit
from verifier.walls.consent import find_consent
from verifier.walls.detect import survey

CORPUS = Path(__file__).parents[1] / "fixtures" / "walls"
HOSTS = ("www.brook.test", "brook.test", "help.brook.test")
NORMAL = ("normal", "near")
NOTHING = "normal"
FRAMES = {
    "nothing": "",
    "sourcepoint": '<div class="message"><p>We and our partners use cookies.</p>'
    '<button title="Accept all" class="message-button sp_choice_type_11">Accept all</button>'
    '<button title="Reject all" class="message-button sp_choice_type_13">Reject all</button></div>',
    "question": "<p>We use cookies to measure visits.</p><button>Accept all</button><button>Reject all</button>",
}


@dataclass(frozen=True)
class Page:
    """One page of the corpus."""

    path: Path
    meta: dict[str, str]
    content: str

    @property
    def label(self) -> str:
        return self.path.parent.name

    @property
    def name(self) -> str:
        return f"{self.label}/{self.path.name.removesuffix('.html')}"

    @property
    def locale(self) -> str:
        return self.path.name.split(".")[-2]

    @property
    def asked(self) -> str:
        return self.meta.get("asked", "https://www.brook.test/help")

    @property
    def url(self) -> str:
        return self.meta.get("url", self.asked)

    @property
    def flow(self) -> Flow:
        extra = tuple(self.meta.get("hosts", "").split())
        steps = (
            Step("open", Goto(self.asked), ANYWHERE),
            Step("press", Click(Selector(ByRole("button", Text(("Zzyzx",))))), ANYWHERE),
        )
        return Flow("brook/help", "Help", Site("brook", "Brook", (*HOSTS, *extra)), self.locale, ANYWHERE, steps)

    def answer(self, request) -> WebAnswer:
        """The whole network while this page is open."""
        if request.url == self.asked and self.url != self.asked:
            return WebAnswer(302, (("location", self.url), ("cache-control", "no-store")))
        headers = (("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store"))
        if request.url == self.url:
            said = (part.partition(":") for part in self.meta.get("header", "").split(";") if part.strip())
            given = tuple((name.strip(), value.strip()) for name, _, value in said)
            # A body that holds nothing at all is another answer than an empty page.
            return WebAnswer(int(self.meta.get("status", "200")), (*headers, *given), self.content.encode())
        frame = FRAMES.get(self.meta.get("frame", ""), "<label><input type=checkbox>I'm not a robot</label>")
        if "favicon" in request.url:
            return WebAnswer(404, headers)
        return WebAnswer(200, headers, f"<!doctype html><html><body>{frame}</body></html>".encode())


def corpus() -> tuple[Page, ...]:
    """Every page, in order."""
    return tuple(_read(path) for path in sorted(CORPUS.glob("*/*.html")))


def _read(path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    comment, _, content = text.partition("-->\n")
    lines = (line.partition(": ") for line in comment.removeprefix("<!--\n").splitlines())
    return Page(path, {name: value for name, _, value in lines}, content)


async def look(tab, page: Page) -> Captured:
    """The page as it is seen once it had its time."""
    awaited = (Selector(ByRole("button", Text((page.meta["late"],)))),) if "late" in page.meta else ()
    await tab.execute(Visit(page.asked, 10_000))
    seen = await tab.execute(Capture(awaited, picture=False, timeout_ms=5_000))
    assert isinstance(seen, Captured), f"{page.name}: {seen}"
    return seen


def told_as(page: Page, seen: Captured) -> tuple[str, bool, tuple[str, ...]]:
    """The kind of wall (`normal` for none), whether it blocks, and the signals."""
    walls = survey(seen.snapshot, seen.answer, flow=page.flow, wanted=page.asked)
    if walls:
        return walls[-1].kind, walls[-1].blocks, walls[-1].signals
    consent = find_consent(seen.snapshot)
    if consent is not None and (consent.wall.blocks or consent.decline):
        return consent.wall.kind, consent.wall.blocks, consent.wall.signals
    return NOTHING, False, ()


def matrix(rows: list[tuple[str, str]]) -> str:
    """Labels down, what they were told as across; zeros are dots."""
    told = Counter(rows)
    labels, kinds = sorted({label for label, _ in rows}), sorted({kind for _, kind in rows})
    width = max(len(word) for word in (*labels, *kinds)) + 1
    lines = ["".join(word.rjust(width) for word in ("", *kinds))]
    lines += [
        label.rjust(width) + "".join(str(told[label, kind] or ".").rjust(width) for kind in kinds) for label in labels
    ]
    return "\n".join(lines)
