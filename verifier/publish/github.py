"""The REST API of GitHub, as far as we need it: patient with limits, careful with what must not happen twice.

After "Best practices for using the REST API" and "Rate limits for the REST API" of GitHub's documentation.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from urllib.parse import quote, urlsplit

import httpx

from verifier import __version__
from verifier.errors import PublishError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

DEFAULT_URL = "https://api.github.com"
MOST_PAGES = 200
"""Of one list; 20,000 things."""
_TRIES = 4
_HASTY_WRITES = 20
"""So many writes go without a pause; after them GitHub asks for a second between two."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(slots=True)
class Patience:
    """How long is waited, in seconds all together, and how waiting is done."""

    left_s: float = 900.0
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time

    def wait(self, seconds: float, why: str) -> None:
        """Wait, unless that is more than is left.

        Raises:
            PublishError: it is.
        """
        if seconds > self.left_s:
            raise PublishError(
                f"{why}, and asks to wait {seconds:.0f} s", hint="what was done until then stays; publish again later"
            )
        self.left_s -= seconds
        self.sleep(seconds)


@dataclass(slots=True)
class GitHub:
    """One repository, as `owner/name`. The token goes into one header and nowhere else.

    Raises:
        UsageError: the repository is not `owner/name`, or the API is not at an address that a token may be sent to.
    """

    repository: str
    token: str = field(repr=False, default="")
    api_url: str = DEFAULT_URL
    patience: Patience = field(default_factory=Patience)
    _client: httpx.Client = field(init=False, repr=False)
    _writes: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        owner, _, name = self.repository.partition("/")
        if not owner or not name or "/" in name or any(sign.isspace() for sign in self.repository):
            raise UsageError(
                f"`{self.repository}` is not a repository",
                hint="GITHUB_REPOSITORY is the owner and the name: octo/guides",
            )
        at = urlsplit(self.api_url)
        if at.scheme != "https" and not (at.scheme == "http" and at.hostname in _LOOPBACK):
            raise UsageError(
                f"GITHUB_API_URL is {at.scheme}://{at.hostname}",
                hint="a token is only sent over https (or to this machine)",
            )
        headers = {
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
            "User-Agent": f"help-flow-verifier/{__version__}",
        }
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        self._client = httpx.Client(headers=headers, timeout=30.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def every(self, path: str, **query: str) -> list[dict[str, Json]]:
        """All things of a list, over all its pages; either the whole list or an error.

        Raises:
            PublishError: a page could not be read.
        """
        found: list[dict[str, Json]] = []
        url = str(httpx.URL(self._url(path), params={"per_page": "100", **query}))
        for _ in range(MOST_PAGES):
            answer = self._send("GET", url)
            page = _plain(answer, path)
            if not isinstance(page, list) or not all(isinstance(each, dict) for each in page):
                raise PublishError(f"GitHub's list of {path} is no list")
            found += [each for each in page if isinstance(each, dict)]
            url = answer.links.get("next", {}).get("url", "")
            if not url:
                return found
            if urlsplit(url)[:2] != urlsplit(self.api_url)[:2]:
                raise PublishError(f"GitHub's list of {path} goes on at another server", hint="nothing was sent there")
        raise PublishError(f"GitHub's list of {path} has more than {MOST_PAGES} pages")

    def read(self, path: str) -> dict[str, Json] | None:
        """One thing, or None where there is none of that name."""
        answer = self._send("GET", self._url(path), missing_is_none=True)
        return None if answer.status_code == httpx.codes.NOT_FOUND else _thing(answer, path)

    def create(self, path: str, body: Mapping[str, Json]) -> dict[str, Json]:
        """Make a new thing. It is never asked for twice where the first time may have worked."""
        return self._write("POST", path, body)

    def change(self, path: str, body: Mapping[str, Json]) -> dict[str, Json]:
        """Change a thing."""
        return self._write("PATCH", path, body)

    def _write(self, method: str, path: str, body: Mapping[str, Json]) -> dict[str, Json]:
        self._writes += 1
        if self._writes > _HASTY_WRITES:
            self.patience.wait(1.0, "GitHub wants a pause between writes")
        return _thing(self._send(method, self._url(path), body), path)

    def _url(self, path: str) -> str:
        return f"{self.api_url.rstrip('/')}/repos/{quote(self.repository)}/{path}".rstrip("/")

    def _send(
        self, method: str, url: str, body: Mapping[str, Json] | None = None, *, missing_is_none: bool = False
    ) -> httpx.Response:
        repeatable = method != "POST"
        what = f"{method} {urlsplit(url).path}"
        for attempt in range(1, _TRIES + 1):
            last = attempt == _TRIES
            try:
                answer = self._client.request(method, url, json=None if body is None else dict(body))
            except httpx.TransportError as error:
                # Only a connection that was never made has surely done nothing.
                if last or not (repeatable or isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout))):
                    raise PublishError(f"{what}: GitHub could not be reached ({type(error).__name__})") from None
                self.patience.wait(2.0 ** (attempt - 1), f"{what}: GitHub cannot be reached")
                continue
            if answer.is_success or (missing_is_none and answer.status_code == httpx.codes.NOT_FOUND):
                return answer
            pause = self._asked_to_wait(answer)
            if pause is not None and not last:
                self.patience.wait(pause, f"{what}: GitHub limits the rate of requests")
            elif answer.is_server_error and repeatable and not last:
                self.patience.wait(2.0 ** (attempt - 1), f"{what}: GitHub answered {answer.status_code}")
            else:
                raise _refused(answer, what)
        raise AssertionError("the last attempt returns or raises")

    def _asked_to_wait(self, answer: httpx.Response) -> float | None:
        """Seconds until the next request, or None where the answer is no limit."""
        if answer.status_code not in (httpx.codes.FORBIDDEN, httpx.codes.TOO_MANY_REQUESTS):
            return None
        after = answer.headers.get("retry-after", "")
        if after.isdigit():
            return float(after)
        if answer.headers.get("x-ratelimit-remaining") == "0":
            reset = answer.headers.get("x-ratelimit-reset", "")
            return max(1.0, float(reset) - self.patience.now()) if reset.isdigit() else 60.0
        limited = answer.status_code == httpx.codes.TOO_MANY_REQUESTS or "rate limit" in answer.text.lower()
        return 60.0 if limited else None


