"""What became of one element, and when it is gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from verifier.match.assign import assign
from verifier.match.parting import option_prints, prints
from verifier.match.relocate import relocate
from verifier.match.signals import Marks
from verifier.match.traits import stable
from verifier.model.observation import Anchor, Box


def field(label, name, nth, *, kind="text", tag="input", form="contact"):
    return Marks(
        f"control {kind}",
        label,
        Anchor(
            tag, id=f"{form}-{name}", name=name, path=f"id({form})/div[{nth}]/{tag}[1]", landmark="main",
            section="Ask us", near=f"{label} {nth}", box=Box(40, 100 + 60 * nth, 300, 32),
        ),
        value=name,
    )  # fmt: skip


def press(words, nth, *, id="", href="", landmark="main"):  # noqa: A002 - the model's word
    tag = "a" if href else "button"
    kind = "link" if href else "button submit"
    anchor = Anchor(
        tag, id=id, path=f"main[1]/p[{nth}]/{tag}[1]", href=href, landmark=landmark, section="Ask us",
        box=Box(40, 500 + 40 * nth, 120, 36),
    )  # fmt: skip
    return Marks(kind, words, anchor, target=href)


FORM = (
    field("Your name", "full_name", 1),
    field("E-mail address", "email", 2, kind="email"),
    field("Order number", "order", 3),
    field("Message", "message", 4, kind="textarea", tag="textarea"),
)
BAR = (
    press("Send question", 1, id="send"),
    press("Cancel", 2, id="cancel"),
    press("Help centre", 3, href="https://www.example.org/help"),
    press("Terms of use", 4, href="https://www.example.org/terms"),
)


def without(page, marks):
    return tuple(other for other in page if other is not marks)


def test_an_element_that_did_not_change_is_found_with_what_agreed():
    found = relocate(BAR[0], BAR, old_page=BAR)
    assert found is not None
    assert found.index == 0
    assert found.score > 0.95
    assert "the words" in found.evidence
    assert "the id" in found.evidence


def test_a_field_of_another_label_and_the_same_name_is_found():
    renamed = replace(FORM[2], name="Reference of your purchase")
    found = relocate(FORM[2], (*FORM[:2], renamed, FORM[3]), old_page=FORM)
    assert found is not None
    assert found.index == 2
    assert "the name attribute" in found.evidence


def test_a_deleted_target_is_gone_and_no_neighbour_stands_in_for_it():
    for page in (FORM, BAR):
        for marks in page:
            assert relocate(marks, without(page, marks), old_page=page) is None


def test_a_deleted_target_is_gone_even_if_a_neighbour_moves_into_its_place():
    moved = replace(FORM[3], anchor=replace(FORM[3].anchor, path=FORM[2].anchor.path, box=FORM[2].anchor.box))
    assert relocate(FORM[2], (*FORM[:2], moved), old_page=FORM) is None


def test_two_neighbours_that_changed_places_are_not_taken_for_each_other():
    first, second = BAR[0], BAR[1]
    swapped = (
        replace(first, anchor=replace(first.anchor, path=second.anchor.path, box=second.anchor.box)),
        replace(second, anchor=replace(second.anchor, path=first.anchor.path, box=first.anchor.box)),
        *BAR[2:],
    )
    for at in (0, 1):
        found = relocate(BAR[at], swapped, old_page=BAR)
        assert found is not None
        assert found.index == at


def test_a_pair_that_a_person_rejected_is_not_proposed_again():
    renamed = replace(BAR[0], name="Submit your question")
    page = (renamed, *BAR[1:])
    found = relocate(BAR[0], page, old_page=BAR)
    assert found is not None
    assert found.index == 0
    rejected = frozenset({prints(BAR[0], renamed)})
    assert relocate(BAR[0], page, old_page=BAR, rejected=rejected) is None
    assert (0, 0) in assign(BAR, page).pairs
    pairing = assign(BAR, page, rejected=rejected)
    assert (pairing.gone, pairing.added) == ((0,), (0,))


def test_a_rejected_pair_does_not_come_back_when_the_page_is_laid_out_anew_or_a_token_is_drawn():
    renamed = replace(BAR[2], name="Support")
    rejected = frozenset({prints(BAR[2], renamed)})
    anchor = replace(renamed.anchor, path="main[1]/div[1]/a[3]", section="Elsewhere", box=None, classes="css-1")
    moved = replace(renamed, target=f"{renamed.target}?token=81c", anchor=anchor)
    assert relocate(BAR[2], (*BAR[:2], moved, BAR[3]), old_page=BAR, rejected=rejected) is None


def test_a_rejection_does_not_part_an_element_from_itself():
    rejected = frozenset({prints(BAR[0], BAR[0])})
    assert assign(BAR, BAR, rejected=rejected).gone == ()


def test_what_a_rejection_is_remembered_by_does_not_change_with_the_place_or_a_generated_id():
    anchor = replace(BAR[2].anchor, path="main[1]/a[9]", id="u_0_1a", box=None, classes="css-1x2y3z")
    moved = replace(BAR[2], anchor=anchor)
    assert prints(moved, moved) == prints(BAR[2], BAR[2])


@pytest.mark.parametrize(
    ("was", "now", "later"),
    [
        ("Questions (3)", {"name": "Requests (4)"}, {"name": "Requests (12)"}),
        ("Ask our support", {"name": "Ask our support team"}, {"target": "https://elsewhere.example.org/team"}),
    ],
    ids=["counted", "elsewhere"],
)
def test_a_rejected_pair_does_not_come_back_with_another_count_or_address(was, now, later):
    old = replace(BAR[2], name=was)
    renamed = replace(old, **now)
    changed = replace(renamed, **later)
    before, page = (*BAR[:2], old, BAR[3]), (*BAR[:2], changed, BAR[3])
    rejected = frozenset({prints(old, renamed)})
    assert (2, 2) in assign(before, page).pairs
    assert (2, 2) not in assign(before, page, rejected=rejected).pairs
    assert relocate(old, page, old_page=before, rejected=rejected) is None


def test_numbers_are_all_that_tells_two_apart_of_which_nothing_else_differs():
    first, second, third = (replace(BAR[0], name=f"Step {at}") for at in (1, 2, 3))
    rejected = frozenset({prints(first, second)})
    assert relocate(first, (second,), rejected=rejected) is None
    assert prints(first, third) not in rejected
    assert option_prints("Step 1", "Step 2") != option_prints("Step 1", "Step 3")
    assert option_prints("Inbox (1)", "Mail (2)") == option_prints("Inbox (7)", "Mail")


def test_two_candidates_that_are_alike_in_everything_are_left_alone():
    twin = replace(BAR[1], name="Ask", anchor=Anchor("button", path="main[1]/p[7]/button[1]", landmark="main"))
    page = (twin, replace(twin, anchor=replace(twin.anchor, path="main[1]/p[8]/button[1]")))
    old = replace(twin, name="Ask", anchor=replace(twin.anchor, path="main[1]/div[1]/button[1]"))
    found = relocate(old, page, old_page=BAR)
    assert found is None or found.margin < 0.5


def row(nth, place, *, near=True):
    anchor = Anchor(
        "button", role="button", path=f"main[1]/table[1]/tr[{place}]/td[4]/button[1]", landmark="main", section="Orders",
        near=f"Order {nth * 37} of person {nth}" if near else "", box=Box(900, 40 * place, 60, 20),
    )  # fmt: skip
    return Marks("button button", "Delete", anchor)


def test_the_button_of_a_deleted_row_is_not_healed_by_the_row_that_took_its_place():
    for near in (True, False):
        table = tuple(row(nth, nth, near=near) for nth in range(1, 13))
        for gone in range(12):
            rest = tuple(row(nth, nth - (nth > gone), near=near) for nth in range(1, 13) if nth != gone + 1)
            assert relocate(table[gone], rest, old_page=table) is None


def test_the_deleted_row_of_a_table_is_the_one_that_is_gone():
    table = tuple(row(nth, nth) for nth in range(1, 13))
    for gone in range(12):
        rest = tuple(row(nth, nth - (nth > gone)) for nth in range(1, 13) if nth != gone + 1)
        assert assign(table, rest).gone == (gone,)


def test_a_checkbox_does_not_stand_in_for_a_password():
    password = field("Password", "password", 1, kind="password", form="login")
    keep = field("Keep me signed in", "keep", 1, kind="checkbox", form="login")
    assert relocate(password, (keep, *FORM), old_page=FORM) is None


def test_a_label_that_was_to_be_read_on_the_old_page_is_no_new_name():
    asked = press("Send question", 1)
    shown = (press("Send this question", 1), *BAR[1:])
    apart = replace(asked, anchor=replace(asked.anchor, near="or keep it for another day"))
    beside = replace(asked, anchor=replace(asked.anchor, near="send this question another day"))
    before, after = (relocate(marks, shown, old_page=BAR[1:]) for marks in (apart, beside))
    assert before is not None
    assert after is None or after.confidence < before.confidence


def test_a_footer_far_from_every_anchor_is_not_suspected_for_the_height_of_the_page():
    foot = replace(press("Stores - shows more", 1), anchor=replace(press("", 1).anchor, box=Box(40, 3213, 60, 30)))
    moved = replace(foot, name="Stores", anchor=replace(foot.anchor, box=Box(40, 4840, 60, 30)))
    found = relocate(foot, (*BAR, moved), old_page=BAR)
    assert found is not None
    assert found.index == len(BAR)


def test_an_id_that_a_machine_drew_says_nothing():
    assert stable("07fp5shvlo6anktrgckp4x6r") == ""
    assert stable("step1field2name") == "step1field2name"


def test_what_is_found_with_too_little_lead_is_not_acted_on():
    twins = (press("Send question", 7), press("Send question", 8))
    found = relocate(press("Send question", 1), twins, old_page=BAR[1:])
    assert found is None or not found.is_sure


def test_nothing_is_found_on_an_empty_page():
    assert relocate(BAR[0], (), old_page=BAR) is None
