"""The contact pages of WhatsApp in their editions: whole in every language, and different exactly where they should be."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urljoin

import pytest

from verifier.flowfile.library import load, require
from verifier.model.web import WebRequest
from verifier.replica.load import Replica, load_replica
from verifier.replica.truth import read_truth

FLOWS = Path(__file__).parents[2] / "flows"
EDITIONS = Replica.editions(FLOWS, "whatsapp")
LOCALES = ("en_US", "ro_RO", "ar_AR", "zh_CN")
WWW = "https://www.whatsapp.com"
FAQ = "https://faq.whatsapp.com"
POST_URL = f"{WWW}/contact/noclient/async/new/?lang=en_US"
PAGES = {
    "landing": f"{WWW}/contact?lang=%s",
    "in-app": f"{WWW}/contact/?subject=messenger&lang=%s",
    "form": f"{WWW}/contact/noclient/?subject=messenger&lang=%s",
    "business": f"{WWW}/contact/?subject=business&lang=%s",
    "business-form": f"{WWW}/contact/noclient/?subject=business&lang=%s",
    "home": f"{WWW}/?lang=%s",
    "help": f"{FAQ}/?locale=%s",
    "section": f"{FAQ}/general/?lang=%s",
    "problems": f"{FAQ}/general/troubleshooting/?lang=%s",
    "reporting": f"{FAQ}/1142481766359885/?locale=%s",
    "responsible": f"{FAQ}/361005896189245/?locale=%s",
    "review": f"{FAQ}/465883178708358/?locale=%s",
    "privacy": f"{WWW}/contact/?subject=privacy&lang=%s",
    "privacy-form": f"{WWW}/contact/forms/915483389072145/?lang=%s",
    "grievance": f"{WWW}/contact/forms/1534459096974129/?lang=%s",
    "terms": f"{WWW}/legal/terms-of-service/?lang=%s",
    "address": f"{WWW}/legal/updates/ip-policy/?lang=%s",
    "missing": f"{WWW}/contact/abuse?lang=%s",
}
DIRECTIONS = {"en_US": ("en", "ltr"), "ro_RO": ("ro", "ltr"), "ar_AR": ("ar", "rtl"), "zh_CN": ("zh", "ltr")}


class Seen(HTMLParser):
    """What a page holds, as far as these tests ask."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def names(self) -> list[str]:
        return [each.get("name", "") for tag in ("input", "select", "textarea") for each in self.all(tag)]


@pytest.fixture(scope="module")
def replicas() -> dict[str, Replica]:
    return {edition: load_replica(FLOWS, "whatsapp", edition) for edition in EDITIONS}


def get(replica: Replica, url: str):
    return replica.answer(WebRequest("GET", url))


def settled(body: bytes) -> str:
    """The page without what changes at each load: class names, and the values of hidden inputs."""
    page = re.sub(r'(?<=\sclass=")[^"]+|(?<=name=")[^"]+(?=" value=")', "", body.decode())
    return re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


def post(replica: Replica, **answers: str) -> str:
    whole = {
        "step": "articles", "country_selector": "US", "phone_number": "202 555 0123", "email": "a@example.org",
        "platform": "ANDROID", "your_message": "thirty characters and a few more",
    } | answers  # fmt: skip
    kind = (("content-type", "application/x-www-form-urlencoded;charset=UTF-8"),)
    answer = replica.answer(WebRequest("POST", POST_URL, kind, urlencode(whole).encode()))
    assert answer.status == 200
    assert answer.body.startswith(b"for (;;);{")
    return answer.body.decode()


def test_the_editions_are_those_that_the_guides_need():
    assert EDITIONS == ("documented", "today", "consent", "rate-limited", "app-only", "partial-locale")


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("which", PAGES)
def test_every_page_is_whole_in_every_language(replicas, edition, locale, which):
    answer = get(replicas[edition], PAGES[which] % locale)
    if answer.status == 302:
        return
    text = answer.body.decode()
    assert answer.status == {"rate-limited": 429}.get(edition, 404 if which == "missing" else 200)
    assert "{{" not in text
    assert "}}" not in text
    language, direction = DIRECTIONS[locale]
    html = Seen(text).all("html")[0]
    in_part = edition == "partial-locale" and which in ("privacy", "privacy-form", "grievance")
    assert (html["lang"], html["dir"]) == (("en", "ltr") if in_part else (language, direction))
    assert ("content-language", language) in answer.headers


def test_the_letters_of_romanian_have_commas_and_not_cedillas():
    text = (FLOWS / "whatsapp" / "replica" / "texts" / "ro.yaml").read_text("utf-8")
    assert "ș" in text
    assert "ț" in text
    assert not set("şţŞŢ") & set(text)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_link_between_the_pages_leads_to_a_page(replicas, locale):
    left, seen = [PAGES["landing"] % locale], set()
    while left:
        url = left.pop().split("#")[0]
        if url in seen:
            continue
        seen.add(url)
        answer = get(replicas["documented"], url)
        assert answer.status == 200, url
        links = [urljoin(url, each["href"]) for each in Seen(answer.body.decode()).all("a")]
        left += [link for link in links if re.match(r"https://(www|faq)\.whatsapp\.com/", link)]
    assert len(seen) > 30


