"""Good files: what an author wrote is what the flow means."""

import os
import shutil
from pathlib import Path

import pytest
import yaml

from verifier.errors import FlowFileError, FlowNotFound
from verifier.flowfile.discover import find_flows_root, given_flows_root, problems_of, select
from verifier.flowfile.library import load, require
from verifier.flowfile.reserved import unreserved
from verifier.flowfile.strict_yaml import MOST_BYTES, read_tree, to_plain
from verifier.model.action import Back, Check, Choose, Click, Fill, Goto, Hover, Press, Select, Submit, WaitFor
from verifier.model.expectation import (
    ExpectAddress,
    ExpectField,
    ExpectHeading,
    ExpectLink,
    ExpectOptions,
    ExpectOutcome,
    MailDraft,
    PostsTo,
)
from verifier.model.secret import EnvironmentValue
from verifier.model.selector import ByCss, ByLabel, ByRole, ByText, Group, Landmark, Section, Selector, Text

BASE = Path(__file__).parents[2] / "goldens" / "flow_base"
HEAD = "version: 1\ntitle: Ask\nsite: acme\nlocale: en\n"
OPEN = "  - {id: open, goto: https://www.example.org/}\n"


@pytest.fixture
def project(tmp_path):
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def write_flow(project, text, name="flow"):
    (project / "flows" / "acme" / f"{name}.yaml").write_text(text, encoding="utf-8")


def the_flows(project, text):
    write_flow(project, text)
    return require(load(project / "flows")).flows


def the_action(project, written):
    (flow,) = the_flows(project, f"{HEAD}steps:\n  - id: it\n    {written}\n")
    return flow.steps[0].action


def the_expectation(project, written, action="goto: https://www.example.org/"):
    (flow,) = the_flows(project, f"{HEAD}steps:\n  - id: it\n    {action}\n    expect:\n      - {written}\n")
    return flow.steps[0].expect[0]


CONTACT = Text(("Contact us",), "contact-us")


@pytest.mark.parametrize(
    ("written", "action"),
    [
        ("goto: https://www.example.org/?lang={lang}", Goto("https://www.example.org/?lang=en_US")),
        ("goto: https://a.help.example.org:8443/x", Goto("https://a.help.example.org:8443/x")),
        ("click: {role: link, name: $contact-us}", Click(Selector(ByRole("link", CONTACT)))),
        ("click: {css: '#a > b'}", Click(Selector(ByCss("#a > b")))),
        ("hover: {text: Menu, frame: iframe}", Hover(Selector(ByText(Text(("Menu",))), frame=("iframe",)))),
        ("click: {text: [A, B], frame: [a, b]}", Click(Selector(ByText(Text(("A", "B"))), frame=("a", "b")))),
        ("fill: {label: Phone, value: 202 555 0123}", Fill(Selector(ByLabel(Text(("Phone",)))), "202 555 0123")),
        ("fill: {label: P, value: {env: PHONE}}", Fill(Selector(ByLabel(Text(("P",)))), EnvironmentValue("PHONE"))),
        ("fill: {label: P, value: x, secret: true}", Fill(Selector(ByLabel(Text(("P",)))), "x", secret=True)),
        ("select: {label: P, option: $acme}", Select(Selector(ByLabel(Text(("P",)))), Text(("Acme",), "acme"))),
        ("select: {label: P, value: US}", Select(Selector(ByLabel(Text(("P",)))), Text(("US",)), by_value=True)),
        ("choose: {option: A, within: {group: G}}", Choose(Text(("A",)), Group(Text(("G",))))),
        ("check: {label: P}", Check(Selector(ByLabel(Text(("P",)))))),
        ("check: {label: P, checked: false}", Check(Selector(ByLabel(Text(("P",)))), checked=False)),
        ("press: {key: Enter}", Press("Enter")),
        ("press: {key: Enter, label: P}", Press("Enter", Selector(ByLabel(Text(("P",)))))),
        ("wait_for: {text: X, gone: true}", WaitFor(Selector(ByText(Text(("X",)))), gone=True)),
        ("back: true", Back()),
        ("submit: {role: button, name: $send}", Submit(Selector(ByRole("button", Text(("Send question",), "send"))))),
        ("click: {text: $$5}", Click(Selector(ByText(Text(("$5",)))))),
        ("click: {text: A, within: {landmark: main}}", Click(Selector(ByText(Text(("A",))), Landmark("main")))),
        (
            "click: {text: A, within: {landmark: {role: navigation, name: B}}}",
            Click(Selector(ByText(Text(("A",))), Landmark("navigation", Text(("B",))))),
        ),
        ("click: {text: A, within: {section: B}}", Click(Selector(ByText(Text(("A",))), Section(Text(("B",)))))),
    ],
)
def test_an_action_means_what_is_written(project, written, action):
    assert the_action(project, written) == action


