"""A set of choices that is built of other parts on the other page: a row of buttons that is a set of radio buttons there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.match.normalize import key_of
from verifier.model.expectation import ControlKind
from verifier.model.observation import Button, Control

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verifier.match.signals import Element

_WITNESSES = 2
"""So many buttons that are called as choices of one set say that they were that set."""


def as_built(elements: Sequence[Element], other: Sequence[Element]) -> tuple[Element, ...]:
    """The elements of one page, with the buttons in it that are radio buttons of one set on the other page read as that set.

    To a reader they are the same choices; which of them came or went is then told of the set.
    """
    read = tuple(elements)
    for choices in other:
        if isinstance(choices, Control) and choices.kind is ControlKind.RADIO:
            read = _with_set(read, choices, other)
    return read


def _with_set(elements: tuple[Element, ...], choices: Control, other: Sequence[Element]) -> tuple[Element, ...]:
    frame = choices.anchor.frame
    names = {key_of(option.text) for option in choices.options}
    if any(isinstance(one, Control) and one.anchor.frame == frame and _offers(one, names) for one in elements):
        return elements
    there = {key_of(one.name) for one in other if isinstance(one, Button) and one.anchor.frame == frame}
    row = [
        one
        for one in elements
        if isinstance(one, Button) and one.anchor.frame == frame and key_of(one.name) in names - there
    ]
    called = {key_of(button.name) for button in row}
    if len(called) < _WITNESSES or len(called) < len(row):
        return elements
    offered = tuple(option for option in choices.options if key_of(option.text) in called)
    built = replace(choices, anchor=row[0].anchor, options=offered)
    return tuple(built if one is row[0] else one for one in elements if one is row[0] or one not in row)


def _offers(control: Control, names: set[str]) -> bool:
    return any(key_of(option.text) in names for option in control.options)
