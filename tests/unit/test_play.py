"""What `play` asks for and tells, against a scripted driver."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import a_click, a_flow, a_step, a_text
from scripted import PAGE, Scripted, replay

from verifier.model.action import Choose, Fill, Goto, Press, Submit
from verifier.model.baseline import Baseline, RecordedStep
from verifier.model.event import PageSeen, StepFinished
from verifier.model.flow import Allowance
from verifier.model.observation import (
    Anchor,
    Box,
    Button,
    ButtonKind,
    Dialog,
    DocumentAnswer,
    Heading,
    Link,
    NothingLeft,
    Trouble,
    TroubleKind,
    WallKind,
    WebTarget,
)
from verifier.model.run import Done, Faulted, Lack, Missed, Skipped, Walled
from verifier.model.selector import ByLabel, ByRole, Selector, Text
from verifier.replay.command import (
    Capture,
    Captured,
    ClickOn,
    Locate,
    Located,
    NotFound,
    PressKey,
    PressSealed,
    Reach,
    Submitted,
    TypeInto,
    Visit,
)

OPEN = a_step("open", Goto("https://www.whatsapp.com/contact"))
SEND = a_step("send", Submit(Selector(ByRole("button", Text(("Send",))))))


def outcomes(events):
    return {event.step_id: event.outcome for event in events if isinstance(event, StepFinished)}


def not_found(*names):
    """Nothing is found by these names."""

    def rule(command):
        if isinstance(command, Locate) and any(name in str(command.selector) for name in names):
            return NotFound()
        return None

    return rule


def test_a_smooth_flow_is_done_step_by_step():
    flow = a_flow(steps=(OPEN, a_step("click", a_click()), SEND))

    told = outcomes(replay(flow, Scripted()))

    assert told == {"open": Done(), "click": Done(), "send": Done()}


def test_what_depends_on_a_missing_element_is_skipped_up_to_the_next_goto():
    again = a_step("again", Goto("https://www.whatsapp.com/help"))
    flow = a_flow(
        steps=(
            OPEN,
            a_step("click", a_click(name="Gone")),
            a_step("after", a_click()),
            again,
            a_step("last", a_click()),
        )
    )

    told = outcomes(replay(flow, Scripted([not_found("Gone")])))

    assert told["click"] == Missed('link "Gone"')
    assert told["after"] == Skipped("click")
    assert told["again"] == told["last"] == Done()


@pytest.mark.parametrize(("is_locked", "outcome"), [(True, Missed), (False, Faulted)])
def test_an_element_that_the_page_has_disabled_is_missed_and_any_other_that_cannot_be_acted_on_is_a_fault(
    is_locked, outcome
):
    send = Button("Anything", ButtonKind.BUTTON, Anchor("button", path="main/button[1]"), disabled=is_locked)
    busy = Trouble(TroubleKind.ACTION, "The element could not be acted on: element is not enabled.")

    def refused(command):
        return busy if isinstance(command, ClickOn) else None

    flow = a_flow(steps=(OPEN, a_step("click", a_click("button", "Send"))))
    told = outcomes(replay(flow, Scripted([refused], page=replace(PAGE, buttons=(send,)))))

    assert isinstance(told["click"], outcome)
    assert told["click"] == (Missed('button "Send"', Lack.DISABLED) if is_locked else Faulted(busy))


def test_a_missing_element_of_an_optional_step_stops_nothing():
    flow = a_flow(steps=(OPEN, a_step("maybe", a_click(name="Gone"), optional=True), a_step("after", a_click())))

    told = outcomes(replay(flow, Scripted([not_found("Gone")])))

    assert isinstance(told["maybe"], Missed)
    assert told["after"] == Done()


@pytest.mark.parametrize("shown", [(), (Heading(1, "Help", Anchor("h1")),)], ids=["nothing", "something"])
def test_a_page_that_shows_nothing_yet_is_given_time_to_show_anything(shown):
    driver = Scripted(page=replace(PAGE, headings=shown))
    replay(a_flow(steps=(OPEN,)), driver)
    *_, last = (command for command in driver.asked if isinstance(command, Capture))
    assert bool(last.awaiting) is not bool(shown)


def test_after_a_wall_nothing_more_is_asked():
    limited = Captured(
        replace(PAGE, title="Too many requests"), DocumentAnswer(429, PAGE.url, headers=(("retry-after", "60"),))
    )
    driver = Scripted([lambda command: limited if isinstance(command, Capture) else None])
    flow = a_flow(steps=(OPEN, a_step("click", a_click()), a_step("again", Goto("https://www.whatsapp.com/help"))))

    told = outcomes(replay(flow, driver))

    assert isinstance(told["open"], Walled)
    assert told["open"].wall.kind is WallKind.THROTTLE
    assert told["again"] == Skipped("open")
    assert sum(isinstance(command, Visit) for command in driver.asked) == 1


def test_nothing_is_asked_of_a_site_that_is_not_the_flows_own():
    driver = Scripted()

    told = outcomes(replay(a_flow(steps=(a_step("open", Goto("https://elsewhere.example/")),)), driver))

    assert told["open"].trouble.kind is TroubleKind.FORBIDDEN
    assert driver.asked == []


def test_a_press_on_a_button_that_sends_a_form_is_refused_before_the_browser_is_asked():
    sending = Located(7, Anchor("button"), "Go", in_form=True, submits=True, submit_method="post")
    driver = Scripted([lambda command: sending if isinstance(command, Locate) else None])

    told = outcomes(replay(a_flow(steps=(OPEN, a_step("click", a_click("button", "Go")))), driver))

    assert told["click"].trouble.kind is TroubleKind.FORBIDDEN
    assert not any(isinstance(command, ClickOn) for command in driver.asked)


def test_what_the_site_file_says_is_never_pressed_is_never_clicked():
    flow = a_flow(steps=(OPEN, a_step("click", a_click("button", "Send Question"))))
    flow = replace(flow, site=replace(flow.site, never_press=(a_text("send question"),)))
    driver = Scripted(
        [lambda command: Located(1, Anchor("div"), "Send Question") if isinstance(command, Locate) else None]
    )

    told = outcomes(replay(flow, driver))

    assert isinstance(told["click"], Faulted)
    assert not any(isinstance(command, ClickOn) for command in driver.asked)


def test_enter_is_pressed_sealed_and_closes_the_network_for_what_follows():
    flow = a_flow(steps=(OPEN, a_step("enter", Press("Enter")), a_step("again", Goto("https://www.whatsapp.com/help"))))
    driver = Scripted()

    told = outcomes(replay(flow, driver))

    pressed = next(command for command in driver.asked if isinstance(command, PressKey))
    assert pressed.sealed
    assert told["again"].trouble.kind is TroubleKind.FORBIDDEN


def test_a_wall_behind_a_key_is_seen_where_the_flow_lets_a_page_through_by_name():
    login = replace(
        PAGE,
        id="login",
        url="https://www.whatsapp.com/login?to=c3VwcG9ydA",
        headings=(Heading(1, "You need to log in to view this page", Anchor("h1")),),
        buttons=(Button("Log in", ButtonKind.SUBMIT, Anchor("button")),),
    )
    reads = Allowance("https://www.whatsapp.com/*", "GET", "the search", OPEN.place)
    steps = (OPEN, a_step("enter", Press("Enter")))

    def walled(flow):
        pressed = []

        def after_the_key(command):
            if isinstance(command, PressKey):
                pressed.append(command)
            return Captured(login) if isinstance(command, Capture) and pressed else None

        return outcomes(replay(flow, Scripted([after_the_key])))["enter"]

    assert walled(a_flow(steps=steps, allow=(reads,))).wall.kind is WallKind.LOGIN
    assert isinstance(walled(a_flow(steps=steps)), Done)


def test_a_letter_is_pressed_unsealed():
    driver = Scripted()
    replay(a_flow(steps=(OPEN, a_step("key", Press("a")))), driver)
    assert not next(command for command in driver.asked if isinstance(command, PressKey)).sealed


def test_a_submit_is_pressed_sealed_and_its_evidence_is_kept():
    driver = Scripted([lambda command: Submitted(NothingLeft()) if isinstance(command, PressSealed) else None])

    told = replay(a_flow(steps=(OPEN, SEND)), driver)

    finished = next(event for event in told if isinstance(event, StepFinished) and event.step_id == "send")
    assert finished.observation.submitted == NothingLeft()
    assert not any(isinstance(command, ClickOn) for command in driver.asked)


def test_an_unchanged_page_is_told_once():
    told = replay(a_flow(steps=(OPEN, a_step("click", a_click()), a_step("more", a_click()))), Scripted())
    assert sum(isinstance(event, PageSeen) for event in told) == 1


CONSENT = replace(
    PAGE,
    id="consent",
    dialogs=(
        Dialog(
            "Cookies", modal=True, text="We use cookies on this site", anchor=Anchor("div", box=Box(0, 0, 500, 500))
        ),
    ),
    buttons=(
        Button("Allow all cookies", ButtonKind.BUTTON, Anchor("button", path="a", box=Box(10, 10, 50, 20))),
        Button("Decline optional cookies", ButtonKind.BUTTON, Anchor("button", path="b", box=Box(70, 10, 50, 20))),
    ),
)


def test_a_consent_dialog_is_declined_and_noted():
    pages = [CONSENT]

    def rule(command):
        if isinstance(command, Capture):
            return Captured(pages[-1])
        if isinstance(command, Reach):
            return Located(9, command.anchor, "Decline optional cookies")
        if isinstance(command, ClickOn) and command.handle == 9:
            pages.append(PAGE)
        return None

    driver = Scripted([rule])
    told = replay(a_flow(steps=(OPEN,)), driver)

    finished = next(event for event in told if isinstance(event, StepFinished))
    assert finished.outcome == Done()
    assert [wall.kind for wall in finished.observation.passed] == [WallKind.CONSENT]
    assert [command.anchor.path for command in driver.asked if isinstance(command, Reach)] == ["b"]


def test_a_consent_dialog_that_does_not_go_away_is_a_wall():
    told = outcomes(replay(a_flow(steps=(OPEN,)), Scripted(page=CONSENT)))
    assert told["open"].wall.kind is WallKind.CONSENT


def test_a_renamed_button_is_found_again_by_its_recording_and_told():
    old = Anchor("button", role="button", id="submit", type="submit", path="button[1]", landmark="main")
    renamed = Button("Next Step", ButtonKind.SUBMIT, old)
    other = Button(
        "Menu", ButtonKind.BUTTON, Anchor("button", id="menu", type="button", path="button[2]", landmark="banner")
    )
    page = replace(PAGE, buttons=(other, renamed))
    recorded = Baseline("whatsapp/contact", "en", "2026-01-01", "live", (RecordedStep("send", "x", old),), ())

    def rule(command):
        if isinstance(command, Reach):
            return Located(4, command.anchor, "Next Step")
        return None

    driver = Scripted([not_found("Send"), rule], page=page)
    told = replay(a_flow(steps=(OPEN, SEND)), driver, recorded=recorded)

    finished = next(event for event in told if isinstance(event, StepFinished) and event.step_id == "send")
    assert finished.outcome == Done()
    assert (finished.relocation.wanted, finished.relocation.found) == ("Send", "Next Step")
    assert finished.relocation.score >= 0.6

    refused = Scripted([not_found("Send"), rule], page=page)
    told = replay(a_flow(steps=(OPEN, SEND)), refused, recorded=replace(recorded, rejected=(finished.relocation.pair,)))
    assert isinstance(outcomes(told)["send"], Missed)
    assert not any(isinstance(command, Reach) for command in refused.asked)


def test_a_deleted_button_is_not_taken_for_its_neighbour():
    old = Anchor("button", role="button", id="submit", type="submit", path="button[1]", landmark="main")
    other = Button(
        "Cancel", ButtonKind.BUTTON, Anchor("button", id="cancel", type="button", path="button[1]", landmark="main")
    )
    recorded = Baseline("whatsapp/contact", "en", "2026-01-01", "live", (RecordedStep("send", "x", old),), ())
    driver = Scripted([not_found("Send")], page=replace(PAGE, buttons=(other,)))

    told = replay(a_flow(steps=(OPEN, SEND)), driver, recorded=recorded)

    finished = next(event for event in told if isinstance(event, StepFinished) and event.step_id == "send")
    assert isinstance(finished.outcome, Missed)
    assert finished.relocation is None
    assert not any(isinstance(command, PressSealed) for command in driver.asked)


def test_where_two_could_be_the_missing_button_neither_is_pressed():
    old = Anchor("button", role="button", type="submit", path="form[1]/button[1]", landmark="main", section="Ask us")
    twins = tuple(
        Button("Send now", ButtonKind.SUBMIT, replace(old, path=f"form[{nth}]/p[1]/button[1]")) for nth in (2, 3)
    )
    recorded = Baseline("whatsapp/contact", "en", "2026-01-01", "live", (RecordedStep("send", "x", old),), ())
    driver = Scripted([not_found("Send")], page=replace(PAGE, buttons=twins))

    told = replay(a_flow(steps=(OPEN, SEND)), driver, recorded=recorded)

    assert isinstance(outcomes(told)["send"], Missed)
    assert not any(isinstance(command, (Reach, PressSealed)) for command in driver.asked)


def test_a_page_in_between_is_crossed_by_its_one_way_on_and_told():
    between = replace(
        PAGE, id="between", links=(Link("Continue", WebTarget(PAGE.url), Anchor("a", path="a", landmark="main")),)
    )
    crossed: list[bool] = []

    def rule(command):
        match command:
            case Locate() if "Phone" in str(command.selector):
                return None if crossed else NotFound()
            case ClickOn():
                crossed.append(True)
            case Capture():
                return Captured(PAGE if crossed else between)
        return None

    fill = a_step("phone", Fill(Selector(ByLabel(Text(("Phone",)))), "202 555 0123"))
    told = replay(a_flow(steps=(OPEN, fill)), Scripted([rule]))

    finished = next(event for event in told if isinstance(event, StepFinished) and event.step_id == "phone")
    assert finished.outcome == Done()
    assert finished.observation.detours == ('link "Continue"',)


def test_a_dead_browser_ends_the_flow_and_is_our_fault():
    gone = Trouble(TroubleKind.BROWSER_GONE, "The browser died.")
    flow = a_flow(steps=(OPEN, a_step("again", Goto("https://www.whatsapp.com/help"))))

    told = outcomes(replay(flow, Scripted([lambda _: gone])))

    assert told == {"open": Faulted(gone), "again": Skipped("open")}


@pytest.mark.parametrize("answer", [NotFound(), Trouble(TroubleKind.TIMEOUT, "Too slow.")])
def test_an_option_that_is_not_there_is_missed_and_a_slow_one_is_our_fault(answer):
    flow = a_flow(steps=(OPEN, a_step("pick", Choose(Text(("KaiOS",))))))

    told = outcomes(replay(flow, Scripted([lambda command: answer if isinstance(command, Locate) else None])))

    assert isinstance(told["pick"], Missed if isinstance(answer, NotFound) else Faulted)


def test_a_typed_value_goes_to_the_driver_and_into_no_event():
    fill = a_step("phone", Fill(Selector(ByLabel(Text(("Phone",)))), "hush-hush", secret=True))
    driver = Scripted()

    told = replay(a_flow(steps=(OPEN, fill)), driver)

    assert any(isinstance(command, TypeInto) and command.value == "hush-hush" for command in driver.asked)
    assert "hush-hush" not in str([event for event in told if isinstance(event, (StepFinished, PageSeen))])
