"""Laws of the register: agreeing with oneself, symmetry, and that no order matters."""

from dataclasses import replace
from datetime import date, timedelta

from builders import a_claim, a_guide, a_place
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from verifier.compare.documents import check_document
from verifier.compare.guides import guide_findings
from verifier.compare.passages import fingerprint, sentences
from verifier.compare.statements import BothHold, Clash, Lacks, relation
from verifier.flowfile.attested import attested_text, parse_attested
from verifier.flowfile.rules import Kind
from verifier.flowfile.schema import check_schema
from verifier.flowfile.strict_yaml import read_tree
from verifier.model.attestation import Attestation, Evidence, latest
from verifier.model.finding import Rule
from verifier.model.guide import (
    AddressForm,
    AddressValue,
    ItemValue,
    ListValue,
    NumberValue,
    PathValue,
    PresenceValue,
    RedactedValue,
    Statement,
    TextValue,
    Value,
)
from verifier.store.codec import decode, encode

QUICK = settings(max_examples=60, deadline=timedelta(seconds=3), suppress_health_check=[HealthCheck.too_slow])
names = st.sampled_from(["Help", "help", "Settings", "Next", "مساعدة", "帮助", "Setări", "a", "b"])
several = st.lists(names, min_size=1, max_size=4).map(tuple)
values = st.one_of(
    st.builds(TextValue, names),
    st.builds(lambda least, more, unit: NumberValue(least, least + more, unit), st.integers(0, 9), st.integers(0, 3), st.sampled_from(["days", ""])),
    st.builds(ListValue, several, ordered=st.booleans(), whole=st.booleans()),
    st.builds(ItemValue, names, st.none() | st.integers(1, 4)),
    st.builds(PresenceValue, present=st.booleans()),
    st.builds(AddressValue, st.sampled_from(AddressForm), st.sampled_from(["a@example.org", "+1 202 555 0101", "https://example.org/a"])),
    st.builds(PathValue, several),
    st.builds(RedactedValue, st.just("mail address")),
)  # fmt: skip
subjects = st.sampled_from(["where help is", "teams"])
scopes = st.sampled_from([(), ("Android",), ("iPhone",)])


@st.composite
def libraries(draw):
    guides = []
    for name in ("en-one", "ro-two", "ar-three"):
        stated = draw(st.lists(st.tuples(subjects, values, scopes), max_size=4))
        claims = tuple(
            replace(
                a_claim(f"{name[:2].upper()}-{n}", line=n, guide=name),
                states=(Statement(subject, value, a_place(n, file=f"flows/guides/{name}.yaml"), scope),),
            )
            for n, (subject, value, scope) in enumerate(stated, 1)
        )
        guides.append(a_guide(name, language=name[:2], claims=claims))
    return tuple(guides)


@QUICK
@given(values)
def test_a_value_holds_together_with_itself(value):
    assert relation(value, value) == BothHold()


@QUICK
@given(values, values)
def test_how_two_values_stand_to_each_other_is_the_same_from_both_sides(one, other):
    there, back = relation(one, other), relation(other, one)
    assert type(there) is type(back)
    if isinstance(there, Clash | Lacks):
        assert isinstance(back, Clash | Lacks)
        assert (there.one, there.other) == (back.other, back.one)


@QUICK
@given(subjects, values, scopes)
def test_guides_that_say_the_same_never_disagree(subject, value, scope):
    assume(not isinstance(value, ItemValue) or value.of is None)
    guides = []
    for name in ("en-one", "ro-two"):
        stated = Statement(subject, value, a_place(1, file=f"flows/guides/{name}.yaml"), scope)
        claims = tuple(replace(a_claim(f"{name[:2].upper()}-{n}", guide=name), states=(stated,)) for n in (1, 2))
        guides.append(a_guide(name, claims=claims))
    assert not {each.rule for each in guide_findings(guides)} & {Rule.GUIDES_DISAGREE, Rule.INCOMPLETE}


