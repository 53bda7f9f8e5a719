"""What a bad page, a dead browser or a full disk does to its own flow, and what it does not do to the others: anything."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from apart import run_apart
from builders import a_flow as built
from builders import a_site, a_step, a_text, an_expectation
from orchestra import a_start, assert_lawful
from tabs import html

from verifier.browser.async_driver import AsyncBrowser
from verifier.browser.launch import find_browser
from verifier.model.action import Goto
from verifier.model.expectation import ExpectText
from verifier.model.finding import Status
from verifier.model.observation import TroubleKind
from verifier.model.run import Faulted
from verifier.model.web import WebAnswer
from verifier.replay.patience import Patience
from verifier.session.bus import Bus
from verifier.session.fold import fold
from verifier.session.schedule import run_flows

pytestmark = pytest.mark.browser
SHORT = Patience(load_ms=3_000, locate_ms=500, act_ms=1_000, expect_ms=1_500, submit_ms=500, replay_ms=12_000)
SITE = "https://shop.example.org"
CALM = "<title>Shop</title><h1>Contact</h1><p>Ask our support.</p>"
FAULTS = {
    "never": {TroubleKind.TIMEOUT},
    "half": {TroubleKind.TIMEOUT},
    "redirects": {TroubleKind.CONNECTION},
    "busy": {TroubleKind.TIMEOUT},
    "dialogs": {TroubleKind.CRASHED, TroubleKind.TIMEOUT},
    "download": {TroubleKind.DOWNLOAD},
    "no-room": {TroubleKind.INTERNAL},
}
"""Each page that nobody can see whole, and whose fault the report says it is."""


def a_flow(name):
    step = a_step(
        "open",
        Goto(f"{SITE}/{name}"),
        expect=(an_expectation(ExpectText(a_text("Ask our support."))),),
        claims=("RO-1",),
    )
    return built(f"shop/{name}", locale="ro", steps=(step,), site=a_site("shop", "Shop", hosts=("shop.example.org",)))


@dataclass
class Shop:
    """The site: each page does what it is called."""

    browser_pid: int = 0
    deaths: int = 0
    killed: list[int] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def __call__(self, request) -> WebAnswer:
        page = request.url.removeprefix(SITE).strip("/").partition("?")[0]
        match page:
            case "never":
                self.over.wait(30)
            case "half":
                return html("<h1>Contact</h1><script src='/never'></script><p>Ask our support.</p>")
            case "redirects":
                count = len(request.url)
                return WebAnswer(302, (("location", f"/redirects?{'n' * (count % 500)}"),), b"")
            case "busy":
                return html("<h1>Contact</h1><script>for (;;);</script>")
            case "dialogs":
                return html("<h1>Contact</h1><script>for (;;) alert('Win!');</script>")
            case "download":
                kind = (("content-type", "application/octet-stream"), ("content-disposition", "attachment"))
                return WebAnswer(200, kind, b"\0" * 100)
            case "heavy":
                return html(f"{CALM}<p hidden>{'x' * 50_000_000}</p>")
            case "deadly" if len(self.killed) < self.deaths:
                self.killed.append(self.browser_pid)
                os.kill(self.browser_pid, signal.SIGKILL)
        return html(CALM)


def browsers_of(pid):
    """The browser's main process below this one: a descendant that is nobody's renderer or helper."""
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            words = (status.parent / "cmdline").read_bytes().split(b"\0")
            parents = _parents(int(status.parent.name))
        except OSError:
            continue
        if (
            pid in parents
            and any(b"--remote-debugging-pipe" in word for word in words)
            and b"--type" not in b"".join(words)
        ):
            yield int(status.parent.name)


def _parents(pid):
    seen = []
    while pid > 1:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        pid = int(stat.rpartition(")")[2].split()[1])
        seen.append(pid)
    return seen


def play(names, shop, *, confirm=0, jobs=2):
    """The report of a run over these pages in one browser, and how long each flow took in seconds."""
    flows = tuple(a_flow(name) for name in names)
    stamps = []

    def keep(content, kind):
        raise OSError(28, "No space left on device")

    async def whole():
        before = set(browsers_of(os.getpid()))
        async with AsyncBrowser.open(find_browser(None)) as browser:

            @asynccontextmanager
            async def open_tab(flow):
                tab = await browser.driver(
                    flow, upstream=shop, environment={},
                    keep=keep if flow.id.endswith("no-room") else lambda content, kind: "0" * 64,
                )  # fmt: skip
                shop.browser_pid = next(iter(set(browsers_of(os.getpid())) - before))
                async with tab as driver:
                    yield driver

            await run_flows(
                a_start(*flows), flows, open_tab=open_tab, baselines={}, bus=Bus(stamps.append), patience=SHORT, jobs=jobs,
                one_per_site=False, confirm=confirm,
            )  # fmt: skip
            shop.over.set()

    run_apart(whole())
    assert_lawful(stamps)
    return {flow.flow.id.partition("/")[2]: flow for flow in fold(stamps).flows}


@pytest.fixture(scope="module")
def night():
    """One run over every fault, with calm pages before, between and after."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("verifier.browser.async_driver.HUNG_S", 0.5)
        patch.setattr("verifier.browser.async_driver.CLOSE_S", 2.0)
        names = [
            "calm-1",
            *(name for pair in zip(FAULTS, [f"calm-{i}" for i in range(2, 20)], strict=False) for name in pair),
        ]
        start = time.monotonic()
        told = play([*names, "heavy"], Shop(), jobs=2)
        yield told, time.monotonic() - start


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_what_nobody_can_see_is_errored_and_the_fault_of_page_network_or_us(night, fault):
    flow = night[0][fault]
    assert flow.verdict.status is Status.ERRORED, flow.verdict
    assert [finding for finding in flow.verdict.findings if finding.level.value != "note"] == []
    outcome = flow.steps[0].outcome
    assert isinstance(outcome, Faulted)
    assert outcome.trouble.kind in FAULTS[fault], outcome.trouble


