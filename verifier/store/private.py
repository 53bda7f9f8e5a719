"""Files that only their owner may read, kept where no repository takes them up."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from verifier.errors import UsageError


def state_folder() -> Path:
    """Where this person's saved states are kept: below `XDG_STATE_HOME` or its usual place, or Windows' own one."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home() / "AppData" / "Local"))) / "help-flow-verifier"
    said = os.environ.get("XDG_STATE_HOME", "")
    home = Path(said) if said.startswith("/") else Path.home() / ".local" / "state"
    return home / "help-flow-verifier"


def refuse_in_a_repository(path: Path) -> None:
    """Nothing, where the file is outside of every git work tree or ignored there.

    Raises:
        UsageError: git would take the file up.
    """
    path = path.absolute()
    tree = next((folder for folder in path.resolve().parents if (folder / ".git").exists()), None)
    if tree is None or _is_ignored(path.resolve(), tree):
        return
    raise UsageError(
        f"{path} lies in the git repository {tree}, and whoever gets the repository could sign in with it",
        hint=f"leave --output out to keep it in {state_folder()}, or name a file outside, or one that .gitignore names",
    )


def _is_ignored(path: Path, tree: Path) -> bool:
    git = shutil.which("git")
    if git is None:
        return False
    inside = str(path.relative_to(tree))

    def succeeds(*words: str) -> bool:
        asking = [git, "-C", str(tree), *words, "--", inside]
        return subprocess.run(asking, capture_output=True, check=False).returncode == 0  # noqa: S603 - our own arguments

    return succeeds("check-ignore", "-q") and not succeeds("ls-files", "--error-unmatch")


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read (mode 600), whole or not at all. Raises UsageError when it cannot be written."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UsageError(
            f"{path} cannot be written: {error.strerror}", hint="name another file with --output"
        ) from error
