"""Politeness, proven against a server on loopback that logs when it was asked for what, and by whom. The clock is the test's own."""

from __future__ import annotations

from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from builders import ANYWHERE
from tabs import Pictures, a_flow

from verifier.model.action import Click, Goto
from verifier.model.event import FlowJudged, FlowStarted, RunStarted, StepFinished
from verifier.model.finding import Status
from verifier.model.flow import Site, Step
from verifier.model.manners import Manners, RobotsPolicy
from verifier.model.run import Walled
from verifier.model.selector import ByRole, Selector, Text
from verifier.model.wall import WallKind
from verifier.replay.patience import Patience
from verifier.session.bus import Bus
from verifier.session.doorkeeper import Doorkeeper
from verifier.session.schedule import run_flows

pytestmark = pytest.mark.browser

SHORT = Patience(load_ms=10_000, locate_ms=1_000, act_ms=2_000, expect_ms=1_000)
SIGNED = "help-flow-verifier/9.9 (+https://www.example.org/robot)"
FILLING = "<p>Read here how to reach our support, and what it can do for you today.</p>" * 3


class Logging:
    """A site that logs. `pages` gives status, headers and body for each path, the first answers first, the last for ever."""

    def __init__(self, clock, pages):
        self.log = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                site.log.append((round(clock(), 1), self.path, self.headers["user-agent"]))
                answers = pages.get(self.path, [(404, {}, "")])
                status, headers, body = answers.pop(0) if len(answers) > 1 else answers[0]
                self.send_response(status)
                for name, value in {"content-type": "text/html", "content-length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body.encode())

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        Thread(target=self.server.serve_forever, daemon=True, kwargs={"poll_interval": 0.05}).start()

    def asked(self, *, documents_only=True):
        return [path for _, path, _ in self.log if not (documents_only and path in {"/robots.txt", "/favicon.ico"})]


def page(body):
    return [(200, {}, f"<!doctype html><html lang=en><title>Support</title><h1>Support</h1>{FILLING}{body}")]


class Time:
    def __init__(self):
        self.at = 0.0
        self.slept = []

    def __call__(self):
        return self.at

    async def sleep(self, seconds):
        self.slept.append(round(seconds, 3))
        self.at += seconds


def link(name):
    return Click(Selector(ByRole("link", Text((name,)))))


@pytest.fixture
def visit(beside, browser_beside):
    """Play flows against a logging site, politely; gives the site, the verdicts by flow, and the events."""
    sites = []

    def play(pages, flows, **manners):
        time = Time()
        site = Logging(time, pages)
        sites.append(site)
        keeper = Doorkeeper(live=True, clock=time, sleep=time.sleep)
        of = Site("shop", "Shop", ("127.0.0.1",), manners=Manners(**manners))
        made = tuple(
            a_flow(
                id=f"shop/{name}",
                site=of,
                steps=tuple(
                    Step(f"s{place}", Goto(site.url + what) if isinstance(what, str) else what, ANYWHERE)
                    for place, what in enumerate(steps)
                ),
            )
            for name, steps in flows.items()
        )
        stamps = []

        @asynccontextmanager
        async def open_tab(flow):
            async with await browser_beside.driver(
                flow, upstream=None, keep=Pictures().keep, environment={}, door=keeper.door(flow), signature=SIGNED
            ) as tab:
                yield tab

        start = RunStarted("run", "9.9", "2026-01-01T00:00:00Z", "live", "", "", tuple(f.key for f in made), ())
        work = run_flows(
            start, made, open_tab=open_tab, baselines={}, bus=Bus(stamps.append), patience=SHORT, jobs=4,
            one_per_site=True, keeper=keeper,
        )  # fmt: skip
        beside.run(work)
        events = [stamped.event for stamped in stamps]
        verdicts = {e.key.removesuffix("[en]"): e.verdict for e in events if isinstance(e, FlowJudged)}
        return site, time, verdicts, events

    yield play
    for site in sites:
        site.server.shutdown()
        site.server.server_close()


def walls(events):
    return [
        event.outcome.wall for event in events if isinstance(event, StepFinished) and isinstance(event.outcome, Walled)
    ]


def test_pages_are_two_seconds_apart_and_every_request_says_who_asks(visit):
    pages = {
        "/": page("<img src=/picture.png alt=''><a href=/more>More</a>"),
        "/more": [(302, {"location": "/there"}, "")],
        "/there": page(""),
    }
    site, _, verdicts, _ = visit(pages, {"a": ["/", link("More")], "b": ["/"]})
    assert {verdict.status for verdict in verdicts.values()} == {Status.VERIFIED}
    documents = [(at, path) for at, path, _ in site.log if path in {"/", "/more", "/there"}]
    assert documents == [(0.0, "/"), (2.0, "/more"), (2.0, "/there"), (4.0, "/")]
    agents = {agent for _, _, agent in site.log}
    assert all(agent.startswith("Mozilla/5.0 ") and agent.endswith(f" {SIGNED}") for agent in agents), agents
    assert {"/robots.txt", "/picture.png"} <= {path for _, path, _ in site.log}
    assert [path for _, path, _ in site.log].count("/robots.txt") == 1
    assert site.log[0][1] == "/robots.txt"


def test_a_page_that_robots_txt_keeps_to_itself_is_never_asked_for_however_one_comes_there(visit):
    pages = {
        "/robots.txt": [(302, {"location": "/rules.txt"}, "")],
        "/rules.txt": [(200, {"content-type": "text/plain"}, "User-agent: *\nDisallow: /private\n")],
        "/": page(
            "<a href=/private/1>Link</a> <a href=# onclick=\"location='/private/2'\">Script</a> <a href=/hop>Hop</a>"
        ),
        "/hop": [(302, {"location": "/private/3"}, "")],
        "/private/1": page(""), "/private/2": page(""), "/private/3": page(""),
    }  # fmt: skip
    ways = {
        "goto": ["/private/1"],
        "link": ["/", link("Link")],
        "script": ["/", link("Script")],
        "hop": ["/", link("Hop")],
    }
    site, _, verdicts, events = visit(pages, ways)
    assert not [path for path in site.asked() if path.startswith("/private")]
    assert {name: verdict.status for name, verdict in verdicts.items()} == {
        f"shop/{way}": Status.BLOCKED for way in ways
    }
    assert [wall.kind for wall in walls(events)] == [WallKind.ROBOTS] * 4
    assert all("/private/" in verdict.because for verdict in verdicts.values()), verdicts


def test_a_site_file_may_go_in_all_the_same_and_the_report_says_so(visit):
    pages = {"/robots.txt": [(200, {}, "User-agent: *\nDisallow: /\n")], "/": page("")}
    site, _, verdicts, _ = visit(pages, {"a": ["/"]}, robots=RobotsPolicy.NOTE)
    assert site.asked() == ["/"]
    assert verdicts["shop/a"].status is Status.VERIFIED
    assert [f.actual for f in verdicts["shop/a"].findings if "robots" in f.actual] == [
        "robots.txt asks robots to stay away from it"
    ]


def test_a_short_retry_after_is_waited_out(visit):
    pages = {"/": [(429, {"retry-after": "30"}, "Too many requests"), *page("")]}
    site, time, verdicts, events = visit(pages, {"a": ["/"]})
    assert verdicts["shop/a"].status is Status.VERIFIED
    assert time.slept == [30.0]
    assert site.asked() == ["/", "/"]
    assert [event.attempt for event in events if isinstance(event, FlowStarted)] == [1, 2]


def test_a_long_retry_after_blocks_and_the_site_is_not_asked_again(visit):
    pages = {"/": [(429, {"retry-after": "7200"}, "Too many requests")]}
    site, time, verdicts, _ = visit(pages, {"a": ["/"], "b": ["/"]})
    assert {verdict.status for verdict in verdicts.values()} == {Status.BLOCKED}
    assert "2 hours" in verdicts["shop/a"].because
    assert "2 hours" in verdicts["shop/b"].because
    assert (site.asked(), time.slept) == (["/"], [])


def test_after_three_refusals_in_a_row_the_site_is_left_alone(visit):
    pages = {"/": [(429, {}, "Too many requests")]}
    site, _, verdicts, _ = visit(pages, {name: ["/"] for name in "abcde"})
    assert site.asked() == ["/"] * 3
    assert {verdict.status for verdict in verdicts.values()} == {Status.BLOCKED}
    assert "shop/a[en], shop/b[en], shop/c[en]" in verdicts["shop/e"].because
