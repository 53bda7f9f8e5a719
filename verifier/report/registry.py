"""The reporters by the name that people say."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from verifier.report.atom import render_atom
from verifier.report.html import render_html
from verifier.report.junit import render_junit
from verifier.report.markdown import render_markdown
from verifier.report.report_json import render_json
from verifier.report.sarif import render_sarif

if TYPE_CHECKING:
    from collections.abc import Mapping

    from verifier.report.reporter import Reporter

REPORTERS: Mapping[str, Reporter] = MappingProxyType(
    {
        "html": render_html,
        "json": render_json,
        "junit": render_junit,
        "markdown": render_markdown,
        "sarif": render_sarif,
        "atom": render_atom,
    }
)
"""`html` gives index.html, `json` report.json, `junit` junit.xml, `markdown` summary.md, `sarif` findings.sarif, `atom` feed.atom."""
