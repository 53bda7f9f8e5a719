"""`verifier guides` and `verifier attest`: of every statement whether it holds, who says so, and until when."""

import hashlib
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import a_claim, a_finding, a_flow, a_flow_report, a_guide, a_place, a_report, a_step, an_expectation
from click.testing import CliRunner

from verifier.cli import main
from verifier.flowfile import reading
from verifier.flowfile.coverage import uncovered
from verifier.flowfile.library import load
from verifier.model.attestation import Attestation, Evidence
from verifier.model.event import FlowFinished, FlowJudged, FlowStarted, RunFinished, RunStarted, Stamped
from verifier.model.finding import ClaimState, ClaimVerdict, Status, Verdict
from verifier.model.guide import CheckKind
from verifier.session.fold import fold, guide_report
from verifier.session.register import register, speakers
from verifier.store.codec import decode, encode
from verifier.store.journal import JournalWriter

GOLDENS = Path(__file__).parents[1] / "goldens"
TODAY = date(2026, 6, 1)
FLOW = """version: 1
title: Ask support
site: acme
locales: [en, ro]
claims: [EN-1.2]
steps:
  - id: open
    goto: https://www.example.org/
    claims: [EN-1.1]
    expect:
      - heading: Acme
        claims: [EN-1.1]
"""
GUIDE = """version: 1
title: Contact Acme by phone
language: en
direction: ltr
site: acme
claims:
  - id: PH-1
    where: Step 1
    says: Open the app.
    check: app
    labels: [Acme, {label: Akme, garbled: true, means: $acme}]
    unfounded: There is no app of Acme.
    states:
      - subject: teams of Acme
        value: {list: [Sales, Help desk], whole: true}
  - id: PH-2
    where: Step 2
    says: There are three teams, and a page names them.
    check: page
    states:
      - subject: teams of Acme
        value: {list: [Sales, Press], whole: true}
      - subject: phone number of Acme
        value: {redacted: phone number}
  - id: PH-3
    where: Tips
    says: Be polite.
    check: advice
"""


def an_attestation(*claims, on="2026-05-01", valid_days=90, by="A reader", guide="ro-whatsapp"):
    return Attestation(guide, claims or ("RO-1",), by, on, valid_days, a_place())


# -- what an attestation does ----------------------------------------------------------------------------------------

APP = a_guide(claims=(a_claim("RO-1", check=CheckKind.APP), a_claim("RO-2", check=CheckKind.ADVICE)))


def test_what_only_an_app_shows_is_attested_while_the_attestation_counts():
    told = guide_report(APP, (), (an_attestation(on="2026-05-01"),), on=TODAY).claims[0]
    assert (told.verdict, told.because) == (
        ClaimVerdict.ATTESTED,
        "A reader looked on 2026-05-01; this counts until 2026-07-30.",
    )


def test_an_attestation_that_ran_out_is_stale_and_says_since_when():
    told = guide_report(APP, (), (an_attestation(on="2026-01-01"),), on=TODAY).claims[0]
    assert (told.verdict, told.because) == (
        ClaimVerdict.STALE,
        "A reader looked on 2026-01-01; this counted until 2026-04-01 and somebody has to look again.",
    )


def test_of_several_attestations_the_one_that_reaches_furthest_counts():
    made = (
        an_attestation(on="2026-01-01"),
        an_attestation(on="2026-05-01"),
        an_attestation(on="2026-05-20", valid_days=1),
    )
    assert guide_report(APP, (), made, on=TODAY).claims[0].verdict is ClaimVerdict.ATTESTED


def test_an_attestation_from_after_the_run_says_nothing_of_it():
    told = guide_report(APP, (), (an_attestation(on="2026-06-02"),), on=TODAY).claims[0]
    assert told.verdict is ClaimVerdict.UNVERIFIED


def judged(verdict, *, claim="RO-1", flow=None):
    flow = flow or a_flow(claims=(claim,))
    state = ClaimState(claim, verdict, "because", flow.id, flow.locale, "open")
    return a_flow_report(flow, claims=(state,))


