"""`verifier login`: a person signs in, and the state of the browser is kept for flows that need it."""

from __future__ import annotations

import asyncio
import json
import shlex
import sys
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.flowfile.library import Library
    from verifier.model.flow import Site


@click.command()
@click.argument("site")
@click.option("--url", metavar="URL", help="The page to begin at. [default: the site's first page]")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the state is kept. [default: this user's own folder]",
)
@click.option("--browser", metavar="PATH", envvar="VERIFIER_BROWSER", help="The Chrome or Chromium to use.")
@click.option("--headless", is_flag=True, hidden=True, help="Without a window; for tests.")
@click.option(
    "--flows", "flows_folder", type=click.Path(path_type=Path), help="The folder of flows, if not the one here."
)
def login(
    site: str, *, url: str | None, output: Path | None, browser: str | None, headless: bool, flows_folder: Path | None
) -> None:
    """Open a browser window to sign in to SITE by hand, and keep what the site remembers you by.

    The file is yours alone (mode 600) and outside of every repository. Flows with `signed_in` read it by the variable that
    is printed at the end.
    """
    # A window and a browser are only for those who sign in, not for --help.
    from verifier.browser.launch import find_browser  # noqa: PLC0415
    from verifier.browser.sign_in import sign_in  # noqa: PLC0415
    from verifier.flowfile.discover import find_flows_root  # noqa: PLC0415
    from verifier.flowfile.library import load, require  # noqa: PLC0415
    from verifier.store.private import refuse_in_a_repository, state_folder, write_private  # noqa: PLC0415

    library = require(load(find_flows_root(flows_folder)))
    found = _site(library, site)
    path = (output or state_folder() / f"{found.id}.json").absolute()
    refuse_in_a_repository(path)
    choice = find_browser(browser, headed=not headless)
    click.echo(
        f"A window opens at {found.title}. Sign in there by hand, then press Enter here or close the window.\n"
        "In this window you act, not the verifier: nothing is held back, and what you send is sent.",
        err=True,
    )
    state = asyncio.run(sign_in(choice, url or _first_page(found), done=_enter_pressed(), headless=headless))
    write_private(path, state)
    cookies = len(json.loads(state)["cookies"])
    if not cookies:
        click.echo("warning: the site has set no cookie, so this is probably the state of a stranger", err=True)
    click.echo(
        f"Kept {cookies} cookie{'s' if cookies != 1 else ''} in {path}, readable by you alone. Before a run:", err=True
    )
    for variable in _variables(library, found):
        click.echo(f"export {variable}={shlex.quote(str(path))}")


def _site(library: Library, name: str) -> Site:
    from verifier.errors import FlowNotFound  # noqa: PLC0415
    from verifier.flowfile.near import nearest  # noqa: PLC0415

    known = {site.id: site for site in library.sites}
    if name not in known:
        near = nearest(name, known)
        raise FlowNotFound(
            f"there is no site {name}",
            hint=f"did you mean `{near}`?" if near else f"there are: {', '.join(sorted(known))}",
        )
    return known[name]


def _first_page(site: Site) -> str:
    return f"https://{site.hosts[0].removeprefix('*.')}/"


def _variables(library: Library, site: Site) -> tuple[str, ...]:
    """The variables that the site's flows read, or the one that a flow might."""
    named = sorted(
        {flow.storage_state_env for flow in library.flows if flow.site.id == site.id and flow.storage_state_env}
    )
    return tuple(named) or (f"{site.id.upper().replace('-', '_')}_STORAGE_STATE",)


def _enter_pressed() -> Callable[[], bool]:
    """Whether somebody has pressed Enter since; a terminal that is not there presses nothing."""
    pressed = Event()

    def wait() -> None:
        if sys.stdin is not None and sys.stdin.readline():
            pressed.set()

    Thread(target=wait, daemon=True).start()
    return pressed.is_set
