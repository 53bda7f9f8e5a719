"""Accepting, rejecting and taking back: exactly what was named, in the files as people wrote them."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from apart import run_apart
from click.testing import CliRunner
from lamp import FORM, FORM_PAGE, HOME, OPTIONS, REAL, SITE, Visitor, a_night, alarms

from verifier.cli import edits, main
from verifier.cli.amending import beside
from verifier.cli.edits import with_edits
from verifier.errors import LedgerError
from verifier.flowfile.library import load, require
from verifier.model.event import RunFinished, RunStarted, Stamped
from verifier.model.finding import Rule
from verifier.report.accepting import UNPROVEN
from verifier.report.registry import REPORTERS
from verifier.session.accept import propose
from verifier.session.amend import Edit, edit_for
from verifier.session.fold import fold
from verifier.session.rejudge import verdict_on
from verifier.store.journal import JournalWriter, read_journal
from verifier.store.ledger import FileChange, Ledger
from verifier.store.patch import patch_of

LABELS = """\
# What things are called.
version: 1
labels:
  ask: {en: Ask us}   # the way to a person
  e-mail: {en: [E-mail, Email]}
  torch: Torch
"""
ASK = """\
# How to ask a question.
version: 1
title: Ask a question
site: lamp
locale: en
steps:
  - id: open
    goto: https://www.lamp.example/help
    expect:
      # the last resort
      - heading: Still in the dark?
      - address: {mail: help@lamp.example}
      - link: {name: Charging, target: "https://www.lamp.example/help/charging"}   # where it leads

  - id: ask
    click: {role: link, name: $ask}
    expect:
      - field: {label: $e-mail, required: true}
      - field: {label: Your question, min_length: 30}
      - field: {label: Your name, required: false}
      - options: {group: "Which lamp?", are: [Desk lamp, $torch, 'Lantern']}
      - button: Send

  - id: email
    fill: {label: $e-mail, value: reader@example.org}

  - id: send
    submit: {role: button, name: Send}
"""
FILES = {"site.yaml": "version: 1\ntitle: Lamp\nhosts: [www.lamp.example]\n", "labels.yaml": LABELS, "ask.yaml": ASK}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A project whose flow was recorded on the site as it was."""
    project = tmp_path_factory.mktemp("lamp")
    (project / "flows" / "lamp").mkdir(parents=True)
    for name, text in FILES.items():
        (project / "flows" / "lamp" / name).write_text(text, encoding="utf-8")
    opened = a_run(project, SITE, "first")
    (flow,) = opened.bench.report.flows
    first = propose(flow, None, recorded_on="2026-01-01", source="live").baseline
    opened.ledger.apply(opened.changes(Edit(baselines=(first,))), what="first", at="2026-01-01T00:00:00Z")
    return project


@pytest.fixture
def project(recorded, tmp_path):
    return shutil.copytree(recorded, tmp_path / "project")


def a_run(project, site, name="run", *, confirm=0):
    """A kept run of the flow against a site, opened beside the project's files."""
    (flow,) = require(load(project / "flows")).flows
    folder = project / "reports" / name
    before = {}
    if (project / "flows" / "lamp" / "baselines").exists():
        from verifier.store.baselines import read_baseline

        before = read_baseline(project / "flows", flow.id, flow.locale)
    told: list = []
    run_apart(a_night(lambda: Visitor(site=site), before or None, told, flow=flow, confirm=confirm))
    start = RunStarted(name, "0", "2026-01-02T00:00:00Z", "live", "", "", (flow.key,), ())
    stamps = [Stamped(at, event) for at, event in enumerate((start, *told, RunFinished(name)))]
    folder.mkdir(parents=True, exist_ok=True)
    with JournalWriter(folder / "journal.jsonl") as write:
        for stamped in stamps:
            write(stamped)
    return beside(fold(tuple(stamps)), root=project / "flows", folder=folder)


def changed(*names):
    site = dict(SITE)
    for name in names:
        where, change = REAL[name]
        site[where] = change(site[where])
    return site


def findings(opened):
    (flow,) = opened.bench.report.flows
    return flow.key, {each.fingerprint: each for each in opened.bench.verdict(flow.key).findings}


def reopened(opened):
    return beside(opened.bench.report, root=opened.root, folder=opened.folder)


