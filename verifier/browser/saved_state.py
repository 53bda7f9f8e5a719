"""The saved state of a browser in which somebody signed in: whether it can be used, and what in it is secret."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from verifier.errors import UsageError
from verifier.replay.redact import named_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from verifier.model.flow import Flow

_TELLING = re.compile(
    r"sess|token|auth|sid\b|secret|csrf|xsrf|jwt|key|remix|pass|ticket|login|credential", re.IGNORECASE
)
SHORTEST_TELLING = 4
SHORTEST_OTHER = 8
DEEPEST = 8


def state_path(flow: Flow, environment: Mapping[str, str]) -> Path | None:
    """The file that the flow's variable names, or None for a stranger.

    Raises:
        UsageError: there is no such file, or it is no saved state. What stands in it is not told.
    """
    if not flow.storage_state_env or not (named := environment.get(flow.storage_state_env)):
        return None
    path = Path(named)
    hint = f"save one with `verifier login {flow.site.id}`, and name it there; or unset the variable"
    if not path.is_file():
        raise UsageError(f"{flow.storage_state_env} does not name a file", hint=hint)
    _read(path, flow.storage_state_env, hint)
    return path


def secrets_of(flow: Flow, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Everything that nobody may see of this flow: what it types, and the cookies and tokens of its saved state.

    Raises:
        UsageError: as `state_path`.
    """
    path = state_path(flow, environment)
    if path is None:
        return named_secrets(flow, environment)
    state = _read(path, str(flow.storage_state_env), "")
    return tuple(dict.fromkeys((*named_secrets(flow, environment), *_kept(state))))


def every_secret(flows: Iterable[Flow], environment: Mapping[str, str]) -> tuple[str, ...]:
    """The secrets of all these flows. A state that cannot be read has none; its own flow says so when it is played."""
    found: dict[str, None] = {}
    for flow in flows:
        with suppress(UsageError):
            found |= dict.fromkeys(secrets_of(flow, environment))
    return tuple(found)


def _read(path: Path, variable: str, hint: str) -> dict[str, object]:
    try:
        state = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        state = None
    if not isinstance(state, dict) or not isinstance(state.get("cookies"), list):
        raise UsageError(f"{variable} names a file that is not a saved browser state", hint=hint)
    return state


def _kept(state: dict[str, object]) -> Iterator[str]:
    for cookie in _list(state.get("cookies")):
        yield from _values(cookie.get("name"), cookie.get("value"), hidden=cookie.get("httpOnly") is True)
    for origin in _list(state.get("origins")):
        for item in _list(origin.get("localStorage")):
            yield from _values(item.get("name"), item.get("value"))


def _list(value: object) -> list[dict[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _values(name: object, value: object, *, hidden: bool = False, depth: int = 0) -> Iterator[str]:
    """The values that look like a key rather than a setting: well named, or long with digits in them."""
    if isinstance(value, str):
        try:
            inner = json.loads(value) if value[:1] in "{[" else None
        except ValueError:
            inner = None
        if inner is not None and depth < DEEPEST:
            yield from _values(name, inner, depth=depth + 1)
            return
        telling = hidden or _TELLING.search(str(name)) is not None
        keys = {value, unquote(value)}
        if any(_is_key(key, telling=telling) for key in keys):
            yield from sorted(keys)
    elif isinstance(value, dict) and depth < DEEPEST:
        for key, item in value.items():
            yield from _values(f"{name} {key}", item, depth=depth + 1)
    elif isinstance(value, list) and depth < DEEPEST:
        for item in value:
            yield from _values(name, item, depth=depth + 1)


def _is_key(value: str, *, telling: bool) -> bool:
    if value.casefold() in {"true", "false", "null", "none", "undefined"}:
        return False
    if telling:
        return len(value) >= SHORTEST_TELLING
    return len(value) >= SHORTEST_OTHER and any(sign.isdigit() for sign in value) and " " not in value
