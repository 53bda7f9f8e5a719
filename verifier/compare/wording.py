"""How facts are said: short phrases for the expected and actual side of a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from verifier.match.signals import target_words
from verifier.model.expectation import MailDraft, PostsTo
from verifier.model.observation import MailOpened, NothingLeft, RequestHeld, ValidationRefused

if TYPE_CHECKING:
    from verifier.model.expectation import ControlKind
    from verifier.model.observation import Link, SubmitEvidence
    from verifier.model.selector import Text

_MANY = 12
_LONG = 200
_MOST_NAMES = 8
AREAS = {
    "banner": "header",
    "navigation": "menu",
    "contentinfo": "footer",
    "complementary": "side column",
    "search": "search",
}
"""What a reader calls the areas of a page that are not its main part, by their landmark."""


def quoted(words: str) -> str:
    """The name between the outer quotation marks of such words; empty where nothing is quoted."""
    return words.partition('"')[2].rpartition('"')[0]


def bare(words: str) -> str:
    """The quoted name alone, without its quotation marks; words that quote nothing as they are."""
    return quoted(words) or words


def several_words(what: str, names: tuple[str, ...]) -> str:
    """How many of a kind there are, and the first of them by name."""
    first = ", ".join(f'"{name}"' for name in names[:_MOST_NAMES])
    return f"{len(names)} {what}: {first}{' ...' if len(names) > _MOST_NAMES else ''}"


def limit_words(which: str, value: int | None) -> str:
    """`at least 30 characters`, `at most 100 characters`, `no minimum`."""
    if not value:
        return "no minimum length" if which == "min" else "no maximum length"
    return f"at {'least' if which == 'min' else 'most'} {value} characters"


def a_field(kind: ControlKind) -> str:
    """`an email field`, `a text field`."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind} field"


def text_words(text: str) -> str:
    """`text "..."`, cut after 200 characters."""
    return f'text "{text if len(text) <= _LONG else text[: _LONG - 4] + " ..."}"'


def options_words(options: tuple[Text, ...]) -> str:
    """The options in their order, quoted, at most a dozen."""
    return ", ".join(f'"{option}"' for option in options[:_MANY]) + (" ..." if len(options) > _MANY else "")


def target_words_of(link: Link) -> str:
    """Where a link leads, or `nowhere by itself` when a script drives it."""
    return target_words(link.target) or "nowhere by itself (a script drives it)"


def wanted_outcome(outcome: MailDraft | PostsTo) -> str:
    """What pressing should do, as a phrase."""
    match outcome:
        case MailDraft(to, subject, body):
            extra = "".join(
                f' with "{text}" in the {part}' for part, text in (("subject", subject), ("body", body)) if text
            )
            return f"opens a mail draft to {to}{extra}"
        case PostsTo(url, names, method):
            verb = "posts the form" if method.upper() == "POST" else f"sends a {method} request"
            return f"{verb} to {url}" + (f" with the fields {', '.join(names)}" if names else "")
        case _:
            assert_never(outcome)


def outcome_words(evidence: SubmitEvidence | None, *, hidden: tuple[str, ...] = ()) -> str:
    """What pressing did, as a phrase; the names of hidden fields are left out."""
    match evidence:
        case None:
            return "was not pressed"
        case MailOpened(to, subject):
            return f"opens a mail draft to {to}" + (f' with the subject "{subject}"' if subject else "")
        case RequestHeld(method, url, sent):
            names = tuple(name for name in sent if name not in hidden and not name.startswith("_"))
            fields = f" with the fields {', '.join(names)}" if names else ""
            verb = "posts the form" if method.upper() == "POST" else f"sends a {method} request"
            return f"{verb} to {url}{fields}"
        case ValidationRefused(fields):
            return f"is refused by the page itself: {', '.join(fields) or 'a field'} is not filled in as it asks"
        case NothingLeft():
            return "does nothing that leaves the page"
        case _:
            assert_never(evidence)
