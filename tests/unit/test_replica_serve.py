"""A replica on loopback, end to end: every host has its port, and addresses, cookies and forms work from there."""

from __future__ import annotations

import http.client
import socket
import threading
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from verifier.errors import ReplicaError
from verifier.model.web import WebAnswer, WebRequest
from verifier.replica.load import load_replica
from verifier.replica.serve import Addresses, Loopback, rewrite

FLOWS = Path(__file__).parents[2] / "flows"
ADDRESSES = Addresses((("www.example.org", "http://127.0.0.1:81"), ("example.org", "http://127.0.0.1:82")))


def ask(url: str, *, method: str = "GET", body: str | None = None, headers: dict[str, str] | None = None):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request(method, url.removeprefix(f"http://{parts.netloc}"), body, headers or {})
        answer = connection.getresponse()
        return answer, answer.read().decode()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def today():
    replica = load_replica(FLOWS, "whatsapp", "today")
    with Loopback(replica.answer, replica.hosts) as loopback:
        yield loopback


def at(loopback: Loopback, url: str) -> str:
    return loopback.addresses.outward(url)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('href="https://www.example.org/a"', 'href="http://127.0.0.1:81/a"'),
        ("http://example.org", "http://127.0.0.1:82"),
        ("src=//example.org/x.js", "src=http://127.0.0.1:82/x.js"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://example.org.evil.test/", "https://example.org.evil.test/"),
        ("https://sub.example.org/", "https://sub.example.org/"),
        ("https://example.org:8443/", "https://example.org:8443/"),
        ("www.example.org/contact", "www.example.org/contact"),
    ],
)
def test_only_absolute_addresses_of_the_hosts_are_rewritten(before, after):
    assert ADDRESSES.outward(before) == after


def test_what_a_browser_says_of_itself_is_turned_back():
    assert ADDRESSES.inward("http://127.0.0.1:82/page") == "https://example.org/page"
    assert ADDRESSES.inward("http://127.0.0.1:8200/page") == "http://127.0.0.1:8200/page"


def test_cookies_lose_what_binds_them_to_the_real_site():
    answer = WebAnswer(200, (("set-cookie", "a=1; Path=/; Secure; HttpOnly; SameSite=None; Domain=.example.org"),))
    assert rewrite(answer, ADDRESSES).headers == (("set-cookie", "a=1; Path=/; HttpOnly"),)


def test_what_is_no_text_is_not_rewritten():
    picture = WebAnswer(200, (("content-type", "image/webp"),), b"https://www.example.org \xff")
    assert rewrite(picture, ADDRESSES).body == picture.body


def test_a_page_is_served_with_links_to_the_loopback_address(today):
    answer, page = ask(at(today, "https://www.whatsapp.com/contact?lang=ro_RO"))
    assert answer.status == 200
    assert answer.headers["content-language"] == "ro"
    assert len(answer.headers.get_all("set-cookie")) == 3
    assert "Contactați-ne" in page
    assert f"{at(today, 'https://www.whatsapp.com')}/contact/?subject=messenger" in page
    assert f"{at(today, 'https://faq.whatsapp.com')}/?locale=ro_RO" in page
    assert "https://www.whatsapp.com" not in page


def test_each_host_answers_as_itself(today):
    assert "How can we help you?" in ask(at(today, "https://faq.whatsapp.com/"))[1]
    moved, _ = ask(at(today, "https://whatsapp.com/contact"))
    assert moved.status == 301
    assert moved.headers["location"] == at(today, "https://www.whatsapp.com/contact?lang=en_US")


def test_an_unknown_page_is_the_404_page_of_the_site(today):
    answer, page = ask(at(today, "https://www.whatsapp.com/nowhere?lang=en_US"))
    assert answer.status == 404
    assert "available</h1>" in page


def test_the_form_is_posted_step_by_step(today):
    url = at(today, "https://www.whatsapp.com/contact/noclient/async/new/?lang=ro_RO")
    answers = {
        "step": "articles", "country_selector": "RO", "phone_number": "202 555 0123", "email": "",
        "platform": "ANDROID", "your_message": "un mesaj cu mai mult de treizeci de caractere",
    }  # fmt: skip
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert "adresă de e-mail validă" in ask(url, method="POST", body=urlencode(answers), headers=kind)[1]
    answers["email"] = "a@example.org"
    articles = ask(url, method="POST", body=urlencode(answers), headers=kind)[1]
    assert at(today, "https://faq.whatsapp.com/488100826670345/?locale=ro_RO") in articles
    answers["step"] = "submit"
    assert "a fost trimisă" in ask(url, method="POST", body=urlencode(answers), headers=kind)[1]


def test_head_sends_the_headers_of_get_and_no_body(today):
    answer, body = ask(at(today, "https://www.whatsapp.com/contact"), method="HEAD")
    assert (answer.status, body) == (200, "")


def test_another_name_for_this_machine_is_refused(today):
    url = at(today, "https://www.whatsapp.com/contact")
    assert ask(url, headers={"host": "attacker.example"})[0].status == 421
    assert ask(url, headers={"host": f"localhost:{urlsplit(url).port}"})[0].status == 200


def test_a_body_that_is_too_long_is_refused(today):
    url = at(today, "https://www.whatsapp.com/contact")
    assert ask(url, method="POST", headers={"content-length": "99999999"})[0].status == 413
    assert ask(url, method="POST", headers={"content-length": "-1"})[0].status == 413


def test_the_answerer_sees_the_real_address_and_origin():
    seen: list[WebRequest] = []

    def answer(request: WebRequest) -> WebAnswer:
        seen.append(request)
        return WebAnswer(204)

    with Loopback(answer, ("www.example.org",)) as loopback:
        origin = loopback.addresses.outward("https://www.example.org")
        ask(f"{origin}/a?b=c", headers={"origin": origin, "x-odd": "1"})
    assert (seen[0].method, seen[0].url) == ("GET", "https://www.example.org/a?b=c")
    assert dict(seen[0].headers)["origin"] == "https://www.example.org"


def test_a_mistake_in_the_replica_is_shown_in_the_page():
    def answer(request: WebRequest) -> WebAnswer:
        raise ReplicaError("no text `x`")

    with Loopback(answer, ("www.example.org",)) as loopback:
        got, page = ask(loopback.addresses.outward("https://www.example.org/"))
    assert (got.status, page) == (500, "no text `x`\n")


def test_several_ask_at_once():
    gate = threading.Barrier(4, timeout=10)

    def answer(request: WebRequest) -> WebAnswer:
        gate.wait()
        return WebAnswer(200, (), b"here")

    with Loopback(answer, ("www.example.org",)) as loopback:
        url = loopback.addresses.outward("https://www.example.org/")
        bodies: list[str] = []
        threads = [threading.Thread(target=lambda: bodies.append(ask(url)[1])) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert bodies == ["here"] * 4


def test_a_port_that_is_taken_is_told_and_nothing_stays_open():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ReplicaError, match=f"port {port} on") as caught:
            Loopback(lambda request: WebAnswer(204), ("a.example", "b.example"), port=port)
    assert "2 ports in a row" in caught.value.hint


def test_the_ports_are_free_again_at_the_end():
    with Loopback(lambda request: WebAnswer(204), ("a.example",)) as loopback:
        port = urlsplit(loopback.addresses.outward("https://a.example/")).port
    assert port
    with Loopback(lambda request: WebAnswer(204), ("a.example",), port=port) as again:
        assert again.addresses.pairs == (("a.example", f"http://127.0.0.1:{port}"),)
