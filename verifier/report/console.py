"""What is said in the terminal: progress on stderr while a run goes on, the summary on stdout when it is over."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol, Self, TextIO, assert_never

from verifier.model.event import (
    FlowFinished,
    FlowJudged,
    FlowStarted,
    PageSeen,
    RunFinished,
    RunResumed,
    RunStarted,
    StepFinished,
    StepStarted,
)
from verifier.report.plain import one_line, without_isolates
from verifier.report.summary import SIGNS, summary
from verifier.report.words import against_words, duration

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from rich.progress import TaskID

    from verifier.model.event import Stamped
    from verifier.model.report import Report


class Progress(Protocol):
    """A sink that is shown while it is entered."""

    def __call__(self, stamped: Stamped) -> None:
        """Show the event; never fails for what is in it."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def progress(stream: TextIO, environment: Mapping[str, str] | None = None) -> Progress:
    """Live progress where the stream is a terminal that can redraw, else one plain line a flow."""
    environment = os.environ if environment is None else environment
    live = stream.isatty() and environment.get("TERM") != "dumb" and not environment.get("CI")
    return LiveProgress(stream) if live else PlainProgress(stream)


def print_summary(
    report: Report, stream: TextIO, *, page: str = "", environment: Mapping[str, str] | None = None
) -> None:
    """Print the summary, in colour where the stream is a terminal and NO_COLOR is not set.

    What the stream's encoding has no letters for is written as an escape, so that printing never fails.
    """
    environment = os.environ if environment is None else environment
    terminal = stream.isatty()
    colour = terminal and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
    _write(stream, summary(report, page=page, width=_width(stream) if terminal else 80, colour=colour))


def _width(stream: TextIO) -> int:
    try:
        return min(os.get_terminal_size(stream.fileno()).columns or 80, 120)
    except OSError:
        return 80


def _write(stream: TextIO, text: str) -> None:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def _opening(event: RunStarted) -> str:
    count = len(event.flows)
    against = without_isolates(against_words(event.against))
    return f"Playing {count} flow{'' if count == 1 else 's'} against {against}"


def _going_on(event: RunResumed) -> str:
    count = len(event.flows)
    return f"Going on with {count} flow{'' if count == 1 else 's'} that {'was' if count == 1 else 'were'} not finished"


class _Tally:
    """What both kinds of progress must remember: when each flow began, and how many are done."""

    def __init__(self) -> None:
        self.total = 0
        self.done: set[str] = set()
        self._began: dict[str, int] = {}

    def began(self, key: str, at_ms: int) -> None:
        self._began.setdefault(key, at_ms)

    def judged(self, event: FlowJudged, at_ms: int) -> str:
        """The line for a flow that is over."""
        self.done.add(event.key)
        total = max(self.total, len(self.done))
        took = duration(max(0, at_ms - self._began.get(event.key, at_ms)))
        sign, _ = SIGNS[event.verdict.status]
        because = one_line(event.verdict.because, 160)
        place = f"{len(self.done):>{len(str(total))}}/{total}"
        return f"{place} {sign} {event.verdict.status:<8} {one_line(event.key, 60)} ({took})  {because}"


class PlainProgress:
    """A line when the run begins and one for each flow that is judged; for logs."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._tally = _Tally()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.flush()

    def __call__(self, stamped: Stamped) -> None:
        """Print what is worth a line."""
        match stamped.event:
            case RunStarted() as event:
                self._tally.total = len(event.flows)
                self._line(_opening(event))
            case RunResumed() as event:
                self._tally.total = len(event.flows)
                self._line(_going_on(event))
            case FlowStarted(key, _, attempt):
                self._tally.began(key, stamped.at_ms)
                if attempt > 1:
                    self._line(f"{one_line(key, 60)}: again, attempt {attempt}")
            case FlowJudged() as event:
                self._line(self._tally.judged(event, stamped.at_ms))
            case RunFinished(_, interrupted):
                if interrupted:
                    self._line("Interrupted; what was seen so far is kept.")
            case StepStarted() | PageSeen() | StepFinished() | FlowFinished():
                pass
            case _:
                assert_never(stamped.event)

    def _line(self, text: str) -> None:
        _write(self._stream, f"{text}\n")


class LiveProgress:
    """A bar over all flows, and a line for each that is being played with the step it is at."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console  # noqa: PLC0415 - slow to import, and `--help` does without
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
        from rich.progress import Progress as Bars  # noqa: PLC0415
        from rich.table import Column  # noqa: PLC0415

        self._console = Console(file=stream, highlight=False, markup=False, emoji=False)
        self._bars = Bars(
            SpinnerColumn(finished_text=" "),
            TextColumn(
                "{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")
            ),
            BarColumn(bar_width=16),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            expand=True,
        )
        self._tally = _Tally()
        self._run: TaskID | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def __call__(self, stamped: Stamped) -> None:
        """Redraw for the event."""
        match stamped.event:
            case RunStarted() as event:
                self._tally.total = len(event.flows)
                self._run = self._bars.add_task(_opening(event), total=len(event.flows))
            case RunResumed() as event:
                self._tally.total = len(event.flows)
                self._run = self._bars.add_task(_going_on(event), total=len(event.flows))
            case FlowStarted(key, flow, attempt):
                self._tally.began(key, stamped.at_ms)
                self._end(key)
                again = f" (attempt {attempt})" if attempt > 1 else ""
                self._tasks[key] = self._bars.add_task(f"{one_line(key, 60)}{again}", total=len(flow.steps))
            case StepStarted(key, step_id):
                self._update(key, f"{one_line(key, 60)}  {one_line(step_id, 40)}", 0)
            case StepFinished(key, step_id):
                self._update(key, f"{one_line(key, 60)}  {one_line(step_id, 40)}", 1)
            case FlowFinished(key):
                self._end(key)
            case FlowJudged() as event:
                self._end(event.key)
                from rich.text import Text  # noqa: PLC0415 - as above

                line = self._tally.judged(event, stamped.at_ms)
                self._console.print(Text(line, style=SIGNS[event.verdict.status][1]))
                if self._run is not None:
                    self._bars.update(self._run, completed=len(self._tally.done))
            case RunFinished() | PageSeen():
                pass
            case _:
                assert_never(stamped.event)

    def _update(self, key: str, description: str, advance: int) -> None:
        if key in self._tasks:
            self._bars.update(self._tasks[key], description=description, advance=advance)

    def _end(self, key: str) -> None:
        task = self._tasks.pop(key, None)
        if task is not None:
            self._bars.remove_task(task)
