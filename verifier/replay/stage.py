"""What is known while a flow is played, and what is gathered of one step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from verifier.model.event import PageSeen
from verifier.model.observation import Anchor, SubmitEvidence, Trouble, TroubleKind, Wall
from verifier.model.run import Faulted, Relocation

if TYPE_CHECKING:
    from collections.abc import Generator

    from verifier.model.baseline import Baseline
    from verifier.model.choice import ChoiceTree
    from verifier.model.flow import Flow, Step
    from verifier.model.observation import Snapshot
    from verifier.replay.command import Captured, Command, Reply
    from verifier.replay.driver import ReplayEvent
    from verifier.replay.patience import Patience


@dataclass(slots=True)
class Gathered:
    """What is gathered while one step is played."""

    step: Step
    target: Anchor | None = None
    wanted: str = ""
    """That target in words, as its selector says it."""
    matches: int = 1
    submitted: SubmitEvidence | None = None
    relocation: Relocation | None = None
    captured: Captured | None = None
    tree: ChoiceTree | None = None
    passed: list[Wall] = field(default_factory=list)
    detours: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Stage:
    """What is known of the tab while one flow is played."""

    flow: Flow
    recorded: Baseline | None
    patience: Patience
    attempt: int
    sealed: bool = False
    submitted: bool = False
    told: set[str] = field(default_factory=set)
    latest: Snapshot | None = None


def joined(before: Captured | None, now: Captured) -> Captured:
    """The later look, with what the earlier ones of the step told once and for all."""
    if before is None:
        return now
    return replace(
        now,
        answer=now.answer or before.answer,
        picture=now.picture or before.picture,
        stopped=(*before.stopped, *now.stopped),
        popups=(*before.popups, *now.popups),
        downloads=(*before.downloads, *now.downloads),
        dialogs=(*before.dialogs, *now.dialogs),
    )


def tell(tab: Stage, snapshot: Snapshot) -> Generator[Command | ReplayEvent, Reply | None, None]:
    """Tell of a page the first time that it is seen."""
    if snapshot.id not in tab.told:
        tab.told.add(snapshot.id)
        yield PageSeen(tab.flow.key, snapshot, tab.attempt)


def unanswered(reply: Reply | None) -> Faulted:
    """A reply that does not fit the command is a mistake of the driver."""
    return Faulted(Trouble(TroubleKind.INTERNAL, f"the driver answered {type(reply).__name__}, which does not fit"))
