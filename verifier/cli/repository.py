"""The repository that a command publishes to, by the environment, and how it is told what is done there."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, assert_never

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.publish.action import Action
    from verifier.publish.github import GitHub

yes_option = click.option(
    "--yes", is_flag=True, help="Do it. Without, and outside of CI, only what would be done is shown."
)
dry_run_option = click.option("--dry-run", is_flag=True, help="Only show what would be done, also in CI.")
bodies_option = click.option("--bodies", is_flag=True, help="Show the texts too.")


def is_meant(*, yes: bool, dry_run: bool) -> bool:
    """Whether it is really done: where a person says so, and in CI."""
    return not dry_run and (yes or os.environ.get("CI", "").lower() in {"true", "1"})


@contextmanager
def open_repository(*, required: bool) -> Iterator[GitHub | None]:
    """The repository that the environment names, or None where it names none and none is required.

    Raises:
        UsageError: it is required, and it or the token is not named.
    """
    from verifier.errors import UsageError  # noqa: PLC0415 - not for --help
    from verifier.publish.github import DEFAULT_URL, GitHub  # noqa: PLC0415

    name = os.environ.get("GITHUB_REPOSITORY", "")
    token = os.environ.get("GITHUB_TOKEN", "")
    missing = [word for word, value in (("GITHUB_REPOSITORY", name), ("GITHUB_TOKEN", token)) if not value]
    if required and missing:
        raise UsageError(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set",
            hint="in a workflow: `env: {GITHUB_TOKEN: ${{ github.token }}}` and `permissions: {issues: write}`",
        )
    if not name:
        yield None
        return
    with GitHub(name, token, os.environ.get("GITHUB_API_URL") or DEFAULT_URL) as repository:
        yield repository


def tell(action: Action, *, bodies: bool, number: int = 0) -> None:
    """One line on stdout for one action, with `number` of an issue that was just made; with `bodies` its text too."""
    from verifier.publish.action import Close, Leave, Open, Remember, Update  # noqa: PLC0415 - not for --help

    body = comment = ""
    match action:
        case Open(title, body):
            line = f"open      {f'#{number}' if number else 'new':<7} {title}"
        case Update(at, title, body, _, reopens, comment):
            line = f"{'reopen' if reopens else 'update':<9} {f'#{at}':<7} {title}"
        case Close(at, title, _, comment):
            line = f"close     {f'#{at}':<7} {title}"
        case Remember(at, title):
            line = f"remember  {f'#{at}':<7} {title} (a person closed it, and it is over)"
        case Leave(at, title, why):
            line = f"leave     {f'#{at}':<7} {title} ({why})"
        case _:
            assert_never(action)
    click.echo(line)
    if bodies and (body or comment):
        text = comment or body.partition("<!--")[0].rstrip()  # without the marks, which nobody sees
        click.echo("".join(f"    {line}\n" for line in text.splitlines()))


def do(repository: GitHub | None, actions: tuple[Action, ...], *, really: bool, bodies: bool) -> None:
    """Do the actions, or only show them; each is told in a line.

    Raises:
        PublishError: the repository did not take something; what was done before stays.
    """
    from verifier.errors import PublishError  # noqa: PLC0415 - not for --help
    from verifier.publish.action import Leave  # noqa: PLC0415
    from verifier.publish.issues import carry_out, make_labels  # noqa: PLC0415

    if repository is None:
        click.echo("GITHUB_REPOSITORY is not set, so this is as if there were no issues yet.", err=True)
    if really and repository is not None:
        make_labels(repository, actions)
        refused = carry_out(repository, actions, lambda action, number: tell(action, bodies=bodies, number=number))
        if refused:
            raise PublishError("; ".join(refused), hint="everything else was done")
        return
    for action in actions:
        tell(action, bodies=bodies)
    if not all(isinstance(action, Leave) for action in actions):
        click.echo("Nothing was done. With --yes it is.")
