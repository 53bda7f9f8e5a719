"""The decision table: how bad each kind of difference is, and what it suggests to write instead."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.model.finding import Level, Rule


@dataclass(frozen=True, slots=True)
class Row:
    """The level when no claim rests on it, when one does, and when it keeps a reader from finishing."""

    around: Level
    claimed: Level
    blocking: Level = Level.BROKEN


_MOVED = Row(Level.DRIFTED, Level.BROKEN)
_ADDED = Row(Level.DRIFTED, Level.DRIFTED)
_NOTE = Row(Level.NOTE, Level.NOTE, Level.NOTE)

TABLE: dict[Rule, Row] = {
    Rule.FIELD_ADDED: _ADDED,
    Rule.FIELD_REMOVED: _MOVED,
    Rule.FIELD_RENAMED: _MOVED,
    Rule.FIELD_REQUIRED_CHANGED: _MOVED,
    Rule.FIELD_CONSTRAINT_CHANGED: _MOVED,
    Rule.FIELD_KIND_CHANGED: _MOVED,
    Rule.OPTION_ADDED: _MOVED,
    Rule.OPTION_REMOVED: _MOVED,
    Rule.OPTION_RENAMED: _MOVED,
    Rule.OPTIONS_REORDERED: _MOVED,
    Rule.BUTTON_ADDED: _ADDED,
    Rule.BUTTON_REMOVED: _MOVED,
    Rule.BUTTON_RENAMED: _MOVED,
    Rule.HEADING_ADDED: _ADDED,
    Rule.HEADING_REMOVED: _MOVED,
    Rule.HEADING_RENAMED: _MOVED,
    Rule.LINK_ADDED: _ADDED,
    Rule.LINK_REMOVED: _MOVED,
    Rule.LINK_RENAMED: _MOVED,
    Rule.LINK_TARGET_CHANGED: _MOVED,
    Rule.MAIL_ADDRESS_CHANGED: _MOVED,
    Rule.CHOICE_ADDED: _ADDED,
    Rule.CHOICE_REMOVED: _MOVED,
    Rule.CHOICE_RENAMED: _MOVED,
    Rule.CHOICE_MOVED: _MOVED,
    Rule.REDIRECTED: _MOVED,
    Rule.LANGUAGE_CHANGED: Row(Level.DRIFTED, Level.DRIFTED),
    Rule.DIRECTION_CHANGED: Row(Level.DRIFTED, Level.DRIFTED),
    Rule.DIALOG_ADDED: _ADDED,
    Rule.STEP_MISSING: Row(Level.BROKEN, Level.BROKEN),
    Rule.STEP_EXTRA: Row(Level.DRIFTED, Level.BROKEN),
    Rule.RELOCATED: Row(Level.DRIFTED, Level.DRIFTED),
    Rule.AMBIGUOUS_TARGET: _NOTE,
    Rule.OUTCOME_CHANGED: Row(Level.BROKEN, Level.BROKEN),
    Rule.CLAIM_FAILED: Row(Level.DRIFTED, Level.BROKEN),
    Rule.TEXT_GONE: _MOVED,
    Rule.ADDRESS_GONE: _MOVED,
    Rule.UNEXPECTED_PRESENCE: _MOVED,
    Rule.GUIDES_DISAGREE: Row(Level.DRIFTED, Level.DRIFTED),
    Rule.INCOMPLETE: _NOTE,
    Rule.LABEL_GARBLED: Row(Level.BROKEN, Level.BROKEN),
    Rule.LABEL_VARIES: _NOTE,
    Rule.VALUE_MISSING: Row(Level.BROKEN, Level.BROKEN),
    Rule.UNFOUNDED: Row(Level.DRIFTED, Level.DRIFTED),
    Rule.CONSENT_DECLINED: _NOTE,
    Rule.CONSENT_ACCEPTED: _NOTE,
    Rule.CONSENT_LEFT: _NOTE,
    Rule.WALL_NOTED: _NOTE,
    Rule.REQUEST_STOPPED: _NOTE,
    Rule.NOT_RECORDED: _NOTE,
}


def level_of(rule: Rule, *, claimed: bool, blocks: bool) -> Level:
    """The level of a finding: by its rule, by whether a claim says otherwise, and by whether the reader is stuck."""
    row = TABLE[rule]
    if blocks:
        return row.blocking
    return row.claimed if claimed else row.around
