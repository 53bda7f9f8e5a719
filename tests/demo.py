"""A report as a maintainer would meet it: the contact form of three languages after the site was rebuilt."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from builders import (
    a_claim,
    a_claim_report,
    a_finding,
    a_flow,
    a_flow_report,
    a_guide,
    a_guide_report,
    a_report,
    a_snapshot,
    a_step,
    a_step_report,
    an_anchor,
    an_expectation,
)

from verifier.compare.correction import corrections
from verifier.model.action import Choose, Click, Fill, Goto, Submit
from verifier.model.expectation import (
    AddressKind,
    ControlKind,
    ExpectAddress,
    ExpectButton,
    ExpectField,
    ExpectHeading,
    ExpectLink,
    ExpectOptions,
    ExpectOutcome,
    MailDraft,
)
from verifier.model.finding import ClaimState, ClaimVerdict, Finding, Level, Proof, Rule, Status
from verifier.model.guide import CheckKind, Claim
from verifier.model.observation import (
    Box,
    DocumentAnswer,
    Observation,
    PictureRef,
    RequestHeld,
    Stopped,
    Trouble,
    TroubleKind,
    Wall,
    WallKind,
)
from verifier.model.run import Done, Faulted, Skipped, Walled
from verifier.model.selector import ByLabel, Section, Selector, Text
from verifier.model.selector import ByRole as Role

if TYPE_CHECKING:
    from verifier.model.report import FlowReport, GuideReport, Report

PICTURES = Path(__file__).parent / "fixtures" / "report"
SIZES = json.loads((PICTURES / "pictures.json").read_text(encoding="utf-8"))
DIGESTS = {name: hashlib.sha256((PICTURES / name).read_bytes()).hexdigest() for name in SIZES}

MAIL = "webclient_web@support.whatsapp.com"
POST = "https://www.whatsapp.com/contact/noclient/async/new/"
SENT = ("country_selector", "phone_number", "email", "email_confirm", "platform", "your_message", "step")

LABELS = {
    "en": {
        "messenger": "WhatsApp Messenger Support", "contact": "Contact us", "phone": "Phone number", "send": "Send Question",
        "next": "Next Step", "email": "E-mail", "confirm": "Confirm e-mail", "web": "Web and Desktop", "other": "Other",
        "message": "Please enter your message below", "platform": "How do you use it?",
    },
    "ro": {
        "messenger": "Asistență WhatsApp Messenger", "contact": "Contactați-ne", "phone": "Număr de telefon",
        "send": "Trimiteți întrebarea", "next": "Pasul următor", "email": "Adresă de e-mail", "confirm": "Confirmați adresa",
        "web": "Web și desktop", "other": "Alte", "message": "Vă rugăm să introduceți mesajul de mai jos",
        "platform": "Cum îl folosiți?",
    },
    "ar": {
        "messenger": "دعم WhatsApp Messenger", "contact": "اتصل بنا", "phone": "رقم الهاتف", "send": "إرسال سؤال",
        "next": "الخطوة التالية", "email": "البريد الإلكتروني", "confirm": "تأكيد البريد الإلكتروني",
        "web": "الويب وسطح المكتب", "other": "أخرى", "message": "يرجى كتابة رسالتك أدناه", "platform": "كيف تستخدمه؟",
    },
}  # fmt: skip


def demo_pictures(ref: PictureRef) -> bytes | None:
    """The bytes of the demonstration's pictures; None for any other."""
    name = next((name for name, digest in DIGESTS.items() if digest == ref.digest), None)
    return None if name is None else (PICTURES / name).read_bytes()


def picture(page: str, locale: str) -> PictureRef:
    name = f"{page}.{locale}.webp"
    return PictureRef(DIGESTS[name], "image/webp", SIZES[name]["width"], SIZES[name]["height"])


