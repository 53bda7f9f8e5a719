"""Telling people elsewhere that something changed: the option that names them, and what is said to them."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from verifier.model.report import Report

VARIABLE = "VERIFIER_NOTIFY"

notify_option = click.option(
    "--notify",
    "receivers",
    multiple=True,
    metavar="URL",
    envvar=VARIABLE,
    help=f"Send a message where something is new, back or over; an address of Apprise, may be given again. [env: {VARIABLE}]",
)


def only_if_asked(receivers: tuple[str, ...], replica: str | None) -> tuple[str, ...]:
    """The receivers of a run: of one against a replica, which is no news, only where the command line names them."""
    source = click.get_current_context().get_parameter_source("receivers")
    return () if replica is not None and source is ParameterSource.ENVIRONMENT else receivers


def send(report: Report, receivers: tuple[str, ...], *, link: str = "") -> tuple[str, ...] | None:
    """Tell the receivers what changed its state in this run; gives back in words who was not reached, None where nothing was said.

    Raises:
        UsageError: an address cannot be used.
    """
    from verifier.report.notice_text import notice  # noqa: PLC0415 - only a run with news needs it

    told = notice(report, link=link)
    if told is None:
        return None
    from verifier.publish.notify import notify  # noqa: PLC0415 - as above

    return notify(receivers, title=told.title, body=told.body)


def told_command() -> str:
    """The command line as it may be kept: addresses of receivers hold secrets and are not in it."""
    kept: list[str] = []
    hide = False
    for word in sys.argv[1:]:
        if hide:
            kept.append("***")
        elif word.startswith("--notify="):
            kept.append("--notify=***")
        else:
            kept.append(word)
        hide = not hide and word == "--notify"
    return shlex.join(["verifier", *kept])
