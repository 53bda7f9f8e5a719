"""What a person or our own code can do wrong, and the exit code each of these ends in.

What a *site* does is never here: it is data (`Trouble`, `Wall`, `Finding`).

    VerifierError
    +-- UsageError          a command line that cannot be meant
    |   +-- FlowNotFound    no flow of that name; the nearest names are in the hint
    +-- FlowFileError       one or more files of ours say something that cannot be read
    +-- ReplicaError        a replica's route table or edition is missing or wrong
    +-- BaselineError       a recorded baseline cannot be read or written
    +-- LedgerError         files cannot be changed together, or a change cannot be taken back
    +-- JournalError        a journal is of another format, or is not a journal
    +-- HistoryError        the history of runs cannot be read or written
    +-- StorageError        what is seen cannot be kept: the disk is full or may not be written
    +-- BrowserError        no browser, or it does not start; the hint says how to get one
    +-- PublishError        a service did not take what was to be published
    +-- ExtensionError      a step kind, wall or reporter of somebody else's failed to load
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.model.place import Problem


class ExitCode(IntEnum):
    """What the process ends with; the larger trouble wins, see `session.verify.exit_code`."""

    OK = 0
    """Every flow was verified, or skipped on purpose."""
    DRIFT = 1
    """At least one flow drifted or is broken."""
    USAGE = 2
    """A wrong command line, or a flow file with a problem."""
    UNKNOWN = 3
    """A wall or a fault stood in the way: we cannot say."""
    BUG = 4
    """Our own mistake."""
    INTERRUPTED = 130
    """Ctrl-C, after the journal was closed."""


class VerifierError(Exception):
    """A mistake of a person or of ours, in words that say what to do.

    Shown as `error: {message}` and, on the next line, `hint: {hint}`.
    """

    exit_code: ExitCode = ExitCode.USAGE

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(VerifierError):
    """A command line that cannot be meant."""


class FlowNotFound(UsageError):  # noqa: N818 - a name people say, not a suffix
    """No flow, site or run goes by that name."""


class FlowFileError(VerifierError):
    """Files of ours (flows, labels, guides, sites) that cannot be read; holds every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        count = len(problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''} in the flow files")
        self.problems = problems


class ReplicaError(VerifierError):
    """A replica's route table or edition is missing or wrong."""


class BaselineError(VerifierError):
    """A recorded baseline cannot be read or written."""


class LedgerError(VerifierError):
    """Files cannot be changed together, or a change of them cannot be taken back."""


class JournalError(VerifierError):
    """A journal is of another format, or is not a journal."""


class HistoryError(VerifierError):
    """The history of runs cannot be read or written."""


class StorageError(VerifierError):
    """What is seen cannot be kept: the disk is full or may not be written."""

    exit_code = ExitCode.UNKNOWN


class BrowserError(VerifierError):
    """No browser was found, or it does not start."""

    exit_code = ExitCode.UNKNOWN


class PublishError(VerifierError):
    """A service (issues, messages) could not be read, or did not take what was to be published.

    `status` is the HTTP status of its answer, 0 where there was none.
    """

    exit_code = ExitCode.UNKNOWN

    def __init__(self, message: str, *, hint: str = "", status: int = 0) -> None:
        super().__init__(message, hint=hint)
        self.status = status


class ExtensionError(VerifierError):
    """A step kind, wall or reporter of somebody else's failed to load."""
