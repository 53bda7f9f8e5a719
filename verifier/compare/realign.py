"""An old replay, held against the flow as its file says it now: the same path, or another one."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING

from verifier.match.normalize import key_of
from verifier.match.scope import called
from verifier.model.place import Place
from verifier.model.run import Missed
from verifier.model.selector import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.model.flow import Flow
    from verifier.model.observation import Snapshot
    from verifier.model.run import FlowRun, StepRun


def realigned(flow: Flow, run: FlowRun) -> FlowRun | None:
    """The replay as one of `flow`, or None where that would have gone another way: other steps, or other actions in them.

    An action that was worded anew is still the same if both wordings name one thing on the pages that were seen, or the new
    one names what a missing element was taken for; then that is a relocation no longer.
    """
    if [step.id for step in flow.steps] != [step.id for step in run.flow.steps]:
        return None
    shown = tuple(dict.fromkeys(name for page in run.snapshots for name in _names(page)))
    steps = []
    for now, then, seen in zip(flow.steps, run.flow.steps, run.steps, strict=True):
        if _alike(now.action, then.action, _equal):
            steps.append(seen)
        elif _alike(now.action, then.action, _meaning(seen, shown)):
            steps.append(replace(seen, relocation=None))
        else:
            return None
    return replace(run, flow=flow, steps=tuple(steps))


def same_flow(one: Flow, other: Flow) -> bool:
    """Whether both say the same, wherever in the file it stands."""
    return _alike(one, other, _equal)


def _equal(now: Text, then: Text) -> bool:
    return now == then


def _meaning(seen: StepRun, shown: tuple[str, ...]) -> Callable[[Text, Text], bool]:
    def means(now: Text, then: Text) -> bool:
        if now.wordings == then.wordings:
            return True
        if seen.relocation is not None:
            return called(now, seen.relocation.found)
        if isinstance(seen.outcome, Missed):
            return not any(called(now, name) for name in shown)
        return {key_of(each) for each in then.wordings} <= {key_of(each) for each in now.wordings} or any(
            called(now, name) and called(then, name) for name in shown
        )

    return means


def _alike(now: object, then: object, same_text: Callable[[Text, Text], bool]) -> bool:
    """Whether two values are equal but for places, their texts compared by `same_text`."""
    if isinstance(now, Text) and isinstance(then, Text):
        return same_text(now, then)
    if isinstance(now, tuple) and isinstance(then, tuple):
        return len(now) == len(then) and all(
            _alike(one, other, same_text) for one, other in zip(now, then, strict=True)
        )
    if is_dataclass(now) and type(now) is type(then):
        return all(
            isinstance(getattr(now, each.name), Place)
            or _alike(getattr(now, each.name), getattr(then, each.name), same_text)
            for each in fields(now)
        )
    return now == then


def _names(page: Snapshot) -> tuple[str, ...]:
    return (
        *(heading.text for heading in page.headings),
        *(control.label for control in page.controls),
        *(option.text for control in page.controls for option in control.options),
        *(button.name for button in page.buttons),
        *(link.name for link in page.links),
    )
