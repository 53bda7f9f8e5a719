"""A group of commands of which only the one that is asked for is imported."""

from __future__ import annotations

import difflib
import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from verifier.cli import exits, help_page

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Lazy:
    """Where a command is (`module:attribute`), and its line on the help page."""

    place: str
    help: str


class LazyGroup(click.Group):
    """Knows its commands by name and imports one when it is called.

    What a command returns, if it is a number, is the exit code; what it raises goes through `exits`.
    """

    def __init__(self, *args: Any, lazily: Mapping[str, Lazy], **kwargs: Any) -> None:  # noqa: ANN401 - click's own signature
        super().__init__(*args, **kwargs)
        self.lazily = lazily

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table, which is the order of use."""
        del ctx
        return list(self.lazily)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now, or None."""
        del ctx
        if cmd_name not in self.lazily:
            return None
        module, _, attribute = self.lazily[cmd_name].place.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.lazily[cmd_name].place} is no command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's own, with the nearest names when there is none of that name."""
        wanted = args[0]
        if wanted not in self.lazily and not wanted.startswith("-") and not ctx.resilient_parsing:
            near = difflib.get_close_matches(wanted, self.lazily, n=1)
            meant = f" Did you mean `{near[0]}`?" if near else ""
            raise click.UsageError(f"There is no command `{wanted}`.{meant}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; ends in the exit code of what came of it."""
        with exits.told(traceback=bool(ctx.params.get("traceback"))):
            result = super().invoke(ctx)
        if isinstance(result, int):
            ctx.exit(result)
        return result

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The page for newcomers."""
        self.format_usage(ctx, formatter)
        help_page.write_top(formatter)
        help_page.write_commands(formatter, {name: lazy.help for name, lazy in self.lazily.items()})
        self.format_options(ctx, formatter)
        help_page.write_bottom(formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Nothing: `format_help` has written them, and click's own way would import each."""