@pytest.mark.parametrize(
    ("written", "name", "expected"),
    [
        ("heading: $contact-us", "heading:contact-us", ExpectHeading(CONTACT)),
        ("heading: {text: X, level: 2}", "heading:x", ExpectHeading(Text(("X",)), 2)),
        ("link: {name: X, target: 'mailto:a@b.example'}", "link:x", ExpectLink(Text(("X",)), "mailto:a@b.example")),
        ("link: اتصل بنا", "link:اتصل-بنا", ExpectLink(Text(("اتصل بنا",)))),
        (
            "field: {label: $phone, required: false}",
            "field:phone",
            ExpectField(Text(("Phone",), "phone"), required=False),
        ),
        (
            "options: {are: [A, B], only: false}",
            "options:a",
            ExpectOptions(None, (Text(("A",)), Text(("B",))), only=False),
        ),
        ("address: {any: mail}", "address:any-mail", ExpectAddress("mail", None)),
        ("address: {phone: '+1 202 555 0123'}", "address:1-202-555-0123", ExpectAddress("phone", "+1 202 555 0123")),
    ],
)
def test_an_expectation_means_what_is_written_and_has_a_name(project, written, name, expected):
    expectation = the_expectation(project, written)
    assert (expectation.id, expectation.expected) == (name, expected)


def test_outcomes_belong_to_a_submit(project):
    submit = "submit: {role: button, name: $send}"
    mail = the_expectation(project, "outcome: {mail_draft: {to: help@example.org, body_holds: $acme}}", submit)
    assert mail.expected == ExpectOutcome(MailDraft("help@example.org", body_holds=Text(("Acme",), "acme")))
    sent = the_expectation(project, "outcome: {posts_to: {url: 'https://*/async/*', field_names: [a]}}", submit)
    assert sent.expected == ExpectOutcome(PostsTo("https://*/async/*", ("a",)))
    assert sent.id == "outcome:posts-to"


def test_a_second_expectation_of_the_same_words_takes_the_next_thing_that_differs(project):
    (flow,) = the_flows(
        project,
        f"{HEAD}steps:\n  - id: it\n    goto: https://www.example.org/\n    expect:\n"
        "      - heading: Help\n      - heading: {text: Help, level: 2}\n      - {heading: Help, absent: true}\n      - {text: Help, id: mine}\n",
    )
    names = [expectation.id for expectation in flow.steps[0].expect]
    assert names == ["heading:help", "heading:help:level-2", "heading:help:absent", "mine"]


def test_one_file_is_one_flow_in_each_locale_in_the_order_of_the_file(project):
    flows = the_flows(
        project, HEAD.replace("locale: en", "locales: [ro, en]") + "steps:\n  - {id: it, click: {text: $contact-us}}\n"
    )
    assert [flow.key for flow in flows] == ["acme/flow[ro]", "acme/flow[en]"]
    assert [str(flow.steps[0].action.target.by.text) for flow in flows] == ["Contactați-ne", "Contact us"]


def test_a_region_falls_back_to_its_language(project):
    (flow,) = the_flows(
        project, HEAD.replace("locale: en", "locale: ro-MD") + "steps:\n  - {id: it, click: {text: $phone}}\n"
    )
    assert flow.steps[0].action.target.by.text.wordings == ("Telefon",)


def test_the_language_parameter_is_the_locale_where_the_site_says_nothing(project):
    (flow,) = the_flows(
        project, HEAD.replace("en\n", "no\n") + "steps:\n  - {id: it, goto: 'https://www.example.org/{lang}'}\n"
    )
    assert (flow.locale, flow.steps[0].action.url) == ("no", "https://www.example.org/no")


