"""What a redesign leaves as it was to a reader: the same words under another markup, one button in another, a bar of the form."""

from __future__ import annotations

from dataclasses import replace

from verifier.compare.changes import changes
from verifier.compare.pairing import pair_of
from verifier.model.expectation import ControlKind
from verifier.model.finding import Rule
from verifier.model.observation import (
    Anchor,
    Box,
    Button,
    ButtonKind,
    Control,
    Heading,
    Link,
    Option,
    ScriptTarget,
    Snapshot,
    TextBlock,
    WebTarget,
)

PAGE = Snapshot("old", "https://www.example.org/account", "Account", "en", "ltr")


def at(tag, y, **marks):
    given = {"path": f"main[1]/{tag}[{y}]", "landmark": "main", "box": Box(10, y, 100, 20)}
    return Anchor(tag, **(given | marks))


def told(old, new):
    return [
        (change.rule, change.expected, change.actual, change.aside) for change in changes(old, replace(new, id="new"))
    ]


ACCOUNT = Heading(1, "Account", at("h1", 0))
LOCALE = TextBlock("Locale", at("label", 40))
LOCALE_HEADING = Heading(2, "Locale", at("h2", 40))


def test_words_that_become_a_heading_or_stop_being_one_are_the_same_words():
    plain = replace(PAGE, headings=(ACCOUNT,), texts=(TextBlock("Account", ACCOUNT.anchor), LOCALE))
    headed = replace(
        plain, headings=(ACCOUNT, LOCALE_HEADING), texts=(plain.texts[0], TextBlock("Locale", LOCALE_HEADING.anchor))
    )
    assert told(plain, headed) == told(headed, plain) == []


def test_a_heading_whose_words_also_name_a_link_is_gone_all_the_same():
    link = Link("Locale", WebTarget("https://www.example.org/locale"), at("a", 80))
    words = TextBlock("Locale", at("p", 80))
    headed = replace(
        PAGE,
        headings=(ACCOUNT, LOCALE_HEADING),
        links=(link,),
        texts=(TextBlock("Locale", LOCALE_HEADING.anchor), words),
    )
    gone = replace(headed, headings=(ACCOUNT,), texts=(words,))
    assert [rule for rule, *_ in told(headed, gone)] == [Rule.HEADING_REMOVED]


def test_a_link_to_nowhere_in_a_tab_is_the_tab():
    tab = Button("Settings", ButtonKind.BUTTON, at("li", 40, role="tab"))
    inner = Link("Settings", ScriptTarget(), at("a", 41, box=Box(12, 42, 90, 16)))
    nested, plain = replace(PAGE, buttons=(tab,), links=(inner,)), replace(PAGE, buttons=(tab,))
    assert told(nested, plain) == told(plain, nested) == []
    assert [rule for rule, *_ in told(nested, PAGE)] == [Rule.BUTTON_REMOVED]


def test_a_button_around_a_link_that_leads_somewhere_is_the_link():
    around = Button("Docs", ButtonKind.BUTTON, at("li", 40))
    link = Link("Docs", WebTarget("https://www.example.org/docs"), at("a", 41, box=Box(12, 42, 90, 16)))
    nested = replace(PAGE, buttons=(around,), links=(link,))
    elsewhere = replace(nested, links=(replace(link, target=WebTarget("https://www.example.org/help")),))
    assert told(nested, replace(PAGE, links=(link,))) == []
    assert [rule for rule, *_ in told(nested, elsewhere)] == [Rule.LINK_TARGET_CHANGED]


MAIL = Control("E-mail", ControlKind.EMAIL, "mail", at("input", 40), form="f")
SAVE = Button("Save", ButtonKind.SUBMIT, at("button", 80), form="f")


def test_a_button_of_the_pages_own_form_is_no_surroundings_wherever_it_stands():
    bar = replace(SAVE.anchor, landmark="navigation")
    old = replace(PAGE, controls=(MAIL,), buttons=(replace(SAVE, anchor=bar),))
    new = replace(old, buttons=(replace(SAVE, name="Create", anchor=bar),))
    assert told(old, new) == [(Rule.BUTTON_RENAMED, 'button "Save"', 'button "Create"', False)]
    assert told(replace(old, buttons=(SAVE,)), old) == []


