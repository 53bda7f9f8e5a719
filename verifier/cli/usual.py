"""A group whose usual command needs no name."""

from __future__ import annotations

import click

SHOW = "show"


class ShowUnlessNamed(click.Group):
    """`verifier guides` and `verifier guides RO-2.5a` are `verifier guides show ...`: only a command's name is a command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the usual command in front where none is named."""
        named = bool(args) and args[0] in self.commands
        return super().parse_args(ctx, args if named else [SHOW, *args])