_HINTS = {
    401: "the token is wrong or has expired; it is read from GITHUB_TOKEN",
    403: "the token may not do that; a workflow needs `permissions: issues: write` (and `contents` and `pull-requests` for a pull request)",
    404: "there is no such repository for this token; it is read from GITHUB_REPOSITORY",
    410: "issues are turned off for this repository",
}


def _refused(answer: httpx.Response, what: str) -> PublishError:
    moved = f" (it is at {urlsplit(answer.headers['location']).path} now)" if answer.has_redirect_location else ""
    return PublishError(
        f"{what}: GitHub answered {answer.status_code}{moved}{_message(answer)}",
        hint=_HINTS.get(answer.status_code, ""),
        status=answer.status_code,
    )


def _message(answer: httpx.Response) -> str:
    try:
        plain = answer.json()
    except ValueError:
        return ""
    said = plain.get("message") if isinstance(plain, dict) else None
    return f": {' '.join(said.split())[:200]}" if isinstance(said, str) else ""


def _plain(answer: httpx.Response, path: str) -> Json:
    try:
        plain: Json = answer.json()
    except ValueError:
        raise PublishError(f"GitHub's answer for {path} is not JSON") from None
    return plain


def _thing(answer: httpx.Response, path: str) -> dict[str, Json]:
    plain = _plain(answer, path)
    if not isinstance(plain, dict):
        raise PublishError(f"GitHub's answer for {path} is not a thing")
    return plain
