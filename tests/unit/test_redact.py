"""Secret values are found in every form that a page or a report may give them, and taken out of events whole."""

from __future__ import annotations

import base64
import html
import json
from dataclasses import replace
from urllib.parse import quote, quote_plus

import pytest
from builders import a_flow, a_place, a_selector
from hypothesis import given
from hypothesis import strategies as st

from verifier.browser.saved_state import every_secret, secrets_of, state_path
from verifier.errors import UsageError
from verifier.model.action import Fill
from verifier.model.event import FlowStarted, StepFinished
from verifier.model.flow import Step
from verifier.model.observation import Trouble, TroubleKind
from verifier.model.run import Faulted
from verifier.model.secret import EnvironmentValue
from verifier.replay.redact import Redactor, named_secrets
from verifier.store.clean import cleaner

SECRET = 'Zx9 "k&<y>/ü+7'  # noqa: S105 - made up
ENCODED = SECRET.encode()
FORMS = {
    "plain": SECRET,
    "upper": SECRET.upper(),
    "percent": quote(SECRET),
    "percent, all": quote(SECRET, safe=""),
    "percent, lower": quote(SECRET, safe="").lower(),
    "percent, plus": quote_plus(SECRET),
    "percent, twice": quote(quote(SECRET, safe=""), safe=""),
    "percent, every byte": "".join(f"%{byte:02X}" for byte in ENCODED),
    "json": json.dumps(SECRET)[1:-1],
    "json, letters kept": json.dumps(SECRET, ensure_ascii=False)[1:-1],
    "html": html.escape(SECRET),
    "html, numbers": "".join(f"&#{ord(sign)};" for sign in SECRET),
    "html, hex numbers": "".join(f"&#x{ord(sign):X};" for sign in SECRET),
    "script": "".join(f"\\u{ord(sign):04x}" for sign in SECRET),
    "hex": ENCODED.hex(),
    "hex, upper": ENCODED.hex().upper(),
    "base64": base64.b64encode(ENCODED).decode(),
    "base64, web": base64.urlsafe_b64encode(ENCODED).decode(),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_secret_is_taken_out_in_every_form(form):
    redact = Redactor([SECRET])
    assert redact.secret_in(f"a {form} z")
    assert form.casefold() not in redact.text(f"before {form} after").casefold()
    assert json.loads(redact.json(json.dumps({"a": [form]}, ensure_ascii=False)))["a"] != [form]


@given(
    st.binary(max_size=9),
    st.text(st.characters(codec="utf-8"), min_size=8, max_size=20).filter(str.strip),
    st.binary(max_size=9),
)
def test_a_secret_inside_longer_base64_is_found_at_each_alignment(before, secret, after):
    secret = secret.strip()
    redact = Redactor([secret])
    if len(secret.encode()) >= 8:
        text = base64.b64encode(before + secret.encode() + after).decode()
        assert redact.secret_in(text)
        assert not redact.secret_in(redact.secrets(text))


@given(st.text(), st.text(min_size=4))
def test_what_was_cleaned_holds_no_secret_and_cleaning_twice_is_once(text, secret):
    redact = Redactor([secret])
    cleaned = redact.text(f"{text}{secret}{text}")
    if redact and "[redacted]".find(secret.strip().casefold()) < 0:
        assert secret.strip() not in cleaned or len(secret.strip()) < 4
        assert redact.text(cleaned) == cleaned


def test_what_was_typed_and_is_no_secret_stays_in_names_and_ids():
    redact = Redactor()
    redact.learn("android", secret=False)
    assert redact.text("I use Android.") == "I use [typed]."
    assert redact.secrets("choice-android") == "choice-android"
    assert redact.json('["android"]') == '["android"]'


def test_a_flow_names_its_secrets():
    steps = (
        Step("a", Fill(a_selector(), EnvironmentValue("PIN")), a_place()),
        Step("b", Fill(a_selector(), "hidden words", secret=True), a_place()),
        Step("c", Fill(a_selector(), "reader@example.org"), a_place()),
    )
    assert named_secrets(a_flow(steps=steps), {"PIN": "493001"}) == ("493001", "hidden words")
    assert named_secrets(a_flow(steps=steps), {}) == ("hidden words",)


def test_no_event_holds_a_secret_wherever_it_stands():
    clean = cleaner(Redactor(["hidden words"]))
    steps = (Step("b", Fill(a_selector(name="Say hidden words"), "hidden words", secret=True), a_place()),)
    flow = a_flow(steps=steps)
    for event in (
        FlowStarted(flow.key, flow),
        StepFinished(flow.key, "b", Faulted(Trouble(TroubleKind.INTERNAL, "Bad aGlkZGVuIHdvcmRz, HIDDEN+WORDS."))),
    ):
        told = repr(clean(event)).casefold()
        assert "hidden words" not in told
        assert "hidden+words" not in told
        assert "agl" not in told
    untouched = FlowStarted(flow.key, replace(flow, steps=()))
    assert clean(untouched) is untouched


def test_a_secret_that_is_a_word_of_our_own_breaks_no_event():
    flow = a_flow()
    event = StepFinished(flow.key, "b", Faulted(Trouble(TroubleKind.INTERNAL, "x")))
    assert cleaner(Redactor(["internal"]))(event) == event


STATE = {
    "cookies": [
        {"name": "remixsid", "value": "1_abcdef%2Fxyz", "httpOnly": True},
        {"name": "theme", "value": "midnight"},
        {"name": "lang", "value": "en"},
        {"name": "visits", "value": "17"},
        {"name": "device", "value": "a8f3c2d19b"},
    ],
    "origins": [
        {
            "origin": "https://x",
            "localStorage": [
                {"name": "user", "value": json.dumps({"accessToken": "tok-qwerty", "name": "Anna Banana"})}
            ],
        }
    ],
}


def test_the_keys_of_a_saved_state_are_secret_and_its_settings_are_not(tmp_path):
    path = tmp_path / "state.json"
    path.write_text(json.dumps(STATE), "utf-8")
    flow = replace(a_flow(), storage_state_env="STATE")
    assert set(secrets_of(flow, {"STATE": str(path)})) == {
        "1_abcdef%2Fxyz",
        "1_abcdef/xyz",
        "a8f3c2d19b",
        "tok-qwerty",
    }
    assert secrets_of(flow, {}) == ()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cookies": "tok-qwerty"}', '"tok-qwerty"'])
def test_a_file_that_is_no_saved_state_is_refused_without_telling_what_is_in_it(tmp_path, text):
    path = tmp_path / "state.json"
    path.write_text(text, "utf-8")
    flow = replace(a_flow(), storage_state_env="STATE")
    with pytest.raises(UsageError) as refused:
        state_path(flow, {"STATE": str(path)})
    assert "tok-qwerty" not in f"{refused.value.message} {refused.value.hint}"
    assert every_secret([flow], {"STATE": str(path)}) == ()
