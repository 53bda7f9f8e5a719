"""Zero deliveries: every trap of `traps` is sprung in a guarded browser and, to prove that it is one, in a bare browser."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import time

import pytest
from adversary import Adversary
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import async_playwright
from tabs import Pictures, a_flow
from traps import TRAPS, TYPED

from verifier.browser.launch import find_browser
from verifier.browser.sync_driver import SyncTab
from verifier.model.selector import ByCss, ByLabel, Selector, Text
from verifier.replay.command import Capture, ClickOn, Locate, Located, PressKey, PressSealed, TypeInto, Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(240),
    # Traps break connections off on purpose; what is left of one is collected here, not in somebody else's test.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
AT_ONCE = 4
FIELD = Selector(ByLabel(Text(("Phone",))))
GO = Selector(ByCss("#go"))
SEND = Selector(ByCss("#send"))


async def guarded(trap, browser, server) -> list[object]:
    replies = []
    async with await browser.driver(a_flow(), upstream=None, keep=Pictures().keep, environment={}) as tab:

        async def do(command):
            replies.append(await tab.execute(command))
            return replies[-1]

        async def find(selector):
            found = await do(Locate(selector, 3000))
            assert isinstance(found, Located), (trap.name, found)
            return found.handle

        await do(Visit(f"http://127.0.0.1:{server.port}/page/guarded/{trap.name}", 10_000))
        if trap.does != "load":
            await do(TypeInto(await find(FIELD), TYPED, secret=False, timeout_ms=3000))
        match trap.does:
            case "enter":
                await do(PressKey(await find(FIELD), "Enter", sealed=False, timeout_ms=3000))
            case "click" | "follow":
                await do(ClickOn(await find(GO), 3000))
            case "send":
                await do(PressSealed(await find(SEND), 3000))
        if trap.does == "leave":
            await do(Visit(f"http://127.0.0.1:{server.port}/other", 10_000))
        await do(Capture((), picture=False, timeout_ms=3000))
    return replies


async def bare(trap, browser, server) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{server.port}/page/bare/{trap.name}")
    with contextlib.suppress(PlaywrightError):
        if trap.does != "load":
            await page.get_by_label("Phone").fill(TYPED)
        match trap.does:
            case "enter":
                await page.get_by_label("Phone").press("Enter")
            case "click" | "follow":
                await page.locator("#go").click()
            case "send":
                await page.locator("#send").click()
            case "leave":
                await page.goto(f"http://127.0.0.1:{server.port}/other")
    until = time.monotonic() + (0.5 if trap.silent_unguarded else 4)
    while not server.heard("bare", trap.name) and time.monotonic() < until:
        await asyncio.to_thread(server.news.wait, 0.02)
    await context.close()


@pytest.fixture(scope="module")
def server(monkeypatch_module):
    monkeypatch_module.setenv("NO_PROXY", "127.0.0.1,localhost")
    adversary = Adversary({trap.name: trap for trap in TRAPS})
    adversary.start()
    yield adversary
    adversary.stop()
    gc.collect()


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def sprung(beside, browser_beside, server):
    """All traps, a few at once: first guarded, then bare, so that what was to come late had its time."""

    async def all_of_them():
        places = asyncio.Semaphore(AT_ONCE)

        async def one(spring, trap, browser):
            async with places:
                return await asyncio.wait_for(spring(trap, browser, server), 30)

        replies = await asyncio.gather(*(one(guarded, trap, browser_beside) for trap in TRAPS))
        async with async_playwright() as playwright:
            plain = await playwright.chromium.launch(executable_path=find_browser(None).executable)
            await asyncio.gather(*(one(bare, trap, plain) for trap in TRAPS))
            await plain.close()
        return dict(zip((trap.name for trap in TRAPS), replies, strict=True))

    return beside.run(all_of_them(), timeout=230)


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_a_guarded_browser_tells_nobody(trap, sprung, server):
    assert server.heard("guarded", trap.name) == []


@pytest.mark.parametrize("trap", [trap for trap in TRAPS if not trap.silent_unguarded], ids=lambda trap: trap.name)
def test_the_trap_would_have_delivered(trap, sprung, server):
    assert server.heard("bare", trap.name) != []


BESIDE_HTTP = ("web-", "shared-worker", "service-worker", "page-hide", "worker-socket", "popup", "value-in-a-host-name")


@pytest.mark.parametrize(
    "trap", [trap for trap in TRAPS if trap.name.startswith(BESIDE_HTTP)], ids=lambda trap: trap.name
)
def test_a_browser_that_somebody_else_started_tells_nobody_either(trap, new_context, server):
    run = "lent"
    with SyncTab(new_context, a_flow(), upstream=None, keep=Pictures().keep, environment={}) as tab:
        tab.execute(Visit(f"http://127.0.0.1:{server.port}/page/{run}/{trap.name}", 10_000))
        field = tab.execute(Locate(FIELD, 3000))
        tab.execute(TypeInto(field.handle, TYPED, secret=False, timeout_ms=3000))
        if trap.does == "click":
            tab.execute(ClickOn(tab.execute(Locate(GO, 3000)).handle, 3000))
        tab.execute(Capture((), picture=False, timeout_ms=3000))
        tab.execute(Visit(f"http://127.0.0.1:{server.port}/other", 10_000))
        tab.execute(Capture((), picture=False, timeout_ms=3000))
    assert server.heard(run, trap.name) == []
