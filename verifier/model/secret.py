"""A value that nobody but the browser may see."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EnvironmentValue:
    """The name of an environment variable whose value is typed. The value itself is never part of a flow."""

    variable: str

    def __str__(self) -> str:
        return f"value of ${self.variable}"


REDACTED = "[redacted]"
"""What stands in every channel where a secret value would have stood."""
