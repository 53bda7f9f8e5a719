"""One replay, judged: what the guides state and what was recorded, held against what was seen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from verifier.compare.changes import Change, changes
from verifier.compare.claims import Beside, Miss, evaluate
from verifier.compare.draft import Draft
from verifier.compare.passed import passed_wall
from verifier.compare.settle import STAYS, claim_states, status_of, summary
from verifier.compare.successor import link_in_place, text_in_place
from verifier.compare.tree import CHOICE_RULES, subject_of, tree_changes
from verifier.compare.wording import target_words_of, text_words
from verifier.match.normalize import key_of
from verifier.model.finding import Level, Rule, Source, Verdict
from verifier.model.flow import ExpectOutcome, Submit
from verifier.model.observation import RequestHeld, WallKind
from verifier.model.run import Done, Missed

if TYPE_CHECKING:
    from verifier.model.baseline import Baseline, RecordedStep
    from verifier.model.flow import Expectation, Flow, Step
    from verifier.model.guide import Guide
    from verifier.model.observation import Anchor, Snapshot
    from verifier.model.run import FlowRun, StepRun


def judge(flow: Flow, run: FlowRun, baseline: Baseline | None, guides: tuple[Guide, ...] = ()) -> Verdict:
    """The verdict on one replay; pure, so that an old run can be judged again. Judging a run against itself finds nothing.

    Findings are ordered by step, causes before what follows from them. `guides` tells which guide a claim belongs to
    and how it can be checked; a claim of no known guide is judged all the same.
    """
    bench = _Bench(flow, run, baseline)
    for step, seen in zip(flow.steps, run.steps, strict=True):
        bench.step(step, seen)
    if baseline is None and any(isinstance(step.outcome, Done) for step in run.steps):
        bench.draft(Rule.NOT_RECORDED, "baseline", flow.steps[0])
    bench.fold_causes()
    guide_of = {claim.id: guide.id for guide in guides for claim in guide.claims}
    kinds = {claim.id: claim.check for guide in guides for claim in guide.claims}
    drafts = bench.ordered()
    findings = tuple(draft.finding(flow, guide_of) for draft in drafts)
    status = status_of(run, findings)
    contradicted: dict[str, list[str]] = {}
    touched: dict[str, list[str]] = {}
    for draft in drafts:
        if draft.level is Level.BROKEN:
            for claim in draft.claims:
                contradicted.setdefault(claim, []).append(draft.fingerprint(flow))
        for claim in (*draft.claims, *draft.touched):
            touched.setdefault(claim, []).append(draft.fingerprint(flow))
    states = claim_states(
        flow,
        run,
        contradicted=contradicted,
        touched=touched,
        kinds=kinds,
        unanswered=bench.unanswered,
        sentences={finding.fingerprint: finding.sentence for finding in findings},
    )
    return Verdict(flow.id, flow.locale, status, summary(run, findings, status), findings, states)


@dataclass(slots=True)
class _Bench:
    """Everything on the judge's table while one replay is looked at."""

    flow: Flow
    run: FlowRun
    baseline: Baseline | None
    drafts: dict[tuple[Rule, str], Draft] = field(default_factory=dict)
    compared: set[tuple[str, str]] = field(default_factory=set)
    unanswered: dict[str, str] = field(default_factory=dict)
    """By claim, the step that would show it only after the site had answered what was held back."""

    def step(self, step: Step, seen: StepRun) -> None:
        recorded = self.baseline.step(step.id) if self.baseline else None
        observation = seen.observation
        snapshot = self.run.snapshot_of(seen)
        if observation is not None:
            for wall in observation.passed:
                rule, words = passed_wall(wall, self.flow.site.consent)
                self.draft(
                    rule, wall.kind, step, actual=words, evidence=tuple(_sentence(each) for each in wall.signals)
                )
            for detour in observation.detours:
                self.draft(Rule.STEP_EXTRA, f"step before {step.id}", step, actual=detour, claims=step.claims)
        missed = isinstance(seen.outcome, Missed)
        looks = isinstance(seen.outcome, Done) or (missed and isinstance(step.action, STAYS))
        if looks and snapshot is not None:
            if recorded is not None:
                self.compare(step, seen, recorded, snapshot)
                self.walked(step, seen, recorded)
            for expectation in step.expect:
                self.expect(step, seen, recorded, snapshot, expectation)
        if isinstance(seen.outcome, Missed):
            self.missed(step, seen, recorded, seen.outcome.wanted)
        if seen.relocation is not None:
            self.relocated(step, seen, recorded)
        if observation is not None and recorded is not None and observation.matches > recorded.matches:
            many = f"{observation.matches} elements"
            self.draft(
                Rule.AMBIGUOUS_TARGET,
                f"target of {step.id}",
                step,
                expected=f"the target of step {step.id}",
                actual=many,
            )

    # -- what was recorded ---------------------------------------------------------------------------------------

    def compare(self, step: Step, seen: StepRun, recorded: RecordedStep, snapshot: Snapshot) -> None:
        before = self.baseline.snapshot_of(recorded) if self.baseline else None
        if before is None or (before.id, snapshot.id) in self.compared:
            return
        self.compared.add((before.id, snapshot.id))
        rejected = frozenset(self.baseline.rejected) if self.baseline else frozenset()
        for change in changes(before, snapshot, rejected=rejected):
            if change.rule is Rule.REDIRECTED and self.went_elsewhere(change):
                continue
            draft = self.draft(
                change.rule,
                change.subject,
                step,
                expected=change.expected,
                actual=change.actual,
                before=change.before,
                after=change.after,
                seen=seen,
                recorded=recorded,
            )
            draft.pair = draft.pair or change.pair
            draft.blocks = draft.blocks or (change.blocks and self.submits())
            draft.pages.add(before.id)
            draft.touched.extend(self.neighbours(change, before, snapshot))

    def walked(self, step: Step, seen: StepRun, recorded: RecordedStep) -> None:
        if recorded.tree is None or seen.observation is None or seen.observation.tree is None:
            return
        for change in tree_changes(recorded.tree, seen.observation.tree):
            self.draft(
                change.rule,
                change.subject,
                step,
                expected=change.expected,
                actual=change.actual,
                seen=seen,
                recorded=recorded,
            )

    def went_elsewhere(self, change: Change) -> bool:
        """Whether the site answered from another of its own hosts, which is noted, and the page is the same one there."""
        known = {wall.kind for step in self.run.steps if step.observation for wall in step.observation.passed}
        same = urlsplit(change.expected).path.rstrip("/") == urlsplit(change.actual).path.rstrip("/")
        return same and bool(known & {WallKind.MOVED, WallKind.MOBILE})

    def submits(self) -> bool:
        return any(isinstance(step.action, Submit) for step in self.flow.steps)

    def neighbours(self, change: Change, before: Snapshot, snapshot: Snapshot) -> tuple[str, ...]:
        """The claims of the step that acts on the changed control, or on the one just before an added one."""
        spoken = self.acted_on(before)
        if change.before is not None:
            return tuple(claim for anchor, claims in spoken if same_element(anchor, change.before) for claim in claims)
        if change.rule is not Rule.FIELD_ADDED or change.after is None:
            return ()
        near: tuple[str, ...] = ()
        for control in snapshot.controls:
            if control.anchor == change.after:
                break
            near = next((claims for anchor, claims in spoken if _same_control(anchor, control.anchor)), near)
        return near

    def acted_on(self, page: Snapshot) -> tuple[tuple[Anchor, tuple[str, ...]], ...]:
        if self.baseline is None:
            return ()
        found, latest = [], None
        for step in self.flow.steps:
            recorded = self.baseline.step(step.id)
            if recorded is None:
                continue
            if recorded.target is not None and page.id in (latest, recorded.snapshot_id):
                found.append((recorded.target, step.claims or tuple(c for e in step.expect for c in e.claims)))
            latest = recorded.snapshot_id
        return tuple(found)

    # -- what is stated ------------------------------------------------------------------------------------------

    def expect(
        self, step: Step, seen: StepRun, recorded: RecordedStep | None, snapshot: Snapshot, expectation: Expectation
    ) -> None:
        observation = seen.observation
        recorded_tree = recorded.tree if recorded else None
        beside = (
            Beside(observation.submitted, observation.tree, observation.popups, recorded_tree)
            if observation
            else Beside()
        )
        answer = evaluate(expectation, snapshot, beside)
        if answer.holds:
            return
        if _waits_for_an_answer(step, expectation, beside, snapshot):
            self.unanswered.update(dict.fromkeys(expectation.claims, step.id))
            return
        old = self.recorded_element(recorded, expectation)
        for miss in self.replaced(answer.misses, recorded, old[1], snapshot):
            draft = self.same_cause(miss, old)
            if draft is None:
                pressed = observation.target if observation and miss.subject == "outcome" else None
                draft = self.draft(
                    miss.rule,
                    miss.subject,
                    step,
                    expected=miss.expected,
                    actual=miss.actual,
                    before=recorded.target if pressed and recorded else old[1],
                    after=pressed or miss.anchor,
                    seen=seen,
                    recorded=recorded,
                )
            draft.place = expectation.place
            draft.sources.append(Source(step.id, expectation.id))
            draft.claims.extend(expectation.claims or step.claims)
            self.fold_into(draft, old[1])

    def replaced(
        self, misses: tuple[Miss, ...], recorded: RecordedStep | None, old: Anchor | None, snapshot: Snapshot
    ) -> tuple[Miss, ...]:
        """The misses; one that only says that words are gone tells also what stands in its place, if something does."""
        page = self.baseline.snapshot_of(recorded) if self.baseline and recorded else None
        if page is None or old is None:
            return misses
        return tuple(miss if miss.actual else _in_place(miss, page, snapshot, old) for miss in misses)

    def recorded_element(self, recorded: RecordedStep | None, expectation: Expectation) -> tuple[str, Anchor | None]:
        page = self.baseline.snapshot_of(recorded) if self.baseline and recorded else None
        if page is None or recorded is None:
            return "", None
        return page.id, evaluate(expectation, page, Beside(recorded.submitted)).anchor

    def same_cause(self, miss: Miss, old: tuple[str, Anchor | None]) -> Draft | None:
        """The change against the recording that already tells of this miss."""
        if miss.rule in CHOICE_RULES:
            return next(
                (each for each in self.drafts.values() if each.subject == miss.subject and each.rule in CHOICE_RULES),
                None,
            )
        page, anchor = old
        if anchor is None:
            return None
        for draft in self.drafts.values():
            if page not in draft.pages or draft.before is None or not same_element(draft.before, anchor):
                continue
            if _family(draft.rule) == _family(miss.rule) and _same_words_expected(draft, miss):
                return draft
        return None

    # -- the path ------------------------------------------------------------------------------------------------

    def missed(self, step: Step, seen: StepRun, recorded: RecordedStep | None, wanted: str) -> None:
        draft = self.draft(
            Rule.STEP_MISSING,
            f"step {step.id}",
            step,
            expected=wanted,
            claims=step.claims,
            seen=seen,
            recorded=recorded,
        )
        if step.optional:
            draft.rule = Rule.CLAIM_FAILED if step.claims else Rule.STEP_MISSING
        if recorded is not None and recorded.target is not None:
            draft.before = recorded.target
            self.fold_into(draft, recorded.target)

    def relocated(self, step: Step, seen: StepRun, recorded: RecordedStep | None) -> None:
        relocation = seen.relocation
        if relocation is None or recorded is None or recorded.target is None:
            return
        told = next(
            (
                draft
                for draft in self.drafts.values()
                if draft.before is not None
                and same_element(draft.before, recorded.target)
                and draft.rule in (Rule.BUTTON_RENAMED, Rule.LINK_RENAMED, Rule.FIELD_RENAMED)
            ),
            None,
        )
        draft = told or self.draft(
            Rule.RELOCATED,
            f"target of {step.id}",
            step,
            expected=f'"{relocation.wanted}"',
            actual=f'"{relocation.found}"',
            before=recorded.target,
            after=relocation.anchor,
            seen=seen,
            recorded=recorded,
        )
        draft.pair = relocation.pair
        draft.step, draft.place = step, step.place
        draft.sources.append(Source(step.id))
        draft.claims.extend(step.claims)
        draft.evidence.append(
            f"It was found again by {', '.join(relocation.evidence)}: score {relocation.score:.2f}, "
            f"{relocation.margin:.2f} ahead of the next candidate."
        )

    def fold_into(self, cause: Draft, element: Anchor | None) -> None:
        """Whatever else is told of that recorded element is told under `cause`."""
        if element is None:
            return
        for other in self.drafts.values():
            if (
                other is not cause
                and not other.claims
                and other.before is not None
                and same_element(other.before, element)
            ):
                other.cause = cause

    # -- the drafts ----------------------------------------------------------------------------------------------

    def draft(
        self,
        rule: Rule,
        subject: str,
        step: Step,
        *,
        expected: str = "",
        actual: str = "",
        before: Anchor | None = None,
        after: Anchor | None = None,
        claims: tuple[str, ...] = (),
        evidence: tuple[str, ...] = (),
        seen: StepRun | None = None,
        recorded: RecordedStep | None = None,
    ) -> Draft:
        known = self.drafts.get((rule, subject))
        if known is None:
            picture = seen.observation.picture if seen and seen.observation else None
            known = Draft(
                rule, subject, expected, actual, step, step.place, before, after,
                before_picture=recorded.picture if recorded else None, after_picture=picture,
            )  # fmt: skip
            self.drafts[rule, subject] = known
        known.claims.extend(claims)
        known.evidence.extend(evidence)
        return known

    def fold_causes(self) -> None:
        """What a changed outcome or a redirection brings with it on the same step is told under it.

        So is a button or link that is a choice of an assistant under what is told of that choice.
        """
        for cause in self.drafts.values():
            if cause.rule in CHOICE_RULES:
                for draft in self.drafts.values():
                    if draft.rule in _PRESSED and not draft.claims and cause.subject in _as_choices(draft):
                        draft.cause = cause
        for cause in self.drafts.values():
            if cause.cause is not None or (cause.subject, cause.rule) not in _CAUSES:
                continue
            for draft in self.drafts.values():
                if (
                    draft is not cause
                    and draft.cause is None
                    and draft.step.id == cause.step.id
                    and draft.rule in _CONSEQUENCES
                ):
                    draft.cause = cause

    def ordered(self) -> tuple[Draft, ...]:
        place = {step.id: index for index, step in enumerate(self.flow.steps)}
        return tuple(
            sorted(
                self.drafts.values(),
                key=lambda draft: (
                    place[(draft.cause or draft).step.id],
                    draft.cause is not None,
                    list(Level).index(draft.level),
                    draft.rule not in _HEADLINES,
                    draft.rule,
                    draft.subject,
                ),
            )
        )


