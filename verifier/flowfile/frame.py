"""A problem as a source frame: where it is, the line itself, a caret under the very words, and what to do."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.model.place import Place, Problem

MOST_COLUMNS = 110
MOST_LINES = 6
_FAR = 4 * MOST_COLUMNS
_LEFT_TO_RIGHT = "\u200e"
_JOINERS = frozenset("\u200c\u200d")
_RED, _BLUE, _BOLD, _PLAIN = "\x1b[1;31m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m"


def render(problem: Problem, *, colour: bool) -> str:
    """The whole frame, several lines without a final line break; nothing in it can steer a terminal but our own colours."""
    place = problem.place
    red, blue, bold, plain = (_RED, _BLUE, _BOLD, _PLAIN) if colour else ("", "", "", "")
    gutter = len(str(place.line + len(problem.source) - 1)) if problem.source else 1
    where = f"{place.file}:{place.line}:{place.column}" if problem.source else place.file
    out = [
        f"{red}error[{problem.code}]{plain}{bold}: {escape(problem.message)}{plain}",
        f"{' ' * gutter}{blue}-->{plain} {escape(where)}",
    ]
    if problem.source:
        out.extend(_picture(place, problem.source, problem.label, gutter=gutter, blue=blue, red=red, plain=plain))
    for related, words in problem.related:
        out.append(f"{' ' * gutter} {blue}={plain} {escape(words)}: {escape(str(related))}")
    if problem.help:
        out.append(f"{' ' * gutter} {blue}={plain} help: {escape(problem.help)}")
    return "\n".join(out)


def excerpt(place: Place, source_lines: tuple[str, ...]) -> str:
    """Only the lines and the caret; `source_lines` are those from `place.line` on, as in `Problem.source`."""
    if not source_lines:
        return ""
    gutter = len(str(place.line + len(source_lines) - 1))
    return "\n".join(_picture(place, source_lines, "", gutter=gutter))


def escape(text: str) -> str:
    """The text with every character that is invisible or steers a terminal or the direction of writing shown as an escape."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def width(text: str) -> int:
    """How many columns of a terminal the text takes: two for a wide character, none for a combining mark."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _shown(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    if character == "\t":
        return " "
    number = ord(character)
    if unicodedata.category(character) == "Zs":
        return " "
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"} or character in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _picture(
    place: Place, lines: tuple[str, ...], label: str, *, gutter: int, blue: str = "", red: str = "", plain: str = ""
) -> list[str]:
    margin = f"{' ' * gutter} {blue}|{plain}"
    out = [margin]
    for offset, line in enumerate(lines[:MOST_LINES]):
        number = place.line + offset
        start = place.column - 1 if offset == 0 else _first_letter(line)
        end = place.end_column - 1 if number == place.end_line else len(line.rstrip())
        shown, before, under = _cut(line, start, max(end, start + 1))
        out.append(f"{blue}{number:>{gutter}} |{plain} {shown}".rstrip())
        if offset == 0:
            words = f" {escape(label)}" if label else ""
            out.append(f"{margin} {' ' * before}{red}{'^' * max(1, under)}{words}{plain}")
    if place.end_line > place.line + min(len(lines), MOST_LINES) - 1:
        out.append(f"{' ' * gutter} {blue}...{plain}")
    return out


def _first_letter(line: str) -> int:
    return len(line) - len(line.lstrip())


def _cut(line: str, start: int, end: int) -> tuple[str, int, int]:
    """The line as shown, and how many columns lie before the caret and under it.

    A long line is cut to a window around the span. In a line with right-to-left letters, marks of direction around the span
    keep it in its place: a terminal that reorders such letters then reorders them only before, within and after the span.
    """
    # a line may be as long as a file may be large: what could never be shown is not even looked at
    parts = (line[max(0, start - _FAR) : start], line[start : min(end, start + _FAR)], line[end : end + _FAR])
    before, span, after = (escape(part) for part in parts)
    if width(before) + width(span) + width(after) > MOST_COLUMNS:
        span = _head(span, MOST_COLUMNS - 30)
        room = MOST_COLUMNS - width(span)
        after = _head(after, max(10, room - min(width(before), room // 2)))
        before = _tail(before, max(10, room - width(after)))
    columns, under = width(before), width(span)
    if any(unicodedata.bidirectional(character) in {"R", "AL", "AN"} for part in parts for character in part):
        mark = _LEFT_TO_RIGHT
        return f"{mark}{before}{mark}{span}{mark}{after}", columns, under
    return before + span + after, columns, under


def _head(text: str, most: int) -> str:
    if width(text) <= most:
        return text
    kept = ""
    used = 0
    for character in text:
        used += _columns(character)
        if used > most - 1:
            break
        kept += character
    return kept + "…"


def _tail(text: str, most: int) -> str:
    if width(text) <= most:
        return text
    used = 0
    cut = len(text)
    while cut > 0 and used + _columns(text[cut - 1]) <= most - 1:
        cut -= 1
        used += _columns(text[cut])
    return "…" + text[cut:]
