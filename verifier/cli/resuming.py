"""`verifier run --resume`: which run is gone on with, and whether that is what the command line asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from verifier import __version__
from verifier.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from verifier.model.asked import Asked
    from verifier.session.resume import Rest

_OPTIONS = {
    "names": "the names",
    "locales": "--locale",
    "tags": "--tag",
    "guides": "--guide",
    "replica": "--replica",
    "confirm": "--confirm",
    "shard": "--shard",
}
"""What decides which flows are played and how, by the field of `Asked`; anything else may be another than before."""


@dataclass(frozen=True, slots=True)
class GoingOn:
    """A run to go on with: its folder, what is left of it, how many bytes of its journal are whole, and whether it was over."""

    folder: Path
    rest: Rest
    after: int
    over: bool


def going_on_with(name: str, given: Asked, *, reports: Path, root: Path) -> GoingOn:
    """The run of that name, if it can be gone on with as it was asked.

    Raises:
        UsageError: there is no such run, the flow files or the verifier are not what they were, or `given` asks for something else.
        JournalError: its journal cannot be read.
    """
    from verifier.cli.runs import find_run  # noqa: PLC0415
    from verifier.flowfile.digest import flows_digest  # noqa: PLC0415
    from verifier.session.resume import rest_of  # noqa: PLC0415
    from verifier.store.journal import FILE_NAME, read_journal  # noqa: PLC0415

    folder = find_run(name, reports)
    journal = read_journal(folder / FILE_NAME)
    rest = rest_of(journal.events)
    anew = "start a new run instead"
    if rest.start.tool_version != __version__:
        raise UsageError(
            f"{folder.name} was made by verifier {rest.start.tool_version}, and this is {__version__}", hint=anew
        )
    if rest.start.flows_digest != flows_digest(root):
        raise UsageError(
            f"{folder.name} cannot be gone on with: the flow files are not what they were when it began", hint=anew
        )
    _hold_to(given, rest.start.asked, folder.name)
    return GoingOn(folder, rest, journal.size, over=not journal.torn)


def _hold_to(given: Asked, recorded: Asked, run: str) -> None:
    context = click.get_current_context()
    for field, option in _OPTIONS.items():
        if context.get_parameter_source(field) not in {ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT}:
            continue
        if field == "names" and not given.names:
            continue
        now, before = getattr(given, field), getattr(recorded, field)
        if now != before:
            raise UsageError(
                f"{run} was asked for {option} {_words(before)}, not {_words(now)}",
                hint=f"leave {option} out: --resume goes on with what the run was asked",
            )


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(str, value)) or "(none)"
    return "(none)" if value is None else str(value)
