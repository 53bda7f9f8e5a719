"""The page in a real browser: whole in itself, open to all, and deaf to what pages say."""

from __future__ import annotations

import dataclasses
import re
import time
from enum import Enum
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from builders import a_finding, a_flow, a_flow_report, a_place, a_proof, a_report
from demo import demo_pictures, demo_report, picture
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from nights import demo_after_nights, demo_past

from verifier.history.chronicle import chronicle
from verifier.model.finding import Level, Rule, Sight, Sighting, Status
from verifier.model.history import Past
from verifier.model.observation import PictureRef
from verifier.model.place import Place
from verifier.model.report import ProposedEdit
from verifier.report.html import render_html
from verifier.report.html.runs import render_runs

if TYPE_CHECKING:
    from pathlib import Path

    from verifier.model.report import Report

pytestmark = pytest.mark.browser

DESKTOP, PHONE = (1440, 900), (390, 844)
HOSTILE = (
    "</script><script>window.owned=1;alert(1)</script>",
    '<img src=x onerror="window.owned=1;alert(1)"><svg onload=window.owned=1>',
    "\"' autofocus onfocus=window.owned=1 x=\"",
    "{{7*7}}{% raw %}${7*7}<%= 7*7 %>",
    "javascript:window.owned=1",
    "\u202eevil\u202d \u2067rtl",
    "nul\x00 bell\x07 esc\x1b[31m c1\x9b",
    "lone \ud800 and \udfff surrogates, \uffff",
    "--></style></title></textarea><!--",
    "long " + "x" * 100_000,
)  # fmt: skip


def written(report: Report, folder: Path, pictures=demo_pictures) -> Path:
    files = tuple(render_html(report, pictures))
    for file in files:
        (folder / file.path).write_bytes(file.content)
    return folder / files[0].path


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    return written(demo_report(), tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def after_nights(tmp_path_factory) -> tuple[Path, ...]:
    """The report of a run with many before it, one of its guides, and the page over all runs."""
    folder = tmp_path_factory.mktemp("nights")
    runs = render_runs((chronicle(Past("replica today", demo_past())),), frozenset({"2026-11-23-0412"}))
    (folder / "runs.html").write_bytes(runs.content)
    report = written(demo_after_nights(), folder)
    return report, report.with_name("guide-ar-whatsapp.html"), folder / "runs.html"


@pytest.fixture
def opened(new_context):
    """Opens a page from the disk with no network, and at the end of the test holds it to silence."""
    said: list[str] = []

    def open_page(path: Path, *, size=DESKTOP, scheme="light", script=True):
        context = new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            java_script_enabled=script,
            offline=True,
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.on(
            "request", lambda request: None if request.url.startswith(("file:", "data:")) else said.append(request.url)
        )
        page.goto(path.as_uri())
        return page

    yield open_page
    assert said == []


def open_everything(page):
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


# -- what a maintainer sees ------------------------------------------------------------------------------------


def test_every_id_on_the_page_is_there_once_and_every_link_leads_somewhere(tmp_path, opened):
    shared = tuple(a_flow_report(a_flow(name), findings=(a_finding(flow_id=name),)) for name in ("a/b", "a/c"))
    report = demo_report()
    page = opened(written(dataclasses.replace(report, flows=report.flows + shared), tmp_path))
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))
    links = page.evaluate(
        "[...document.querySelectorAll('[href^=\"#\"]')].map(each => each.getAttribute('href').slice(1))"
    )
    assert set(links) <= set(ids)


def test_every_link_between_the_pages_of_a_run_leads_somewhere(demo):
    pages = {path.name: path.read_text(encoding="utf-8") for path in demo.parent.glob("*.html")}
    links = [link for text in pages.values() for link in re.findall(r'href="((?:index|guide-)[^"]*)"', text)]
    assert len(links) > 20
    for link in links:
        name, _, anchor = link.partition("#")
        assert not anchor or f' id="{anchor}"' in pages[name], link


