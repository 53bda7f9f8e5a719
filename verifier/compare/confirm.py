"""Several replays of one flow, settled into one verdict: what every look bears out is told, the rest is only suspected.

A replay that did not get to a step says nothing of it. A replay that got there and found the thing as recorded *denies* what
another one found: the site still shows the old state, so that this is no change but a page that comes and goes. A replay
that alone misses things saw half a page; that something new is not on it says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from verifier.model.finding import ClaimVerdict, Level, Rule, Sight, Sighting, Status
from verifier.model.run import Done, Missed

if TYPE_CHECKING:
    from verifier.model.finding import ClaimState, Finding, Verdict
    from verifier.model.place import Place
    from verifier.model.run import FlowRun, StepRun

SILENT_BORNE = 2
"""So many replays that say nothing of a finding, for a fault ended them or they did not get there, do not count as a look."""
_AT_LEAST = 2
"""So many replays must have seen it where several came to the end."""
_SEEING = {Status.VERIFIED, Status.DRIFTED, Status.BROKEN}
_LOSSES = {
    Rule.FIELD_REMOVED, Rule.OPTION_REMOVED, Rule.BUTTON_REMOVED, Rule.HEADING_REMOVED, Rule.LINK_REMOVED, Rule.CHOICE_REMOVED,
    Rule.STEP_MISSING, Rule.TEXT_GONE, Rule.ADDRESS_GONE, Rule.CLAIM_FAILED,
}  # fmt: skip
"""What a page that came only in part would look like."""
_NEW = {
    Rule.FIELD_ADDED, Rule.OPTION_ADDED, Rule.BUTTON_ADDED, Rule.HEADING_ADDED, Rule.LINK_ADDED, Rule.CHOICE_ADDED, Rule.DIALOG_ADDED,
    Rule.STEP_EXTRA, Rule.UNEXPECTED_PRESENCE,
}  # fmt: skip
"""What such a page may hide."""


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


def another_would_tell(replays: tuple[Replay, ...], confirm: int) -> bool:
    """Whether a further replay, of `confirm` that may follow the first, can change what is told.

    It can where nothing was seen yet, and where something was found that no replay denies and fewer than `confirm` further ones
    saw; one more where a thing is only missing, for half a page looks the same. Replays that say nothing of it are not
    counted, but only so many of them are borne.
    """
    every = _every_alarm(replays)
    if not every:
        seeing = sum(replay.is_seeing for replay in replays)
        return not seeing and len(replays) - _borne(len(replays), confirm) <= confirm
    for finding in every:
        sights = [each.sight for each in sightings(finding, replays)]
        seen = sights.count(Sight.SEEN)
        looks = confirm + 1 if confirm and finding.rule in _LOSSES else confirm
        if Sight.DENIED in sights or seen > looks:
            continue
        if len(sights) - _borne(len(sights) - seen, confirm) <= looks:
            return True
    return False


def _borne(silent: int, confirm: int) -> int:
    return min(silent, SILENT_BORNE) if confirm else 0


def settle(replays: tuple[Replay, ...]) -> Verdict:
    """One verdict for all replays, in the order in which they were played; a single replay's verdict is its own.

    A finding is confirmed that none denied and that two replays saw, or the only one that came to the end. Any other becomes a note
    that says so, keeps its rule and no longer counts against a claim. Where no replay could see, the last verdict stands.
    """
    seeing = tuple(replay for replay in replays if replay.is_seeing)
    if len(replays) == 1 or not seeing:
        return replace(replays[-1].verdict, attempt=len(replays))
    told = {finding.fingerprint: sightings(finding, replays) for finding in _every_alarm(replays)}
    alone = len(seeing) == 1
    confirmed = {one for one, seen in told.items() if _is_borne_out(seen, alone=alone)}
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
        base.verdict, status=status, because=because, findings=tuple(findings), claims=claims, attempt=replays.index(base) + 1,
        ignored=_ignored(replays),
    )  # fmt: skip


def _ignored(replays: tuple[Replay, ...]) -> tuple[Place, ...] | None:
    """What any of them had to ignore; a replay that cannot say may have had more."""
    every = [replay.verdict.ignored for replay in replays]
    known = [each for each in every if each is not None]
    return tuple(dict.fromkeys(place for each in known for place in each)) if len(known) == len(every) else None


_STATUS = ((Level.BROKEN, Status.BROKEN), (Level.DRIFTED, Status.DRIFTED))


def sightings(finding: Finding, replays: tuple[Replay, ...]) -> tuple[Sighting, ...]:
    """What each replay says of the finding, in their order."""
    return tuple(_sighting(finding, attempt, replay, replays) for attempt, replay in enumerate(replays, start=1))


def _is_borne_out(seen: tuple[Sighting, ...], *, alone: bool) -> bool:
    sights = [each.sight for each in seen]
    return Sight.DENIED not in sights and sights.count(Sight.SEEN) >= (1 if alone else _AT_LEAST)


def _sighting(finding: Finding, attempt: int, replay: Replay, replays: tuple[Replay, ...]) -> Sighting:
    found = replay.alarms()
    step = replay.step(finding.step_id)
    picture = step.observation.picture if step and step.observation else None
    if finding.fingerprint in found:
        after = found[finding.fingerprint].after
        return Sighting(attempt, Sight.SEEN, picture=after.picture if after else picture)
    if step is None or not isinstance(step.outcome, Done | Missed):
        return Sighting(attempt, Sight.UNREACHED, picture=picture)
    same = tuple(other for other in found.values() if _same_thing(other, finding))
    if any(_leaves_open(finding, other) for other in same):
        return Sighting(attempt, Sight.UNCLEAR, "it found something else of the same thing", picture)
    if isinstance(step.outcome, Missed):
        return Sighting(attempt, Sight.UNCLEAR, "the step could not be done in it", picture)
    if finding.rule in _NEW and _is_patchy(replay, replays):
        return Sighting(attempt, Sight.UNCLEAR, "it saw the page only in part", picture)
    return Sighting(attempt, Sight.DENIED, picture=picture)


def _same_thing(one: Finding, other: Finding) -> bool:
    """Whether `one` speaks of the element that `other` speaks of, or of all of which that is a part (a list and its option)."""
    if one.step_id != other.step_id:
        return False
    part = other.subject == one.subject or other.subject.startswith(f"{one.subject} ")
    return part or bool(set(one.sources) & set(other.sources))


def _leaves_open(finding: Finding, other: Finding) -> bool:
    """Whether what a replay found instead leaves it open how the thing is: one that is otherwise is there, and so is all of it."""
    if finding.rule not in _LOSSES:
        return True
    return other.rule in _LOSSES and (other.rule is not Rule.OPTION_REMOVED or finding.rule is Rule.OPTION_REMOVED)


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
    other = f"{denied} found the page as it was" if denied else "no other one could bear it out"
    words = f"Suspected only: {words[:-1]}, and {other}."
    return replace(finding, level=Level.NOTE, evidence=(*finding.evidence, words), sightings=seen)


def _because(because: str, findings: list[Finding]) -> str:
    alarming = [finding for finding in findings if finding.level is not Level.NOTE]
    return because if any(finding.sentence == because for finding in alarming) else alarming[0].sentence


def _state(state: ClaimState, broken: set[str]) -> ClaimState:
    if state.verdict is ClaimVerdict.CONTRADICTED and not broken & set(state.findings):
        return replace(state, verdict=ClaimVerdict.HOLDS, because="One replay said otherwise, another one did not.")
    return state
