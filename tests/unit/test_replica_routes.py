"""The route table of a replica: which route answers, and what is said of a table that is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from verifier.errors import ReplicaError
from verifier.model.web import WebRequest
from verifier.replica.load import Replica, load_replica
from verifier.replica.routes import accepted_languages

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """\
version: 1
hosts: [www.example.org, help.example.org]
start: https://www.example.org/
not_found: missing.html
languages:
  parameters: [lang]
  locales: {en_US: en, ro_RO: ro}
editions:
  first:
    says: The first
    set: {who: $greeting, box: ""}
    headers: {X-Seen: "{{ language }}"}
    routes:
      - {path: /, file: page.html}
      - {path: /ask, query: {about: cats}, file: page.html, set: {who: cats}}
      - {path: /ask, file: page.html}
      - {path: /old/*, redirect: "https://www.example.org/ask?lang={{ locale }}", status: 301}
      - {method: POST, path: /ask, form: {size: '[0-9]{1,2}'}, file: answer.json}
      - {host: help.example.org, path: /, file: page.html, set: {who: help}}
  second:
    says: The second
    inherits: first
    set: {box: box.html}
    routes:
      - {path: /ask, file: page.html, set: {who: second}, status: 403}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "pets" / "replica"
    (folder / "pages").mkdir(parents=True)
    (folder / "texts").mkdir()
    (folder / "routes.yaml").write_text(TABLE, "utf-8")
    (folder / "pages" / "page.html").write_text('<p class="a b">{{ who }}</p>{{> $box }}{{ fresh digits 8 }}', "utf-8")
    (folder / "pages" / "box.html").write_text("<b>box</b>", "utf-8")
    (folder / "pages" / "box.ro.html").write_text("<b>cutie</b>", "utf-8")
    (folder / "pages" / "missing.html").write_text("<p>nothing at {{ here }}</p>", "utf-8")
    (folder / "pages" / "answer.json").write_text('{"said": "{{ greeting }}"}', "utf-8")
    (folder / "texts" / "en.yaml").write_text('greeting: a "b" <i>\n', "utf-8")
    (folder / "texts" / "ro.yaml").write_text("greeting: bună\n", "utf-8")
    return tmp_path


def ask(replica: Replica, url: str, *, method: str = "GET", body: str = "", **headers: str):
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return replica.answer(WebRequest(method, url, pairs, body.encode()))


def test_the_first_route_that_fits_answers(root):
    first = load_replica(root, "pets", "first")
    assert b">cats<" in ask(first, "https://www.example.org/ask?about=cats").body
    assert b">cats<" not in ask(first, "https://www.example.org/ask?about=cats-and-dogs").body


def test_a_slash_at_the_end_of_a_path_does_not_count(root):
    first = load_replica(root, "pets", "first")
    assert ask(first, "https://www.example.org/ask/?about=cats").status == 200
    assert ask(first, "https://www.example.org").status == 200


def test_a_route_belongs_to_one_host(root):
    first = load_replica(root, "pets", "first")
    assert b">help<" in ask(first, "https://help.example.org/").body
    assert ask(first, "https://help.example.org/ask").status == 404


def test_an_unknown_url_of_the_site_gets_its_own_page_of_the_site_with_404(root):
    answer = ask(load_replica(root, "pets", "first"), "https://www.example.org/nowhere?lang=ro_RO&x=1")
    assert answer.status == 404
    assert answer.body == b"<p>nothing at /nowhere?x=1&amp;</p>"
    assert ("x-seen", "ro") in answer.headers


def test_another_host_is_answered_with_404_and_not_asked(root):
    answer = ask(load_replica(root, "pets", "first"), "https://www.example.com/")
    assert answer.status == 404
    assert b"example" not in answer.body


def test_an_edition_has_its_own_routes_before_those_that_it_inherits(root):
    second = load_replica(root, "pets", "second")
    answer = ask(second, "https://www.example.org/ask?about=cats")
    assert answer.status == 403
    assert b">second<" in answer.body
    assert b"<b>box</b>" in ask(second, "https://www.example.org/").body
    assert b"<b>box</b>" not in ask(load_replica(root, "pets", "first"), "https://www.example.org/").body


def test_a_file_of_the_language_goes_before_the_one_without(root):
    assert b"cutie" in ask(load_replica(root, "pets", "second"), "https://www.example.org/?lang=ro_RO").body


def test_texts_are_escaped_for_the_file_that_they_stand_in(root):
    first = load_replica(root, "pets", "first")
    assert b"a &quot;b&quot; &lt;i&gt;" in ask(first, "https://www.example.org/").body
    form = {"method": "POST", "content_type": "application/x-www-form-urlencoded"}
    assert ask(first, "https://www.example.org/ask", body="size=7", **form).body == b'{"said": "a \\"b\\" <i>"}'


def test_a_form_fits_only_as_a_whole(root):
    first = load_replica(root, "pets", "first")
    form = {"method": "POST", "content_type": "application/x-www-form-urlencoded; charset=utf-8"}
    assert ask(first, "https://www.example.org/ask", body="size=123", **form).status == 404
    assert ask(first, "https://www.example.org/ask", body="", **form).status == 404
    assert ask(first, "https://www.example.org/ask", body="size=7", method="POST").status == 404


def test_a_redirect_names_the_locale(root):
    answer = ask(load_replica(root, "pets", "first"), "https://www.example.org/old/page?lang=ro_RO")
    assert (answer.status, answer.body) == (301, b"")
    assert ("location", "https://www.example.org/ask?lang=ro_RO") in answer.headers


def test_head_is_get_without_a_body(root):
    answer = ask(load_replica(root, "pets", "first"), "https://www.example.org/", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")


def test_what_is_fresh_is_other_at_each_load(root):
    first = load_replica(root, "pets", "first")
    assert len({ask(first, "https://www.example.org/").body for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("ro", "ro"),
        ("ro-MD,en;q=0.5", "ro"),
        ("de, en;q=0.4, ro;q=0.9", "ro"),
        ("ro;q=0, en", "en"),
        ("ro;q=x", "en"),
    ],
)
def test_the_language_is_what_the_browser_accepts_most(root, header, language):
    answer = ask(load_replica(root, "pets", "first"), "https://www.example.org/", accept_language=header)
    assert ("x-seen", language) in answer.headers


def test_the_parameter_goes_before_what_the_browser_accepts(root):
    answer = ask(load_replica(root, "pets", "first"), "https://www.example.org/?lang=en_US", accept_language="ro")
    assert ("x-seen", "en") in answer.headers


def test_accepted_languages_are_sorted_by_weight_and_stay_in_order():
    assert accepted_languages("a;q=0.2, b, c, d;q=0.9") == ("b", "c", "d", "a")


def test_the_editions_are_listed_in_the_order_of_the_table(root):
    assert Replica.editions(root, "pets") == ("first", "second")
    assert Replica.editions(root, "cars") == ()


def test_an_unknown_edition_is_told_with_the_file_and_the_editions_that_there_are(root):
    with pytest.raises(ReplicaError) as caught:
        load_replica(root, "pets", "third")
    assert "routes.yaml has no edition third" in caught.value.message
    assert caught.value.hint == "editions of pets: first, second"


def test_a_site_without_a_replica_is_told_with_those_that_have_one(root):
    with pytest.raises(ReplicaError, match="no replica of cars") as caught:
        load_replica(root, "cars", "first")
    assert caught.value.hint == "sites with a replica: pets"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("path: /,", "pth: /,", "lacks `path`"),
        ("says: The first", "says: The first\n    colour: red", "`first` has no key `colour`"),
        ("inherits: first", "inherits: zeroth", "inherits from zeroth, which is not an edition above it"),
        ("status: 403", "status: 9", "`status` must be a number from 200 to 599"),
        ("status: 403", "redirect: /", "needs either `file` or `redirect`"),
        ("[0-9]{1,2}", "[0-9", "is not a regular expression"),
        ("version: 1", "version: 2", "is of version 2, this program reads version 1"),
        ("says: The second", "class_names: wild\n    says: The second", "`class_names` is one of plain, release, load"),
        ("says: The second", "says: The second\n    says: twice", "`says` stands here twice"),
        ("start: https://www.example.org/", "start: [a]", "`start` must be a text"),
        ("version: 1", "version: [", "routes.yaml:"),
    ],
)
def test_a_wrong_table_is_told_with_its_file(root, old, new, said):
    path = root / "pets" / "replica" / "routes.yaml"
    path.write_text(TABLE.replace(old, new, 1), "utf-8")
    with pytest.raises(ReplicaError) as caught:
        load_replica(root, "pets", "first")
    assert said in caught.value.message
    assert "routes.yaml" in caught.value.message


def test_a_text_that_one_language_lacks_is_told(root):
    (root / "pets" / "replica" / "texts" / "ro.yaml").write_text("hello: bună\n", "utf-8")
    with pytest.raises(ReplicaError, match=r"en\.yaml lacks hello"):
        load_replica(root, "pets", "first")


def test_a_file_of_another_kind_is_refused(root):
    (root / "pets" / "replica" / "pages" / "tool.exe").write_bytes(b"MZ")
    with pytest.raises(ReplicaError, match=r"tool\.exe is of a kind"):
        load_replica(root, "pets", "first")


def test_a_name_that_nobody_gave_is_told(root):
    (root / "pets" / "replica" / "pages" / "page.html").write_text("{{ nobody }}", "utf-8")
    with pytest.raises(ReplicaError, match="no text or variable `nobody`"):
        ask(load_replica(root, "pets", "first"), "https://www.example.org/")


def test_files_that_include_each_other_are_told_and_do_not_hang(root):
    (root / "pets" / "replica" / "pages" / "page.html").write_text("{{> page.html }}", "utf-8")
    with pytest.raises(ReplicaError, match="includes itself"):
        ask(load_replica(root, "pets", "first"), "https://www.example.org/")


def test_a_page_cannot_include_a_file_from_elsewhere(root):
    (root / "pets" / "replica" / "pages" / "page.html").write_text("{{> $who }}", "utf-8")
    table = root / "pets" / "replica" / "routes.yaml"
    table.write_text(TABLE.replace("who: $greeting", "who: ../texts/en.yaml"), "utf-8")
    with pytest.raises(ReplicaError, match="no file"):
        ask(load_replica(root, "pets", "first"), "https://www.example.org/")
