"""What a run ends with."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from verifier.errors import ExitCode
from verifier.model.finding import Status

if TYPE_CHECKING:
    from collections.abc import Iterable


class FailOn(StrEnum):
    """From which level on a run fails."""

    DRIFT = "drift"
    BROKEN = "broken"


def exit_code(statuses: Iterable[Status], *, fail_on: FailOn, exit_zero: bool, interrupted: bool) -> ExitCode:
    """The one place where statuses become an exit code: what is known to be wrong first, then what could not be seen."""
    if interrupted:
        return ExitCode.INTERRUPTED
    if exit_zero:
        return ExitCode.OK
    seen = set(statuses)
    if Status.BROKEN in seen or (Status.DRIFTED in seen and fail_on is FailOn.DRIFT):
        return ExitCode.DRIFT
    if seen & {Status.BLOCKED, Status.ERRORED}:
        return ExitCode.UNKNOWN
    return ExitCode.OK
