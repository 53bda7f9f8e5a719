"""A site that answers from another of its hosts: the pages are the same pages, and their links moved with them."""

from __future__ import annotations

from dataclasses import replace

from builders import a_snapshot

from verifier.compare.changes import changes
from verifier.model.finding import Rule
from verifier.model.observation import Anchor, Link, MailTarget, WebTarget
from verifier.replica.read import read_table

OLD = replace(
    a_snapshot(url="https://vk.example/help"),
    links=(
        Link("Topics", WebTarget("https://vk.example/topics?c=1"), Anchor("a", path="main/a[1]", landmark="main")),
        Link("Elsewhere", WebTarget("https://else.example/"), Anchor("a", path="main/a[2]", landmark="main")),
        Link("Mail", MailTarget("help@vk.example"), Anchor("a", path="main/a[3]", landmark="main")),
    ),
)


def moved(*targets: str):
    links = tuple(
        replace(link, target=WebTarget(target)) for link, target in zip(OLD.links, targets, strict=False)
    ) + tuple(OLD.links[len(targets) :])
    return replace(OLD, id="s2", url="https://vk.test/help", links=links)


def told(page):
    return [change.rule for change in changes(OLD, page)]


def test_links_that_moved_with_their_page_are_not_told_one_by_one():
    assert told(moved("https://vk.test/topics?c=1")) == [Rule.REDIRECTED]


def test_a_link_that_leads_elsewhere_on_the_new_host_is_told():
    assert told(moved("https://vk.test/topics?c=2")) == [Rule.REDIRECTED, Rule.LINK_TARGET_CHANGED]


def test_a_link_that_stayed_behind_on_the_old_host_is_as_it_was():
    assert told(moved()) == [Rule.REDIRECTED]


def test_a_link_of_another_site_that_now_leads_into_this_one_is_told():
    page = moved("https://vk.test/topics?c=1", "https://vk.test/")
    assert told(page) == [Rule.REDIRECTED, Rule.LINK_TARGET_CHANGED]


def test_what_an_edition_inherits_from_the_first_host_answers_where_it_moved_to(tmp_path):
    table = tmp_path / "routes.yaml"
    table.write_text(
        """\
version: 1
hosts: [a.example, b.example, c.example]
start: https://a.example/
not_found: page.html
languages: {parameters: [lang], locales: {en: en}}
editions:
  first:
    says: The first
    routes:
      - {path: /, file: page.html}
      - {host: c.example, path: /, file: page.html}
  second:
    says: Moved
    inherits: first
    moved_to: b.example
    routes:
      - {path: "/*", redirect: "https://b.example{{ address }}"}
""",
        "utf-8",
    )
    first, second = read_table(table).editions
    assert [route.host for route in first.routes] == ["a.example", "c.example"]
    assert [route.host for route in second.routes] == ["a.example", "b.example", "c.example"]
