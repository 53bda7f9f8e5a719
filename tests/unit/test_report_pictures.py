"""A cut shows the element and its surroundings, whatever box a page claimed to have."""

from __future__ import annotations

import math

from builders import a_picture
from hypothesis import given
from hypothesis import strategies as st

from verifier.model.observation import Box
from verifier.report.html import picture
from verifier.report.html.picture import Album, Rectangle, crop_around, mark_of

WEBP = b"RIFF....WEBP"
sizes = st.integers(min_value=1, max_value=20_000)
numbers = st.floats(allow_nan=True, allow_infinity=True)


@given(sizes, sizes, st.builds(Box, numbers, numbers, numbers, numbers))
def test_the_outline_is_inside_the_picture_whatever_the_box(width, height, box):
    mark = mark_of(box, Rectangle(0, 0, width, height))
    assert 0 <= mark.x < mark.x + mark.width <= width
    assert 0 <= mark.y < mark.y + mark.height <= height


@given(sizes, sizes, st.builds(Box, numbers, numbers, numbers, numbers))
def test_the_cut_is_in_proportion_and_holds_the_start_of_the_outline(width, height, box):
    whole = Rectangle(0, 0, width, height)
    mark = mark_of(box, whole)
    cut = crop_around(mark, whole)
    assert cut.height == max(1, round(cut.width / 1.6))
    assert cut.x >= 0
    assert cut.x + cut.width <= width
    assert cut.x <= mark.x + mark.width / 2 <= cut.x + cut.width
    assert cut.y <= mark.y <= cut.y + cut.height


def test_a_small_element_is_shown_with_what_stands_around_it():
    whole = Rectangle(0, 0, 1280, 2_000)
    cut = crop_around(mark_of(Box(600, 1_000, 120, 40), whole), whole)
    assert cut.width == 760
    assert cut.x < 500
    assert cut.y < 900


def test_without_a_box_the_top_of_the_page_is_shown():
    assert crop_around(None, Rectangle(0, 0, 1280, 5_000)) == Rectangle(0, 0, 1280, 800)


def test_a_picture_is_taken_in_once_and_asked_for_once():
    asked = []

    def pictures(ref):
        asked.append(ref)
        return WEBP

    album = Album(pictures)
    shots = [
        album.shot(a_picture("a"), None),
        album.shot(a_picture("a"), Box(1, 1, 5, 5)),
        album.shot(a_picture("b"), None),
    ]
    assert [shot.picture_id for shot in shots] == ["p0", "p0", "p1"]
    assert len(album.embedded) == len(asked) == 2


def test_pictures_beyond_the_limit_are_left_out(monkeypatch):
    monkeypatch.setattr(picture, "MOST_BYTES", 2 * len(WEBP))
    album = Album(lambda _: WEBP)
    shots = [album.shot(a_picture(name), None) for name in "abc"]
    assert [shot is not None for shot in shots] == [True, True, False]


def test_a_picture_of_no_size_does_no_harm():
    shot = Album(lambda _: WEBP).shot(a_picture(width=0, height=-5), Box(math.nan, 0, 0, 0))
    assert shot.whole == Rectangle(0, 0, 1, 1)