def test_the_first_screen_says_what_is_wrong_and_what_the_page_shows_now(demo, opened):
    page = opened(demo)
    assert page.get_by_role("heading", level=1).inner_text() == "Two guides are wrong: Romanian and Arabic"
    wrong = page.get_by_role("list", name="Contradicted").first
    assert wrong.bounding_box()["y"] < DESKTOP[1]
    assert "RO-2.6" in wrong.inner_text()
    assert "posts to https://www.whatsapp.com/contact/noclient/async/new/" in wrong.inner_text()


def test_a_finding_shows_both_sides_its_sentences_and_its_line(demo, opened):
    page = opened(demo)
    finding = page.locator("article", has_text="no longer opens a mail draft").first
    text = finding.inner_text()
    for fact in (
        "opens a mail draft to webclient_web@support.whatsapp.com",
        "posts to https://",
        "RO-2.6",
        "AR-F7",
        "Method 2, step 6",
        "flows/whatsapp/contact.yaml:64",
        "English, Romanian and Arabic",
        "What the guide could say",
        "The page names no address to write to",
    ):
        assert fact in text
    finding.get_by_text("Accept, once the guide is corrected").last.click()
    assert "verifier accept 2026-11-23-0412-today c1a70f52e09b4d01 c1a70f52e09b4d02" in finding.inner_text()
    assert "verifier reject 2026-11-23-0412-today c1a70f52e09b4d01" in finding.inner_text()
    finding.get_by_text("Evidence and origin").first.click()
    assert "c1a70f52e09b4d02" in finding.inner_text()


def test_an_edit_is_shown_line_by_line_and_as_text(opened, tmp_path):
    seen = (Sighting(1, Sight.SEEN), Sighting(2, Sight.DENIED))
    finding = dataclasses.replace(a_finding(Rule.LINK_RENAMED), sightings=seen)
    edit = ProposedEdit((finding.fingerprint,), diff="--- a/x.yaml\n+++ b/x.yaml\n@@ -1 +1 @@\n-a: <b>1</b>\n+a: 2")
    page = opened(written(dataclasses.replace(a_report(a_flow_report(findings=(finding,))), edits=(edit,)), tmp_path))
    page.locator("details.edit summary").click()
    lines = page.locator("pre.diff .line")
    assert [line.strip() for line in lines.all_inner_texts()[3:]] == ["-a: <b>1</b>", "+a: 2"]
    page.get_by_text("Evidence and origin").click()
    assert page.locator(".replays li").all_inner_texts() == ["seen", "as it was"]
    assert Axe().run(page).response["violations"] == []


def test_each_picture_stands_in_the_file_once(demo):
    text = demo.read_text(encoding="utf-8")
    sources = re.findall(r"data:image/[^\"]+", text)
    assert len(sources) == len(set(sources)) == 9
    assert text.count('href="#p') > 30


def test_the_outline_lies_around_the_element_and_inside_the_cut(demo, opened):
    page = opened(demo)
    shots = page.locator("article .pair .shot > summary svg:visible")
    assert shots.count() >= 6
    for shot in shots.all():
        frame, mark = shot.bounding_box(), shot.locator(".mark").bounding_box()
        assert frame["x"] - 4 <= mark["x"]
        assert mark["x"] + mark["width"] <= frame["x"] + frame["width"] + 4
        assert frame["y"] - 4 <= mark["y"]
        assert mark["y"] + mark["height"] <= frame["y"] + frame["height"] + 4


def test_the_pictures_are_really_drawn(demo, opened):
    page = opened(demo)
    shot = page.locator("article .shot > summary").first
    drawn = shot.screenshot()
    page.evaluate("document.querySelectorAll('defs image').forEach(each => each.remove())")
    assert len(shot.screenshot()) < len(drawn) / 2


