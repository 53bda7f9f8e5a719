"""What earlier runs saw, and what that says of this one.

A **night** is a day (UTC) with a run that could see the thing in question. Runs against another target are another history. Nights on
which a flow was not played, or a wall or a fault stood in the way, neither count nor break a row of nights.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from verifier.model.finding import ClaimVerdict, Level, Rule, Status

# -- what is kept of a run -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PastStep:
    """A step as it went. `signature` (16 hex digits) is the same while its action, selector and claims are."""

    step_id: str
    signature: str
    outcome: str
    """`done`, `missed`, `walled`, `faulted`, `skipped`, or `absent`: optional, and not there."""


@dataclass(frozen=True, slots=True)
class PastFinding:
    """A finding without its proofs."""

    fingerprint: str
    rule: Rule
    level: Level
    subject: str
    sentence: str
    expected: str
    actual: str
    flow_id: str
    locale: str
    step_id: str
    claims: tuple[str, ...] = ()
    guides: tuple[str, ...] = ()

    @property
    def flow_key(self) -> str:
        """As `Flow.key`."""
        return f"{self.flow_id}[{self.locale}]"


@dataclass(frozen=True, slots=True)
class PastFlow:
    """A flow in one locale, as a run judged it."""

    flow_id: str
    locale: str
    status: Status
    because: str
    duration_ms: int = 0
    attempts: int = 1
    steps: tuple[PastStep, ...] = ()
    findings: tuple[PastFinding, ...] = ()

    @property
    def key(self) -> str:
        """As `Flow.key`."""
        return f"{self.flow_id}[{self.locale}]"


@dataclass(frozen=True, slots=True)
class PastClaim:
    """A claim that a flow of the run spoke for, or that somebody attested."""

    guide_id: str
    claim_id: str
    verdict: ClaimVerdict
    because: str


@dataclass(frozen=True, slots=True)
class PastRun:
    """What is kept of one run. `started_at` is an ISO time in UTC, to the second."""

    run_id: str
    started_at: str
    against: str
    tool_version: str = ""
    duration_ms: int = 0
    interrupted: bool = False
    flows: tuple[PastFlow, ...] = ()
    claims: tuple[PastClaim, ...] = ()

    @property
    def day(self) -> str:
        """The day in UTC, `2026-11-23`."""
        return self.started_at[:10]


@dataclass(frozen=True, slots=True)
class KnownStep:
    """A step of a flow in the last run that played it. `name` is what history calls it: the first id that it had."""

    flow_key: str
    step_id: str
    signature: str
    name: str


# -- what runs say together ----------------------------------------------------------------------------------------


class Standing(StrEnum):
    """What became of a finding, from the last run that could see its step to this one."""

    NEW = "new"
    """Never seen before."""
    ONGOING = "ongoing"
    """As it was."""
    CHANGED = "changed"
    """It was there, and its level, or what is expected or there now, is another."""
    REOPENED = "reopened"
    """It was over once, and is back."""
    OVER = "over"
    """It was there; its step was seen in this run, and it is not there any more."""


@dataclass(frozen=True, slots=True)
class Trail:
    """One finding through all runs up to some run.

    `origin` is the fingerprint that it was first seen with: the same for life, also when its step gets another id. Use it to
    recognise a drift from night to night.
    """

    origin: str
    finding: PastFinding
    """As it was seen last."""
    first_seen: str
    """When the first run that saw it began; ISO time in UTC, as all times here."""
    since: str
    """When the first run of the present row of nights began; `first_seen`, unless it was over in between."""
    last_seen: str
    nights: int
    """Distinct days (UTC) of the present row of nights on which it was seen, at least 1."""
    is_open: bool = True
    over_at: str = ""
    """When the run began that saw that it is over; empty while it is open."""
    step: str = ""
    """What its step is called in history: the first id that it had."""
    chances: int = 1
    """Runs that could have seen it, from the first that did."""
    flips: int = 0
    """How often it came or went between two of these."""

    @property
    def flake_rate(self) -> float:
        """Flips per pair of successive runs that could see it, 0 to 1: 0 is steady, 1 comes and goes every time."""
        return self.flips / (self.chances - 1) if self.chances > 1 else 0.0


@dataclass(frozen=True, slots=True)
class FindingSince:
    """What history says of one finding of a run, or of one that is over or out of sight."""

    standing: Standing
    trail: Trail
    """Up to and with this run."""
    before: PastFinding | None = None
    """As it was seen before this run; None for a new one."""

    @property
    def fingerprint(self) -> str:
        """Of the finding in this run; where it is not in this run, the one it had last."""
        return self.trail.finding.fingerprint

    @property
    def origin(self) -> str:
        """As `Trail.origin`."""
        return self.trail.origin

    @property
    def first_seen(self) -> str:
        """As `Trail.first_seen`."""
        return self.trail.first_seen

    @property
    def last_seen(self) -> str:
        """As `Trail.last_seen`."""
        return self.trail.last_seen

    @property
    def nights(self) -> int:
        """As `Trail.nights`."""
        return self.trail.nights


@dataclass(frozen=True, slots=True)
class ClaimSince:
    """Since when a claim is in its state.

    While it is unverified, `known` is what was last known of it and `known_at` when; else they repeat `verdict` and the last run.
    Unverified nights do not break a row: a claim that holds before and after them holds since the first of these nights.
    """

    guide_id: str
    claim_id: str
    verdict: ClaimVerdict
    because: str
    since: str
    last_seen: str
    nights: int
    """Distinct days from `since` to `last_seen` on which a run said so."""
    known: ClaimVerdict | None = None
    known_since: str = ""
    known_at: str = ""
    known_nights: int = 0


@dataclass(frozen=True, slots=True)
class FlowNight:
    """How a flow came out in the last run of one day."""

    day: str
    run_id: str
    status: Status


@dataclass(frozen=True, slots=True)
class FlowSince:
    """Since when a flow is in its status, and its last nights, the oldest first. Nights that could not see it do not break a row.

    A flip is a change of status between two successive runs that could see the flow; the flake rate is the flip rate of Kowalczyk
    et al., Modeling and Ranking Flaky Tests at Apple (ICSE-SEIP 2020).
    """

    key: str
    status: Status
    since: str
    last_seen: str
    nights: int
    """Distinct days from `since` to `last_seen`."""
    chances: int = 0
    """Runs that could see it."""
    flips: int = 0
    seen: Status | None = None
    """Its status in the last run that could see it; the next three say since when, until when and for how many nights."""
    seen_since: str = ""
    seen_at: str = ""
    seen_nights: int = 0
    last_nights: tuple[FlowNight, ...] = ()

    @property
    def flake_rate(self) -> float:
        """Flips per pair of successive runs that could see it, 0 to 1."""
        return self.flips / (self.chances - 1) if self.chances > 1 else 0.0


@dataclass(frozen=True, slots=True)
class GuideNight:
    """How many claims of a guide were contradicted, held (attested ones too) and were not known in the last run of one day."""

    day: str
    run_id: str
    contradicted: int
    held: int
    unknown: int


@dataclass(frozen=True, slots=True)
class GuideSince:
    guide_id: str
    last_nights: tuple[GuideNight, ...]
    """The oldest first."""


@dataclass(frozen=True, slots=True)
class Since:
    """What history says of one run: everything before it, against the same target, and itself."""

    earlier_runs: int
    previous_run: str
    """The id of the run before; empty for the first."""
    previous_started_at: str
    findings: tuple[FindingSince, ...] = ()
    """One for each finding of the run, in its order; never OVER."""
    over: tuple[FindingSince, ...] = ()
    """What was there the last time its step was seen, and is not there in this run. All are OVER."""
    unseen: tuple[FindingSince, ...] = ()
    """What is still open in flows of this run, and could not be looked at this time: neither there nor over. All are ONGOING."""
    claims: tuple[ClaimSince, ...] = ()
    flows: tuple[FlowSince, ...] = ()
    guides: tuple[GuideSince, ...] = ()

    def of(self, fingerprint: str) -> FindingSince | None:
        """What is said of the finding of this run with that fingerprint."""
        return next((each for each in self.findings if each.fingerprint == fingerprint), None)

    def of_claim(self, claim_id: str) -> ClaimSince | None:
        """What is said of that claim, if a flow of any run spoke for it."""
        return next((each for each in self.claims if each.claim_id == claim_id), None)

    def of_flow(self, key: str) -> FlowSince | None:
        """What is said of that flow of this run."""
        return next((each for each in self.flows if each.key == key), None)

    def of_guide(self, guide_id: str) -> GuideSince | None:
        """The last nights of that guide of this run."""
        return next((each for each in self.guides if each.guide_id == guide_id), None)


@dataclass(frozen=True, slots=True)
class Carried:
    """What is left of runs that were pruned: all that later runs are told by.

    `until` is when the latest of them began; a run that began then or earlier only takes first sightings back.
    """

    against: str
    runs: int
    until: str
    trails: tuple[Trail, ...] = ()
    steps: tuple[KnownStep, ...] = ()
    claims: tuple[ClaimSince, ...] = ()
    flows: tuple[FlowSince, ...] = ()
    """Without their last nights."""


@dataclass(frozen=True, slots=True)
class Past:
    """The runs against one target, the oldest first, and what is left of those before them."""

    against: str
    runs: tuple[PastRun, ...] = ()
    carried: Carried | None = None


# -- the whole of it -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RunTold:
    """A run, and how many of the findings that alarm (all but notes) were new to it, back, changed, going on and over."""

    run: PastRun
    new: int
    back: int
    changed: int
    ongoing: int
    over: int


@dataclass(frozen=True, slots=True)
class ClaimSpan:
    """Runs in a row that said the same of a claim; `last_at` is when the last of them began."""

    guide_id: str
    claim_id: str
    verdict: ClaimVerdict
    because: str
    """As the last of them said."""
    since: str
    last_at: str
    nights: int


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Everything that is known of one target."""

    against: str
    runs: tuple[RunTold, ...]
    """The oldest first."""
    pruned_runs: int
    trails: tuple[Trail, ...]
    """Every finding that was ever seen: the open ones first, of these the one that was seen last."""
    claims: tuple[ClaimSince, ...]
    spans: tuple[ClaimSpan, ...]
    """Of all claims in the runs that are left, the oldest first."""
    flows: tuple[FlowSince, ...]
    guides: tuple[GuideSince, ...]