def box(page: str, locale: str, part: str) -> Box:
    x, y, width, height = SIZES[f"{page}.{locale}.webp"]["boxes"][part]
    return Box(x, y, width, height)


def proof(page: str, locale: str, part: str | None) -> Proof:
    return Proof(picture(page, locale), None if part is None else box(page, locale, part))


RO_CLAIMS: tuple[tuple[Claim, ClaimVerdict, str], ...] = (
    (a_claim("RO-0.2", says="Support is reached from the app or from the web page.", where="Introduction", labels=("Contactați-ne",), line=8), ClaimVerdict.HOLDS, "The page opens and shows the link."),
    (a_claim("RO-1.2", says="Open Settings at the bottom right.", where="Method 1, step 2", check=CheckKind.APP, labels=("Setări",), line=13), ClaimVerdict.ATTESTED, "A person looked on 2026-10-02 (valid for 90 days)."),
    (a_claim("RO-1.6", says="Sending from the app opens a prepared e-mail.", where="Method 1, step 6", check=CheckKind.APP, line=19), ClaimVerdict.STALE, "Last seen by a person on 2026-05-02; valid for 90 days."),
    (a_claim("RO-2.1", says="The contact page opens in any browser.", where="Method 2, step 1", line=25), ClaimVerdict.HOLDS, "The address answered with the page."),
    (a_claim("RO-2.2", says="Contact us stands under the Messenger heading.", where="Method 2, step 2", labels=("Asistență WhatsApp Messenger", "Contactați-ne"), line=30), ClaimVerdict.HOLDS, "The link stands under that heading."),
    (a_claim("RO-2.3", says="Enter the phone number of the account.", where="Method 2, step 3", check=CheckKind.LOCATE_ONLY, line=36), ClaimVerdict.HOLDS, "The field is there."),
    (a_claim("RO-2.4", says="Pick the platform; Web and desktop for computers, Other if not listed.", where="Method 2, step 4", labels=("Web și desktop", "Alte"), line=41), ClaimVerdict.HOLDS, "All five options are there."),
    (a_claim("RO-2.5", says="Describe the problem in the message field.", where="Method 2, step 5", labels=("Vă rugăm să introduceți mesajul de mai jos",), line=47), ClaimVerdict.HOLDS, "The field is there."),
    (a_claim("RO-2.5a", says="A message needs at least 30 characters.", where="Method 2, step 5", line=52), ClaimVerdict.UNVERIFIED, "The form sets no limit that can be read before sending."),
    (a_claim("RO-2.6", says="The send button opens a prepared e-mail to the right team.", where="Method 2, step 6", check=CheckKind.LOCATE_ONLY, labels=("Trimiteți întrebarea",), line=57), ClaimVerdict.CONTRADICTED, "The button posts a form; no mail draft opens."),
    (a_claim("RO-2.7", says="Press Send in the mail app.", where="Method 2, step 7", check=CheckKind.MAIL, labels=("Trimiteți",), line=63), ClaimVerdict.CONTRADICTED, "There is no mail to send: the form is posted."),
    (a_claim("RO-3.2", says="State how you can be reached.", where="Method 3, step 2", check=CheckKind.ADVICE, line=70), ClaimVerdict.NOT_CHECKABLE, "Advice; there is nothing to check."),
)  # fmt: skip

