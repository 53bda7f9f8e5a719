"""What one look tells of a page."""

from __future__ import annotations

import pytest
from tabs import html, pages

from verifier.model.expectation import ControlKind
from verifier.model.observation import (
    AppTarget,
    ButtonKind,
    MailTarget,
    PhoneTarget,
    ScriptTarget,
    Trouble,
    TroubleKind,
    WebTarget,
)
from verifier.model.selector import ByLabel, ByRole, ByText, Selector, Text
from verifier.replay.command import Capture, Locate, Reach, TypeInto, Visit

pytestmark = pytest.mark.browser
URL = "https://www.example.org/"


def look(open_tab, body, *, url=URL, picture=False, **more):
    hand = open_tab(pages(index=body, **more))
    hand(Visit(url, 10_000))
    return hand(Capture((), picture=picture, timeout_ms=3000)).snapshot


def test_a_form_is_told_control_by_control(open_tab):
    seen = look(
        open_tab,
        """<!doctype html><html lang=en><title>Contact</title><main><form id=q method=post action=/send>
        <label for=p>Phone number</label><input id=p type=tel name=phone required minlength=7 maxlength=20 pattern="[0-9 ]+" autocomplete=tel>
        <label>Country <select name=country><option value=us>United States<option value=ro disabled>Romania</select></label>
        <fieldset><legend>Platform</legend><label><input type=radio name=os value=a required> Android</label><label><input type=radio name=os value=i> iPhone</label></fieldset>
        <p id=hint>At least 30 characters</p><textarea name=text aria-label="Your message" minlength=30 aria-describedby=hint placeholder="Say it"></textarea>
        <label><input type=checkbox name=ok> I agree</label><input type=file name=shot aria-label=Screenshot multiple><input type=hidden name=token value=zzz>
        <button>Send</button><button type=button>Cancel</button><input type=reset value="Start over"></form></main>""",
    )
    told = {control.label: control for control in seen.controls}
    assert list(told) == ["Phone number", "Country", "Platform", "Your message", "I agree", "Screenshot"]
    phone = told["Phone number"]
    assert (phone.kind, phone.name, phone.required, phone.min_length, phone.max_length) == (
        ControlKind.TEL,
        "phone",
        True,
        7,
        20,
    )
    assert (phone.pattern, phone.autocomplete, phone.form) == ("[0-9 ]+", "tel", "q")
    assert [(option.text, option.value, option.disabled) for option in told["Country"].options] == [
        ("United States", "us", False),
        ("Romania", "ro", True),
    ]
    assert told["Platform"].kind is ControlKind.RADIO
    assert told["Platform"].required
    assert [option.text for option in told["Platform"].options] == ["Android", "iPhone"]
    assert (told["Your message"].min_length, told["Your message"].description) == (30, "At least 30 characters")
    assert told["Screenshot"].multiple
    assert [(button.name, button.kind) for button in seen.buttons] == [
        ("Send", ButtonKind.SUBMIT),
        ("Cancel", ButtonKind.BUTTON),
        ("Start over", ButtonKind.RESET),
    ]
    assert [(form.key, form.action, form.method, form.hidden) for form in seen.forms] == [
        ("q", URL + "send", "post", ("token",))
    ]


def test_links_are_told_by_what_they_lead_to(open_tab):
    seen = look(
        open_tab,
        '<a href="/a">A</a><a href="mailto:x@example.org?subject=Hi%20you">M</a><a href="tel:+1202">T</a>'
        '<a href="whatsapp://send?text=1">W</a><a href="#">S</a><a href=/n target=_blank>N</a>',
    )
    assert [link.target for link in seen.links] == [
        WebTarget(URL + "a"),
        MailTarget("x@example.org", "Hi you"),
        PhoneTarget("+1202"),
        AppTarget("whatsapp", "//send?text=1"),
        ScriptTarget(),
        WebTarget(URL + "n"),
    ]
    assert [link.name for link in seen.links if link.new_tab] == ["N"]


