"""Both colours of the driver give the same replies, and what a network can do becomes trouble of the right kind."""

from __future__ import annotations

import socket

import pytest
from tabs import Pictures, a_flow, html, pages

from verifier.browser.sync_driver import SyncTab
from verifier.model.flow import Allowance
from verifier.model.observation import Trouble, TroubleKind
from verifier.model.secret import EnvironmentValue
from verifier.model.selector import ByCss, ByLabel, ByRole, ByText, Group, Landmark, Section, Selector, Text
from verifier.replay.command import (
    Acted,
    AwaitGone,
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
    SetChecked,
    TypeInto,
    Visit,
)

pytestmark = pytest.mark.browser
URL = "https://www.example.org/"
PAGE = """<!doctype html><html lang=en><title>Contact</title><nav><a href=/nav>Contact us</a></nav><main><h1>Support</h1>
<section><div><h2>Messenger</h2></div><div><p><a href=/next>Contact us</a></p></div></section><section><h2>Business</h2><p><a href=/business>Contact us</a></p></section>
<form method=post action=/send><label>Phone <input name=phone></label><label>Country <select name=c><option value=us>United States<option value=ro>Romania</select></label>
<fieldset><legend>Platform</legend><label><input type=radio name=p value=a>Android</label><label><input type=radio name=p value=i>iPhone</label></fieldset>
<label><input type=checkbox name=ok>I agree</label><button>Send “it”</button></form></main>
<iframe title=Inner srcdoc='<button>Deep</button>'></iframe><p style='display:none'>Not shown</p>"""


def role(name, role_="link", **more):
    return Selector(ByRole(role_, Text((name,))), **more)


def label(name, **more):
    return Selector(ByLabel(Text((name,))), **more)


SCRIPT = (
    Visit(URL, 10_000),
    Capture((role("Support", "heading"),), picture=True, timeout_ms=3000),
    Locate(role("Contact us", within=Section(Text(("Messenger",)))), 2000),
    HoverOver(0, 2000),
    ClickOn(0, 3000),
    Capture((), picture=False, timeout_ms=3000),
    GoBack(5000),
    Locate(label("Phone"), 2000),
    TypeInto(1, "202 555 0147", secret=False, timeout_ms=2000),
    Locate(label("Country"), 2000),
    PickOption(2, Text(("Romania",)), by_value=False, timeout_ms=2000),
    PickOption(2, Text(("Nowhere",)), by_value=False, timeout_ms=2000),
    Locate(role("iPhone", "radio", within=Group(Text(("Platform",)))), 2000),
    SetChecked(3, checked=True, timeout_ms=2000),
    Locate(label("I agree"), 2000),
    SetChecked(4, checked=True, timeout_ms=2000),
    PressKey(None, "Tab", sealed=False, timeout_ms=2000),
    Locate(Selector(ByText(Text(("Not shown",)))), 100),
    AwaitGone(role("Nothing like it"), 100),
    Locate(role('Send "it"', "button"), 2000),
    PressSealed(5, 5000),
    Capture((), picture=True, timeout_ms=3000),
)
REPLICA = pages(index=PAGE, next="<title>Next</title><h1>Next</h1>")


def nobodys_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def in_sync(new_context, script, upstream, **flow):
    with SyncTab(new_context, a_flow(**flow), upstream=upstream, keep=Pictures().keep, environment={}) as tab:
        return [tab.execute(command) for command in script]


def test_both_colours_give_equal_replies(open_tab, new_context):
    hand = open_tab(REPLICA)
    one = [hand(command) for command in SCRIPT]
    other = in_sync(new_context, SCRIPT, REPLICA)
    for command, left, right in zip(SCRIPT, one, other, strict=True):
        assert not isinstance(left, Trouble), (command, left)
        if isinstance(left, Captured):
            assert (left.snapshot, left.answer, left.stopped) == (right.snapshot, right.answer, right.stopped)
        else:
            assert left == right


@pytest.mark.parametrize(
    ("selector", "path", "matches"),
    [
        (role("Contact us"), "/next", 3),
        (role("contact US"), "/next", 3),
        (role("Contact us", within=Landmark("navigation")), "/nav", 1),
        (role("Contact us", within=Section(Text(("Business",)))), "/business", 1),
        (role("Contact us", within=Section(Text(("Support",)))), "/next", 2),
        (Selector(ByRole("link", Text(("Kontakt", "Contact us")))), "/next", 3),
        (Selector(ByCss("a[href='/business']")), "/business", 1),
        (role("Contact"), "/next", 3),
    ],
)
def test_a_selector_finds_its_element(open_tab, selector, path, matches):
    hand = open_tab(REPLICA)
    hand(Visit(URL, 10_000))
    found = hand(Locate(selector, 2000))
    assert (found.anchor.href, found.matches) == (path, matches)


@pytest.mark.parametrize(
    "shown", ["Contact us", "Con\u00adtact\u00a0us", "\u202aContact  us\u202c", "<b>Contact</b> us"]
)
def test_marks_that_nobody_sees_do_not_hide_a_name(open_tab, shown):
    hand = open_tab(pages(index=f"<meta charset=utf-8><button>{shown}</button>"))
    hand(Visit(URL, 10_000))
    assert isinstance(hand(Locate(role("Contact us", "button"), 1000)), Located)


def test_an_element_in_a_frame_is_found_by_the_frame(open_tab):
    hand = open_tab(REPLICA)
    hand(Visit(URL, 10_000))
    assert isinstance(hand(Locate(role("Deep", "button"), 100)), NotFound)
    found = hand(Locate(role("Deep", "button", frame=("iframe",)), 2000))
    assert found.anchor.frame == ("Inner",)
    assert hand(ClickOn(found.handle, 2000)) == Acted()