AR_CLAIMS: tuple[tuple[Claim, ClaimVerdict, str], ...] = (
    (a_claim("AR-F1", says="The page has a Messenger category.", where="Support page, category 1", labels=("دعم WhatsApp Messenger",), line=11, guide="ar-whatsapp"), ClaimVerdict.HOLDS, "The heading is there."),
    (a_claim("AR-F4", says="Ordinary users follow Contact us under Messenger.", where="Support page, step 1", labels=("اتصل بنا",), line=16, guide="ar-whatsapp"), ClaimVerdict.HOLDS, "The link stands under that heading."),
    (a_claim("AR-F5", says="Enter country code and phone number; nothing else is asked.", where="Support page, step 2", check=CheckKind.LOCATE_ONLY, line=21, guide="ar-whatsapp"), ClaimVerdict.CONTRADICTED, "The form also asks for an e-mail address, twice."),
    (a_claim("AR-F6c", says="One of five platforms is Web and Desktop.", where="Support page, step 3", labels=("الويب وسطح المكتب",), line=26, guide="ar-whatsapp"), ClaimVerdict.HOLDS, "The option is there."),
    (a_claim("AR-F6e", says="One of five platforms is Other.", where="Support page, step 3", labels=("آحرون",), line=31, guide="ar-whatsapp"), ClaimVerdict.CONTRADICTED, "The option is spelt differently."),
    (a_claim("AR-F7", says="The green button opens the mail program.", where="Support page, step 4", check=CheckKind.LOCATE_ONLY, labels=("إرسال سؤال",), line=36, guide="ar-whatsapp"), ClaimVerdict.CONTRADICTED, "The button posts a form; no mail draft opens."),
    (a_claim("AR-F8", says="If no mail program opens, the page names an address to write to.", where="Support page, step 5", line=41, guide="ar-whatsapp"), ClaimVerdict.CONTRADICTED, "The page names no address any more."),
    (a_claim("AR-G1", says="Business has an address of its own.", where="Business", check=CheckKind.FACT, line=47, guide="ar-whatsapp"), ClaimVerdict.UNVERIFIED, "The flow whatsapp/business[ar] was blocked by a login wall."),
)  # fmt: skip


