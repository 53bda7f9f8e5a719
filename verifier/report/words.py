"""The English that reports are made of: names of statuses and languages, and sentences about actions and expectations."""

from __future__ import annotations

from typing import assert_never

from verifier.model.action import (
    Action,
    Back,
    Check,
    Choose,
    Click,
    Explore,
    Fill,
    Goto,
    Hover,
    Press,
    Select,
    Submit,
    WaitFor,
)
from verifier.model.expectation import (
    ExpectAddress,
    Expectation,
    ExpectButton,
    ExpectField,
    ExpectHeading,
    ExpectLink,
    ExpectOptions,
    ExpectOutcome,
    ExpectPopup,
    ExpectText,
    ExpectTree,
    ExpectUrl,
    MailDraft,
    PostsTo,
)
from verifier.model.finding import ClaimVerdict, Level, Relocated, Status
from verifier.model.observation import (
    MailOpened,
    NothingLeft,
    RequestHeld,
    SubmitEvidence,
    ValidationRefused,
)
from verifier.model.run import Done, Faulted, Missed, Outcome, Skipped, Walled
from verifier.model.secret import REDACTED, EnvironmentValue
from verifier.model.selector import ByCss, ByLabel, ByRole, ByText, Group, Landmark, Scope, Section, Selector
from verifier.report.plain import one_line, quoted

STATUS_MEANS = {
    Status.BROKEN: "a sentence no longer holds",
    Status.DRIFTED: "the sentences hold, the page moved",
    Status.VERIFIED: "every sentence holds, nothing moved",
    Status.BLOCKED: "a wall stood in the way, we cannot say",
    Status.ERRORED: "we or the network failed, we cannot say",
    Status.SKIPPED: "not asked",
}
"""The statuses, the worst news first."""

CLAIM_ORDER = (
    ClaimVerdict.CONTRADICTED,
    ClaimVerdict.HOLDS,
    ClaimVerdict.ATTESTED,
    ClaimVerdict.STALE,
    ClaimVerdict.UNVERIFIED,
    ClaimVerdict.NOT_CHECKABLE,
)
"""The verdicts on a sentence: what is wrong, what holds, what is not known."""

VERDICT_WORDS = {
    ClaimVerdict.CONTRADICTED: "contradicted",
    ClaimVerdict.STALE: "stale",
    ClaimVerdict.UNVERIFIED: "unverified",
    ClaimVerdict.HOLDS: "hold",
    ClaimVerdict.ATTESTED: "attested",
    ClaimVerdict.NOT_CHECKABLE: "not checkable",
}
"""The verdicts after a number of sentences."""

LEVEL_ORDER = (Level.BROKEN, Level.DRIFTED, Level.NOTE)