def test_open_shadow_roots_and_frames_stand_where_they_are(open_tab):
    seen = look(
        open_tab,
        "<h1>One</h1><div id=host></div><iframe title=Inner srcdoc='<h2>Three</h2><iframe title=Deep srcdoc=\"<label>Deep <input></label>\"></iframe>'></iframe>"
        "<iframe title=Far src=https://far.example.net/far></iframe><h2>Five</h2>"
        "<script>host.attachShadow({mode: 'open'}).innerHTML = '<h2>Two</h2><label>In shadow <input></label>'</script>",
        far="<h2>Four</h2>",
    )
    assert [heading.text for heading in seen.headings] == ["One", "Two", "Three", "Four", "Five"]
    assert [frame.path for frame in seen.frames] == [("Inner",), ("Inner", "Deep"), ("Far",)]
    assert [(control.label, control.anchor.frame) for control in seen.controls] == [
        ("In shadow", ()),
        ("Deep", ("Inner", "Deep")),
    ]
    assert seen.headings[2].anchor.box.y > seen.headings[1].anchor.box.y
    assert seen.headings[3].anchor.box.x > seen.headings[2].anchor.box.x + 200


def test_a_number_in_an_element_of_its_own_behind_a_name_is_a_badge_and_one_among_the_words_is_not(open_tab):
    seen = look(
        open_tab,
        "<a href=/a>Inbox <span>12</span></a><a href=/b>Inbox<sup>1.2k</sup></a><a href=/c><span>Cart</span> <b><i>(3)</i></b></a>"
        "<button>Chat <span aria-hidden=true>9</span><em>99+</em></button><a href=/d>Windows 10</a><a href=/e><span>Step 2</span></a>"
        "<a href=/f>Step <!-- -->3</a><a href=/g><span>7</span></a><a href=/h>Area <b>51 north</b></a><a href=/i><b>12</b> Inbox</a>"
        "<div id=host></div><script>host.attachShadow({mode: 'open'}).innerHTML = '<button>Mail <span>4</span></button>'</script>",
    )
    assert {each.name: each.anchor.badge for each in (*seen.links, *seen.buttons)} == {
        "Inbox 12": "12", "Inbox1.2k": "1.2k", "Cart (3)": "(3)", "Chat 99+": "99+", "Windows 10": "", "Step 2": "", "Step 3": "", "7": "",
        "Area 51 north": "", "12 Inbox": "", "Mail 4": "4",
    }  # fmt: skip


def test_what_stands_in_an_advertisement_is_marked_as_such_and_never_the_page_itself(open_tab):
    seen = look(
        open_tab,
        "<div class='no-ads sponsored'><main class=advertisement><h1>Help</h1><a href=/ads aria-label=Werbung>Advertising</a>"
        "<div class=sponsored><p><a href=/shoes>Shoes</a></p></div><a rel='nofollow sponsored' href=/phones>Phones</a>"
        "<div data-ad-slot=77><button>Install</button></div><section aria-label='διαφήμιση'><a href=/vpn>VPN</a></section>"
        "<div class=sponsored><label>Name <input></label><button>Send</button></div><a class=add-slot href=/more>More</a></main></div>"
        "<iframe title=広告 srcdoc='<a href=/hotel>Hotel</a>'></iframe>",
    )
    assert {each.name for each in (*seen.links, *seen.buttons) if each.anchor.advert} == {
        "Shoes", "Phones", "Install", "VPN", "Hotel"
    }  # fmt: skip


def test_boxes_around_fields_change_neither_their_labels_nor_whether_they_are_required(open_tab):
    plain = "<div>Login<br><input name=who><br><input name=word type=password></div><p><select name=often></select><b>*</b></p>"
    boxed = (
        "<div>Login<br><div><i></i><input name=who></div><div><input name=word type=password></div></div>"
        "<p><span><i><select name=often></select></i></span><b>*</b></p>"
    )
    for markup in (plain, boxed):
        seen = look(open_tab, f"<form>{markup}</form>")
        assert [(each.name, each.label, each.required) for each in seen.controls] == [
            ("who", "Login", False), ("word", "Login", False), ("often", "", True)
        ]  # fmt: skip


def test_a_field_beside_a_button_is_not_called_by_the_words_before_that_button(open_tab):
    for button in ("<input type=submit value='Show issue:'>", "<button>Show issue:</button>"):
        seen = look(open_tab, f"<div><a href=/search>Search</a><br>{button}<input name=number></div>")
        assert [control.label for control in seen.controls] == [""]


def test_a_document_that_has_nothing_at_all_is_an_empty_page(open_tab, monkeypatch):
    monkeypatch.setattr("verifier.browser.look.ARIA_MS", 100)  # there is no body to describe, however long one waits
    seen = look(
        open_tab, "<p>Gone</p><script>addEventListener('load', () => document.documentElement.remove())</script>"
    )
    assert (seen.texts, seen.links, seen.language, seen.direction) == ((), (), "", "ltr")


