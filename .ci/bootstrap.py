"""Make this clone ready: a virtual environment, the pinned dependencies, the project itself, and a browser.

Needs nothing but the standard library, says one line before each thing that takes time, and says nothing when all is there.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)

DOWNLOAD_LIMIT_S = 600
"""How long Playwright may take to fetch its browser."""
CONNECT_LIMIT_MS = 10_000
"""How long each of its tries may wait for an answer, so that a silent network costs a minute and not three."""

DEBIAN = Path("/etc/debian_version")
INSTALLED_BROWSERS = (
    "/usr/lib/chromium/chromium-headless-shell",
    "/usr/lib/chromium/chromium",
    "chromium-headless-shell",
    "chromium",
    "google-chrome",
    "google-chrome-stable",
    "chromium-browser",
    "/snap/bin/chromium",
    "microsoft-edge-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def say(text: str) -> None:
    """Tell the user one line; it is talk, so it goes to stderr."""
    print(f"setup: {text}", file=sys.stderr, flush=True)


def stop(text: str) -> None:
    """End here, with one line on what to do."""
    sys.exit(f"error: {text}")


def main() -> None:
    """Do what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what the tests need")
    parser.add_argument("--no-browser", action="store_true", help="leave out the browser")
    chosen = parser.parse_args()
    os.chdir(ROOT)
    use_new_enough_python()
    environment()
    dependencies(dev=chosen.dev)
    if not chosen.no_browser:
        browser()


# -- Python ------------------------------------------------------------------------------------------------------


def use_new_enough_python() -> None:
    """Go on with a newer interpreter when this one is too old and a newer one is there."""
    if sys.version_info >= OLDEST:
        return
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        newer = shutil.which(name)
        if newer:
            os.execv(newer, [newer, *sys.argv])
    stop(
        f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}; install one or say `make PYTHON=/path/to/python3`"
    )


