"""The decision table: how bad each kind of difference is."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.model.finding import Level, Rule


@dataclass(frozen=True, slots=True)
class Row:
    """The level of a difference that no claim rests on, of one that a claim rests on, and of one that keeps a reader from finishing.

    `aside` is that of a difference in the site's own header, menu or footer which no claim rests on.
    """

    around: Level
    claimed: Level
    blocking: Level = Level.BROKEN
    aside: Level = Level.NOTE


_MOVED = Row(Level.DRIFTED, Level.BROKEN)
_ADDED = Row(Level.DRIFTED, Level.DRIFTED)
_DRIFTED = Row(Level.DRIFTED, Level.DRIFTED, aside=Level.DRIFTED)
_BROKEN = Row(Level.BROKEN, Level.BROKEN, aside=Level.BROKEN)
_NOTE = Row(Level.NOTE, Level.NOTE, Level.NOTE)

TABLE: dict[Rule, Row] = {
    Rule.FIELD_ADDED: _ADDED,
    Rule.FIELD_REMOVED: _MOVED,
    Rule.FIELD_RENAMED: _MOVED,
    Rule.FIELD_REQUIRED_CHANGED: _MOVED,
    Rule.FIELD_CONSTRAINT_CHANGED: _MOVED,
    Rule.FIELD_KIND_CHANGED: _MOVED,
    Rule.FIELD_MOVED: _MOVED,
    Rule.OPTION_ADDED: _MOVED,
    Rule.OPTION_REMOVED: _MOVED,
    Rule.OPTION_RENAMED: _MOVED,
    Rule.OPTIONS_REORDERED: _MOVED,
    Rule.BUTTON_ADDED: _ADDED,
    Rule.BUTTON_REMOVED: _MOVED,
    Rule.BUTTON_RENAMED: _MOVED,
    Rule.BUTTON_MOVED: _MOVED,
    Rule.BUTTON_DISABLED_CHANGED: Row(Level.NOTE, Level.BROKEN),
    Rule.HEADING_ADDED: _ADDED,
    Rule.HEADING_REMOVED: _MOVED,
    Rule.HEADING_RENAMED: _MOVED,
    Rule.LINK_ADDED: _ADDED,
    Rule.LINK_REMOVED: _MOVED,
    Rule.LINK_RENAMED: _MOVED,
    Rule.LINK_MOVED: _MOVED,
    Rule.LINK_TARGET_CHANGED: _MOVED,
    Rule.MAIL_ADDRESS_CHANGED: _MOVED,
    Rule.CHOICE_ADDED: _ADDED,
    Rule.CHOICE_REMOVED: _MOVED,
    Rule.CHOICE_RENAMED: _MOVED,
    Rule.CHOICE_MOVED: _MOVED,
    Rule.REDIRECTED: _MOVED,
    Rule.LANGUAGE_CHANGED: _DRIFTED,
    Rule.DIRECTION_CHANGED: _DRIFTED,
    Rule.DIALOG_ADDED: _ADDED,
    Rule.DIALOG_REMOVED: _MOVED,
    Rule.DIALOG_RENAMED: _MOVED,
    Rule.SURROUNDINGS_CHANGED: _NOTE,
    Rule.STEP_MISSING: _BROKEN,
    Rule.STEP_EXTRA: _MOVED,
    Rule.RELOCATED: _DRIFTED,
    Rule.AMBIGUOUS_TARGET: _NOTE,
    Rule.OUTCOME_CHANGED: _BROKEN,
    Rule.POPUP_CHANGED: _MOVED,
    Rule.MESSAGE_CHANGED: _MOVED,
    Rule.DOWNLOAD_CHANGED: _MOVED,
    Rule.CLAIM_FAILED: _MOVED,
    Rule.TEXT_GONE: _MOVED,
    Rule.ADDRESS_GONE: _MOVED,
    Rule.UNEXPECTED_PRESENCE: _MOVED,
    Rule.GUIDES_DISAGREE: _DRIFTED,
    Rule.INCOMPLETE: _NOTE,
    Rule.LABEL_GARBLED: _BROKEN,
    Rule.LABEL_VARIES: _NOTE,
    Rule.VALUE_MISSING: _BROKEN,
    Rule.UNFOUNDED: _DRIFTED,
    Rule.CONSENT_DECLINED: _NOTE,
    Rule.CONSENT_ACCEPTED: _NOTE,
    Rule.CONSENT_LEFT: _NOTE,
    Rule.WALL_NOTED: _NOTE,
    Rule.REQUEST_STOPPED: _NOTE,
    Rule.VARIANT_SEEN: _NOTE,
    Rule.IGNORE_EXPIRED: _NOTE,
    Rule.IGNORE_UNUSED: _NOTE,
    Rule.NOT_RECORDED: _NOTE,
}


def level_of(rule: Rule, *, claimed: bool, blocks: bool, aside: bool = False) -> Level:
    """The level of a finding: by its rule, by whether a claim says otherwise, and by whether the reader is stuck.

    `aside`: it stands in the site's own header, menu or footer.
    """
    row = TABLE[rule]
    if blocks:
        return row.blocking
    if claimed:
        return row.claimed
    return row.aside if aside else row.around