def test_a_navigation_within_the_main_part_is_the_pages_own(open_tab):
    seen = look(
        open_tab,
        "<nav><a href=/a>Menu</a></nav><main><nav><a href=/b>Way back</a></nav><aside><a href=/c>Advertisement</a></aside>"
        "<div role=search><input name=q aria-label=Find></div><a href=/d>Plain</a></main>",
    )
    inner = {link.name: link.anchor.inner for link in seen.links} | {
        each.label: each.anchor.inner for each in seen.controls
    }
    assert inner == {"Menu": False, "Way back": True, "Advertisement": False, "Find": True, "Plain": False}


def test_what_cannot_be_seen_is_not_told(open_tab):
    seen = look(
        open_tab,
        "<p>Shown</p><p hidden>a</p><p style='display:none'>b</p><p style='visibility:hidden'>c</p><p aria-hidden=true>d</p>"
        "<details><summary>More</summary><p>e</p></details><div style='height:0;overflow:hidden'>f</div><template>g</template>"
        "<noscript>h</noscript><button style='display:none'>i</button><p style='opacity:0'>Faint</p>"
        "<form><div style='margin-left:-9999px'><input type=submit></div></form>",
    )
    assert [block.text for block in seen.texts] == ["Shown", "More", "Faint"]
    assert [button.name for button in seen.buttons] == ["More"]


def test_texts_are_told_in_their_smallest_blocks_once(open_tab):
    seen = look(
        open_tab,
        "<div>Lead <b>bold</b> on<ul><li>One<li>Two <a href=/x>link</a></ul>after</div><table><tr><td>C1<td>C2</table>",
    )
    assert [block.text for block in seen.texts] == ["Lead bold on", "One", "Two link", "after", "C1", "C2"]


def test_a_page_from_right_to_left_says_so(open_tab):
    seen = look(
        open_tab, "<!doctype html><html lang=ar dir=rtl><h1>اتصل بنا</h1><label>رقم الهاتف <input type=tel></label>"
    )
    assert (seen.language, seen.direction, seen.headings[0].text, seen.controls[0].label) == (
        "ar",
        "rtl",
        "اتصل بنا",
        "رقم الهاتف",
    )


def test_dialogs_are_told_with_what_they_say(open_tab):
    seen = look(
        open_tab,
        "<div role=dialog aria-modal=true aria-label=Cookies>We use cookies <button>Decline</button></div><dialog open>Hello</dialog>",
    )
    assert [(dialog.name, dialog.modal, dialog.text) for dialog in seen.dialogs] == [
        ("Cookies", True, "We use cookies Decline"),
        ("", False, "Hello"),
    ]


def test_radio_buttons_without_a_fieldset_of_their_own_take_the_words_before_them(open_tab):
    seen = look(
        open_tab,
        "<form><div>Which one?</div><div><label><input type=radio name=a>X</label><label><input type=radio name=a>Y</label></div></form>"
        "<table><tr><th><label for=i0>Method:</label><td><ul id=i><li><label for=i0><input type=radio name=b id=i0>Call</label>"
        "<li><label for=i1><input type=radio name=b id=i1>Letter</label></ul></table>"
        "<p><label for=t0>Topics</label><input type=checkbox name=c id=t0><label for=t0>News</label><input type=checkbox name=c id=t1><label for=t1>Sport</label>"
        "<p><label for=e>E-mail</label><input id=e><label for=e class=error>This is not an address</label>"
        "<fieldset><legend>Rules</legend><label>Answer</label><div><label><input type=radio name=d>Needed</label><label><input type=radio name=d>Free</label></div>"
        "<label>Until <input name=until></label></fieldset>"
        "<fieldset><legend>Platform</legend><p>Take one</p><div><label><input type=radio name=f>A</label><label><input type=radio name=f>B</label></div>"
        "<label>Other <input name=other></label></fieldset>"
        "<fieldset><legend>Rules</legend><div><label for=need>Need</label><div><div><fieldset><div id=need><label><input type=radio name=g>Yes</label>"
        "<label><input type=radio name=g>No</label></div></fieldset></div></div></div><label>Until <input name=till></label></fieldset>",
    )
    assert [(control.label, [option.text for option in control.options]) for control in seen.controls] == [
        ("Which one?", ["X", "Y"]),
        ("Method:", ["Call", "Letter"]),
        ("News", []),
        ("Sport", []),
        ("E-mail", []),
        ("Answer", ["Needed", "Free"]),
        ("Until", []),
        ("Platform", ["A", "B"]),
        ("Other", []),
        ("Need", ["Yes", "No"]),
        ("Until", []),
    ]