def test_a_click_shows_the_whole_picture(demo, opened):
    page = opened(demo)
    page.locator("article .shot > summary").first.click()
    box = page.get_by_role("dialog", name="Whole page")
    assert box.is_visible()
    assert box.locator("svg").bounding_box()["height"] > 700
    page.keyboard.press("Escape")
    assert not box.is_visible()


def test_arabic_labels_are_set_from_right_to_left(demo, opened):
    page = opened(demo)
    label = page.locator("q[lang=ar]").first
    assert label.evaluate("each => getComputedStyle(each).direction") == "rtl"
    value = page.locator("#findings .side-now .value span", has_text="أخرى").first
    assert value.evaluate("each => getComputedStyle(each).direction") == "rtl"


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_nothing_sticks_out_at_the_side(after_nights, opened, size):
    for file in after_nights:
        page = opened(file, size=size)
        open_everything(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), file.name


def test_the_page_says_what_is_new_what_changed_and_what_is_over_and_draws_the_nights(after_nights, opened):
    page = opened(after_nights[0])
    assert page.get_by_text("Since the last run: 1 new, 3 changed, 12 going on, 1 over.").is_visible()
    assert page.locator("article", has_text="Continue").get_by_text("changed, going on for nine nights").is_visible()
    over = page.get_by_role("region", name="Over since the last run")
    assert "over after two nights" in over.inner_text()
    nights = page.get_by_role("img", name="The last 14 nights of whatsapp/contact[ro]")
    signs = nights.locator("use")
    assert signs.count() == 14
    assert len({sign.get_attribute("href") for sign in signs.all()}) == 3, "signs differ by shape, not by colour alone"


# -- comfort ---------------------------------------------------------------------------------------------------


def visible_findings(page):
    return page.locator("article.finding:visible").count()


def test_filters_narrow_the_findings_and_say_how_many_are_left(demo, opened):
    page = opened(demo)
    assert visible_findings(page) == 6
    page.get_by_label("Level").select_option("drifted")
    assert visible_findings(page) == 1
    assert page.locator("#shown").inner_text() == "1 of 6 findings"
    page.get_by_role("button", name="show all").click()
    page.get_by_label("Guide", exact=True).select_option(label="Romanian: ro-whatsapp")
    assert visible_findings(page) == 2
    page.get_by_label("Guide", exact=True).select_option("")
    page.get_by_label("Language").select_option("English")
    assert visible_findings(page) == 5
    page.get_by_label("Language").select_option("")
    page.get_by_label("Flow", exact=True).select_option("blocked")
    assert visible_findings(page) == 0
    assert page.get_by_text("No finding fits the filter.").is_visible()
    assert page.locator(".flow:visible").count() == 1


def test_search_finds_text_in_any_language(demo, opened):
    page = opened(demo)
    page.keyboard.press("/")
    page.keyboard.type("آحرون")
    assert visible_findings(page) == 1
    page.keyboard.press("Escape")
    assert visible_findings(page) == 6


def test_the_summary_leads_to_the_affected_sentence_in_one_click(demo, opened):
    page = opened(demo)
    page.get_by_role("list", name="Contradicted").first.get_by_role("link", name="RO-2.6", exact=True).click()
    sentence = page.locator(":target")
    assert "RO-2.6" in sentence.inner_text()
    assert sentence.get_by_text("contradicted", exact=True).is_visible()


def test_a_guide_has_a_page_with_its_parts_in_order_and_what_to_write_instead(demo, opened):
    page = opened(demo.with_name("guide-ar-whatsapp.html"))
    assert page.get_by_role("heading", level=2).all_inner_texts()[0] == "Contradicted"
    claim = page.locator(".claim", has_text="AR-F6e")
    words = claim.locator("q.paste")
    assert (words.inner_text(), words.get_attribute("lang")) == ("أخرى", "ar")
    assert words.evaluate("each => getComputedStyle(each).direction") == "rtl"
    claim.get_by_role("button", name="Copy the words").click()
    assert page.evaluate("getSelection().toString()") == "أخرى"
    claim.get_by_role("link", name="proof").first.click()
    assert page.locator("article.finding:target, .consequence:target").is_visible()


