"""A small help site, the flow through it, visits in which something may go wrong, and what may change for good."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from builders import a_flow, a_site, a_step, a_text, an_expectation
from scripted import Scripted

from verifier.compare.record import identified
from verifier.model.action import Click, Fill, Goto, Submit
from verifier.model.event import FlowJudged
from verifier.model.expectation import (
    AddressKind,
    ControlKind,
    ExpectAddress,
    ExpectButton,
    ExpectField,
    ExpectHeading,
    ExpectLink,
    ExpectOptions,
)
from verifier.model.finding import Level
from verifier.model.observation import (
    Anchor,
    Box,
    Button,
    ButtonKind,
    Control,
    Heading,
    Link,
    MailTarget,
    Option,
    RequestHeld,
    Snapshot,
    TextBlock,
    Trouble,
    TroubleKind,
    WebTarget,
)
from verifier.model.selector import ByLabel, ByRole, Selector
from verifier.replay.command import (
    Acted,
    Capture,
    Captured,
    ClickOn,
    Locate,
    Located,
    NotFound,
    PressSealed,
    Reach,
    Submitted,
    Visit,
)
from verifier.replay.patience import REPLICA
from verifier.session.schedule import play_one

if TYPE_CHECKING:
    import random

FAULTS = 0.30
CONFIRM = 2

HOME, FORM = "https://www.lamp.example/help", "https://www.lamp.example/help/ask"


def anchor(tag, path, y, **rest):
    return Anchor(tag=tag, path=path, landmark="main", box=Box(40, y, 200, 30), **rest)


def heading(text, y):
    return Heading(2, text, anchor("h2", f"main/h2[{y}]", y))


def link(name, url, y):
    target = MailTarget(url.removeprefix("mailto:")) if url.startswith("mailto:") else WebTarget(url)
    return Link(name, target, anchor("a", f"main/p[{y}]/a[1]", y, role="link", href=url))


def control(label, name, y, **rest):
    kind = rest.pop("kind", ControlKind.TEXT)
    return Control(label, kind, name, anchor("input", f"main/form[1]/p[{y}]/input[1]", y, name=name), **rest)


@cache
def page(url, elements):
    """A page of these elements in this order."""

    def of(kind):
        return tuple(each for each in elements if isinstance(each, kind))

    return identified(
        Snapshot(
            id="", url=url, title="Lamp help", language="en", direction="ltr", headings=of(Heading), controls=of(Control),
            buttons=of(Button), links=of(Link), texts=of(TextBlock),
        )
    )  # fmt: skip


HOME_PAGE = (
    heading("How can we help?", 10),
    TextBlock("Find answers to what people ask most about their lamp.", anchor("p", "main/p[20]", 20)),
    link("Charging", "https://www.lamp.example/help/charging", 30),
    link("Light bulbs", "https://www.lamp.example/help/bulbs", 40),
    heading("Still in the dark?", 50),
    link("Ask us", FORM, 60),
    link("help@lamp.example", "mailto:help@lamp.example", 70),
    heading("Returns", 80),
    link("Send a lamp back", "https://www.lamp.example/help/returns", 90),
)
OPTIONS = (Option("Desk lamp", "desk"), Option("Torch", "torch"), Option("Lantern", "lantern"))
FORM_PAGE = (
    heading("Ask a question", 10),
    control("Your name", "name", 20),
    control("E-mail", "email", 30, kind=ControlKind.EMAIL, required=True),
    control("Which lamp?", "lamp", 40, kind=ControlKind.SELECT, options=OPTIONS),
    control("Your question", "question", 50, kind=ControlKind.TEXTAREA, min_length=30),
    Button("Send", ButtonKind.SUBMIT, anchor("button", "main/form[1]/p[60]/button[1]", 60, role="button")),
    heading("What happens next", 70),
    TextBlock("We answer within three days, by e-mail.", anchor("p", "main/p[80]", 80)),
    link("Terms", "https://www.lamp.example/terms", 90),
)
SITE = {HOME: HOME_PAGE, FORM: FORM_PAGE}

FLOW = a_flow(
    "lamp/ask",
    site=a_site("lamp", "Lamp", ("www.lamp.example",)),
    steps=(
        a_step(
            "open", Goto(HOME), claims=("L-1",),
            expect=(
                an_expectation(ExpectHeading(a_text("Still in the dark?")), id="heading", claims=("L-2",)),
                an_expectation(ExpectAddress(AddressKind.MAIL, "help@lamp.example"), id="mail", claims=("L-3",)),
            ),
        ),
        a_step(
            "ask", Click(Selector(ByRole("link", a_text("Ask us")))), claims=("L-4",),
            expect=(
                an_expectation(ExpectField(a_text("E-mail"), required=True), id="email", claims=("L-5",)),
                an_expectation(
                    ExpectOptions(a_text("Which lamp?"), tuple(a_text(each.text) for each in OPTIONS)), id="lamps", claims=("L-6",)
                ),
                an_expectation(ExpectLink(a_text("Terms")), id="terms"),
                an_expectation(ExpectButton(a_text("Send")), id="send", claims=("L-7",)),
            ),
        ),
        a_step("email", Fill(Selector(ByLabel(a_text("E-mail"))), "reader@example.org")),
        a_step("send", Submit(Selector(ByRole("button", a_text("Send")))), claims=("L-8",)),
    ),
)  # fmt: skip


# -- what changes for good -----------------------------------------------------------------------------------------


def swapped(old, new):
    return lambda elements: tuple(each for kept in elements for each in (new if kept is old else (kept,)))


ASK, MAIL, TORCH, SEND = HOME_PAGE[5], HOME_PAGE[6], FORM_PAGE[3], FORM_PAGE[5]
REAL = {
    "the link is called otherwise": (HOME, swapped(ASK, (replace(ASK, name="Write to us"),))),
    "the link leads elsewhere": (HOME, swapped(HOME_PAGE[2], (link("Charging", "https://www.lamp.example/help/power", 30),))),
    "the mail address is another": (HOME, swapped(MAIL, (link("hello@lamp.example", "mailto:hello@lamp.example", 70),))),
    "a heading is called otherwise": (HOME, swapped(HOME_PAGE[4], (replace(HOME_PAGE[4], text="Still in darkness?"),))),
    "a link is gone": (HOME, swapped(HOME_PAGE[8], ())),
    "the button is called otherwise": (FORM, swapped(SEND, (replace(SEND, name="Send it"),))),
    "an option is gone": (FORM, swapped(TORCH, (replace(TORCH, options=OPTIONS[:2]),))),
    "a field must be filled in": (FORM, swapped(FORM_PAGE[1], (replace(FORM_PAGE[1], required=True),))),
    "there is a new field": (FORM, swapped(FORM_PAGE[2], (FORM_PAGE[2], control("Phone", "phone", 35, required=True)))),
    "a limit is another": (FORM, swapped(FORM_PAGE[4], (replace(FORM_PAGE[4], min_length=50),))),
}  # fmt: skip


# -- what goes wrong in one visit ----------------------------------------------------------------------------------


def experiment(kind, elements):
    """What a visitor in an experiment is shown: one thing of the page is another."""
    at = next((index for index, each in enumerate(elements) if isinstance(each, kind)), None)
    if at is None:
        return elements
    other = {
        Heading: lambda each: replace(each, text="Hello there"),
        Link: lambda each: replace(each, name=f"{marks(each)} now"),
        Button: lambda each: replace(each, name="Submit"),
        Control: lambda each: replace(each, label=f"{each.label} (optional)"),
    }[kind]
    return (*elements[:at], other(elements[at]), *elements[at + 1 :])


def marks(element):
    return getattr(element, "name", "")


@dataclass
class Visitor(Scripted):
    """One visit to the site, in which something may go wrong."""

    site: dict = field(default_factory=dict)
    dice: random.Random | None = None
    faulty: float = FAULTS
    at: str = ""
    looks: int = 0

    def __post_init__(self):
        self.fault = None
        if self.dice is not None and self.dice.random() < self.faulty:
            self.fault = self.dice.choice(("timeout", "slow", "half", "variant"))
            self.where = self.dice.choice((HOME, FORM))
            self.cut = self.dice.random()
            self.kind = self.dice.choice((Heading, Link, Button, Control))
            self.late = self.dice.randint(1, 3)

    def elements(self):
        elements = self.site[self.at]
        if self.fault is None or self.where != self.at:
            return elements
        kept = elements[: int(self.cut * len(elements))]
        match self.fault:
            case "half":
                return kept
            case "slow" if self.looks <= self.late:
                return kept
            case "variant":
                return experiment(self.kind, elements)
        return elements

    def named(self, role, text):
        kinds = {"link": Link, "button": Button}
        return next(
            (e for e in self.elements() if isinstance(e, kinds.get(role, ())) and e.name in text.wordings), None
        )

    def go(self, url):
        self.at, self.looks = url, 0

    def execute(self, command):
        if (
            self.fault == "timeout"
            and self.where in (self.at, getattr(command, "url", ""))
            and not isinstance(command, Visit)
        ):
            return Trouble(TroubleKind.TIMEOUT, "The page did not answer in time.")
        match command:
            case Visit(url):
                self.go(url)
                return Acted()
            case Capture():
                self.looks += 1
                return Captured(page(self.at, self.elements()))
            case Locate(Selector(ByRole(role, text))):
                return self.located(self.named(role, text))
            case Locate(Selector(ByLabel(text))):
                found = (e for e in self.elements() if isinstance(e, Control) and e.label in text.wordings)
                return self.located(next(found, None))
            case Reach(anchor):
                return self.located(next((e for e in self.elements() if e.anchor == anchor), None))
            case ClickOn():
                if isinstance(self.found, Link) and isinstance(self.found.target, WebTarget):
                    self.go(self.found.target.url if self.found.target.url in self.site else self.at)
                return Acted()
            case PressSealed():
                return Submitted(RequestHeld("POST", FORM, ("name", "email", "lamp", "question")))
        return self.smooth(command)

    def located(self, element):
        self.found = element
        if element is None:
            return NotFound()
        name = element.label if isinstance(element, Control) else element.name
        return Located(1, element.anchor, name)


class Colour:
    def __init__(self, visit):
        self.visit = visit

    async def execute(self, command):
        return self.visit.execute(command)


async def a_night(visits, baseline, told, *, flow=FLOW, confirm=CONFIRM):
    """Play the flow as every night; `visits` makes one visit after the other."""

    @asynccontextmanager
    async def open_tab(_flow):
        yield Colour(visits())

    async def at_once(_replays):
        pass

    await play_one(
        flow,
        open_tab=open_tab,
        baseline=baseline,
        guides=(),
        publish=told.append,
        patience=REPLICA,
        confirm=confirm,
        pause=at_once,
        on=None,
    )
    return next(event.verdict for event in reversed(told) if isinstance(event, FlowJudged))


def alarms(verdict):
    return {finding.fingerprint: finding for finding in verdict.findings if finding.level is not Level.NOTE}