def files(project):
    return {
        path.relative_to(project): path.read_bytes()
        for path in sorted((project / "flows").rglob("*"))
        if path.is_file()
    }


ALONE = [(name,) for name in REAL]
PAIRS = [pair for at, pair in enumerate(combinations(REAL, 2)) if at % 9 == 0]


@pytest.mark.parametrize("names", [*ALONE, *PAIRS, tuple(REAL)], ids=" and ".join)
def test_after_accepting_a_finding_exactly_that_one_is_gone_and_undo_restores_every_byte(names, project):
    opened = a_run(project, changed(*names))
    key, found = findings(opened)
    assert alarms(opened.bench.verdict(key))
    before = files(project)
    edited = alone = 0
    for finding in found.values():
        edit = edit_for(opened.bench, {key: (finding,)})
        if not edit:
            assert edit.why
            alone += "accept both" in edit.why
            continue
        edited += 1
        opened.ledger.apply(opened.changes(edit), what="accept", at="2026-01-02T00:00:00Z")
        left = findings(reopened(opened))[1]
        follow = {one for one, each in found.items() if each.follows == finding.fingerprint}
        assert found.keys() - left.keys() - follow == {finding.fingerprint}, finding.sentence
        assert left.keys() <= found.keys()
        opened.ledger.undo()
        assert files(project) == before
    assert edited or alone


def test_the_edits_that_a_report_shows_are_those_that_accepting_makes(project, monkeypatch):
    opened = a_run(project, changed(*REAL))
    key, found = findings(opened)
    report = fold(tuple(read_journal(opened.folder / "journal.jsonl").events))
    told = with_edits(report, root=opened.root, folder=opened.folder)
    made = {one: edit_for(opened.bench, {key: (finding,)}) for one, finding in found.items()}
    assert {edit.findings[0]: (bool(edit.diff), edit.why) for edit in told.edits} == {
        one: (bool(edit), edit.why) for one, edit in made.items()
    }
    assert all(edit.proven for edit in told.edits if edit.diff)
    monkeypatch.setattr(edits, "MOST_JUDGED", 0)
    unproven = replace(told, edits=with_edits(report, root=opened.root, folder=opened.folder).edits)
    assert {edit.proven for edit in unproven.edits if edit.diff} == {False}
    for name in ("html", "markdown"):
        texts = [next(iter(REPORTERS[name](each, lambda picture: None))).content.decode() for each in (told, unproven)]
        assert [UNPROVEN in text for text in texts] == [False, True]


def test_findings_accepted_one_after_the_other_leave_nothing_that_can_be_edited(project):
    opened = a_run(project, changed(*REAL))
    while True:
        key, found = findings(opened)
        together = (*((each,) for each in found.values()), *combinations(found.values(), 2))
        edits = ((each, edit_for(opened.bench, {key: each})) for each in together)
        taken = next(((each, edit) for each, edit in edits if edit), None)
        if taken is None:
            break
        opened.ledger.apply(opened.changes(taken[1]), what="accept", at="2026-01-02T00:00:00Z")
        opened = reopened(opened)
        assert not {each.fingerprint for each in taken[0]} & findings(opened)[1].keys()
    assert {each.rule for each in alarms(opened.bench.verdict(key)).values()} <= {
        Rule.HEADING_REMOVED,
        Rule.ADDRESS_GONE,
    }


@pytest.mark.parametrize(
    ("name", "file", "was", "now"),
    [
        ("the link is called otherwise", "labels.yaml", "ask: {en: Ask us}   # the way", "ask: {en: Write to us}   # the way"),
        ("the link leads elsewhere", "ask.yaml", 'help/charging"}   # where', 'help/power"}   # where'),
        ("the mail address is another", "ask.yaml", "{mail: help@lamp.example}", "{mail: hello@lamp.example}"),
        ("a heading is called otherwise", "ask.yaml", "heading: Still in the dark?", "heading: Still in darkness?"),
        ("an option is gone", "ask.yaml", "[Desk lamp, $torch, 'Lantern']", "[Desk lamp, $torch]"),
        ("a field must be filled in", "ask.yaml", "required: false", "required: true"),
        ("a limit is another", "ask.yaml", "min_length: 30", "min_length: 50"),
    ],
)  # fmt: skip
def test_only_the_touched_span_of_a_file_changes(name, file, was, now, project):
    opened = a_run(project, changed(name))
    key, found = findings(opened)
    edits = [edit_for(opened.bench, {key: (finding,)}) for finding in found.values() if finding.sources]
    texts = dict(next(edit.texts for edit in edits if edit.texts))
    assert texts == {f"flows/lamp/{file}": FILES[file].replace(was, now)}