def test_keys_walk_through_the_findings(demo, opened):
    page = opened(demo)
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.id")
    page.keyboard.press("k")
    assert first == page.evaluate("document.activeElement.id") != second
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()


def test_a_link_opens_what_it_leads_into(demo, opened):
    page = opened(demo)
    page.locator(".expected a[href^='#finding']").first.evaluate("each => { location.hash = each.hash }")
    assert page.locator("article.finding:target, .consequence:target").is_visible()


def test_the_theme_can_be_turned(demo, opened):
    page = opened(demo, scheme="light")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Change between light and dark").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_without_script_everything_can_be_read(demo, opened):
    page = opened(demo, script=False)
    assert not page.locator("#filters").is_visible()
    assert page.locator("article.finding").count() == 6
    page.locator("article .shot > summary").first.click()
    assert page.locator("article .shot .whole").first.is_visible()


def test_on_paper_everything_is_open(demo, opened):
    page = opened(demo)
    page.emulate_media(media="print")
    assert page.get_by_text("A request was held before it left").first.is_visible()
    assert not page.locator("#filters").is_visible()


def violations(page):
    open_everything(page)
    return Axe().run(page).response["violations"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_violation(after_nights, opened, size, scheme):
    serious = [
        (each["id"], node["html"][:200])
        for file in after_nights
        for each in violations(opened(file, size=size, scheme=scheme))
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
    assert serious == []


# -- hostile text ----------------------------------------------------------------------------------------------


def infected(value, poison):
    """The value with the poison at the end of every text in it, however deep."""
    if isinstance(value, (Enum, Place, PictureRef)) or value is None:
        return value
    if isinstance(value, str):
        return value + poison
    if isinstance(value, tuple):
        return tuple(infected(each, poison) for each in value)
    if dataclasses.is_dataclass(value):
        changed = {each.name: infected(getattr(value, each.name), poison) for each in dataclasses.fields(value)}
        return dataclasses.replace(value, **changed)
    return value


def hold_to_text(page, poison):
    open_everything(page)
    assert page.evaluate("window.owned") is None
    assert page.locator("script, img, iframe, style, link, object, embed").count() == 3
    assert page.locator("[onerror], [onload], [onfocus], [autofocus], [style]").count() == 0
    own = "[href^='#'], [href^='https://'], [href^='index.html'], [href^='guide-']"
    assert page.locator(f"a:not({own})").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    text = page.content()
    assert "{{7*7}}" in text or "7*7" not in poison
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufffe\uffff\ud800-\udfff]", text)
    assert "x" * 2_001 not in text


@pytest.mark.parametrize("poison", HOSTILE, ids=lambda text: ascii(text)[:24])
def test_hostile_text_in_every_field_is_only_text(opened, tmp_path, poison):
    page = opened(written(infected(demo_report(), poison), tmp_path))
    page.get_by_role("searchbox").fill("e")
    page.keyboard.press("Escape")
    assert page.locator("article.finding").count() == 6
    hold_to_text(page, poison)
    hold_to_text(opened(next(tmp_path.glob("guide-*.html"))), poison)


def test_a_place_of_hostile_text_is_only_text(opened, tmp_path):
    place = a_place(file="<script>alert(1)</script>\x00\ud800")
    finding = dataclasses.replace(a_finding(), place=place)
    page = opened(written(a_report(a_flow_report(findings=(finding,))), tmp_path))
    assert "<script>alert(1)</script>" in page.locator("article code.place").first.text_content()


@pytest.mark.parametrize(
    ("media_type", "content"),
    [("text/html", b"<script>"), ("image/svg+xml", b"<svg onload='alert(1)'>"), ("image/png", b"no picture"), ("image/webp", None)],
)  # fmt: skip
def test_what_is_no_picture_is_not_embedded(tmp_path, media_type, content):
    ref = dataclasses.replace(picture("before", "en"), media_type=media_type)
    finding = a_finding(after=a_proof(ref))
    path = written(a_report(a_flow_report(findings=(finding,))), tmp_path, lambda _: content)
    assert "data:image" not in path.read_text(encoding="utf-8")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=(), exclude_characters="⟦⟧"), max_size=40))
