"""What differs inside frames and open shadow roots is found there, as it is on a page itself, and each finding names the frame."""

from __future__ import annotations

from contextlib import asynccontextmanager
from html import escape

import pytest
from apart import run_apart
from browser.tabs import html
from e2e.playing import WithoutPictures

from verifier.browser.async_driver import AsyncBrowser
from verifier.browser.launch import find_browser
from verifier.flowfile.library import load, require
from verifier.model.event import RunStarted
from verifier.model.finding import Level, Rule, Status
from verifier.replay.patience import REPLICA
from verifier.session.accept import propose
from verifier.session.bus import Bus
from verifier.session.fold import fold
from verifier.session.schedule import run_flows

pytestmark = pytest.mark.browser
HOME, FAR = "https://www.example.org", "https://help.example.net"

OLD = {
    "name": "Your name", "phone": "", "delivery": "<option value=b>Delivery", "terms": "terms", "window": "chat", "hours": "We are open",
    "file": "guide.pdf", "more": "Show more answers", "robot": "<button type=button>Ask the robot</button>", "send": "send",
}  # fmt: skip
NEW = {
    "name": "Full name", "phone": "required", "delivery": "", "terms": "legal", "window": "video", "hours": "We are closed", "file": "handbook.pdf",
    "more": "Further answers", "robot": "", "send": "post",
}  # fmt: skip


def inner(said):
    """The body that stands in each of the places."""
    return f"""<h2>Ask us</h2>
<form action="{HOME}/{said["send"]}" method=post>
<p><label>{said["name"]} <input name=who></label></p>
<p><label>Phone <input name=phone type=tel {said["phone"]}></label></p>
<p><label>Topic <select name=topic><option value=a>Payment{said["delivery"]}<option value=c>Account</select></label></p>
<button name=go>Send</button></form>
<p><a href="{HOME}/{said["terms"]}">Terms of use</a></p>
<p><button type=button id=window onclick="window.open('{HOME}/{said["window"]}')">Talk to us</button></p>
<p><button type=button id=hours onclick="alert('{said["hours"]}')">Opening hours</button></p>
<p><a href="/file" download="{said["file"]}">Get the guide</a></p>
<p><button type=button id=more>{said["more"]}</button></p>
{said["robot"]}"""


def shadow(said):
    return f"<div id=host></div><script>host.attachShadow({{mode: 'open'}}).innerHTML = `{inner(said)}`</script>"


PLACES = {
    "same": ('<iframe title=Same width=700 height=500 src="/inner"></iframe>', ("Same",)),
    "srcdoc": ('<iframe title=Srcdoc width=700 height=500 srcdoc="{srcdoc}"></iframe>', ("Srcdoc",)),
    "cross": (f'<iframe title=Cross width=700 height=500 src="{FAR}/inner"></iframe>', ("Cross",)),
    "nested": ('<iframe title=Outer width=750 height=600 src="/outer"></iframe>', ("Outer", "Nested")),
    "shadow": ("{shadow}", ()),
}
"""For each place the page around it, and the path of its frame. What is nested stands in a shadow root too."""


def office(said):
    """A site whose pages are named after the places."""

    def answer(request):
        path = request.url.partition("://")[2].partition("/")[2].partition("?")[0]
        if path in PLACES:
            around = PLACES[path][0].replace("{srcdoc}", escape(inner(said))).replace("{shadow}", shadow(said))
            return html(f"<!doctype html><html lang=en><title>Office</title><h1>Office</h1>{around}")
        if path == "outer":
            return html(f'<h2>Outside</h2><iframe title=Nested width=700 height=500 src="{FAR}/shadow"></iframe>')
        return html({"inner": inner(said), "shadow": shadow(said)}.get(path, f"<h1>{path}</h1>"))

    return answer


def posts(path):
    return f"posts the form to {HOME}/{path} with the fields who, phone, topic, go"


