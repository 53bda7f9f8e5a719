"""A drift as the text of an issue, for the person who keeps the guide: what is wrong first, then what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model.drift import Drift, IssueText
from verifier.model.finding import ClaimVerdict, Level
from verifier.report.accepting import UNPROVEN
from verifier.report.markdown import code, diff_block, plain_markdown
from verifier.report.plain import one_line, without_isolates
from verifier.report.words import against_words, counted, language_name, listed, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from verifier.model.finding import Finding
    from verifier.model.report import ClaimReport, GuideReport, Report

LABEL = "help-flow"
"""The label of every issue of ours. Only people with rights on the repository can set it, so nobody else's issue is taken for one."""
MOST_CHARACTERS = 65_536
"""Of the body of an issue, by the API; counted here in UTF-16 code units, the strictest way that anybody counts."""
_BODY_ROOM = 40_000
"""Leaves room for the marks by which an issue is found again."""
_EDIT_ROOM = 3_000
"""Of the edit, which stands in the footer: with a page that is never quite the same it would have the issue written anew each night."""
_SIGNS = {Level.BROKEN: "❌", Level.DRIFTED: "🟠", Level.NOTE: "ℹ️"}
_HAND_WRITTEN = (
    "<sub>Written by the verifier, which changes this text when the drift changes; comments are yours.</sub>"
)