def test_a_field_is_required_by_a_bare_star_and_none_is_told_that_only_the_browser_fills(open_tab):
    seen = look(
        open_tab,
        """<style>.away { opacity: 0; position: absolute; z-index: -1 } .flat { opacity: 0; height: 0; border: none }</style>
        <form><div><label for=a>Name</label><!-- --> *<div><input id=a></div></div><div><label for=b>Alias</label> <div><input id=b></div></div>
        <div><label for=c>Topic</label><select id=c><option>Billing</select><input class=away tabindex=-1><input class=flat></div>
        <input type=submit value=""></form><div contenteditable=true role=textbox class=box-placeholder>Ask us</div>""",
    )
    assert [(control.label, control.required) for control in seen.controls] == [
        ("Name", True),
        ("Alias", False),
        ("Topic", False),
        ("Ask us", False),
    ]
    assert [button.name for button in seen.buttons] == [""]


def test_the_header_of_a_card_is_no_header_of_the_site(open_tab):
    card = """<div style="width:400px"><header><a href="#">English</a><h1>Sign in</h1></header><input aria-label=Name></div>"""
    site = "<div><header><h1>Example</h1></header><input aria-label=Search></div>"
    places = [
        look(open_tab, body).headings[0].anchor.landmark
        for body in (f"<p>Example</p>{card}", card, f"<p>Example</p>{card}<main></main>", f"<p>New!</p>{site}")
    ]
    assert places == ["", "banner", "banner", "banner"]


def test_what_script_still_builds_in_a_frame_is_waited_for(open_tab):
    seen = look(
        open_tab,
        """<h1>Help</h1><iframe title=chat srcdoc="<p>Chat</p>"></iframe><script>document.querySelector("iframe").onload = ({ target }) => {
        let left = 20; const step = () => { target.contentDocument.body.append(left ? "." : document.createElement("button"));
        if (left--) setTimeout(step, 8); else target.contentDocument.querySelector("button").append("Ask"); }; step(); };</script>""",
    )
    assert [button.name for button in seen.buttons] == ["Ask"]


def test_hostile_text_arrives_as_text(open_tab):
    hostile = "&lt;script>alert(1)&lt;/script> \u202eevil\u202c \ud83d\ude00 \\u0000 ${x} {{y}}"
    seen = look(open_tab, f"<meta charset=utf-8><p>{hostile.encode('utf-16', 'surrogatepass').decode('utf-16')}</p>")
    assert "<script>alert(1)</script>" in seen.texts[0].text
    assert "😀" in seen.texts[0].text


def test_a_page_that_spoils_the_built_in_functions_is_read_all_the_same(open_tab):
    seen = look(
        open_tab,
        "<script>Array.prototype.toJSON = () => 'no'; JSON.stringify = () => 'no'; Object.prototype.toJSON = () => 1;</script><h1>Read</h1>",
    )
    assert [heading.text for heading in seen.headings] == ["Read"]


def test_a_huge_page_is_survived_and_said_to_be_truncated(open_tab):
    seen = look(open_tab, "<p>" + "</p><p>".join(f"paragraph {n}" for n in range(9000)) + "</p>")
    assert seen.truncated
    assert len(seen.texts) <= 5000


def test_two_equal_looks_are_one(open_tab):
    body = "<h1>Same</h1><input type=hidden name=token value={}>"
    assert look(open_tab, body.format("a1")).id == look(open_tab, body.format("b2")).id


def test_a_typed_value_is_never_told(open_tab):
    body = """<label>Name <input id=n></label><p id=mirror></p><div id=edit contenteditable role=textbox aria-label=Note></div>
    <script>n.oninput = () => { mirror.textContent = 'Hello ' + n.value; document.title = n.value; }</script>"""
    hand = open_tab(pages(index=body), environment={"NAME": "Zaphod Q"})
    hand(Visit(URL, 10_000))
    field = hand(Locate(Selector(ByLabel(Text(("Name",)))), 2000))
    hand(TypeInto(field.handle, "Trillian", secret=False, timeout_ms=2000))
    seen = hand(Capture((), picture=False, timeout_ms=2000)).snapshot
    assert "Trillian" not in repr(seen)
    assert seen.texts[-1].text == "Hello [typed]" or "Hello [typed]" in [block.text for block in seen.texts]
    hand(TypeInto(field.handle, "Marvin 42", secret=True, timeout_ms=2000))
    seen = hand(Capture((), picture=True, timeout_ms=2000)).snapshot
    assert "Marvin" not in repr(seen)
    assert "Hello [redacted]" in [block.text for block in seen.texts]


