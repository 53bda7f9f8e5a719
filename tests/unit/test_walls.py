"""What the detectors take into account beside the page itself: the flow, the site's own signs, the host that was asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import a_click, a_flow, a_site, a_step, an_expectation
from hypothesis import given
from hypothesis import strategies as st

from verifier.model.action import Goto
from verifier.model.expectation import ControlKind, ExpectField
from verifier.model.observation import (
    Anchor,
    Button,
    ButtonKind,
    Control,
    Dialog,
    DocumentAnswer,
    Heading,
    Link,
    Snapshot,
    TextBlock,
    WallKind,
    WebTarget,
)
from verifier.model.selector import Text
from verifier.model.wall import ConsentPolicy, WallSign
from verifier.walls.consent import find_consent
from verifier.walls.detect import detect, survey
from verifier.walls.says import fold, says
from verifier.walls.tongue import primary, tongue

ASKED = "https://www.whatsapp.com/help"
SITE = a_site(hosts=("www.whatsapp.com", "whatsapp.com", "www.whatsapp.org", "m.whatsapp.com"))
FLOW = a_flow(site=SITE, steps=(a_step("open", Goto(ASKED)),))


def a_page(*texts, heading="", url=ASKED, language="en", **parts):
    return Snapshot(
        "s", url, heading, language, "ltr",
        headings=(Heading(1, heading, Anchor("h1")),) if heading else (),
        texts=tuple(TextBlock(text, Anchor("p", path=f"p[{index}]")) for index, text in enumerate(texts)),
        **parts,
    )  # fmt: skip


PASSWORD = Control("Password", ControlKind.PASSWORD, "pass", Anchor("input"))
LOG_IN = Button("Log in", ButtonKind.SUBMIT, Anchor("button"))
LOGIN_PAGE = a_page("Log in to go on.", heading="Log in", controls=(PASSWORD,), buttons=(LOG_IN,))


def kinds(snapshot, answer=None, *, flow=FLOW, wanted=ASKED):
    return [(wall.kind, wall.blocks) for wall in survey(snapshot, answer, flow=flow, wanted=wanted)]


def test_a_login_page_is_a_wall_for_a_flow_that_did_not_ask_for_one():
    assert kinds(LOGIN_PAGE) == [(WallKind.LOGIN, True)]


@pytest.mark.parametrize(
    "step",
    [
        a_step("open", Goto("https://www.whatsapp.com/login")),
        a_step("go", a_click("button", "Log in")),
        a_step("see", Goto(ASKED), expect=(an_expectation(ExpectField(Text(("Password",)))),)),
    ],
)
def test_a_flow_about_signing_in_meets_no_wall_there(step):
    assert kinds(LOGIN_PAGE, flow=replace(FLOW, steps=(step,))) == []


def test_a_page_to_sign_in_at_that_was_asked_for_by_its_own_address_is_no_wall():
    asked = "https://www.whatsapp.com/admin-login/"
    there = replace(LOGIN_PAGE, url=asked)
    assert kinds(there, wanted=asked) == []
    assert kinds(there, wanted=ASKED) == [(WallKind.LOGIN, True)]
    assert kinds(there, DocumentAnswer(200, asked, redirects=(ASKED,)), wanted=asked) == [(WallKind.LOGIN, True)]


def test_a_log_in_link_alone_proves_nothing():
    link = Link("Log in", WebTarget("https://www.whatsapp.com/login"), Anchor("a"))
    assert kinds(a_page("Write to us.", heading="Support", links=(link,))) == []


def test_a_form_that_leads_back_to_signing_in_is_no_page_to_sign_in_at():
    field = Control("Email", ControlKind.EMAIL, "username", Anchor("input"), form="f")

    def page(sends, beside):
        send = Button(sends, ButtonKind.SUBMIT, Anchor("button", path="f/button[1]"), form="f")
        side = Button(beside, ButtonKind.BUTTON, Anchor("button", path="f/button[2]"), form="f")
        return a_page(heading="Reset password", controls=(field,), buttons=(send, side))

    assert kinds(page("Send code", "Back to sign in")) == []
    assert kinds(page("Sign in", "Send code")) == [(WallKind.LOGIN, True)]


SIGN = WallSign(WallKind.CHALLENGE, url="*/check*", text=("Let us make sure",))


@pytest.mark.parametrize(
    ("url", "text", "found"),
    [
        ("https://www.whatsapp.com/check?1", "Let us make sure it is you.", [(WallKind.CHALLENGE, True)]),
        ("https://www.whatsapp.com/check?1", "Welcome to the help pages.", []),
        ("https://www.whatsapp.com/help", "Let us make sure it is you.", []),
    ],
)
def test_a_wall_of_the_sites_own_needs_every_sign(url, text, found):
    flow = replace(FLOW, site=replace(SITE, walls=(SIGN,)))
    assert kinds(a_page(text, heading="Hello", url=url), flow=flow) == found


def test_a_wall_of_the_sites_own_may_be_told_and_not_block():
    sign = WallSign(WallKind.MAINTENANCE, status=(200,), header="x-state: read", blocks=False)
    answer = DocumentAnswer(200, ASKED, headers=(("x-state", "Read-only"),))
    flow = replace(FLOW, site=replace(SITE, walls=(sign,)))
    assert kinds(a_page("All is fine, but nothing can be sent.", heading="Help"), answer, flow=flow) == [
        (WallKind.MAINTENANCE, False)
    ]


def test_a_redirect_to_another_of_the_sites_own_hosts_is_told_and_does_not_block():
    page = a_page("Write to us.", heading="Support", url="https://www.whatsapp.org/help")
    answer = DocumentAnswer(200, page.url, redirects=(ASKED,))
    assert kinds(page, answer) == [(WallKind.MOVED, False)]


def test_the_mobile_pages_of_a_host_that_counts_as_the_site_do_not_block():
    page = a_page("Write to us.", heading="Support", url="https://m.whatsapp.com/help")
    answer = DocumentAnswer(200, page.url, redirects=(ASKED,))
    assert kinds(page, answer) == [(WallKind.MOBILE, False)]


ENGLISH = "You can write to us and we will answer with what we know of your order, if it is not too old for that."


def test_another_language_blocks_unless_something_that_the_flow_looks_for_is_there():
    page = a_page(ENGLISH, heading="Contact us")
    flow = replace(FLOW, locale="ro")
    assert kinds(page, flow=flow) == [(WallKind.LANGUAGE, True)]
    looking = replace(flow, steps=(*FLOW.steps, a_step("go", a_click("link", "Contact us"))))
    assert kinds(page, flow=looking) == [(WallKind.LANGUAGE, False)]


def test_a_page_that_has_only_begun_is_not_called_blank():
    page = Snapshot("s", ASKED, "", "", "ltr")
    answer = DocumentAnswer(200, ASKED)
    assert detect(page, answer, settled=False) is None
    assert detect(page, answer).kind is WallKind.BLANK


def a_button(name, *, dialog, path):
    return Button(name, ButtonKind.BUTTON, Anchor("button", path=path, dialog=dialog))


def test_a_button_behind_the_dialog_is_not_in_it():
    dialog = Dialog("Cookies", modal=True, text="We use cookies. Allow", anchor=Anchor("div", path="d"))
    page = a_page(
        "Text",
        dialogs=(dialog,),
        buttons=(
            a_button("Decline", dialog="", path="main/button[1]"),
            a_button("Allow", dialog="d", path="d/button[1]"),
        ),
    )
    consent = find_consent(page)
    assert consent.decline is None
    assert consent.moves(ConsentPolicy.DECLINE) == ()
    assert [move.anchor.path for move in consent.moves(ConsentPolicy.ACCEPT)] == ["d/button[1]"]


def test_in_the_second_step_everything_is_switched_off_before_it_is_saved():
    dialog = Dialog("Cookies", modal=True, text="Cookies by purpose", anchor=Anchor("div", path="d"))
    box = Control("Advertising", ControlKind.CHECKBOX, "ads", Anchor("input", path="d/input[1]", dialog="d"))
    buttons = (a_button("Accept all", dialog="d", path="a"), a_button("Save choices", dialog="d", path="s"))
    consent = find_consent(a_page("Text", dialogs=(dialog,), buttons=buttons, controls=(box,)))
    assert [(move.name, move.off) for move in consent.moves(ConsentPolicy.DECLINE)] == [
        ("Advertising", True),
        ("Save choices", False),
    ]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("لقد أرسلت عددًا كبيرًا جدًا من الطلبات", ("عدد كبيرا جدا",), None),
        ("لقد أرسلت عددًا كبيرًا جدًا من الطلبات", ("عددا كبيرا جدا",), "عددا كبيرا جدا"),
        ("İZİN VER", ("izin ver",), "izin ver"),
        ("ΑΠΟΔΟΧΗ ΟΛΩΝ", ("Αποδοχή",), "αποδοχη"),
        ("Refuzati tot", ("refuzați",), "refuzati"),
        ("disagree", ("agree",), None),
        ("我同意并继续", ("同意",), "同意"),
    ],
)
def test_words_are_found_whatever_their_case_accents_and_script(text, words, found):
    assert says(text, words) == found


@given(st.text())
def test_folding_twice_is_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        ("Trimiteți-ne un mesaj și vă vom răspunde în cel mult două zile, dacă aveți o comandă la noi.", "ro"),
        ("Здесь вы можете сообщить нам о любой проблеме, связанной с сайтом, и получить ответ.", "ru"),
        ("请在这里告诉我们您遇到的问题，我们会在两个工作日内通过电子邮件回复您的留言。", "zh"),
        ("Short.", None),
    ],
)
def test_the_language_of_a_text_is_told_where_there_is_enough_of_it(text, language):
    assert tongue(text) == language


def test_language_tags_are_compared_by_their_language():
    assert [primary(tag) for tag in ("pt-BR", "pt_PT", "zh-Hans-CN", "iw", "")] == ["pt", "pt", "zh", "he", ""]
