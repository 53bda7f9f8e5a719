"""The fold over past runs: what is known after each of them, one finding, claim and flow at a time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Self

from verifier.model.finding import ClaimVerdict, Level, Status
from verifier.model.history import (
    Carried,
    ClaimSince,
    FindingSince,
    FlowSince,
    KnownStep,
    Past,
    PastClaim,
    PastFinding,
    PastFlow,
    PastRun,
    PastStep,
    Standing,
    Trail,
)

SEEING = frozenset({Status.VERIFIED, Status.DRIFTED, Status.BROKEN})
_LOOKED = frozenset({"done", "absent"})
_OF_A_STEP = ("step", "step before", "target of")
"""What stands before the id of a step in the subject of a finding that is about the step itself."""


@dataclass(frozen=True, slots=True)
class Met:
    """What a run met of what was known, and what was new."""

    found: tuple[FindingSince, ...]
    over: tuple[FindingSince, ...]
    unseen: tuple[FindingSince, ...]


@dataclass(slots=True)
class Memory:
    """What is known after the runs that were added, which must be of one target and come in the order of time."""

    trails: dict[str, dict[str, Trail]] = field(default_factory=dict)
    """By flow key, then by what makes a finding the same in all runs."""
    steps: dict[str, dict[str, KnownStep]] = field(default_factory=dict)
    """By flow key and step id, as of the last run that played the flow."""
    claims: dict[str, ClaimSince] = field(default_factory=dict)
    flows: dict[str, FlowSince] = field(default_factory=dict)
    runs: int = 0
    until: str = ""
    _walks: dict[str, tuple[PastStep, ...]] = field(default_factory=dict)
    begun: str = ""
    """Up to when what is known was carried over from runs that were pruned."""

    @classmethod
    def of(cls, past: Past) -> Self:
        """What is known after all of these runs."""
        memory = cls()
        if past.carried is not None:
            memory._take(past.carried)
            memory.begun = past.carried.until
        for run in past.runs:
            memory.learn(run)
        return memory

    def carried(self, against: str) -> Carried:
        """All of it as one value, in an order of its own."""
        return Carried(
            against,
            self.runs,
            self.until,
            trails=tuple(trail for _, of_flow in sorted(self.trails.items()) for _, trail in sorted(of_flow.items())),
            steps=tuple(step for _, of_flow in sorted(self.steps.items()) for _, step in sorted(of_flow.items())),
            claims=tuple(claim for _, claim in sorted(self.claims.items())),
            flows=tuple(flow for _, flow in sorted(self.flows.items())),
        )

    def learn(self, run: PastRun) -> Met | None:
        """As `add`; a run from before the time that was carried can only have seen something earlier, and gives None."""
        if run.started_at > self.begun:
            return self.add(run)
        for flow in run.flows:
            known = self.trails.get(flow.key, {})
            for finding in flow.findings:
                for key, trail in known.items():
                    if trail.finding.fingerprint == finding.fingerprint and run.started_at < trail.first_seen:
                        known[key] = replace(trail, first_seen=run.started_at, origin=finding.fingerprint)
        return None

    def add(self, run: PastRun) -> Met:
        """Learn of one more run; gives what became of every finding that it could have seen."""
        self.runs += 1
        self.until = max(self.until, run.started_at)
        found: list[FindingSince] = []
        over: list[FindingSince] = []
        unseen: list[FindingSince] = []
        for flow in run.flows:
            names = self._names(flow)
            met = {_key(finding, names): finding for finding in flow.findings}
            known = self.trails.setdefault(flow.key, {})
            for key, finding in met.items():
                since = _met(known.get(key), finding, run, names)
                known[key] = since.trail
                found.append(since)
            for key in [key for key in known if key not in met]:
                since = _missed(known[key], flow, run, names)
                known[key] = since.trail
                if since.standing is Standing.OVER:
                    over.append(since)
                elif since.trail.is_open:
                    unseen.append(since)
            self.flows[flow.key] = _flow(self.flows.get(flow.key), flow, run)
        for claim in run.claims:
            self.claims[claim.claim_id] = _claim(self.claims.get(claim.claim_id), claim, run)
        return Met(tuple(found), tuple(over), tuple(unseen))

    def _take(self, carried: Carried) -> None:
        self.runs, self.until = carried.runs, carried.until
        for step in carried.steps:
            self.steps.setdefault(step.flow_key, {})[step.step_id] = step
        for trail in carried.trails:
            key = trail_key(trail.finding, trail.step)
            self.trails.setdefault(trail.finding.flow_key, {})[key] = trail
        self.claims = {claim.claim_id: claim for claim in carried.claims}
        self.flows = {flow.key: flow for flow in carried.flows}

    def _names(self, flow: PastFlow) -> dict[str, KnownStep]:
        """The steps of the flow by id, each with the name that history has for it.

        A step keeps its name while it keeps its id; one with a new id takes over the name of a step that is gone and had the same
        signature, several such in the order in which they stand.
        """
        known = self.steps.get(flow.key, {})
        if self._walks.get(flow.key) is flow.steps:
            return (
                known  # what is read from a history shares what repeats; this saves most of the time over many nights
            )
        self._walks[flow.key] = flow.steps
        ids = {step.step_id for step in flow.steps}
        gone: dict[str, list[KnownStep]] = {}
        for last in known.values():
            if last.step_id not in ids:
                gone.setdefault(last.signature, []).append(last)
        taken = {known[step_id].name for step_id in ids if step_id in known}
        names: dict[str, KnownStep] = {}
        for step in flow.steps:
            if step.step_id in known:
                name = known[step.step_id].name
            elif gone.get(step.signature):
                name = gone[step.signature].pop(0).name
            else:
                name = step.step_id if step.step_id not in taken else f"{step.step_id}~{step.signature}"
            taken.add(name)
            names[step.step_id] = KnownStep(flow.key, step.step_id, step.signature, name)
        if names:
            self.steps[flow.key] = names
        return names


def trail_key(finding: PastFinding, name: str) -> str:
    """What makes a finding of a flow the same in all runs; `name` is what history calls its step."""
    for words in _OF_A_STEP:
        if finding.subject == f"{words} {finding.step_id}":
            return f"{finding.rule}\x1f{words} {name}"
    return f"{finding.rule}\x1f{finding.subject}"


def _key(finding: PastFinding, names: dict[str, KnownStep]) -> str:
    return trail_key(finding, _name(finding.step_id, names))


def _name(step_id: str, names: dict[str, KnownStep]) -> str:
    return names[step_id].name if step_id in names else step_id


def _met(trail: Trail | None, finding: PastFinding, run: PastRun, names: dict[str, KnownStep]) -> FindingSince:
    at = run.started_at
    step = _name(finding.step_id, names)
    if trail is None:
        begun = Trail(finding.fingerprint, finding, at, at, at, 1, step=step)
        return FindingSince(Standing.NEW, begun)
    before = trail.finding
    nights = trail.nights + int(trail.last_seen[:10] != run.day)
    trail = replace(trail, finding=finding, last_seen=at, step=step, chances=trail.chances + 1)
    if not trail.is_open:
        back = replace(trail, is_open=True, over_at="", since=at, nights=1, flips=trail.flips + 1)
        return FindingSince(Standing.REOPENED, back, before)
    standing = Standing.CHANGED if _differs(before, finding) else Standing.ONGOING
    return FindingSince(standing, replace(trail, nights=nights), before)


def _differs(before: PastFinding, now: PastFinding) -> bool:
    """What a note says of may vary from run to run, and stays the note that it is."""
    if before.level is not now.level:
        return True
    return now.level is not Level.NOTE and (before.expected, before.actual) != (now.expected, now.actual)


def _missed(trail: Trail, flow: PastFlow, run: PastRun, names: dict[str, KnownStep]) -> FindingSince:
    """It is over where its step was done without it, or is no longer part of the flow; else nobody could look.

    What was over before goes on being over, and is not told again.
    """
    outcome = next((step.outcome for step in flow.steps if names[step.step_id].name == trail.step), "absent")
    if flow.status not in SEEING or outcome not in _LOOKED:
        return FindingSince(Standing.ONGOING, trail, trail.finding)
    trail = replace(trail, chances=trail.chances + 1)
    if not trail.is_open:
        return FindingSince(Standing.ONGOING, trail, trail.finding)
    over = replace(trail, is_open=False, over_at=run.started_at, flips=trail.flips + 1)
    return FindingSince(Standing.OVER, over, trail.finding)


def _flow(before: FlowSince | None, flow: PastFlow, run: PastRun) -> FlowSince:
    at, key, status = run.started_at, flow.key, flow.status
    seeing = status in SEEING
    if before is not None and seeing and before.seen is status:
        nights = before.seen_nights + int(before.seen_at[:10] != run.day)
        since, chances = before.seen_since, before.chances + 1
        return FlowSince(key, status, since, at, nights, chances, before.flips, status, since, at, nights)
    if seeing:
        chances, flips = (before.chances, before.flips + int(before.seen is not None)) if before else (0, 0)
        return FlowSince(key, status, at, at, 1, chances + 1, flips, status, at, at, 1)
    told = FlowSince(key, status, at, at, 1)
    if before is not None:
        if before.status is flow.status:
            told = replace(told, since=before.since, nights=before.nights + int(before.last_seen[:10] != run.day))
        return replace(
            told,
            chances=before.chances,
            flips=before.flips,
            seen=before.seen,
            seen_since=before.seen_since,
            seen_at=before.seen_at,
            seen_nights=before.seen_nights,
        )
    return told


def _claim(before: ClaimSince | None, claim: PastClaim, run: PastRun) -> ClaimSince:
    at = run.started_at
    known = claim.verdict is not ClaimVerdict.UNVERIFIED
    if known and before is not None and before.known is claim.verdict:
        nights = before.known_nights + int(before.known_at[:10] != run.day)
        since = before.known_since
        return ClaimSince(
            claim.guide_id,
            claim.claim_id,
            claim.verdict,
            claim.because,
            since,
            at,
            nights,
            claim.verdict,
            since,
            at,
            nights,
        )
    told = ClaimSince(claim.guide_id, claim.claim_id, claim.verdict, claim.because, at, at, 1)
    if known:
        told = replace(told, known=claim.verdict, known_since=at, known_at=at, known_nights=1)
    if before is None:
        return told
    if not known:
        told = replace(
            told,
            known=before.known,
            known_since=before.known_since,
            known_at=before.known_at,
            known_nights=before.known_nights,
        )
        if before.verdict is claim.verdict:
            nights = before.nights + int(before.last_seen[:10] != run.day)
            told = replace(told, since=before.since, nights=nights)
        return told
    return told
