"""The marks at the end of an issue by which it is found again: hidden from readers, plain JSON for us."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.model.drift import Trace

if TYPE_CHECKING:
    from verifier.model.drift import IssueText

MOST_TRACES = 600
"""About 17,000 characters of an issue's body; whether a drift is over is decided by these, the causes first."""
_FORM = re.compile(r"<!-- verifier:drift (\{.*?\}) -->")


@dataclass(frozen=True, slots=True)
class Marker:
    """What an issue remembers. `digest` is of all that we wrote but its footer; `at` is when the run began that wrote it (ISO)."""

    signature: str
    against: str
    digest: str
    at: str
    traces: tuple[Trace, ...] = ()
    over: str = ""
    """When the run began that saw that the drift is over; empty while it goes on."""


def digest_of(text: IssueText) -> str:
    """16 hex digits, the same while title, body and labels are."""
    words = "\x1f".join((text.title, text.body, *text.labels))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def write_marker(marker: Marker) -> str:
    """The comment that goes to the end of an issue's body."""
    steps: dict[str, dict[str, list[str]]] = {}
    for trace in marker.traces[:MOST_TRACES]:
        steps.setdefault(trace.flow_key, {}).setdefault(trace.step_id, []).append(f"{trace.fingerprint}.{trace.state}")
    plain = {
        "signature": marker.signature,
        "against": marker.against,
        "digest": marker.digest,
        "at": marker.at,
        "over": marker.over,
        "traces": steps,
    }
    text = json.dumps(plain, separators=(",", ":"))
    for sign in "<>-":  # nothing may end the comment
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"<!-- verifier:drift {text} -->"


def read_marker(body: str) -> Marker | None:
    """The last mark in an issue's body, or None where there is none that can be read."""
    found = _FORM.findall(body)
    if not found:
        return None
    try:
        plain = json.loads(found[-1])
        return Marker(
            signature=str(plain["signature"]),
            against=str(plain["against"]),
            digest=str(plain["digest"]),
            at=str(plain["at"]),
            over=str(plain["over"]),
            traces=tuple(
                Trace(str(key), str(step), *str(mark).split(".", 1))
                for key, steps in plain["traces"].items()
                for step, marks in steps.items()
                for mark in marks
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