@pytest.mark.parametrize("seen", [ClaimVerdict.HOLDS, ClaimVerdict.CONTRADICTED])
def test_what_a_flow_saw_weighs_more_than_what_somebody_attested(seen):
    assert guide_report(APP, (judged(seen),), (an_attestation(),), on=TODAY).claims[0].verdict is seen


def test_an_attestation_speaks_where_a_wall_kept_the_flow_from_seeing():
    flows = (judged(ClaimVerdict.UNVERIFIED),)
    assert guide_report(APP, flows, (an_attestation(),), on=TODAY).claims[0].verdict is ClaimVerdict.ATTESTED


def test_the_fold_takes_the_day_from_the_start_of_the_run():
    def verdict(started_at):
        start = RunStarted("r", "0", started_at, "live", "", "", (), (APP,), attestations=(an_attestation(),))
        report = fold((Stamped(0, start), Stamped(1, RunFinished("r"))))
        return report.guides[0].claims[0].verdict

    assert verdict("2026-05-02T00:00:00Z") is ClaimVerdict.ATTESTED
    assert verdict("2026-09-01T00:00:00Z") is ClaimVerdict.STALE
    assert verdict("some day") is ClaimVerdict.UNVERIFIED


def test_the_journal_keeps_what_was_attested():
    made = replace(an_attestation("RO-1"), note="seen", evidence=Evidence("screen.png", "0" * 64))
    start = RunStarted("r", "0", "2026-05-02T00:00:00Z", "live", "", "", (), (APP,), attestations=(made,))
    stamped = Stamped(0, start)
    assert decode(encode(stamped, Stamped), Stamped) == stamped


# -- the register ----------------------------------------------------------------------------------------------------


def test_a_claim_that_nobody_saw_says_why():
    guide = a_guide(
        claims=(
            a_claim("RO-1", check=CheckKind.PAGE),
            a_claim("RO-2", check=CheckKind.PAGE),
            a_claim("RO-3", check=CheckKind.APP),
            a_claim("RO-4", check=CheckKind.ADVICE),
        )
    )
    flows = (a_flow(claims=("RO-1",)),)

    def told(run):
        return [each.because for each in register((guide,), flows, run=run, attestations=(), today=TODAY)[0].claims]

    rest = ["No flow speaks for it.", "Only the app on a phone can show it.", "Advice: there is nothing to check."]
    assert told(None) == ["No run has been made yet.", *rest]
    assert told(a_report()) == ["The run did not play whatsapp/contact.", *rest]


def test_every_step_that_speaks_for_a_claim_is_named_once_with_its_locales():
    step = a_step("send", claims=("RO-1",), expect=(an_expectation(claims=("RO-1", "RO-2")),), line=9)
    flows = (a_flow(locale="en", steps=(step,), claims=("RO-3",)), a_flow(locale="ro", steps=(step,)))
    told = {claim: [(str(each), each.locales) for each in spoken] for claim, spoken in speakers(flows).items()}
    assert told == {
        "RO-1": [("whatsapp/contact#send", ("en", "ro"))],
        "RO-2": [("whatsapp/contact#send", ("en", "ro"))],
        "RO-3": [("whatsapp/contact", ("en",))],
    }


def test_a_claim_that_a_page_could_bear_out_and_no_flow_names_is_uncovered():
    guide = replace(
        a_guide(
            claims=(
                a_claim("RO-1", check=CheckKind.FACT),
                a_claim("RO-2", check=CheckKind.SIGNED_IN),
                a_claim("RO-3", check=CheckKind.MAIL),
            )
        ),
        site="whatsapp",
    )
    told = uncovered((guide,), (a_flow(claims=("RO-2",)),))
    assert [(each.code, each.message) for each in told] == [
        ("claim-without-flow", "no flow speaks for the claim `RO-1`")
    ]
    assert uncovered((guide,), (a_flow("vk/contact"),)) == ()


