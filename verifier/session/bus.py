"""Stamps events with the time and hands them to everybody who listens, the journal first."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from verifier.model.event import Stamped

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.model.event import Event


class Sink(Protocol):
    """Somebody who listens to a run."""

    def __call__(self, stamped: Stamped) -> None:
        """Hear one event."""
        ...


class Bus:
    """Publishes events, each as `clean` gives it: without what nobody may see. What the journal cannot write stops the run; any other sink that fails is dropped and named."""

    def __init__(
        self,
        journal: Sink,
        *sinks: Sink,
        clock: Callable[[], float] = time.monotonic,
        after_ms: int = 0,
        clean: Callable[[Event], Event] = lambda event: event,
    ) -> None:
        """`after_ms`: how long the run had gone on when it was cut off; its clock goes on from there."""
        self._clean = clean
        self._journal = journal
        self._sinks = list(sinks)
        self._clock = clock
        self._zero = clock() - after_ms / 1000
        self.failures: list[str] = []
        """One sentence for each sink that was dropped."""

    def publish(self, event: Event) -> None:
        """Tell everybody."""
        stamped = Stamped(round((self._clock() - self._zero) * 1000), self._clean(event))
        self._journal(stamped)
        for sink in tuple(self._sinks):
            try:
                sink(stamped)
            except Exception as error:  # noqa: BLE001 - a listener's mistake must not end somebody's run
                self._sinks.remove(sink)
                self.failures.append(f"{type(sink).__name__} failed and was left out: {error}")
