"""Builds what the page shows from a report, and gives each thing that is linked to its anchor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verifier.model.finding import ClaimVerdict, Level, Status
from verifier.report.accepting import UNPROVEN, accept_command, diff_lines
from verifier.report.grouping import Change, by_guides, telling_finding
from verifier.report.html.past import PastWords
from verifier.report.html.picture import Album
from verifier.report.html.view import (
    ChangeView,
    ClaimView,
    CorrectionView,
    ExpectationView,
    FlowView,
    GroupView,
    GuideView,
    Link,
    StepView,
    TellingView,
    View,
    WrongView,
)
from verifier.report.words import (
    CLAIM_ORDER,
    action_words,
    counted,
    expectation_words,
    language_name,
    listed,
    outcome_word,
    outcome_words,
    sentence,
    submitted_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.model.finding import Finding, Proof
    from verifier.model.observation import PictureRef
    from verifier.model.report import ClaimReport, FlowReport, GuideReport, Report, StepReport
    from verifier.report.html.picture import Shot

MOST_WHOLE = 60
"""In a run of more flows, one that is verified has its steps on a page of its own."""


class Builder:
    """Builds the view of one report; what is said in several places gets its anchors here."""

    def __init__(self, report: Report, album: Album) -> None:
        self._report = report
        self._album = album
        self._groups = by_guides(report)
        self._findings = report.findings()
        self._past = PastWords(report.since)
        self._guide_tokens = {told.guide.id: f"g{number}" for number, told in enumerate(report.guides)}
        self._flow_anchors = {flow.key: f"flow-{number}" for number, flow in enumerate(report.flows)}
        self._locale_tokens: dict[str, str] = {}
        self._claim_anchors: dict[str, str] = {}
        for guide in report.guides:
            for state in guide.claims:
                self._claim_anchors.setdefault(state.claim.id, f"claim-{len(self._claim_anchors)}")
        self._anchors: dict[Change, str] = {}
        self._change_anchors: dict[
            str, str
        ] = {}  # by fingerprint; two flows may share one, then a link leads to the first
        self._change_titles: dict[str, str] = {}
        every = [deep for group in self._groups for change in group.changes for deep in change.everything()]
        for number, change in enumerate(every):
            self._anchors[change] = f"finding-{number}"
            for finding in change.told:
                self._change_anchors.setdefault(finding.fingerprint, f"finding-{number}")
                self._change_titles.setdefault(finding.fingerprint, str(finding.rule))
        self._statuses = {flow.key: flow.verdict.status for flow in report.flows}
        self._claims = {
            view.id: view for guide in report.guides for view in (self._claim(guide, state) for state in guide.claims)
        }

    def view(self) -> View:
        for told in self._report.guides:
            self.locale_token(told.guide.language)
        guides = tuple(self._guide(told) for told in self._report.guides)
        by_id = {guide.told.guide.id: guide for guide in guides}
        groups = tuple(
            GroupView(
                title=_group_title(group.guides),
                guides=tuple(by_id[told.guide.id] for told in group.guides),
                changes=tuple(self._change(change) for change in group.changes),
            )
            for group in self._groups
        )
        flows = tuple(
            self._flow(flow, file=self._file(flow), steps=() if self._file(flow) else self._steps(flow, self._album))
            for flow in self._report.flows
        )
        locales = tuple((token, language_name(locale)) for locale, token in self._locale_tokens.items())
        quiet, calm = self._quiet()
        return View(
            groups,
            guides,
            flows,
            locales,
            quiet,
            calm,
            tally=self._past.tally,
            over=self._past.over(self._claims),
            unseen=self._past.unseen(self._claims),
        )

    def _quiet(self) -> tuple[str, bool]:
        """Finding nothing is good news only where all could be seen."""
        flows = len(self._report.flows)
        unknown = self._report.count(Status.BLOCKED) + self._report.count(Status.ERRORED)
        if flows == self._report.count(Status.SKIPPED):
            return "No flow was played, so nothing can be said.", False
        if unknown == flows:
            return "Nothing could be seen, so nothing can be said.", False
        if unknown:
            missing = sentence(counted(unknown, "flow"))
            return f"Nothing differs in what could be seen. {missing} could not be looked at.", False
        return "Nothing differs from what the guides say and what was recorded.", True

    def locale_token(self, locale: str) -> str:
        return self._locale_tokens.setdefault(locale, f"l{len(self._locale_tokens)}")

    # -- guides ------------------------------------------------------------------------------------------------

    def _guide(self, told: GuideReport) -> GuideView:
        counts = tuple((verdict, sum(state.verdict is verdict for state in told.claims)) for verdict in CLAIM_ORDER)
        token = self._guide_tokens[told.guide.id]
        return GuideView(
            told=told,
            token=token,
            file=guide_file(told.guide.id, token),
            language=language_name(told.guide.language),
            counts=tuple((verdict, count) for verdict, count in counts if count),
            claims=tuple(self._claims[state.claim.id] for state in told.claims),
            wrong=self._wrong(told),
            nights=self._past.guide_nights(told.guide.id),
        )

    def _wrong(self, guide: GuideReport) -> tuple[WrongView, ...]:
        views = []
        first: dict[str, str] = {}
        for state in guide.claims:
            if state.verdict is not ClaimVerdict.CONTRADICTED:
                continue
            claim_id = state.claim.id
            finding = telling_finding(guide, state, self._findings)
            anchor = self._change_anchors[finding.fingerprint] if finding else ""
            same = first.setdefault(finding.fingerprint, claim_id) if finding else claim_id
            views.append(WrongView(self._claims[claim_id], finding, anchor, "" if same == claim_id else same))
        return tuple(views)

    def _claim(self, guide: GuideReport, state: ClaimReport) -> ClaimView:
        wrong = state.verdict is ClaimVerdict.CONTRADICTED
        telling = telling_finding(guide, state, self._findings) if wrong else None
        return ClaimView(
            id=state.claim.id,
            anchor=self._claim_anchors[state.claim.id],
            guide=guide,
            state=state,
            since=self._past.claim(state.claim.id),
            spoken_for_by=tuple(
                Link(spoken, self._flow_anchors.get(spoken.rpartition("#")[0], "")) for spoken in state.spoken_for_by
            ),
            findings=self._finding_links(state.findings),
            corrections=self._corrections(guide, state),
            own=tuple(finding for finding in self._report.guide_findings if state.claim.id in finding.claims),
            proof=telling.after if telling else None,
        )

    def _corrections(self, guide: GuideReport, state: ClaimReport) -> tuple[CorrectionView, ...]:
        own = guide.guide.language.partition("-")[0]
        return tuple(
            CorrectionView(
                told,
                anchor=f"{self._claim_anchors[state.claim.id]}-{number}",
                proof=self._change_anchors.get(told.finding, ""),
                language=language_name(told.language),
                foreign=told.language.partition("-")[0] != own,
            )
            for number, told in enumerate(state.corrections)
        )

    def _finding_links(self, fingerprints: tuple[str, ...]) -> tuple[Link, ...]:
        links = (
            Link(self._change_titles[fingerprint], self._change_anchors[fingerprint])
            for fingerprint in fingerprints
            if fingerprint in self._change_anchors
        )
        return tuple(dict.fromkeys(links))

    # -- changes -----------------------------------------------------------------------------------------------

    def _change(self, change: Change) -> ChangeView:
        edit = self._report.edit_of(change.finding.fingerprint)
        known = tuple(self._claims[claim] for claim in change.claims if claim in self._claims)
        everything = change.everything()
        locales = dict.fromkeys(locale for deep in everything for locale in deep.locales)
        keys = dict.fromkeys(f"{told.flow_id}[{told.locale}]" for deep in everything for told in deep.told)
        return ChangeView(
            anchor=self._anchors[change],
            change=change,
            level=change.level,
            languages=listed(tuple(language_name(locale) for locale in change.locales)),
            tellings=tuple(self._telling(told) for told in change.told),
            claims=known,
            unknown_claims=tuple(claim for claim in change.claims if claim not in self._claims),
            guide_tokens=" ".join(self._guide_tokens[guide] for guide in change.guides if guide in self._guide_tokens),
            locale_tokens=" ".join(self.locale_token(locale) for locale in locales),
            status_tokens=" ".join(dict.fromkeys(self._statuses[key] for key in keys if key in self._statuses)),
            consequences=tuple(self._change(after) for after in change.consequences),
            standing=self._past.standing(change),
            since=self._past.words(change),
            was=self._past.was(change),
            accept=accept_command(self._report.run_id, change) if edit is None or edit.diff else "",
            reject=accept_command(self._report.run_id, change, verb="reject"),
            edit=diff_lines(edit.diff) if edit else (),
            no_edit=edit.why if edit else "",
            unproven=UNPROVEN if edit and edit.diff and not edit.proven else "",
        )

    def _telling(self, finding: Finding) -> TellingView:
        return TellingView(
            finding,
            language_name(finding.locale),
            self._proof(finding.before),
            self._proof(finding.after),
            tuple(
                (each, self._album.shot(each.picture, None) if each.picture and finding.is_suspected else None)
                for each in finding.sightings
            ),
        )

    def _proof(self, proof: Proof | None) -> Shot | None:
        return None if proof is None else self._album.shot(proof.picture, proof.box)

    # -- flows -------------------------------------------------------------------------------------------------

    def apart(self) -> Iterator[tuple[FlowView, Album]]:
        """The flows that have pages of their own, one at a time, each with its steps and their pictures."""
        for flow in self._report.flows:
            if self._file(flow):
                album = Album(self._album.pictures)
                yield self._flow(flow, file=self._file(flow), steps=self._steps(flow, album)), album

    def _file(self, flow: FlowReport) -> str:
        """The name of the flow's own page, or nothing where the page of the run tells all of it."""
        again = flow.rejudged
        telling = again is not None and bool(again.differences or again.as_played)
        if len(self._report.flows) <= MOST_WHOLE or flow.verdict.status is not Status.VERIFIED or telling:
            return ""
        return f"{self._flow_anchors[flow.key]}.html"

    def _steps(self, flow: FlowReport, album: Album) -> tuple[StepView, ...]:
        steps: list[StepView] = []
        page: PictureRef | None = None
        urls = {seen.id: seen.url for seen in flow.snapshots}
        anchor = self._flow_anchors[flow.key]
        for number, step in enumerate(flow.steps):
            steps.append(self._step(flow, step, album, page=page, url_of=urls, anchor=f"{anchor}-{number}"))
            page = (step.observation.picture if step.observation else None) or page
        return tuple(steps)

    def _flow(self, flow: FlowReport, *, file: str, steps: tuple[StepView, ...]) -> FlowView:
        self.locale_token(flow.flow.locale)
        claims = {state.claim_id for state in flow.verdict.claims} | set(flow.flow.every_claim())
        guides = {self._claims[claim].guide.guide.id for claim in claims if claim in self._claims}
        tokens = (token for guide, token in self._guide_tokens.items() if guide in guides)
        return FlowView(
            told=flow,
            anchor=self._flow_anchors[flow.key],
            language=language_name(flow.flow.locale),
            status=flow.verdict.status,
            guide_tokens=" ".join(tokens),
            steps=steps,
            since=self._past.flow(flow.key),
            nights=self._past.flow_nights(flow.key),
            file=file,
        )

    def _step(
        self,
        flow: FlowReport,
        told: StepReport,
        album: Album,
        *,
        page: PictureRef | None,
        url_of: dict[str, str],
        anchor: str,
    ) -> StepView:
        seen = told.observation
        picture = seen.picture if seen else None
        target = seen.target if seen else None
        acted_on = page or picture
        acted = album.shot(acted_on, target.box) if acted_on and target and target.box else None
        after = (
            album.shot(picture, None)
            if picture and (page is None or picture.digest != page.digest or acted is None)
            else None
        )
        if after is not None and page is not None and picture is not None and picture.digest == page.digest:
            after = None
        outcome = outcome_word(told.outcome)
        return StepView(
            told=told,
            anchor=anchor,
            title=told.step.title or told.step.id,
            action=action_words(told.step.action),
            outcome=outcome,
            because=outcome_words(told.outcome),
            url=url_of.get(seen.snapshot_id, "") if seen else "",
            acted=acted,
            seen=after,
            expected=self._expected(flow, told, done=outcome == "done"),
            submitted=submitted_words(seen.submitted) if seen and seen.submitted else "",
        )

    def _expected(self, flow: FlowReport, told: StepReport, *, done: bool) -> tuple[ExpectationView, ...]:
        views = []
        for expectation in told.step.expect:
            against = tuple(
                finding.fingerprint
                for finding in flow.verdict.findings
                if finding.place == expectation.place and finding.level is not Level.NOTE
            )
            state = "differs" if against else "holds" if done else "unchecked"
            views.append(
                ExpectationView(expectation_words(expectation), state, expectation.claims, self._finding_links(against))
            )
        return tuple(views)


def guide_file(guide_id: str, token: str) -> str:
    """The name of a guide's page: by its id where that is a plain word, else by its token."""
    return f"guide-{guide_id if re.fullmatch('[a-z0-9][a-z0-9-]{0,80}', guide_id) else token}.html"


def _group_title(guides: tuple[GuideReport, ...]) -> str:
    if not guides:
        return "No guide’s sentence is touched"
    languages = tuple(dict.fromkeys(language_name(told.guide.language) for told in guides))
    return f"In the {listed(languages)} guide{'s' if len(guides) > 1 else ''}"
