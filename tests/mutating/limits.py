"""Typed changes of what a field or button lets a reader do: whether it must be filled in, what it takes, whether it can be used at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutating.typed import LISTS, TYPED_IN
from verifier.model.expectation import ControlKind

if TYPE_CHECKING:
    from mutating.page import Page


def flip_required(page: Page, random) -> bool:
    entry = page.pick(random, "controls")
    if entry is None:
        return False
    entry.change(required=not entry.element.required)
    return page.tell("field-required-changed", actual="required" if entry.element.required else "optional")


def change_limit(page: Page, random) -> bool:
    entry = page.pick(random, "controls", lambda each: each.element.kind in TYPED_IN)
    if entry is None:
        return False
    limit = (entry.element.max_length or 100) + 50
    entry.change(max_length=limit)
    return page.tell("field-constraint-changed", actual=f"at most {limit} characters")


def change_pattern(page: Page, random) -> bool:
    entry = page.pick(random, "controls", lambda each: each.element.kind in TYPED_IN)
    if entry is None:
        return False
    entry.change(pattern="[A-Z]{3}-[0-9]{4}")
    return page.tell("field-constraint-changed", actual="pattern [A-Z]{3}-[0-9]{4}")


def lock_field(page: Page, random) -> bool:
    entry = page.pick(random, "controls")
    if entry is None:
        return False
    entry.change(disabled=not entry.element.disabled)
    return page.tell("field-constraint-changed", actual="locked" if entry.element.disabled else "open")


def disable_button(page: Page, random) -> bool:
    entry = page.pick(random, "buttons")
    if entry is None:
        return False
    entry.change(disabled=not entry.element.disabled)
    return page.tell("button-disabled-changed", actual="disabled" if entry.element.disabled else "enabled")


def change_kind(page: Page, random) -> bool:
    entry = page.pick(random, "controls", lambda each: each.element.kind in TYPED_IN)
    if entry is None:
        return False
    kind = ControlKind.TEXTAREA if entry.element.kind is not ControlKind.TEXTAREA else ControlKind.TEXT
    entry.change(kind=kind)
    entry.place(tag="textarea" if kind is ControlKind.TEXTAREA else "input", type="")
    return page.tell("field-kind-changed", actual=str(kind))


def list_to_radios(page: Page, random) -> bool:
    """A drop-down is a row of radio buttons now, or the other way round; what can be chosen stays."""
    entry = page.pick(random, "controls", lambda each: each.element.kind in LISTS and len(each.element.options) < 60)
    if entry is None:
        return False
    radio = entry.element.kind is not ControlKind.RADIO
    options = tuple(option for option in entry.element.options if option.value)
    entry.change(kind=ControlKind.RADIO if radio else ControlKind.SELECT, options=options if radio else entry.element.options)  # fmt: skip
    entry.place(tag="input" if radio else "select", role="radio" if radio else "combobox", type="radio" if radio else "", id="")  # fmt: skip
    return page.tell("field-kind-changed", actual="radio" if radio else "select")


LIMITS = {
    function.__name__: function
    for function in (flip_required, change_limit, change_pattern, lock_field, disable_button, change_kind, list_to_radios)
}  # fmt: skip
