"""The rule of the lock, with no browser: what may go and what may not."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import quote

import pytest
from builders import ANYWHERE
from hypothesis import given
from hypothesis import strategies as st

from verifier.browser.guard.decide import Defer, GuardState, Let, Recall, Seal, Stop, decide
from verifier.browser.guard.fields import field_names
from verifier.browser.guard.traces import Traces
from verifier.model.flow import Allowance
from verifier.model.web import WebRequest

PHONE = "+1 202 555 0147"
DOCUMENT = (("sec-fetch-dest", "document"), ("sec-fetch-mode", "navigate"))
MENU = Allowance("https://shop.example/menu*", "POST", "the menu is fetched by POST", ANYWHERE)
SEARCH = Allowance("https://shop.example/search*", "GET", "a search", ANYWHERE)


def ask(url="https://shop.example/", method="GET", headers=(), body=b""):
    return WebRequest(method, url, headers, body)


def test_a_plain_read_goes():
    assert decide(ask(), GuardState()) == Let()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get2"])
def test_nothing_but_a_read_goes(method):
    assert isinstance(decide(ask(method=method), GuardState()), Stop)


def test_a_socket_never_goes():
    assert isinstance(decide(ask(headers=(("upgrade", "websocket"),)), GuardState(allow=(SEARCH,))), Stop)


def test_a_read_with_a_body_does_not_go():
    assert isinstance(decide(ask(body=b"x"), GuardState()), Stop)


def test_an_allowed_request_goes_without_what_was_typed_only():
    state = GuardState(allow=(MENU,)).typed(PHONE)
    assert decide(ask("https://shop.example/menu?1", "POST", body=b"a=1"), state) == Let()
    assert isinstance(decide(ask("https://shop.example/menu?1", "POST", body=b"a=12025550147"), state), Stop)
    assert isinstance(decide(ask("https://shop.example/other", "POST"), state), Stop)


def test_an_allowed_read_may_carry_what_was_typed():
    state = GuardState(allow=(SEARCH,)).typed("shoes")
    assert decide(ask("https://shop.example/search?q=shoes"), state) == Let()


def test_a_hushed_page_may_only_be_reminded():
    assert isinstance(decide(ask("https://shop.example/a.js"), GuardState().typed(PHONE)), Recall)


def test_a_navigation_out_of_a_hushed_page_is_put_off_and_only_during_a_command():
    state = GuardState().typed(PHONE)
    assert isinstance(decide(ask(headers=DOCUMENT), state), Recall)
    assert decide(ask(headers=DOCUMENT), GuardState(hushed=True, commanding=True)) == Defer()
    assert isinstance(
        decide(
            ask(headers=(*DOCUMENT, ("sec-purpose", "prefetch;prerender"))), GuardState(hushed=True, commanding=True)
        ),
        Recall,
    )


def test_the_hush_ends_when_the_next_document_is_answered():
    state = GuardState().typed(PHONE).left()
    assert decide(ask(headers=DOCUMENT), state) == Let()
    assert isinstance(decide(ask("https://shop.example/pixel.gif"), state), Recall)
    assert decide(ask("https://shop.example/pixel.gif"), state.landed()) == Let()


def test_an_open_page_does_not_lose_its_hush_by_landing():
    assert GuardState().typed(PHONE).landed().hushed


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example/?p=" + quote(PHONE),
        "https://shop.example/?p=" + quote(quote(PHONE, safe=""), safe=""),
        "https://shop.example/?p=12025550147",
        "https://shop.example/1/2/0/2/5/5/5/0/1/4/7",
        "https://shop.example/?p=" + base64.b64encode(PHONE.encode()).decode(),
        "https://shop.example/?p=" + base64.b64encode(b"x" + PHONE.encode() + b"yz").decode(),
        "https://shop.example/?p=" + base64.urlsafe_b64encode(b"xy" + PHONE.encode()).decode(),
        "https://shop.example/?p=" + PHONE.encode().hex(),
        "https://shop.example/?p=" + PHONE.encode("utf-16-le").hex(),
        "https://shop.example/?p=" + quote(PHONE[::-1]),
        "https://shop.example/?p=" + hashlib.sha256(b"12025550147").hexdigest(),
        "https://shop.example/?p=" + hashlib.md5(PHONE.encode(), usedforsecurity=False).hexdigest().upper(),
        "https://12025550147.shop.example/",
    ],
)
def test_no_disguise_of_a_typed_value_goes_even_after_the_hush(url):
    state = GuardState().typed(PHONE).left().landed()
    assert isinstance(decide(ask(url), state), Stop)


@pytest.mark.parametrize(
    "header",
    [("cookie", "a=1; p=" + quote(PHONE)), ("referer", "https://shop.example/?p=12025550147"), ("x-any", PHONE)],
    ids=["cookie", "referer", "custom"],
)
def test_headers_are_looked_through_too(header):
    assert isinstance(decide(ask(headers=(header,)), GuardState().typed(PHONE).left().landed()), Stop)


def test_a_short_value_stops_only_what_is_the_value():
    state = GuardState().typed("42").left().landed()
    assert isinstance(decide(ask("https://shop.example/?age=42"), state), Stop)
    assert decide(ask("https://shop.example/logo-4242.png"), state) == Let()


@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]),
    url=st.sampled_from(
        [
            "https://shop.example/",
            "https://shop.example/menu",
            "https://shop.example/search?q=1",
            "https://ads.example/",
        ]
    ),
    headers=st.sampled_from([(), DOCUMENT]),
    commanding=st.booleans(),
    typed=st.lists(st.text(max_size=20), max_size=3),
)
def test_a_sealed_context_lets_nothing_go(method, url, headers, commanding, typed):
    state = GuardState(allow=(MENU, SEARCH), commanding=commanding).sealed(Seal.SUBMIT)
    for value in typed:
        state = state.typed(value)
    assert isinstance(decide(ask(url, method, headers), state.sealed(Seal.KEY).left().landed()), Stop)


LETTERS = st.characters(categories=("L", "N"))
TYPED = st.builds(
    "".join,
    st.tuples(
        st.text(LETTERS, min_size=2, max_size=30),
        st.sampled_from(["", " ", "@", "-", "."]),
        st.text(LETTERS, min_size=2, max_size=30),
    ),
)


@given(value=TYPED, before=st.text(LETTERS, max_size=9), after=st.text(LETTERS, max_size=9), which=st.integers(0, 4))
def test_what_was_typed_is_found_in_any_company(value, before, after, which):
    text = before + value + after
    sent = [
        quote(text, safe=""),
        quote(quote(text, safe=""), safe=""),
        base64.b64encode(text.encode()).decode(),
        text.encode().hex(),
        quote(text[::-1], safe=""),
    ][which]
    assert isinstance(decide(ask("https://shop.example/?x=" + sent), GuardState().typed(value).left().landed()), Stop)


@given(st.text(max_size=30))
def test_traces_of_nothing_find_nothing(text):
    assert not Traces().carries(ask("https://shop.example/" + quote(text)))


@pytest.mark.parametrize(
    ("media_type", "body", "names"),
    [
        ("application/x-www-form-urlencoded", b"a=1&b=&a=2", ("a", "b")),
        ("application/json", b'{"a": {"b": 1}, "c": [{"d": 2}]}', ("a", "c", "b", "d")),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
            ("a",),
        ),
        ("application/octet-stream", b"\x00\xff", ()),
    ],
)
def test_field_names_are_read_from_every_kind_of_body(media_type, body, names):
    assert field_names("https://shop.example/", media_type, body) == names


def test_field_names_of_a_read_are_those_of_its_query():
    assert field_names("https://shop.example/?q=1&lang=", "", b"") == ("q", "lang")
