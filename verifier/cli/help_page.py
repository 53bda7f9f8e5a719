"""What `verifier --help` says around the list of commands and options."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import click

WHAT_IT_DOES = (
    "Follows a written how-to guide step by step in a real browser and tells which of its sentences no longer hold, "
    "with a picture of what the page shows now. "
    "Nothing is ever sent: forms are filled in and pressed, but what would leave the browser is stopped and noted."
)
BEGIN_WITH = (
    ("verifier list", "what can be verified"),
    ("verifier run whatsapp --replica today", "on a built-in copy of the site"),
    ("verifier run whatsapp", "on the live site"),
)
EXAMPLES = (
    ("verifier run whatsapp/contact", "one flow, in all its languages"),
    ("verifier check", "after editing a flow file"),
    ("verifier serve whatsapp --edition today", "look at the built-in copy by hand"),
    ("verifier accept latest whatsapp/contact", "what was seen is the new baseline"),
)
EXIT_CODES = (
    ("0", "every flow is verified (or was not asked for)"),
    ("1", "a page drifted, or a guide is wrong"),
    ("2", "a wrong command line, or a problem in a flow file"),
    ("3", "we cannot say: a wall, the network or the browser stood in the way"),
    ("4", "a mistake in the verifier itself"),
    ("130", "stopped with Ctrl-C; what was seen is kept"),
)
READ_MORE = "`verifier COMMAND --help` explains a command, README.md explains flows, reports and safety."


def write_top(formatter: click.HelpFormatter) -> None:
    """What it is, and the three commands to begin with."""
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(WHAT_IT_DOES)
    _write_list(formatter, "Begin with", BEGIN_WITH)


def write_commands(formatter: click.HelpFormatter, lines: Mapping[str, str]) -> None:
    """All commands, a line each."""
    _write_list(formatter, "Commands", tuple(lines.items()))


def write_bottom(formatter: click.HelpFormatter) -> None:
    """Examples, exit codes, and where to read more."""
    _write_list(formatter, "Examples", EXAMPLES)
    _write_list(formatter, "Exit codes", EXIT_CODES)
    with formatter.section("More"):
        formatter.write_text(READ_MORE)


def _write_list(formatter: click.HelpFormatter, title: str, lines: tuple[tuple[str, str], ...]) -> None:
    with formatter.section(title):
        formatter.write_dl(lines, col_max=60)
