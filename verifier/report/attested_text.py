"""What people attested and somebody has to look at again, as the text of one issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model.drift import IssueText
from verifier.report.issue_text import LABEL
from verifier.report.markdown import code, plain_markdown
from verifier.report.words import counted, language_name, sentence

if TYPE_CHECKING:
    from datetime import date

    from verifier.model.attestation import Attestation
    from verifier.model.guide import Claim, Guide

SIGNATURE = "attestations"
AGAINST = "attestations"
"""Where a run's issues say what the run was against."""
MOST_CLAIMS = 100

Due = tuple["Guide", "Claim", "Attestation"]


def attested_text(due: tuple[Due, ...], *, on: date) -> IssueText | None:
    """The issue for these statements, those that ran out first; None where there are none. `on` is today."""
    if not due:
        return None
    stale = [each for each in due if not each[2].counts_on(on)]
    soon = [each for each in due if each[2].counts_on(on)]
    lines = []
    for found, title, verb in ((stale, "nobody vouches for any more", "counted"), (soon, "run out soon", "counts")):
        if found:
            lines += [f"### {sentence(counted(len(found), 'statement'))} that {title}", ""]
            lines += [_line(*each, verb=verb) for each in found[:MOST_CLAIMS]]
            left_out = len(found) - MOST_CLAIMS
            lines += [f"- … and {left_out:,} more: `verifier guides`"] if left_out > 0 else []
            lines.append("")
    lines += [
        "### What to do",
        "",
        "No browser can see these. Look in the app or the letter, and write down that it holds, or change the guide:",
        "",
        "```sh",
        *(f"verifier attest {claim.id} --by 'YOUR NAME' --valid 90d" for _, claim, _ in due[:MOST_CLAIMS]),
        "```",
    ]
    told = f"{counted(len(due), 'statement')} to look at again: no browser can see {'it' if len(due) == 1 else 'them'}"
    return IssueText(
        SIGNATURE, sentence(told), "\n".join(lines), f"Checked on {on.isoformat()}.", (LABEL, "attestations"), ()
    )


def _line(guide: Guide, claim: Claim, attested: Attestation, *, verb: str) -> str:
    language = plain_markdown(language_name(guide.language))
    return (
        f"- **{language} guide** ({code(claim.id, 60)}, {plain_markdown(claim.where, 120)}): {plain_markdown(claim.says, 400)} "
        f"{plain_markdown(attested.by, 80)} looked on {attested.on}; it {verb} until {attested.last_day().isoformat()}."
    )
