"""A driver that answers from a script: the whole of a browser, in a list of replies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from verifier.model.observation import Anchor, NothingLeft, Snapshot, Trouble, TroubleKind
from verifier.replay.command import (
    Acted,
    AwaitGone,
    Capture,
    Captured,
    ClickOn,
    GoBack,
    HoverOver,
    Locate,
    Located,
    PickOption,
    PressKey,
    PressSealed,
    Reach,
    SetChecked,
    Submitted,
    TypeInto,
    Visit,
)
from verifier.replay.driver import drive
from verifier.replay.play import play

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.model.event import Event
    from verifier.model.flow import Flow
    from verifier.replay.command import Command, Reply

PAGE = Snapshot(id="page", url="https://www.whatsapp.com/contact", title="Contact", language="en", direction="ltr")


@dataclass
class Scripted:
    """Answers each command by the first rule that has an answer for it, else as a page where everything works."""

    rules: list[Callable[[Command], Reply | None]] = field(default_factory=list)
    page: Snapshot = PAGE
    asked: list[Command] = field(default_factory=list)

    def execute(self, command: Command) -> Reply:
        self.asked.append(command)
        for rule in self.rules:
            reply = rule(command)
            if reply is not None:
                return reply
        return self.smooth(command)

    def smooth(self, command: Command) -> Reply:
        match command:
            case (
                Visit()
                | ClickOn()
                | HoverOver()
                | TypeInto()
                | PickOption()
                | SetChecked()
                | PressKey()
                | AwaitGone()
                | GoBack()
            ):
                return Acted()
            case Locate() | Reach():
                return Located(1, Anchor("button", path="main/button[1]"), "Anything")
            case PressSealed():
                return Submitted(NothingLeft())
            case Capture():
                return Captured(self.page)
        return Trouble(TroubleKind.INTERNAL, "unknown command")


def replay(flow: Flow, driver: Scripted, **options) -> list[Event]:
    told: list[Event] = []
    drive(play(flow, **options), driver, told.append)
    return told