LANGUAGES = {
    "ar": "Arabic", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "nb": "Norwegian", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def language_name(locale: str) -> str:
    """`Romanian` for `ro`, `Portuguese (BR)` for `pt-BR`; the locale itself where we know no name."""
    language, _, region = locale.partition("-")
    name = LANGUAGES.get(language.lower()) or one_line(language, 40)
    return f"{name} ({one_line(region, 40)})" if region else name


def relocated_words(relocated: Relocated) -> str:
    """What was taken for what, how sure that is, and by what."""
    by = listed(relocated.evidence) or "nothing that could be named"
    return (
        f'step {relocated.step_id} looked for "{relocated.wanted}" and went on with "{relocated.found}": score {relocated.score:.2f}, '
        f"{relocated.margin:.2f} ahead of the next candidate; the same: {by}"
    )


def listed(words: tuple[str, ...], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """`one sentence`, `six sentences`, `40 sentences`."""
    told = _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
    return f"{told} {noun if number == 1 else plural or noun + 's'}"


def sentence(text: str) -> str:
    """The text with a capital in front."""
    return text[:1].upper() + text[1:]


def duration(ms: int) -> str:
    """`58 ms`, `2.1 s`, `1 min 4 s`."""
    if ms < 1000:
        return f"{ms} ms"
    if ms < 60_000:
        return f"{ms / 1000:.1f} s"
    minutes, seconds = divmod(round(ms / 1000), 60)
    return f"{minutes} min {seconds} s"


def against_words(against: str) -> str:
    """`the live site`, or `the replica “today”`."""
    if against == "live":
        return "the live site"
    kind, _, edition = against.partition(" ")
    return f"the {kind} {quoted(edition)}" if edition else one_line(against, 80)


def _scope(scope: Scope | None) -> str:
    match scope:
        case None:
            return ""
        case Landmark(role, name):
            return f" in the {role} {quoted(name.preferred)}" if name else f" in the {role} area"
        case Group(name):
            return f" in the group {quoted(name.preferred)}"
        case Section(heading):
            return f" under {quoted(heading.preferred)}"
        case _:
            assert_never(scope)


def _selector(selector: Selector) -> str:
    match selector.by:
        case ByRole(role, name):
            what = f"the {role} {quoted(name.preferred)}" if name else f"the {role}"
        case ByLabel(label):
            what = f"the field {quoted(label.preferred)}"
        case ByText(text):
            what = f"the text {quoted(text.preferred)}"
        case ByCss(css):
            what = f"the element {quoted(css)}"
        case _:
            assert_never(selector.by)
    return what + _scope(selector.within)


def action_words(action: Action) -> str:
    """What a step does, as an order: `click the link “Contact us” under “Support”`. Secrets are not in it."""
    match action:
        case Goto(url):
            return f"open {one_line(url, 300)}"
        case Click(target):
            return f"click {_selector(target)}"
        case Hover(target):
            return f"point at {_selector(target)}"
        case Fill(target, value, secret):
            if isinstance(value, EnvironmentValue):
                return f"type the {value} into {_selector(target)}"
            return f"type {REDACTED if secret else quoted(value)} into {_selector(target)}"
        case Select(target, option):
            return f"pick {quoted(option.preferred)} in {_selector(target)}"
        case Choose(option, within):
            return f"choose {quoted(option.preferred)}{_scope(within)}"
        case Check(target, checked):
            return f"{'tick' if checked else 'untick'} {_selector(target)}"
        case Press(key, pressed):
            return f"press {one_line(key, 40)}" + (f" in {_selector(pressed)}" if pressed else "")
        case WaitFor(target, gone):
            return f"wait until {_selector(target)} is {'gone' if gone else 'there'}"
        case Back():
            return "go back"
        case Submit(target):
            return f"press {_selector(target)}, with nothing let out"
        case Explore(within, depth):
            return f"walk through all choices{_scope(within)}, {depth} deep"
        case _:
            assert_never(action)


def _field(field: ExpectField) -> str:
    marks = [str(field.kind)] if field.kind else []
    if field.required is not None:
        marks.append("required" if field.required else "not required")
    if field.min_length is not None:
        marks.append(f"at least {field.min_length} characters")
    if field.max_length is not None:
        marks.append(f"at most {field.max_length} characters")
    if field.options is not None:
        marks.append("with the options " + ", ".join(quoted(option.preferred) for option in field.options))
    return f"a field {quoted(field.label.preferred)}" + (f" ({', '.join(marks)})" if marks else "")


def _promised(outcome: MailDraft | PostsTo) -> str:
    match outcome:
        case MailDraft(to, subject, body):
            holds = [
                f"{part} with {quoted(text.preferred)}"
                for part, text in (("a subject", subject), ("a body", body))
                if text
            ]
            return f"pressing opens a mail draft to {one_line(to, 200)}" + (f", {' and '.join(holds)}" if holds else "")
        case PostsTo(url, names, method):
            return f"pressing sends {method} to {one_line(url, 200)}" + (f" with {', '.join(names)}" if names else "")
        case _:
            assert_never(outcome)


def expectation_words(expectation: Expectation) -> str:
    """What must hold after a step: `a heading “Support”`, `no link “Appeal”`."""
    match expectation.expected:
        case ExpectField() as field:
            what = _field(field)
        case ExpectOptions(group, options):
            names = ", ".join(quoted(option.preferred) for option in options)
            what = f"the options {names}" + (f" under {quoted(group.preferred)}" if group else "")
        case ExpectLink(name, target, within):
            what = (
                f"a link {quoted(name.preferred)}" + (f" to {one_line(target, 200)}" if target else "") + _scope(within)
            )
        case ExpectButton(name, within):
            what = f"a button {quoted(name.preferred)}{_scope(within)}"
        case ExpectHeading(text):
            what = f"a heading {quoted(text.preferred)}"
        case ExpectText(text, within):
            what = f"the text {quoted(text.preferred)}{_scope(within)}"
        case ExpectAddress(kind, value):
            what = f"the {kind} address {quoted(value)}" if value else f"a {kind} address"
        case ExpectUrl(url):
            what = f"the address {one_line(url, 300)}"
        case ExpectOutcome(outcome):
            what = _promised(outcome)
        case ExpectTree(path, anywhere):
            among = ", with others between" if anywhere else ""
            what = f"the choice {' > '.join(quoted(text.preferred) for text in path)}{among}"
        case ExpectPopup(url):
            what = f"a window of its own at {one_line(url, 300)}"
        case _:
            assert_never(expectation.expected)
    if not expectation.absent:
        return what
    article, _, rest = what.partition(" ")
    return f"no {rest}" if article in ("a", "the") else f"not: {what}"


def outcome_word(outcome: Outcome) -> str:
    """One word for how a step went: done, missed, walled, faulted or skipped."""
    return type(outcome).__name__.lower()


def outcome_words(outcome: Outcome) -> str:
    """What is to be said of how a step went; empty where it was simply done."""
    match outcome:
        case Done():
            return ""
        case Missed() as missed:
            return sentence(f"{one_line(missed.words, 300)}.")
        case Walled(wall):
            return f"A {wall.kind} wall stood in the way: {one_line('; '.join(wall.signals), 500)}."
        case Faulted(trouble):
            return one_line(trouble.message, 500)
        case Skipped(because):
            return f"Not tried, because of the step {quoted(because)}."
        case _:
            assert_never(outcome)


def submitted_words(evidence: SubmitEvidence) -> str:
    """What a sealed submit would have done."""
    match evidence:
        case MailOpened(to, subject):
            about = f", subject {quoted(subject)}" if subject else ""
            return f"It would have opened a mail draft to {one_line(to, 300)}{about}."
        case RequestHeld(method, url, names):
            fields = f" with the fields {', '.join(one_line(name, 80) for name in names)}" if names else ""
            return f"It would have sent {method} to {one_line(url, 300)}{fields}. Nothing left the browser."
        case ValidationRefused(fields):
            return f"The page refused: {', '.join(quoted(field) for field in fields)}."
        case NothingLeft():
            return "Nothing tried to leave the browser."
        case _:
            assert_never(evidence)
