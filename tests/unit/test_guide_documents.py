"""`verifier guides check`: the register against the guides' own text, on guides of our own writing."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from builders import a_claim, a_guide, a_place
from click.testing import CliRunner

from verifier.cli import main
from verifier.compare.documents import Gone, check_document
from verifier.compare.passages import Holds, addresses, fingerprint, numbers, quoted_labels, sentences, what_it_holds
from verifier.flowfile.library import load
from verifier.model.guide import AddressForm, AddressValue, NumberValue, Statement

FIXTURES = Path(__file__).parents[1] / "fixtures" / "documents"


@pytest.fixture
def texts(tmp_path, monkeypatch):
    shutil.copytree(FIXTURES, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "texts"


def check(*arguments):
    return CliRunner().invoke(main, ["guides", "check", "--documents", "texts", *arguments])


def change(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_guide_whose_register_is_complete_has_nothing_to_tell(texts):
    result = check()
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "lamp-ar (lamp-ar.txt): 2 of 3 claims found, 0 things gone, 0 sentences that no claim covers\n\n"
        "lamp-en (lamp-en.txt): 5 of 5 claims found, 0 things gone, 0 sentences that no claim covers\n"
    )


def test_where_every_claim_stands_is_told_by_its_lines(texts):
    told = json.loads(check("--json").stdout)
    arabic, english = told["guides"]
    assert arabic["located"] == [{"claim": "LA-1", "lines": [2]}, {"claim": "LA-2", "lines": [3]}]
    assert [(row["claim"], row["lines"]) for row in english["located"]] == [
        ("LE-1", [2, 3]),
        ("LE-2", [4, 5]),
        ("LE-3", [5]),
        ("LE-4", [6]),
        ("LE-5", [7]),
    ]
    assert "  LE-2      lines 4, 5\n" in check("lamp-en", "--lines").stdout


def test_a_renamed_button_is_told_as_a_lost_label_and_as_a_new_sentence(texts):
    change(texts / "lamp-en.txt", "Light on", "Switch on")
    result = check("lamp-en")
    assert result.exit_code == 1
    new = fingerprint("Click “Switch on”")
    assert result.stdout == (
        "lamp-en (lamp-en.txt): 5 of 5 claims found, 2 things gone, 1 sentence that no claim covers\n"
        "  no longer in it\n"
        '    LE-2      sentence "1 of 2 sentences (' + fingerprint("Click “Light on”") + ')", looked for near line 5\n'
        '    LE-2      label "Light on", looked for near line 5\n'
        "  no claim covers\n"
        f"    line 4    {new}  a quoted label, an instruction\n"
        '              Step 2. Click "Switch on"\n'
    )


@pytest.mark.parametrize(
    ("before", "after", "claim", "kind", "what"),
    [
        ("www.example.org/lamp", "www.example.org/light", "LE-1", "url", "https://www.example.org/lamp"),
        ("30 seconds", "40 seconds", "LE-3", "number", "30 seconds"),
        ("help@example.org", "support@example.org", "LE-4", "mail", "help@example.org"),
        ("@example_lamp", "@example_light", "LE-4", "handle", "@example_lamp"),
        ("1 Main Street", "2 Main Street", "LE-5", "postal", "Lamp Works, 1 Main Street, Springfield"),
    ],
)
def test_a_changed_value_is_gone_from_its_claim(texts, *, before, after, claim, kind, what):
    change(texts / "lamp-en.txt", before, after)
    gone = json.loads(check("lamp-en", "--json").stdout)["guides"][0]["gone"]
    assert {(row["claim"], row["kind"], row["what"]) for row in gone if row["kind"] != "sentence"} == {
        (claim, kind, what)
    }


def test_sentences_that_somebody_adds_are_told_with_what_a_claim_should_speak_of(texts):
    with (texts / "lamp-en.txt").open("a", encoding="utf-8") as file:
        file.write("A new page is at example.org/bulbs.\nPress the lever.\nIt is a fine lamp.\n")
    told = json.loads(check("lamp-en", "--json").stdout)["guides"][0]["uncovered"]
    assert [(row["line"], row["holds"]) for row in told] == [(8, ["a URL"]), (9, ["an instruction"])]


def test_a_moved_sentence_is_still_the_same_sentence(texts):
    path = texts / "lamp-en.txt"
    path.write_text("A word before.\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    result = check("lamp-en")
    assert result.exit_code == 0
    assert json.loads(check("lamp-en", "--json").stdout)["guides"][0]["located"][0]["lines"] == [4, 5]


def test_the_writing_of_a_machine_changes_nothing(texts):
    path = texts / "lamp-en.txt"
    text = path.read_text(encoding="utf-8").replace("“Light on”", '"Light\u00a0on"').replace("30", "۳۰")
    path.write_text("\ufeff" + text.replace("Step 2.", "\u200eStep 2.").replace("\n", "\r\n"), encoding="utf-8")
    assert check("lamp-en").exit_code == 0


def test_a_guide_without_named_sentences_is_covered_by_its_labels_and_addresses(texts):
    change(texts / "lamp-ar.txt", "تشغيل", "إيقاف")
    told = json.loads(check("lamp-ar", "--json").stdout)["guides"][0]
    assert [(row["claim"], row["kind"], row["what"]) for row in told["gone"]] == [("LA-2", "label", "تشغيل")]
    assert [(row["line"], row["holds"]) for row in told["uncovered"]] == [(3, ["a quoted label", "an instruction"])]


def test_a_missing_document_is_told_and_the_others_are_checked(texts):
    (texts / "lamp-ar.txt").unlink()
    result = check()
    assert (result.exit_code, result.stderr) == (0, "lamp-ar: no document lamp-ar.txt in texts\n")
    (texts / "lamp-en.txt").unlink()
    assert check().exit_code == 2


def test_an_unknown_guide_has_a_near_name(texts):
    result = check("lamp-em")
    assert (result.exit_code, "did you mean `lamp-en`" in result.stderr) == (2, True)


def test_the_registered_guides_hold_no_sentence_of_their_documents():
    # fingerprints stand in for sentences, so that the text of a guide stays where it is
    guides = load(Path(__file__).parents[2] / "flows").guides
    prints = [each for guide in guides for claim in guide.claims for each in claim.rests_on]
    assert len(prints) > 300
    assert all(len(each) == 8 for each in prints)


# -- sentences and what they hold ------------------------------------------------------------------------------------


def test_a_step_number_belongs_to_its_sentence():
    assert [each.text for each in sentences("Pasul 2. Atingeți Setări. Apoi așteptați!\n\n— \n")] == [
        "Pasul 2. Atingeți Setări.",
        "Apoi așteptați!",
    ]


def test_the_same_words_have_one_fingerprint_under_any_step_number():
    assert (
        fingerprint("Pasul 2. Atingeți Setări")
        == fingerprint("Pasul 7. Atingeți Setări")
        == fingerprint("• atingeți setări.")
    )


def test_addresses_are_told_apart():
    found = addresses("Visit vk.com/support?act=new, mail a.b@example.org or @WhatsApp; version 2.0 and e.g. nothing.")
    assert [(each.form, each.address) for each in found] == [
        (AddressForm.URL, "vk.com/support?act=new"),
        (AddressForm.MAIL, "a.b@example.org"),
        (AddressForm.HANDLE, "@WhatsApp"),
    ]


def test_numbers_are_read_in_every_script():
    assert numbers("٣٠ или ۴۰, 3-4 days, v2") == {30, 40, 3, 4}


@pytest.mark.parametrize(
    ("sentence", "language", "holds"),
    [
        ('Bonyeza kitufe cha "Tuma".', "sw", (Holds.LABEL, Holds.INSTRUCTION)),
        ("点击提交按钮", "zh", (Holds.INSTRUCTION,)),
        ("Κάντε κλικ στο κουμπί", "el", (Holds.INSTRUCTION,)),
        ("Γράψτε μια επιστολή Βήμα 12", "el", ()),
        ("Selectați platforma", "ro", (Holds.INSTRUCTION,)),
        ("The weather is fine.", "en", ()),
        ("See https://example.org.", "xx", (Holds.URL,)),
    ],
)
def test_what_a_claim_should_speak_of(sentence, language, holds):
    assert what_it_holds(sentence, language) == holds


def test_a_long_quotation_is_a_sample_and_no_label():
    assert quoted_labels('Write "Hello, I bought a lamp and it does not shine any more" or press "Next".') == ("Next",)


def test_a_number_is_looked_for_where_the_claim_stands():
    text = "Wait 3 days.\nChapter one.\nIn 30 days it ends."
    stated = Statement("days", NumberValue(3, 3, "days"), a_place())
    claim = replace(a_claim("RO-1"), states=(stated,), rests_on=(fingerprint("In 30 days it ends."),))
    assert check_document(a_guide(claims=(claim,)), text).gone == (Gone("RO-1", "number", "3 days", 3),)


def test_an_address_that_another_one_only_begins_with_is_gone():
    stated = Statement("support", AddressValue(AddressForm.URL, "https://vk.com/support"), a_place())
    guide = a_guide(claims=(replace(a_claim("RO-1"), states=(stated,)),))
    assert [each.kind for each in check_document(guide, "See https://vk.com/support?act=new").gone] == ["url"]
    assert check_document(guide, "See vk.com/support.").gone == ()
