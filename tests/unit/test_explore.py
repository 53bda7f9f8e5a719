"""How an assistant is walked: every choice once, nothing typed, nothing sent, and an end to it whatever it says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import a_click, a_flow, a_step, an_expectation
from chatting import ASSISTANT, Chat, drawn, explored
from scripted import PAGE, Scripted, replay

from verifier.model.action import Explore, Goto, Reopen, StartOver, Submit
from verifier.model.baseline import Baseline, RecordedStep
from verifier.model.choice import Choice, ChoiceEnd, ChoiceTree
from verifier.model.event import PageSeen, StepFinished
from verifier.model.expectation import ExpectTree
from verifier.model.observation import (
    Anchor,
    DocumentAnswer,
    Link,
    MailTarget,
    ScriptTarget,
    Trouble,
    TroubleKind,
    WebTarget,
)
from verifier.model.run import Done, Faulted, Missed, Walled
from verifier.model.selector import ByRole, ByText, Landmark, Selector, Text
from verifier.replay.command import Capture, Captured, ClickOn, Locate, PressKey, PressSealed, TypeInto, Visit

WISH = {
    "start": {"My Account": "account", "Payment Issues": "payment"},
    "account": {"Password": None, "Address": None, "Something Else": "else"},
    "payment": {"Declined": None, "Something Else": "else"},
    "else": {"FAQ": None, "An agent": None},
}
ROUND = {
    "start": {"My Account": "account", "Payment Issues": "payment"},
    "account": {"Password": None, "Main menu": "start"},
    "payment": {"Declined": None, "Main menu": "start"},
}
MANNERS = pytest.mark.parametrize("manner", ["replace", "keep", "disable"])


@MANNERS
@pytest.mark.parametrize("after_an_answer", ["stay", "vanish"])
def test_the_whole_tree_is_found_however_the_chat_writes_its_choices(manner, after_an_answer):
    step = explored(Chat(WISH, manner, after_an_answer))

    assert step.outcome == Done()
    assert drawn(step.observation.tree.choices) == {
        "My Account": {
            "Password": "answered",
            "Address": "answered",
            "Something Else": {"FAQ": "deep", "An agent": "deep"},
        },
        "Payment Issues": {"Declined": "answered", "Something Else": {"FAQ": "known", "An agent": "known"}},
    }


@MANNERS
def test_a_chat_that_goes_round_in_circles_is_walked_once(manner):
    chat = Chat(ROUND, manner)

    step = explored(chat, Explore(depth=8))

    assert step.outcome == Done()
    assert drawn(step.observation.tree.choices) == {
        "My Account": {"Password": "answered", "Main menu": {"My Account": "known", "Payment Issues": "known"}},
        "Payment Issues": {"Declined": "answered", "Main menu": {"My Account": "known", "Payment Issues": "known"}},
    }


def test_a_greeting_and_answers_that_vary_make_no_other_tree():
    one = explored(Chat(WISH)).observation.tree
    later = Chat(WISH)
    later.visits = 40
    other = explored(later).observation.tree

    assert one.greeting != other.greeting
    assert drawn(one.choices) == drawn(other.choices)
    assert one.choices[0].answer.startswith("You chose My Account")


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_choices_at_the_depth_are_named_and_not_pressed(depth):
    chat = Chat(WISH)

    tree = explored(chat, Explore(depth=depth)).observation.tree

    def deepest(choices):
        return 1 + max((deepest(each.choices) for each in choices), default=0) if choices else 0

    assert deepest(tree.choices) == depth
    assert "FAQ" not in chat.pressed
    assert depth > 1 or not chat.pressed


def test_a_place_that_was_met_at_the_bottom_first_is_still_walked_where_it_stands_higher():
    menus = {
        "start": {"A": "a", "B": None, "Else": "else"},
        "a": {"Else": "else"},
        "else": {"FAQ": "faq", "Phone": None},
        "faq": {"One": None},
    }

    tree = explored(Chat(menus), Explore(depth=3)).observation.tree

    assert drawn(tree.choices) == {
        "A": {"Else": {"FAQ": "deep", "Phone": "deep"}},
        "B": "answered",
        "Else": {"FAQ": {"One": "deep"}, "Phone": "answered"},
    }


def test_nothing_is_ever_typed_and_nothing_pressed_that_could_send():
    menus = {
        "start": {"Ask": None, "Send": None, "Mail": None, "Call us": None, "Next": "more"},
        "more": {"Send": None},
    }
    chat = Chat(menus, sending=("Mail",), in_form=("Send",))
    never = replace(a_flow().site, never_press=(Text(("Call us", "Call")),))
    flow = replace(a_flow(steps=(a_step("open", Goto(ASSISTANT)), a_step("choices", Explore()))), site=never)

    told = replay(flow, chat)

    tree = next(
        event for event in told if isinstance(event, StepFinished) and event.step_id == "choices"
    ).observation.tree
    assert drawn(tree.choices) == {
        "Ask": "answered", "Send": "kept", "Mail": "kept", "Call us": "kept", "Next": {"Send": "kept"},
    }  # fmt: skip
    assert set(chat.pressed) == {"Ask", "Next"}
    assert not any(isinstance(each, TypeInto | PressKey | PressSealed) for each in chat.asked)


def test_links_are_pressed_only_where_they_stay_on_the_site():
    def link(name, target):
        return Link(name, target, Anchor("a", path=name, landmark="main"))

    page = replace(
        PAGE,
        links=(
            link("Elsewhere", WebTarget("https://other.example/")),
            link("Write", MailTarget("a@example.org")),
            link("Here", WebTarget("https://www.whatsapp.com/help")),
            link("Toggle", ScriptTarget()),
        ),
    )
    driver = Scripted(page=page)
    step = a_step("choices", Explore(within=Landmark("main")))

    told = replay(a_flow(steps=(a_step("open", Goto(ASSISTANT)), step)), driver)

    tree = told[-2].observation.tree
    assert drawn(tree.choices) == {"Elsewhere": "left", "Write": "kept", "Here": "answered", "Toggle": "answered"}


@pytest.mark.parametrize("looks", [1, 2, 5, 9])
def test_the_page_is_looked_at_no_more_often_than_allowed_and_a_tree_with_holes_is_no_verdict(looks):
    chat = Chat(WISH, after_an_answer="vanish")

    step = explored(chat, Explore(looks=looks))

    opening = 2
    assert sum(isinstance(each, Capture) for each in chat.asked) <= looks + opening
    assert isinstance(step.outcome, Faulted)
    assert f"looked {looks} times" in step.outcome.trouble.message


def test_a_menu_without_end_comes_to_an_end():
    class Endless(dict):
        def __missing__(self, place):
            return {f"{place}{letter}": f"{place}{letter}" for letter in "abc"}

        def values(self):
            return [self["start"]]

    chat = Chat(Endless({"start": {"a": "a", "b": "b"}}))

    step = explored(chat, Explore(depth=8, looks=30))

    assert isinstance(step.outcome, Faulted)
    assert sum(isinstance(each, Capture) for each in chat.asked) <= 32


def test_a_choice_that_is_used_up_leads_nowhere_and_its_neighbours_go_on():
    class Used(Chat):
        def press(self, name):
            reply = super().press(name)
            self.shown = [each for each in self.shown if each[0] != name]
            return reply

    chat = Used({"start": {"One": None, "Two": None, "Three": None}})

    step = explored(chat)

    assert drawn(step.observation.tree.choices) == {"One": "answered", "Two": "answered", "Three": "answered"}
    assert chat.visits == 2


def test_where_there_is_nothing_to_choose_from_the_step_is_missed():
    step = explored(Chat({"start": {}}))

    assert step.outcome == Missed("anything to choose from")
    assert step.observation.tree is None


def test_a_wall_in_the_middle_ends_the_walk_and_is_the_page_of_the_step():
    limited = Captured(
        replace(PAGE, id="wall", title="Too many requests"),
        DocumentAnswer(429, PAGE.url, headers=(("retry-after", "60"),)),
    )
    chat = Chat(WISH, shows={"Address": limited})

    step = explored(chat)

    assert isinstance(step.outcome, Walled)
    assert step.observation.snapshot_id == "wall"
    assert "Payment Issues" not in chat.pressed


def test_a_choice_that_cannot_be_pressed_is_unseen_and_the_others_are_walked():
    chat = Chat(WISH, fails={"My Account": Trouble(TroubleKind.ACTION, "It is covered.")})

    step = explored(chat)

    assert isinstance(step.outcome, Faulted)
    assert drawn(step.observation.tree.choices)["My Account"] == "unseen"
    assert drawn(step.observation.tree.choices)["Payment Issues"]["Declined"] == "answered"


@pytest.mark.parametrize("kind", [TroubleKind.CRASHED, TroubleKind.OFFLINE, TroubleKind.BROWSER_GONE])
def test_a_browser_that_is_gone_ends_the_walk(kind):
    chat = Chat(WISH, fails={"My Account": Trouble(kind, "Gone.")})

    step = explored(chat)

    assert step.outcome == Faulted(Trouble(kind, "Gone."))
    assert chat.pressed == ["My Account"]


def test_the_way_to_begin_again_is_the_one_that_is_said():
    opened, pressed = Chat(WISH, after_an_answer="vanish"), Chat(WISH, after_an_answer="vanish")
    again = Selector(ByRole("button", Text(("Start over",))))

    one = explored(opened, Explore(reset=Reopen(f"{ASSISTANT}?fresh=1")))
    other = explored(pressed, Explore(reset=StartOver(again)))

    assert {each.url for each in opened.asked if isinstance(each, Visit)} == {ASSISTANT, f"{ASSISTANT}?fresh=1"}
    assert [each.url for each in pressed.asked if isinstance(each, Visit)] == [ASSISTANT]
    assert {each.selector for each in pressed.asked if isinstance(each, Locate)} == {again}
    assert drawn(one.observation.tree.choices) == drawn(other.observation.tree.choices)


def test_an_address_of_another_site_is_not_opened_to_begin_again():
    step = explored(Chat(WISH), Explore(reset=Reopen("https://elsewhere.example/")))

    assert step.outcome.trouble.kind is TroubleKind.FORBIDDEN


def test_after_a_submit_nothing_is_explored():
    send = a_step("send", Submit(Selector(ByRole("button", Text(("Send",))))))
    told = replay(a_flow(steps=(a_step("open", Goto(ASSISTANT)), send, a_step("choices", Explore()))), Scripted())

    assert told[-2].outcome.trouble.kind is TroubleKind.FORBIDDEN


def test_the_dialog_is_left_at_its_start_for_a_step_that_goes_on_there_and_for_no_other():
    alone, followed = Chat(WISH), Chat(WISH)

    explored(alone)
    explored(followed, after=(a_step("go-on", a_click(role="button", name="My Account")),))

    def last_of(chat):
        acts = [each for each in chat.asked if isinstance(each, Visit | ClickOn) and each != ClickOn(1_000, 8_000)]
        return type(acts[-1])

    assert last_of(alone) is ClickOn
    assert last_of(followed) is Visit


def test_what_is_stated_and_what_was_recorded_is_waited_for():
    path = ExpectTree((Text(("My Account",)), Text(("Something Else",))))
    recorded = ChoiceTree("", (Choice("My Account", ChoiceEnd.ASKED, "", (Choice("Password", ChoiceEnd.ANSWERED),)),))
    baseline = Baseline("f", "en", "2026-01-01", "live", (RecordedStep("choices", "page", tree=recorded),), ())
    chat = Chat(WISH)

    explored(chat, expect=(an_expectation(path),), recorded=baseline)

    looks = [each.awaiting for each in chat.asked if isinstance(each, Capture)][2:]

    def words(*names):
        return tuple(Selector(ByText(Text((name,)))) for name in names)

    assert looks[0] == words("My Account")
    assert looks[1] == words("Something Else", "Password")


def test_only_the_first_look_is_told_as_a_page_and_has_a_picture():
    chat = Chat(WISH)
    flow = a_flow(steps=(a_step("open", Goto(ASSISTANT)), a_step("choices", Explore())))

    told = replay(flow, chat)

    walk = [each for each in chat.asked if isinstance(each, Capture)][2:]
    assert [each.picture for each in walk] == [True] + [False] * (len(walk) - 1)
    assert len([event for event in told if isinstance(event, PageSeen)]) == 2
