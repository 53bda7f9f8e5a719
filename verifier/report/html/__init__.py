"""One page that tells a run, for people.

Takes: a `Report` and its pictures. Gives: `index.html` and the pages beside it, each whole in itself, that work from a disk without a network.
Never: runs, links or styles anything that a page, a guide or a file of the user said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.model.report import Report
    from verifier.report.reporter import Pictures, ReportFile


def render_html(report: Report, pictures: Pictures) -> Iterator[ReportFile]:
    """`index.html` and the pages that it links to, one at a time, each with style, script and pictures in it, a picture once."""
    from verifier.report.html.page import render_page  # noqa: PLC0415 - Jinja is slow to import, and most commands tell no report

    return render_page(report, pictures)


def warm_up() -> None:
    """Load what `render_html` needs, so that a run can do it while it waits for a browser."""
    from verifier.report.html.page import load_templates  # noqa: PLC0415 - as above

    load_templates()
