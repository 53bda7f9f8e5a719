"""What is kept on disk comes back as it was, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import a_click, a_flow, a_step, an_expectation
from demo import demo_report
from scripted import PAGE, Scripted, replay

from verifier.errors import BaselineError, JournalError
from verifier.model.baseline import Baseline, RecordedStep
from verifier.model.event import FlowJudged, RunFinished, RunStarted, Stamped
from verifier.model.flow import ByLabel, ExpectOutcome, Fill, MailDraft, Selector, Text
from verifier.model.observation import Anchor, Box, Heading, MailOpened, PictureRef
from verifier.model.secret import EnvironmentValue
from verifier.store.baselines import baseline_path, baseline_text, picture_path, read_baseline, write_baseline
from verifier.store.blobs import Blobs
from verifier.store.codec import decode, encode
from verifier.store.journal import FILE_NAME, JournalWriter, read_journal

START = RunStarted("run", "0.1", "2026-01-01T00:00:00Z", "live", "", "", (), ())
FLOW = a_flow(
    steps=(
        a_step("open", expect=(an_expectation(ExpectOutcome(MailDraft("a@example.org"))),)),
        a_step("fill", Fill(Selector(ByLabel(Text(("Pass",)))), EnvironmentValue("SECRET"), secret=True)),
        a_step("click", a_click()),
    )
)
PICTURE = PictureRef("ab" * 32, "image/jpeg", 10, 20)
RECORDED = Baseline(
    "whatsapp/contact", "ro", "2026-01-01", "live",
    (RecordedStep("open", PAGE.id, Anchor("a", box=Box(1.5, 2, 3, 4)), submitted=MailOpened("a@b.c"), picture=PICTURE),),
    (replace(PAGE, headings=(Heading(1, "Întrebări: 'da' \u200f#", Anchor("h1", near="no\nyes")),)),),
)  # fmt: skip


@pytest.mark.parametrize("event", [START, *replay(FLOW, Scripted()), RunFinished("run")])
def test_an_event_comes_back_from_its_line_as_it_was(event):
    line = encode(Stamped(3, event), Stamped)
    assert "\n" not in line
    assert decode(line, Stamped) == Stamped(3, event)


def test_every_verdict_of_a_real_looking_run_comes_back_as_it_was():
    for flow in demo_report().flows:
        event = Stamped(1, FlowJudged(flow.key, flow.verdict))
        assert decode(encode(event, Stamped), Stamped) == event


@pytest.mark.parametrize("line", ["", "null", "[]", '{"at_ms": 1}', '{"at_ms": 1, "event": {"is": "Nothing"}}', "{"])
def test_a_line_that_is_no_event_is_an_error_of_ours(line):
    with pytest.raises(JournalError):
        decode(line, Stamped)


def a_journal(folder, *events):
    with JournalWriter(folder / FILE_NAME) as write:
        for event in events:
            write(Stamped(0, event))
    return folder / FILE_NAME


def test_a_journal_is_read_as_it_was_written(tmp_path):
    journal = read_journal(a_journal(tmp_path, START, RunFinished("run")))
    assert [stamped.event for stamped in journal.events] == [START, RunFinished("run")]
    assert not journal.torn


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_a_torn_journal_is_read_to_the_tear_and_says_so(tmp_path, cut):
    path = a_journal(tmp_path, START, *replay(FLOW, Scripted()), RunFinished("run"))
    path.write_bytes(path.read_bytes()[:-cut])
    journal = read_journal(path)
    assert journal.torn
    assert journal.events[0].event == START


def test_a_journal_is_never_overwritten(tmp_path):
    a_journal(tmp_path, START)
    with pytest.raises(FileExistsError):
        a_journal(tmp_path, START)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no event"),
        ("hello\n", "is not a journal"),
        ('{"at_ms":0,"event":{"is":"RunFinished","run_id":"x"}}\n', "does not begin"),
        ('{"at_ms":0,"event":{"is":"RunStarted","journal_version":99}}\n', "version 99"),
    ],
)
def test_what_is_no_journal_is_refused_in_words(tmp_path, text, words):
    (tmp_path / "journal.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(JournalError, match=words):
        read_journal(tmp_path / "journal.jsonl")


def test_no_journal_at_all_is_said_with_what_to_do(tmp_path):
    with pytest.raises(JournalError) as caught:
        read_journal(tmp_path / "nowhere.jsonl")
    assert "verifier run" in caught.value.hint


def test_a_picture_is_kept_once_under_its_digest(tmp_path):
    blobs = Blobs(tmp_path / "blobs")
    digest = blobs.keep(b"picture", "image/jpeg")
    assert blobs.keep(b"picture", "image/jpeg") == digest
    assert len(list((tmp_path / "blobs").iterdir())) == 1
    assert blobs.read(replace(PICTURE, digest=digest)) == b"picture"
    assert blobs.read(PICTURE) is None


def test_a_recording_comes_back_as_it_was_and_its_text_is_the_same_each_time(tmp_path):
    write_baseline(tmp_path, RECORDED, lambda _: b"jpeg")
    assert read_baseline(tmp_path, "whatsapp/contact", "ro") == RECORDED
    assert picture_path(tmp_path, "whatsapp/contact", PICTURE).read_bytes() == b"jpeg"
    assert baseline_text(RECORDED) == baseline_path(tmp_path, "whatsapp/contact", "ro").read_text(encoding="utf-8")


def test_a_picture_that_no_recording_names_any_more_is_removed(tmp_path):
    write_baseline(tmp_path, RECORDED, lambda _: b"jpeg")
    bare = replace(RECORDED, steps=(replace(RECORDED.steps[0], picture=None),))
    write_baseline(tmp_path, bare, lambda _: None)
    assert not picture_path(tmp_path, "whatsapp/contact", PICTURE).exists()


def test_nothing_recorded_is_nothing(tmp_path):
    assert read_baseline(tmp_path, "whatsapp/contact", "ro") is None


@pytest.mark.parametrize(
    "text",
    ["version: 2\n", "version: 1\nflow_id: 3\n", "a: b: c\n", "- x\n", "version: 1\nflow_id: a\nunknown: 1\n", "\xff"],
)
def test_a_recording_that_cannot_be_read_says_how_to_mend_it(tmp_path, text):
    path = baseline_path(tmp_path, "whatsapp/contact", "ro")
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="latin-1")
    with pytest.raises(BaselineError) as caught:
        read_baseline(tmp_path, "whatsapp/contact", "ro")
    assert str(path) in caught.value.message
