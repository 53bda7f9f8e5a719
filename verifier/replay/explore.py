"""An assistant or chat, walked as a tree of choices: a generator that presses one choice after another and types nothing.

A place in the dialog is known by its set of choices, never by what is said: greetings vary. A set that was walked before is
not walked again, so that circles end; the number of looks is bounded too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never
from urllib.parse import urlsplit

from verifier.match.normalize import key_of
from verifier.match.scope import called, in_scope
from verifier.model.action import Reopen, StartOver
from verifier.model.choice import Choice, ChoiceEnd, ChoiceTree
from verifier.model.expectation import ExpectTree
from verifier.model.observation import Link, ScriptTarget, Trouble, TroubleKind, Wall, WebTarget
from verifier.model.selector import ByCss, ByText, Selector, Text
from verifier.replay.command import (
    Acted,
    Barred,
    Capture,
    Captured,
    ClickOn,
    Command,
    Locate,
    Located,
    Reach,
    Reply,
    Visit,
)
from verifier.replay.policy import is_host_of, refuse_press

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.model.action import Explore
    from verifier.model.flow import Flow, Step
    from verifier.model.observation import Button
    from verifier.replay.patience import Patience

LONGEST_ANSWER = 500
_AROUND = {"banner", "navigation", "contentinfo"}
_FATAL = {TroubleKind.BROWSER_GONE, TroubleKind.OFFLINE, TroubleKind.INTERNAL, TroubleKind.CRASHED}
"""Troubles after which no other choice can be tried either."""

_NEVER = Selector(ByCss(":not(*)"))
"""Nothing fits it: a look that waits for it is taken when the page has long been quiet."""

Asking = Generator[Command, Reply | None, bool]
"""Asks for commands; whether what was wanted came about."""


@dataclass(slots=True)
class Walk:
    """One walk. `tree` is what it found, `halted` what ended it early, `looked` every look at the page, the first one first."""

    flow: Flow
    step: Step
    action: Explore
    patience: Patience
    wall_in: Callable[[Captured], Wall | None]
    recorded: ChoiceTree | None
    start: str = ""
    halted: Wall | Trouble | None = None
    looked: list[Captured] = field(default_factory=list)
    known: dict[frozenset[str], int] = field(default_factory=dict)
    """The sets of choices that were walked, and how deep they stood."""
    at: tuple[str, ...] | None = None
    """The choices that led to where the dialog is now; None where it cannot be said."""

    def tree(self) -> Generator[Command, Reply | None, ChoiceTree | None]:
        """Walk, and give the tree; None where there is nothing to choose from, or the first look failed."""
        if not (yield from self._look(())):
            return None
        self.start = self.looked[0].snapshot.url
        self.at = ()
        names = _names(self._offered())
        greeting = _cut(self._texts(), without=names)
        if not names:
            return None
        self.known[_identity(names)] = 1
        choices = yield from self._below(names, ())
        return ChoiceTree(greeting, choices)

    def back_to_start(self) -> Asking:
        """Leave the dialog as it was found."""
        if self.at == () or self.halted is not None:
            return True
        return (yield from self._begin_again())

    # -- the walk ------------------------------------------------------------------------------------------------

    def _below(
        self, names: tuple[str, ...], path: tuple[str, ...]
    ) -> Generator[Command, Reply | None, tuple[Choice, ...]]:
        """All choices of one place in the dialog, with what is below them."""
        found: list[Choice] = []
        for name in names:
            if len(path) + 1 >= self.action.depth:
                found.append(Choice(name, ChoiceEnd.DEEP))
            else:
                found.append((yield from self._choice(name, path)))
        return tuple(found)

    def _choice(self, name: str, path: tuple[str, ...]) -> Generator[Command, Reply | None, Choice]:
        if not (yield from self._stand_at(path, name)):
            return Choice(name, ChoiceEnd.UNSEEN)
        offered = self._offered()
        element = _named(offered, name)
        if element is None:
            return Choice(name, ChoiceEnd.UNSEEN)
        kept = self._not_to_press(element)
        if kept is not None:
            return Choice(name, kept)
        before, said = Counter(map(_key, offered)), Counter(self._texts())
        pressed = yield from self._press(element, (*path, name))
        if pressed is not None:
            return Choice(name, pressed)
        if not self._is_on_site():
            self.at = None
            return Choice(name, ChoiceEnd.LEFT)
        further, answer = self._heard(name, before, said)
        if not further and not answer and not self._is_spent():
            # Nobody answered yet: whoever types is given time.
            yield from self._look((_NEVER,))
            further, answer = self._heard(name, before, said)
        if not further:
            return Choice(name, ChoiceEnd.ANSWERED, answer)
        level, identity = len(path) + 2, _identity(further)
        self.at = (*path, name)
        if self.known.get(identity, self.action.depth + 1) <= level:
            return Choice(name, ChoiceEnd.KNOWN, answer, tuple(Choice(each, ChoiceEnd.KNOWN) for each in further))
        self.known[identity] = level
        below = yield from self._below(further, (*path, name))
        return Choice(name, ChoiceEnd.ASKED, answer, below)

    def _heard(self, name: str, before: Counter[str], said: Counter[str]) -> tuple[tuple[str, ...], str]:
        """The choices that came after pressing `name`, and what was said."""
        offered = self._offered()
        fresh = [text for text in self._texts() if said[text] == 0]
        return _further(name, before, offered), _cut(fresh, without=(name, *_names(offered)))

    def _stand_at(self, path: tuple[str, ...], name: str) -> Asking:
        """Bring the dialog to where `name` can be chosen after `path`."""
        if self.halted is not None:
            return False
        if self.at == path and _named(self._offered(), name) is not None:
            return True
        if not (yield from self._begin_again()):
            return False
        for place, earlier in enumerate(path):
            element = _named(self._offered(), earlier)
            if element is None or (yield from self._press(element, path[: place + 1])) is not None:
                self.at = None
                return False
        self.at = path
        return True

    def _press(
        self, element: Button | Link, path: tuple[str, ...]
    ) -> Generator[Command, Reply | None, ChoiceEnd | None]:
        """Press one choice and look; how it ended where it could not be done, else None."""
        if self._is_spent():
            return ChoiceEnd.UNSEEN
        reached = yield Reach(element.anchor)
        if not isinstance(reached, Located):
            self._halt(reached)
            return ChoiceEnd.UNSEEN
        if refuse_press(self.flow, reached) is not None:
            return ChoiceEnd.KEPT
        pressed = yield ClickOn(reached.handle, self.patience.act_ms)
        if not isinstance(pressed, Acted):
            self._halt(pressed)
            self.at = None
            return ChoiceEnd.UNSEEN
        if not (yield from self._look(self._expected_after(path))):
            return ChoiceEnd.UNSEEN
        return None

    def _begin_again(self) -> Asking:
        if self._is_spent():
            return False
        match self.action.reset:
            case None:
                reply = yield Visit(self.start, self.patience.load_ms)
            case Reopen(url):
                reply = yield Visit(url, self.patience.load_ms)
            case StartOver(target):
                found = yield Locate(target, self.patience.locate_ms)
                if not isinstance(found, Located) or refuse_press(self.flow, found) is not None:
                    self._halt(found)
                    return False
                reply = yield ClickOn(found.handle, self.patience.act_ms)
            case _:
                assert_never(self.action.reset)
        if not isinstance(reply, Acted):
            self._halt(reply)
            return False
        if not (yield from self._look(self._expected_after(()))):
            return False
        self.at = ()
        return True

    def _look(self, awaiting: tuple[Selector, ...]) -> Asking:
        first = not self.looked
        if first:
            awaiting = self._expected_after(())
        seen = yield Capture(awaiting, picture=first, timeout_ms=self.patience.expect_ms)
        if not isinstance(seen, Captured):
            self._halt(seen)
            self.halted = self.halted or Trouble(TroubleKind.INTERNAL, "the driver did not answer a look at the page")
            return False
        self.looked.append(seen)
        self.halted = self.wall_in(seen)
        return self.halted is None

    def _halt(self, reply: Reply | None) -> None:
        if isinstance(reply, Barred):
            self.halted = reply.wall
        elif isinstance(reply, Trouble) and reply.kind in _FATAL:
            self.halted = reply

    # -- what is there -------------------------------------------------------------------------------------------

    def _is_spent(self) -> bool:
        return self.halted is not None or len(self.looked) >= self.action.looks

    def _offered(self) -> tuple[Button | Link, ...]:
        """What can be chosen now, in document order of buttons, then links."""
        snapshot, role = self.looked[-1].snapshot, self.action.role
        buttons = [each for each in snapshot.buttons if not each.disabled and role in (None, "button")]
        links = [each for each in snapshot.links if role in (None, "link")]
        offered: tuple[Button | Link, ...] = (*buttons, *links)
        return tuple(each for each in offered if each.name and in_scope(each.anchor, self.action.within))

    def _texts(self) -> list[str]:
        return [block.text for block in self.looked[-1].snapshot.texts if block.anchor.landmark not in _AROUND]

    def _not_to_press(self, element: Button | Link) -> ChoiceEnd | None:
        if any(called(never, element.name) for never in self.flow.site.never_press):
            return ChoiceEnd.KEPT
        if not isinstance(element, Link):
            return ChoiceEnd.KEPT if element.form else None
        match element.target:
            case WebTarget(url):
                return None if is_host_of(self.flow.site, urlsplit(url).hostname or "") else ChoiceEnd.LEFT
            case ScriptTarget():
                return None
            case _:
                return ChoiceEnd.KEPT

    def _is_on_site(self) -> bool:
        return is_host_of(self.flow.site, urlsplit(self.looked[-1].snapshot.url).hostname or "")

    def _expected_after(self, path: tuple[str, ...]) -> tuple[Selector, ...]:
        """What is to be waited for after these choices: by what the flow states, and by what was recorded."""
        wanted = [
            expected.path[len(path)]
            for expected in (each.expected for each in self.step.expect if not each.absent)
            if isinstance(expected, ExpectTree)
            and not expected.anywhere
            and len(expected.path) > len(path)
            and all(called(text, name) for text, name in zip(expected.path, path, strict=False))
        ]
        below = self.recorded.choices if self.recorded else ()
        for name in path:
            below = next((each.choices for each in below if key_of(each.name) == key_of(name)), ())
        wanted.extend(Text((each.name,)) for each in below)
        return tuple(dict.fromkeys(Selector(ByText(text), self.action.within) for text in wanted))


def _key(element: Button | Link) -> str:
    return key_of(element.name)


def _names(offered: tuple[Button | Link, ...]) -> tuple[str, ...]:
    """The names, each once."""
    return tuple(
        {_key(each): each.name for each in reversed(offered)}[key] for key in dict.fromkeys(map(_key, offered))
    )


def _named(offered: tuple[Button | Link, ...], name: str) -> Button | Link | None:
    """The newest one of that name: chats write on below."""
    return next((each for each in reversed(offered) if _key(each) == key_of(name)), None)


def _identity(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(key_of, names))


def _further(pressed: str, before: Counter[str], now: tuple[Button | Link, ...]) -> tuple[str, ...]:
    """The choices that a press led to: those that are new, and where others went away for them, all that are there.

    Where only the pressed one went away and nothing came, it was used up, and what is left is no answer to it.
    """
    counted = Counter(map(_key, now))
    fresh = [each for each in now if counted[_key(each)] > before[_key(each)]]
    gone = {key for key, count in before.items() if count > counted[key]}
    if not fresh and gone <= {key_of(pressed)}:
        return ()
    return _names(now if gone else tuple(fresh))


def _cut(texts: list[str], *, without: tuple[str, ...]) -> str:
    """The texts that are not the names of choices, as one."""
    names = set(map(key_of, without))
    return " ".join(text for text in texts if key_of(text) not in names)[:LONGEST_ANSWER]