def demo_findings(locale: str) -> tuple[Finding, ...]:
    """What the contact flow brings to light in that locale."""
    words = LABELS[locale]
    tag = {"en": "1", "ro": "2", "ar": "3"}[locale]
    guides = ("ro-whatsapp", "ar-whatsapp")
    cause = f"c1a70f52e09b4d0{tag}"
    return (
        a_finding(
            Rule.OUTCOME_CHANGED,
            fingerprint=cause,
            level=Level.BROKEN,
            sentence="Pressing the button no longer opens a mail draft: it posts the form to the site.",
            expected=f"opens a mail draft to {MAIL}",
            actual=f"posts to {POST} ({', '.join(SENT)})",
            locale=locale,
            step_id="send",
            line=64,
            subject="outcome of send",
            claims=("RO-2.6", "RO-2.7", "AR-F7"),
            guides=guides,
            evidence=(
                f"A request was held before it left: POST {POST}.",
                "The form carries hidden fields (jazoest, lsd) that the recorded form did not have.",
                "No mailto: address was called within the time allowed.",
            ),
            suggestion="Say that the button sends the question on the page itself and that the answer comes by e-mail. "
            "Leave out the step in the mail program.",
            before=proof("before", locale, "send"),
            after=proof("after", locale, "send"),
        ),
        a_finding(
            Rule.ADDRESS_GONE,
            fingerprint=f"c2a70f52e09b4d0{tag}",
            level=Level.BROKEN,
            sentence="The page names no address to write to when no mail program opens.",
            expected=MAIL,
            actual="",
            locale=locale,
            step_id="send",
            line=68,
            subject=f"address {MAIL}",
            claims=("AR-F8",),
            guides=("ar-whatsapp",),
            follows=cause,
            after=proof("after", locale, None),
        ),
        a_finding(
            Rule.FIELD_ADDED,
            fingerprint=f"c3a70f52e09b4d0{tag}",
            level=Level.BROKEN,
            sentence="The form asks for an e-mail address, and it must be given.",
            expected="",
            actual=f"{words['email']} (email, required)",
            locale=locale,
            step_id="contact-us",
            line=24,
            subject="field email",
            claims=("AR-F5",),
            guides=("ar-whatsapp",),
            evidence=("The control sends the name `email`.", "It stands between the phone number and the platforms."),
            suggestion="Add a step: enter the e-mail address at which the answer is wanted.",
            after=proof("after", locale, "email"),
        ),
        a_finding(
            Rule.FIELD_ADDED,
            fingerprint=f"c4a70f52e09b4d0{tag}",
            level=Level.BROKEN,
            sentence="The form asks for the e-mail address a second time, and it must be given.",
            expected="",
            actual=f"{words['confirm']} (email, required)",
            locale=locale,
            step_id="contact-us",
            line=24,
            subject="field email_confirm",
            claims=("AR-F5",),
            guides=("ar-whatsapp",),
            suggestion="Add: enter the same address again.",
            after=proof("after", locale, "confirm"),
        ),
        *(
            (
                a_finding(
                    Rule.CLAIM_FAILED,
                    fingerprint="c8a70f52e09b4d03",
                    level=Level.BROKEN,
                    sentence="The last option is spelt «أخرى», not «آحرون».",
                    expected="آحرون",
                    actual="أخرى",
                    locale="ar",
                    step_id="platform",
                    line=48,
                    subject="option other",
                    claims=("AR-F6e",),
                    guides=("ar-whatsapp",),
                    suggestion="Write «أخرى», as the page does.",
                    before=proof("before", "ar", "platform"),
                    after=proof("after", "ar", "platform"),
                ),
            )
            if locale == "ar"
            else ()
        ),
        a_finding(
            Rule.BUTTON_RENAMED,
            fingerprint=f"c5a70f52e09b4d0{tag}",
            level=Level.DRIFTED,
            sentence=f"The button “{words['send']}” is now called “{words['next']}”.",
            expected=words["send"],
            actual=words["next"],
            locale=locale,
            step_id="send",
            line=61,
            subject="button send",
            claims=("RO-2.6", "AR-F7"),
            guides=guides,
            evidence=("It stands at the same place, in the same form, and is its only button.",),
            suggestion=f"Name the button “{words['next']}”.",
            before=proof("before", locale, "send"),
            after=proof("after", locale, "send"),
        ),
        a_finding(
            Rule.CONSENT_DECLINED,
            fingerprint=f"c6a70f52e09b4d0{tag}",
            level=Level.NOTE,
            sentence="A cookie dialog stood over the page; it was declined.",
            expected="",
            actual="cookie dialog",
            locale=locale,
            step_id="open-contact-page",
            line=14,
            subject="consent",
        ),
    )


