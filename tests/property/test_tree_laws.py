"""Laws of walking an assistant and of comparing two walks."""

from __future__ import annotations

from dataclasses import replace

from builders import a_flow, a_step
from chatting import ASSISTANT, Chat, drawn, explored
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import PAGE, Scripted, replay

from verifier.compare.tree import tree_changes
from verifier.model.action import Explore, Goto
from verifier.model.choice import Choice, ChoiceEnd, ChoiceTree, every_choice
from verifier.model.event import FlowFinished
from verifier.model.finding import Rule
from verifier.model.observation import Anchor, Button, ButtonKind, Trouble, TroubleKind
from verifier.replay.command import Acted, Capture, Captured, ClickOn, Located, NotFound
from verifier.store.codec import converter_for, decode, encode

CALM = settings(deadline=None, max_examples=60)
"""A walk is many calls, and a converter is made on the first one."""
NAMES = st.sampled_from(["Account", "Payment", "Other", "Agent", "FAQ", "Λογαριασμός", "طلبات"])
CHOICES = st.recursive(
    st.builds(
        Choice,
        NAMES,
        st.sampled_from([ChoiceEnd.ANSWERED, ChoiceEnd.DEEP, ChoiceEnd.KEPT]),
        st.sampled_from(["", "Hello", "Γεια"]),
    ),
    lambda below: st.builds(
        Choice,
        NAMES,
        st.just(ChoiceEnd.ASKED),
        st.sampled_from(["", "Hello", "Γεια"]),
        st.lists(below, min_size=1, max_size=4, unique_by=lambda each: each.name).map(tuple),
    ),
    max_leaves=6,
)
TREES = st.builds(
    ChoiceTree,
    st.sampled_from(["", "Hello", "Γεια"]),
    st.lists(CHOICES, max_size=4, unique_by=lambda each: each.name).map(tuple),
)


@CALM
@given(TREES)
def test_a_tree_against_itself_differs_in_nothing(tree):
    assert tree_changes(tree, tree) == ()


@CALM
@given(TREES, TREES)
def test_what_came_one_way_went_the_other_way(one, other):
    def count(changes, rule):
        return sum(change.rule is rule for change in changes)

    there, back = tree_changes(one, other), tree_changes(other, one)
    assert bool(there) == bool(back)
    assert len({(change.rule, change.subject) for change in there}) == len(there)
    if not any(change.rule is Rule.CHOICE_MOVED for change in (*there, *back)):
        assert count(there, Rule.CHOICE_ADDED) == count(back, Rule.CHOICE_REMOVED)


@CALM
@given(TREES)
def test_a_tree_is_kept_as_it_is(tree):
    assert decode(encode(tree, ChoiceTree), ChoiceTree) == tree
    sparse = converter_for(sparse=True)
    assert sparse.structure(sparse.unstructure(tree), ChoiceTree) == tree


MENUS = st.dictionaries(
    st.sampled_from("abcde"),
    st.dictionaries(
        st.sampled_from(["One", "Two", "Three", "Four", "Back"]), st.sampled_from([None, *"abcde"]), max_size=4
    ),
    min_size=5,
    max_size=5,
)


@CALM
@given(MENUS, st.sampled_from(["replace", "keep", "disable"]), st.integers(1, 5), st.integers(1, 40))
def test_every_walk_ends_within_its_looks_and_stays_within_its_depth(menus, manner, depth, looks):
    chat = Chat({"start": menus["a"], **menus}, manner)

    step = explored(chat, Explore(depth=depth, looks=looks))

    assert sum(isinstance(each, Capture) for each in chat.asked) <= looks + 2
    if step.observation is not None and step.observation.tree is not None:
        choices = step.observation.tree.choices
        assert _depth(choices) <= depth
        assert all(each.choices or each.end is not ChoiceEnd.ASKED for each in every_choice(choices))


@CALM
@given(MENUS, st.integers(1, 4))
def test_two_walks_of_one_chat_find_the_same_tree(menus, depth):
    def walk():
        seen = explored(Chat({"start": menus["a"], **menus}), Explore(depth=depth, looks=300)).observation
        return drawn(seen.tree.choices) if seen and seen.tree else None

    assert walk() == walk()


def _depth(choices):
    return max((1 + _depth(each.choices) for each in choices), default=0)


BUTTONS = st.lists(NAMES, max_size=4).map(
    lambda names: tuple(
        Button(name, ButtonKind.BUTTON, Anchor("button", path=str(at))) for at, name in enumerate(names)
    )
)
REPLIES = st.one_of(
    st.sampled_from([Acted(), NotFound(), Located(1, Anchor("button"), "Go"), Located(2, Anchor("a"), "Go", submits=True, submit_method="post")]),
    st.sampled_from([Trouble(kind, "Trouble.") for kind in TroubleKind]),
    BUTTONS.map(lambda buttons: Captured(replace(PAGE, id=str(hash(buttons)), buttons=buttons))),
)  # fmt: skip


@CALM
@given(st.lists(REPLIES, max_size=80))
def test_a_walk_ends_whatever_a_driver_answers_and_presses_nothing_that_sends(replies):
    answers = iter(replies)
    driver = Scripted([lambda _: next(answers, None)])
    flow = a_flow(steps=(a_step("open", Goto(ASSISTANT)), a_step("choices", Explore(looks=30))))

    told = replay(flow, driver)

    assert isinstance(told[-1], FlowFinished)
    assert not any(isinstance(each, ClickOn) and each.handle == 2 for each in driver.asked)
