"""What a sealed submit would do now, against what it did when it was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.compare.change import Change
from verifier.compare.elements import same_value
from verifier.compare.links import address_key
from verifier.compare.wording import outcome_words
from verifier.match.normalize import same_words
from verifier.model.expectation import AddressKind
from verifier.model.finding import Rule
from verifier.model.observation import MailOpened, RequestHeld, ValidationRefused

if TYPE_CHECKING:
    from verifier.model.observation import Snapshot, SubmitEvidence


def outcome_change(
    recorded: SubmitEvidence | None, submitted: SubmitEvidence | None, page: Snapshot | None
) -> Change | None:
    """The change, or None: pressing leads to the same address in the same way. What was typed and what hidden fields say do not count."""
    if recorded is None or submitted is None:
        return None
    hidden = frozenset(name for form in page.forms for name in form.hidden) if page else frozenset()
    words = outcome_words(recorded, hidden=tuple(hidden)), outcome_words(submitted, hidden=tuple(hidden))
    match recorded, submitted:
        case MailOpened(to, subject), MailOpened(now, title):
            if not same_value(AddressKind.MAIL, to, now):
                return Change(Rule.MAIL_ADDRESS_CHANGED, "outcome", *words)
            return None if same_words(subject, title) else Change(Rule.OUTCOME_CHANGED, "outcome", *words)
        case RequestHeld(method, url), RequestHeld(now, address):
            same = method.upper() == now.upper() and address_key(url)[:2] == address_key(address)[:2]
            return None if same else Change(Rule.OUTCOME_CHANGED, "outcome", *words)
        case ValidationRefused(), ValidationRefused():
            return None
        case _:
            return None if type(recorded) is type(submitted) else Change(Rule.OUTCOME_CHANGED, "outcome", *words)
