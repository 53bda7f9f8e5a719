"""What is kept on disk comes back as it was, or not at all."""

from __future__ import annotations

import resource
from dataclasses import replace

import pytest
from builders import a_click, a_flow, a_step, an_expectation
from demo import demo_report
from scripted import PAGE, Scripted, replay

from verifier.errors import BaselineError, JournalError, StorageError, UsageError
from verifier.model.action import Fill
from verifier.model.baseline import Baseline, RecordedStep
from verifier.model.event import FlowJudged, RunFinished, RunStarted, Stamped
from verifier.model.expectation import ExpectOutcome, MailDraft
from verifier.model.observation import Anchor, Box, Heading, MailOpened, PictureRef
from verifier.model.secret import EnvironmentValue
from verifier.model.selector import ByLabel, Selector, Text
from verifier.store.baselines import baseline_changes, baseline_path, baseline_text, picture_path, read_baseline
from verifier.store.blobs import Blobs
from verifier.store.codec import decode, encode
from verifier.store.journal import FILE_NAME, JournalReader, JournalWriter, read_journal
from verifier.store.ledger import Ledger

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


def test_some_flows_of_a_journal_are_read_with_what_is_of_the_whole_run(tmp_path):
    other = replace(FLOW, id="whatsapp/other")
    mine = replay(FLOW, Scripted())
    path = a_journal(tmp_path, START, *mine, *replay(other, Scripted()), RunFinished("run"))
    reader = JournalReader(path)
    assert [stamped.event for stamped in reader.of_flows({FLOW.key})] == [START, *mine, RunFinished("run")]
    assert not reader.torn
    path.write_bytes(path.read_bytes()[:-1])
    assert [stamped.event for stamped in reader.of_flows(set())] == [START]
    assert reader.torn


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


def record(root, baseline):
    changes = baseline_changes(root, (baseline,), lambda _: b"jpeg")
    Ledger(root.parent / "kept", root.parent).apply(changes, what="accepted", at="2026-01-01T00:00:00Z")


def test_a_recording_comes_back_as_it_was_and_its_text_is_the_same_each_time(tmp_path):
    record(tmp_path, RECORDED)
    assert read_baseline(tmp_path, "whatsapp/contact", "ro") == RECORDED
    assert picture_path(tmp_path, "whatsapp/contact", PICTURE).read_bytes() == b"jpeg"
    assert baseline_text(RECORDED) == baseline_path(tmp_path, "whatsapp/contact", "ro").read_text(encoding="utf-8")


def test_a_picture_that_no_recording_names_any_more_is_removed(tmp_path):
    record(tmp_path, RECORDED)
    bare = replace(RECORDED, steps=(replace(RECORDED.steps[0], picture=None),))
    record(tmp_path, bare)
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


def test_a_journal_that_was_torn_at_any_byte_is_gone_on_with_from_its_last_whole_line(tmp_path):
    whole = a_journal(tmp_path, START, *replay(FLOW, Scripted())).read_bytes()
    path = tmp_path / "torn.jsonl"
    first = whole.index(b"\n") + 1
    for cut in (*range(first, first + 40), *range(first, len(whole), 997), len(whole) - 1, len(whole)):
        path.write_bytes(whole[:cut])
        before = read_journal(path)
        assert before.size <= cut < before.size + len(whole)
        with JournalWriter(path, after=before.size) as write:
            write(Stamped(9, RunFinished("run")))
        after = read_journal(path)
        assert not after.torn
        assert after.events == (*before.events, Stamped(9, RunFinished("run")))


def test_nobody_else_writes_the_journal_of_a_run_that_goes_on(tmp_path):
    with JournalWriter(tmp_path / FILE_NAME) as write:
        write(Stamped(0, START))
        with pytest.raises(UsageError, match="still goes on"):
            JournalWriter(tmp_path / FILE_NAME, after=1)
    assert read_journal(tmp_path / FILE_NAME).events == (Stamped(0, START),)


@pytest.fixture
def most_bytes():
    """Limit how long a file of this process may grow, as a disk does that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(size):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))

    yield limit
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_on_a_full_disk_the_journal_ends_with_its_last_whole_line_and_nothing_follows(tmp_path, most_bytes):
    with JournalWriter(tmp_path / FILE_NAME) as write:
        write(Stamped(0, START))
        most_bytes((tmp_path / FILE_NAME).stat().st_size + 20)
        with pytest.raises(StorageError, match="File too large") as caught:
            write(Stamped(1, RunFinished("run")))
        most_bytes(resource.RLIM_INFINITY)
        with pytest.raises(StorageError):
            write(Stamped(2, RunFinished("run")))
    assert "--resume" in caught.value.hint
    assert read_journal(tmp_path / FILE_NAME).events == (Stamped(0, START),)
    assert (tmp_path / FILE_NAME).read_bytes().endswith(b"\n")


def test_a_picture_that_finds_no_room_leaves_nothing_behind(tmp_path, most_bytes):
    most_bytes(4)
    with pytest.raises(OSError, match="File too large"):
        Blobs(tmp_path / "blobs").keep(b"picture", "image/jpeg")
    most_bytes(resource.RLIM_INFINITY)  # what pytest says of this test may go to a file too
    assert not list((tmp_path / "blobs").iterdir())


def test_all_blobs_of_another_run_are_had_here_too_each_once(tmp_path):
    one, other = Blobs(tmp_path / "one"), Blobs(tmp_path / "other")
    digests = {one.keep(b"picture", "image/jpeg"), one.keep(b"another", "image/webp")}
    other.keep(b"picture", "image/jpeg")
    other.take_all(tmp_path / "one")
    other.take_all(tmp_path / "nowhere")
    assert {path.stem for path in (tmp_path / "other").iterdir()} == digests
