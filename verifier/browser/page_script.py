"""The script that runs in every document before its own: it closes two doors and brings what `page/` says."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

# A proxy sees no UDP. Our own launch forbids it by a switch as well; a browser that somebody else started has only this.
# Workers have neither of the two, but for WebTransport, which refuses to go anywhere when there is a proxy.
_CLOSE_DOORS = """
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel", "WebTransport"]) {
  try { delete window[name]; } catch { /* not configurable */ }
  if (name in window) Object.defineProperty(window, name, { value: undefined, configurable: false, writable: false });
}
"""


PARTS = (
    "native",
    "element",
    "advert",
    "name",
    "place",
    "control",
    "pressed",
    "look",
    "search",
    "soon",
    "rest",
    "press",
    "shown",
    "door",
)
"""The files of `page/`, each of which may use what stands in those before it."""


@cache
def installer() -> str:
    """A function of the key that leaves one frozen, hidden object in a document: one look, one search, one rest in one call each."""
    folder = files("verifier.browser").joinpath("page")
    said = "\n".join(folder.joinpath(f"{part}.js").read_text(encoding="utf-8") for part in PARTS)
    return f"(key) => {{\nif (Object.prototype.hasOwnProperty.call(window, key)) return;\n{said}}}"


def page_script(key: str) -> str:
    """The init script; what it brings is found under `window[key]`."""
    return f"(() => {{ {_CLOSE_DOORS} }})();\n({installer()})({json.dumps(key)});"
