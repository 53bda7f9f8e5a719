"""Which choice of an assistant came, went, moved or is called otherwise, told once and with the claims that rest on it."""

from __future__ import annotations

import pytest
from builders import a_flow, a_step, an_expectation
from scripted import PAGE

from verifier.compare.judge import judge
from verifier.compare.tree import TreeChange, follow, tree_changes
from verifier.model.action import Explore
from verifier.model.baseline import Baseline, RecordedStep
from verifier.model.choice import Choice, ChoiceEnd, ChoiceTree, every_choice
from verifier.model.expectation import ExpectPopup, ExpectTree
from verifier.model.finding import ClaimVerdict, Level, Rule, Status
from verifier.model.observation import Observation
from verifier.model.run import Done, FlowRun, StepRun
from verifier.model.selector import Text

ANSWERED, ASKED, KNOWN, DEEP = ChoiceEnd.ANSWERED, ChoiceEnd.ASKED, ChoiceEnd.KNOWN, ChoiceEnd.DEEP


def leaf(name, answer="", end=ANSWERED):
    return Choice(name, end, answer)


def menu(name, *choices, end=ASKED, answer=""):
    return Choice(name, end, answer, choices)


def tree(*choices, greeting="Hello"):
    return ChoiceTree(greeting, choices)


AGENT, FAQ = leaf("An agent", end=DEEP), leaf("FAQ", end=DEEP)
ELSE = menu("Something Else", FAQ, AGENT)
ELSE_AGAIN = menu("Something Else", leaf("FAQ", end=KNOWN), leaf("An agent", end=KNOWN), end=KNOWN)
ACCOUNT = menu("My Account", leaf("Password", "Settings, Password."), ELSE)
PAYMENT = menu("Payment Issues", leaf("Declined", "Ask your bank."), ELSE_AGAIN)
WISH = tree(ACCOUNT, PAYMENT)


def told(new, old=WISH):
    return [(change.rule, change.subject) for change in tree_changes(old, new)]


def test_equal_trees_differ_in_nothing_and_neither_greeting_nor_answers_nor_order_count():
    other = tree(
        menu("Payment Issues", leaf("Declined", "Call your bank."), ELSE_AGAIN),
        menu("My Account", ELSE, leaf("PASSWORD:", "Look at the settings."), answer="What about it?"),
        greeting="Good evening",
    )
    assert told(WISH) == []
    assert told(other) == []


def test_a_new_choice_is_added_and_one_that_is_gone_is_removed_with_all_below_it():
    assert told(tree(ACCOUNT, PAYMENT, leaf("Orders"))) == [(Rule.CHOICE_ADDED, "choice orders")]
    assert told(tree(ACCOUNT)) == [(Rule.CHOICE_REMOVED, "choice payment issues")]
    assert told(tree(menu("My Account", ELSE), PAYMENT)) == [(Rule.CHOICE_REMOVED, "choice my account > password")]


def test_a_choice_under_another_parent_has_moved():
    shallow = menu("Something Else", FAQ)
    now = tree(menu("My Account", leaf("Password"), AGENT, shallow), PAYMENT)

    assert tree_changes(WISH, now) == (
        TreeChange(
            Rule.CHOICE_MOVED,
            "choice my account > something else > an agent",
            'choice "An agent" under "My Account > Something Else"',
            'under "My Account"',
        ),
    )


def test_a_choice_that_moved_out_of_what_went_away_is_told_as_moved_too():
    assert told(tree(menu("My Account", leaf("Password"), AGENT), PAYMENT)) == [
        (Rule.CHOICE_MOVED, "choice my account > something else > an agent"),
        (Rule.CHOICE_REMOVED, "choice my account > something else"),
    ]


def test_a_choice_that_moved_into_what_is_new_is_told_as_moved_and_the_new_one_as_added():
    now = tree(menu("My Account", menu("Security", leaf("Password")), ELSE), PAYMENT)
    assert told(now) == [
        (Rule.CHOICE_MOVED, "choice my account > password"),
        (Rule.CHOICE_ADDED, "choice my account > security"),
    ]


@pytest.mark.parametrize(
    ("account", "because"),
    [
        (menu("Profile", leaf("Password"), ELSE), "the same choices below"),
        (menu("My Accounts", leaf("Password"), ELSE), "nearly the same words"),
    ],
)
def test_a_choice_that_is_called_otherwise_is_renamed_once_and_not_its_whole_branch(account, because):
    assert told(tree(account, PAYMENT)) == [(Rule.CHOICE_RENAMED, "choice my account")], because


def test_below_a_renamed_choice_changes_are_told_by_the_recorded_path():
    now = tree(menu("My Accounts", ELSE), PAYMENT)
    assert told(now) == [
        (Rule.CHOICE_RENAMED, "choice my account"),
        (Rule.CHOICE_REMOVED, "choice my account > password"),
    ]


def test_two_answers_that_are_the_same_prove_no_rename():
    old = tree(leaf("Orders", "Tell me more."), leaf("Returns", "Tell me more."))
    new = tree(leaf("Parcels", "Tell me more."), leaf("Refunds", "Tell me more."))
    assert {rule for rule, _ in told(new, old)} == {Rule.CHOICE_REMOVED, Rule.CHOICE_ADDED}


