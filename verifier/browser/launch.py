"""Which browser to start, found without starting anything."""

from __future__ import annotations

import os
import platform
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.errors import BrowserError

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = "VERIFIER_BROWSER"
HINT = "run `playwright install chromium`, or on Debian `apt-get install chromium-headless-shell`"

CLOSED_FEATURES = ("WebRtcHideLocalIpsWithMdns", "AsyncDns", "DnsOverHttps")
"""What the browser must not do because it goes past the proxy."""
PLAYWRIGHTS_FEATURES = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    "Translate",  # of earlier versions
)
"""What Playwright turns off itself. Of several `--disable-features` a browser hears the last one only, which is ours: it has to say these too."""

SWITCHES = (
    "--disable-quic",
    "--no-first-run",
    "--no-pings",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    # What does not go by way of the proxy: peer connections over UDP, and names looked up ahead of time.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    f"--disable-features={','.join((*PLAYWRIGHTS_FEATURES, *CLOSED_FEATURES))}",
)

_ON_DEBIAN = (
    ("/usr/lib/chromium/chromium-headless-shell", "Debian's headless shell"),
    ("/usr/lib/chromium/chromium", "Debian's Chromium"),
)
_ELSEWHERE = (
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/google-chrome",
    "/usr/bin/microsoft-edge-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
_WINDOWS_PLACES = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
_DOWNLOADS = re.compile(r"chromium(?P<shell>_headless_shell)?-(?P<revision>\d+)")
_DOWNLOADED = (
    "chrome-headless-shell-linux64/chrome-headless-shell",
    "chrome-linux/headless_shell",
    "chrome-linux64/chrome",
    "chrome-linux/chrome",
    "chrome-headless-shell-mac-arm64/chrome-headless-shell",
    "chrome-headless-shell-mac-x64/chrome-headless-shell",
    "chrome-mac/headless_shell",
    "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    "chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
    "chrome-headless-shell-win64/chrome-headless-shell.exe",
    "chrome-win/headless_shell.exe",
    "chrome-win64/chrome.exe",
    "chrome-win/chrome.exe",
)


@dataclass(frozen=True, slots=True)
class BrowserChoice:
    """A browser to start. `name` is for people; `source` says who chose it: `asked`, `environment`, `playwright` or `system`."""

    executable: str | None
    name: str
    source: str


def find_browser(requested: str | None, *, headed: bool = False) -> BrowserChoice:
    """The browser that was asked for, else Playwright's own, else one of the system.

    Raises BrowserError, in one line with how to get one, when there is none or the one asked for is not there.
    """
    for asked, source in ((requested, "asked"), (os.environ.get(VARIABLE), "environment")):
        if asked:
            found = shutil.which(asked)
            if found is None:
                raise BrowserError(f"there is no browser at {asked}", hint=f"name the path of a Chromium, or {HINT}")
            return BrowserChoice(_binary(found), Path(found).name, source)
    for path in _downloads(headed=headed):
        return BrowserChoice(str(path), f"Playwright's {path.name}", "playwright")
    for place, name in _ON_DEBIAN:
        if Path(place).is_file() and not (headed and "headless" in place):
            return BrowserChoice(place, name, "system")
    for place in _system_places():
        if Path(place).is_file():
            return BrowserChoice(place, Path(place).name, "system")
    raise BrowserError("no Chromium was found", hint=HINT)


def _binary(found: str) -> str:
    # Debian's /usr/bin launcher is a script that does not hand over to the browser, so that ending it would leave the browser running.
    real = Path("/usr/lib/chromium/chromium-headless-shell")
    return str(real) if found == "/usr/bin/chromium-headless-shell" and real.is_file() else found


def _downloads(*, headed: bool) -> Iterator[Path]:
    """Playwright's own downloads, the headless shell before the full browser, the newest first."""
    folder = _downloads_folder()
    if folder is None or not folder.is_dir():
        return
    ranked = []
    for entry in folder.iterdir():
        found = _DOWNLOADS.fullmatch(entry.name)
        if found and not (headed and found["shell"]):
            ranked.append((found["shell"] is None, -int(found["revision"]), entry))
    for _, _, entry in sorted(ranked):
        for inside in _DOWNLOADED:
            if (entry / inside).is_file():
                yield entry / inside


def _downloads_folder() -> Path | None:
    said = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if said == "0":
        import importlib.util  # noqa: PLC0415 - a rare setting

        package = importlib.util.find_spec("playwright")
        origin = package.origin if package else None
        return Path(origin).parent / "driver" / "package" / ".local-browsers" if origin else None
    if said:
        return Path(said)
    match platform.system():
        case "Windows":
            return Path(os.environ.get("LOCALAPPDATA", str(Path.home() / "AppData" / "Local"))) / "ms-playwright"
        case "Darwin":
            return Path.home() / "Library" / "Caches" / "ms-playwright"
        case _:
            return Path(os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))) / "ms-playwright"


def _system_places() -> Iterator[str]:
    yield from _ELSEWHERE
    for folder in _WINDOWS_FOLDERS:
        if folder in os.environ:
            for place in _WINDOWS_PLACES:
                yield str(Path(os.environ[folder]) / place)