def characters(text: str) -> int:
    """The length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def issue_text(drift: Drift, report: Report, *, link: str = "") -> IssueText:
    """Title, body and labels of the issue for one drift; page text cannot become markup, a mention or a link in it.

    `link` is the URL of the report, empty where there is none.
    """
    finding = drift.finding
    languages = listed(tuple(language_name(locale) for locale in drift.locales))
    blocks = [
        [f"{_SIGNS[drift.level]} **{plain_markdown(finding.sentence, 500)}** ({plain_markdown(languages)})", ""],
        _sentences(drift, report),
        _before_and_after(drift),
        _edits(drift),
        _consequences(drift),
        _places(drift),
    ]
    return IssueText(
        signature=drift.signature,
        title=_title(f"{finding.flow_id} ({languages}): {finding.sentence}"),
        body=_within(blocks, _BODY_ROOM),
        footer=_footer(drift, report, link),
        labels=_labels(drift),
        traces=drift.traces,
    )


def digest_text(drifts: tuple[Drift, ...], report: Report, *, link: str = "") -> IssueText:
    """One issue for all drifts that are beyond the number of issues that may be open."""
    lines = [f"So many drifts were found that these {counted(len(drifts), 'has', 'have')} no issue of their own. They get one when others are closed.", ""]  # fmt: skip
    lines += [
        f"- {_SIGNS[drift.level]} {code(drift.finding.flow_id, 80)}: {plain_markdown(drift.finding.sentence)}"
        f"{_spoken(drift.claims[:12])} ({plain_markdown(listed(tuple(language_name(each) for each in drift.locales)))})"
        for drift in drifts
    ]
    return IssueText(
        signature="digest",
        title=f"{sentence(counted(len(drifts), 'more drift'))} of help flows",
        body=_within([lines], _BODY_ROOM),
        footer=_footer(None, report, link),
        labels=(LABEL,),
        traces=(),
    )


def _title(text: str) -> str:
    return one_line(without_isolates(text), 240)


def _labels(drift: Drift) -> tuple[str, ...]:
    named = [f"level:{drift.level}"]
    named += [f"guide:{guide}" for guide in drift.guides]
    named += [f"language:{locale}" for locale in drift.locales]
    return (LABEL, *(one_line(without_isolates(name.replace(",", " ")), 50) for name in named))


def _spoken(claims: Iterable[str]) -> str:
    told = ", ".join(code(claim, 60) for claim in claims)
    return f" {told}" if told else ""


def _claims_of(drift: Drift, report: Report) -> list[tuple[GuideReport, ClaimReport]]:
    return [(guide, state) for guide in report.guides for state in guide.claims if state.claim.id in drift.claims]


def _sentences(drift: Drift, report: Report) -> list[str]:
    marks = {finding.fingerprint for finding in drift.findings}
    touched = _claims_of(drift, report)
    wrong = [
        (guide, state)
        for guide, state in touched
        if state.verdict is ClaimVerdict.CONTRADICTED and marks & set(state.findings)
    ]
    if not wrong:
        lines = ["### No sentence is wrong", "", "Every sentence that was checked here still holds; the page moved around it.", ""]  # fmt: skip
    else:
        lines = [f"### {sentence(counted(len(wrong), 'sentence'))} that {'is' if len(wrong) == 1 else 'are'} wrong now", ""]  # fmt: skip
    for guide, state in wrong:
        lines += _claim(guide, state)
    rest = [(guide, state) for guide, state in touched if (guide, state) not in wrong]
    if rest:
        lines += ["Other sentences that speak of it:" + _spoken(state.claim.id for _, state in rest[:40]), ""]
    return lines


def _claim(guide: GuideReport, state: ClaimReport) -> list[str]:
    claim = state.claim
    language = plain_markdown(language_name(guide.guide.language))
    where = f", {plain_markdown(claim.where, 120)}" if claim.where else ""
    return [
        f"- **{language} guide** {plain_markdown(guide.guide.title, 160)} ({code(claim.id, 60)}{where})",
        f"  > {plain_markdown(claim.says, 600)}",
        "",
    ]


def _before_and_after(drift: Drift) -> list[str]:
    rows = [
        f"| {plain_markdown(language_name(finding.locale))} | {code(finding.expected, 400)} | {code(finding.actual, 400)} |"
        for finding in drift.causes
    ]
    return [
        "### Before and after",
        "",
        "| Language | Guide or recording | Page now |",
        "| --- | --- | --- |",
        *dict.fromkeys(rows),
        "",
    ]


def _edits(drift: Drift) -> list[str]:
    said: dict[str, list[str]] = {}
    for finding in drift.causes if drift.claims else ():
        if finding.suggestion:
            said.setdefault(finding.suggestion, []).append(language_name(finding.locale))
    lines = ["### What to do", ""]
    if said:
        lines += ["If the page is right, change the guide:", ""]
        lines += [
            f"- {plain_markdown(listed(tuple(languages)))}: {plain_markdown(words, 500)}"
            for words, languages in said.items()
        ]
        lines.append("")
    when = "When the guide and the flow are right again" if drift.claims else "If the page is right"
    lines += [
        f"{when}, record what the page shows now:",
        "",
        "```sh",
        *dict.fromkeys(f"verifier accept latest '{finding.flow_id}[{finding.locale}]'" for finding in drift.causes),
        "```",
        "",
    ]
    return lines


def _consequences(drift: Drift) -> list[str]:
    told = _once(drift.consequences, lambda finding: (finding.rule, finding.subject))
    if not told:
        return []
    return [
        "### What follows from it",
        "",
        *(
            f"- {_SIGNS[finding.level]} {plain_markdown(finding.sentence, 400)}{_spoken(finding.claims[:12])}"
            for finding in told
        ),
        "",
    ]


def _places(drift: Drift) -> list[str]:
    told = _once(drift.causes, lambda finding: (finding.place, finding.step_id))
    return [f"Said in {code(f'{finding.place.file}:{finding.place.line}')}, step {code(finding.step_id)}." for finding in told]  # fmt: skip


def _once(findings: tuple[Finding, ...], alike: Callable[[Finding], object]) -> tuple[Finding, ...]:
    return tuple({alike(finding): finding for finding in reversed(findings)}.values())[::-1]


def _footer(drift: Drift | None, report: Report, link: str) -> str:
    since = report.since
    known = [since.of(finding.fingerprint) for finding in drift.causes] if drift and since else []
    first = min((each.first_seen for each in known if each is not None), default="")
    lines = _edit(drift, report) if drift else []
    lines += [f"First seen {code(first[:10])}."] if first else []
    where = plain_markdown(without_isolates(against_words(report.against)))
    run = f"Run {code(report.run_id)} at {code(report.started_at)}, against {where}"
    lines.append(f"{run}: [report]({link})." if link else f"{run}.")
    return "\n".join([*lines, "", _HAND_WRITTEN])


def _edit(drift: Drift, report: Report) -> list[str]:
    """What accepting the drift would change in the files, as a diff, or why nothing; nothing where it was not worked out."""
    edit = report.edit_of(drift.finding.fingerprint)
    if edit is None:
        return []
    if not edit.diff:
        return [f"There is no edit to accept: {plain_markdown(edit.why, 300)}.", ""]
    kept: list[str] = []
    left = _EDIT_ROOM
    for line in edit.diff.splitlines():
        left -= characters(line) + 1
        if left < 0:
            kept.append("... (cut)")
            break
        kept.append(line)
    return [*([] if edit.proven else [UNPROVEN]), *diff_block("\n".join(kept), "")]


def _within(blocks: list[list[str]], room: int) -> str:
    """The blocks, each cut between lines where all together would not fit; the first ones come first."""
    kept: list[str] = []
    for number, block in enumerate(blocks):
        # No block may starve those after it.
        share = room // (2 if number < len(blocks) - 1 else 1)
        used = left_out = 0
        for line in block:
            size = characters(line) + 1
            if left_out or used + size > share:
                left_out += 1 if line.lstrip().startswith(("-", "|", "verifier")) else 0
                left_out = max(left_out, 1)
                continue
            kept.append(line)
            used += size
        if left_out:
            kept += ["", f"… and {left_out:,} more, in the report.", ""]
        room -= used
    return "\n".join(kept).strip()