def steps(path):
    frames = ", ".join(f'"iframe[title={name}]"' for name in path)
    frame = f", frame: [{frames}]" if path else ""
    return f"""
  - {{id: robot, click: {{role: button, name: Ask the robot{frame}}}, optional: true}}
  - {{id: more, click: {{role: button, name: Show more answers{frame}}}}}
  - {{id: window, click: {{role: button, name: Talk to us{frame}}}}}
  - {{id: hours, click: {{role: button, name: Opening hours{frame}}}}}
  - {{id: file, click: {{role: link, name: Get the guide{frame}}}}}
  - {{id: phone, fill: {{label: Phone, value: "+12025550101"{frame}}}}}
  - {{id: send, submit: {{role: button, name: Send{frame}}}}}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("frames") / "flows" / "office"
    folder.mkdir(parents=True)
    (folder / "site.yaml").write_text(
        "version: 1\ntitle: Office\nhosts: [www.example.org, help.example.net]\nnever_press: [Send]\n"
    )
    (folder / "labels.yaml").write_text("version: 1\nlabels: {}\n")
    for place, (_, path) in PLACES.items():
        (folder / f"{place}.yaml").write_text(
            f"version: 1\ntitle: Ask\nsite: office\nlocales: [en]\nsteps:\n  - {{id: open, goto: '{HOME}/{place}'}}{steps(path)}"
        )
    return require(load(folder.parent))


@pytest.fixture(scope="module")
def played(library):
    """The reports of the recorded site, of the same site once more, and of the changed one."""

    async def play():
        reports, baselines = [], {}
        async with AsyncBrowser.open(find_browser(None)) as browser:
            for answer in (office(OLD), office(OLD), office(NEW)):

                @asynccontextmanager
                async def open_tab(flow, answer=answer):
                    tab = await browser.driver(
                        flow, upstream=answer, keep=lambda content, kind: "0" * 64, environment={}
                    )
                    async with tab as driver:
                        yield WithoutPictures(driver)

                stamps = []
                keys = tuple(flow.key for flow in library.flows)
                start = RunStarted("run", "0", "2026-01-01T00:00:00Z", "live", "", "", keys, ())
                await run_flows(
                    start, library.flows, open_tab=open_tab, baselines=baselines, bus=Bus(stamps.append), patience=REPLICA, jobs=3,
                    one_per_site=False,
                )  # fmt: skip
                reports.append(fold(stamps))
                if not baselines:
                    baselines = {
                        told.key: propose(told, None, recorded_on="2026-01-01", source="live").baseline
                        for told in reports[0].flows
                    }
        return reports

    return run_apart(play())


def test_the_unchanged_site_gives_no_finding(played):
    assert {flow.key: (flow.verdict.status, flow.verdict.findings) for flow in played[1].flows} == {
        f"office/{place}[en]": (Status.VERIFIED, ()) for place in PLACES
    }


@pytest.mark.parametrize("place", PLACES)
def test_each_change_is_found_in_its_frame_and_names_it(played, place):
    verdict = next(flow.verdict for flow in played[2].flows if flow.flow.id == f"office/{place}")
    frame = " > ".join(PLACES[place][1])
    at = f" in frame {frame}" if frame else ""
    by_itself = [each for each in verdict.findings if each.follows is None]
    assert {(each.rule, each.step_id, each.level, each.subject, each.expected, each.actual) for each in by_itself} == {
        (Rule.FIELD_RENAMED, "open", Level.DRIFTED, f"field who{at}", 'field "Your name"', 'field "Full name"'),
        (Rule.FIELD_REQUIRED_CHANGED, "open", Level.DRIFTED, f"field phone{at}", "optional", "required"),
        (Rule.OPTION_REMOVED, "open", Level.DRIFTED, f"field topic{at} option b", 'option "Delivery"', ""),
        (Rule.LINK_TARGET_CHANGED, "open", Level.DRIFTED, f"link terms of use{at}", f"{HOME}/terms", f"{HOME}/legal"),
        (Rule.STEP_MISSING, "robot", Level.BROKEN, "step robot", 'button "Ask the robot"', ""),
        (Rule.BUTTON_RENAMED, "more", Level.DRIFTED, f"button more{at}", 'button "Show more answers"', 'button "Further answers"'),
        (Rule.POPUP_CHANGED, "window", Level.DRIFTED, "window of window", f"a window at {HOME}/chat", f"a window at {HOME}/video"),
        (Rule.MESSAGE_CHANGED, "hours", Level.DRIFTED, "message of hours", 'the message "We are open"', 'the message "We are closed"'),
        (Rule.DOWNLOAD_CHANGED, "file", Level.DRIFTED, "download of file", 'the file "guide.pdf"', 'the file "handbook.pdf"'),
        (Rule.OUTCOME_CHANGED, "send", Level.BROKEN, "outcome", posts("send"), posts("post")),
    }  # fmt: skip
    assert len(by_itself) == 10
    assert [each.rule for each in verdict.findings if each.follows] == [Rule.BUTTON_REMOVED]
    where = f"It stands in the frame {frame}."
    assert {where in each.evidence for each in verdict.findings} == {bool(frame)}


def test_an_element_that_was_found_again_in_a_frame_says_by_what(played):
    for flow in played[2].flows:
        (relocated,) = (each for each in flow.verdict.findings if each.rule is Rule.BUTTON_RENAMED)
        assert any(fact.startswith("It was found again by the id") for fact in relocated.evidence), flow.key
