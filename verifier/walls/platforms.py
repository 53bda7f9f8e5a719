"""The common consent platforms, by the markup that their dialogs and buttons carry on every site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.model.observation import Anchor, FrameSeen


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform: how its dialog is marked (id, classes, or the URL or name of its frame) and what its buttons are called.

    Each is a pattern for ids, classes and names as one text, ids with `#`, classes with `.`, names with `@` before them.
    """

    name: str
    dialog: re.Pattern[str]
    decline: re.Pattern[str] | None = None
    accept: re.Pattern[str] | None = None
    settings: re.Pattern[str] | None = None
    save: re.Pattern[str] | None = None
    frame: re.Pattern[str] | None = None


def _any(*marks: str) -> re.Pattern[str]:
    return re.compile("|".join(marks), re.IGNORECASE)


PLATFORMS = (
    Platform(
        "OneTrust",
        _any("#onetrust-", "#ot-sdk-"),
        decline=_any("#onetrust-reject-all-handler", r"\.ot-pc-refuse-all-handler"),
        accept=_any("#onetrust-accept-btn-handler", "#accept-recommended-btn-handler"),
        settings=_any("#onetrust-pc-btn-handler"),
        save=_any(r"\.save-preference-btn-handler"),
    ),
    Platform(
        "Cookiebot",
        _any("#CybotCookiebotDialog", "#cookiebanner"),
        decline=_any("#CybotCookiebotDialogBody(Level)?Button(Level)?(Optin)?Decline"),
        accept=_any("#CybotCookiebotDialogBody(Level)?Button(Level)?(Optin)?(AllowAll|Accept)"),
        settings=_any("#CybotCookiebotDialogBody(Level)?ButtonCustomize", "#CybotCookiebotDialogNavDetails"),
        save=_any("#CybotCookiebotDialogBodyLevelButtonLevelOptinAllowallSelection"),
    ),
    Platform(
        "Didomi",
        _any("#didomi-", r"\.didomi-"),
        decline=_any(
            "#didomi-notice-disagree-button", r"\.didomi-continue-without-agreeing", "#btn-toggle-disagree", "disagree-to-all"
        ),
        accept=_any("#didomi-notice-agree-button", "#btn-toggle-agree", "agree-to-all"),
        settings=_any("#didomi-notice-learn-more-button"),
        save=_any("#btn-toggle-save", r"\.didomi-components-button--save"),
    ),
    Platform(
        "Usercentrics",
        _any("#usercentrics-", "#uc-"),
        decline=_any(r"#deny\b", r"\.uc-deny", "#uc-btn-deny"),
        accept=_any(r"#accept\b", r"\.uc-accept", "#uc-btn-accept"),
        settings=_any(r"#more\b", r"\.uc-more", "#uc-btn-more"),
        save=_any(r"#save\b", r"\.uc-save"),
    ),
    Platform("Quantcast", _any(r"\.qc-cmp2?-", "#qc-cmp2?-"), settings=_any("#more-options-btn")),
    Platform(
        "TrustArc",
        _any("#truste-", "#trustarc-", r"\.truste_", "#consent_blackbar"),
        decline=_any("#truste-consent-required", r"\.rejectAll", r"\.declineAllButton"),
        accept=_any("#truste-consent-button", r"\.acceptAll"),
        settings=_any("#truste-show-consent"),
        save=_any(r"\.submit"),
        frame=_any(r"consent-pref\.trustarc\.com", r"trustarc", r"@trustarc_cm"),
    ),
    Platform(
        "Sourcepoint",
        _any("#sp_message_container"),
        decline=_any(r"\.sp_choice_type_(13|REJECT_ALL)\b"),
        accept=_any(r"\.sp_choice_type_(11|ACCEPT_ALL)\b"),
        settings=_any(r"\.sp_choice_type_12\b"),
        save=_any(r"\.sp_choice_type_SAVE_AND_EXIT"),
        frame=_any(r"sp_message_iframe", r"/index\.html\?.*message_id=", "SP Consent Message", r"privacy-mgmt\.com", "sourcepoint"),
    ),
    Platform(
        "Meta",
        _any("cookie-policy-manage-dialog", "cookiebanner"),
        decline=_any("accept_only_essential"),
        accept=_any("accept_button"),
    ),
    Platform(
        "Google Funding Choices",
        _any(r"\.fc-consent-root", r"\.fc-dialog"),
        decline=_any(r"\.fc-cta-do-not-consent"),
        accept=_any(r"\.fc-cta-consent"),
        settings=_any(r"\.fc-cta-manage-options"),
        save=_any(r"\.fc-confirm-choices"),
    ),
    Platform(
        "CookieYes",
        _any(r"\.cky-"),
        decline=_any(r"\.cky-btn-reject"),
        accept=_any(r"\.cky-btn-accept"),
        settings=_any(r"\.cky-btn-customize"),
        save=_any(r"\.cky-btn-preferences"),
    ),
    Platform(
        "Osano",
        _any(r"\.osano-cm-", r"\.cc-window"),
        decline=_any(r"\.osano-cm-deny", r"\.cc-deny"),
        accept=_any(r"\.osano-cm-accept", r"\.cc-allow", r"\.cc-dismiss"),
        settings=_any(r"\.osano-cm-manage", r"\.cc-settings"),
        save=_any(r"\.osano-cm-save"),
    ),
    Platform(
        "Complianz",
        _any(r"\.cmplz-"),
        decline=_any(r"\.cmplz-deny"),
        accept=_any(r"\.cmplz-accept"),
        settings=_any(r"\.cmplz-view-preferences"),
        save=_any(r"\.cmplz-save-preferences"),
    ),
    Platform("iubenda", _any(r"\.iubenda-cs-", "#iubenda-cs"), decline=_any(r"\.iubenda-cs-reject-btn"), accept=_any(r"\.iubenda-cs-accept-btn")),
    Platform("Klaro", _any("#klaro", r"\.klaro"), decline=_any(r"\.cn-decline", r"\.cm-btn-decline"), accept=_any(r"\.cm-btn-success", r"\.cm-btn-accept-all")),
    Platform("tarteaucitron", _any("#tarteaucitron"), decline=_any("#tarteaucitronAllDenied"), accept=_any("#tarteaucitronPersonalize", "#tarteaucitronAllAllowed")),
    Platform("Civic", _any("#ccc"), decline=_any("#ccc-notify-reject", "#ccc-reject"), accept=_any("#ccc-notify-accept", "#ccc-recommended")),
    Platform("HubSpot", _any("#hs-eu-"), decline=_any("#hs-eu-decline-button"), accept=_any("#hs-eu-confirmation-button")),
)  # fmt: skip


def marks_of(anchor: Anchor) -> str:
    """Id, classes and name of an element as one text, as the patterns of a `Platform` read them."""
    classes = " ".join(f".{each}" for each in anchor.classes.split())
    return " ".join(
        part
        for part in (f"#{anchor.id}" if anchor.id else "", classes, f"@{anchor.name}" if anchor.name else "")
        if part
    )


def platform_of(anchor: Anchor) -> Platform | None:
    """The platform whose dialog this element is, by its own marks or those of the nearest element with an id above it."""
    marks = f"{marks_of(anchor)} {_ids(anchor.path)}"
    return next((platform for platform in PLATFORMS if platform.dialog.search(marks)), None)


def platform_of_frame(frame: FrameSeen) -> Platform | None:
    """The platform that filled this frame."""
    marks = " ".join((frame.url, frame.title, *(f"@{part}" for part in frame.path), *frame.path))
    return next((platform for platform in PLATFORMS if platform.frame and platform.frame.search(marks)), None)


def _ids(path: str) -> str:
    return " ".join(f"#{found}" for found in re.findall(r"id\(([^)]*)\)", path))
