"""Pairs of pages as they are built in the wild, before and after a release, in the real browser: what is told, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from mutating.score import judged
from tabs import html

from verifier.model.finding import Rule
from verifier.model.selector import ByRole, Selector, Text
from verifier.model.web import WebAnswer
from verifier.replay.command import Acted, Capture, ClickOn, Locate, Visit

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).parents[1] / "fixtures" / "pairs"
TRUTH = yaml.safe_load((FOLDER / "truth.yaml").read_text(encoding="utf-8"))
URL = "https://www.example.org/"


@pytest.fixture
def look(open_tab):
    """The snapshot of a page; all pages of a test are looked at in one tab."""
    shown = {}
    hand = open_tab(lambda request: html(shown["page"]))

    def looked(body, script=""):
        shown["page"] = body
        hand(Visit(URL, 10_000))
        if script:
            hand.run(hand.page.evaluate(script))
        return hand(Capture((), picture=False, timeout_ms=3000)).snapshot

    return looked


def told(old, new):
    found = [finding for finding in judged(old, new) if finding.rule is not Rule.SURROUNDINGS_CHANGED]
    return sorted([finding.rule.value, finding.expected, finding.actual] for finding in found)


def pages(name):
    return [(FOLDER / f"{name}.{when}.html").read_text(encoding="utf-8") for when in ("before", "after")]


def test_each_pair_of_pages_is_told_as_a_person_would_list_it(look):
    wrong = {}
    for name, expected in TRUTH.items():
        found = told(*map(look, pages(name)))
        if found != sorted(expected):
            wrong[name] = {
                "too much": [f for f in found if f not in expected],
                "missing": [e for e in expected if e not in found],
            }
    assert len(TRUTH) == 12
    assert wrong == {}


EVERY = "[...document.body.querySelectorAll('*')]"
NOISE = {
    "ids and classes": f"{EVERY}.forEach((el, i) => {{ el.className = `_${{i * 7919}}x`; if (!el.labels && !document.querySelector(`[for='${{el.id}}']`)) el.removeAttribute('data-x'); }})",
    "attribute order": f"{EVERY}.forEach((el) => {{ const all = [...el.attributes].reverse(); for (const a of all) {{ el.removeAttribute(a.name); el.setAttribute(a.name, a.value); }} }})",
    "wrappers": "[...document.querySelectorAll('h1,h2,p,ul,button,input[type=submit]')].forEach((el) => { const box = document.createElement('div'); el.replaceWith(box); box.append(el); })",
    "white space": "document.querySelectorAll('button,a,label,h1,h2,h3').forEach((el) => { el.prepend(' \\n '); el.append('\\n  '); })",
    "layout": "document.body.style.cssText = 'display:grid;grid-template-columns:1fr 1fr;font-size:19px;padding:40px'",
    "tokens": "document.querySelectorAll('a[href]').forEach((el) => { if (/^http/.test(el.href)) el.href += (el.href.includes('?') ? '&' : '?') + 'utm_source=x&sid=9f8e7d6c5b4a3f2e1d'; }); document.querySelectorAll('form').forEach((el) => el.insertAdjacentHTML('afterbegin', '<input type=hidden name=csrf value=abc123>'))",
    "advertisement": "document.body.insertAdjacentHTML('afterbegin', '<div id=ad-top class=advert><a href=https://shop.example.net/>Shoes -30%</a><button>Buy now</button></div>')",
    "cookie bar": "document.body.insertAdjacentHTML('beforeend', '<div role=dialog aria-label=Cookies style=\"position:fixed;bottom:0\"><p>We use cookies.</p><button>Accept all cookies</button><button>Decline</button></div>')",
    "testimonial": "document.body.insertAdjacentHTML('beforeend', '<blockquote>Great help! Ana, 5 minutes ago</blockquote>')",
    "counts": "document.querySelectorAll('a').forEach((el) => { el.append(' (3)'); })",
}


@pytest.mark.parametrize("name", ["ticket-scripted-lists", "help-centre", "profile-scripted-fields"])
def test_noise_of_the_page_itself_is_told_nowhere(look, name):
    body = pages(name)[0]
    plain = look(body)
    found = {kind: told(plain, look(body, f"() => {{ {script} }}")) for kind, script in NOISE.items()}
    assert {kind: each for kind, each in found.items() if each} == {}


TYPED = {
    "field-renamed": "document.querySelector('label[for=request_subject]').textContent = 'Matter'",
    "field-added": "document.querySelector('form').insertAdjacentHTML('beforeend', '<label>Order number<input name=order required></label>')",
    "field-removed": "document.querySelector('#request_subject').parentElement.remove()",
    "field-required-changed": "document.querySelector('#request_subject').removeAttribute('aria-required')",
    "field-constraint-changed": "document.querySelector('#request_subject').maxLength = 60",
    "button-renamed": "document.querySelector('[type=submit]').value = 'Send now'",
    "button-added": "document.querySelector('form').insertAdjacentHTML('beforeend', '<button type=button>Save a draft</button>')",
    "heading-renamed": "document.querySelector('h1').textContent = 'Write to us'",
    "link-added": "document.querySelector('main').insertAdjacentHTML('beforeend', '<a href=/chat>Chat</a>')",
    "option-removed": "document.querySelector('[role=radio]').remove()",
    "language-changed": "document.documentElement.lang = 'de'; document.querySelectorAll('label,h1').forEach((el) => { el.firstChild.data = 'ß' + el.textContent; })",
}


def test_each_typed_change_of_the_page_itself_is_told_as_what_it_is(look):
    body = pages("ticket-scripted-lists")[0]
    plain = look(body)
    found = {
        rule: [each[0] for each in told(plain, look(body, f"() => {{ {script} }}"))] for rule, script in TYPED.items()
    }
    assert found == {rule: [rule] for rule in TYPED}


DOWNLOAD = WebAnswer(
    200, (("content-type", "application/pdf"), ("content-disposition", 'attachment; filename="terms.pdf"')), b"%PDF-1.4"
)


def test_windows_message_boxes_and_downloads_are_kept_with_what_they_say(open_tab):
    page = "<button onclick=\"alert('Thank you')\">Thank</button><a href=/chat target=_blank>Chat</a><a href=/terms.pdf>Terms</a>"
    hand = open_tab(lambda request: DOWNLOAD if request.url.endswith(".pdf") else html(page))
    hand(Visit(URL, 10_000))
    seen = []
    for role, name in (("button", "Thank"), ("link", "Chat"), ("link", "Terms")):
        found = hand(Locate(Selector(ByRole(role, Text((name,)))), 3000))
        assert hand(ClickOn(found.handle, 3000)) == Acted()
        captured = hand(Capture((), picture=False, timeout_ms=3000))
        seen.append((captured.dialogs, captured.popups, captured.downloads))
    assert seen == [(("Thank you",), (), ()), ((), (f"{URL}chat",), ()), ((), (), ("terms.pdf",))]
