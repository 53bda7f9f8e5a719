"""Write constraints.txt: an exact pin for each package that the project and its tests need, and for each that those need.

Solves in an environment of its own, so that nothing that lies about here slips in.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# Exact versions of everything that a run or a test needs. Made by `make pin`; change pyproject.toml instead.
"""
OURS = "help-flow-verifier"


def main() -> None:
    """Pin the newest versions that pyproject.toml allows."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = str(Path(folder) / "bin" / "python")
        pip = [python, "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--quiet", "--upgrade", "setuptools"], check=True)
        subprocess.run([*pip, "install", "--quiet", "--no-build-isolation", "--editable", f"{ROOT}[dev]"], check=True)
        frozen = subprocess.run(
            [*pip, "list", "--format", "freeze", "--exclude", OURS, "--exclude", "pip"],
            check=True,
            capture_output=True,
            text=True,
        )
    pins = sorted(frozen.stdout.split(), key=str.lower)
    (ROOT / "constraints.txt").write_text(HEADER + "\n".join(pins) + "\n", encoding="utf-8")
    print(f"constraints.txt: {len(pins)} pins")


if __name__ == "__main__":
    main()
