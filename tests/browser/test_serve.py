"""`verifier serve` as a person meets it: the command is started, a browser opens the URL, and everything can be clicked."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from verifier.browser.launch import find_browser

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
# A shell that starts tests in the background lets them ignore Ctrl-C; the command itself must not be measured by that.
START = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from verifier.cli import main; main()"
MESSAGE = "I cannot sign in on my computer since I changed my phone."
WORDS = {
    "en": ("Contact us", "Continue to the contact form", "Send Question", "Next Step", "Your question has been sent."),
    "ro": (
        "Contactați-ne", "Continuați la formularul de contact", "Trimiteți întrebarea", "Pasul următor",
        "Întrebarea dvs. a fost trimisă.",
    ),
    "ar": ("اتصل بنا", "المتابعة إلى نموذج الاتصال", "إرسال سؤال", "الخطوة التالية", "تم إرسال سؤالك."),
}  # fmt: skip
LANG = {"en": "en_US", "ro": "ro_RO", "ar": "ar_AR"}


@contextmanager
def serving(edition: str):
    """The URL that the command prints; at the end it is stopped with Ctrl-C and must end well."""
    command = [sys.executable, "-c", START, "serve", "whatsapp", "--edition", edition, "--flows", str(ROOT / "flows")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)
            _, talk = process.communicate(timeout=20)
        assert talk.rstrip().endswith("stopped")
        assert process.returncode == 0


@pytest.fixture(scope="module")
def chromium(playwright):
    browser = playwright.chromium.launch(executable_path=find_browser(None).executable)
    yield browser
    browser.close()


@pytest.fixture
def tab(chromium):
    context = chromium.new_context(locale="en-US", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    tab = context.new_page()
    tab.left = []
    context.on("request", lambda request: tab.left.append(request.url))
    yield tab
    context.close()


@pytest.fixture(scope="module")
def documented():
    with serving("documented") as url:
        yield url


@pytest.fixture(scope="module")
def today():
    with serving("today") as url:
        yield url


@pytest.fixture(scope="module")
def consent():
    with serving("consent") as url:
        yield url


def open_form(tab, url: str, language: str, *, team: int = 0) -> None:
    contact, go_on, *_ = WORDS[language]
    tab.goto(f"{url}?lang={LANG[language]}")
    tab.get_by_role("main").get_by_role("link", name=contact, exact=True).nth(team).click()
    tab.get_by_role("link", name=go_on).click()


def fill_in(tab) -> None:
    tab.locator("#country_selector").select_option("US")
    tab.locator("#phone_number").fill("202 555 0123")
    tab.locator("input[value=WHATS_APP_WEB_DESKTOP]").check()
    tab.locator("#your_message").fill(MESSAGE)


@pytest.mark.parametrize("language", WORDS)
def test_the_documented_form_opens_a_mail_and_says_where_to_write_otherwise(tab, documented, language):
    open_form(tab, documented, language)
    expect(tab.get_by_text("webclient_web@support.whatsapp.com")).to_be_hidden()
    fill_in(tab)
    tab.get_by_role("button", name=WORDS[language][2]).click()
    expect(tab.get_by_text("webclient_web@support.whatsapp.com")).to_be_visible()
    mails = [url for url in tab.left if url.startswith("mailto:")]
    assert len(mails) == 1
    assert re.match(r"mailto:webclient_web@support\.whatsapp\.com\?subject=.*WhatsApp.*&body=I%20cannot", mails[0])
    assert not [url for url in tab.left if not url.startswith(("mailto:", "http://127.0.0.1:"))]


def test_the_business_form_writes_to_the_business_team_whatever_the_platform(tab, documented):
    open_form(tab, documented, "en", team=1)
    fill_in(tab)
    tab.get_by_role("button", name="Send Question").click()
    expect(tab.get_by_text("smb_web@support.whatsapp.com")).to_be_visible()
    assert [url.partition("?")[0] for url in tab.left if url.startswith("mailto:")] == [
        "mailto:smb_web@support.whatsapp.com"
    ]


@pytest.mark.parametrize("missing", ["#phone_number", "#your_message"])
def test_the_documented_form_opens_nothing_while_an_answer_is_missing(tab, documented, missing):
    open_form(tab, documented, "en")
    fill_in(tab)
    tab.locator(missing).fill("")
    tab.get_by_role("button", name="Send Question").click()
    assert tab.locator(missing).evaluate("field => document.activeElement === field")
    assert not [url for url in tab.left if url.startswith("mailto:")]


def test_a_message_of_29_characters_is_too_short(tab, documented):
    open_form(tab, documented, "en")
    fill_in(tab)
    tab.locator("#your_message").fill("x" * 29)
    tab.get_by_role("button", name="Send Question").click()
    expect(tab.get_by_text("webclient_web@support.whatsapp.com")).to_be_hidden()
    tab.locator("#your_message").fill("x" * 30)
    tab.get_by_role("button", name="Send Question").click()
    expect(tab.get_by_text("webclient_web@support.whatsapp.com")).to_be_visible()


@pytest.mark.parametrize("language", WORDS)
def test_the_form_of_today_can_be_clicked_through_to_its_end(tab, today, language):
    _, _, send, step, sent = WORDS[language]
    open_form(tab, today, language)
    fill_in(tab)
    tab.get_by_role("button", name=step).click()
    expect(tab.locator("#email")).to_have_attribute("aria-invalid", "true")
    tab.locator("#email").fill("a@example.org")
    tab.locator("#email_confirm").fill("b@example.org")
    tab.get_by_role("button", name=step).click()
    expect(tab.locator("#email_confirm")).to_have_attribute("aria-invalid", "true")
    tab.locator("#email_confirm").fill("a@example.org")
    tab.get_by_role("button", name=step).click()
    expect(tab.get_by_role("main").get_by_role("listitem")).to_have_count(3)
    expect(tab.locator("#your_message")).to_be_hidden()
    tab.get_by_role("button", name=send).click()
    expect(tab.get_by_role("heading", name=sent)).to_be_visible()
    assert not [url for url in tab.left if not url.startswith("http://127.0.0.1:")]


def test_what_could_not_be_posted_is_said_and_can_be_tried_again(tab, today):
    open_form(tab, today, "en")
    fill_in(tab)
    tab.route("**/async/**", lambda route: route.abort())
    tab.get_by_role("button", name="Next Step").click()
    expect(tab.get_by_role("alert")).to_contain_text("nothing was sent")
    expect(tab.get_by_role("button", name="Next Step")).to_be_enabled()


def test_the_cookie_dialog_stops_clicks_until_it_is_declined_and_does_not_come_back(tab, consent):
    tab.goto(f"{consent}?lang=ro_RO")
    dialog = tab.get_by_role("dialog")
    expect(dialog).to_be_visible()
    box = tab.get_by_role("link", name="Contactați-ne").first.bounding_box()
    assert box
    tab.mouse.click(box["x"] + 5, box["y"] + 5)
    tab.mouse.click(30, 30)
    assert "subject=" not in tab.url
    dialog.get_by_role("button", name="Refuzați modulele cookie opționale").click()
    expect(dialog).to_have_count(0)
    assert [each["name"] for each in tab.context.cookies() if each["name"] == "wa_cb"]
    tab.get_by_role("link", name="Contactați-ne").first.click()
    expect(tab.get_by_role("link", name="Continuați la formularul de contact")).to_be_visible()
    expect(dialog).to_have_count(0)


def test_declining_does_not_depend_on_being_heard(tab, consent):
    tab.route("**/cookie/**", lambda route: route.abort())
    troubles: list[str] = []
    tab.on("pageerror", lambda trouble: troubles.append(str(trouble)))
    tab.goto(consent)
    tab.get_by_role("button", name="Decline optional cookies").click()
    expect(tab.get_by_role("dialog")).to_have_count(0)
    assert troubles == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", WORDS)
def test_no_page_is_wider_than_the_screen(tab, today, width, language):
    tab.set_viewport_size({"width": width, "height": 900})
    for path in ("", "/?subject=messenger", "/noclient/?subject=messenger", "/noclient/?subject=business", "/nowhere"):
        tab.goto(f"{today}{path}{'&' if '?' in path else '?'}lang={LANG[language]}")
        assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert tab.evaluate("getComputedStyle(document.body).direction") == ("rtl" if language == "ar" else "ltr")


def test_the_language_menu_leads_to_the_same_page_in_another_language(tab, today):
    tab.goto(f"{today}/?subject=messenger&lang=en_US")
    tab.get_by_text("Language: English").click()
    tab.get_by_role("link", name="Română").click()
    expect(tab.get_by_text("Setări > Ajutor > Contactați-ne")).to_be_visible()
    assert tab.url == f"{today}/?subject=messenger&lang=ro_RO"
