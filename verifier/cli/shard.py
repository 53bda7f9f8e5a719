"""How a share of a run is written on the command line: `2/4`."""

from __future__ import annotations

import re

import click

from verifier.model.asked import Shard

MOST = 1000
"""Shares of one run."""


def shard_in(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Shard | None:
    """The share that `2/4` means. Raises click's BadParameter, with what can be meant, for anything else."""
    if value is None:
        return None
    found = re.fullmatch(r"(\d{1,4})/(\d{1,4})", value)
    if found is None:
        raise click.BadParameter(f"`{value}` is not a share of a run; the second of four is written 2/4")
    index, count = int(found[1]), int(found[2])
    if not 1 <= count <= MOST:
        raise click.BadParameter(f"a run has 1 to {MOST} shares, not {count}")
    if not 1 <= index <= count:
        raise click.BadParameter(
            f"there is no share {value}; the first of {count} is 1/{count}, the last {count}/{count}"
        )
    return Shard(index, count)
