"""Laws of `play` that hold whatever a driver answers."""

from __future__ import annotations

from dataclasses import replace

from builders import a_click, a_flow, a_step
from hypothesis import given
from hypothesis import strategies as st
from scripted import PAGE, Scripted, replay

from verifier.model.action import Back, Check, Choose, Explore, Fill, Goto, Hover, Press, Select, Submit, WaitFor
from verifier.model.event import FlowFinished, FlowStarted, StepFinished, StepStarted
from verifier.model.observation import Anchor, DocumentAnswer, NothingLeft, Trouble, TroubleKind
from verifier.model.run import Walled
from verifier.model.selector import ByLabel, ByRole, Selector, Text
from verifier.replay.command import Acted, Captured, ClickOn, Located, NotFound, PressKey, PressSealed, Submitted, Visit

ONE = Selector(ByRole("button", Text(("Go",))))
FIELD = Selector(ByLabel(Text(("Phone",))))
ACTIONS = st.sampled_from(
    [
        Goto("https://www.whatsapp.com/"), Goto("https://elsewhere.example/"), a_click(), Hover(ONE), Fill(FIELD, "x"),
        Select(FIELD, Text(("A",))), Choose(Text(("B",))), Check(FIELD), Press("Enter"), Press("a", FIELD), WaitFor(ONE),
        WaitFor(ONE, gone=True), Back(), Submit(ONE), Explore(looks=12),
    ]
)  # fmt: skip
REPLIES = st.sampled_from(
    [
        Acted(), NotFound(), NotFound(hidden=True), Submitted(NothingLeft()), Captured(PAGE),
        Captured(replace(PAGE, title="Too many requests"), DocumentAnswer(429, PAGE.url, headers=(("retry-after", "1"),))),
        Located(1, Anchor("button"), "Go"), Located(2, Anchor("button"), "Go", submits=True, submit_method="post", in_form=True),
        *(Trouble(kind, "Trouble.") for kind in TroubleKind),
    ]
)  # fmt: skip


@st.composite
def played(draw):
    actions = draw(st.lists(st.tuples(ACTIONS, st.booleans()), min_size=1, max_size=6))
    steps = tuple(a_step(f"s{index}", action, optional=optional) for index, (action, optional) in enumerate(actions))
    replies = iter(draw(st.lists(REPLIES, max_size=60)))
    driver = Scripted([lambda _: next(replies, None)])
    return a_flow(steps=steps), driver, replay(a_flow(steps=steps), driver)


@given(played())
def test_play_ends_and_everything_started_is_finished_in_order(case):
    flow, _, told = case
    assert isinstance(told[0], FlowStarted)
    assert isinstance(told[-1], FlowFinished)
    assert [e.step_id for e in told if isinstance(e, StepStarted)] == [step.id for step in flow.steps]
    assert [e.step_id for e in told if isinstance(e, StepFinished)] == [step.id for step in flow.steps]


@given(played())
def test_no_replay_does_what_policy_forbids(case):
    _, driver, _ = case
    for index, command in enumerate(driver.asked):
        if isinstance(command, Visit):
            assert command.url.startswith("https://www.whatsapp.com")
            assert not any(
                isinstance(c, PressSealed) or (isinstance(c, PressKey) and c.sealed) for c in driver.asked[:index]
            )
        if isinstance(command, ClickOn):
            assert command.handle != 2


@given(played())
def test_after_a_wall_no_step_is_tried(case):
    _, _, told = case
    finished = [event for event in told if isinstance(event, StepFinished)]
    walls = [index for index, event in enumerate(finished) if isinstance(event.outcome, Walled)]
    if walls:
        assert all(event.observation is None for event in finished[walls[0] + 1 :])
