"""A tab that nobody opened: it answers every command with the wall that stands before the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.replay.command import Barred

if TYPE_CHECKING:
    from verifier.model.observation import Wall
    from verifier.replay.command import Command, Reply


@dataclass(frozen=True, slots=True)
class ClosedDoor:
    """Takes the place of a driver where a site is not to be asked."""

    wall: Wall

    def execute(self, command: Command) -> Reply:
        """The wall, whatever is asked."""
        del command
        return Barred(self.wall)


@dataclass(frozen=True, slots=True)
class AsyncClosedDoor:
    """As `ClosedDoor`, in the async colour."""

    wall: Wall

    async def execute(self, command: Command) -> Reply:
        """The wall, whatever is asked."""
        del command
        return Barred(self.wall)
