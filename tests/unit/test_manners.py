"""How a site is visited: what robots.txt says, how long is waited, and when a site is left alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from apart import run_apart
from builders import a_flow
from hypothesis import given
from hypothesis import strategies as st

from verifier.manners.agent import contact_of, signature
from verifier.manners.breaker import left_alone, refusal
from verifier.manners.robots import RobotsFile, crawl_delay_ms, robots_url, robots_wall
from verifier.model.manners import Manners, RobotsPolicy
from verifier.model.observation import Trouble, TroubleKind, Wall, WallKind
from verifier.model.run import Done, Faulted, FlowRun, Missed, StepRun, Walled
from verifier.replay.patience import LIVE
from verifier.session.doorkeeper import Doorkeeper
from verifier.walls.waiting import in_words, retry_after_s

PAGE = "https://www.example.org/help/contact?lang=en"
NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


def a_file(text="", status=200):
    return RobotsFile("https://www.example.org/robots.txt", status, text)


OPEN = a_file(status=404)


# -- robots.txt --------------------------------------------------------------------------------------------------


def test_robots_txt_lies_at_the_root_of_the_origin():
    assert robots_url("https://a:b@www.example.org:8443/x/y?z#f") == "https://www.example.org:8443/robots.txt"


@pytest.mark.parametrize(
    ("file", "kept_out"),
    [
        (a_file("User-agent: *\nDisallow: /help/"), True),
        (a_file("User-agent: *\nDisallow: /help/\nAllow: /help/contact"), False),
        (a_file("User-agent: *\nDisallow: /*lang="), True),
        (a_file("User-agent: *\nDisallow: /\n\nUser-agent: Help-Flow-Verifier\nDisallow: /other"), False),
        (a_file("User-agent: *\nAllow: /\n\nUser-agent: help-flow-verifier\nDisallow: /"), True),
        (a_file("User-agent: Googlebot\nDisallow: /"), False),
        (a_file("User-agent: *\nDisallow:"), False),
        (a_file("<!doctype html><title>Not here</title>"), False),
        (a_file(""), False),
        (a_file(status=404), False),
        (a_file(status=401), False),
        (a_file(status=403), False),
        (a_file(status=429), True),
        (a_file(status=500), True),
        (a_file(status=503), True),
    ],
)
def test_robots_txt_is_read_as_rfc_9309_says(file, kept_out):
    wall = robots_wall(file, PAGE, RobotsPolicy.OBEY)
    assert (wall is not None) is kept_out
    if wall is not None:
        assert wall.kind is WallKind.ROBOTS
        assert wall.blocks
        assert len(wall.signals) == 2
        assert "https://www.example.org/help/contact" in wall.signals[1]


def test_a_site_file_may_have_robots_txt_noted_or_ignored():
    file = a_file("User-agent: *\nDisallow: /")
    noted = robots_wall(file, PAGE, RobotsPolicy.NOTE)
    assert noted is not None
    assert not noted.blocks
    assert robots_wall(file, PAGE, RobotsPolicy.IGNORE) is None


def test_a_crawl_delay_is_kept_up_to_ten_seconds():
    assert crawl_delay_ms(a_file("User-agent: *\nCrawl-delay: 4\nDisallow:")) == 4_000
    assert crawl_delay_ms(a_file("User-agent: *\nCrawl-delay: 900\nDisallow:")) == 10_000
    assert crawl_delay_ms(a_file("User-agent: *\nDisallow:")) == crawl_delay_ms(a_file(status=500)) == 0


@given(st.text())
def test_any_text_may_stand_in_a_robots_txt(text):
    robots_wall(a_file(text), PAGE, RobotsPolicy.OBEY)
    assert 0 <= crawl_delay_ms(a_file(text)) <= 10_000


# -- waiting -----------------------------------------------------------------------------------------------------


def test_retry_after_is_read_as_seconds_or_as_a_date():
    assert retry_after_s("120") == 120
    assert retry_after_s(format_datetime(NOW.replace(minute=5), usegmt=True), NOW) == 300
    assert retry_after_s(format_datetime(NOW.replace(hour=1), usegmt=True), NOW) == 0
    assert retry_after_s(format_datetime(NOW, usegmt=True)) is None
    assert retry_after_s("soon", NOW) is None
    assert retry_after_s("", NOW) is None


@given(st.text())
def test_any_retry_after_is_a_time_or_nothing(value):
    wait = retry_after_s(value, NOW)
    assert wait is None or wait >= 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 second"), (59, "59 seconds"), (60, "1 minute"), (90, "1 minute 30 seconds"), (7200, "2 hours"),
        (7201, "2 hours 1 minute"), (90_000, "1 day 1 hour"),
    ],
)  # fmt: skip
def test_a_time_is_said_in_words(seconds, words):
    assert in_words(seconds) == words


# -- who is asking -----------------------------------------------------------------------------------------------


def test_the_user_agent_names_the_tool_and_a_page_where_somebody_answers():
    assert (
        signature("1.2", "https://www.example.org/robot") == "help-flow-verifier/1.2 (+https://www.example.org/robot)"
    )
    assert signature("1.2", "") == "help-flow-verifier/1.2"


def test_the_site_file_says_whom_to_turn_to_then_the_environment_then_the_repository_of_the_job():
    site = a_flow().site
    named = replace(site, manners=Manners(contact="https://site.example.org"))
    job = {"GITHUB_SERVER_URL": "https://github.example.org", "GITHUB_REPOSITORY": "us/guides"}
    said = {"VERIFIER_CONTACT": "https://env.example.org", **job}
    assert contact_of(named, said) == "https://site.example.org"
    assert contact_of(site, said) == "https://env.example.org"
    assert contact_of(site, job) == "https://github.example.org/us/guides"
    assert contact_of(site, {"VERIFIER_CONTACT": "https://x\r\nevil: 1"}) == contact_of(site, {}) == ""


# -- the doorkeeper ----------------------------------------------------------------------------------------------


class Time:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.at = 0.0
        self.slept = []

    def __call__(self):
        return self.at

    async def sleep(self, seconds):
        self.slept.append(round(seconds, 3))
        self.at += seconds


def a_keeper(*, live=True):
    time = Time()
    return time, Doorkeeper(live=live, clock=time, sleep=time.sleep, now=lambda: NOW)


def a_flow_with(name="whatsapp/contact", **manners):
    flow = a_flow(name)
    return replace(flow, site=replace(flow.site, manners=Manners(**manners)))


def asking(file):
    asked = []

    async def fetch(url):
        await asyncio.sleep(0)
        asked.append(url)
        return file

    return asked, fetch


def admit(keeper, flow, fetch, url=PAGE, *, onward=False):
    return run_apart(keeper.admit(flow, url, fetch, onward=onward))


def ended(flow, outcome):
    return FlowRun(flow, (StepRun("open", outcome),), ())


REFUSED = Walled(Wall(WallKind.THROTTLE, ("the server answered 429", "bare")))


def test_pages_of_a_site_are_asked_for_one_pace_apart_also_across_its_flows():
    time, keeper = a_keeper()
    _, fetch = asking(OPEN)
    first, second = a_flow_with("whatsapp/a"), a_flow_with("whatsapp/b")
    admit(keeper, first, fetch)
    keeper.answered(first, PAGE, 200, ())
    time.at += 0.5
    admit(keeper, first, fetch)
    keeper.answered(first, PAGE, 200, ())
    admit(keeper, second, fetch)
    assert time.slept == [1.5, 2.0]


def test_a_redirect_is_part_of_the_page_that_led_to_it():
    time, keeper = a_keeper()
    _, fetch = asking(OPEN)
    flow = a_flow_with()
    admit(keeper, flow, fetch)
    admit(keeper, flow, fetch, onward=True)
    assert time.slept == []


def test_a_longer_crawl_delay_is_kept_instead_of_the_pace():
    time, keeper = a_keeper()
    _, fetch = asking(a_file("User-agent: *\nCrawl-delay: 5\nDisallow:"))
    flow = a_flow_with()
    admit(keeper, flow, fetch)
    admit(keeper, flow, fetch)
    assert time.slept == [5.0]


def test_a_replica_is_not_waited_for_but_its_robots_txt_holds():
    time, keeper = a_keeper(live=False)
    _, fetch = asking(a_file("User-agent: *\nDisallow: /help"))
    flow = a_flow_with()
    assert admit(keeper, flow, fetch, "https://www.example.org/") is None
    assert admit(keeper, flow, fetch).kind is WallKind.ROBOTS
    keeper.answered(flow, PAGE, 429, (("retry-after", "7200"),))
    assert keeper.ahead(flow) == 0
    assert keeper.patience(flow, LIVE) == LIVE
    assert time.slept == []


def test_robots_txt_is_asked_for_once_an_origin_and_not_at_all_where_it_is_ignored():
    _, keeper = a_keeper()
    asked, fetch = asking(OPEN)
    admit(keeper, a_flow_with(robots=RobotsPolicy.IGNORE), fetch)
    assert asked == []
    for url in (PAGE, PAGE, "https://faq.example.org/", "http://www.example.org/"):
        admit(keeper, a_flow_with(), fetch, url)
    assert asked == [robots_url(PAGE), "https://faq.example.org/robots.txt", "http://www.example.org/robots.txt"]


def test_a_network_that_fails_at_robots_txt_is_told_as_that():
    _, keeper = a_keeper()
    gone = Trouble(TroubleKind.OFFLINE, "The name could not be resolved.")
    assert admit(keeper, a_flow_with(), asking(gone)[1]) == gone
    assert admit(keeper, a_flow_with(), asking(OPEN)[1]) is None


def test_a_short_retry_after_is_waited_out_and_the_flow_played_once_more():
    time, keeper = a_keeper()
    flow = a_flow_with(longest_wait_ms=60_000)
    keeper.answered(flow, PAGE, 429, (("retry-after", "20"),))
    assert keeper.after(flow, ended(flow, REFUSED))
    assert run_apart(keeper.wait_ahead(flow)) is None
    assert time.slept == [20.0]
    keeper.answered(flow, PAGE, 429, (("retry-after", "20"),))
    assert not keeper.after(flow, ended(flow, REFUSED)), "only once"


def test_a_long_retry_after_blocks_the_flows_of_the_site_in_words_and_unasked():
    time, keeper = a_keeper()
    flow, other = a_flow_with("whatsapp/a"), a_flow_with("whatsapp/b")
    keeper.answered(flow, PAGE, 503, (("retry-after", format_datetime(NOW.replace(hour=14), usegmt=True)),))
    assert not keeper.after(flow, ended(flow, REFUSED))
    wall = run_apart(keeper.wait_ahead(other))
    assert wall.kind is WallKind.THROTTLE
    assert "2 hours" in wall.signals[0]
    asked, fetch = asking(OPEN)
    assert admit(keeper, other, fetch).kind is WallKind.THROTTLE
    assert (time.slept, asked) == ([], [])
    time.at += 7200
    assert keeper.ahead(other) == 0


def test_a_site_that_refused_three_flows_in_a_row_is_left_alone_and_they_are_named():
    _, keeper = a_keeper()
    names = ["whatsapp/a", "whatsapp/b", "whatsapp/c"]
    for name in names:
        flow = a_flow_with(name)
        assert keeper.ahead(flow) == 0
        keeper.after(flow, ended(flow, REFUSED))
    wall = keeper.ahead(a_flow_with("whatsapp/d"))
    assert wall.kind is WallKind.THROTTLE
    assert all(name in wall.signals[0] for name in names)
    assert keeper.ahead(replace(a_flow("vk/x"), site=replace(a_flow().site, id="vk"))) == 0, "another site"


def test_a_flow_that_got_through_starts_the_count_anew():
    _, keeper = a_keeper()
    for name, outcome in (("a", REFUSED), ("b", REFUSED), ("c", Done()), ("d", REFUSED), ("e", REFUSED)):
        flow = a_flow_with(f"whatsapp/{name}")
        keeper.after(flow, ended(flow, outcome))
    assert keeper.ahead(a_flow_with("whatsapp/f")) == 0


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (Done(), None),
        (Missed("a link"), None),
        (Walled(Wall(WallKind.LOGIN, ("a", "b"))), None),
        (Walled(Wall(WallKind.ROBOTS, ("a", "b"))), None),
        (Walled(Wall(WallKind.CHALLENGE, ("a", "b"))), WallKind.CHALLENGE),
        (Faulted(Trouble(TroubleKind.CONNECTION, "It was closed.")), WallKind.MAINTENANCE),
        (Faulted(Trouble(TroubleKind.OFFLINE, "We have no network.")), None),
    ],
)
def test_what_counts_as_a_refusal(outcome, kind):
    flow = a_flow()
    assert refusal(ended(flow, outcome)) is kind


def test_many_refused_flows_are_counted_and_some_are_named():
    refused = tuple((f"flow{number}", WallKind.CHALLENGE) for number in range(9))
    assert "and 4 more" in left_alone(refused, 3).signals[0]