def test_accepting_options_that_were_renamed_for_one_cause_rewords_each_of_them(project):
    lamps = tuple(replace(each, text=f"{each.text} (old)") for each in OPTIONS)
    form = tuple(replace(each, options=lamps) if getattr(each, "options", ()) else each for each in FORM_PAGE)
    opened = a_run(project, {**SITE, FORM: form})
    key, found = findings(opened)
    (finding,) = (each for each in found.values() if each.follows is None)
    assert (finding.rule, len(finding.renamed)) == (Rule.OPTION_RENAMED, 3)
    edit = edit_for(opened.bench, {key: (finding,)})
    assert "are: [Desk lamp (old), $torch, 'Lantern (old)']" in dict(edit.texts)["flows/lamp/ask.yaml"]
    assert "torch: [Torch (old), Torch]" in dict(edit.texts)["flows/lamp/labels.yaml"]
    opened.ledger.apply(opened.changes(edit), what="accept", at="2026-01-02T00:00:00Z")
    assert findings(reopened(opened))[1] == {}


def test_a_label_that_another_page_still_shows_keeps_its_old_words(project):
    for name in ("site.yaml", "labels.yaml"):
        (project / "flows" / "lamp" / name).write_text(FILES[name], encoding="utf-8")
    site = {**SITE, HOME: changed("the link is called otherwise")[HOME]}
    opened = a_run(project, site)
    key, found = findings(opened)
    renamed = next(each for each in found.values() if each.rule is Rule.LINK_RENAMED)
    assert dict(edit_for(opened.bench, {key: (renamed,)}).texts).keys() == {"flows/lamp/labels.yaml"}


def test_a_patch_is_what_git_applies(project):
    git(project, "init", "-q")
    git(project, "add", "-A", "flows")
    opened = a_run(project, changed(*REAL))
    key, found = findings(opened)
    edit = next(
        edit
        for each in found.values()
        if (edit := edit_for(opened.bench, {key: (each,)})) and edit.texts and edit.baselines
    )
    changes = opened.changes(edit)
    (project / "the.patch").write_text(patch_of(changes), encoding="utf-8", newline="\n")
    git(project, "apply", "--check", "the.patch")
    git(project, "apply", "the.patch")
    assert {change.file: (project / change.file).read_bytes() for change in changes} == {
        each.file: each.after for each in changes
    }


def test_git_applies_patches_of_new_removed_and_binary_files(tmp_path):
    git(tmp_path, "init", "-q")
    changes = (
        FileChange("new.yaml", None, b"a: 1\nno end"),
        FileChange("gone.yaml", b"a: 1\n", None),
        FileChange("picture.jpg", bytes(range(256)), bytes(range(255, -1, -1)) * 3),
        FileChange("other.jpg", None, b"\xff\xd8\x00"),
        FileChange("third.jpg", b"\xff\xd8\x00", None),
    )
    for change in changes:
        if change.before is not None:
            (tmp_path / change.file).write_bytes(change.before)
    (tmp_path / "the.patch").write_text(patch_of(changes), encoding="utf-8", newline="\n")
    git(tmp_path, "apply", "the.patch")
    for change in changes:
        assert ((tmp_path / change.file).read_bytes() if (tmp_path / change.file).exists() else None) == change.after


def git(folder, *words):
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


# -- what people type -----------------------------------------------------------------------------------------------


def typed(project, *words):
    return CliRunner().invoke(main, [*words, "--flows", str(project / "flows")], catch_exceptions=False)


def test_a_finding_is_accepted_by_the_beginning_of_its_fingerprint_and_taken_back(project):
    opened = a_run(project, changed("a limit is another"))
    (finding,) = findings(opened)[1]
    before = files(project)
    told = typed(project, "accept", "run", finding[:6], "--yes")
    assert told.exit_code == 0
    assert "-      - field: {label: Your question, min_length: 30}" in told.output
    assert files(project) != before
    again = typed(project, "accept", "run", finding[:6], "--yes")
    assert (again.exit_code, "is no finding any more" in again.output) == (2, True)
    assert typed(project, "undo").exit_code == 0
    assert files(project) == before


