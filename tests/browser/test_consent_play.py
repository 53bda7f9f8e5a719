"""Consent dialogs, played: what is pressed, that nothing else ever is, and that the page is there afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import ANYWHERE
from wall_corpus import corpus

from verifier.model.action import Fill
from verifier.model.event import StepFinished
from verifier.model.flow import Step
from verifier.model.observation import WallKind
from verifier.model.run import Done, Walled
from verifier.model.selector import ByLabel, Selector, Text
from verifier.model.wall import ConsentPolicy
from verifier.replay.command import Capture
from verifier.replay.driver import adrive
from verifier.replay.patience import REPLICA
from verifier.replay.play import play

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PAGES = {page.name.removeprefix("consent/"): page for page in corpus() if page.label == "consent"}
NEAR = {page.name: page for page in corpus() if page.label == "near"}
# Every button and link tells what was pressed in the title, and a choice in a dialog or bar takes that away.
NOTING = """<script>
const said = [];
document.addEventListener("click", (event) => {
  const path = event.composedPath();
  const pressed = path.find((el) => el.matches?.("button, a, input[type=button]"));
  if (!pressed) return;
  said.push(pressed.textContent || pressed.value);
  const bar = path.find((el) => el.matches?.("[role=dialog], dialog, [style*=fixed], #sp_message_container_1"));
  if (bar && !pressed.hasAttribute("onclick")) bar.remove();
  document.title = "pressed: " + said.join("|");
}, true);
</script>"""


MARK = "pressed: "


class Noted:
    """A page of the corpus that tells of each click in its title."""

    def __init__(self, page):
        self.page = page
        self.noted = replace(page, content=page.content.replace("</body>", NOTING + "</body>"))

    def answer(self, request):
        return self.noted.answer(request)


def played(beside, browser_beside, page, *, policy=ConsentPolicy.DECLINE, steps=()):
    """The steps as they finished, and what was pressed, in order."""
    opening = page.flow.steps[0]
    flow = replace(page.flow, steps=(opening, *steps), site=replace(page.flow.site, consent=policy))
    told = []

    async def run():
        tab = await browser_beside.driver(flow, upstream=Noted(page).answer, keep=lambda *_: "0" * 64, environment={})
        async with tab as driver:
            await adrive(play(flow, patience=REPLICA), driver, told.append)
            return await driver.execute(Capture((), picture=False, timeout_ms=1_000))

    title = beside.run(run()).snapshot.title
    finished = [event for event in told if isinstance(event, StepFinished)]
    return finished, title.removeprefix(MARK).split("|") if title.startswith(MARK) else []


@pytest.mark.parametrize(
    ("name", "pressed"),
    [
        ("dialog.en", ["Reject all"]),
        ("bar.ro", ["Respinge tot"]),
        ("two-step.ar", ["إعدادات ملفات الارتباط", "حفظ الاختيارات"]),
        ("onetrust.en", ["Weiter ohne"]),
        ("usercentrics.de", ["Ablehnen"]),
        ("open-shadow-root.ro", ["Doar cele necesare"]),
        ("page-button-behind-the-bar.en", ["Essential cookies only"]),
        ("parts-with-ids.de", ["Nur essenzielle"]),
        ("input-buttons.tr", ["Reddet"]),
        ("late.en", []),
    ],
)
def test_what_declines_is_pressed_and_nothing_else(beside, browser_beside, name, pressed):
    (opened, *_), said = played(beside, browser_beside, PAGES[name])
    assert isinstance(opened.outcome, Done)
    if pressed:
        assert said == pressed
        (wall,) = opened.observation.passed
        assert wall.kind is WallKind.CONSENT
        assert all(any(repr(word) in signal for signal in wall.signals) for word in pressed)


@pytest.mark.parametrize("name", ["sourcepoint.en", "in-a-frame.en"])
def test_a_question_in_a_frame_is_declined_there(beside, browser_beside, name):
    (opened, *_), said = played(beside, browser_beside, PAGES[name])
    assert any(
        "'Reject all'" in signal for wall in getattr(opened.observation, "passed", ()) for signal in wall.signals
    )
    assert said == []


def test_a_late_question_over_a_field_is_declined_when_it_stands_in_the_way(beside, browser_beside):
    fill = Step("mail", Fill(Selector(ByLabel(Text(("Email",)))), "a@example.org"), ANYWHERE)
    (_, filled), said = played(beside, browser_beside, PAGES["late.en"], steps=(fill,))
    assert isinstance(filled.outcome, Done)
    assert set(said) <= {"Only necessary"}


def test_accepting_is_what_the_site_file_may_ask_for(beside, browser_beside):
    (opened, *_), said = played(beside, browser_beside, PAGES["dialog.en"], policy=ConsentPolicy.ACCEPT)
    assert isinstance(opened.outcome, Done)
    assert said == ["Accept all"]


def test_leaving_presses_nothing_and_goes_on(beside, browser_beside):
    (opened, *_), said = played(beside, browser_beside, PAGES["dialog.en"], policy=ConsentPolicy.LEAVE)
    assert isinstance(opened.outcome, Done)
    assert said == []
    assert not opened.observation.passed[0].blocks


def test_a_dialog_that_lets_nobody_decline_is_a_wall(beside, browser_beside):
    (opened, *_), said = played(beside, browser_beside, PAGES["no-way-to-decline.en"])
    assert isinstance(opened.outcome, Walled)
    assert said == []


@pytest.mark.parametrize(
    "name", ["near/form-in-a-modal.en", "near/question-in-a-modal.ru", "near/report-dialog.en", "near/chat-window.en"]
)
def test_a_form_in_a_dialog_is_never_dismissed(beside, browser_beside, name):
    (opened, *_), said = played(beside, browser_beside, NEAR[name])
    assert isinstance(opened.outcome, Done)
    assert opened.observation.passed == ()
    assert said == []
