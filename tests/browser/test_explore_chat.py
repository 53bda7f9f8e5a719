"""A real browser walks assistants that real scripts build: late, round in circles, and with a field for free text beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from builders import a_step, an_expectation
from chatting import drawn
from tabs import a_flow, pages

from verifier.model.action import Explore, Goto
from verifier.model.expectation import ExpectTree
from verifier.model.run import Done
from verifier.model.selector import Group, Text
from verifier.replay.driver import drive
from verifier.replay.patience import REPLICA
from verifier.replay.play import play

if TYPE_CHECKING:
    from collections.abc import Callable

    from verifier.replay.command import Command, Reply

pytestmark = pytest.mark.browser

CHAT = """
<!doctype html><html lang="en"><title>Help</title><main>
<div role="log" id="log"></div>
<div role="group" aria-label="Answers" id="answers"></div>
<form method="post" action="/send"><label>Message <textarea name="text"></textarea></label><button>Send</button></form>
</main><script>
const menus = {
  start: {"My Account": "account", "Payment": "payment"},
  account: {"Password": null, "Main menu": "start"},
  payment: {"Declined": null, "A person": "person"},
  person: {"Main menu": "start", "Write": null},
};
const MANNER = "%s";
const say = (words) => { const line = document.createElement("p"); line.textContent = words; document.getElementById("log").append(line); };
const offer = (place) => {
  const box = document.getElementById("answers");
  if (MANNER === "replace") box.replaceChildren();
  if (MANNER === "disable") for (const old of box.children) old.disabled = true;
  for (const [name, leads] of Object.entries(menus[place])) {
    const pick = document.createElement("button");
    pick.type = "button";
    pick.textContent = name;
    pick.onclick = () => {
      say(name);
      setTimeout(() => { say("Answer " + Math.random()); if (leads) offer(leads); }, 30);
    };
    box.append(pick);
  }
};
say("Hello, it is " + Date.now());
setTimeout(() => offer("start"), 60);
</script></html>
"""


@dataclass
class Driven:
    """A tab as a driver."""

    execute: Callable[[Command], Reply]


@pytest.mark.parametrize("manner", ["replace", "keep"])
def test_an_assistant_that_answers_late_is_walked_whole_without_a_word_typed(open_tab, manner):
    hand = open_tab(pages(index=CHAT.replace("%s", manner)))
    walk = Explore(within=Group(Text(("Answers",))), depth=4)
    path = tuple(Text((name,)) for name in ("Payment", "A person", "Write"))
    expect = (an_expectation(ExpectTree(path[:1])), an_expectation(ExpectTree(path)))
    flow = a_flow(steps=(a_step("open", Goto("https://www.example.org/")), a_step("choices", walk, expect=expect)))
    told = []

    drive(play(flow, patience=REPLICA), Driven(hand), told.append)

    step = told[-2]
    assert step.outcome == Done()
    assert step.observation.tree.greeting.startswith("Hello, it is ")
    start = {"My Account": "known", "Payment": "known"}
    assert drawn(step.observation.tree.choices) == {
        "My Account": {"Password": "answered", "Main menu": start},
        "Payment": {"Declined": "answered", "A person": {"Main menu": start, "Write": "answered"}},
    }
    assert step.observation.stopped == ()
    assert hand.page.url == "https://www.example.org/"
