"""Values that nobody may see, and values that were typed, taken out of everything that is told."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from verifier.model.action import Fill
from verifier.model.secret import REDACTED, EnvironmentValue
from verifier.replay.disguise import disguises

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from verifier.model.flow import Flow

TYPED = "[typed]"
"""What stands where a page mirrors a value that was typed and is not secret."""
SHORTEST = 3
"""A shorter value that is not secret would be found everywhere, and tells nothing."""
SHORTEST_ANYWHERE = 4
"""A shorter secret is taken out of what people read, and not out of names and ids: it would be found in every word."""


def named_secrets(flow: Flow, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The values that this flow types and nobody may see: those of the environment, and those that the file calls secret."""
    found = []
    for step in flow.steps:
        match step.action:
            case Fill(value=EnvironmentValue(variable)):
                found.append(environment.get(variable, ""))
            case Fill(value=str(value), secret=True):
                found.append(value)
            case _:
                pass
    return tuple(value for value in dict.fromkeys(found) if value.strip())


class Redactor:
    """Replaces secret values wherever they stand, in any form that `disguises` knows; and what was typed, as it is."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secret: dict[str, bool] = {}
        self._typed: dict[str, str] = {}
        self._in_json: frozenset[str] = frozenset()
        for value in secrets:
            self.learn(value, secret=True)

    def __bool__(self) -> bool:
        """Whether it knows a secret."""
        return bool(self._secret)

    def learn(self, value: str, *, secret: bool) -> None:
        """From now on this value is replaced."""
        value = value.strip()
        if not value or (len(value) < SHORTEST and not secret):
            return
        if secret:
            long = len(value) >= SHORTEST_ANYWHERE
            self._secret |= {form.casefold(): long for form in disguises(value)}
        forms = {value, " ".join(value.split()), quote(value), quote(value, safe=""), quote_plus(value)}
        self._typed |= {form.casefold(): REDACTED for form in forms} if secret else {}
        self._typed = {form.casefold(): TYPED for form in forms} | self._typed
        told = (form for form, anywhere in self._secret.items() if anywhere)
        self._in_json = frozenset(json.dumps(form, ensure_ascii=False)[1:-1] for form in told)
        # The longest first, so that no piece of a longer value stays behind.
        self._secret = dict(sorted(self._secret.items(), key=lambda pair: (-len(pair[0]), pair[0])))
        self._typed = dict(sorted(self._typed.items(), key=lambda pair: (-len(pair[0]), pair[0])))

    def text(self, text: str) -> str:
        """The text without any typed or secret value."""
        return self.typed(self.secrets(text))

    def typed(self, text: str) -> str:
        """As `text`, of what `json` or `secrets` has been through: the plain forms only, of which there are few."""
        folded = text.casefold()
        for form, instead in self._typed.items():
            if form in folded:
                text = _without(text, form, instead)
                folded = text.casefold()
        return text

    def secrets(self, text: str) -> str:
        """The text without any secret value; what else was typed stays. Fit for names, ids and whole documents."""
        folded = text.casefold()
        for form, anywhere in self._secret.items():
            if anywhere and form in folded:
                text = _without(text, form, REDACTED)
                folded = text.casefold()
        return text

    def json(self, said: str) -> str:
        """A JSON text with every string, names of keys left out, without any secret value; the same text where there is none."""
        folded = said.casefold()
        if not any(form in folded for form in self._in_json):
            return said
        return json.dumps(self._plain(json.loads(said)), ensure_ascii=False, separators=(",", ":"))

    def secret_in(self, text: str) -> bool:
        """Whether a secret value can be read in it."""
        folded = text.casefold()
        return any(form in folded for form in self._secret)

    def every(self, texts: Iterable[str]) -> tuple[str, ...]:
        """All of them without any typed value."""
        return tuple(self.text(text) for text in texts)

    def _plain(self, value: object) -> object:
        match value:
            case str():
                return self.secrets(value)
            case list():
                return [self._plain(item) for item in value]
            case dict():
                return {name: self._plain(item) for name, item in value.items()}
            case _:
                return value


def _without(text: str, form: str, instead: str) -> str:
    cleaned = re.sub(re.escape(form), lambda _: instead, text, flags=re.IGNORECASE)
    # Letters that fold to several (ß, ﬁ) are compared folded only; then nothing of the text is kept.
    return instead if cleaned == text else cleaned
