"""One tab that answers commands: the logic of both drivers, written once (see `colour`)."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, assert_never, cast
from urllib.parse import urldefrag

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from verifier.browser.colour import now
from verifier.browser.decode import anchor_of
from verifier.browser.guard.decide import SEALED, GuardState, Seal
from verifier.browser.locate import selector_json
from verifier.browser.look import Looker
from verifier.browser.page_script import installer
from verifier.browser.picture import Photographer, revealing
from verifier.browser.press import press_sealed
from verifier.browser.rest import Rest, kept_out_by
from verifier.browser.trouble import trouble_of
from verifier.browser.watch import Watch
from verifier.model.observation import DocumentAnswer, Stopped, Trouble, TroubleKind
from verifier.model.secret import REDACTED, EnvironmentValue
from verifier.replay.command import (
    Acted,
    AwaitGone,
    Barred,
    Capture,
    Captured,
    ClickOn,
    GoBack,
    HoverOver,
    Locate,
    Located,
    NotFound,
    PickOption,
    PressKey,
    PressSealed,
    Reach,
    SetChecked,
    TypeInto,
    Visit,
)
from verifier.replay.redact import Redactor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.async_api import BrowserContext, ElementHandle, Frame, Page

    from verifier.browser.decode import RawAnchor
    from verifier.browser.guard.house import Guard
    from verifier.browser.guard.record import Held
    from verifier.browser.locate import SelectorJson
    from verifier.model.observation import Anchor, Snapshot
    from verifier.replay.command import Command, Reply

KEPT_HEADERS = frozenset(
    {
        "akamai-grn",
        "cf-mitigated",
        "cf-ray",
        "content-language",
        "content-type",
        "retry-after",
        "server",
        "www-authenticate",
        "x-amzn-waf-action",
        "x-cache",
        "x-datadome",
        "x-iinfo",
        "x-sucuri-id",
    }
)
"""Headers that tell a wall or a language."""
LATE_MS = 1_000
"""How long a page that is at rest is given to build, by timers of its own, what is awaited."""


class Tab:
    """The tab of one flow: its page, its guard and what it remembers."""

    def __init__(
        self,
        context: BrowserContext,
        page: Page,
        guard: Guard,
        *,
        key: str,
        keep: Callable[[bytes, str], str],
        environment: Mapping[str, str],
        secrets: tuple[str, ...] = (),
    ) -> None:
        self.context = context
        self.page = page
        self.guard = guard
        self.ledger = guard.ledger
        self.key = key
        self.redact = Redactor(secrets)
        self.watch = Watch(context, page)
        self.rest = Rest(self)
        self._environment = environment
        self._elements: list[tuple[Frame, int, str]] = []
        self._secret_elements: list[int] = []
        self._looker = Looker(self)
        self._photographer = Photographer(self, keep)
        self._answer: DocumentAnswer | None = None
        self._passed_read = 0
        self._held_told = 0

    async def execute(self, command: Command) -> Reply:
        """Carry out one command; never raises for what a site did."""
        if self.watch.crashed:
            return Trouble(TroubleKind.CRASHED, "The page's process died.")
        try:
            reply = await self._execute(command)
        except PlaywrightError as failure:
            reply = trouble_of(failure, self.watch)
        except Exception as failure:
            # What a failure says may hold what a page said.
            if not self.redact:
                raise
            raise RuntimeError(self.redact.text(f"{type(failure).__name__}: {failure}")) from None
        match reply:
            case Trouble():
                return replace(reply, message=self.redact.text(reply.message))
            case Barred(wall):
                return Barred(replace(wall, signals=self.redact.every(wall.signals)))
            case _:
                return reply

    async def _execute(self, command: Command) -> Reply:
        match command:
            case Visit():
                return await self._visit(command)
            case Locate():
                return await self._locate(command)
            case Reach(anchor):
                return await self._reach(anchor)
            case ClickOn() | HoverOver() | TypeInto() | SetChecked() | PickOption():
                return await self._act(command)
            case PressKey():
                return await self._press_key(command)
            case AwaitGone():
                return await self._await_gone(command)
            case GoBack(timeout_ms):
                return await self._go_back(timeout_ms)
            case PressSealed(handle, timeout_ms):
                element = await self.element(handle)
                if element is None:
                    return _GONE
                frame, index, _ = self._elements[handle]
                return await press_sealed(self, frame, index, element, timeout_ms)
            case Capture():
                return await self._capture(command)
            case never:
                assert_never(never)

    # -- where the tab is ----------------------------------------------------------------------------------------

    async def _visit(self, command: Visit) -> Reply:
        if self.ledger.state.seal is not Seal.OPEN:
            return Trouble(TroubleKind.FORBIDDEN, f"No page is opened: {SEALED}.")
        await self.leave()
        return await self._open(command.url, "", command.timeout_ms)

    async def _open(self, url: str, referrer: str, timeout_ms: int) -> Reply:
        before = len(self.ledger.passed())
        try:
            await now(self.page.goto(url, wait_until="domcontentloaded", timeout=timeout_ms, referer=referrer or None))
        except PlaywrightError as failure:
            for passed in reversed(self.ledger.passed()[before:]):
                if (kept_out := kept_out_by(passed)) is not None:
                    return kept_out
            if self.watch.take_download():
                return Trouble(TroubleKind.DOWNLOAD, f"{_cut(url)} answered with a file, not a page.")
            arrived = self.ledger.passed()[before:]
            if isinstance(failure, PlaywrightTimeout) and not arrived:
                return Trouble(TroubleKind.TIMEOUT, f"{_cut(url)} did not answer within {timeout_ms} ms.")
            # An error status without a page is shown by the browser's own page: the answer itself is the news.
            if arrived and arrived[-1].status >= 400:
                return Acted()
            if isinstance(failure, PlaywrightTimeout):
                # What has not come to its end is not judged: what is missing in it may still come.
                return Trouble(TroubleKind.TIMEOUT, f"{_cut(url)} did not come to its end within {timeout_ms} ms.")
            return trouble_of(failure, self.watch)
        for passed in self.ledger.passed()[before:]:
            if (kept_out := kept_out_by(passed)) is not None:
                return kept_out
        return Acted()

    async def leave(self) -> None:
        """Stand on an empty page, with the old one's last words lost, ready for the next document. Needed only when hushed."""
        if not self.ledger.state.hushed:
            return
        await now(self.page.goto(self.ledger.fence, wait_until="load", timeout=10_000))
        self.ledger.change(GuardState.left)

    async def _follow(self, timeout_ms: int) -> Reply:
        """After an action: wait until what it set off is done, and go where it wanted to go if that was put off."""
        settled = await self.rest.wait(timeout_ms, since_mark=True)
        put_off = self.ledger.take_put_off()
        self.ledger.change(lambda state: replace(state, commanding=False))
        for going in put_off:
            if self.watch.went_to(going.url):
                # Only the page knows the fragment that it wanted to go to.
                wanted = cast("str", await self.call(self.page.main_frame, "going"))
                await self.leave()
                return await self._open(
                    wanted if urldefrag(wanted).url == going.url else going.url, going.referrer, timeout_ms
                )
        if settled is not None:
            return settled
        return Acted()

    async def _go_back(self, timeout_ms: int) -> Reply:
        before = self.page.url
        self._begin()
        try:
            await now(self.page.go_back(wait_until="domcontentloaded", timeout=timeout_ms))
            if self.page.url == self.ledger.fence:
                await now(self.page.go_back(wait_until="domcontentloaded", timeout=timeout_ms))
        except PlaywrightError as failure:
            reply = await self._follow(timeout_ms)
            return reply if self.page.url != before else trouble_of(failure, self.watch)
        reply = await self._follow(timeout_ms)
        if self.page.url == before and isinstance(reply, Acted):
            return Trouble(TroubleKind.ACTION, "There is no page to go back to.")
        return reply

    def _begin(self) -> None:
        self.rest.mark()
        self.watch.forget_navigations()
        self.ledger.change(lambda state: replace(state, commanding=True))

    # -- elements ------------------------------------------------------------------------------------------------

    async def call(self, frame: Frame, name: str, *arguments: object) -> object:
        """Call a function of `page/door.js` in a frame; brings it there first where it is not."""
        given = json.dumps(arguments)
        script = "([key, name, given]) => window[key] ? window[key][name](...JSON.parse(given)) : '\\u0000'"
        result: object = await now(frame.evaluate(script, [self.key, name, given]))
        if result == "\0":
            await now(frame.evaluate(f"({installer()})({json.dumps(self.key)})"))
            result = await now(frame.evaluate(script, [self.key, name, given]))
        return result

    async def element(self, handle: int) -> ElementHandle | None:
        """The element of a handle, if its document is still there."""
        if not 0 <= handle < len(self._elements):
            return None
        frame, index, document = self._elements[handle]
        found = await now(
            frame.evaluate_handle(
                "([key, index, name]) => window[key]?.document === name ? window[key].handleFor(index) : null",
                [self.key, index, document],
            )
        )
        return found.as_element()

    async def _frame(self, path: tuple[str, ...]) -> Frame | None:
        frame = self.page.main_frame
        for css in path:
            holder = await now(frame.query_selector(css))
            inner = await now(holder.content_frame()) if holder is not None else None
            if inner is None:
                return None
            frame = inner
        return frame

    async def _locate(self, command: Locate) -> Reply:
        wanted = selector_json(command.selector)
        end = monotonic() + command.timeout_ms / 1000
        hidden = False
        while True:
            found = await self._find_once(command.selector.frame, wanted)
            if isinstance(found, Located):
                return found
            hidden = found.hidden
            left = end - monotonic()
            if left <= 0:
                return NotFound(hidden)
            await self.rest.next_change(min(left, 0.25))

    async def _find_once(self, path: tuple[str, ...], wanted: SelectorJson) -> Located | NotFound:
        try:
            frame = await self._frame(path)
            if frame is None:
                return NotFound()
            said = json.loads(self.redact.json(cast("str", await self.call(frame, "locate", wanted))))
            return await self._located(frame, said)
        except PlaywrightError as failure:
            if not self.rest.is_moving(failure):
                raise
            return NotFound()

    async def _located(self, frame: Frame, said: dict[str, object]) -> Located | NotFound:
        if "index" not in said:
            return NotFound(hidden=bool(said["hidden"]))
        self._elements.append((frame, cast("int", said["index"]), cast("str", said["document"])))
        path, x, y = await self._looker.where(frame)
        return Located(
            handle=len(self._elements) - 1,
            anchor=anchor_of(cast("RawAnchor", said["anchor"]), path, x, y, self.redact),
            name=self.redact.text(cast("str", said["name"])),
            matches=cast("int", said["matches"]),
            in_form=bool(said["inForm"]),
            submits=bool(said["submits"]),
            submit_method=cast("str", said["method"]),
        )

    async def _reach(self, anchor: Anchor) -> Reply:
        for frame in self._looker.frames_of(anchor.frame):
            said = json.loads(
                self.redact.json(
                    cast(
                        "str",
                        await self.call(frame, "reach", {"tag": anchor.tag, "path": anchor.path, "name": anchor.name}),
                    )
                )
            )
            found = await self._located(frame, said)
            if isinstance(found, Located):
                return found
        return NotFound()

    async def _await_gone(self, command: AwaitGone) -> Reply:
        wanted = selector_json(command.selector)
        end = monotonic() + command.timeout_ms / 1000
        while True:
            if isinstance(await self._find_once(command.selector.frame, wanted), NotFound):
                return Acted()
            left = end - monotonic()
            if left <= 0:
                return NotFound()
            await self.rest.next_change(min(left, 0.25))

    # -- acting --------------------------------------------------------------------------------------------------

    async def _act(self, command: ClickOn | HoverOver | TypeInto | SetChecked | PickOption) -> Reply:
        element = await self.element(command.handle)
        if element is None:
            return _GONE
        timeout = command.timeout_ms
        match command:
            case ClickOn():
                self._begin()
                await now(element.click(timeout=timeout))
                return await self._follow(timeout)
            case HoverOver():
                await now(element.hover(timeout=timeout))
            case TypeInto():
                return await self._type(command, element)
            case SetChecked():
                return await self._set_checked(command, element)
            case PickOption():
                return await self._pick(command, element)
            case never:
                assert_never(never)
        return Acted()

    async def _type(self, command: TypeInto, element: ElementHandle) -> Reply:
        value = command.value
        secret = command.secret or isinstance(value, EnvironmentValue)
        if isinstance(value, EnvironmentValue):
            if value.variable not in self._environment:
                return Trouble(TroubleKind.INTERNAL, f"The environment variable {value.variable} is not set.")
            value = self._environment[value.variable]
        typed = value
        # First the lock, then the key: the guard knows the value before the page does.
        self.ledger.change(lambda state: state.typed(typed))
        self.redact.learn(typed, secret=secret)
        if secret:
            self._secret_elements.append(command.handle)
            await now(element.evaluate("el => el.style.setProperty('-webkit-text-security', 'disc', 'important')"))
        await now(element.fill(typed, timeout=command.timeout_ms))
        return Acted()

    async def _set_checked(self, command: SetChecked, element: ElementHandle) -> Reply:
        frame, index, _ = self._elements[command.handle]
        if await self.call(frame, "toggled", index) is not command.checked:
            self._begin()
            await now(element.click(timeout=command.timeout_ms))
            reply = await self._follow(command.timeout_ms)
            if not isinstance(reply, Acted):
                return reply
        return Acted()

    async def _pick(self, command: PickOption, element: ElementHandle) -> Reply:
        frame, index, _ = self._elements[command.handle]
        words = list(command.option.wordings)
        chosen = cast("int", await self.call(frame, "pick", index, words, command.by_value))
        if chosen == _NO_SUCH_OPTION:
            return NotFound()
        if chosen >= 0:
            await now(element.select_option(index=chosen, timeout=command.timeout_ms))
            return Acted()
        # A drop-down made by script: open it, then press the option that appears.
        self._begin()
        await now(element.click(timeout=command.timeout_ms))
        wanted: SelectorJson = {"by": "role", "role": "option", "words": words, "within": None}
        end = monotonic() + command.timeout_ms / 1000
        while True:
            found = json.loads(cast("str", await self.call(frame, "locate", wanted)))
            if "index" in found:
                break
            left = end - monotonic()
            if left <= 0:
                return NotFound()
            await self.rest.next_change(min(left, 0.1))
        self._elements.append((frame, found["index"], found["document"]))
        option = await self.element(len(self._elements) - 1)
        if option is None:
            return NotFound()
        await now(option.click(timeout=command.timeout_ms))
        return await self._follow(command.timeout_ms)

    async def _press_key(self, command: PressKey) -> Reply:
        element = None
        if command.handle is not None:
            element = await self.element(command.handle)
            if element is None:
                return _GONE
        if command.sealed:
            self.ledger.change(lambda state: state.sealed(Seal.KEY))
        self._begin()
        if element is not None:
            await now(element.press(command.key, timeout=command.timeout_ms))
        else:
            await now(self.page.keyboard.press(command.key))
        return await self._follow(command.timeout_ms)

    # -- looking -------------------------------------------------------------------------------------------------

    async def _capture(self, command: Capture) -> Reply:
        end = monotonic() + command.timeout_ms / 1000
        trouble = await self.rest.wait(command.timeout_ms)
        if trouble is not None:
            return trouble
        waiting = [(selector.frame, selector_json(selector)) for selector in command.awaiting]
        waiting = await self._missing(waiting)
        late = monotonic() + LATE_MS / 1000
        while waiting and monotonic() < min(end, late):
            changed = await self.rest.next_change(min(0.1, max(0.0, end - monotonic())))
            if changed:
                late = monotonic() + LATE_MS / 1000
                trouble = await self.rest.wait(max(1, int((end - monotonic()) * 1000)))
                if trouble is not None:
                    return trouble
                waiting = await self._missing(waiting)
        seen = await self._looker.look()
        picture = await self._photographer.take(seen, self._secret_elements) if command.picture else None
        await self.watch.close_popups()
        self._read_answer()
        return Captured(
            snapshot=seen,
            answer=self._answer,
            picture=picture,
            stopped=self._newly_stopped(),
            popups=self.redact.every(self.watch.take_popups()),
            dialogs=self.redact.every(self.watch.take_dialogs()),
            noted=tuple(replace(wall, signals=self.redact.every(wall.signals)) for wall in self.ledger.noted()),
        )

    async def secret_boxes(self, seen: Snapshot, handles: list[int]) -> list[list[float]] | None:
        """Boxes of the fields that hold a secret value and of all that shows one or cannot be read, in the top document.

        None where it cannot be said what a picture would show.
        """
        boxes: list[list[float]] = []
        for handle in handles:
            frame, index, document = self._elements[handle]
            _, x, y = await self._looker.where(frame)
            try:
                found = cast("list[list[float]]", await self.call(frame, "boxes", [index], document))
            except PlaywrightError:
                continue  # the frame is gone, and the field with it
            boxes += [[box[0] + x, box[1] + y, box[2], box[3]] for box in found]
        for block in seen.texts:
            if REDACTED in block.text and block.anchor.box is not None:
                box = block.anchor.box
                boxes.append([box.x, box.y, box.width, box.height])
        if self.redact:
            shown = await self._looker.shown()
            if shown is None:
                return None
            boxes += revealing(shown, self.redact)
        return boxes

    async def _missing(
        self, waiting: list[tuple[tuple[str, ...], SelectorJson]]
    ) -> list[tuple[tuple[str, ...], SelectorJson]]:
        missing = []
        for path in dict.fromkeys(path for path, _ in waiting):
            wanted = [selector for at, selector in waiting if at == path]
            frame = await self._frame(path)
            there = (
                cast("list[bool]", await self.call(frame, "there", wanted))
                if frame is not None
                else [False] * len(wanted)
            )
            missing += [(path, selector) for selector, seen in zip(wanted, there, strict=True) if not seen]
        return missing

    def _read_answer(self) -> None:
        passed = self.ledger.passed()
        at = urldefrag(self.page.url).url
        for place in range(len(passed) - 1, self._passed_read - 1, -1):
            document = passed[place]
            if kept_out_by(document) is not None or document.location or document.url != at:
                continue
            trail: list[str] = []
            wanted = document.url
            for earlier in reversed(passed[:place]):
                if urldefrag(earlier.location).url != wanted:
                    break
                trail.insert(0, earlier.url)
                wanted = earlier.url
            headers = tuple((name, self.redact.text(value)) for name, value in document.headers if name in KEPT_HEADERS)
            redirects = self.redact.every(trail)
            self._answer = DocumentAnswer(document.status, self.redact.text(document.url), redirects, headers)
            break
        self._passed_read = len(passed)

    def _newly_stopped(self) -> tuple[Stopped, ...]:
        held = self.ledger.held()
        fresh, self._held_told = held[self._held_told :], len(held)
        return tuple(dict.fromkeys(self._stopped(item) for item in fresh))

    def _stopped(self, held: Held) -> Stopped:
        return Stopped(held.method, self.redact.text(_cut(held.url)), held.reason)


_GONE = Trouble(TroubleKind.ACTION, "The element is no longer on the page.")
_NO_SUCH_OPTION = -2


def new_key() -> str:
    """A name that no page can guess."""
    return f"_{secrets.token_hex(16)}"


def _cut(url: str) -> str:
    return url.partition("?")[0].partition("#")[0]