def test_an_element_of_a_snapshot_is_reached_again(open_tab):
    hand = open_tab(
        pages(
            index="<div><a href=/1>One</a><a href=/2>Two</a></div><iframe title=In srcdoc='<button>Deep</button>'></iframe>"
        )
    )
    hand(Visit(URL, 10_000))
    seen = hand(Capture((), picture=False, timeout_ms=2000)).snapshot
    assert hand(Reach(seen.links[1].anchor)).name == "Two"
    assert hand(Reach(seen.buttons[0].anchor)).name == "Deep"


def test_late_content_is_waited_for_when_it_is_awaited(open_tab):
    def replica(request):
        if request.url.endswith("/menu"):
            return html("<li>From the network</li>")
        return html(
            "<main></main><script>setTimeout(() => { document.querySelector('main').innerHTML = '<h1>By timer</h1>'; fetch('/menu').then((r) => r.text()).then((t) => { document.querySelector('main').innerHTML += t; }); }, 300)</script>"
        )

    hand = open_tab(replica)
    hand(Visit(URL, 10_000))
    awaiting = (Selector(ByRole("heading", Text(("By timer",)))), Selector(ByText(Text(("From the network",)))))
    seen = hand(Capture(awaiting, picture=False, timeout_ms=5000)).snapshot
    assert [heading.text for heading in seen.headings] == ["By timer"]
    assert "From the network" in [block.text for block in seen.texts]


@pytest.mark.parametrize(
    "team",
    [
        """<div><a href="javascript:void(0)"><span id=now>Accounts</span></a><label for=key class=off>Team</label>
        <input class=off id=key aria-haspopup=true role=button aria-labelledby=now></div>
        <select id=team name=team required style="display: none"><option>Accounts<option>Network</select>""",
        """<select id=team name=team required aria-hidden=true class=off><option>Accounts<option>Network</select>
        <span><span role=combobox aria-labelledby=now tabindex=0><span id=now role=textbox aria-readonly=true>× Accounts</span></span></span>""",
        """<select id=team name=team required multiple aria-hidden=true class=off><option>Accounts<option>Network</select>
        <span><span role=combobox tabindex=-1><ul></ul><textarea role=searchbox aria-label=Search></textarea></span></span>""",
        """<div role=combobox aria-haspopup=true tabindex=0><div><select id=team name=team required hidden><option>Accounts</select>
        <div role=listbox><div role=option data-value=a><button type=button>×</button>Accounts</div></div></div>
        <div><input type=search role=textbox aria-label=Team><div role=listbox style="display: none"><div role=option data-value=a>Accounts</div>
        <div role=option data-value=n>Network</div></div></div></div>""",
    ],
    ids=["list-behind", "list-ahead", "list-searched", "list-within"],
)
def test_a_list_that_a_widget_stands_for_is_told_as_the_list(open_tab, team):
    seen = look(
        open_tab,
        f"<style>.off {{ position: absolute; clip: rect(0 0 0 0); width: 1px; height: 1px; overflow: hidden }}</style>"
        f"<form><label for=team>Team</label>{team}<button>Save</button></form>",
    )
    (control,) = seen.controls
    assert (control.label, control.kind, control.name, control.required) == ("Team", ControlKind.SELECT, "team", True)
    assert [option.text for option in control.options] == ["Accounts", "Network"]
    assert [button.name for button in seen.buttons] == ["Save"]
    assert seen.links == ()


def test_what_only_stands_before_choices_is_not_what_they_are_called(open_tab):
    choices = "<div><label><input type=radio name={0} value=a> Letter</label><label><input type=radio name={0} value=b> E-mail</label></div>"
    seen = look(
        open_tab,
        f"<form><div><p>Ways to write</p>{choices.format('asked')}</div>"
        f"<div><p>Your addresses are used for letters.</p>{choices.format('told')}</div>"
        f"<div><p>Chosen now: none</p><hr>{choices.format('parted')}</div>"
        "<div><p>Keys of this account</p><label><input type=radio name=key> Add a key</label></div></form>",
    )
    assert [control.label for control in seen.controls] == ["Ways to write", "", "", "Add a key"]


