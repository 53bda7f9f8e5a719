"""The site shows the page only to those who have signed in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from verifier.model.action import Click, Fill, Goto, Submit
from verifier.model.expectation import ControlKind, ExpectField
from verifier.model.observation import ButtonKind, Wall, WallKind, WebTarget
from verifier.model.selector import ByLabel, ByRole
from verifier.walls.place_words import LOG_IN, MUST_LOG_IN, OTHER_ACCOUNT
from verifier.walls.says import fold, says
from verifier.walls.sight import AROUND, TERSE_CHARACTERS

if TYPE_CHECKING:
    from verifier.model.expectation import Expected
    from verifier.model.flow import Flow, Step
    from verifier.model.observation import Control
    from verifier.walls.sight import Sight

_SEGMENT = re.compile(
    r"^(log-?in|log-?on|sign-?in|sign-?up|signup|sso|auth|oauth2?|authorize|account(s)?-?login|session(s)?|connect|checkpoint|wp-login|ServiceLogin|accounts?)(\.\w+)?$",
    re.IGNORECASE,
)
_NAMES_SIGNING_IN = re.compile(
    r"(?:^|[-_/.])(?:log-?in|log-?on|sign-?in|sign-?up|register|registration|password)(?:[-_/.]|$)", re.IGNORECASE
)
_HOST = re.compile(r"^(log-?in|sign-?in|auth|sso|id|accounts?|passport|oauth)\.", re.IGNORECASE)
_BACK = re.compile(
    r"(^|&)(to|next|return|return_?to|return_?url|redirect|redirect_?(to|uri|url)|continue|back|back_?url|ref|from|service|dest|destination|goto)=",
    re.IGNORECASE,
)
_USER = re.compile(
    r"^(user(name)?|login|log|email|e-mail|phone|identifier|session\[.*\]|account|mobile)$", re.IGNORECASE
)
LONGEST = 2_000
FEWEST_WAYS_ON = 2
"""One link is the way back, or to what is agreed to."""


def login(sight: Sight) -> Wall | None:
    """A page to sign in at, where another page was asked for. A link that says "Log in" proves nothing.

    Its address, a password field (or a lone field for a user), a sentence that asks to sign in, ways to sign in by another
    account, the status 401: two of these. A flow that is itself about signing in meets no wall there.
    """
    if _is_about_signing_in(sight.flow) or _was_asked_for(sight):
        return None
    typed = sight.typed()
    passwords = [control for control in typed if control.kind is ControlKind.PASSWORD]
    users = [control for control in typed if _is_user(control)]
    others = [control for control in typed if control not in passwords and control not in users]
    dialog = _dialog_of(sight, (*passwords, *users))
    address = _is_login_address(sight.url)
    crowded = (len(sight.text) > LONGEST or len(others) > 1) and not dialog
    if crowded or any(control.kind is ControlKind.TEXTAREA for control in others):
        return None
    signals = []
    if sight.status == 401 or sight.header("www-authenticate"):
        signals.append("the server asks who we are")
    if address:
        signals.append("the address is one to sign in at")
    if sight.answer is not None and sight.answer.redirects and address:
        signals.append("the server sent us there from another page")
    headed = sight.heads(LOG_IN) or sight.heads(MUST_LOG_IN)
    alone = sight.bare_but_fields and (headed is not None or sight.middle <= TERSE_CHARACTERS)
    if passwords and (alone or address or dialog):
        signals.append("a field asks for a password")
    elif users and len(typed) == len(users) and (_offers_login(sight) or address) and (address or dialog or alone):
        signals.append("a lone field asks for a name to sign in with")
    sentence = None if sight.article else says(sight.text, MUST_LOG_IN)
    if sentence is not None and (passwords or users or address or sight.bare or sight.status in (401, 403)):
        signals.append(f"the page says {sentence!r}")
    other = any(
        says(item.name, OTHER_ACCOUNT) for items in (sight.snapshot.buttons, sight.snapshot.links) for item in items
    )
    if passwords or users or address:
        if _offers_login(sight):
            signals.append("a button offers to sign in")
        if other:
            signals.append("it offers to sign in by another account")
    elif sentence is not None and sight.bare and not _leads_on(sight) and (other or _offers_login(sight, links=True)):
        signals.append("the page holds next to nothing else than a way to sign in")
    if dialog and passwords:
        signals.append("a dialog over the page asks for it")
    gate = any(signal for signal in signals if "button offers" not in signal and "another account" not in signal)
    return Wall(WallKind.LOGIN, tuple(signals)) if gate and len(signals) >= 2 else None


def _dialog_of(sight: Sight, controls: tuple[Control, ...]) -> bool:
    held = {control.anchor.dialog for control in controls} - {""}
    return any(dialog.anchor.path in held for dialog in sight.snapshot.dialogs)


def _offers_login(sight: Sight, *, links: bool = False) -> bool:
    # Beside the button that sends a form, another one of it leads away: back to signing in.
    sent = {button.form for button in sight.snapshot.buttons if button.kind is ButtonKind.SUBMIT}
    buttons = [
        button
        for button in sight.snapshot.buttons
        if button.kind is ButtonKind.SUBMIT or not button.form or button.form not in sent
    ]
    names = [button.name for button in buttons]
    if links:  # the site's own header offers it on every page
        names = [button.name for button in buttons if button.anchor.landmark not in AROUND]
        names += [link.name for link in sight.snapshot.links if link.anchor.landmark not in AROUND]
    return any(len(name) <= 40 and says(name, LOG_IN) for name in names)


def _leads_on(sight: Sight) -> bool:
    """Whether the middle of the page leads to more than signing in: then it is a page that also mentions it."""
    links = (link for link in sight.snapshot.links if link.anchor.landmark not in AROUND and link.name)
    on = [
        link
        for link in links
        if isinstance(link.target, WebTarget)
        and not _is_login_address(link.target.url)
        and not says(link.name, LOG_IN)
        and not says(link.name, OTHER_ACCOUNT)
    ]
    return len(on) >= FEWEST_WAYS_ON


def _is_user(control: Control) -> bool:
    if control.kind is ControlKind.TEXTAREA:
        return False
    return (
        control.autocomplete in ("username", "webauthn", "username webauthn")
        or _USER.match(control.name) is not None
        or (control.kind in (ControlKind.EMAIL, ControlKind.TEL) and not control.form)
    )


def _is_login_address(url: str) -> bool:
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    last = segments[-2:]
    named = [segment for segment in last if _SEGMENT.match(segment)]
    if _HOST.match(parts.hostname or "") and (named or _BACK.search(parts.query) or not segments):
        return True
    if not named:
        return False
    weak = all(
        fold(segment) in ("account", "accounts", "connect", "session", "sessions", "checkpoint") for segment in named
    )
    return bool(_BACK.search(parts.query)) if weak else named[-1] == last[-1] or bool(_BACK.search(parts.query))


def _is_about_signing_in(flow: Flow | None) -> bool:
    return flow is not None and any(_signs_in(step) for step in flow.steps)


def _was_asked_for(sight: Sight) -> bool:
    """Whether the tab stands, with no detour, at the very address that was asked for, and that names signing in or up."""
    if not sight.wanted or (sight.answer is not None and sight.answer.redirects):
        return False
    asked, there = urlsplit(sight.wanted), urlsplit(sight.url)
    return asked.path.rstrip("/") == there.path.rstrip("/") and _NAMES_SIGNING_IN.search(asked.path) is not None


def _signs_in(step: Step) -> bool:
    if any(not each.absent and _asks_for_password(each.expected) for each in step.expect):
        return True
    match step.action:
        case Goto(url):
            return _is_login_address(url)
        case Click(target) | Submit(target):
            names = target.by.name.wordings if isinstance(target.by, ByRole) and target.by.name else ()
            return any(len(name) <= 40 and says(name, LOG_IN) for name in names)
        case Fill(target):
            return isinstance(target.by, ByLabel) and any(says(word, _PASSWORD) for word in target.by.label.wordings)
        case _:
            return False


def _asks_for_password(expected: Expected) -> bool:
    if not isinstance(expected, ExpectField):
        return False
    return expected.kind is ControlKind.PASSWORD or any(says(word, _PASSWORD) for word in expected.label.wordings)


_PASSWORD = ("password", "parol", "كلمة المرور", "كلمة السر", "пароль", "contraseña", "mot de passe", "passwort", "kennwort", "senha", "palavra-passe", "κωδικός", "密码", "nenosiri", "şifre", "parola", "hasło", "wachtwoord")  # fmt: skip