def test_a_page_of_fifty_megabytes_is_seen_whole_or_not_judged(night):
    assert night[0]["heavy"].verdict.status in {Status.VERIFIED, Status.ERRORED}, night[0]["heavy"].verdict


def test_the_other_flows_of_the_run_are_fine(night):
    calm = {name: flow.verdict.status for name, flow in night[0].items() if name.startswith("calm")}
    assert len(calm) > 6
    assert set(calm.values()) == {Status.VERIFIED}


def test_no_flow_takes_longer_than_its_budget(night):
    limit = SHORT.replay_ms + 4_000  # a context that will not close is given up on too
    assert {name: flow.duration_ms for name, flow in night[0].items() if flow.duration_ms > limit} == {}


def test_a_browser_that_is_killed_is_started_again_and_costs_one_flow():
    shop = Shop(deaths=1)
    told = play(["calm-1", "deadly", "calm-2"], shop, jobs=1)
    assert len(shop.killed) == 1
    assert [told[name].verdict.status for name in ("calm-1", "deadly", "calm-2")] == [
        Status.VERIFIED, Status.ERRORED, Status.VERIFIED,
    ]  # fmt: skip
    assert told["deadly"].steps[0].outcome.trouble.kind is TroubleKind.BROWSER_GONE


def test_with_confirmation_even_the_flows_that_died_with_the_browser_are_seen_in_the_next_one():
    told = play(["deadly", "calm-1", "calm-2"], Shop(deaths=1), confirm=2)
    assert {flow.verdict.status for flow in told.values()} == {Status.VERIFIED}
    assert told["deadly"].attempts > 1


def test_the_budget_ends_a_flow_that_never_tires():
    patient = replace(SHORT, load_ms=60_000, replay_ms=3_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "SHORT", patient)
        told = play(["never", "calm-1"], Shop())
    assert "longer than 3 seconds" in told["never"].verdict.because
    assert told["calm-1"].verdict.status is Status.VERIFIED
