"""Every page of the labelled corpus, seen by the real browser and told for what it is."""

from __future__ import annotations

import asyncio

import pytest
from wall_corpus import NORMAL, NOTHING, corpus, look, matrix, told_as

from verifier.walls.consent import find_consent

PAGES = corpus()
CONTEXTS = 3
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def seen(beside, browser_beside):
    """What the browser saw of each page, by name; a few contexts side by side, each for a part of them."""

    async def looks(pages):
        now = [pages[0]]

        def answer(request):
            return now[0].answer(request)

        tab = await browser_beside.driver(pages[0].flow, upstream=answer, keep=lambda *_: "0" * 64, environment={})
        found = {}
        async with tab as driver:
            for page in pages:
                now[0] = page
                found[page.name] = await look(driver, page)
        return found

    async def all_looks():
        return await asyncio.gather(*(looks(PAGES[start::CONTEXTS]) for start in range(CONTEXTS)))

    parts = beside.run(all_looks(), timeout=280)
    return {name: look for part in parts for name, look in part.items()}


@pytest.fixture(scope="module")
def told(seen):
    verdicts = {page.name: (page, *told_as(page, seen[page.name])) for page in PAGES}
    print("\n" + matrix([(page.label, kind) for page, kind, _, _ in verdicts.values()]))
    return verdicts


def test_there_are_pages_enough_of_each_kind_in_languages_enough():
    kinds = {page.label for page in PAGES}
    for kind in kinds:
        assert len({page.locale for page in PAGES if page.label == kind}) >= 8, kind
    assert len(PAGES) >= 80


def test_every_wall_is_told_as_its_kind(told):
    wrong = [
        f"{name}: {kind} ({'; '.join(signals)})"
        for name, (page, kind, _, signals) in told.items()
        if page.label not in NORMAL and kind != page.label
    ]
    assert wrong == []


def test_no_normal_page_is_told_as_a_wall(told):
    wrong = [
        f"{name}: {kind} ({'; '.join(signals)})"
        for name, (page, kind, _, signals) in told.items()
        if page.label in NORMAL and kind != NOTHING
    ]
    assert wrong == []


def test_two_signals_or_more_decide(told):
    assert [name for name, (_, kind, _, signals) in told.items() if kind != NOTHING and len(set(signals)) < 2] == []


def test_what_is_only_told_does_not_block(told):
    said = {name: blocks for name, (page, _, blocks, _) in told.items() if page.meta.get("blocks") == "no"}
    assert said
    assert not any(said.values())


def test_in_a_consent_dialog_the_right_thing_would_be_pressed(seen):
    wrong = {}
    for page in PAGES:
        if page.label != "consent":
            continue
        consent = find_consent(seen[page.name].snapshot)
        moves = consent.moves(page.flow.site.consent) if consent else ()
        if " ".join(move.name for move in moves if not move.off) != page.meta["presses"]:
            wrong[page.name] = (page.meta["presses"], moves)
    assert wrong == {}