@pytest.mark.parametrize(
    "way",
    [
        "let left = 12; const step = () => { old.style.opacity = left / 12; if (left--) setTimeout(step, 45); else old.remove(); }; step();",
        "old.animate([{opacity: 1}, {opacity: 0}], 500).finished.then(() => old.remove());",
    ],
    ids=["by-script", "by-animation"],
)
def test_what_is_on_its_way_out_is_waited_for(open_tab, way):
    seen = look(
        open_tab,
        f"<h1>Account</h1><section id=old><h2>Sign in</h2></section><h2>Reset password</h2><script>addEventListener('load', () => {{ {way} }})</script>",
    )
    assert [heading.text for heading in seen.headings] == ["Account", "Reset password"]


@pytest.mark.parametrize("event", ["DOMContentLoaded", "load"])
def test_what_a_page_has_put_off_for_a_moment_is_waited_for(open_tab, event):
    seen = look(
        open_tab,
        f"<main>...</main><script>addEventListener('{event}', () => {{ const never = setTimeout(() => main.remove(), 900);"
        "setTimeout(() => { document.querySelector('main').innerHTML = '<h1>Settings</h1>'; clearTimeout(never); }, 300); })</script>",
    )
    assert [heading.text for heading in seen.headings] == ["Settings"]


def test_what_a_page_puts_off_again_and_again_or_for_long_is_not_waited_for(open_tab):
    seen = look(
        open_tab,
        "<h1>Clock</h1><p id=at></p><script>const tick = () => { setTimeout(tick, 150); at.textContent = performance.now(); }; tick();"
        "setTimeout(() => { document.body.innerHTML = '<h1>Are you still there?</h1>'; }, 60000)</script>",
    )
    assert [heading.text for heading in seen.headings] == ["Clock"]


def test_what_moves_for_ever_is_not_waited_for(open_tab):
    seen = look(
        open_tab,
        "<h1>Ticker</h1><p id=on>On</p><script>on.animate([{opacity: 1}, {opacity: 0}], {duration: 300, iterations: Infinity});"
        "setInterval(() => { on.style.left = Math.random() + 'px'; }, 20)</script>",
    )
    assert [heading.text for heading in seen.headings] == ["Ticker"]


def test_an_unchanged_page_is_the_same_snapshot_and_picture(open_tab):
    hand = open_tab(pages(index="<h1>Calm</h1>"))
    hand(Visit(URL, 10_000))
    first = hand(Capture((), picture=True, timeout_ms=2000))
    second = hand(Capture((), picture=True, timeout_ms=2000))
    assert second.snapshot is first.snapshot
    assert second.picture is first.picture
    assert len(hand.pictures) == 1
    assert next(iter(hand.pictures.values()))[0][:2] == b"\xff\xd8"


def test_message_boxes_are_dismissed_and_told(open_tab):
    hand = open_tab(pages(index="<script>alert('Hello'); confirm('Sure?')</script><h1>On</h1>"))
    hand(Visit(URL, 10_000))
    assert hand(Capture((), picture=False, timeout_ms=2000)).dialogs == ("Hello", "Sure?")


def test_a_storm_of_message_boxes_ends_in_trouble(open_tab):
    hand = open_tab(pages(index="<h1>Storm</h1><script>setTimeout(() => { for (;;) alert('again'); }, 10)</script>"))
    hand(Visit(URL, 10_000))
    reply = hand(Capture((Selector(ByText(Text(("never",)))),), picture=False, timeout_ms=4000))
    assert isinstance(reply, Trouble)
    assert reply.kind in {TroubleKind.CRASHED, TroubleKind.BROWSER_GONE}


def test_redirects_and_status_are_told(open_tab):
    def replica(request):
        if request.url.endswith("/old"):
            return html("", status=302, headers=(("location", "/new"),))
        return html("<h1>Slow down</h1>", status=429, headers=(("retry-after", "60"),))

    hand = open_tab(replica)
    hand(Visit(URL + "old", 10_000))
    answer = hand(Capture((), picture=False, timeout_ms=2000)).answer
    assert (answer.status, answer.url, answer.redirects) == (429, URL + "new", (URL + "old",))
    assert ("retry-after", "60") in answer.headers