@pytest.mark.parametrize("end", [ChoiceEnd.DEEP, ChoiceEnd.UNSEEN, ChoiceEnd.KEPT, ChoiceEnd.LEFT])
def test_below_what_one_walk_did_not_press_nothing_is_compared(end):
    assert told(tree(Choice("My Account", end), PAYMENT)) == []
    assert told(WISH, tree(Choice("My Account", end), PAYMENT)) == []


# -- what is stated ----------------------------------------------------------------------------------------------


def path(*names, anywhere=False):
    return ExpectTree(tuple(Text(name if isinstance(name, tuple) else (name,)) for name in names), anywhere)


def test_a_path_is_followed_through_choices_that_were_walked_at_another_place():
    deeper = menu("Something Else", menu("FAQ", leaf("Shipping")), AGENT)
    whole = tree(menu("My Account", deeper), PAYMENT)
    stated = path("Payment Issues", "Something Else", "FAQ", "Shipping")
    assert follow(stated, whole) == ("Payment Issues", "Something Else", "FAQ", "Shipping")


def test_any_accepted_wording_of_a_choice_will_do():
    assert follow(path(("Account", "My Account"), "Password"), WISH) == ("My Account", "Password")


@pytest.mark.parametrize(
    ("names", "count"),
    [(("My Account", "An agent"), 2), (("An agent",), 1), (("Password", "An agent"), 1), (("Nobody",), 0)],
)
def test_others_may_stand_between_where_it_says_so(names, count):
    assert len(follow(path(*names, anywhere=True), WISH)) == count


# -- judged ------------------------------------------------------------------------------------------------------


def judged(now, *expect, recorded=WISH, popups=()):
    step = a_step("choices", Explore(), claims=("EL-1",), expect=expect)
    flow = a_flow(steps=(step,))
    observation = Observation(PAGE.id, tree=now, popups=popups)
    run = FlowRun(flow, (StepRun("choices", Done(), observation),), (PAGE,))
    baseline = Baseline(
        flow.id, "en", "2026-01-01", "live", (RecordedStep("choices", PAGE.id, tree=recorded),), (PAGE,)
    )
    return judge(flow, run, baseline)


def test_a_tree_judged_against_itself_is_verified():
    stated = an_expectation(path("My Account", "Something Else", "An agent"), claims=("EL-2",))
    assert judged(WISH, stated).status is Status.VERIFIED


def test_a_choice_that_moved_is_told_once_and_breaks_every_claim_that_rests_on_its_place():
    now = tree(menu("My Account", leaf("Password"), AGENT, menu("Something Else", FAQ)), PAYMENT)
    one = an_expectation(path("My Account", "Something Else", "An agent"), id="one", claims=("EL-2",), line=8)
    other = an_expectation(path("My Account", "Something Else", "An agent"), id="other", claims=("EL-3",), line=9)
    inside = an_expectation(path("My Account", "An agent", anywhere=True), id="inside", claims=("EL-4",))

    verdict = judged(now, one, other, inside)

    (finding,) = verdict.findings
    assert (finding.rule, finding.level, finding.claims) == (Rule.CHOICE_MOVED, Level.BROKEN, ("EL-2", "EL-3"))
    assert finding.sentence == 'Choice "An agent" under "My Account > Something Else" is now under "My Account".'
    assert finding.suggestion == 'Say that it is under "My Account".'
    states = {state.claim_id: state.verdict for state in verdict.claims}
    assert states == {
        "EL-1": ClaimVerdict.HOLDS, "EL-2": ClaimVerdict.CONTRADICTED, "EL-3": ClaimVerdict.CONTRADICTED, "EL-4": ClaimVerdict.HOLDS,
    }  # fmt: skip


def test_a_choice_that_no_claim_names_only_drifts():
    verdict = judged(tree(ACCOUNT, PAYMENT, leaf("Orders")))
    assert [(f.rule, f.level, f.sentence) for f in verdict.findings] == [
        (Rule.CHOICE_ADDED, Level.DRIFTED, 'There is a new choice "Orders" at the start.')
    ]


def test_a_stated_choice_that_never_was_is_told_with_what_is_offered_instead():
    verdict = judged(WISH, an_expectation(path("My Account", "Delete it"), claims=("EL-2",)))
    (finding,) = verdict.findings
    assert (finding.rule, finding.level, finding.actual) == (
        Rule.CHOICE_REMOVED, Level.BROKEN, '"Password", "Something Else"',
    )  # fmt: skip


def test_a_choice_that_the_guide_says_is_not_there_must_not_be_there():
    stated = an_expectation(path("My Account", "Password"), absent=True, claims=("EL-2",))
    assert [f.rule for f in judged(WISH, stated).findings] == [Rule.UNEXPECTED_PRESENCE]
    assert judged(WISH, an_expectation(path("My Account", "An agent"), absent=True)).status is Status.VERIFIED


def test_a_window_of_its_own_is_expected_by_its_address():
    stated = an_expectation(ExpectPopup("https://www.wish.com/assistant*"), claims=("EL-2",))
    assert judged(WISH, stated, popups=("https://www.wish.com/assistant?x=1",)).status is Status.VERIFIED
    (finding,) = judged(WISH, stated, popups=("https://ads.example/",)).findings
    assert (finding.rule, finding.level, finding.actual) == (Rule.CLAIM_FAILED, Level.BROKEN, "https://ads.example/")


def test_every_choice_is_told_a_parent_before_its_children():
    assert [each.name for each in every_choice((ACCOUNT,))] == [
        "My Account",
        "Password",
        "Something Else",
        "FAQ",
        "An agent",
    ]
