"""What each edition must report: how it is read, and what is said of a file that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.errors import ReplicaError
from verifier.model.finding import Level, Rule, Status
from verifier.replica.load import Replica
from verifier.replica.truth import ExpectedFinding, read_truth

FLOWS = Path(__file__).parents[2] / "flows"
TRUTH = """\
version: 1
editions:
  calm:
    - {flow: pets/ask, locales: [en, ro], status: verified}
  wild:
    - flow: pets/ask
      locales: [en, ro]
      status: broken
      findings:
        - {rule: field-added, step: open, level: broken, subject: {en: field Age, ro: field Vârsta}}
        - {rule: outcome-changed, step: send, level: broken}
      contradicted: [PET-1, PET-2]
    - {flow: pets/tell, locales: [en], status: blocked}
"""


@pytest.fixture
def write(tmp_path):
    def write(text: str) -> Path:
        folder = tmp_path / "pets" / "replica"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "truth.yaml").write_text(text, "utf-8")
        return tmp_path

    return write


def test_an_entry_speaks_for_each_of_its_locales(write):
    truth = read_truth(write(TRUTH), "pets", "wild")
    assert [flow.key for flow in truth.flows] == ["pets/ask[en]", "pets/ask[ro]", "pets/tell[en]"]
    romanian = truth.of("pets/ask[ro]")
    assert romanian is not None
    assert romanian.status is Status.BROKEN
    assert romanian.contradicted == {"PET-1", "PET-2"}
    assert romanian.findings == {
        ExpectedFinding(Rule.FIELD_ADDED, "open", Level.BROKEN, "field Vârsta"),
        ExpectedFinding(Rule.OUTCOME_CHANGED, "send", Level.BROKEN),
    }


def test_a_flow_of_which_nothing_is_said_has_no_truth(write):
    assert read_truth(write(TRUTH), "pets", "calm").of("pets/tell[en]") is None


def test_the_edition_that_reports_nothing_has_no_finding(write):
    calm = read_truth(write(TRUTH), "pets", "calm")
    assert {(flow.status, flow.findings, flow.contradicted) for flow in calm.flows} == {
        (Status.VERIFIED, frozenset(), frozenset())
    }


def test_what_differs_around_the_pages_is_said_of_an_edition_by_locale(write):
    around = "around:\n  wild:\n    en: [link-added link news]\n    ro: [link-added link știri, link-removed link x]\n"
    folder = write(TRUTH + around)
    assert read_truth(folder, "pets", "calm").around == {}
    assert read_truth(folder, "pets", "wild").around == {
        "en": {"link-added link news"},
        "ro": {"link-added link știri", "link-removed link x"},
    }
    with pytest.raises(ReplicaError, match="has no edition tame"):
        read_truth(write(f"{TRUTH}around:\n  tame:\n    en: []\n"), "pets", "wild")


def test_an_unknown_edition_is_told_with_those_that_there_are(write):
    with pytest.raises(ReplicaError, match="no edition tame") as caught:
        read_truth(write(TRUTH), "pets", "tame")
    assert caught.value.hint == "editions it speaks of: calm, wild"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rule: field-added", "rule: field-grown", "field-grown is none of field-added"),
        ("status: broken", "status: sad", "sad is none of verified"),
        ("level: broken, subject", "level: loud, subject", "loud is none of broken"),
        ("ro: field Vârsta", "ru: field", "lacks `ro`"),
        ("step: send", "stop: send", "lacks `step`"),
        ("contradicted:", "contradictions:", "has no key `contradictions`"),
        ("flow: pets/tell, locales: [en]", "flow: pets/ask, locales: [en]", "speaks twice of pets/ask[en]"),
        ("version: 1", "version: 7", "is of version 7"),
    ],
)
def test_a_wrong_file_is_told_with_its_place(write, old, new, said):
    with pytest.raises(ReplicaError) as caught:
        read_truth(write(TRUTH.replace(old, new, 1)), "pets", "wild")
    assert said in caught.value.message
    assert "truth.yaml" in caught.value.message


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ReplicaError, match=r"truth\.yaml cannot be read"):
        read_truth(tmp_path, "pets", "wild")


def test_whatsapp_as_documented_reports_nothing():
    truth = read_truth(FLOWS, "whatsapp", "documented")
    assert {flow.status for flow in truth.flows} == {Status.VERIFIED}
    assert not any(flow.findings or flow.contradicted for flow in truth.flows)


@pytest.mark.parametrize("locale", ["en", "ro", "ar"])
def test_whatsapp_today_contradicts_what_the_guides_say_of_the_mail(locale):
    truth = read_truth(FLOWS, "whatsapp", "today").of(f"whatsapp/contact[{locale}]")
    assert truth is not None
    assert truth.status is Status.BROKEN
    assert {"RO-2.6", "AR-F7", "AR-F8"} <= truth.contradicted
    rules = [finding.rule for finding in truth.findings]
    assert rules.count(Rule.FIELD_ADDED) == 2
    assert rules.count(Rule.OUTCOME_CHANGED) == 1


def test_whatsapp_behind_a_wall_is_blocked_and_never_drifted():
    assert {flow.status for flow in read_truth(FLOWS, "whatsapp", "rate-limited").flows} == {Status.BLOCKED}


@pytest.mark.parametrize("edition", Replica.editions(FLOWS, "whatsapp"))
def test_every_edition_of_whatsapp_has_its_truth(edition):
    assert read_truth(FLOWS, "whatsapp", edition).flows