def test_a_timeout_is_milliseconds(project):
    (flow,) = the_flows(
        project,
        f"{HEAD}steps:\n"
        + "".join(f"  - {{id: s{n}, back: true, timeout: {t}}}\n" for n, t in enumerate(("500ms", "10s", "2m"))),
    )
    assert [step.timeout_ms for step in flow.steps] == [500, 10_000, 120_000]


def test_a_name_that_must_never_be_pressed_holds_its_wording_in_every_language(project):
    (flow,) = the_flows(project, f"{HEAD}steps:\n{OPEN}")
    assert flow.site.never_press == (Text(("Send question", "Trimiteți"), "send"),)


def test_a_place_is_where_the_words_stand(project):
    (flow,) = the_flows(
        project, f"{HEAD}steps:\n  - id: it\n    goto: https://www.example.org/\n    expect:\n      - text: اتصل\n"
    )
    place = flow.steps[0].expect[0].place
    assert (str(place), place.end_column) == ("flows/acme/flow.yaml:9:9", 19)
    assert load(project / "flows").lines(place) == ("      - text: اتصل",)


def test_every_file_is_read_although_one_is_broken(project):
    write_flow(project, "steps: [", "broken")
    write_flow(project, HEAD, "unfinished")
    write_flow(project, f"{HEAD}steps:\n{OPEN}", "good")
    library = load(project / "flows")
    assert [flow.id for flow in library.flows] == ["acme/good"]
    assert [problem.place.file for problem in library.problems] == [
        "flows/acme/broken.yaml",
        "flows/acme/unfinished.yaml",
    ]
    with pytest.raises(FlowFileError) as raised:
        require(library)
    assert raised.value.problems == library.problems


def test_a_file_that_is_too_large_is_refused_unread(project):
    write_flow(project, HEAD + "#" * MOST_BYTES)
    assert [problem.code for problem in load(project / "flows").problems] == ["too-large"]


def test_a_folder_in_place_of_a_file_and_hidden_files_are_left_alone(project):
    (project / "flows" / "acme" / "baselines").mkdir()
    (project / "flows" / "acme" / "odd.yaml").mkdir()
    (project / "flows" / ".git").mkdir()
    (project / "flows" / "README.md").write_text("hello", encoding="utf-8")
    assert require(load(project / "flows")).flows == ()


def test_a_pipe_in_place_of_a_file_is_not_waited_for(project):
    os.mkfifo(project / "flows" / "acme" / "pipe.yaml")
    assert [problem.code for problem in load(project / "flows").problems] == ["unreadable"]


def test_the_parser_in_python_reads_the_same_as_the_one_in_c(monkeypatch):
    text = "a: [1, 'x', \"y\"]\nb:\n  - c: |\n      d\n    e: no\n  - {f: ~, g: true, h: 1.5}\nدال: 漢字 # comment\n"
    fast = read_tree(text, "any.yaml")
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    slow = read_tree(text, "any.yaml")
    assert slow == fast
    assert to_plain(fast)["b"] == [{"c": "d\n", "e": "no"}, {"f": None, "g": True, "h": 1.5}]


@pytest.mark.parametrize(
    "word",
    [
        "no",
        "yes",
        "on",
        "off",
        "2024-01-02",
        "007",
        "0o17",
        "0x1f",
        "1:20",
        "1_000",
        "+12025550123",
        ".5",
        "1e999",
        "True",
        "NULL",
        "9" * 30,
    ],
)
def test_a_plain_word_stays_a_word(word):
    assert to_plain(read_tree(f"a: {word}\n", "any.yaml")) == {"a": word}


@pytest.mark.parametrize(
    "value",
    [
        "202 555 0123",
        "+1 202-555-0199",
        "(202) 555.0100",
        "555 0123",
        "a@example.org",
        "a@b.example",
        "hi",
        "2024-01-02",
        "12345",
        "see x@y.test now",
    ],
)
def test_a_value_that_nobody_owns_may_be_typed(value):
    assert unreserved(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "202 556 0123",
        "+40721234567",
        "٠٧٢١٢٣٤٥٦٧",
        "a@example.org.evil.com",
        "write to joe@gmail.com, please",
        "a@notexample.org",
        "+44 202 555 0123 9",
    ],
)
def test_a_value_that_somebody_may_own_is_refused(value):
    assert unreserved(value) is not None