def test_a_patch_is_printed_and_nothing_changes(project):
    opened = a_run(project, changed("a limit is another"))
    (finding,) = findings(opened)[1]
    before = files(project)
    told = typed(project, "accept", "run", finding, "--patch")
    assert told.output.startswith("diff --git a/flows/lamp/ask.yaml b/flows/lamp/ask.yaml\n")
    assert files(project) == before


@pytest.mark.parametrize(
    ("words", "says"),
    [(("zzzz",), "names no finding"), (("0000",), "has no finding `0000`"), (("lamp/ask", "0000"), "cannot be accepted at once")],
)  # fmt: skip
def test_what_names_nothing_is_said_and_nothing_changes(words, says, project):
    a_run(project, changed("a limit is another"))
    before = files(project)
    told = typed(project, "accept", "run", *words, "--yes")
    assert (told.exit_code, says in told.output) == (2, True)
    assert files(project) == before


def test_where_one_of_several_findings_has_no_edit_none_is_accepted(project):
    site = dict(SITE)
    site[HOME] = tuple(each for each in SITE[HOME] if getattr(each, "text", "") != "Still in the dark?")
    site[FORM] = changed("a limit is another")[FORM]
    opened = a_run(project, site)
    before = files(project)
    told = typed(project, "accept", "run", *findings(opened)[1], "--yes")
    assert told.exit_code == 2
    assert "correct the guide, then what the flow expects" in told.output
    assert files(project) == before


def test_whole_flows_are_recorded_as_before_and_that_is_taken_back_too(project):
    a_run(project, changed(*REAL))
    before = files(project)
    assert typed(project, "accept", "run", "lamp/ask", "--yes").exit_code == 0
    changed_files = {str(path) for path, content in files(project).items() if before.get(path) != content}
    assert changed_files == {"flows/lamp/baselines/ask.en.yaml"}
    typed(project, "undo")
    assert files(project) == before


# -- rejecting ------------------------------------------------------------------------------------------------------


def test_a_rejected_pair_is_never_proposed_again(project):
    opened = a_run(project, changed("the link is called otherwise"))
    renamed = next(each for each in findings(opened)[1].values() if each.pair)
    assert typed(project, "reject", "run", renamed.fingerprint, "--yes").exit_code == 0
    # The run in which it was taken for the other is told on, and no edit is proposed for it.
    before = reopened(opened)
    key, found = findings(before)
    (relocated,) = (each for each in found.values() if each.relocated)
    assert any("A person said since" in fact for fact in relocated.evidence)
    assert edit_for(before.bench, {key: (relocated,)}).why == "a person rejected it"
    again = a_run(project, changed("the link is called otherwise"), "next")
    assert all(each.pair is None for each in findings(again)[1].values())
    assert Rule.STEP_MISSING in {each.rule for each in findings(again)[1].values()}


def test_any_other_rejected_finding_is_told_on_and_its_edit_is_proposed_no_more(project):
    opened = a_run(project, changed("there is a new field"))
    key, found = findings(opened)
    new = next(each for each in found.values() if each.rule is Rule.FIELD_ADDED)
    assert new.pair is None
    typed(project, "reject", "run", new.fingerprint, "--yes")
    after = reopened(opened)
    assert findings(after)[1].keys() == found.keys()
    assert edit_for(after.bench, {key: (new,)}).why == "a person rejected it"
    typed(project, "undo")
    assert edit_for(reopened(opened).bench, {key: (new,)})


def relabelled(site, **names):
    return {
        **site,
        FORM: tuple(
            replace(
                each,
                options=tuple(replace(option, text=names.get(option.value, option.text)) for option in each.options),
            )
            if getattr(each, "options", ())
            else each
            for each in site[FORM]
        ),
    }


