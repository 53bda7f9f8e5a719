"""The site asks to read letters or pictures. It is never solved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verifier.model.observation import Wall, WallKind
from verifier.walls.says import says
from verifier.walls.words import CAPTCHA

if TYPE_CHECKING:
    from verifier.model.observation import Control
    from verifier.walls.sight import Sight

LONGEST = 1_500
_FRAME = re.compile(r"captcha(?!-delivery)|captcha-delivery\.com/captcha|arkoselabs|geetest|turnstile", re.IGNORECASE)
_BADGE = re.compile(r"size=invisible|badge=", re.IGNORECASE)
"""A captcha that watches from a corner and asks for nothing."""
_FIELD = re.compile(r"captcha|(^|[_\-#@ ])(security|verification)[_-]?code", re.IGNORECASE)


def captcha(sight: Sight) -> Wall | None:
    """A captcha in the place of a page: its frame or field, words that ask to solve it, and no other form on a page that says little.

    A captcha at the foot of a form is part of that form.
    """
    others = [control for control in sight.typed() if not _is_captcha(control)]
    if others or len(sight.text) > LONGEST or sight.article or sight.header("cf-mitigated"):
        return None
    signals = []
    frames = [
        seen
        for seen in sight.snapshot.frames
        if _FRAME.search(f"{seen.url} {seen.title}") and not _BADGE.search(seen.url)
    ]
    if frames:
        signals.append("a frame holds a captcha")
    fields = [control for control in sight.snapshot.controls if not control.anchor.frame]
    if any(_is_captcha(control) for control in fields):
        signals.append("a field asks for what a captcha shows")
    held = bool(signals)
    said = (sight.text, *(f"{control.label} {control.placeholder}" for control in fields))
    words = next((found for text in said if (found := says(text, CAPTCHA))), None)
    if words is not None:
        signals.append(f"the page says {words!r}")
    named = "captcha" in sight.url.lower()
    if named:
        signals.append("the address names a captcha")
    if sight.status in (401, 403, 405, 429, 503):
        signals.append(f"the server answered {sight.status}")
    pressed = bool(sight.snapshot.buttons or sight.snapshot.controls)
    alone = sight.bare and pressed and len(sight.snapshot.texts) <= 8
    if alone:
        signals.append("the page holds next to nothing else")
    held = held or (alone and words is not None and (sight.heads(CAPTCHA) is not None or sight.status >= 400))
    # Where a captcha and a button are all there is, it asks, whatever its words are.
    asked = (
        words is not None or named or sight.status >= 400 or (alone and (bool(frames) or any(map(_is_captcha, fields))))
    )
    return Wall(WallKind.CAPTCHA, tuple(signals)) if held and asked and len(signals) >= 2 else None


def _is_captcha(control: Control) -> bool:
    marks = f"{control.name} #{control.anchor.id} {control.anchor.classes}"
    return _FIELD.search(marks) is not None or says(f"{control.label} {control.placeholder}", CAPTCHA) is not None
