"""What a finding says stands now where something stood."""

from __future__ import annotations

from dataclasses import replace

from builders import a_snapshot, an_anchor
from hypothesis import given
from hypothesis import strategies as st

from verifier.compare.successor import link_in_place, text_in_place
from verifier.model.observation import Link, TextBlock, WebTarget


def page(*texts: str, links: tuple[str, ...] = ()):
    return replace(
        a_snapshot(),
        texts=tuple(TextBlock(text, an_anchor("p", name=f"{index} {text}")) for index, text in enumerate(texts)),
        links=tuple(Link(name, WebTarget(f"https://example.org/{name}"), an_anchor(name=name)) for name in links),
    )


def in_place(recorded, seen, index: int) -> str | None:
    block = text_in_place(recorded, seen, recorded.texts[index].anchor)
    return None if block is None else block.text


def test_what_was_put_between_the_same_neighbours_is_the_successor():
    recorded = page("Ask us", "We answer by e-mail", "Thank you")
    assert in_place(recorded, page("News", "Ask us", "We answer in a chat", "Thank you"), 1) == "We answer in a chat"


def test_of_as_many_new_blocks_as_old_ones_the_place_decides():
    recorded = page("Ask us", "one", "two", "Thank you")
    assert in_place(recorded, page("Ask us", "eins", "zwei", "Thank you"), 2) == "zwei"


def test_of_more_new_blocks_than_old_ones_the_shared_words_decide():
    recorded = page("Ask us", "WhatsApp Inc, 1601 Willow Road", "Thank you")
    seen = page("Ask us", "We moved on.", "WhatsApp LLC, 1601 Willow Road", "Read more", "Thank you")
    assert in_place(recorded, seen, 1) == "WhatsApp LLC, 1601 Willow Road"


def test_nothing_is_named_where_the_new_blocks_have_nothing_in_common_with_the_old_one():
    recorded = page("Ask us", "We answer by e-mail", "Thank you")
    assert in_place(recorded, page("Ask us", "Sun", "Moon", "Thank you"), 1) is None


def test_what_was_taken_out_has_no_successor():
    recorded = page("Ask us", "We answer by e-mail", "Thank you")
    assert in_place(recorded, page("Ask us", "Thank you"), 1) is None


def test_a_link_is_followed_by_the_only_new_one_between_its_neighbours():
    recorded, seen = page(links=("Facebook", "Twitter", "Terms")), page(links=("Facebook", "X", "Terms"))
    assert link_in_place(recorded, seen, recorded.links[1].anchor) == 1


def test_a_link_among_several_new_ones_is_not_guessed():
    recorded, seen = page(links=("Facebook", "Twitter", "Terms")), page(links=("Facebook", "X", "Threads", "Terms"))
    assert link_in_place(recorded, seen, recorded.links[1].anchor) is None


@given(st.lists(st.text("abc ", min_size=1, max_size=6), min_size=1, max_size=6))
def test_nothing_takes_the_place_of_what_is_still_there(texts):
    recorded = page(*texts)
    assert all(in_place(recorded, recorded, index) is None for index in range(len(texts)))
