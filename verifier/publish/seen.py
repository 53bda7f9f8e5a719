"""Whether something that was found earlier is still there, is gone, or could not be looked at in this run."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from verifier.model.finding import Status
from verifier.model.run import Done

if TYPE_CHECKING:
    from verifier.model.drift import Trace
    from verifier.model.report import Report


class Seen(StrEnum):
    """What a run says of an earlier finding."""

    THERE = "there"
    GONE = "gone"
    UNSEEN = "unseen"


def seen(trace: Trace, report: Report) -> Seen:
    """Gone only where the flow was judged and the finding's step done in this run.

    A flow that was blocked, errored, skipped or not played says nothing, nor does a step behind one that could not be done.
    A finding that is only suspected now is there. A step that the flow no longer has is gone once all others were done.
    """
    flow = next((flow for flow in report.flows if flow.key == trace.flow_key), None)
    if flow is None:
        return Seen.UNSEEN
    if any(finding.fingerprint == trace.fingerprint for finding in flow.verdict.findings):
        return Seen.THERE
    if flow.verdict.status in (Status.BLOCKED, Status.ERRORED, Status.SKIPPED):
        return Seen.UNSEEN
    steps = {told.step.id: told for told in flow.steps}
    if trace.step_id in steps:
        done = isinstance(steps[trace.step_id].outcome, Done)
    else:
        done = all(isinstance(told.outcome, Done) or told.step.optional for told in flow.steps)
    return Seen.GONE if done else Seen.UNSEEN


def all_gone(traces: tuple[Trace, ...], report: Report) -> bool:
    """Whether the run saw that none of them is there any more; of nothing it can see nothing."""
    return bool(traces) and all(seen(trace, report) is Seen.GONE for trace in traces)
