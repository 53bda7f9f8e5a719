"""What goes on by itself makes no other name in any language: times, dates, counts, tokens; a number that means something does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import a_snapshot

from verifier.compare.changes import changes
from verifier.compare.noise import same_name
from verifier.model.observation import Anchor, AppTarget, Box, Heading, Link, WebTarget

SAME = [
    ("Închide contul · acum 5 minute", "Închide contul · acum 21 de minute"),
    ("Ultima actualizare în urmă cu 11 zile", "Ultima actualizare acum o oră"),
    ("عرض المزيد منذ ٧ ساعات", "عرض المزيد منذ ساعة"),
    ("查看更多 4 小时前", "查看更多 32小时前"),
    ("最終更新 42分前", "最終更新 45分前"),
    ("Περισσότερα πριν από 18 λεπτά", "Περισσότερα πριν 2 ώρες"),
    ("Tazama zaidi dakika 4 zilizopita", "Tazama zaidi saa 2 zilizopita"),
    ("खाता बंद करें 21 दिन पहले", "खाता बंद करें १७ मिनट पहले"),
    ("Подробнее 5 минут назад", "Подробнее вчера"),
    ("Plus de détails il y a 3 jours", "Plus de détails il y a une heure"),
    ("Wszystkie 2 dni temu", "Wszystkie wczoraj"),
    ("자세히 3일 전", "자세히 5시간 전"),
    ("Vezi comanda – 17 noiembrie 2026", "Vezi comanda – 2 dec. 2026"),
    ("注文を見る 2026年11月23日", "注文を見る 2026/12/01"),
    ("查看订单 – 11月13日", "查看订单 – 2026-11-27"),
    ("عرض الطلب – ٢٣ نوفمبر ٢٠٢٦", "عرض الطلب – 24 نوفمبر 2026"),
    ("Ver pedido, 3 de enero de 2026", "Ver pedido, 14 de febrero de 2026"),
    ("Προβολή 16 Νοε 2026", "Προβολή 18 Νοεμβρίου 2026"),
    ("주문 2026년 1월 3일", "주문 2026. 2. 14."),
    ("Notificări: 37", "Notificări: 5"),
    ("السلة 5", "السلة ١"),
    ("购物车 3", "购物车"),
    ("通知：13", "通知：2"),
    ("Καλάθι 3", "Καλάθι 8"),
    ("कार्ट 6", "कार्ट 4"),
    ("Kikapu 7", "Kikapu 1"),
    ("12 rezultate", "7 rezultate"),
    ("12 条评论", "3 条评论"),
    ("MB4NZSW3NVUFXFD6CA7K5GJU7SJZSFKM", "IQLEELN5SX55EW5DO4Y2SF5EYM4KOHE2"),
]
OTHER = [
    ("Răspundem în 3 zile", "Răspundem în 5 zile"),
    ("Pasul 2", "Pasul 3"),
    ("第3步", "第4步"),
    ("Trong 3 ngày", "Trong 5 ngày"),
    ("24時間サポート", "12時間サポート"),
    ("Срок 14 дней", "Срок 30 дней"),
    ("Ab 16 Jahren", "Ab 18 Jahren"),
    ("القاعدة 2", "القاعدة 3"),
    ("Formularul 200", "Formularul 230"),
    ("Oda 12", "Oda 14"),
    ("Model 2 Ocaklı", "Model 3 Ocaklı"),
    ("Open your mail", "MB4NZSW3NVUFXFD6CA7K5GJU7SJZSFKM"),
    ("internationalization2024", "internationalization2025"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_goes_on_by_itself_makes_no_other_name_in_any_language(one, other):
    assert same_name(one, other, pressed=True)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_a_number_that_says_something_makes_another_name_in_any_language(one, other):
    assert not same_name(one, other, pressed=True)


def a_page(name, *links):
    anchors = [
        Anchor("a", role="link", path=f"main/a[{at}]", box=Box(10, 30 * at, 90, 20)) for at, _ in enumerate(links)
    ]
    heading = Heading(1, "Set up", Anchor("h1", path="main/h1[1]", box=Box(10, 0, 90, 20)))
    found = tuple(Link(words, to, anchor) for (words, to), anchor in zip(links, anchors, strict=True))
    return replace(a_snapshot(name), headings=(heading,), links=found)


def an_enrolment(secret, issuer="portal"):
    return secret, AppTarget("otpauth", f"//totp/{issuer}?secret={secret}&digits=6")


def test_a_secret_that_is_a_links_whole_name_and_stands_in_its_address_is_no_difference():
    old, new = "MB4NZSW3NVUFXFD6CA7K5GJU7SJZSFKM", "IQLEELN5SX55EW5DO4Y2SF5EYM4KOHE2"
    assert changes(a_page("old", an_enrolment(old)), a_page("new", an_enrolment(new))) == ()
    told = changes(a_page("old", an_enrolment(old)), a_page("new", an_enrolment(new, "other")))
    assert [change.rule.value for change in told] == ["link-target-changed"]


@pytest.mark.parametrize("value", ["RdRgVpHgrwZtbcmDhH", "rmCfcmsQyMzRmLth", "tvarSNsjnzdhPXTz"])
def test_a_token_of_letters_alone_makes_no_other_address(value):
    def page(name, given):
        return a_page(name, ("Close my account", WebTarget(f"https://www.example.org/articles/3?src={given}")))

    assert changes(page("old", "ndEZNxqLmKqnBf24Ym"), page("new", value)) == ()
    assert changes(page("old", "resetPasswordOfMyAccount"), page("new", "closeMyAccountForGood")) != ()
