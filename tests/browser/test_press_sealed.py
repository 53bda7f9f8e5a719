"""What a sealed press gives as evidence, and that values never are part of it."""

from __future__ import annotations

import pytest
from tabs import pages

from verifier.model.observation import MailOpened, NothingLeft, RequestHeld, ValidationRefused
from verifier.model.selector import ByLabel, ByRole, Selector, Text
from verifier.replay.command import Capture, ClickOn, Locate, Located, PressKey, PressSealed, Submitted, TypeInto, Visit

pytestmark = pytest.mark.browser

FIELDS = '<label>E-mail <input name="email" required></label><input type="hidden" name="token" value="s3cret">'


def page(form='method="post" action="/send"', script="", fields=FIELDS):
    return f"<!doctype html><main><form {form}>{fields}<button>Send</button></form></main><script>const form = document.forms[0]; {script}</script>"


def pressed(open_tab, body, *, value="ana@example.org"):
    hand = open_tab(pages(index=body))
    hand(Visit("https://www.example.org/", 10_000))
    if value:
        field = hand(Locate(Selector(ByLabel(Text(("E-mail",)))), 2000))
        hand(TypeInto(field.handle, value, secret=False, timeout_ms=2000))
    button = hand(Locate(Selector(ByRole("button", Text(("Send",)))), 2000))
    assert isinstance(button, Located)
    reply = hand(PressSealed(button.handle, 5000))
    assert isinstance(reply, Submitted), reply
    assert "ana@" not in repr(reply)
    return reply


ON_SUBMIT = "form.onsubmit = (e) => {{ e.preventDefault(); {} }};"


def on_submit(script):
    return page(script=ON_SUBMIT.format(script))


@pytest.mark.parametrize(
    "body",
    [
        on_submit(
            "location.href = 'mailto:help@example.org?subject=Question%20one&body=' + encodeURIComponent('From ' + form.email.value);"
        ),
        on_submit(
            "const a = document.createElement('a'); a.href = 'mailto:help@example.org?subject=Question%20one&body=From%20' + form.email.value; document.body.append(a); a.click();"
        ),
        on_submit("window.open('mailto:help@example.org?subject=Question%20one&body=From%20' + form.email.value);"),
    ],
    ids=["location", "link", "window"],
)
def test_a_mail_draft_is_told_by_address_subject_and_body(open_tab, body):
    assert pressed(open_tab, body).evidence == MailOpened("help@example.org", "Question one", "From [typed]")


def test_a_form_whose_action_is_a_mail_address_opens_a_draft(open_tab):
    assert pressed(open_tab, page('method="get" action="mailto:help@example.org"')).evidence.to == "help@example.org"


def test_a_post_is_told_by_url_and_field_names(open_tab):
    held = pressed(open_tab, page()).evidence
    assert held == RequestHeld(
        "POST", "https://www.example.org/send", ("email", "token"), "application/x-www-form-urlencoded"
    )


@pytest.mark.parametrize(
    "script",
    [
        "fetch('/api', {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify({email: form.email.value, token: 1})});",
        "const x = new XMLHttpRequest(); x.open('POST', '/api'); x.send(new FormData(form));",
        "setTimeout(() => fetch('/api', {method: 'POST', body: new URLSearchParams(new FormData(form))}), 120);",
    ],
    ids=["json", "multipart", "late"],
)
def test_what_script_posts_is_told_by_its_field_names(open_tab, script):
    held = pressed(open_tab, on_submit(script)).evidence
    assert (held.method, held.url, held.field_names) == ("POST", "https://www.example.org/api", ("email", "token"))


def test_a_get_form_is_told_without_its_values(open_tab):
    held = pressed(open_tab, page('method="get" action="/find"')).evidence
    assert (held.method, held.url, held.field_names) == ("GET", "https://www.example.org/find", ("email", "token"))


@pytest.mark.parametrize("around", ["{}", "<a-form><template shadowrootmode=open>{}</template></a-form>"])
def test_an_empty_required_field_refuses_and_is_named(open_tab, around):
    assert pressed(open_tab, around.format(page()), value="").evidence == ValidationRefused(("E-mail",))


def test_a_press_that_does_nothing_lets_nothing_leave(open_tab):
    assert pressed(open_tab, on_submit("")).evidence == NothingLeft()


def test_a_beacon_to_somebody_else_is_not_the_submission(open_tab):
    script = "navigator.sendBeacon('https://ads.example.net/b', 'x=1'); fetch('/api', {method: 'POST', body: new URLSearchParams(new FormData(form))});"
    assert pressed(open_tab, on_submit(script)).evidence.url == "https://www.example.org/api"


def test_a_beacon_alone_is_nothing(open_tab):
    assert (
        pressed(open_tab, on_submit("navigator.sendBeacon('https://ads.example.net/b', 'x');")).evidence
        == NothingLeft()
    )


def test_after_a_seal_no_page_is_opened_and_the_page_can_still_be_read(open_tab):
    hand = open_tab(pages(index=page(), next="<h1>Next</h1>"))
    hand(Visit("https://www.example.org/", 10_000))
    button = hand(Locate(Selector(ByRole("button", Text(("Send",)))), 2000))
    hand(PressSealed(button.handle, 5000))
    assert hand(Visit("https://www.example.org/next", 5000)).kind == "forbidden"
    assert hand(Capture((), picture=False, timeout_ms=2000)).snapshot.url == "https://www.example.org/"


def test_a_sealed_key_sends_nothing_and_says_what_was_stopped(open_tab):
    asked = []

    def replica(request):
        asked.append(request.method)
        return pages(index=page())(request)

    hand = open_tab(replica)
    hand(Visit("https://www.example.org/", 10_000))
    field = hand(Locate(Selector(ByLabel(Text(("E-mail",)))), 2000))
    hand(TypeInto(field.handle, "ana@example.org", secret=False, timeout_ms=2000))
    hand(PressKey(field.handle, "Enter", sealed=True, timeout_ms=3000))
    seen = hand(Capture((), picture=False, timeout_ms=2000))
    assert asked == ["GET"]
    assert [(item.method, item.url) for item in seen.stopped] == [("POST", "https://www.example.org/send")]


def test_a_link_leads_on_after_something_was_typed(open_tab):
    body = "<label>E-mail <input name=email></label><a href='/next#part'>Next</a>"
    hand = open_tab(pages(index=body, next="<h1>Next</h1><img src='/late.gif'>"))
    hand(Visit("https://www.example.org/", 10_000))
    field = hand(Locate(Selector(ByLabel(Text(("E-mail",)))), 2000))
    hand(TypeInto(field.handle, "ana@example.org", secret=False, timeout_ms=2000))
    link = hand(Locate(Selector(ByRole("link", Text(("Next",)))), 2000))
    hand(ClickOn(link.handle, 3000))
    seen = hand(Capture((), picture=False, timeout_ms=2000))
    assert seen.snapshot.url == "https://www.example.org/next#part"
    assert seen.answer.status == 200
    assert seen.stopped == ()
