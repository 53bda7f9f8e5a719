"""What holds of every pairing and every relocation, whatever the page."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from verifier.match.assign import assign
from verifier.match.relocate import relocate
from verifier.match.signals import Marks
from verifier.model.observation import Anchor, Box

LABELS = (
    "Full name", "E-mail address", "Phone number", "Order number", "Subject", "Your message", "Country", "Postal code",
    "Street", "Preferred language", "Date of purchase", "Attachment", "Serial number", "How did you hear of us",
)  # fmt: skip
NAMES = (
    "full_name", "email", "phone", "order_no", "subject", "message", "country", "zip", "street", "lang", "bought_on",
    "attachment", "serial", "source",
)  # fmt: skip
OTHERS = (
    "Numele complet", "Adresa de e-mail", "Telefon", "Comanda", "Subiect", "Mesajul dvs.", "Țara", "Cod poștal",
    "Strada", "Limba preferată", "Data cumpărării", "Fișier", "Serie", "Cum ați aflat de noi",
)  # fmt: skip


def field(label, name, nth):
    anchor = Anchor(
        "input", role="textbox", id=f"field-{name}", name=name, classes="form-control", type="text",
        path=f"id(form)/div[{nth}]/input[1]", landmark="main", section="Contact", near=label, box=Box(40, 80 * nth, 400, 36),
    )  # fmt: skip
    return Marks("control text", label, anchor, value=name)


def link(words, nth):
    target = f"https://www.example.org/{words.lower().replace(' ', '-')}"
    anchor = Anchor(
        "a", role="link", href=target, path=f"main[1]/ul[1]/li[{nth}]/a[1]", landmark="main", section="More",
        box=Box(40, 30 * nth, 200, 20),
    )  # fmt: skip
    return Marks("link", words, anchor, target=target)


@st.composite
def pages(draw, least=2):
    chosen = draw(st.lists(st.integers(0, len(LABELS) - 1), min_size=least, max_size=len(LABELS), unique=True))
    if draw(st.booleans()):
        return tuple(link(LABELS[at], nth) for nth, at in enumerate(chosen, 1))
    return tuple(field(LABELS[at], NAMES[at], nth) for nth, at in enumerate(chosen, 1))


def partners(old, new):
    return {(old[was], new[now]) for was, now in assign(old, new).pairs}


@given(pages(least=1))
def test_a_page_against_itself_pairs_everything_with_itself(page):
    pairing = assign(page, page)
    assert pairing.pairs == tuple((at, at) for at in range(len(page)))
    assert pairing.gone == pairing.added == ()


@given(pages(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_the_order_of_elements_decides_nothing(page, chance):
    old = tuple(replace(marks, name=f"{marks.name} now") if at % 3 == 0 else marks for at, marks in enumerate(page))[1:]
    first, second = list(old), list(page)
    chance.shuffle(first)
    chance.shuffle(second)
    assert partners(old, page) == partners(tuple(first), tuple(second))
    here, there = relocate(old[0], page, old_page=old), relocate(old[0], second, old_page=first)
    assert (here is None) == (there is None)
    if here is not None and there is not None:
        assert page[here.index] == second[there.index]
        assert (here.score, here.margin, here.evidence) == (there.score, there.margin, there.evidence)


@given(pages(), st.data())
@settings(deadline=None, max_examples=40)
def test_neighbours_that_swap_their_places_keep_who_they_are(page, data):
    at = data.draw(st.integers(0, len(page) - 2))
    one, other = page[at], page[at + 1]
    swapped = list(page)
    swapped[at] = replace(other, anchor=replace(other.anchor, path=one.anchor.path, box=one.anchor.box))
    swapped[at + 1] = replace(one, anchor=replace(one.anchor, path=other.anchor.path, box=other.anchor.box))
    assert all(was.name == now.name for was, now in partners(page, tuple(swapped)))
    found = relocate(one, swapped, old_page=page)
    assert found is not None
    assert swapped[found.index].name == one.name


@given(pages(least=1))
@settings(max_examples=20)
def test_every_element_of_an_unchanged_page_is_itself_by_a_clear_lead(page):
    for at, marks in enumerate(page):
        found = relocate(marks, page, old_page=page)
        assert found is not None
        assert found.index == at
        assert found.is_sure
        assert found.margin >= 0.5


@given(pages(), st.data())
@settings(max_examples=20)
def test_a_copy_of_an_element_is_new_and_the_element_is_itself(page, data):
    at = data.draw(st.integers(0, len(page) - 1))
    anchor = replace(page[at].anchor, path=f"footer[1]/{page[at].anchor.path}", landmark="contentinfo", box=None, id="")
    pairing = assign(page, (*page, replace(page[at], anchor=anchor)))
    assert pairing.pairs == tuple((every, every) for every in range(len(page)))
    assert pairing.added == (len(page),)


@given(pages(), st.integers(1, 3))
@settings(max_examples=20)
def test_wrappers_around_a_whole_page_change_nothing(page, deep):
    wrapped = tuple(
        replace(marks, anchor=replace(marks.anchor, path=f"{'div[1]/' * deep}{marks.anchor.path}")) for marks in page
    )
    assert assign(page, wrapped).pairs == tuple((every, every) for every in range(len(page)))
    for at, marks in enumerate(page):
        found = relocate(marks, wrapped, old_page=page)
        assert found is not None
        assert found.index == at


@given(pages(), st.data())
@settings(deadline=None, max_examples=40)
def test_a_deleted_element_is_gone(page, data):
    at = data.draw(st.integers(0, len(page) - 1))
    rest = page[:at] + page[at + 1 :]
    assert relocate(page[at], rest, old_page=page) is None
    pairing = assign(page, rest)
    assert pairing.gone == (at,)
    assert pairing.added == ()


@given(pages(), st.integers(0, 2**32))
@settings(deadline=None, max_examples=40)
def test_ids_and_classes_that_are_drawn_anew_change_nothing(page, seed):
    chance = random.Random(seed)  # noqa: S311 - a shuffle, not a secret

    def anew(marks):
        token = f"{chance.getrandbits(40):010x}"
        return replace(marks, anchor=replace(marks.anchor, id=f"f{token}", classes=f"css-{token} c{token[:4]}"))

    shuffled = tuple(map(anew, page))
    assert all(was.name == now.name for was, now in partners(page, shuffled))
    assert assign(page, shuffled).gone == ()
    for at, marks in enumerate(page):
        found = relocate(marks, shuffled, old_page=page)
        assert found is not None
        assert found.index == at


@given(pages(), st.data())
@settings(deadline=None, max_examples=40)
def test_a_field_of_another_label_is_one_rename_and_is_found_by_its_name(page, data):
    at = data.draw(st.integers(0, len(page) - 1))
    assume(page[at].value)
    renamed = replace(page[at], name="Something else entirely", anchor=replace(page[at].anchor, near=""))
    new = (*page[:at], renamed, *page[at + 1 :])
    assert assign(page, new).pairs == tuple((every, every) for every in range(len(page)))
    found = relocate(page[at], new, old_page=page)
    assert found is not None
    assert found.index == at


@given(pages())
@settings(deadline=None, max_examples=40)
def test_a_form_in_another_language_is_the_same_form(page):
    assume(page[0].value)
    translated = tuple(
        replace(
            marks, name=OTHERS[LABELS.index(marks.name)], anchor=replace(marks.anchor, near="", section="Contactați-ne")
        )
        for marks in page
    )
    assert assign(page, translated).pairs == tuple((at, at) for at in range(len(page)))
    for at, marks in enumerate(page):
        found = relocate(marks, translated, old_page=page)
        assert found is not None
        assert found.index == at


@given(pages(), pages())
@settings(deadline=None, max_examples=40)
def test_a_pairing_uses_each_element_once_and_leaves_none_out(old, new):
    pairing = assign(old, new)
    assert sorted([was for was, _ in pairing.pairs] + list(pairing.gone)) == list(range(len(old)))
    assert sorted([now for _, now in pairing.pairs] + list(pairing.added)) == list(range(len(new)))