# -- on the command line ---------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path, monkeypatch):
    shutil.copytree(GOLDENS / "flow_base", tmp_path, dirs_exist_ok=True)
    (tmp_path / "flows" / "acme" / "contact.yaml").write_text(FLOW, encoding="utf-8")
    (tmp_path / "flows" / "guides" / "acme-phone.yaml").write_text(GUIDE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def verifier(*arguments):
    return CliRunner().invoke(main, arguments)


def played(project, verdict, run="run-1", findings=(), day="2024-05-02"):
    """A journal in which the flow came out with that verdict on EN-1.1."""
    library = load(project / "flows")
    flow = library.flows[0]
    state = ClaimState(
        "EN-1.1", verdict, "The page says so.", flow.id, "en", "open", tuple(f.fingerprint for f in findings)
    )
    events = (
        RunStarted(run, "0", f"{day}T00:00:00Z", "live", "", "", (flow.key,), library.guides),
        FlowStarted(flow.key, flow),
        FlowFinished(flow.key),
        FlowJudged(flow.key, Verdict(flow.id, "en", Status.BROKEN, "", findings, (state,))),
        RunFinished(run),
    )
    with JournalWriter(project / "reports" / run / "journal.jsonl") as journal:
        for at, event in enumerate(events):
            journal(Stamped(at, event))


def golden(name, told):
    """The text is the one that was reviewed, or lies beside it as `.actual`."""
    path = GOLDENS / "register" / f"{name}.txt"
    if not path.exists() or path.read_text(encoding="utf-8") != told:
        path.with_suffix(".actual").write_text(told, encoding="utf-8")
        pytest.fail(
            f"{name} is new or changed; read {path.with_suffix('.actual')}, and move it to {path.name}\n\n{told}"
        )


def test_the_table_tells_of_every_guide_and_of_what_the_guides_show_by_themselves(project):
    played(project, ClaimVerdict.HOLDS)
    result = verifier("guides")
    assert (result.exit_code, result.stderr) == (0, "")
    golden("table", result.stdout)


def test_one_claim_is_explained_with_its_last_evidence(project):
    finding = replace(a_finding(sentence="The page no longer shows Acme."), claims=("EN-1.1",))
    played(project, ClaimVerdict.CONTRADICTED, findings=(finding,))
    assert verifier("attest", "PH-1", "--by", "A reader", "--on", "2024-01-31", "--valid", "1d").exit_code == 0
    result = verifier("guides", "en-1.1", "PH-1")
    assert result.exit_code == 0
    golden("claims", result.stdout)


def test_json_answers_for_every_claim(project):
    played(project, ClaimVerdict.HOLDS)
    told = json.loads(verifier("guides", "--json").stdout)
    assert told["run"] == {"id": "run-1", "started_at": "2024-05-02T00:00:00Z", "against": "live"}
    claims = {claim["id"]: claim for guide in told["guides"] for claim in guide["claims"]}
    assert {claim_id: claim["verdict"] for claim_id, claim in claims.items()} == {
        "EN-1.1": "holds",
        "EN-1.2": "unverified",
        "PH-1": "unverified",
        "PH-2": "unverified",
        "PH-3": "not-checkable",
    }
    assert claims["PH-1"]["garbled"] == {"Akme": "Acme"}
    assert claims["PH-2"]["states"][1] == {
        "subject": "phone number of Acme",
        "scope": [],
        "value": {"redacted": "phone number"},
    }
    assert claims["EN-1.1"]["spoken_for_by"][0]["flow"] == "acme/contact"
    assert sorted(finding["rule"] for finding in told["findings"]) == [
        "guides-disagree",
        "label-garbled",
        "unfounded",
        "value-missing",
    ]
    assert told["guides"][0]["counts"]["holds"] == 1


def test_json_has_the_last_evidence_against_a_claim(project):
    finding = replace(a_finding(sentence="The page no longer shows Acme."), claims=("EN-1.1",))
    played(project, ClaimVerdict.CONTRADICTED, findings=(finding,))
    claim = json.loads(verifier("guides", "EN-1.1", "--json").stdout)["guides"][0]["claims"][0]
    assert [(each["sentence"], each["fingerprint"]) for each in claim["evidence"]] == [
        ("The page no longer shows Acme.", finding.fingerprint)
    ]


def test_other_words_that_the_site_has_for_a_label_of_the_guide_are_told(project):
    labels = project / "flows" / "acme" / "labels.yaml"
    labels.write_text(
        labels.read_text(encoding="utf-8").replace("acme: Acme", "acme: [ACME, The Acme]"), encoding="utf-8"
    )
    told = json.loads(verifier("guides", "--json").stdout)
    assert [each["sentence"] for each in told["findings"] if each["rule"] == "label-varies"] == [
        'The guide writes "Acme"; the site also has "The Acme" for it.'
    ]


def test_json_of_one_claim_holds_that_claim_alone(project):
    told = json.loads(verifier("guides", "PH-2", "--json").stdout)
    assert [[claim["id"] for claim in guide["claims"]] for guide in told["guides"]] == [["PH-2"]]
    assert {finding["rule"] for finding in told["findings"]} == {"guides-disagree", "value-missing"}
    assert told["run"] is None


def test_the_latest_run_is_taken_unless_another_is_named(project):
    played(project, ClaimVerdict.HOLDS, "run-1")
    played(project, ClaimVerdict.CONTRADICTED, "run-2")
    assert "verdict     contradicted" in verifier("guides", "EN-1.1").stdout
    assert "verdict     holds" in verifier("guides", "EN-1.1", "--run", "run-1").stdout
    assert verifier("guides", "--run", "run-9").exit_code == 2


def nights(project, *verdicts):
    """So many runs on as many days, read into the history."""
    for number, verdict in enumerate(verdicts, 1):
        played(project, verdict, f"run-{number}", day=f"2024-05-{number:02d}")
    assert verifier("history", "rebuild").exit_code == 0


def test_a_claim_says_since_when_it_is_so_and_what_it_was_before(project):
    holds, unverified, contradicted = ClaimVerdict.HOLDS, ClaimVerdict.UNVERIFIED, ClaimVerdict.CONTRADICTED
    nights(project, holds, unverified, holds, contradicted, contradicted)
    told = verifier("guides", "EN-1.1").stdout
    assert "  since       2024-05-04, two nights\n" in told
    start = told.index("  history")
    assert [line[14:] for line in told[start:].splitlines()[:4]] == [
        "contradicted from 2024-05-04 to 2024-05-05, two nights: The page says so.",
        "holds on 2024-05-03: The page says so.",
        "unverified on 2024-05-02: The page says so.",
        "holds on 2024-05-01: The page says so.",
    ]
    earlier = verifier("guides", "EN-1.1", "--run", "run-3").stdout
    assert "  since       2024-05-01, two nights\n" in earlier


def test_the_history_of_a_claim_is_cut_unless_all_of_it_is_asked_for(project):
    nights(project, *(ClaimVerdict.HOLDS, ClaimVerdict.CONTRADICTED) * 4)
    assert verifier("guides", "EN-1.1").stdout.count(" on 2024-05-") == 5
    assert verifier("guides", "EN-1.1", "--history").stdout.count(" on 2024-05-") == 8


def test_the_table_and_json_say_since_when(project):
    nights(project, ClaimVerdict.HOLDS, ClaimVerdict.HOLDS)
    assert "      since 2024-05-01  EN-1.1\n" in verifier("guides").stdout
    claim = json.loads(verifier("guides", "EN-1.1", "--json").stdout)["guides"][0]["claims"][0]
    assert (claim["history"]["since"], claim["history"]["nights"]) == ("2024-05-01T00:00:00Z", 2)


def test_a_name_that_is_neither_guide_nor_claim_has_a_near_one(project):
    result = verifier("guides", "PH-11")
    assert result.exit_code == 2
    assert "did you mean `PH-1`" in result.stderr


def test_claims_and_guides_are_not_named_together(project):
    assert verifier("guides", "PH-1", "acme-en").exit_code == 2


def test_check_tells_of_a_claim_that_a_page_could_bear_out_and_no_flow_speaks_for(project):
    assert reading.read_library(project / "flows").problems == ()
    result = verifier("check")
    assert result.exit_code == 2
    assert "error[claim-without-flow]: no flow speaks for the claim `PH-2`\n" in result.stderr
    assert "error: 1 problem in the flow files" in result.stderr
    assert verifier("check", "acme").exit_code == 0


def test_a_broken_flow_does_not_hide_the_guides_and_a_broken_guide_is_shown(project):
    (project / "flows" / "acme" / "contact.yaml").write_text("version: 2\n", encoding="utf-8")
    result = verifier("guides", "acme-phone")
    assert (result.exit_code, "`verifier check` shows it" in result.stderr) == (0, True)
    (project / "flows" / "guides" / "acme-phone.yaml").write_text("version: 2\n", encoding="utf-8")
    assert verifier("guides").exit_code == 2


# -- attest ----------------------------------------------------------------------------------------------------------


def test_attest_writes_a_record_that_a_person_can_review(project):
    (project / "screen.png").write_bytes(b"picture")
    result = verifier(
        "attest", "PH-1", "PH-2", "--by", "A reader", "--on", "2024-05-01", "--valid", "30d",
        "--note", "Seen on a phone: it is there", "--evidence", "screen.png",
    )  # fmt: skip
    assert (result.exit_code, result.stdout) == (
        0,
        "flows/guides/acme-phone.attested.yaml: PH-1, PH-2 by A reader on 2024-05-01, until 2024-05-31\n",
    )
    golden("attested", (project / "flows" / "guides" / "acme-phone.attested.yaml").read_text(encoding="utf-8"))
    made = load(project / "flows").attestations[0]
    assert made.evidence is not None
    assert made.evidence.sha256 == hashlib.sha256(b"picture").hexdigest()
    assert verifier("check", "acme").exit_code == 0


def test_attesting_twice_is_attesting_once_and_the_order_does_not_matter(project):
    path = project / "flows" / "guides" / "acme-phone.attested.yaml"
    first = ("attest", "PH-1", "--by", "B", "--on", "2024-05-02")
    second = ("attest", "PH-2", "--by", "A", "--on", "2024-05-01")
    for arguments in (first, second, first):
        assert verifier(*arguments).exit_code == 0
    text = path.read_text(encoding="utf-8")
    path.unlink()
    for arguments in (second, first):
        verifier(*arguments)
    assert path.read_text(encoding="utf-8") == text
    assert [each.by for each in load(project / "flows").attestations] == ["A", "B"]


def test_claims_of_two_guides_go_into_two_files(project):
    assert verifier("attest", "PH-1", "EN-1.2", "--by", "A").exit_code == 0
    names = sorted(path.name for path in (project / "flows" / "guides").glob("*.attested.yaml"))
    assert names == ["acme-en.attested.yaml", "acme-phone.attested.yaml"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("PH-11", "--by", "A"), "did you mean `PH-1`"),
        (("PH-1", "--by", " "), "say who looked"),
        (("PH-1", "--by", "A", "--on", "2026-02-30"), "`2026-02-30` is no date"),
        (("PH-1", "--by", "A", "--on", "20260131"), "is not a day up to today"),
        (("PH-1", "--by", "A", "--on", "9999-01-01"), "not in the future"),
        (("PH-1", "--by", "A", "--valid", "3 months"), "is no number of days"),
    ],
)
def test_what_cannot_be_attested_says_what_to_write(project, arguments, words):
    result = verifier("attest", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not list((project / "flows" / "guides").glob("*.attested.yaml"))
