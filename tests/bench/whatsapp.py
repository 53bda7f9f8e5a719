"""What a flow costs beside a bare Playwright script that does the same: cold start, each further flow, CPU, memory.

    python tests/bench/whatsapp.py [--rounds 5] [--further 8]

Both sides play the eight steps of `whatsapp/contact[en]` on the documented replica, each run in a process of its own, in turn. The
bare script answers the network from the same files by a Playwright route, types the same, waits as Playwright does and for what the
last step promises; it looks at nothing. The flow takes all its evidence: captures, pictures, journal, verdict, report. A cold start is
the command as a person types it; further flows are what more flows add to one run, one after the other. Figures are medians; ratios
are what counts, on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOWS = ROOT / "flows"
SIDES = ("bare", "flow")


def bare(times: int) -> None:
    from playwright.sync_api import sync_playwright

    from verifier.browser.launch import find_browser
    from verifier.model.web import WebRequest
    from verifier.replica.load import load_replica

    answer = load_replica(FLOWS, "whatsapp", "documented").answer

    def fulfil(route):
        said = answer(WebRequest(route.request.method, route.request.url, tuple(route.request.headers.items())))
        route.fulfill(status=said.status, headers=dict(said.headers), body=said.body)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(None).executable)
        for _ in range(times):
            context = browser.new_context(locale="en", viewport={"width": 1280, "height": 900})
            context.route("**/*", fulfil)
            drafts = []
            context.on("request", lambda request, drafts=drafts: drafts.append(request.url))
            page = context.new_page()
            page.goto("https://www.whatsapp.com/contact?lang=en_US")
            page.get_by_role("region", name="WhatsApp Messenger Support").get_by_role("link", name="Contact us").click()
            page.get_by_role("link", name="Continue to the contact form").click()
            page.get_by_label("Country code").select_option("US")
            page.get_by_label("Phone number").fill("202 555 0123")
            page.get_by_role("radio", name="Web and Desktop").check()
            page.get_by_label("Please enter your message below").fill(
                "I cannot sign in on my computer since I changed my phone, please tell me what to do."
            )
            page.get_by_role("button", name="Send Question").click()
            page.get_by_text("webclient_web@support.whatsapp.com").first.wait_for()
            assert any(url.startswith("mailto:webclient_web@") for url in drafts)
            context.close()
        browser.close()


def flow(times: int) -> None:
    from verifier.browser.async_driver import AsyncBrowser
    from verifier.browser.launch import find_browser
    from verifier.cli.outcome import write_reports
    from verifier.flowfile.discover import select
    from verifier.flowfile.library import load
    from verifier.model.event import RunStarted
    from verifier.model.finding import Status
    from verifier.replay.patience import REPLICA
    from verifier.replica.load import load_replica
    from verifier.session.bus import Bus
    from verifier.session.fold import fold
    from verifier.session.schedule import run_flows
    from verifier.store.baselines import read_baseline
    from verifier.store.blobs import Blobs
    from verifier.store.journal import JournalWriter, read_journal

    library = load(FLOWS)
    (one,) = select(library, ("whatsapp/contact[en]",))
    answer = load_replica(FLOWS, "whatsapp", "documented").answer
    recorded = read_baseline(FLOWS, one.id, one.locale)
    many = tuple(replace(one, id=f"{one.id}-{count}") for count in range(times))
    folder = Path(tempfile.mkdtemp())
    blobs = Blobs(folder / "blobs")

    async def play() -> None:
        async with AsyncBrowser.open(find_browser(None)) as browser:

            @asynccontextmanager
            async def open_tab(flow):
                async with await browser.driver(flow, upstream=answer, keep=blobs.keep, environment={}) as tab:
                    yield tab

            keys = tuple(flow.key for flow in many)
            start = RunStarted("bench", "0", "2026-01-01T00:00:00Z", "replica documented", "", "", keys, library.guides)
            with JournalWriter(folder / "journal.jsonl") as journal:
                await run_flows(
                    start,
                    many,
                    open_tab=open_tab,
                    baselines=dict.fromkeys(keys, recorded) if recorded else {},
                    bus=Bus(journal),
                    patience=REPLICA,
                    jobs=1,
                    one_per_site=False,
                )

    asyncio.run(play())
    report = fold(read_journal(folder / "journal.jsonl").events)
    assert [flow.verdict.status for flow in report.flows] == [Status.VERIFIED] * times
    write_reports(report, folder)


def tree_megabytes(pid: int) -> float:
    """Proportional memory (PSS where the system tells it, else RSS) of a process and all that it started."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        waiting.extend(children.get(one, []))
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return total / 1024


def command(side: str, times: int, folder: str) -> list[str]:
    """A first flow is played as a person plays it, by the command, report and all."""
    if side == "flow" and times == 1:
        words = ["run", "whatsapp/contact[en]", "--replica", "documented", "--output", folder]
        return [sys.executable, "-m", "verifier", *words]
    return [sys.executable, __file__, "--side", side, "--times", str(times)]


def measure(side: str, times: int) -> dict[str, float]:
    """Seconds of wall clock and CPU (children included), and the peak of memory, of one process that plays so many flows."""
    began, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        return _measured(command(side, times, folder), began, used)


def _measured(words: list[str], began: float, used: resource.struct_rusage) -> dict[str, float]:
    process = subprocess.Popen(words, cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    over = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not over.wait(0.1):
            peak = max(peak, tree_megabytes(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    over.set()
    watcher.join()
    if code:
        raise SystemExit(f"{' '.join(words)} failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    return {"wall": time.perf_counter() - began, "cpu": cpu, "memory": peak}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--further", type=int, default=8)
    parser.add_argument("--side", choices=SIDES)
    parser.add_argument("--times", type=int, default=1)
    asked = parser.parse_args()
    if asked.side:
        {"bare": bare, "flow": flow}[asked.side](asked.times)
        return
    taken: dict[str, dict[str, list[float]]] = {
        side: {"cold": [], "further": [], "cpu": [], "memory": []} for side in SIDES
    }
    for _ in range(asked.rounds):
        for side in SIDES:
            cold, few, many = measure(side, 1), measure(side, 2), measure(side, 2 + asked.further)
            taken[side]["cold"].append(cold["wall"])
            taken[side]["further"].append((many["wall"] - few["wall"]) / asked.further)
            taken[side]["cpu"].append((many["cpu"] - few["cpu"]) / asked.further)
            taken[side]["memory"].append(many["memory"])
    result = {}
    print(f"{'':28}{'bare':>10}{'flow':>10}{'ratio':>10}")
    names = {
        "cold": "cold start, s",
        "further": "each further flow, s",
        "cpu": "CPU a further flow, s",
        "memory": "peak memory, MB",
    }
    for what, words in names.items():
        one, other = (statistics.median(taken[side][what]) for side in SIDES)
        result[what] = {"bare": round(one, 3), "flow": round(other, 3), "ratio": round(other / one, 2)}
        print(f"{words:28}{one:10.2f}{other:10.2f}{other / one:10.2f}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
