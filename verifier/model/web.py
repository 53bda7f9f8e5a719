"""A request of the browser and an answer to it, as the guard and a replica exchange them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebRequest:
    """What the browser asks. Header names are lower-case; `url` is absolute, without a fragment."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What it is told. `body` is not compressed; header names are lower-case, `content-length` is added by the sender."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


Answerer = Callable[[WebRequest], WebAnswer]
"""A site made of files: the whole network, as a function. Safe to call from any thread."""