@example(text="<b>\ud800\x00\u202e&amp;\"'")
def test_any_text_is_escaped(text):
    """What stands between two marks of ours in the file is the text, escaped: no tag can begin in it."""
    marked = f"⟦{text}⟧"
    finding = a_finding(sentence=marked, expected=marked, actual=marked, evidence=(marked,), suggestion=marked)
    file = next(render_html(a_report(a_flow_report(a_flow(title=marked), findings=(finding,))), demo_pictures))
    page = file.content.decode()
    spans = re.findall("⟦(.*?)⟧", page.partition("</style>")[2].partition("<script>")[0], re.DOTALL)
    assert len(spans) >= 6
    for span in spans:
        assert not set(span) & set("<>\"'")
        assert not re.search(r"&(?!(amp|lt|gt|#34|#39);)", span)


# -- size ------------------------------------------------------------------------------------------------------


def test_a_run_of_no_flows_is_a_page(opened, tmp_path):
    page = opened(written(a_report(), tmp_path))
    assert page.get_by_role("heading", level=1).inner_text() == "Nothing was checked"
    assert Axe().run(page).response["violations"] == []


def test_a_note_has_no_sides_to_compare(opened, tmp_path):
    note = a_finding(Rule.CONSENT_DECLINED, level=Level.NOTE, sentence="It was declined.", expected="", actual="")
    page = opened(written(a_report(a_flow_report(findings=(note,))), tmp_path))
    text = page.locator("article.finding").inner_text()
    assert "It was declined." in text
    assert "nothing of it" not in text
    assert "verifier accept" not in page.content()
    assert page.locator("#shown").inner_text() == "1 finding"


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        ((Status.VERIFIED,), "Nothing differs from what the guides say and what was recorded."),
        ((Status.ERRORED, Status.BLOCKED), "Nothing could be seen, so nothing can be said."),
        ((Status.VERIFIED, Status.BLOCKED), "Nothing differs in what could be seen. One flow could not be looked at."),
        ((Status.SKIPPED,), "No flow was played, so nothing can be said."),
    ],
)
def test_finding_nothing_is_good_news_only_where_all_was_seen(tmp_path, opened, statuses, said):
    flows = (a_flow_report(a_flow(f"a/{number}"), status) for number, status in enumerate(statuses))
    page = opened(written(a_report(*flows), tmp_path))
    assert page.locator("#findings .calm:visible").inner_text() == said


def test_three_hundred_findings_are_written_fast_and_open_fast(opened, tmp_path):
    proof = a_proof(picture("after", "en"))
    flows = tuple(
        a_flow_report(
            a_flow(f"whatsapp/flow-{number}"),
            Status.BROKEN,
            findings=tuple(
                a_finding(
                    fingerprint=f"{number}-{each}",
                    flow_id=f"whatsapp/flow-{number}",
                    subject=str(each),
                    level=Level.BROKEN,
                    before=proof,
                    after=proof,
                )
                for each in range(10)
            ),
        )
        for number in range(30)
    )
    began = time.perf_counter()
    path = written(a_report(*flows), tmp_path)
    assert time.perf_counter() - began < 5
    assert path.stat().st_size < 2_000_000
    began = time.perf_counter()
    page = opened(path)
    assert page.locator("article.finding").count() == 300
    page.get_by_role("searchbox").fill("flow-7")
    assert visible_findings(page) == 10
    assert time.perf_counter() - began < 15