def environment() -> None:
    """There is a virtual environment that works, belongs to this folder and has pip."""
    works = [str(PYTHON), "-c", f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"]
    if PYTHON.exists() and made_here() and runs(works):
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        stop("this Python cannot make virtual environments; on Debian or Ubuntu: apt-get install python3-venv")
    say("making a virtual environment in .venv")
    done = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        stop(f"the virtual environment could not be made: {last_line(done.stdout + done.stderr)}")


def made_here() -> bool:
    """Whether the environment was made in this place; the commands in one that was moved still start the old Python."""
    pip_command = VENV / "bin" / "pip"
    return pip_command.exists() and str(VENV) in pip_command.read_text(encoding="utf-8")


# -- packages ----------------------------------------------------------------------------------------------------


def dependencies(*, dev: bool) -> None:
    """The pinned dependencies and the project (editable) are installed."""
    wanted = fingerprint("pyproject.toml", "constraints.txt")
    # Whoever has what the tests need has what a run needs.
    stamps = [VENV / ".installed-dev"] if dev else [VENV / ".installed", VENV / ".installed-dev"]
    if any(stamp.exists() and stamp.read_text(encoding="utf-8") == wanted for stamp in stamps):
        return
    say(f"installing the pinned dependencies{' with those of the tests' if dev else ''} (a minute or two)")
    # The build backend comes from the same pins, so that nothing in the environment is of an unknown version.
    pip("setuptools")
    # A plain path entry: the default finder of editable installs is imported at every start of Python.
    plain = ("--config-settings", "editable_mode=compat")
    pip("--no-build-isolation", *plain, "--editable", ".[dev]" if dev else ".")
    stamps[0].write_text(wanted, encoding="utf-8")


def pip(*what: str) -> None:
    """Install within the pins; end with pip's own words when it cannot, and without them when it can."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--constraint", "constraints.txt", *what]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.stderr.write(done.stdout)
        stop("the dependencies could not be installed; the lines above say why")


def fingerprint(*names: str) -> str:
    """A digest of these files, this folder and the environment's Python; another one means: install again."""
    digest = hashlib.sha256(str(ROOT).encode())
    digest.update((VENV / "pyvenv.cfg").read_bytes())
    for name in names:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


# -- the browser -------------------------------------------------------------------------------------------------


def browser() -> None:
    """There is a Chromium that starts: Playwright's own, else one that is installed, else Debian's."""
    named = os.environ.get("VERIFIER_BROWSER")
    if named:
        if not (shutil.which(named) and starts(named)):
            stop(f"VERIFIER_BROWSER names {named}, which does not start")
        return
    stamp = VENV / ".browser"
    if stamp.exists() and os.access(stamp.read_text(encoding="utf-8"), os.X_OK):
        return
    found = own_browser() or download() or installed_browser() or debian_browser()
    if found is None:
        stop(
            "no browser: install Chromium or Google Chrome with your package manager, "
            "or run `.venv/bin/playwright install --with-deps --only-shell chromium` where there is a network"
        )
        return
    stamp.write_text(found, encoding="utf-8")


def own_browser() -> str | None:
    """Playwright's own headless Chromium of the pinned version, where it is downloaded and starts."""
    for folder in own_folders():
        for binary in ("chrome-headless-shell", "headless_shell"):
            for path in sorted(folder.glob(f"*/{binary}")):
                if starts(str(path)):
                    return str(path)
    return None


def own_folders() -> list[Path]:
    """Where Playwright would put its browsers, as it says itself."""
    said = subprocess.run(
        [str(PYTHON), "-m", "playwright", "install", "--dry-run", "--only-shell", "chromium"],
        check=False,
        capture_output=True,
        text=True,
    )
    lines = (line.partition("Install location:") for line in said.stdout.splitlines())
    return [Path(place.strip()) for _, found, place in lines if found]


def download() -> str | None:
    """Playwright's own headless Chromium, fetched now; None where that cannot be done."""
    if os.environ.get("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD"):
        return None
    say("fetching Playwright's headless Chromium (about 100 MB)")
    log = VENV / "browser-download.log"
    # Without --no-remove, browsers of other projects on this machine would be cleared away.
    command = [str(PYTHON), "-m", "playwright", "install", "--only-shell", "--no-remove", "chromium"]
    patience = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": str(CONNECT_LIMIT_MS), **os.environ}
    with log.open("w", encoding="utf-8") as out:
        try:
            subprocess.run(command, check=True, stdout=out, stderr=out, timeout=DOWNLOAD_LIMIT_S, env=patience)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            say("it cannot be fetched from here; looking for another Chromium")
            return None
    fetched = own_browser()
    if fetched is None and may_use_apt():
        say("installing the system libraries that it needs with apt-get")
        subprocess.run([str(PYTHON), "-m", "playwright", "install-deps", "chromium"], check=False, capture_output=True)
        fetched = own_browser()
    if fetched is None:
        say("it was fetched but does not start, libraries are missing; looking for another Chromium")
    return fetched


def installed_browser() -> str | None:
    """A Chrome or Chromium that is installed and starts."""
    for candidate in INSTALLED_BROWSERS:
        path = shutil.which(candidate)
        if path and starts(path):
            say(f"using {path}")
            return path
    return None


def debian_browser() -> str | None:
    """Debian's headless Chromium, installed now, where we are root on Debian."""
    if not (may_use_apt() and DEBIAN.exists()):
        return None
    say("installing chromium-headless-shell with apt-get")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium-headless-shell"],
    ):
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=quiet, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            say(f"apt-get could not: {last_line(done.stderr)}")
            return None
    return installed_browser()


def may_use_apt() -> bool:
    """Whether we are root where apt-get is."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def starts(path: str) -> bool:
    """Whether the program is there with all its libraries (a snap's placeholder, for one, is not)."""
    return runs([path, "--version"])


def runs(command: list[str]) -> bool:
    """Whether the command ends well within half a minute."""
    try:
        return subprocess.run(command, check=False, capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def last_line(text: str) -> str:
    """The last line that says something."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no reason was given")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        # What is half done is noticed and done again next time.
        sys.exit(130)
