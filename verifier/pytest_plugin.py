"""A flow file is a pytest file, a flow in one language is an item; wires the sync driver to pytest-playwright's `new_context`.

`pytest flows/whatsapp/contact.yaml --flow-replica today` plays the flow and fails where its guides are wrong.
"""

from __future__ import annotations

import os
import time
import warnings
from datetime import UTC, datetime
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from verifier import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from verifier.model.finding import Finding, Verdict
    from verifier.model.flow import Flow
    from verifier.model.guide import Guide
    from verifier.session.doorkeeper import Doorkeeper

_NOT_FLOWS = {"site.yaml", "labels.yaml"}
_KEEPER: pytest.StashKey[Doorkeeper] = pytest.StashKey()


class DriftWarning(UserWarning):
    """A page moved around what its guides say, and the run was told to fail on broken guides only."""


class FlowFailure(Exception):  # noqa: N818 - pytest prints the name in front of the words
    """A flow that is not verified, in the words of its verdict."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Three options, all about how flows are played."""
    group = parser.getgroup("verifier", "documented help flows")
    group.addoption("--flow-replica", metavar="EDITION", help="play flows against the site's replica in this edition")
    group.addoption(
        "--flow-fail-on", choices=["drift", "broken"], default="drift", help="from which level on a flow fails"
    )
    group.addoption("--flow-locale", action="append", default=[], metavar="CODE", help="only in this language")


@pytest.fixture(scope="session")
def _launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """As they are, and the browser of the system where Playwright's own is not there and nobody named another."""
    from verifier.browser.launch import find_browser  # noqa: PLC0415 - only when a browser is started
    from verifier.errors import BrowserError  # noqa: PLC0415

    if "executable_path" in browser_type_launch_args or "channel" in browser_type_launch_args:
        return browser_type_launch_args
    try:
        choice = find_browser(None, headed=not browser_type_launch_args.get("headless", True))
    except BrowserError:
        return browser_type_launch_args
    if choice.source == "playwright" or choice.executable is None:
        return browser_type_launch_args
    return {**browser_type_launch_args, "executable_path": choice.executable}


def pytest_configure(config: pytest.Config) -> None:
    """Override pytest-playwright's launch arguments; an override has to be registered after what it overrides."""
    launching = ModuleType("verifier-launching")
    launching.__dict__["browser_type_launch_args"] = _launch_args
    config.pluginmanager.register(launching, launching.__name__)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A YAML file beside a `site.yaml`, in a folder of `flows`, is a flow file."""
    site = file_path.parent
    if file_path.suffix != ".yaml" or file_path.name in _NOT_FLOWS or site.parent.name != "flows":
        return None
    if not (site / "site.yaml").is_file():
        return None
    return FlowFile.from_parent(parent, path=file_path)


class FlowFile(pytest.File):
    """A flow file; its items are its flows, one a language."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each language of the flow that was not left out by `--flow-locale`."""
        from verifier.flowfile.library import load, require  # noqa: PLC0415 - only where there are flows

        root = self.path.parent.parent
        library = require(load(root))
        locales = self.config.getoption("--flow-locale")
        for flow in library.flows:
            if flow.id == f"{self.path.parent.name}/{self.path.stem}" and (not locales or flow.locale in locales):
                played = _played(flow, library.guides, root, self.config)
                yield FlowItem.from_parent(self, name=flow.locale, callobj=played, flow=flow)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]
        """Problems in flow files as source frames."""
        from verifier.errors import FlowFileError  # noqa: PLC0415
        from verifier.flowfile.frame import render  # noqa: PLC0415

        if isinstance(excinfo.value, FlowFileError):
            return "\n\n".join(render(problem, colour=False) for problem in excinfo.value.problems)
        return str(super().repr_failure(excinfo))


class FlowItem(pytest.Function):
    """One flow in one language."""

    def __init__(self, *, flow: Flow, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]  # pytest's own keywords, handed through
        self._flow = flow

    def reportinfo(self) -> tuple[Path, int, str]:
        """The flow's own file, not ours."""
        return self.path, self._flow.place.line - 1, self._flow.key

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]
        """The verdict in words; a traceback only for a mistake of ours."""
        if isinstance(excinfo.value, FlowFailure):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))


def _played(flow: Flow, guides: tuple[Guide, ...], root: Path, config: pytest.Config) -> Callable[..., None]:
    def play_flow(new_context: Callable[..., object], tmp_path: Path) -> None:
        verdict = _verdict(flow, guides, root, config=config, new_context=new_context, folder=tmp_path)
        _conclude(verdict, fail_on=config.getoption("--flow-fail-on"))

    return play_flow


