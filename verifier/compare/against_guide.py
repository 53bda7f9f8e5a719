"""What one step showed, held against what the flow says that the guides state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from verifier.compare.claims import Beside, Miss, evaluate
from verifier.compare.docket import same_element
from verifier.compare.successor import link_in_place, text_in_place
from verifier.compare.tree import CHOICE_RULES
from verifier.compare.wording import bare, target_words_of, text_words
from verifier.match.normalize import key_of
from verifier.model.expectation import ExpectOutcome
from verifier.model.finding import Rule, Source
from verifier.model.observation import RequestHeld

if TYPE_CHECKING:
    from verifier.compare.docket import Docket, View
    from verifier.compare.draft import Draft
    from verifier.model.expectation import Expectation
    from verifier.model.flow import Step
    from verifier.model.observation import Anchor, Snapshot

_WHOLE = {
    Rule.FIELD_REMOVED, Rule.BUTTON_REMOVED, Rule.LINK_REMOVED, Rule.HEADING_REMOVED, Rule.TEXT_GONE, Rule.ADDRESS_GONE,
    Rule.CLAIM_FAILED, Rule.UNEXPECTED_PRESENCE, Rule.OUTCOME_CHANGED,
}  # fmt: skip
"""What says of a whole thing that it is not as stated, so that nothing else about it is a finding of its own."""


@dataclass(frozen=True, slots=True)
class AgainstGuide:
    """Asks of each expectation whether it holds; what does not is told with the change that tells of it already, if there is one."""

    docket: Docket

    def look(self, view: View) -> None:
        """Tell every expectation of the step that does not hold."""
        if view.page is None:
            return
        for expectation in view.step.expect:
            self._expect(view, view.page, expectation)

    def _expect(self, view: View, page: Snapshot, expectation: Expectation) -> None:
        observation, recorded = view.seen.observation, view.recorded
        recorded_tree = recorded.tree if recorded else None
        beside = (
            Beside(observation.submitted, observation.tree, observation.popups, recorded_tree)
            if observation
            else Beside()
        )
        answer = evaluate(expectation, page, beside)
        if answer.holds:
            return
        if _waits_for_an_answer(view.step, expectation, beside, page):
            self.docket.unanswered.update(dict.fromkeys(expectation.claims, view.step.id))
            return
        old = _recorded_element(view, expectation)
        for miss in _replaced(answer.misses, view, page, old[1]):
            draft = self._same_cause(miss, old)
            if draft is None:
                pressed = observation.target if observation and miss.subject == "outcome" else None
                draft = self.docket.tell(
                    miss.rule,
                    miss.subject,
                    view,
                    expected=miss.expected,
                    actual=miss.actual,
                    before=recorded.target if pressed and recorded else old[1],
                    after=pressed or miss.anchor,
                    detail=miss.detail,
                )
            draft.called = draft.called or miss.called
            draft.place, draft.aside = expectation.place, False
            draft.sources.append(Source(view.step.id, expectation.id))
            draft.claims.extend(expectation.claims or view.step.claims)
            if draft.rule in _WHOLE:
                self.docket.fold_into(draft, old[1])

    def _same_cause(self, miss: Miss, old: tuple[str, Anchor | None]) -> Draft | None:
        """The change against the recording that already tells of this miss."""
        if miss.rule in CHOICE_RULES:
            return next((each for each in self.docket.of(*CHOICE_RULES) if each.subject == miss.subject), None)
        page, anchor = old
        if anchor is None:
            return None
        for draft in self.docket.drafts.values():
            if page not in draft.pages or draft.before is None or not same_element(draft.before, anchor):
                continue
            if _family(draft.rule) == _family(miss.rule) and _same_words_expected(draft, miss):
                return draft
        return None


def _recorded_element(view: View, expectation: Expectation) -> tuple[str, Anchor | None]:
    if view.before is None or view.recorded is None:
        return "", None
    return view.before.id, evaluate(expectation, view.before, Beside(view.recorded.submitted)).anchor


def _replaced(misses: tuple[Miss, ...], view: View, page: Snapshot, old: Anchor | None) -> tuple[Miss, ...]:
    """The misses; one that only says that words are gone tells also what stands in its place, if something does."""
    before = view.before
    if before is None or old is None:
        return misses
    return tuple(miss if miss.actual else _in_place(miss, before, page, old) for miss in misses)


def _in_place(miss: Miss, recorded: Snapshot, seen: Snapshot, old: Anchor) -> Miss:
    if miss.rule in {Rule.TEXT_GONE, Rule.ADDRESS_GONE}:
        block = text_in_place(recorded, seen, old)
        return miss if block is None else replace(miss, actual=text_words(block.text), anchor=block.anchor)
    if miss.rule is Rule.LINK_REMOVED:
        index = link_in_place(recorded, seen, old)
        if index is not None:
            link = seen.links[index]
            return replace(miss, actual=f'link "{link.name}" to {target_words_of(link)}', anchor=link.anchor)
    return miss


def _waits_for_an_answer(step: Step, expectation: Expectation, beside: Beside, page: Snapshot) -> bool:
    """Whether what is missing may be shown only when the site answers: the step sent just what it should, and that was held back."""
    if expectation.absent or isinstance(expectation.expected, ExpectOutcome):
        return False
    outcomes = [other for other in step.expect if isinstance(other.expected, ExpectOutcome)]
    return (
        isinstance(beside.submitted, RequestHeld)
        and bool(outcomes)
        and all(evaluate(other, page, beside).holds for other in outcomes)
    )


def _family(rule: Rule) -> str:
    return rule.split("-")[0]


def _same_words_expected(draft: Draft, miss: Miss) -> bool:
    """Options of one list are told apart by their words; a renamed or removed field answers for any miss of that field."""
    if _family(miss.rule) != "option" and _family(miss.rule) != "field":
        return True
    if draft.rule in (Rule.FIELD_REMOVED, Rule.FIELD_RENAMED) or miss.rule is Rule.FIELD_REMOVED:
        return draft.rule in (Rule.FIELD_REMOVED, Rule.FIELD_RENAMED)
    if draft.rule is Rule.OPTION_RENAMED:
        old, new = zip(*(draft.renamed or ((bare(draft.expected), bare(draft.actual)),)), strict=True)
        names, said = (old, miss.expected) if miss.expected else (new, miss.actual)
        return key_of(bare(said)) in map(key_of, names)
    if _family(miss.rule) == "option":
        return key_of(draft.expected) == key_of(miss.expected) and (
            bool(miss.expected) or key_of(draft.actual) == key_of(miss.actual)
        )
    return draft.rule is miss.rule and draft.detail == miss.detail