def test_a_search_in_the_sites_own_bar_stays_surroundings():
    find = Control("Search", ControlKind.SEARCH, "q", at("input", 10, landmark="search"), form="s")
    go = Button("Go", ButtonKind.SUBMIT, at("button", 11, landmark="search"), form="s")
    old = replace(PAGE, controls=(MAIL, find), buttons=(go,))
    assert told(old, replace(old, buttons=(replace(go, name="Find"),))) == [
        (Rule.BUTTON_RENAMED, 'button "Go"', 'button "Find"', True)
    ]


def test_the_way_back_and_the_side_tools_within_the_main_part_are_the_pages_own():
    back = Link("Users", WebTarget("https://www.example.org/users"), at("a", 5, landmark="navigation", inner=True))
    old = replace(PAGE, links=(back,))
    renamed = (Rule.LINK_RENAMED, 'link "Users"', 'link "User list"')
    assert told(old, replace(old, links=(replace(back, name="User list"),))) == [(*renamed, False)]
    menu = replace(back, anchor=replace(back.anchor, inner=False))
    outer = replace(old, links=(menu,))
    assert told(outer, replace(outer, links=(replace(menu, name="User list"),))) == [(*renamed, True)]


def test_a_region_around_a_field_is_no_other_place():
    upper, lower = MAIL, replace(MAIL, label="Phone", name="phone", anchor=at("input", 60))
    old = replace(PAGE, controls=(upper, lower))
    new = replace(PAGE, controls=(lower, replace(upper, anchor=at("input", 90, landmark="region"))))
    assert told(old, new) == []


WAYS = Control(
    "How we write to you",
    ControlKind.RADIO,
    "way",
    at("input", 40, name="way"),
    options=(Option("Letter", "letter"), Option("E-mail", "mail")),
)


def test_a_group_of_choices_without_words_over_it_is_not_called_otherwise():
    old, bare = replace(PAGE, controls=(WAYS,)), replace(PAGE, controls=(replace(WAYS, label=""),))
    assert told(old, bare) == told(bare, old) == []


def test_a_group_of_choices_that_is_called_by_a_heading_is_told_by_the_heading():
    old = replace(PAGE, headings=(Heading(2, WAYS.label, at("h2", 30)),), controls=(WAYS,))
    new = replace(
        PAGE, headings=(Heading(2, "Ways to write", at("h2", 30)),), controls=(replace(WAYS, label="Ways to write"),)
    )
    assert [rule for rule, *_ in told(old, new)] == [Rule.HEADING_RENAMED]


def test_a_single_choice_that_is_called_otherwise_is_one_change():
    one = replace(WAYS, label="Add passkey", options=(Option("Add passkey", "on"),))
    other = replace(one, label="Create a passkey", options=(Option("Create a passkey", "on"),))
    assert [rule for rule, *_ in told(replace(PAGE, controls=(one,)), replace(PAGE, controls=(other,)))] == [
        Rule.OPTION_RENAMED
    ]


def test_a_button_that_floats_in_a_link_of_its_name_is_the_link():
    flat = at("a", 0, box=Box(10, 0, 0, 20))
    link = Link("Edit details", WebTarget(f"{PAGE.url}#more"), flat)
    inside = Button(
        "Edit details", ButtonKind.BUTTON, at("button", 0, path=f"{flat.path}/button[1]", box=Box(600, 4, 90, 30))
    )
    assert told(replace(PAGE, links=(link,), buttons=(inside,)), PAGE) == [
        (Rule.LINK_REMOVED, 'link "Edit details"', "", False)
    ]


def test_each_box_of_several_that_send_one_name_is_a_field_of_its_own():
    boxes = [
        Control(words, ControlKind.CHECKBOX, "locales", at("input", 20 * place, name="locales"))
        for place, words in enumerate(("English", "Dutch", "Italian"))
    ]
    found = changes(replace(PAGE, controls=tuple(boxes[:1])), replace(PAGE, id="new", controls=tuple(boxes)))
    assert {(change.rule, change.subject, change.detail) for change in found} == {
        (Rule.FIELD_ADDED, "field locales", "dutch"),
        (Rule.FIELD_ADDED, "field locales", "italian"),
    }


