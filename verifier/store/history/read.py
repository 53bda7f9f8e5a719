"""Reads runs out of the tables again."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from verifier.errors import HistoryError
from verifier.model.finding import ClaimVerdict, Level, Rule, Status
from verifier.model.history import PastClaim, PastFinding, PastFlow, PastRun, PastStep

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_RUNS = "SELECT id, run_id, started_at, against, tool_version, duration_ms, interrupted, recorded_at, content FROM runs"


def targets(connection: sqlite3.Connection) -> tuple[str, ...]:
    """What any run was made against."""
    rows = connection.execute("SELECT against FROM runs UNION SELECT against FROM carried ORDER BY 1")
    return tuple(against for (against,) in rows)


def latest_target(connection: sqlite3.Connection) -> str:
    """What the run that began last was made against; empty where there is none."""
    row = connection.execute("SELECT against FROM runs ORDER BY started_at DESC, run_id DESC LIMIT 1").fetchone()
    return row[0] if row else ""


def carried_targets(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The targets of which pruned runs left something."""
    return tuple(against for (against,) in connection.execute("SELECT against FROM carried ORDER BY 1"))


def carried(connection: sqlite3.Connection, against: str) -> str | None:
    """What is left of the pruned runs against that target, as JSON."""
    row = connection.execute("SELECT rest FROM carried WHERE against = ?", (against,)).fetchone()
    return row[0] if row else None


def runs(connection: sqlite3.Connection, against: str) -> tuple[PastRun, ...]:
    """The runs against that target, the oldest first."""
    rows = connection.execute(f"{_RUNS} WHERE against = ? ORDER BY started_at, run_id, key", (against,)).fetchall()
    with _known_words():
        words = _Words(connection)
        return tuple(words.run(row) for row in rows)


def everything(connection: sqlite3.Connection) -> tuple[tuple[PastRun, str, str], ...]:
    """Every run with the time of its record and the digest of its content."""
    rows = connection.execute(f"{_RUNS} ORDER BY key").fetchall()
    with _known_words():
        words = _Words(connection)
        return tuple((words.run(row), row[7], row[8]) for row in rows)


@contextmanager
def _known_words() -> Iterator[None]:
    """A status, rule or verdict that this verifier has no word for comes from a newer one."""
    try:
        yield
    except ValueError as error:
        raise HistoryError(
            f"the history says what this verifier does not know: {error}", hint="use the newer verifier that wrote it"
        ) from error


class _Words:
    """What runs refer to; each thing is read once, and shared by all runs that hold it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._walks: dict[int, tuple[PastStep, ...]] = {}
        self._findings: dict[int, PastFinding] = {}
        self._claims: dict[int, PastClaim] = {}

    def run(self, row: tuple[int, str, str, str, str, int, int, str, str]) -> PastRun:
        number, run_id, started_at, against, tool_version, duration_ms, interrupted, *_ = row
        found: dict[int, list[PastFinding]] = {}
        for flow, finding in self._connection.execute(
            "SELECT flow, finding FROM sightings WHERE run = ? ORDER BY flow, position", (number,)
        ):
            found.setdefault(flow, []).append(self._finding(finding))
        flows = self._connection.execute(
            "SELECT position, flow_id, locale, status, because, duration_ms, attempts, walk FROM flows WHERE run = ?"
            " ORDER BY position",
            (number,),
        )
        claims = self._connection.execute("SELECT claim FROM claim_states WHERE run = ? ORDER BY position", (number,))
        return PastRun(
            run_id,
            started_at,
            against,
            tool_version,
            duration_ms,
            bool(interrupted),
            flows=tuple(
                PastFlow(
                    flow_id,
                    locale,
                    Status(status),
                    because,
                    took,
                    attempts,
                    steps=self._walk(walk),
                    findings=tuple(found.get(position, ())),
                )
                for position, flow_id, locale, status, because, took, attempts, walk in flows
            ),
            claims=tuple(self._claim(claim) for (claim,) in claims),
        )

    def _walk(self, number: int) -> tuple[PastStep, ...]:
        if number not in self._walks:
            rows = self._connection.execute(
                "SELECT step_id, signature, outcome FROM steps WHERE walk = ? ORDER BY position", (number,)
            )
            self._walks[number] = tuple(PastStep(*row) for row in rows)
        return self._walks[number]

    def _finding(self, number: int) -> PastFinding:
        if number not in self._findings:
            fingerprint, rule, level, subject, sentence, expected, actual, flow_id, locale, step_id, claims, guides = (
                self._connection.execute(
                    "SELECT fingerprint, rule, level, subject, sentence, expected, actual, flow_id, locale, step_id,"
                    " claims, guides FROM findings WHERE id = ?",
                    (number,),
                ).fetchone()
            )
            self._findings[number] = PastFinding(
                fingerprint,
                Rule(rule),
                Level(level),
                subject,
                sentence,
                expected,
                actual,
                flow_id,
                locale,
                step_id,
                tuple(json.loads(claims)),
                tuple(json.loads(guides)),
            )
        return self._findings[number]

    def _claim(self, number: int) -> PastClaim:
        if number not in self._claims:
            guide_id, claim_id, verdict, because = self._connection.execute(
                "SELECT guide_id, claim_id, verdict, because FROM claims WHERE id = ?", (number,)
            ).fetchone()
            self._claims[number] = PastClaim(guide_id, claim_id, ClaimVerdict(verdict), because)
        return self._claims[number]
