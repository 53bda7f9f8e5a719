"""Several journals become one: shards of one run, or runs of different flows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from heapq import merge as merged
from typing import TYPE_CHECKING

from verifier.errors import UsageError
from verifier.model.asked import Asked
from verifier.model.event import (
    FlowFinished,
    FlowJudged,
    FlowStarted,
    RunFinished,
    RunResumed,
    RunStarted,
    Stamped,
)
from verifier.model.observation import Trouble, TroubleKind
from verifier.session.plan import shard_of
from verifier.session.schedule import unfinished

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.model.event import Event

CUT_OFF = Trouble(TroubleKind.INTERNAL, "The run was cut off in the middle of this flow.")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the runs that are to become one. `name` is what people call it; its first event is `RunStarted`."""

    name: str
    events: tuple[Stamped, ...]
    torn: bool = False

    @property
    def start(self) -> RunStarted:
        """How it began."""
        first = self.events[0].event
        if not isinstance(first, RunStarted):
            raise ValueError("a run begins with RunStarted")  # noqa: TRY004 - a value of the right type, out of order
        return first


@dataclass(frozen=True, slots=True)
class Merged:
    """The events of the one run, and a sentence for each thing that it lacks."""

    events: tuple[Stamped, ...]
    warnings: tuple[str, ...]


def merge(parts: tuple[Part, ...], *, run_id: str, command: str) -> Merged:
    """One run of all these; the order in which they are given does not matter.

    A flow that was cut off in a torn part is closed as faulted. Stamps are moved so that all parts lie on one clock.

    Raises:
        UsageError: the parts are not of one kind (tool, flow files, site or replica, selection), or one flow is in two of them.
    """
    parts = tuple(sorted(parts, key=_order))
    _agree(parts)
    _apart(parts)
    began = [_seconds(part.start.started_at) for part in parts]
    earliest = min(began)
    clocks = [round((each - earliest) * 1000) for each in began]
    start = _started(parts, run_id=run_id, command=command)
    told = merged(
        *(
            [Stamped(stamped.at_ms + clock, stamped.event) for stamped in _whole(part)]
            for part, clock in zip(parts, clocks, strict=True)
        ),
        key=lambda stamped: stamped.at_ms,
    )
    body = tuple(told)
    last = max(part.events[-1].at_ms + clock for part, clock in zip(parts, clocks, strict=True))
    cut = any(_cut(part) for part in parts)
    events = (Stamped(0, start), *body, Stamped(last, RunFinished(run_id, interrupted=cut)))
    return Merged(events, (*_torn(parts), *_missing(parts)))


def _order(part: Part) -> tuple[int, str, str]:
    shard = part.start.asked.shard
    return (shard.index if shard else 0, part.start.started_at, part.start.run_id)


def _cut(part: Part) -> bool:
    last = part.events[-1].event
    return part.torn or not isinstance(last, RunFinished) or last.interrupted


def _agree(parts: tuple[Part, ...]) -> None:
    first, *others = parts

    def same(what: str, of: Callable[[RunStarted], str], *, hint: str) -> None:
        for other in others:
            mine, theirs = of(first.start), of(other.start)
            if mine != theirs:
                raise UsageError(
                    f"these runs cannot become one: {first.name} {what.format(mine)}, {other.name} {what.format(theirs)}",
                    hint=hint,
                )

    again = "merge runs of one and the same state of things; run the odd one again"
    same("was made by verifier {}", lambda start: start.tool_version, hint=again)
    same("was played against {}", lambda start: start.against, hint=again)
    same("read flow files with the digest {:.12}", lambda start: start.flows_digest or "unknown", hint=again)
    same(
        "is {}",
        lambda start: f"a shard of {start.asked.shard.count}" if start.asked.shard else "not a shard",
        hint="merge the shards of one run, or runs that are no shards",
    )
    if first.start.asked.shard:
        same("was asked for `{}`", _selection, hint="give each shard the same names and options but `--shard`")


def _selection(start: RunStarted) -> str:
    asked = start.asked
    chosen = [
        *asked.names,
        *(f"--locale {locale}" for locale in asked.locales),
        *(f"--tag {tag}" for tag in asked.tags),
        *(f"--guide {guide}" for guide in asked.guides),
        f"--confirm {asked.confirm}",
    ]
    return " ".join(chosen)


def _apart(parts: tuple[Part, ...]) -> None:
    """No flow twice: which of two verdicts counts is not for us to say."""
    seen: dict[str, str] = {}
    for part in parts:
        for key in part.start.flows:
            if key in seen:
                raise UsageError(
                    f"these runs cannot become one: both {seen[key]} and {part.name} played {key}",
                    hint="give each shard once, the later one of two",
                )
            seen[key] = part.name


