"""What a reporter is: a pure function from a report to files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from verifier.model.observation import PictureRef
from verifier.model.report import Report


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One file of a report. `path` is relative to the folder of the run, with forward slashes."""

    path: str
    content: bytes


Pictures = Callable[[PictureRef], bytes | None]
"""The bytes of a picture, or None where they were not kept."""

Reporter = Callable[[Report, Pictures], Iterable[ReportFile]]
"""Gives the same files for the same report and pictures, one at a time where they are many; touches nothing."""
