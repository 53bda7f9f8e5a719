"""The one method that a driver has, in both colours, and the two loops that carry words between `play` and a driver."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Protocol

from verifier.model.event import (
    Event,
    FlowFinished,
    FlowStarted,
    PageSeen,
    StepFinished,
    StepStarted,
)
from verifier.replay.command import Command, Reply

ReplayEvent = FlowStarted | StepStarted | PageSeen | StepFinished | FlowFinished
"""The events that `play` itself tells."""

Replay = Generator[Command | ReplayEvent, Reply | None, None]
Publish = Callable[[Event], None]


class Driver(Protocol):
    """A tab that answers, in the sync colour."""

    def execute(self, command: Command) -> Reply:
        """Carry out one command; never raises for what a site did."""
        ...


class AsyncDriver(Protocol):
    """A tab that answers, in the async colour."""

    async def execute(self, command: Command) -> Reply:
        """Carry out one command; never raises for what a site did."""
        ...


def drive(replay: Replay, driver: Driver, publish: Publish) -> None:
    """Play to the end against a sync driver; events go to `publish` as they come."""
    reply: Reply | None = None
    try:
        while True:
            said = replay.send(reply)
            if isinstance(said, ReplayEvent):
                publish(said)
                reply = None
            else:
                reply = driver.execute(said)
    except StopIteration:
        return
    finally:
        replay.close()


async def adrive(replay: Replay, driver: AsyncDriver, publish: Publish) -> None:
    """As `drive`, against an async driver."""
    reply: Reply | None = None
    try:
        while True:
            said = replay.send(reply)
            if isinstance(said, ReplayEvent):
                publish(said)
                reply = None
            else:
                reply = await driver.execute(said)
    except StopIteration:
        return
    finally:
        replay.close()
