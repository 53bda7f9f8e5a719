"""Several replays of one flow, settled into one verdict: what every look bears out is told, the rest is only suspected.

A replay that did not get to a step says nothing of it. A replay that saw the step whole and found it as recorded *denies* what
another one found there: the site still shows the old state, so that this is no change but a page that comes and goes. A
replay that alone misses things saw half a page; it may bear something out, and denies nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from verifier.model.finding import ClaimVerdict, Level, Rule, Sight, Sighting, Status
from verifier.model.run import Done, Missed

if TYPE_CHECKING:
    from verifier.model.finding import ClaimState, Finding, Verdict
    from verifier.model.run import FlowRun, StepRun

ENOUGH = 3
"""So many replays that saw it, and none that denies it, need no further one."""
_SEEING = {Status.VERIFIED, Status.DRIFTED, Status.BROKEN}
_LOSSES = {
    Rule.FIELD_REMOVED, Rule.OPTION_REMOVED, Rule.BUTTON_REMOVED, Rule.HEADING_REMOVED, Rule.LINK_REMOVED, Rule.CHOICE_REMOVED,
    Rule.STEP_MISSING, Rule.TEXT_GONE, Rule.ADDRESS_GONE, Rule.CLAIM_FAILED,
}  # fmt: skip
"""What a page that came only in part would look like."""


@dataclass(frozen=True, slots=True)
class Replay:
    """One replay and the judgement on it alone."""

    run: FlowRun
    verdict: Verdict

    @property
    def is_seeing(self) -> bool:
        """Whether it came to the end."""
        return self.verdict.status in _SEEING

    def alarms(self) -> dict[str, Finding]:
        """What it found that is more than a note, by fingerprint."""
        return {each.fingerprint: each for each in self.verdict.findings if each.level is not Level.NOTE}

    def step(self, step_id: str) -> StepRun | None:
        """How that step went."""
        return next((step for step in self.run.steps if step.step_id == step_id), None)


def another_would_tell(replays: tuple[Replay, ...]) -> bool:
    """Whether a further replay can change what is told.

    It can where nothing was seen yet, and where something was found that is neither borne out by `ENOUGH` replays nor denied by one.
    """
    if not any(replay.is_seeing for replay in replays):
        return True
    for finding in _every_alarm(replays):
        sights = [each.sight for each in sightings(finding, replays)]
        if sights.count(Sight.SEEN) < ENOUGH and Sight.DENIED not in sights:
            return True
    return False


def settle(replays: tuple[Replay, ...]) -> Verdict:
    """One verdict for all replays, in the order in which they were played; a single replay's verdict is its own.

    A finding that some replay saw and none denied is confirmed. Any other becomes a note that says so, keeps its rule and no
    longer counts against a claim. Where no replay could see, the last verdict stands.
    """
    seeing = tuple(replay for replay in replays if replay.is_seeing)
    if len(replays) == 1 or not seeing:
        return replace(replays[-1].verdict, attempt=len(replays))
    told = {finding.fingerprint: sightings(finding, replays) for finding in _every_alarm(replays)}
    confirmed = {one for one, seen in told.items() if Sight.DENIED not in {each.sight for each in seen}}
    base = max(seeing, key=lambda replay: (len(confirmed & replay.alarms().keys()), not _is_patchy(replay, replays)))
    findings = [_told(finding, told, confirmed) for finding in base.verdict.findings]
    known = {finding.fingerprint for finding in findings}
    others = {finding.fingerprint: finding for replay in reversed(replays) for finding in replay.alarms().values()}
    findings += [_told(others[one], told, confirmed) for one in sorted(others) if one not in known]
    levels = {finding.level for finding in findings}
    status = next((to for level, to in _STATUS if level in levels), Status.VERIFIED)
    because = base.verdict.because
    if status is not Status.VERIFIED:
        because = _because(because, findings)
    elif told:
        because = "What one replay found, another one did not."
    broken = {finding.fingerprint for finding in findings if finding.level is Level.BROKEN}
    claims = tuple(_state(state, broken) for state in base.verdict.claims)
    return replace(
        base.verdict, status=status, because=because, findings=tuple(findings), claims=claims, attempt=replays.index(base) + 1
    )  # fmt: skip


_STATUS = ((Level.BROKEN, Status.BROKEN), (Level.DRIFTED, Status.DRIFTED))


def sightings(finding: Finding, replays: tuple[Replay, ...]) -> tuple[Sighting, ...]:
    """What each replay says of the finding, in their order."""
    return tuple(_sighting(finding, attempt, replay, replays) for attempt, replay in enumerate(replays, start=1))


def _sighting(finding: Finding, attempt: int, replay: Replay, replays: tuple[Replay, ...]) -> Sighting:
    found = replay.alarms()
    step = replay.step(finding.step_id)
    picture = step.observation.picture if step and step.observation else None
    if finding.fingerprint in found:
        after = found[finding.fingerprint].after
        return Sighting(attempt, Sight.SEEN, picture=after.picture if after else picture)
    if step is None or not isinstance(step.outcome, Done | Missed):
        return Sighting(attempt, Sight.UNCLEAR, "this replay did not get there", picture)
    if any(_same_thing(other, finding) for other in found.values()):
        return Sighting(attempt, Sight.UNCLEAR, "this replay found something else of the same thing", picture)
    if isinstance(step.outcome, Missed):
        return Sighting(attempt, Sight.UNCLEAR, "the step could not be done in this replay", picture)
    if _is_patchy(replay, replays):
        return Sighting(attempt, Sight.UNCLEAR, "this replay saw the page only in part", picture)
    return Sighting(attempt, Sight.DENIED, picture=picture)


def _same_thing(one: Finding, other: Finding) -> bool:
    """Whether both speak of one element: it bears the same subject, or one is said to be gone that the other says was changed."""
    return one.step_id == other.step_id and (
        one.subject == other.subject or bool(set(one.sources) & set(other.sources))
    )


def _is_patchy(replay: Replay, replays: tuple[Replay, ...]) -> bool:
    """Whether it misses what another replay, which came as far, did not miss."""
    lost = {one for one, finding in replay.alarms().items() if finding.rule in _LOSSES}
    others = [other.alarms().keys() for other in replays if other is not replay and other.is_seeing]
    return any(lost - other for other in others)


def _every_alarm(replays: tuple[Replay, ...]) -> tuple[Finding, ...]:
    return tuple({one: finding for replay in replays for one, finding in replay.alarms().items()}.values())


def _told(finding: Finding, told: dict[str, tuple[Sighting, ...]], confirmed: set[str]) -> Finding:
    seen = told.get(finding.fingerprint)
    if finding.level is Level.NOTE or seen is None:
        return finding
    count = sum(each.sight is Sight.SEEN for each in seen)
    words = f"seen in {count} of {len(seen)} replays."
    if finding.fingerprint in confirmed:
        unclear = len(seen) - count
        rest = "" if not unclear else " The other could not tell." if unclear == 1 else " The others could not tell."
        return replace(finding, evidence=(*finding.evidence, f"S{words[1:]}{rest}"), sightings=seen)
    denied = sum(each.sight is Sight.DENIED for each in seen)
    words = f"Suspected only: {words[:-1]}, and {denied} found the page as it was."
    return replace(finding, level=Level.NOTE, evidence=(*finding.evidence, words), sightings=seen)


def _because(because: str, findings: list[Finding]) -> str:
    alarming = [finding for finding in findings if finding.level is not Level.NOTE]
    return because if any(finding.sentence == because for finding in alarming) else alarming[0].sentence


def _state(state: ClaimState, broken: set[str]) -> ClaimState:
    if state.verdict is ClaimVerdict.CONTRADICTED and not broken & set(state.findings):
        return replace(state, verdict=ClaimVerdict.HOLDS, because="One replay said otherwise, another one did not.")
    return state