def _refuse_recordings(config: pytest.Config) -> None:
    """A trace, a video or a picture that others take cannot be cleaned of what nobody may see: it is not taken at all."""
    asked = [name for name in ("--tracing", "--video", "--screenshot") if config.getoption(name, "off") != "off"]
    if asked:
        raise FlowFailure(
            f"this flow holds secret values, and what {' and '.join(asked)} would record cannot be cleaned of them; leave it off"
        )


def _keeper(config: pytest.Config) -> Doorkeeper:
    """One for the whole session, so that its flows together are polite."""
    from verifier.session.doorkeeper import Doorkeeper  # noqa: PLC0415 - only where there are flows

    if _KEEPER not in config.stash:
        config.stash[_KEEPER] = Doorkeeper(live=not config.getoption("--flow-replica"))
    return config.stash[_KEEPER]


def _verdict(
    flow: Flow,
    guides: tuple[Guide, ...],
    root: Path,
    *,
    config: pytest.Config,
    new_context: Callable[..., object],
    folder: Path,
) -> Verdict:
    from verifier.browser.saved_state import secrets_of  # noqa: PLC0415
    from verifier.browser.sync_driver import SyncTab  # noqa: PLC0415 - pytest loads this plugin for every project
    from verifier.compare.judge import judge  # noqa: PLC0415
    from verifier.manners.agent import contact_of, signature  # noqa: PLC0415
    from verifier.model.observation import Wall  # noqa: PLC0415
    from verifier.replay.closed import ClosedDoor  # noqa: PLC0415
    from verifier.replay.driver import drive  # noqa: PLC0415
    from verifier.replay.patience import LIVE, REPLICA  # noqa: PLC0415
    from verifier.replay.play import play  # noqa: PLC0415
    from verifier.replay.redact import Redactor  # noqa: PLC0415
    from verifier.replica.load import load_replica  # noqa: PLC0415
    from verifier.session.fold import flow_run  # noqa: PLC0415
    from verifier.store.baselines import read_baseline  # noqa: PLC0415
    from verifier.store.blobs import Blobs  # noqa: PLC0415
    from verifier.store.clean import cleaner  # noqa: PLC0415

    edition, keeper = config.getoption("--flow-replica"), _keeper(config)
    secrets = secrets_of(flow, os.environ)
    if secrets:
        _refuse_recordings(config)
    clean = cleaner(Redactor(secrets))
    recorded = read_baseline(root, flow.id, flow.locale)
    upstream = load_replica(root, flow.site.id, edition).answer if edition else None
    told: list[object] = []

    def tell(event: object) -> None:
        told.append(clean(event))  # type: ignore[arg-type]  # `play` tells events

    patience = keeper.patience(flow, REPLICA if edition else LIVE)
    replay = play(flow, recorded=recorded, patience=patience)
    keep = Blobs(folder).keep
    ahead = keeper.ahead(flow)
    if isinstance(ahead, Wall):
        drive(replay, ClosedDoor(ahead), tell)
    else:
        time.sleep(ahead)
        signed = "" if edition else signature(__version__, contact_of(flow.site, os.environ))
        with SyncTab(
            new_context,  # type: ignore[arg-type]
            flow,
            upstream=upstream,
            keep=keep,
            environment=os.environ,
            door=keeper.door(flow),
            signature=signed,
        ) as tab:
            drive(replay, tab, tell)
    run = flow_run(told)  # type: ignore[arg-type]  # `play` tells events
    keeper.after(flow, run)
    return judge(flow, run, recorded, guides, on=datetime.now(UTC).date())


def _conclude(verdict: Verdict, *, fail_on: str) -> None:
    from verifier.model.finding import Level, Status  # noqa: PLC0415

    wrong = tuple(finding for finding in verdict.findings if finding.level is not Level.NOTE)
    match verdict.status:
        case Status.VERIFIED:
            return
        case Status.BLOCKED | Status.SKIPPED:
            pytest.skip(verdict.because)
        case Status.DRIFTED if fail_on == "broken":
            warnings.warn(DriftWarning(_words(verdict.because, wrong)), stacklevel=2)
        case Status.DRIFTED | Status.BROKEN:
            raise FlowFailure(_words(f"{verdict.key} is {verdict.status}", wrong))
        case Status.ERRORED:
            raise FlowFailure(f"{verdict.key} could not be seen; this says nothing about its guides: {verdict.because}")


def _words(head: str, findings: tuple[Finding, ...]) -> str:
    lines = [head]
    for finding in findings:
        claims = f" [{', '.join(finding.claims)}]" if finding.claims else ""
        lines.append(f"  {finding.level} {finding.rule}: {finding.sentence}{claims}")
        lines.append(f"    {finding.place}")
    return "\n".join(lines)