def test_what_is_there_but_hidden_says_so(open_tab):
    hand = open_tab(REPLICA)
    hand(Visit(URL, 10_000))
    assert hand(Locate(Selector(ByText(Text(("Not shown",)))), 50)) == NotFound(hidden=True)


def test_a_styled_radio_button_is_pressed_by_its_label(open_tab):
    hand = open_tab(
        pages(
            index="<style>input{position:absolute;opacity:0;width:1px;height:1px}</style><label><input type=radio name=a>One</label>"
        )
    )
    hand(Visit(URL, 10_000))
    found = hand(Locate(role("One", "radio"), 1000))
    assert hand(SetChecked(found.handle, checked=True, timeout_ms=2000)) == Acted()


def test_a_drop_down_made_by_script_is_picked_from(open_tab):
    body = """<button role=combobox aria-label=Topic aria-expanded=false onclick="list.hidden=false">Choose</button>
    <ul id=list role=listbox hidden><li role=option onclick="document.title='picked'">Account</li></ul>"""
    hand = open_tab(pages(index=body))
    hand(Visit(URL, 10_000))
    found = hand(Locate(label("Topic"), 1000))
    assert hand(PickOption(found.handle, Text(("Account",)), by_value=False, timeout_ms=2000)) == Acted()
    assert hand(Capture((), picture=False, timeout_ms=2000)).snapshot.title == "picked"


def test_an_environment_value_is_typed_and_never_told(open_tab):
    hand = open_tab(pages(index="<label>Name <input></label>"), environment={"SECRET_NAME": "Zaphod"})
    hand(Visit(URL, 10_000))
    field = hand(Locate(label("Name"), 1000))
    assert hand(TypeInto(field.handle, EnvironmentValue("SECRET_NAME"), secret=False, timeout_ms=1000)) == Acted()
    assert "Zaphod" not in repr(hand(Capture((), picture=True, timeout_ms=2000)))
    assert isinstance(hand(TypeInto(field.handle, EnvironmentValue("NOT_SET"), secret=False, timeout_ms=1000)), Trouble)


def test_an_allowed_post_reaches_the_replica(open_tab):
    from builders import ANYWHERE

    asked = []

    def replica(request):
        asked.append((request.method, request.url))
        return html(
            "<main></main><script>fetch('/menu', {method: 'POST', body: 'a=1'}); fetch('/other', {method: 'POST'})</script>"
        )

    hand = open_tab(replica, allow=(Allowance(URL + "menu*", "POST", "a menu", ANYWHERE),))
    hand(Visit(URL, 10_000))
    seen = hand(Capture((), picture=False, timeout_ms=2000))
    assert ("POST", URL + "menu") in asked
    assert ("POST", URL + "other") not in asked
    assert [item.url for item in seen.stopped] == [URL + "other"]


def test_the_language_is_asked_for(open_tab):
    headers = {}

    def replica(request):
        headers.update(request.headers)
        return html("<p>hi</p>")

    hand = open_tab(replica, locale="ro", user_agent="A browser")
    hand(Visit(URL, 10_000))
    assert headers["accept-language"].startswith("ro")
    assert headers["user-agent"] == "A browser"


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (f"http://127.0.0.1:{nobodys_port()}/", TroubleKind.CONNECTION),
        ("https://no-such-host.invalid/", TroubleKind.OFFLINE),
    ],
    ids=["nobody listens", "no such name"],
)
def test_a_network_that_does_not_answer_is_trouble(open_tab, monkeypatch, url, kind):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    hand = open_tab(None)
    reply = hand(Visit(url, 10_000))
    assert isinstance(reply, Trouble)
    assert reply.kind is kind


def test_a_file_in_place_of_a_page_is_trouble(open_tab):
    hand = open_tab(lambda _: html("zip", headers=(("content-disposition", "attachment; filename=a.zip"),)))
    assert hand(Visit(URL, 5000)).kind is TroubleKind.DOWNLOAD


def test_a_replica_that_fails_is_our_mistake(open_tab):
    def replica(request):
        raise ValueError("broken replica")

    assert open_tab(replica)(Visit(URL, 5000)).kind is TroubleKind.INTERNAL


def test_a_popup_is_told_and_closed(open_tab):
    hand = open_tab(pages(index="<a href=/next target=_blank>New</a>", next="<h1>Next</h1>"))
    hand(Visit(URL, 10_000))
    hand(ClickOn(hand(Locate(role("New"), 1000)).handle, 2000))
    assert hand(Capture((), picture=False, timeout_ms=2000)).popups == (URL + "next",)


def test_a_covered_element_is_trouble_and_says_why(open_tab):
    hand = open_tab(pages(index="<button>Under</button><div style='position:fixed;inset:0' id=cover></div>"))
    hand(Visit(URL, 10_000))
    reply = hand(ClickOn(hand(Locate(role("Under", "button"), 1000)).handle, 1500))
    assert reply.kind is TroubleKind.ACTION
    assert "cover" in reply.message


def test_a_page_whose_script_never_ends_is_given_up_on(open_tab, monkeypatch):
    monkeypatch.setattr("verifier.browser.async_driver.HUNG_S", 0.5)
    hand = open_tab(pages(index="<h1>Busy</h1><script>setInterval(() => { for (;;); }, 50)</script>"))
    hand(Visit(URL, 10_000))
    reply = hand(Capture((Selector(ByText(Text(("never",)))),), picture=False, timeout_ms=1000))
    assert reply == Trouble(TroubleKind.TIMEOUT, "The page did not react any more.")