def test_a_key_that_is_shown_to_be_copied_is_no_other_name():
    def page(key):
        return replace(PAGE, buttons=(Button(key, ButtonKind.BUTTON, at("div", 0)),))

    assert (
        told(page("27703832713f840f35cf00eda74074469f0c4a23"), page("d18a826e9dbe812a108f805144f201dbeac8377a")) == []
    )
    assert told(page("Copy the key"), page("d18a826e9dbe812a108f805144f201dbeac8377a")) != []


def test_a_link_under_its_heading_that_says_more_and_leads_elsewhere_is_the_same_link():
    def page(name, path):
        ends = (Link("Keys", WebTarget(f"{PAGE.url}/keys"), at("a", 0)), Link("Log", WebTarget(PAGE.url), at("a", 80)))
        return replace(PAGE, links=(ends[0], Link(name, WebTarget(f"{PAGE.url}/{path}"), at("a", 40)), ends[1]))

    assert [
        rule for rule, *_ in told(page("API access here", "wiki"), page("API access and examples here", "docs"))
    ] == [
        Rule.LINK_RENAMED,
        Rule.LINK_TARGET_CHANGED,
    ]
    assert [rule for rule, *_ in told(page("Delete", "delete"), page("Delete all", "purge"))] == [
        Rule.LINK_REMOVED,
        Rule.LINK_ADDED,
    ]


def test_buttons_that_are_a_set_of_radio_buttons_now_are_the_same_choices():
    def chips(*names):
        row = (Button(name, ButtonKind.BUTTON, at("button", 20 * place)) for place, name in enumerate(names, 1))
        return replace(PAGE, buttons=tuple(row))

    def radios(*names):
        options = tuple(Option(name, name) for name in names)
        return replace(PAGE, controls=(Control("Duration", ControlKind.RADIO, "d", at("div", 20), options=options),))

    months, years = chips("1 month", "1 year"), radios("1 month", "3 months", "1 year")
    assert told(months, years) == [(Rule.OPTION_ADDED, "", 'option "3 months"', False)]
    assert told(years, months) == [(Rule.OPTION_REMOVED, 'option "3 months"', "", False)]
    one_alike = told(chips("1 month", "1 year"), radios("1 month", "3 years"))
    both_before = told(replace(years, buttons=months.buttons), years)
    assert {rule for rule, *_ in one_alike} == {Rule.BUTTON_REMOVED, Rule.FIELD_ADDED}
    assert {rule for rule, *_ in both_before} == {Rule.BUTTON_REMOVED}


def test_a_field_that_is_called_by_other_words_of_the_same_words_around_it_is_not_called_otherwise():
    def page(label, near):
        return replace(
            PAGE, controls=(Control(label, ControlKind.TEXT, "from_0", at("input", 0, name="from_0", near=near)),)
        )

    around = "Published from: Date: Time:"
    assert told(page("Published from:", around), page("Date:", around)) == []
    renamed = [(Rule.FIELD_RENAMED, 'field "First name"', 'field "Last name"', False)]
    assert told(page("First name", "First name Last name"), page("Last name", "Last name First name")) == renamed
    assert told(page("First name", "First name"), page("Last name", "Last name")) == renamed


def test_letters_that_a_machine_drew_for_an_id_make_no_advertisement():
    help_ = Link("Help", WebTarget("https://www.example.org/help"), at("a", 40, id="help"))
    drawn = replace(help_, anchor=at("a", 40, id="u_6_ad", path="id(u_6_ad)/a[1]"))
    sold = replace(help_, anchor=at("a", 40, id="top-ad", path="id(top-ad)/a[1]"))
    assert told(replace(PAGE, links=(help_,)), replace(PAGE, links=(drawn,))) == []
    assert told(PAGE, replace(PAGE, links=(drawn,))) == [(Rule.LINK_ADDED, "", 'link "Help"', False)]
    assert told(PAGE, replace(PAGE, links=(sold,))) == []


def test_who_rejects_that_a_step_went_on_with_another_of_the_same_name_parts_none_of_them_from_itself():
    edit = [Button("Edit", ButtonKind.BUTTON, at("button", y)) for y in (40, 80)]
    page = replace(PAGE, headings=(ACCOUNT,), buttons=tuple(edit))
    renamed = replace(page, id="new", headings=(replace(ACCOUNT, text="Your account"),))
    rejected = frozenset({pair_of(edit[0], edit[1])})
    assert [change.rule for change in changes(page, renamed, rejected=rejected)] == [Rule.HEADING_RENAMED]
