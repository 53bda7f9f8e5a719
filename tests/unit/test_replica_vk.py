"""The help pages of VK in their editions: whole in both languages, and different exactly where they should be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from verifier.model.web import WebRequest
from verifier.replica.load import Replica, load_replica
from verifier.replica.truth import read_truth

FLOWS = Path(__file__).parents[2] / "flows"
EDITIONS = Replica.editions(FLOWS, "vk")
VK = "https://vk.com"
HELP = f"{VK}/support?act=home"
TOPIC = f"{VK}/support?act=faqs&c=1"
FORM = f"{VK}/support?act=new"
LIST = f"{VK}/support"
PAGES = {
    "home": HELP,
    **{f"topic-{number}": f"{VK}/support?act=faqs&c={number}" for number in range(1, 7)},
    "results": f"{VK}/support?act=faqs&q=ask+support",
    "nothing": f"{VK}/support?act=faqs&q=zzz",
    "form": FORM,
    "list": LIST,
    "ticket": f"{VK}/support?act=show&id=4820117",
    "settings": f"{VK}/settings",
    "login": f"{VK}/login",
    "restore": f"{VK}/restore",
    "restore-extended": f"{VK}/restore?act=extend",
    "about": f"{VK}/about",
    "press": f"{VK}/press",
    "welcome": f"{VK}/",
    "missing": f"{VK}/nowhere",
}


@pytest.fixture(scope="module")
def replicas() -> dict[str, Replica]:
    return {edition: load_replica(FLOWS, "vk", edition) for edition in EDITIONS}


def get(replica: Replica, url: str, language: str = "en"):
    return replica.answer(WebRequest("GET", url, (("accept-language", language),)))


def page(replica: Replica, url: str, language: str = "en") -> str:
    answer = get(replica, url, language)
    assert answer.status == 200, url
    return answer.body.decode()


def leads_to(replica: Replica, url: str) -> str:
    answer = get(replica, url)
    assert answer.status in (301, 302), url
    return dict(answer.headers)["location"]


def test_the_editions_are_those_that_are_known_of_the_site():
    assert EDITIONS == (
        "documented", "today", "anonymous", "login-redirect", "vk-id", "no-reasons", "no-waiting", "flood", "challenge", "vk-ru", "mobile",
    )  # fmt: skip


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_has_a_truth_for_every_flow_in_both_languages(edition):
    flows = {path.stem for path in (FLOWS / "vk").glob("*.yaml")} - {"site", "labels"}
    assert {flow.key for flow in read_truth(FLOWS, "vk", edition).flows} == {
        f"vk/{flow}[{language}]" for flow in flows for language in ("ru", "en")
    }


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_page_is_whole_in_both_languages(replicas, name, language):
    for edition in ("documented", "today", "anonymous"):
        answer = get(replicas[edition], PAGES[name], language)
        text = answer.body.decode()
        if answer.status == 302:
            continue
        assert answer.status == (404 if name == "missing" else 200)
        assert f'<html lang="{language}"' in text
        assert "{{" not in text
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids))


def test_an_address_can_choose_the_language_against_the_browser(replicas):
    assert '<html lang="en"' in page(replicas["documented"], f"{HELP}&lang=en", "ru")


def test_help_holds_six_topics_and_each_has_an_answer_with_and_one_without_the_way_on(replicas):
    home = page(replicas["documented"], HELP)
    topics = re.findall(r'class="help_tile__title_a" href="([^"]+)"', home)
    assert len(topics) == 6
    for topic in topics:
        text = page(replicas["documented"], VK + topic.replace("&amp;", "&"))
        assert text.count('<div class="help_table_question"') == 2
        assert text.count('data-reason="2"') == 1


def test_today_no_answer_leads_on_and_the_address_of_the_form_still_works(replicas):
    assert 'data-reason="2"' not in page(replicas["today"], TOPIC)
    assert "act=new" not in page(replicas["today"], HELP)
    assert 'id="tickets_new"' in page(replicas["today"], FORM)
    assert leads_to(replicas["today"], f"{VK}/login").startswith("https://id.vk.com/auth")


def test_a_stranger_reads_help_with_hidden_links_to_it_and_is_asked_to_log_in_elsewhere(replicas):
    home = page(replicas["anonymous"], HELP)
    assert 'id="top_support_link" href="/support?act=home" style="display: none"' in home
    assert 'id="support_link_td" style="display: none"' in home
    for address in (FORM, LIST, f"{VK}/settings"):
        assert "need to log in" in page(replicas["anonymous"], address)
    assert 'data-viewer="out"' in page(replicas["anonymous"], TOPIC)


def test_the_old_login_page_is_told_where_to_go_back_to(replicas):
    assert re.fullmatch(r"https://vk\.com/login\?u=2&to=[\w-]+", leads_to(replicas["login-redirect"], FORM))


def test_login_may_stand_on_a_host_of_its_own(replicas):
    target = leads_to(replicas["vk-id"], LIST)
    assert target.startswith("https://id.vk.com/auth?")
    assert '<input class="text_field" id="id_login" name="login" type="tel"' in page(replicas["vk-id"], target)


def test_the_form_has_the_limits_that_are_known(replicas):
    form = page(replicas["documented"], FORM)
    assert 'id="tickets_title" name="title" type="text" maxlength="100"' in form
    assert 'data-limit="4096"' in form
    assert 'accept="image/jpeg,image/png,image/gif"' in form


@pytest.mark.parametrize(
    ("edition", "address", "permission"),
    [
        ("documented", TOPIC, "1"),
        ("documented", FORM, "1"),
        ("documented", f"{FORM}&from=dislike&id=12142", "2"),
        ("no-waiting", TOPIC, "2"),
        ("no-waiting", FORM, "2"),
        ("flood", TOPIC, "0"),
    ],
)
def test_the_waiting_time_stands_where_the_edition_says(replicas, edition, address, permission):
    assert f'permission="{permission}"' in page(replicas[edition], address)


def test_a_vote_and_a_question_are_taken_by_post_and_by_nothing_else(replicas):
    for act in ("a_faq_rate", "a_faq_rate_additional", "a_save"):
        url = f"{VK}/support?act={act}"
        assert replicas["documented"].answer(WebRequest("POST", url)).status == 200
        assert get(replicas["documented"], url).status == 404


def test_every_page_leads_to_the_check_for_robots_and_says_where_it_came_from(replicas):
    target = leads_to(replicas["challenge"], HELP)
    assert re.match(r"https://vk\.com/challenge\.html\?tid=\d+&hash429=\w{32}&sign=\w+&back=", target)
    assert 'class="flat_button wide start"' in page(replicas["challenge"], target)


def test_the_site_answers_whole_at_its_newer_host_and_the_old_one_leads_there(replicas):
    assert leads_to(replicas["vk-ru"], TOPIC) == "https://vk.ru/support?act=faqs&c=1"
    assert leads_to(replicas["vk-ru"], f"{VK}/about") == "https://vk.ru/about"
    for address in PAGES.values():
        moved = address.replace("vk.com", "vk.ru")
        assert (
            get(replicas["vk-ru"], moved).body.partition(b"<style>")[0]
            == get(replicas["documented"], address).body.partition(b"<style>")[0]
        )


def test_the_pages_for_telephones_offer_the_ordinary_ones(replicas):
    target = leads_to(replicas["mobile"], HELP)
    assert target.startswith("https://m.vk.com/")
    assert "Full version" in page(replicas["mobile"], target)
