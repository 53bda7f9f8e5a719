"""What a pull request with new baselines says to the person who reviews it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.report.markdown import code, plain_markdown
from verifier.report.words import counted

if TYPE_CHECKING:
    from verifier.model.report import Report

MOST_LINES = 300


def offer_text(flows: tuple[str, ...], lines: tuple[str, ...], report: Report, *, link: str = "") -> tuple[str, str]:
    """Title and body; `lines` are the differences in words. The body is the same while these are."""
    left_out = len(lines) - MOST_LINES
    told = [
        f"The pages of {counted(len(flows), 'flow')} moved, and every sentence that was checked still holds.",
        "If the pages are right as they are now, merge this, and the verifier compares with them from then on.",
        "",
        *(f"- {code(line.strip(), 300)}" for line in lines[:MOST_LINES]),
        *([f"- … and {left_out:,} more"] if left_out > 0 else []),
        "",
        "Flows of which a sentence is wrong, or that could not be seen whole, are not in it.",
    ]
    if link:
        told.append(f"The [report]({link}) has the pictures.")
    told.append(f"Seen against {plain_markdown(report.against)}.")
    return f"Record what the pages of {counted(len(flows), 'flow')} show now", "\n".join(told)
