"""One drift: what a maintainer deals with at once, whatever the number of findings it shows in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from verifier.model.finding import Finding, Level

_WORST_FIRST = (Level.BROKEN, Level.DRIFTED, Level.NOTE)


@dataclass(frozen=True, slots=True)
class Drift:
    """One cause, in every locale in which it was found, with all that follows from it.

    `signature` (16 hex digits) is the same for the same cause while its locales and their words are the same; `traces` tell it
    again where they are not.
    """

    signature: str
    causes: tuple[Finding, ...]
    """One finding a locale, in the order of the run; at least one."""
    consequences: tuple[Finding, ...] = ()

    @property
    def finding(self) -> Finding:
        """The finding to show for all."""
        return min(self.causes, key=lambda finding: _WORST_FIRST.index(finding.level))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The causes and all that follows from them."""
        return (*self.causes, *self.consequences)

    @property
    def level(self) -> Level:
        """The worst level of any of its findings."""
        return min((finding.level for finding in self.findings), key=_WORST_FIRST.index)

    @property
    def locales(self) -> tuple[str, ...]:
        """Of the causes, each once."""
        return tuple(dict.fromkeys(finding.locale for finding in self.causes))

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of all claims that any of its findings touches, each once."""
        return tuple(dict.fromkeys(claim for finding in self.findings for claim in finding.claims))

    @property
    def guides(self) -> tuple[str, ...]:
        """Ids of all guides that any of its findings touches, each once."""
        return tuple(dict.fromkeys(guide for finding in self.findings for guide in finding.guides))

    @property
    def traces(self) -> tuple[Trace, ...]:
        """Where to look for each of its findings, each once, causes first."""
        return tuple(
            dict.fromkeys(
                Trace(f"{finding.flow_id}[{finding.locale}]", finding.step_id, finding.fingerprint, state_of(finding))
                for finding in self.findings
            )
        )


@dataclass(frozen=True, slots=True)
class Trace:
    """A finding by its fingerprint, and the flow (`Flow.key`) and step that must have been seen to say that it is over.

    `state` (8 hex digits) is the same while the finding says the same.
    """

    flow_key: str
    step_id: str
    fingerprint: str
    state: str = ""


def state_of(finding: Finding) -> str:
    """8 hex digits, the same while the finding says the same."""
    words = "\x1f".join(
        map(str, (finding.level, finding.sentence, finding.expected, finding.actual, finding.suggestion))
    )
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class IssueText:
    """What an issue says of one drift. `body` changes with the drift only, `footer` with every run; both are Markdown."""

    signature: str
    title: str
    body: str
    footer: str
    labels: tuple[str, ...]
    traces: tuple[Trace, ...]