def content(body: bytes) -> str:
    """What stands between the head and the foot of the page, without what changes at each load."""
    return settled(body).partition("<main")[2].partition("</main>")[0]


CHANGED = {"form", "in-app", "business", "help", "section", "problems", "privacy", "privacy-form", "address"}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("which", PAGES)
def test_today_differs_from_documented_in_what_has_changed_alone(replicas, locale, which):
    url = PAGES[which] % locale
    same = content(get(replicas["today"], url).body) == content(get(replicas["documented"], url).body)
    changed = CHANGED | ({"home", "review"} if locale == "zh_CN" else set())
    assert same is (which not in changed)


@pytest.mark.parametrize(
    ("edition", "company", "host", "words"),
    [("documented", "WhatsApp Inc", "twitter.com", "اتصل بنا"), ("today", "WhatsApp LLC", "x.com", "تواصل معنا")],
)
def test_the_foot_tells_the_company_the_account_and_the_way_to_support(replicas, edition, company, host, words):
    foot = get(replicas[edition], PAGES["landing"] % "ar_AR").body.decode().partition("<footer")[2]
    assert f"© {company}<" in foot
    assert f'href="https://{host}/WhatsApp"' in foot
    assert f">{words}</a>" in foot


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("which", ["landing", "in-app", "address", "terms", "help"])
def test_no_page_shows_a_number_to_call(replicas, edition, which):
    assert b"tel:" not in get(replicas[edition], PAGES[which] % "ro_RO").body


def test_the_ten_topics_become_eleven_answers_and_no_mail(replicas):
    documented = get(replicas["documented"], PAGES["privacy-form"] % "ar_AR").body.decode()
    today = get(replicas["today"], PAGES["privacy-form"] % "ar_AR").body.decode()
    assert documented.count('name="topic"') == 10
    assert today.count('name="topic"') == 11
    assert "شركات فيسبوك" in documented
    assert "شركات Meta" in today
    assert "privacy@whatsapp.com" in documented
    assert "privacy@whatsapp.com" not in today
    moved = dict(get(replicas["today"], PAGES["privacy"] % "ar_AR").headers)["location"]
    assert moved == PAGES["privacy-form"] % "ar_AR"


@pytest.mark.parametrize("path", ["/general", "/android", "/iphone", "/web", "/kaios", "/smba", "/smbi/more"])
def test_the_old_sections_of_the_help_center_lead_to_the_new_one(replicas, path):
    answer = get(replicas["today"], f"{FAQ}{path}/?lang=ar_AR")
    assert dict(answer.headers)["location"] == PAGES["help"] % "ar_AR"


def test_the_web_site_has_an_account_and_an_appeal_only_where_the_chinese_guide_says_so(replicas):
    for path in ("account", "appeal"):
        assert get(replicas["documented"], f"{WWW}/{path}/?lang=zh_CN").status == 200
        assert get(replicas["today"], f"{WWW}/{path}/?lang=zh_CN").status == 404
    assert "申诉" in get(replicas["documented"], PAGES["home"] % "zh_CN").body.decode()
    assert "申诉" not in get(replicas["today"], PAGES["home"] % "zh_CN").body.decode()


