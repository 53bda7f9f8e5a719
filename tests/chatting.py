"""An assistant without a browser: menus in a table, answered as a driver would answer for a page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from builders import a_flow, a_step
from scripted import PAGE, replay

from verifier.model.action import Explore, Goto
from verifier.model.event import StepFinished
from verifier.model.observation import Anchor, Button, ButtonKind, TextBlock
from verifier.replay.command import Acted, Capture, Captured, ClickOn, Locate, Located, NotFound, Reach, Visit

if TYPE_CHECKING:
    from verifier.replay.command import Command, Reply

ASSISTANT = "https://www.whatsapp.com/assistant"


@dataclass
class Chat:
    """`menus` says for each place what can be chosen, and where that leads; a choice that leads to None is only answered.

    `manner`: what becomes of the old choices when new ones come: `replace` takes them away, `keep` lets them be pressed still,
    `disable` leaves them greyed out. `after_an_answer` does the same for choices that lead nowhere: `stay` or `vanish`.
    """

    menus: dict[str, dict[str, str | None]]
    manner: str = "replace"
    after_an_answer: str = "stay"
    sending: tuple[str, ...] = ()
    """Names of buttons that would send a form by a script of theirs, which only shows when they are reached."""
    in_form: tuple[str, ...] = ()
    fails: dict[str, Reply] = field(default_factory=dict)
    """What pressing a choice is answered with instead of doing it."""
    shows: dict[str, Captured] = field(default_factory=dict)
    """What a look shows after pressing a choice."""
    asked: list[Command] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)
    visits: int = 0

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.visits += 1
        self.place = "start"
        self.said = [f"Hello number {self.visits}, what is it about?"]
        self.shown: list[tuple[str, bool]] = [(name, True) for name in self.menus["start"]]
        self.instead: Captured | None = None

    def execute(self, command: Command) -> Reply:
        self.asked.append(command)
        match command:
            case Visit():
                self.begin()
                return Acted()
            case Reach(anchor):
                at = int(anchor.path)
                name = self.shown[at][0] if at < len(self.shown) else ""
                if not name:
                    return NotFound()
                sends = name in self.sending
                return Located(at, anchor, name, submits=sends, submit_method="post" if sends else "")
            case Locate():
                return Located(1_000, Anchor("button"), "Start over")
            case ClickOn(1_000):
                self.begin()
                return Acted()
            case ClickOn(at):
                return self.press(self.shown[at][0])
            case Capture():
                return self.instead or self.look()
        raise AssertionError(f"nobody explores by {command}")

    def press(self, name: str) -> Reply:
        self.pressed.append(name)
        if name in self.fails:
            return self.fails[name]
        self.instead = self.shows.get(name)
        here = next(menu for menu in (self.menus[self.place], *self.menus.values()) if name in menu)
        led = here[name]
        self.said += [name, f"You chose {name}, visit {self.visits}."]
        if led is None:
            if self.after_an_answer == "vanish":
                self.shown = []
            return Acted()
        self.place = led
        new = [(each, True) for each in self.menus[led]]
        match self.manner:
            case "keep":
                self.shown += new
            case "disable":
                self.shown = [(each, False) for each, _ in self.shown] + new
            case _:
                self.shown = new
        return Acted()

    def look(self) -> Captured:
        buttons = tuple(
            Button(
                name,
                ButtonKind.BUTTON,
                Anchor("button", role="button", path=str(at), landmark="main"),
                disabled=not enabled,
                form="f" if name in self.in_form else "",
            )
            for at, (name, enabled) in enumerate(self.shown)
        )
        texts = tuple(
            TextBlock(words, Anchor("p", path=f"p{at}", landmark="main")) for at, words in enumerate(self.said)
        )
        return Captured(replace(PAGE, id=f"look-{len(self.asked)}", url=ASSISTANT, buttons=buttons, texts=texts))


def explored(chat: Chat, action: Explore | None = None, **options):
    """How the step that walks this chat was finished. `options` go to the step, `recorded` to the replay, `after` follows it."""
    recorded, after = options.pop("recorded", None), options.pop("after", ())
    step = a_step("choices", action or Explore(), **options)
    flow = a_flow(steps=(a_step("open", Goto(ASSISTANT)), step, *after))
    told = replay(flow, chat, recorded=recorded)
    return next(event for event in told if isinstance(event, StepFinished) and event.step_id == "choices")


def drawn(choices) -> dict:
    """A tree as nested tables of names, with how it ended where nothing is below."""
    return {each.name: drawn(each.choices) if each.choices else str(each.end) for each in choices}