def demo_contact(locale: str) -> FlowReport:
    """The flow whatsapp/contact as it went in that locale."""
    words = {name: Text((text,), name) for name, text in LABELS[locale].items()}
    url = f"https://www.whatsapp.com/contact/?lang={locale}"
    form_url = f"https://www.whatsapp.com/contact/?subject=messenger&lang={locale}"
    steps = (
        a_step("open-contact-page", Goto(url), line=14, title="Open the contact page", claims=("RO-2.1",), expect=(
            an_expectation(ExpectHeading(words["messenger"]), id="heading:messenger-support", claims=("AR-F1",), line=16),
            an_expectation(ExpectLink(words["contact"], within=Section(words["messenger"])), id="link:contact-us", claims=("RO-2.2", "AR-F4"), line=18),
        )),
        a_step("contact-us", Click(Selector(Role("link", words["contact"]), within=Section(words["messenger"]))), line=24, title="Follow Contact us", expect=(
            an_expectation(ExpectField(words["phone"], kind=ControlKind.TEL), id="field:phone", claims=("RO-2.3", "AR-F5"), line=27),
            an_expectation(ExpectOptions(words["platform"], (Text(("Android",)), Text(("iPhone",)), words["web"], Text(("KaiOS",)), words["other"])), id="options:platform", claims=("RO-2.4", "AR-F6c", "AR-F6e"), line=48),
        )),
        a_step("phone", Fill(Selector(ByLabel(words["phone"])), "202 555 0123"), line=44, title="Enter the phone number"),
        a_step("platform", Choose(words["web"]), line=48, title="Pick the platform", claims=("AR-F6c",)),
        a_step("message", Fill(Selector(ByLabel(words["message"])), "The app closes when I open a picture that was sent to me."), line=53, title="Describe the problem", claims=("RO-2.5",)),
        a_step("send", Submit(Selector(Role("button", words["send"]))), line=61, title="Send the question", claims=("RO-2.6", "AR-F7"), expect=(
            an_expectation(ExpectOutcome(MailDraft(MAIL)), id="outcome", claims=("RO-2.6", "RO-2.7", "AR-F7"), line=64),
            an_expectation(ExpectAddress(AddressKind.MAIL, MAIL), id="address:mail", claims=("AR-F8",), line=68),
            an_expectation(ExpectButton(Text(("Close account",))), id="button:close-account", absent=True, line=71),
        )),
    )  # fmt: skip
    landing, form = picture("landing", locale), picture("after", locale)
    seen = (
        Observation("s-landing", answer=DocumentAnswer(200, url), picture=landing, passed=(Wall(WallKind.CONSENT, ("a modal dialog", "two buttons that speak of cookies")),)),
        Observation("s-form", answer=DocumentAnswer(200, form_url), picture=form, target=an_anchor("a", name=words["contact"].preferred, box=box("landing", locale, "messenger"))),
        Observation("s-form", picture=form, target=an_anchor("input", name=words["phone"].preferred, box=box("after", locale, "phone"))),
        Observation("s-form", picture=form, target=an_anchor("input", name=words["web"].preferred, box=box("after", locale, "platform"))),
        Observation("s-form", picture=form, target=an_anchor("textarea", box=box("after", locale, "message"))),
        Observation("s-form", picture=form, target=an_anchor("button", name=words["next"].preferred, box=box("after", locale, "send")),
            submitted=RequestHeld("POST", POST, SENT, "application/x-www-form-urlencoded"),
            stopped=(Stopped("POST", "https://www.whatsapp.com/ajax/bnzai", "not a plain read"), Stopped("POST", "https://graph.whatsapp.net/events", "a beacon"))),
    )  # fmt: skip
    broken_claims = {"RO-2.6", "RO-2.7", "AR-F7", "AR-F8", "AR-F5", "AR-F6e"}
    findings = demo_findings(locale)
    flow = a_flow(locale=locale, title="Ask WhatsApp Messenger support on the web", steps=steps, tags=("web", "form"))
    states = tuple(
        ClaimState(
            claim,
            ClaimVerdict.CONTRADICTED if claim in broken_claims else ClaimVerdict.HOLDS,
            "The page says otherwise." if claim in broken_claims else "The page shows it.",
            flow.id,
            locale,
            "send" if claim in broken_claims else "open-contact-page",
            tuple(found.fingerprint for found in findings if claim in found.claims),
        )
        for claim in flow.every_claim()
    )
    durations = (812, 644, 58, 41, 62, 530)
    return a_flow_report(
        flow,
        Status.BROKEN,
        because="Pressing the button no longer opens a mail draft.",
        findings=findings,
        claims=states,
        steps=tuple(
            a_step_report(step, Done(), observation=observed, duration_ms=took)
            for step, observed, took in zip(steps, seen, durations, strict=True)
        ),
        snapshots=(
            a_snapshot(
                "s-landing",
                url=url,
                title=LABELS[locale]["contact"],
                language=locale,
                direction="rtl" if locale == "ar" else "ltr",
            ),
            a_snapshot(
                "s-form",
                url=form_url,
                title=LABELS[locale]["messenger"],
                language=locale,
                direction="rtl" if locale == "ar" else "ltr",
            ),
        ),
        duration_ms=sum(durations),
    )


