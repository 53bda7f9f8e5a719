"""The pages of Wish in their editions: whole in both languages, and different exactly where they should be."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest

from verifier.model.web import WebRequest
from verifier.replica.load import Replica, load_replica

FLOWS = Path(__file__).parents[2] / "flows"
EDITIONS = Replica.editions(FLOWS, "wish")
LOCALES = {"en-us": "en", "el": "el"}
WWW = "https://www.wish.com"
PAGES = (f"{WWW}/", f"{WWW}/contact", f"{WWW}/terms", f"{WWW}/nothing", "https://home.wish.com/faq/managing-account")
INSIDE = (f"{WWW}/feed", f"{WWW}/settings", f"{WWW}/assistant", f"{WWW}/assistant/agent")


@pytest.fixture(scope="module")
def replicas() -> dict[str, Replica]:
    return {edition: load_replica(FLOWS, "wish", edition) for edition in EDITIONS}


class Links(HTMLParser):
    """Where the links of a page lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.targets += [value for name, value in attrs if tag == "a" and name == "href" and value]


def get(replica: Replica, url: str):
    return replica.answer(WebRequest("GET", url))


def text_of(replica: Replica, url: str) -> str:
    return get(replica, url).body.decode()


def test_the_editions_are_those_that_the_facts_ask_for():
    assert EDITIONS == ("documented", "nested-agent", "login-wall", "help-centre", "today", "forbidden")


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_page_is_whole_in_every_language(replicas, edition, locale):
    for url in (*PAGES, *INSIDE):
        answer = get(replicas[edition], f"{url}?locale={locale}")
        if answer.status in (301, 302):
            continue
        body = answer.body.decode()
        assert not re.search(r"{{|}}|\.html\b", body), url
        gone = "nothing" in url or (edition == "today" and "agent" in url)
        assert answer.status == (403 if edition == "forbidden" else 404 if gone else 200)
        if edition != "forbidden":
            assert f'<html lang="{LOCALES[locale]}" dir="ltr">' in body


@pytest.mark.parametrize("edition", ["documented", "today"])
@pytest.mark.parametrize("locale", LOCALES)
def test_every_link_between_the_pages_leads_to_a_page(replicas, edition, locale):
    left, seen = (
        [
            f"{WWW}/?locale={locale}",
            f"{WWW}/feed?locale={locale}",
            "https://www.bbb.org/",
            "https://www.resolver.co.uk/",
        ],
        set(),
    )
    while left:
        url = left.pop().split("#")[0]
        if url in seen:
            continue
        seen.add(url)
        answer = get(replicas[edition], url)
        headers = dict(answer.headers)
        assert answer.status in (200, 301, 302), url
        targets = [headers["location"]] if "location" in headers else Links(answer.body.decode()).targets
        left += [
            to
            for to in (urljoin(url, each) for each in targets)
            if re.match(r"https://[\w.-]*(wish|bbb|resolver)\.", to)
        ]
    assert len(seen) > 20


def test_the_agent_stands_behind_something_else_or_beside_it(replicas):
    def order(edition):
        page = text_of(replicas[edition], f"{WWW}/assistant?locale=en-us")
        menu = page.partition('id="menu"')[2]
        return re.findall(r"Something Else|Contact Support Agent", menu)[:2]

    assert order("documented") == ["Something Else", "Contact Support Agent"]
    assert order("nested-agent") == ["Contact Support Agent", "Something Else"]


def test_the_login_dialog_can_be_closed_in_the_documented_edition_only(replicas):
    assert 'aria-label="Close"' in text_of(replicas["documented"], f"{WWW}/?locale=en-us")
    wall = text_of(replicas["login-wall"], f"{WWW}/?locale=en-us")
    assert 'role="dialog"' in wall
    assert "Close" not in wall
    for url in INSIDE:
        assert "/login?redirect_to=" in dict(get(replicas["login-wall"], url).headers)["location"]


def test_the_facts_of_the_new_owner_have_taken_the_place_of_the_old_ones(replicas):
    old, new = (text_of(replicas[edition], f"{WWW}/contact?locale=en-us") for edition in ("documented", "today"))
    for fact in ("support@wish.com", "One Sansome Street", "555-0132", "ContextLogic"):
        assert fact in old
        assert fact not in new
    assert "Qoo10" in new


def test_greek_is_written_with_greek_letters_only():
    words = (FLOWS / "wish" / "replica" / "texts" / "el.yaml").read_text("utf-8")
    said = " ".join(line.partition(": ")[2] for line in words.splitlines() if not line.startswith("#"))
    assert not re.findall(r"\b(?=\w*[\u0370-\u03ff])(?=\w*[A-Za-z])\w+", said)
    assert "\u00b5" not in said