@QUICK
@given(libraries(), st.permutations(range(3)))
def test_the_order_of_the_guides_makes_no_difference(guides, order):
    assert guide_findings(guides) == guide_findings(tuple(guides[index] for index in order))


@QUICK
@given(libraries())
def test_the_same_claims_in_another_order_give_the_same_findings(guides):
    turned = tuple(replace(guide, claims=tuple(reversed(guide.claims))) for guide in guides)
    assert {(each.rule, frozenset(each.claims)) for each in guide_findings(guides)} == {
        (each.rule, frozenset(each.claims)) for each in guide_findings(turned)
    }


@QUICK
@given(libraries())
def test_every_finding_names_claims_of_its_guides_and_has_a_fingerprint_of_its_own(guides):
    known = {claim.id: guide.id for guide in guides for claim in guide.claims}
    found = guide_findings(guides)
    for each in found:
        assert each.claims
        assert each.sentence.endswith(".")
        assert set(each.guides) == {known[claim] for claim in each.claims}


@QUICK
@given(values)
def test_a_value_survives_the_journal(value):
    assert decode(encode(value, Value), Value) == value


# -- documents ---------------------------------------------------------------------------------------------------

lines = st.lists(
    st.text(alphabet=st.characters(exclude_categories=("Cs",)) | st.sampled_from('.?! "“”\u200f٣3@/'), max_size=60), max_size=6
)  # fmt: skip


@QUICK
@given(lines)
def test_any_text_has_sentences_and_a_claim_that_rests_on_them_all_leaves_none_uncovered(texts):
    text = "\n".join(texts)
    said = sentences(text)
    prints = tuple(dict.fromkeys(each.fingerprint for each in said))
    if not prints:
        return
    checked = check_document(a_guide(claims=(replace(a_claim(), rests_on=prints),)), text)
    assert (checked.gone, checked.unspoken) == ((), ())


@QUICK
@given(st.sampled_from(["Press “Next”", "Premi «Avanti»", "اضغط على “التالي”", "3 days"]))
def test_how_a_machine_wrote_a_sentence_does_not_change_its_fingerprint(sentence):
    again = sentence.replace(" ", "\u00a0").replace("“", '"').replace("”", '"').replace("3", "٣")
    assert fingerprint(f"\u200f• {again}\u200e") == fingerprint(sentence)


# -- attestations ------------------------------------------------------------------------------------------------

plain = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=30).filter(
    str.strip
)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
attestations = st.builds(
    lambda claims, by, on, valid, note, evidence: Attestation(
        "ro-whatsapp", tuple(claims), by, on.isoformat(), valid, a_place(1), note, evidence
    ),
    st.lists(st.sampled_from(["RO-1", "RO-2", "RO-3"]), min_size=1, unique=True),
    plain,
    days,
    st.integers(1, 9999),
    st.just("") | plain,
    st.none() | st.just(Evidence("screen.png", "0" * 64)),
)  # fmt: skip


@QUICK
@given(st.lists(attestations, min_size=1, max_size=5))
def test_attestations_are_read_back_as_they_were_written_in_any_order(made):
    text = attested_text(tuple(made))
    assert attested_text(tuple(reversed(made))) == text
    tree = read_tree(text, "flows/guides/ro-whatsapp.attested.yaml")
    assert (tree.problems, check_schema(tree, Kind.ATTESTED)) == ((), ())
    guide = a_guide(claims=tuple(a_claim(f"RO-{n}") for n in (1, 2, 3)))
    found, problems = parse_attested(tree, guide)
    assert problems == ()
    here = a_place(1)
    assert {replace(each, place=here) for each in found} == {replace(each, place=here) for each in made}
    assert attested_text(found) == text


@QUICK
@given(attestations, days)
def test_an_attestation_counts_from_its_day_to_its_last(made, day):
    first = date.fromisoformat(made.on)
    assert made.counts_on(day) == (first <= day <= first + timedelta(days=made.valid_days))
    assert latest((made,), made.claims[0], day) == (made if first <= day else None)