def demo_blocked() -> FlowReport:
    """A flow that met a login wall."""
    steps = (
        a_step("open", Goto("https://business.whatsapp.com/contact?lang=ar"), line=9, title="Open the business page"),
        a_step("contact-us", a_flow_click(), line=15, title="Follow Contact us", claims=("AR-G1",)),
    )
    flow = a_flow("whatsapp/business", locale="ar", title="Ask WhatsApp Business support", steps=steps)
    wall = Wall(WallKind.LOGIN, ("a password field and no other form", "the address changed to /login/"))
    return a_flow_report(
        flow,
        Status.BLOCKED,
        because="A login wall stood in the way, so we cannot say.",
        steps=(
            a_step_report(
                steps[0],
                Walled(wall),
                observation=Observation("s-login", answer=DocumentAnswer(200, "https://business.whatsapp.com/login/")),
                duration_ms=930,
            ),
            a_step_report(steps[1], Skipped("open"), duration_ms=0),
        ),
        snapshots=(a_snapshot("s-login", url="https://business.whatsapp.com/login/", title="Log in"),),
        duration_ms=930,
    )


def a_flow_click() -> Click:
    return Click(Selector(Role("link", Text((LABELS["ar"]["contact"],)))))


def demo_errored() -> FlowReport:
    """A flow that the network kept us from."""
    steps = (
        a_step("open", Goto("https://www.whatsapp.com/privacy?lang=ro_RO"), line=7, title="Open the privacy questions"),
    )
    flow = a_flow("whatsapp/privacy", locale="ro", title="Ask about the privacy policy", steps=steps)
    trouble = Trouble(TroubleKind.TIMEOUT, "The page did not answer within 30 s.")
    return a_flow_report(
        flow,
        Status.ERRORED,
        because="The network failed us: the page did not answer within 30 s.",
        steps=(a_step_report(steps[0], Faulted(trouble), duration_ms=30_000),),
        snapshots=(),
        duration_ms=30_000,
        attempts=2,
    )


def demo_verified() -> FlowReport:
    """A flow of which all holds."""
    steps = (a_step("open", Goto("https://www.whatsapp.com/legal/"), line=7, title="Open the legal page"),)
    flow = a_flow("whatsapp/letter", locale="ro", title="Find the postal address", steps=steps)
    return a_flow_report(
        flow,
        steps=(a_step_report(steps[0], observation=Observation("s1", picture=picture("landing", "en"))),),
    )


def demo_guide(
    guide_id: str, language: str, claims: tuple[tuple[Claim, ClaimVerdict, str], ...], title: str
) -> GuideReport:
    every = tuple(found for locale in LABELS for found in demo_findings(locale))
    guide = a_guide(
        guide_id,
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        title=title,
        claims=tuple(claim for claim, _, _ in claims),
        document=f"https://www.example.org/guides/{guide_id}",
    )
    return a_guide_report(
        guide,
        tuple(
            a_claim_report(
                claim,
                verdict,
                because=because,
                spoken_for_by=tuple(f"whatsapp/contact[{locale}]#send" for locale in LABELS)
                if verdict in {ClaimVerdict.CONTRADICTED, ClaimVerdict.HOLDS}
                else (),
                findings=tuple(found.fingerprint for found in every if claim.id in found.claims),
                corrections=corrections(guide, claim, (found for found in every if claim.id in found.claims)),
            )
            for claim, verdict, because in claims
        ),
    )


def demo_report() -> Report:
    """The whole run: three languages of one broken flow, one blocked, one errored, one verified."""
    return a_report(
        *(demo_contact(locale) for locale in LABELS),
        demo_blocked(),
        demo_errored(),
        demo_verified(),
        guides=(
            demo_guide("ro-whatsapp", "ro", RO_CLAIMS, "How to contact WhatsApp"),
            demo_guide("ar-whatsapp", "ar", AR_CLAIMS, "How to complain to WhatsApp"),
        ),
        duration_ms=38_400,
    )
