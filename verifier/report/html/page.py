"""The pages: the templates, under a policy that lets nothing run or load but a page's own style and script."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from verifier.report.again_words import SIGHT_WORDS, TURN_WORDS
from verifier.report.headline import headline
from verifier.report.html.builder import Builder
from verifier.report.html.compiled import Compiled
from verifier.report.html.parts import parts_of
from verifier.report.html.picture import Album
from verifier.report.plain import printable, shorten
from verifier.report.reporter import Pictures, ReportFile
from verifier.report.words import STATUS_MEANS, VERDICT_WORDS, against_words, counted, duration, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.model.report import Report
    from verifier.report.html.view import FlowView, GuideView


def shown(value: object) -> object:
    """What a template may print: our own markup as it is, any other text printable, cut and (by Jinja, after this) escaped."""
    if isinstance(value, Markup):
        return value
    return shorten(printable(str(value)))


def web_address(url: str | None) -> str | None:
    """The address if a click on it can only open a page of the web; else None."""
    if not url or url != printable(url).strip() or any(mark in url for mark in " \n\t\\"):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def _resource(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def load_templates() -> None:
    """Compile the templates now; they are kept."""
    for name in sorted(resource.name for resource in files(__package__).iterdir() if resource.name.endswith(".jinja")):
        _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_resource),
        undefined=StrictUndefined,
        finalize=shown,
        bytecode_cache=Compiled(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        duration=duration,
        counted=counted,
        sentence=sentence,
        web_address=web_address,
        against_words=against_words,
        status_means=STATUS_MEANS,
        verdict_words=VERDICT_WORDS,
        sight_words=SIGHT_WORDS,
        turn_words=TURN_WORDS,
    )
    return environment


def _allowed(text: str) -> str:
    """The source expression that lets exactly this inline text through."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def render_page(report: Report, pictures: Pictures) -> Iterator[ReportFile]:
    """`index.html`, and pages of their own for each guide and for each flow that it does not tell whole, in UTF-8."""
    album = Album(pictures)
    builder = Builder(report, album)
    view = builder.view()
    index = whole_page(
        "index.html.jinja",
        ("page.js", "report.js"),
        album,
        page_title=f"{headline(report).verdict} · {report.run_id}",
        report=report,
        told=headline(report),
        view=view,
        guide_pages={guide.told.guide.id: guide.file for guide in view.guides},
        language_token=builder.locale_token,
    )
    yield ReportFile("index.html", index)
    del index
    for guide in view.guides:
        yield ReportFile(guide.file, _guide_page(report, guide, pictures))
    for flow, own in builder.apart():
        yield ReportFile(flow.file, _flow_page(report, flow, own, builder))


def _flow_page(report: Report, flow: FlowView, album: Album, builder: Builder) -> bytes:
    return whole_page(
        "flow_page.html.jinja",
        ("page.js",),
        album,
        page_title=f"{flow.told.flow.title} · {report.run_id}",
        report=report,
        view=flow,
        language_token=builder.locale_token,
    )


def _guide_page(report: Report, guide: GuideView, pictures: Pictures) -> bytes:
    album = Album(pictures)
    return whole_page(
        "guide_page.html.jinja",
        ("page.js", "guide.js"),
        album,
        page_title=f"{guide.told.guide.title} · {report.run_id}",
        report=report,
        view=guide,
        parts=parts_of(guide, album),
    )


def whole_page(template: str, scripts: tuple[str, ...], album: Album, **values: object) -> bytes:
    """A page with style, scripts and pictures in it, in UTF-8; its policy lets exactly these run and load."""
    style, script = _resource("report.css"), "\n".join(_resource(name) for name in scripts)
    policy = (
        f"default-src 'none'; img-src data:; style-src {_allowed(style)}; script-src {_allowed(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    page = (
        _environment()
        .get_template(template)
        .render(
            **values,
            album=album.embedded,
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own files
            policy=policy,
            embedded=lambda picture: Markup(picture.source),  # noqa: S704 - a media type of ours and base64; finalize would cut it
        )
    )
    return page.encode()