@pytest.mark.parametrize("locale", ["ro_RO", "ar_AR", "zh_CN"])
def test_a_page_translated_in_part_has_its_own_words_around_english(replicas, locale):
    page = get(replicas["partial-locale"], PAGES["privacy"] % locale).body.decode()
    home = get(replicas["documented"], PAGES["home"] % locale).body.decode()
    menu = home.partition("<nav")[2].partition("</nav>")[0]
    assert re.findall(r">([^<\n]+)</a>", menu) == re.findall(
        r">([^<\n]+)</a>", page.partition("<nav")[2].partition("</nav>")[0]
    )
    assert "Which question do you have?" in page
    assert (
        get(replicas["partial-locale"], PAGES["form"] % locale).body.decode().count(f'lang="{DIRECTIONS[locale][0]}"')
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_the_form_of_today_has_two_fields_more_and_hidden_tokens(replicas, locale):
    documented = Seen(get(replicas["documented"], PAGES["form"] % locale).body.decode())
    today = Seen(get(replicas["today"], PAGES["form"] % locale).body.decode())
    visible = [each for each in today.all("input") if each["type"] == "email"]
    assert [(each["name"], "required" in each) for each in visible] == [("email", True), ("email_confirm", True)]
    hidden = {each["name"] for each in today.all("input") if each["type"] == "hidden"}
    assert {"jazoest", "lsd", "step"} <= hidden
    assert set(today.names()) - set(documented.names()) == hidden | {"email", "email_confirm"}
    assert set(documented.names()) <= set(today.names())
    assert documented.all("form")[0].get("method") is None
    assert today.all("form")[0]["method"] == "post"
    assert "novalidate" in today.all("form")[0]


@pytest.mark.parametrize("edition", ["documented", "today"])
def test_the_message_asks_for_thirty_characters_and_five_platforms(replicas, edition):
    form = Seen(get(replicas[edition], PAGES["form"] % "en_US").body.decode())
    assert form.all("textarea")[0]["minlength"] == "30"
    values = [each["value"] for each in form.all("input") if each["type"] == "radio"]
    assert values == ["ANDROID", "IPHONE", "WHATS_APP_WEB_DESKTOP", "KAIOS", "OTHER"]


def test_the_fallback_address_is_of_the_team_and_gone_today(replicas):
    documented = get(replicas["documented"], PAGES["form"] % "en_US").body
    assert b"mailto:webclient_web@support.whatsapp.com" in documented
    business = get(replicas["documented"], PAGES["business-form"] % "en_US").body
    assert b"mailto:smb_web@support.whatsapp.com" in business
    assert b"mailto:" not in get(replicas["today"], PAGES["form"] % "en_US").body


@pytest.mark.parametrize("name", ["lsd", "jazoest"])
def test_the_tokens_of_today_change_at_each_load(replicas, name):
    pages = [get(replicas["today"], PAGES["form"] % "en_US").body.decode() for _ in range(5)]
    values = {next(each["value"] for each in Seen(page).all("input") if each.get("name") == name) for page in pages}
    assert len(values) > 1


def classes(page: bytes) -> set[str]:
    return {name for _, attributes in Seen(page.decode()).tags for name in attributes.get("class", "").split()}


def test_class_names_change_at_each_load_today_and_only_today(replicas):
    url = PAGES["form"] % "en_US"
    assert classes(get(replicas["today"], url).body).isdisjoint(classes(get(replicas["today"], url).body))
    documented = classes(get(replicas["documented"], url).body)
    assert documented == classes(get(replicas["documented"], url).body)
    assert all(re.fullmatch(r"_[0-9a-f]{5}", name) for name in documented)


@pytest.mark.parametrize("edition", ["documented", "today", "consent"])
@pytest.mark.parametrize("which", PAGES)
def test_every_class_of_a_page_has_a_style(replicas, edition, which):
    body = get(replicas[edition], PAGES[which] % "en_US").body
    style = body.decode().partition("<style>")[2].partition("</style>")[0]
    assert {name for name in classes(body) if f".{name}" not in style} == set()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("which", PAGES)
def test_consent_is_documented_with_a_dialog_at_the_end_of_every_page(replicas, locale, which):
    url = PAGES[which] % locale
    documented = settled(get(replicas["documented"], url).body)
    consent = settled(get(replicas["consent"], url).body)
    assert 'data-cookiebanner="accept_only_essential_button"' in consent
    assert re.sub(r"\n<div [^>]*cookie-veil.*</script>\n", "\n", consent, flags=re.DOTALL) == documented.replace(
        "\n\n</body>", "\n\n</body>"
    )


def test_rate_limited_answers_429_and_when_to_come_back(replicas):
    answer = get(replicas["rate-limited"], PAGES["form"] % "ro_RO")
    assert (answer.status, dict(answer.headers)["retry-after"]) == (429, "3600")
    assert len(answer.body) < 2000
    assert get(replicas["rate-limited"], f"{WWW}/robots.txt").status == 200


def test_app_only_has_no_way_to_a_messenger_form(replicas):
    page = Seen(get(replicas["app-only"], PAGES["in-app"] % "en_US").body.decode())
    assert page.names() == []
    assert not [each for each in page.all("a") if "noclient" in each["href"]]
    assert dict(get(replicas["app-only"], PAGES["form"] % "en_US").headers)["location"] == PAGES["in-app"] % "en_US"
    assert get(replicas["app-only"], PAGES["business-form"] % "en_US").status == 200


def test_the_bare_host_leads_to_the_contact_page(replicas):
    answer = get(replicas["documented"], "https://whatsapp.com/contact?lang=ro_RO")
    assert (answer.status, dict(answer.headers)["location"]) == (301, PAGES["landing"] % "ro_RO")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country_selector", ""), ("phone_number", ""), ("phone_number", "12345"), ("email", ""), ("email", "a.example.org"),
        ("email", "a@b"), ("platform", ""), ("your_message", "too short"), ("your_message", "two lines\nand still short"),
    ],
)  # fmt: skip
def test_the_form_of_today_is_refused_by_the_field_that_is_wrong(replicas, field, value):
    assert f'"errors":[{{"field":"{field}"' in post(replicas["today"], **{field: value})


def test_the_form_of_today_shows_articles_and_then_says_that_it_was_sent(replicas):
    articles = post(replicas["today"])
    assert articles.count("https://faq.whatsapp.com/") == 3
    assert "Your question has been sent." in post(replicas["today"], step="submit")


def test_the_documented_form_has_nothing_to_post_to(replicas):
    assert replicas["documented"].answer(WebRequest("POST", POST_URL)).status == 404


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_truth_speaks_of_every_flow_in_every_locale(edition):
    truth = read_truth(FLOWS, "whatsapp", edition)
    wanted = {flow.key for flow in require(load(FLOWS)).flows if flow.site.id == "whatsapp"}
    assert {flow.key for flow in truth.flows} == wanted
