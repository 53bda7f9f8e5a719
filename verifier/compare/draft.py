"""A finding while it is being made: found once, told once, however many steps and claims it concerns."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from verifier.compare.rules import level_of
from verifier.compare.sentences import sentence, sentence_of_several, suggestion, suggestion_of_several
from verifier.compare.wording import AREAS
from verifier.model.finding import Finding, Level, Proof, Rule, Source

if TYPE_CHECKING:
    from verifier.model.finding import Relocated
    from verifier.model.flow import Flow, Step
    from verifier.model.observation import Anchor, PictureRef
    from verifier.model.place import Place


def fingerprint_of(flow_id: str, locale: str, rule: Rule, subject: str, detail: str = "") -> str:
    """The fingerprint of the finding that tells this difference."""
    words = f"{flow_id}\x1f{locale}\x1f{rule}\x1f{subject}"
    words += f"\x1f{detail}" if detail else ""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(slots=True)
class Draft:
    """`claims` are contradicted by it, `touched` only stand close to it.

    `detail` tells drafts of one rule and subject apart; `aside`: it stands in the site's own header, menu or footer.
    `pages` are the recorded pages on which it was seen, `cause` is the draft that it follows from, `called` is what a reader calls
    its subject, where that is something else.
    """

    rule: Rule
    subject: str
    expected: str
    actual: str
    step: Step
    place: Place
    before: Anchor | None = None
    after: Anchor | None = None
    before_picture: PictureRef | None = None
    after_picture: PictureRef | None = None
    blocks: bool = False
    aside: bool = False
    detail: str = ""
    pages: set[str] = field(default_factory=set)
    claims: list[str] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    cause: Draft | None = None
    pair: tuple[str, str] | None = None
    renamed: tuple[tuple[str, str], ...] = ()
    relocated: Relocated | None = None
    sources: list[Source] = field(default_factory=list)
    called: str = ""

    @property
    def key(self) -> tuple[Rule, str, str]:
        """What makes two drafts of one flow the same finding."""
        return self.rule, self.subject, self.detail

    @property
    def level(self) -> Level:
        """By the decision table."""
        return level_of(self.rule, claimed=bool(self.claims), blocks=self.blocks, aside=self.aside)

    def fingerprint(self, flow: Flow) -> str:
        """The same for the same difference, whatever is said about it, in which order, run or step."""
        return fingerprint_of(flow.id, flow.locale, self.rule, self.subject, self.detail)

    def finding(self, flow: Flow, guide_of: dict[str, str]) -> Finding:
        """The finished finding."""
        claims = tuple(dict.fromkeys((*self.claims, *self.touched)))
        return Finding(
            fingerprint=self.fingerprint(flow),
            rule=self.rule,
            level=self.level,
            sentence=sentence_of_several(self.subject, self.renamed)
            if self.renamed
            else sentence(self.rule, self.called or self.subject, self.expected, self.actual, blocks=self.blocks),
            expected=self.expected,
            actual=self.actual,
            flow_id=flow.id,
            locale=flow.locale,
            step_id=self.step.id,
            place=self.place,
            subject=self.subject,
            claims=claims,
            guides=tuple(dict.fromkeys(guide_of[claim] for claim in claims if claim in guide_of)),
            evidence=tuple(dict.fromkeys((*self._where(), *self.evidence))),
            suggestion=suggestion_of_several(self.renamed)
            if self.renamed
            else suggestion(self.rule, self.expected, self.actual, blocks=self.blocks),
            pair=self.pair,
            renamed=self.renamed,
            relocated=self.relocated,
            follows=self.cause.fingerprint(flow) if self.cause else None,
            before=Proof(self.before_picture, self.before.box if self.before else None)
            if self.before_picture
            else None,
            after=Proof(self.after_picture, self.after.box if self.after else None) if self.after_picture else None,
            sources=tuple(dict.fromkeys(self.sources)),
        )

    def _where(self) -> tuple[str, ...]:
        """In which frame it stands, and in which part of the page."""
        anchor = self.after or self.before
        told = []
        if anchor is not None and anchor.frame:
            told.append(f"It stands in the frame {' > '.join(anchor.frame)}.")
        if anchor is not None and self.aside:
            told.append(f"It stands in the site's own {AREAS.get(anchor.landmark, anchor.landmark)}.")
        return tuple(told)
