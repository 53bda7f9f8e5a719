"""The command as a person types it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def verifier(*words, cwd=ROOT, **environment):
    """The finished process of `verifier ...`."""
    return subprocess.run(
        [sys.executable, "-m", "verifier", *map(str, words)], cwd=cwd, capture_output=True, text=True, timeout=110, check=False,
        env={**os.environ, "NO_COLOR": "1", **environment},
    )  # fmt: skip
