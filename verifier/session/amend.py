"""From findings of a kept run to one edit of flow files and baselines, held against the run before anybody is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from verifier.compare.amend import Unamended, amendments
from verifier.compare.recording import with_findings
from verifier.flowfile.edit import edited
from verifier.flowfile.layout import LABELS_FILE
from verifier.flowfile.shelf import flows_in
from verifier.flowfile.span_edit import CannotEditError
from verifier.model.finding import Rule, Sight
from verifier.session.accept import propose
from verifier.session.fold import day_of, flow_report_of
from verifier.session.rejudge import as_written, verdict_on

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from verifier.model.amendment import Amendment
    from verifier.model.baseline import Baseline
    from verifier.model.finding import Finding, Verdict
    from verifier.model.flow import Flow
    from verifier.model.report import FlowReport, Report
    from verifier.model.run import FlowRun


@dataclass(frozen=True, slots=True)
class Edit:
    """What accepting some findings would change: whole new texts by file, and new baselines. Without either, `why` says why."""

    texts: tuple[tuple[str, str], ...] = ()
    baselines: tuple[Baseline, ...] = ()
    why: str = ""

    def __bool__(self) -> bool:
        return bool(self.texts or self.baselines)


@dataclass(slots=True)
class Bench:
    """A kept run beside the files of today, and what is worked out of them once.

    `flows` go by `Flow.key`; `texts` are all flow, label and site files by name; `claims` are all that the guides make.
    """

    report: Report
    flows: Mapping[str, Flow]
    texts: Mapping[str, str]
    baselines: Mapping[str, Baseline]
    claims: Collection[str]
    _runs: dict[str, tuple[FlowRun, ...] | None] = field(default_factory=dict)
    _verdicts: dict[str, Verdict] = field(default_factory=dict)

    def told(self, key: str) -> FlowReport:
        """The flow as the run tells of it. Raises KeyError for one that it did not play."""
        found = next((flow for flow in self.report.flows if flow.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def runs(self, key: str) -> tuple[FlowRun, ...] | None:
        """The replays as such of the flow of today, or None where it takes another path by now."""
        if key not in self._runs:
            self._runs[key] = as_written(self.flows.get(key), self.told(key).replays)
        return self._runs[key]

    def verdict(self, key: str) -> Verdict:
        """The verdict on the run by the files of today; as the flow was played, where it takes another path by now."""
        if key not in self._verdicts:
            runs = self.runs(key) or self.told(key).replays
            self._verdicts[key] = verdict_on(
                runs[-1].flow, runs, self.baselines.get(key), (), on=day_of(self.report.started_at)
            )
        return self._verdicts[key]

    def keys_of(self, site_id: str) -> tuple[str, ...]:
        """The flows of a site that the run played."""
        return tuple(flow.key for flow in self.report.flows if flow.flow.site.id == site_id)


def edit_for(bench: Bench, wanted: Mapping[str, tuple[Finding, ...]]) -> Edit:
    """The edit after which exactly these findings (by `Flow.key`) are gone when the run is judged again.

    Findings are those of `Bench.verdict`. Where no text says it, or it would change more than that, there is none.
    """
    why = ""
    for keep_old in (False, True):
        try:
            edit = _edit(bench, wanted, keep_old=keep_old)
        except CannotEditError as error:
            return Edit(why=str(error))
        if not edit:
            return edit
        why = _what_else(bench, wanted, edit)
        if not why:
            return edit
        if not edit.texts:
            break
    return Edit(why=why)


def draft_for(bench: Bench, wanted: Mapping[str, tuple[Finding, ...]]) -> Edit:
    """As `edit_for`, not yet held against the run: to show what would be written. Accepting may find that it needs more."""
    try:
        return _edit(bench, wanted, keep_old=False)
    except CannotEditError as error:
        return Edit(why=str(error))


def _edit(bench: Bench, wanted: Mapping[str, tuple[Finding, ...]], *, keep_old: bool) -> Edit:
    amended: list[tuple[Flow, tuple[Amendment, ...]]] = []
    recordings: list[Baseline] = []
    for key, findings in wanted.items():
        runs, baseline = bench.runs(key), bench.baselines.get(key)
        if runs is None:
            return Edit(why="the flow takes another path by now than the one that was played; run it again")
        told: list[Amendment] = []
        for finding in findings:
            found: tuple[Amendment, ...] | Unamended = Unamended("a person rejected it")
            if baseline is None or not (baseline.refuses(finding.fingerprint) or finding.pair in baseline.rejected):
                found = amendments(finding, runs[-1].flow, _run_of(finding, runs, bench.verdict(key)), baseline)
            if isinstance(found, Unamended):
                return Edit(why=found.why)
            told += found
        if told:
            amended.append((runs[-1].flow, tuple(dict.fromkeys(told))))
        recording = _recording(bench, key, findings, runs)
        if recording is not None and recording != baseline:
            recordings.append(recording)
    texts: dict[str, str] = {}
    for site in dict.fromkeys(flow.site.id for flow, _ in amended):
        folder = next(flow.place.file for flow, _ in amended if flow.site.id == site).rpartition("/")[0]
        of_site = {file: text for file, text in bench.texts.items() if file.rpartition("/")[0] == folder}
        texts |= edited(of_site, tuple(each for each in amended if each[0].site.id == site), keep_old=keep_old)
    if not texts and not recordings:
        return Edit(why="neither the flow nor its baseline says otherwise")
    return Edit(tuple(sorted(texts.items())), tuple(recordings))


def _run_of(finding: Finding, runs: tuple[FlowRun, ...], verdict: Verdict) -> FlowRun:
    """The replay that saw it: the one that the verdict stands on, if it did."""
    seen = [each.attempt for each in finding.sightings if each.sight is Sight.SEEN]
    attempt = verdict.attempt if verdict.attempt in seen or not seen else seen[-1]
    return runs[attempt - 1]


def _recording(bench: Bench, key: str, findings: tuple[Finding, ...], runs: tuple[FlowRun, ...]) -> Baseline | None:
    baseline, verdict = bench.baselines.get(key), bench.verdict(key)
    if baseline is None:
        if any(finding.rule is Rule.NOT_RECORDED for finding in findings):
            told = flow_report_of(bench.told(key), verdict, runs)
            day, source = bench.report.started_at[:10], bench.report.against
            return propose(told, None, recorded_on=day, source=source).baseline
        return None
    by_run: dict[int, list[Finding]] = {}
    for finding in findings:
        by_run.setdefault(runs.index(_run_of(finding, runs, verdict)), []).append(finding)
    for at, seen in by_run.items():
        baseline = with_findings(baseline, runs[at], tuple(seen))
    return baseline


def touched_by(bench: Bench, wanted: Mapping[str, tuple[Finding, ...]], edit: Edit) -> tuple[str, ...]:
    """The flows of the run (by `Flow.key`) that may be judged otherwise after the edit, so that they have to be judged again."""
    files = {file for file, _ in edit.texts}
    touched = dict.fromkeys((*wanted, *(f"{each.flow_id}[{each.locale}]" for each in edit.baselines)))
    for key in wanted:
        flow = bench.flows[key]
        if f"{flow.place.file.rpartition('/')[0]}/{LABELS_FILE}" in files:
            touched |= dict.fromkeys(bench.keys_of(flow.site.id))
    touched |= dict.fromkeys(told.key for told in bench.report.flows if told.flow.place.file in files)
    return tuple(touched)


def _what_else(bench: Bench, wanted: Mapping[str, tuple[Finding, ...]], edit: Edit) -> str:
    """What the edit would do beside taking these findings away, in words, or nothing."""
    recordings = {f"{each.flow_id}[{each.locale}]": each for each in edit.baselines}
    touched = touched_by(bench, wanted, edit)
    flows = _as_edited(bench, touched, edit) if edit.texts else bench.flows
    for key in touched:
        runs = bench.runs(key)
        if runs is None or key not in flows:
            continue
        now = as_written(flows[key], runs)
        if now is None:
            return f"{key} would take another path than the one that was played"
        after = verdict_on(
            flows[key], now, recordings.get(key, bench.baselines.get(key)), (), on=day_of(bench.report.started_at)
        )
        why = _differs(bench.verdict(key), after, wanted.get(key, ()))
        if why:
            return why
    return ""


def _as_edited(bench: Bench, keys: tuple[str, ...], edit: Edit) -> dict[str, Flow]:
    found: dict[str, Flow] = {}
    files = dict.fromkeys(bench.flows[key].place.file for key in keys if key in bench.flows)
    for folder in dict.fromkeys(file.rpartition("/")[0] for file in files):
        texts = {file: text for file, text in bench.texts.items() if file.rpartition("/")[0] == folder}
        texts |= {file: text for file, text in edit.texts if file.rpartition("/")[0] == folder}
        own = [file for file in files if file.rpartition("/")[0] == folder]
        found |= flows_in(texts, own, claims=bench.claims)
    return found


def _differs(before: Verdict, after: Verdict, accepted: tuple[Finding, ...]) -> str:
    gone = {finding.fingerprint for finding in accepted}
    old = {finding.fingerprint: finding for finding in before.findings}
    new = {finding.fingerprint: finding for finding in after.findings}
    left = [old[one] for one in gone if one in new and one in old]
    if left:
        return f"it would still be told afterwards: {left[0].sentence}"
    more = [new[one] for one in new.keys() - old.keys()]
    # What follows from an accepted finding goes with it.
    lost = [old[one] for one in old.keys() - new.keys() - gone if old[one].follows not in gone]
    for finding in more:
        same = next((each for each in lost if (each.rule, each.step_id) == (finding.rule, finding.step_id)), None)
        if same is not None:
            # The thing would be called otherwise, so that what else is told of it would be another finding.
            return f"it belongs together with another finding, accept both: {same.fingerprint} ({same.sentence})"
    if more:
        return f"it would tell something else afterwards: {more[0].sentence}"
    if lost:
        return f"it belongs together with another finding, accept both: {lost[0].fingerprint} ({lost[0].sentence})"
    return ""
