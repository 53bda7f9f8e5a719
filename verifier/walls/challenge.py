"""The site checks whether a person is asking. Such a check is never pressed away or solved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verifier.model.observation import Wall, WallKind
from verifier.walls.says import says
from verifier.walls.words import ROBOT

if TYPE_CHECKING:
    from verifier.walls.sight import Sight

_URL = re.compile(
    r"challenge\.html|hash429=|/cdn-cgi/challenge|__cf_chl_|_incapsula_resource|/_sec/cp_challenge|perimeterx|/blocked\?|distil_|validatecaptcha"
    r"|/sorry/index|/showcaptcha|/checkcaptcha|/are-you-(a-)?(human|robot)|/bot-?check|/verify-?human",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"challenges\.cloudflare\.com|captcha-delivery\.com|/cdn-cgi/challenge|px-captcha|perimeterx|awswaf|_incapsula_resource",
    re.IGNORECASE,
)
_MACHINES = re.compile(
    r"cloudflare|akamai|ddos-guard|datadome|sucuri|imperva|incapsula|qrator|fastly|awselb|cloudfront|variti|servicepipe",
    re.IGNORECASE,
)
_REFERENCE = (
    "ray id",
    "reference #",
    "reference id",
    "incident id",
    "request id",
    "support id",
    "error code: 10",
    "cloudflare",
    "datadome",
    "incapsula",
    "imperva",
    "akamai",
    "sucuri",
)
_DENIED = (
    "access denied", "you have been blocked", "you don't have permission to access", "permission to access this", "request blocked", "request was blocked",
    "access to this page has been denied", "access to this page has been blocked", "has been blocked", "forbidden",
    "acces refuzat", "acces interzis", "accesul a fost", "تم رفض الوصول", "تم حظر", "الوصول مرفوض", "доступ запрещ", "доступ ограничен", "доступ заблокирован", "вас заблокировали",
    "acceso denegado", "acceso bloqueado", "accès refusé", "accès interdit", "zugriff verweigert", "zugriff wurde", "acesso negado", "acesso bloqueado",
    "accesso negato", "η πρόσβαση απορρίφθηκε", "δεν επιτρέπεται η πρόσβαση", "访问被拒绝", "拒绝访问", "存取被拒", "访问受限", "ufikiaji umekataliwa", "ufikiaji umezuiwa", "umezuiwa",
    "erişim engellendi", "erişim reddedildi", "odmowa dostępu", "dostęp zabroniony", "toegang geweigerd", "akses ditolak", "アクセスが拒否", "액세스가 거부",
)  # fmt: skip


def challenge(sight: Sight) -> Wall | None:
    """A check for robots, or their refusal: its address, header or frame, its words, a refusing status, next to nothing else."""
    refusing = sight.status in (401, 403, 405, 406, 418, 429, 503)
    sure, signals = [], []
    if sight.header("cf-mitigated") == "challenge":
        sure.append("the header cf-mitigated says challenge")
    if (action := sight.header("x-amzn-waf-action")) in ("challenge", "captcha"):
        sure.append(f"the header x-amzn-waf-action says {action}")
    if refusing and sight.header("x-datadome"):
        sure.append("the header x-datadome is there")
    if (found := _URL.search(sight.url)) is not None:
        sure.append(f"the address holds {found.group()!r}")
    if any(_FRAME.search(frame.url) for frame in sight.snapshot.frames) and not sight.typed():
        sure.append("a frame holds a check for robots")
    words = says(sight.text, ROBOT) if refusing and sight.bare else sight.heads(ROBOT) or sight.tells(ROBOT)
    if words is not None and not sight.typed():
        sure.append(f"the page says {words!r}")
    if sight.status in (401, 403, 503) and _is_short(sight) and (words := says(sight.text, _DENIED)) is not None:
        signals.append(f"the page says {words!r}")
        if (words := says(sight.text, _REFERENCE)) is not None:
            sure.append(f"it gives a reference to quote ({words!r})")
        elif sight.status == 403:
            sure.append("it refuses us, not the page")
    if refusing:
        signals.append(f"the server answered {sight.status}")
        if (
            _MACHINES.search(sight.header("server"))
            or sight.header("x-iinfo")
            or sight.header("x-sucuri-id")
            or sight.header("akamai-grn")
        ):
            signals.append("a machine that guards the site answered")
    if sight.bare:
        signals.append("the page holds next to nothing else")
    both = (*sure, *signals)
    return Wall(WallKind.CHALLENGE, both) if sure and len(both) >= 2 and (sight.bare or refusing) else None


def _is_short(sight: Sight) -> bool:
    return len(sight.text) <= 2_000 and not sight.typed()


def refused(sight: Sight) -> Wall | None:
    """Status 403 with a page that holds next to nothing, when nothing else explains it: they refuse us, not the page."""
    if sight.status != 403 or not sight.bare:
        return None
    return Wall(WallKind.CHALLENGE, ("the server answered 403", "the page holds next to nothing else"))