def test_an_option_that_did_not_become_another_is_gone_and_the_other_is_new(project):
    site = relabelled(changed("there is a new field", "the link leads elsewhere"), torch="Headlamp")
    opened = a_run(project, site)
    renamed = next(each for each in findings(opened)[1].values() if each.rule is Rule.OPTION_RENAMED)
    before = files(project)
    assert typed(project, "reject", "run", renamed.fingerprint, "--yes").exit_code == 0
    # Over more runs, with others accepted in between, and with the whole flow recorded anew on another day.
    for count, accepted in enumerate((Rule.FIELD_ADDED, Rule.LINK_TARGET_CHANGED, None)):
        again = a_run(project, site, f"later-{count}")
        found = findings(again)[1].values()
        assert {Rule.OPTION_REMOVED, Rule.OPTION_ADDED} <= {each.rule for each in found}
        assert Rule.OPTION_RENAMED not in {each.rule for each in found}
        if accepted:
            other = next(each for each in found if each.rule is accepted)
            assert typed(project, "accept", f"later-{count}", other.fingerprint, "--yes").exit_code == 0
    for _ in range(2):
        typed(project, "undo")
        assert Rule.OPTION_RENAMED not in {each.rule for each in findings(reopened(opened))[1].values()}
    typed(project, "undo")
    assert files(project) == before
    assert renamed.fingerprint in findings(reopened(opened))[1]


def test_what_is_surely_one_element_is_not_parted_and_its_edit_is_proposed_no_more(project):
    opened = a_run(project, changed("a limit is another"))
    key, found = findings(opened)
    (limit,) = (each for each in found.values() if each.rule is Rule.FIELD_CONSTRAINT_CHANGED)
    typed(project, "reject", "run", limit.fingerprint, "--yes")
    again = a_run(project, changed("a limit is another"), "next")
    assert findings(again)[1].keys() == found.keys()
    assert edit_for(again.bench, {key: (limit,)}).why == "a person rejected it"


# -- all files or none ----------------------------------------------------------------------------------------------


def two(tmp_path):
    (tmp_path / "one.yaml").write_bytes(b"1\n")
    return (FileChange("one.yaml", b"1\n", b"2\n"), FileChange("new/two.yaml", None, b"2\n"))


def test_a_file_that_was_edited_in_between_is_not_overwritten(tmp_path):
    ledger = Ledger(tmp_path / "kept", tmp_path)
    changes = two(tmp_path)
    ledger.apply(changes, what="accept", at="")
    (tmp_path / "one.yaml").write_bytes(b"3\n")
    with pytest.raises(LedgerError, match=r"one\.yaml was edited in between"):
        ledger.undo()
    assert ((tmp_path / "one.yaml").read_bytes(), (tmp_path / "new/two.yaml").read_bytes()) == (b"3\n", b"2\n")
    with pytest.raises(LedgerError, match=r"one\.yaml"):
        ledger.apply(changes, what="accept", at="")


def test_where_one_file_cannot_be_written_none_is(tmp_path, monkeypatch):
    ledger = Ledger(tmp_path / "kept", tmp_path)
    (tmp_path / "new").write_bytes(b"a file where a folder should be")
    with pytest.raises(LedgerError, match="nothing was changed"):
        ledger.apply(two(tmp_path), what="accept", at="")
    assert (tmp_path / "one.yaml").read_bytes() == b"1\n"
    assert ledger.entries() == ()


def test_what_a_crash_left_half_done_is_taken_back(tmp_path, monkeypatch):
    ledger = Ledger(tmp_path / "kept", tmp_path)
    changes = two(tmp_path)
    put = Ledger._put  # noqa: SLF001 - the crash comes between two files

    def crash(self, file, content):
        if file.startswith("new"):
            raise KeyboardInterrupt
        put(self, file, content)

    monkeypatch.setattr(Ledger, "_put", crash)
    with pytest.raises(KeyboardInterrupt):
        ledger.apply(changes, what="accept", at="")
    monkeypatch.undo()
    assert (tmp_path / "one.yaml").read_bytes() == b"2\n"
    with pytest.raises(LedgerError, match="nothing to undo"):
        ledger.undo()
    assert ((tmp_path / "one.yaml").read_bytes(), Path(tmp_path / "new/two.yaml").exists()) == (b"1\n", False)


def test_judging_again_after_an_edit_says_that_the_files_changed_and_not_the_site(project):
    opened = a_run(project, changed("a limit is another"))
    (finding,) = findings(opened)[1]
    typed(project, "accept", "run", finding, "--yes")
    told = typed(project, "judge", "run", "--exit-zero")
    assert "Judged again: what differs is a change of ours, not of the site" in told.output
    assert verdict_on(opened.bench.runs("lamp/ask[en]")[0].flow, opened.bench.runs("lamp/ask[en]"), None, ()).findings
