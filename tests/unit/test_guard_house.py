"""Guards that are ended twice, late, or by nobody."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from verifier.browser.guard.house import GuardHouse
from verifier.model.web import WebAnswer


def a_guard(house):
    return house.guard(allow=(), upstream=lambda request: WebAnswer(404, (), b""))


def is_served(guard):
    at = urlsplit(guard.proxy["server"])
    try:
        with socket.create_connection((at.hostname, at.port), timeout=5):
            return True
    except ConnectionRefusedError:
        return False


def test_a_guard_that_nobody_ended_ends_with_its_house():
    house = GuardHouse()
    left, ended = a_guard(house), a_guard(house)
    ended.close()
    assert (is_served(left), is_served(ended)) == (True, False)
    house.close()
    assert not is_served(left)


@pytest.mark.parametrize("at_once", [True, False])
def test_who_ends_a_guard_while_its_house_closes_or_later_does_not_wait_for_ever(at_once):
    house = GuardHouse()
    guards = [a_guard(house) for _ in range(8)]
    with ThreadPoolExecutor(9) as pool:
        closing = pool.submit(house.close)
        if not at_once:
            closing.result(30)
        for ending in [pool.submit(guard.close) for guard in guards]:
            ending.result(30)
        closing.result(30)
    assert not any(map(is_served, guards))