def _waits_for_an_answer(step: Step, expectation: Expectation, beside: Beside, snapshot: Snapshot) -> bool:
    """Whether what is missing may be shown only when the site answers: the step sent just what it should, and that was held back."""
    if expectation.absent or isinstance(expectation.expected, ExpectOutcome):
        return False
    outcomes = [other for other in step.expect if isinstance(other.expected, ExpectOutcome)]
    return (
        isinstance(beside.submitted, RequestHeld)
        and bool(outcomes)
        and all(evaluate(other, snapshot, beside).holds for other in outcomes)
    )


_HEADLINES = {Rule.OUTCOME_CHANGED, Rule.STEP_MISSING}
"""What is said first of a step."""
_CAUSES = {("outcome", Rule.OUTCOME_CHANGED), ("outcome", Rule.MAIL_ADDRESS_CHANGED), ("url", Rule.REDIRECTED)}
_CONSEQUENCES = {
    Rule.TEXT_GONE, Rule.ADDRESS_GONE, Rule.HEADING_ADDED, Rule.HEADING_REMOVED, Rule.HEADING_RENAMED, Rule.LINK_ADDED,
    Rule.LINK_REMOVED, Rule.LINK_RENAMED, Rule.BUTTON_ADDED, Rule.BUTTON_REMOVED, Rule.DIALOG_ADDED, Rule.LANGUAGE_CHANGED,
}  # fmt: skip


