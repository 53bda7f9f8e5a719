"""What holds of a replica for any request at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.model.web import WebRequest
from verifier.replica.load import Replica, load_replica
from verifier.replica.routes import accepted_languages
from verifier.replica.serve import Addresses
from verifier.replica.template import hash_class_names

FLOWS = Path(__file__).parents[2] / "flows"
REPLICAS = {edition: load_replica(FLOWS, "whatsapp", edition) for edition in Replica.editions(FLOWS, "whatsapp")}
HOSTS = (*REPLICAS["today"].hosts, "web.whatsapp.com", "WWW.WhatsApp.com", "whatsapp.com.evil.test", "127.0.0.1")
ADDRESSES = Addresses((("www.whatsapp.com", "http://127.0.0.1:8001"), ("whatsapp.com", "http://127.0.0.1:8002")))

paths = st.one_of(
    st.sampled_from(["", "/", "/contact", "/contact/noclient/async/new/"]), st.text(max_size=40).map("/".__add__)
)
queries = st.one_of(
    st.just(""), st.text(max_size=30), st.sampled_from(["subject=messenger", "lang=ar_AR", "lang=%FF&subject="])
)
urls = st.one_of(
    st.builds("https://{}{}?{}".format, st.sampled_from(HOSTS), paths, queries),
    st.text(max_size=60),
)
header_pairs = st.lists(
    st.tuples(st.sampled_from(["accept-language", "content-type", "cookie"]), st.text(max_size=40)), max_size=3
).map(tuple)
requests = st.builds(
    WebRequest,
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "get"]),
    url=urls,
    headers=header_pairs,
    body=st.binary(max_size=200),
)


@given(request=requests, edition=st.sampled_from(sorted(REPLICAS)))
@settings(max_examples=150, deadline=None)
def test_any_request_is_answered_with_something_that_can_be_sent(request, edition):
    answer = REPLICAS[edition].answer(request)
    assert 200 <= answer.status <= 599
    for name, value in answer.headers:
        assert re.fullmatch(r"[a-z0-9-]+", name)
        assert not set("\r\n\0") & set(value)
        value.encode("latin-1")
    assert request.method.upper() != "HEAD" or answer.body == b""


@given(url=urls, edition=st.sampled_from(sorted(REPLICAS)))
@settings(max_examples=100, deadline=None)
def test_what_is_asked_never_stands_in_the_page_as_markup(url, edition):
    page = REPLICAS[edition].answer(WebRequest("GET", url + "<script>q</script>'\"")).body
    assert b"<script>q" not in page


@given(
    host=st.from_regex(r"[a-z]{1,10}\.(example|test|com)", fullmatch=True), edition=st.sampled_from(sorted(REPLICAS))
)
def test_another_host_is_never_spoken_for(host, edition):
    if host not in REPLICAS[edition].hosts:
        answer = REPLICAS[edition].answer(WebRequest("GET", f"https://{host}/contact"))
        assert (answer.status, answer.body) == (404, b"404 Not Found\n")


@given(st.text(max_size=80))
def test_any_accept_language_header_is_read(header):
    assert all(tag == tag.lower() for tag in accepted_languages(header))


@given(st.text(max_size=80))
def test_rewriting_twice_is_rewriting_once(text):
    once = ADDRESSES.outward(f'{text}href="https://www.whatsapp.com/contact">{text}')
    assert ADDRESSES.outward(once) == once


@pytest.mark.parametrize("salt", ["a", "b"])
def test_hashed_class_names_agree_between_markup_and_style(salt):
    page = '<style>.card { margin: .5em } .card .go:hover {} a.card {}</style><p class="card go" id="card">class="x" .card</p>'
    hashed = hash_class_names(page, salt)
    card, go = re.findall(r'<p class="(\S+) (\S+)"', hashed)[0]
    assert card != go
    assert f"<style>.{card} {{ margin: .5em }} .{card} .{go}:hover {{}} a.{card} {{}}</style>" in hashed
    assert 'id="card"' in hashed
    assert ".card</p>" in hashed


def test_another_salt_gives_other_names():
    page = '<p class="card">'
    assert hash_class_names(page, "a") != hash_class_names(page, "b")
