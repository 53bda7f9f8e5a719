"""The tables of the history, and how a file of an older version becomes one of this version.

What repeats night after night is kept once: the walk through a flow, the words of a finding, the state of a claim. A run holds
only references. `PRAGMA user_version` is the version; a change of the tables is one more entry in `MIGRATIONS`, and no entry
that was released ever changes.
"""

from __future__ import annotations

APPLICATION_ID = 0x76726679
"""`vrfy`, in the header of the file."""

_FIRST = (
    """CREATE TABLE runs (
         id INTEGER PRIMARY KEY,
         key TEXT NOT NULL UNIQUE,         -- of run id, start and target: the same wherever the run is recorded
         run_id TEXT NOT NULL,
         started_at TEXT NOT NULL,         -- ISO time in UTC
         against TEXT NOT NULL,            -- `live` or `replica <edition>`: histories of different targets never mix
         tool_version TEXT NOT NULL,
         duration_ms INTEGER NOT NULL,
         interrupted INTEGER NOT NULL,
         recorded_at TEXT NOT NULL,
         content TEXT NOT NULL             -- SHA-256 of all that is kept of the run
       ) STRICT""",
    "CREATE INDEX runs_by_target ON runs (against, started_at, run_id)",
    """CREATE TABLE walks (
         id INTEGER PRIMARY KEY,
         content TEXT NOT NULL UNIQUE
       ) STRICT""",
    """CREATE TABLE steps (
         walk INTEGER NOT NULL REFERENCES walks ON DELETE CASCADE,
         position INTEGER NOT NULL,
         step_id TEXT NOT NULL,
         signature TEXT NOT NULL,
         outcome TEXT NOT NULL,
         PRIMARY KEY (walk, position)
       ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE flows (
         run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
         position INTEGER NOT NULL,
         flow_id TEXT NOT NULL,
         locale TEXT NOT NULL,
         status TEXT NOT NULL,
         because TEXT NOT NULL,
         duration_ms INTEGER NOT NULL,
         attempts INTEGER NOT NULL,
         walk INTEGER NOT NULL REFERENCES walks,
         PRIMARY KEY (run, position)
       ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE findings (
         id INTEGER PRIMARY KEY,
         content TEXT NOT NULL UNIQUE,
         fingerprint TEXT NOT NULL,
         flow_id TEXT NOT NULL,
         locale TEXT NOT NULL,
         step_id TEXT NOT NULL,
         rule TEXT NOT NULL,
         level TEXT NOT NULL,
         subject TEXT NOT NULL,
         sentence TEXT NOT NULL,
         expected TEXT NOT NULL,
         actual TEXT NOT NULL,
         claims TEXT NOT NULL,             -- ids, a JSON array
         guides TEXT NOT NULL              -- ids, a JSON array
       ) STRICT""",
    "CREATE INDEX findings_by_fingerprint ON findings (fingerprint)",
    """CREATE TABLE sightings (
         run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
         flow INTEGER NOT NULL,            -- the position of the flow in the run
         position INTEGER NOT NULL,
         finding INTEGER NOT NULL REFERENCES findings,
         PRIMARY KEY (run, flow, position)
       ) STRICT, WITHOUT ROWID""",
)
_CLAIMS = (
    """CREATE TABLE claims (
         id INTEGER PRIMARY KEY,
         content TEXT NOT NULL UNIQUE,
         guide_id TEXT NOT NULL,
         claim_id TEXT NOT NULL,
         verdict TEXT NOT NULL,
         because TEXT NOT NULL
       ) STRICT""",
    """CREATE TABLE claim_states (
         run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
         position INTEGER NOT NULL,
         claim INTEGER NOT NULL REFERENCES claims,
         PRIMARY KEY (run, position)
       ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE carried (
         against TEXT PRIMARY KEY,
         rest TEXT NOT NULL                -- what is left of pruned runs, as JSON
       ) STRICT, WITHOUT ROWID""",
)
MIGRATIONS = (_FIRST, _CLAIMS)
"""The statements that lead from each version to the next; the first from an empty file."""
VERSION = len(MIGRATIONS)