def _started(parts: tuple[Part, ...], *, run_id: str, command: str) -> RunStarted:
    starts = [part.start for part in parts]
    first = starts[0]
    guides = {guide.id: guide for start in starts for guide in start.guides}
    attestations = dict.fromkeys(each for start in starts for each in start.attestations)
    browsers = sorted({start.browser for start in starts if start.browser})
    return replace(
        first,
        run_id=run_id,
        command=command,
        started_at=min(start.started_at for start in starts),
        browser=", ".join(browsers),
        flows=first.whole or tuple(sorted((key for start in starts for key in start.flows), key=_file)),
        # In the order of their files, which is that of an unsharded run.
        guides=tuple(sorted(guides.values(), key=lambda guide: guide.place.file)),
        attestations=tuple(sorted(attestations, key=lambda each: each.guide_id)),
        asked=replace(first.asked, shard=None)
        if first.whole
        else Asked(
            names=tuple(sorted({key for start in starts for key in start.flows})),
            replica=first.asked.replica,
            confirm=max(start.asked.confirm for start in starts),
        ),
        whole=(),
        recordings=tuple(sorted(each for start in starts for each in start.recordings)),
        of_sites=_of_sites(starts),
    )


def _of_sites(starts: list[RunStarted]) -> tuple[str, ...]:
    """All flows of all sites, unless one of the parts does not know those of its own."""
    if not all(start.of_sites for start in starts if start.flows or start.whole):
        return ()
    return tuple(dict.fromkeys(key for start in starts for key in start.of_sites))


def _file(key: str) -> str:
    """The file of a flow, in whose order an unsharded run plays; the languages of one keep the order that they have."""
    return f"{key.partition('[')[0]}.yaml"


def _whole(part: Part) -> list[Stamped]:
    """What the part tells between its start and its end, with every flow that was cut off closed."""
    inside = [
        stamped for stamped in part.events if not isinstance(stamped.event, (RunStarted, RunResumed, RunFinished))
    ]
    at_ms = part.events[-1].at_ms
    for opened in open_flows(part.events):
        inside += [Stamped(at_ms, event) for event in opened]
    return inside


def open_flows(events: tuple[Stamped, ...]) -> tuple[tuple[Event, ...], ...]:
    """For each flow that was begun and not finished, the events that close it, in the order in which they began."""
    playing: dict[str, list[Event]] = {}
    for stamped in events:
        match stamped.event:
            case FlowStarted(key):
                playing[key] = [stamped.event]
            case FlowFinished(key):
                del playing[key]
            case RunStarted() | RunResumed() | RunFinished() | FlowJudged():
                pass
            case event:
                playing[event.key].append(event)
    closing = []
    for told in playing.values():
        begun = told[0]
        if isinstance(begun, FlowStarted):
            closing.append(unfinished(begun.flow, told, CUT_OFF, attempt=begun.attempt))
    return tuple(closing)


def _torn(parts: tuple[Part, ...]) -> tuple[str, ...]:
    warnings = []
    for part in parts:
        if not _cut(part):
            continue
        judged = {stamped.event.key for stamped in part.events if isinstance(stamped.event, FlowJudged)}
        left = [key for key in part.start.flows if key not in judged]
        how = "ends in the middle" if part.torn else "was interrupted"
        lost = (
            f"{len(left)} of its {len(part.start.flows)} flows were not judged"
            if left
            else "all of its flows were judged"
        )
        warnings.append(f"{_called(part)} {how}: {lost}")
    return tuple(warnings)


def _called(part: Part) -> str:
    shard = part.start.asked.shard
    return f"shard {shard} ({part.name})" if shard else part.name


def _missing(parts: tuple[Part, ...]) -> tuple[str, ...]:
    shards = [part.start.asked.shard for part in parts if part.start.asked.shard]
    if not shards:
        return ()
    count = shards[0].count
    there = {shard.index for shard in shards}
    whole = Counter(shard_of(key.partition("/")[0], count) for key in parts[0].start.whole)
    return tuple(
        f"shard {index}/{count} is not among these runs: {whole[index]} of {whole.total()} flows were not played"
        for index in sorted(whole)
        if index not in there
    )


def _seconds(started_at: str) -> float:
    """The ISO time in seconds; the beginning of the era where it is none."""
    try:
        return datetime.fromisoformat(started_at).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0