_PRESSED = {
    Rule.BUTTON_ADDED, Rule.BUTTON_REMOVED, Rule.BUTTON_RENAMED, Rule.LINK_ADDED, Rule.LINK_REMOVED, Rule.LINK_RENAMED,
}  # fmt: skip


def _as_choices(draft: Draft) -> set[str]:
    """What the button or link of a draft is called in findings if it is a first choice of an assistant."""
    return {
        subject_of((words.split('"', 1)[1].rpartition('"')[0],))
        for words in (draft.expected, draft.actual)
        if '"' in words
    }


def same_element(one: Anchor, other: Anchor) -> bool:
    """Whether two anchors of one and the same page mean the same element."""
    if one.frame != other.frame or one.tag != other.tag:
        return False
    return one.path == other.path and one.id == other.id


def _sentence(signal: str) -> str:
    return f"{signal[:1].upper()}{signal[1:]}."


def _same_control(target: Anchor, control: Anchor) -> bool:
    """As `same_element` across pages, and a radio button stands for its group."""
    if target.frame != control.frame:
        return False
    if target.name and target.name == control.name:
        return True
    return target.tag == control.tag and bool(target.id) and target.id == control.id


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


def _family(rule: Rule) -> str:
    return rule.split("-")[0]


def _same_words_expected(draft: Draft, miss: Miss) -> bool:
    """Options of one list are told apart by their words; a renamed or removed field answers for any miss of that field."""
    if _family(miss.rule) != "option" and _family(miss.rule) != "field":
        return True
    if draft.rule in (Rule.FIELD_REMOVED, Rule.FIELD_RENAMED) or miss.rule is Rule.FIELD_REMOVED:
        return draft.rule in (Rule.FIELD_REMOVED, Rule.FIELD_RENAMED)
    if _family(miss.rule) == "option":
        return key_of(draft.expected) == key_of(miss.expected) and (
            bool(miss.expected) or key_of(draft.actual) == key_of(miss.actual)
        )
    return draft.rule is miss.rule
