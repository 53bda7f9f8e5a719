"""A run of many flows: its page stays small, and whole."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from builders import a_finding, a_flow, a_flow_report, a_report
from demo import demo_pictures, demo_verified

from verifier.cli.outcome import write_reports
from verifier.model.finding import Level, Status
from verifier.model.report import Rejudged
from verifier.report.html import render_html
from verifier.report.html.builder import MOST_WHOLE

SEEN = demo_verified()


def a_run(count, *more):
    """So many verified flows, each with the steps and pictures of one, and these."""
    flows = (replace(SEEN, flow=replace(SEEN.flow, id=f"whatsapp/flow-{number}")) for number in range(count))
    return a_report(*flows, *more)


def pages(report):
    return {file.path: file.content.decode() for file in render_html(report, demo_pictures)}


def test_a_run_of_a_few_flows_is_one_page_with_all_steps():
    told = pages(a_run(MOST_WHOLE))
    assert set(told) == {"index.html"}
    assert told["index.html"].count('<ol class="steps">') == MOST_WHOLE


def test_a_verified_flow_of_a_long_run_is_a_row_that_leads_to_a_page_of_its_steps():
    told = pages(a_run(MOST_WHOLE + 1))
    index = told.pop("index.html")
    links = re.findall('<a class="flow-title" href="([^"]+)"', index)
    assert links == list(told) == [f"flow-{number}.html" for number in range(MOST_WHOLE + 1)]
    assert '<ol class="steps">' not in index
    assert "data:image/" not in index
    page = told["flow-7.html"]
    assert page.count('<li class="step ') == len(SEEN.steps)
    assert "data:image/" in page
    assert "index.html#flow-7" in page
    assert 'id="flow-7"' in index


@pytest.mark.parametrize(
    "told",
    [
        a_flow_report(a_flow("whatsapp/odd"), status=Status.BROKEN, findings=(a_finding(level=Level.BROKEN),)),
        a_flow_report(a_flow("whatsapp/odd"), status=Status.BLOCKED),
        replace(a_flow_report(a_flow("whatsapp/odd")), rejudged=Rejudged(Status.VERIFIED, "1.0", (), "Judged as it was played.")),
    ],
)  # fmt: skip
def test_a_flow_of_a_long_run_with_something_to_tell_is_told_on_its_page(told):
    found = pages(a_run(MOST_WHOLE, told))
    assert f"flow-{MOST_WHOLE}.html" not in found
    assert found["index.html"].count('<ol class="steps">') == 1


def test_pages_that_nothing_leads_to_any_more_go_when_the_reports_are_written_again(tmp_path):
    write_reports(a_run(MOST_WHOLE + 1), tmp_path)
    assert (tmp_path / "flow-3.html").is_file()
    write_reports(a_run(2), tmp_path)
    assert [path.name for path in tmp_path.glob("*.html")] == ["index.html"]
