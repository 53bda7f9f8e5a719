"""The one place where a failure becomes words on stderr and an exit code."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from verifier import __version__
from verifier.errors import ExitCode, FlowFileError, VerifierError

if TYPE_CHECKING:
    from collections.abc import Iterator

BROKEN_PIPE = 141
"""What a shell sees of a program whose reader went away (128 + SIGPIPE)."""
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def told(*, traceback: bool) -> Iterator[None]:
    """Whatever is raised inside is told in words and becomes `click.exceptions.Exit` with its exit code.

    Click's own exceptions (a wrong option, an `Exit`) pass through untouched, for click tells them well.
    """
    try:
        yield
        sys.stdout.flush()
    except (click.ClickException, click.exceptions.Exit):
        raise
    except (KeyboardInterrupt, click.Abort):
        click.echo("stopped", err=True)
        raise click.exceptions.Exit(ExitCode.INTERRUPTED) from None
    except VerifierError as error:
        if traceback:
            _show_traceback(error)
        tell(error)
        raise click.exceptions.Exit(error.exit_code) from None
    except OSError as error:
        if error.errno in _NO_ROOM:
            _say(
                "error",
                f"nothing more can be written: {error.strerror}{f' ({error.filename})' if error.filename else ''}",
            )
            _say("hint", "make room; what was seen is kept, and `verifier report RUN` writes its report")
            raise click.exceptions.Exit(ExitCode.UNKNOWN) from None
        if error.errno != errno.EPIPE:
            _own_up(error, traceback=traceback)
            raise click.exceptions.Exit(ExitCode.BUG) from None
        # The interpreter flushes stdout when it ends, and would complain about the same pipe once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(BROKEN_PIPE) from None
    except Exception as error:  # noqa: BLE001 - the last net: whatever else arrives here is our own mistake
        _own_up(error, traceback=traceback)
        raise click.exceptions.Exit(ExitCode.BUG) from None


def tell(error: VerifierError) -> None:
    """Say on stderr what is wrong and what to do; problems in flow files as source frames."""
    if isinstance(error, FlowFileError):
        # Only a broken file needs the room that reads files.
        from verifier.flowfile.frame import render  # noqa: PLC0415

        for problem in error.problems:
            click.echo(render(problem, colour=_in_colour()), err=True)
            click.echo(err=True)
    _say("error", error.message)
    if error.hint:
        _say("hint", error.hint)


def _own_up(error: Exception, *, traceback: bool) -> None:
    if traceback:
        _show_traceback(error)
    first_line = (str(error).splitlines() or [""])[0]
    what = f"{type(error).__name__}: {first_line}" if first_line else type(error).__name__
    again = "" if traceback else "run again with VERIFIER_TRACEBACK=1 and "
    _say("error", f"the verifier itself failed ({what})")
    _say(
        "hint",
        f"this is our mistake, not yours; please {again}report the text with the command and `verifier {__version__}`",
    )


def _say(word: str, text: str) -> None:
    shown = click.style(word, fg="red" if word == "error" else "cyan", bold=True) if _in_colour() else word
    click.echo(f"{shown}: {text}", err=True)


def _in_colour() -> bool:
    """Where a person reads it and has not asked for plain text (no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def _show_traceback(error: Exception) -> None:
    # Costs a few milliseconds that only a failure should pay.
    from traceback import format_exception  # noqa: PLC0415

    click.echo("".join(format_exception(error)), err=True, nl=False)