def test_the_flows_folder_is_found_from_below_and_named_from_outside(project, tmp_path_factory):
    flows = project / "flows"
    assert (
        find_flows_root(project)
        == find_flows_root(flows / "acme")
        == given_flows_root(project)
        == given_flows_root(flows)
        == flows
    )
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with pytest.raises(FlowNotFound, match="no folder `flows`"):
        find_flows_root(elsewhere)
    with pytest.raises(FlowNotFound, match="no folder"):
        given_flows_root(elsewhere / "nothing")


@pytest.fixture
def library(project):
    write_flow(
        project,
        HEAD.replace("locale: en", "locales: [en, ro]") + f"tags: [web]\nclaims: [EN-1.1]\nsteps:\n{OPEN}",
        "contact",
    )
    write_flow(project, f"{HEAD}steps:\n{OPEN}", "menu")
    return require(load(project / "flows"))


@pytest.mark.parametrize(
    ("names", "keys"),
    [
        ((), ["acme/contact[en]", "acme/contact[ro]", "acme/menu[en]"]),
        (("acme",), ["acme/contact[en]", "acme/contact[ro]", "acme/menu[en]"]),
        (("acme/contact",), ["acme/contact[en]", "acme/contact[ro]"]),
        (("acme/contact[ro]",), ["acme/contact[ro]"]),
        (("acme/c*",), ["acme/contact[en]", "acme/contact[ro]"]),
        (("*[en]",), ["acme/contact[en]", "acme/menu[en]"]),
        (("flows/acme/menu.yaml",), ["acme/menu[en]"]),
        (("acme/menu", "acme/contact[en]", "acme/menu"), ["acme/contact[en]", "acme/menu[en]"]),
    ],
)
def test_a_name_means_its_flows_in_the_order_of_the_library(library, names, keys):
    assert [flow.key for flow in select(library, names)] == keys


def test_flows_are_narrowed_by_locale_tag_and_guide(library):
    assert [flow.key for flow in select(library, (), locales=("ro",))] == ["acme/contact[ro]"]
    assert [flow.key for flow in select(library, (), tags=("web",), locales=("en",))] == ["acme/contact[en]"]
    assert [flow.id for flow in select(library, (), guides=("acme-en",))] == ["acme/contact", "acme/contact"]
    with pytest.raises(FlowNotFound, match="no flow fits"):
        select(library, ("acme/menu",), tags=("web",))


@pytest.mark.parametrize(
    ("names", "asked", "hint"),
    [
        (("acme/contcat",), {}, "`acme/contact`"),
        (("../acme/contact",), {}, "`acme/contact`"),
        (("/etc/passwd",), {}, ""),
        (("C:\\flows\\acme\\contact.yaml",), {}, ""),
        (("",), {}, ""),
        (("\0.yaml",), {}, ""),
        ((), {"guides": ("acme-e",)}, "`acme-en`"),
        ((), {"tags": ("wob",)}, "`web`"),
        ((), {"locales": ("fr",)}, "there are: en, ro"),
    ],
)
def test_a_name_of_nothing_is_answered_with_the_nearest_names(library, names, asked, hint):
    with pytest.raises(FlowNotFound) as raised:
        select(library, names, **asked)
    assert hint in raised.value.hint


def test_a_broken_file_that_is_asked_for_by_name_is_shown_broken(project):
    write_flow(project, HEAD, "broken")
    write_flow(project, f"{HEAD}steps:\n{OPEN}", "good")
    library = load(project / "flows")
    assert problems_of(library, ("acme/good",)) == ()
    assert problems_of(library, ("acme",)) == problems_of(library, ("acme/broken",)) == library.problems
    with pytest.raises(FlowFileError):
        select(library, ("acme/broken",))


def test_a_file_made_of_mistakes_shows_the_first_hundred_and_says_that_there_are_more(project):
    write_flow(project, "".join(f"k{number}: 1\n" for number in range(5_000)))
    problems = load(project / "flows").problems
    assert len(problems) == 101
    assert problems[-1].code == "too-many-problems"
