"""Writes runs into the tables, each of the words that repeat only once."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from verifier.model.history import PastRun
from verifier.store.codec import encode

if TYPE_CHECKING:
    import sqlite3

    from verifier.model.history import PastClaim, PastFinding, PastFlow


def key_of(run: PastRun) -> str:
    """The same wherever and whenever the run is recorded (16 hex digits)."""
    return _digest([run.run_id, run.started_at, run.against])[:16]


def record(connection: sqlite3.Connection, run: PastRun, *, recorded_at: str) -> bool:
    """Write the run, in place of an earlier record of it; False where that says the same already."""
    content = content_of(run)
    known = connection.execute("SELECT content FROM runs WHERE key = ?", (key_of(run),)).fetchone()
    if known and known[0] == content:
        return False
    forget(connection, run)
    _insert(connection, run, recorded_at=recorded_at, content=content)
    return True


def take(connection: sqlite3.Connection, run: PastRun, *, recorded_at: str, content: str) -> bool:
    """Write a run as another history recorded it, unless the record here is the same or was made later."""
    known = connection.execute("SELECT recorded_at, content FROM runs WHERE key = ?", (key_of(run),)).fetchone()
    if known and tuple(known) >= (recorded_at, content):
        return False
    forget(connection, run)
    _insert(connection, run, recorded_at=recorded_at, content=content)
    return True


def forget(connection: sqlite3.Connection, run: PastRun) -> None:
    """Take the run out, if it is there."""
    connection.execute("DELETE FROM runs WHERE key = ?", (key_of(run),))


def carry(connection: sqlite3.Connection, against: str, rest: str) -> None:
    """Keep what is left of pruned runs."""
    connection.execute("INSERT OR REPLACE INTO carried VALUES (?, ?)", (against, rest))


def sweep(connection: sqlite3.Connection) -> None:
    """Take out the words that no run uses any more."""
    for table, column, users in (
        ("walks", "walk", "flows"),
        ("findings", "finding", "sightings"),
        ("claims", "claim", "claim_states"),
    ):
        connection.execute(f"DELETE FROM {table} WHERE id NOT IN (SELECT {column} FROM {users})")  # noqa: S608 - names of ours


def content_of(run: PastRun) -> str:
    """SHA-256 of all that is kept of the run."""
    return hashlib.sha256(encode(run, PastRun).encode()).hexdigest()


def _insert(connection: sqlite3.Connection, run: PastRun, *, recorded_at: str, content: str) -> None:
    row = connection.execute(
        "INSERT INTO runs (key, run_id, started_at, against, tool_version, duration_ms, interrupted, recorded_at, content)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            key_of(run),
            *map(_clean, (run.run_id, run.started_at, run.against, run.tool_version)),
            run.duration_ms,
            int(run.interrupted),
            recorded_at,
            content,
        ),
    ).fetchone()
    for position, flow in enumerate(run.flows):
        _insert_flow(connection, row[0], position, flow)
    connection.executemany(
        "INSERT INTO claim_states VALUES (?, ?, ?)",
        [(row[0], position, _claim(connection, claim)) for position, claim in enumerate(run.claims)],
    )


def _insert_flow(connection: sqlite3.Connection, run: int, position: int, flow: PastFlow) -> None:
    connection.execute(
        "INSERT INTO flows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            run,
            position,
            *map(_clean, (flow.flow_id, flow.locale, flow.status, flow.because)),
            flow.duration_ms,
            flow.attempts,
            _walk(connection, flow),
        ),
    )
    connection.executemany(
        "INSERT INTO sightings VALUES (?, ?, ?, ?)",
        [(run, position, place, _finding(connection, finding)) for place, finding in enumerate(flow.findings)],
    )


def _walk(connection: sqlite3.Connection, flow: PastFlow) -> int:
    steps = [(step.step_id, step.signature, step.outcome) for step in flow.steps]
    walk, is_new = _kept(connection, "walks", _digest(steps), {})
    if is_new:
        rows = [(walk, position, *map(_clean, step)) for position, step in enumerate(steps)]
        connection.executemany("INSERT INTO steps VALUES (?, ?, ?, ?, ?)", rows)
    return walk


def _finding(connection: sqlite3.Connection, finding: PastFinding) -> int:
    words = {
        "fingerprint": finding.fingerprint,
        "flow_id": finding.flow_id,
        "locale": finding.locale,
        "step_id": finding.step_id,
        "rule": finding.rule.value,
        "level": finding.level.value,
        "subject": finding.subject,
        "sentence": finding.sentence,
        "expected": finding.expected,
        "actual": finding.actual,
        "claims": json.dumps(finding.claims, ensure_ascii=False),
        "guides": json.dumps(finding.guides, ensure_ascii=False),
    }
    return _kept(connection, "findings", _digest(list(words.values())), words)[0]


def _claim(connection: sqlite3.Connection, claim: PastClaim) -> int:
    words = {
        "guide_id": claim.guide_id,
        "claim_id": claim.claim_id,
        "verdict": claim.verdict.value,
        "because": claim.because,
    }
    return _kept(connection, "claims", _digest(list(words.values())), words)[0]


def _kept(connection: sqlite3.Connection, table: str, content: str, words: dict[str, str]) -> tuple[int, bool]:
    """The id of the row of this content, and whether it had to be made."""
    known = connection.execute(f"SELECT id FROM {table} WHERE content = ?", (content,)).fetchone()  # noqa: S608 - a name of ours
    if known:
        return known[0], False
    row = {"content": content, **{name: _clean(text) for name, text in words.items()}}
    marks = ", ".join("?" * len(row))
    made = connection.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks}) RETURNING id",  # noqa: S608 - names of ours
        tuple(row.values()),
    ).fetchone()
    return made[0], True


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _clean(text: str) -> str:
    """SQLite keeps text as UTF-8, which has no lone surrogates, and its own tools stop at a NUL."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "\N{REPLACEMENT CHARACTER}")
