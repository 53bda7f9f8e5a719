"""The register of guides as a table for a person, and one claim explained."""

from __future__ import annotations

import textwrap
from types import MappingProxyType
from typing import TYPE_CHECKING

from verifier.compare.statements import words
from verifier.model.finding import ClaimVerdict
from verifier.report.since_words import claim_words
from verifier.report.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from verifier.model.attestation import Attestation
    from verifier.model.finding import Finding
    from verifier.model.history import ClaimSince, ClaimSpan
    from verifier.model.report import ClaimReport, GuideReport, Report, Speaker

WIDTH = 100
_UNKNOWN: Mapping[str, ClaimSince] = MappingProxyType({})
_NAMES = {
    ClaimVerdict.HOLDS: "holds",
    ClaimVerdict.CONTRADICTED: "contradicted",
    ClaimVerdict.ATTESTED: "attested",
    ClaimVerdict.STALE: "stale",
    ClaimVerdict.UNVERIFIED: "unverified",
    ClaimVerdict.NOT_CHECKABLE: "not checkable",
}


def counts(report: GuideReport) -> dict[ClaimVerdict, int]:
    """How many claims of the guide came out with each verdict, all six verdicts in their order."""
    return {verdict: sum(claim.verdict is verdict for claim in report.claims) for verdict in _NAMES}


def summary(reports: tuple[GuideReport, ...]) -> str:
    """A row for each guide and one for all of them: how many claims hold, are contradicted and so on."""
    heads = ("GUIDE", "CLAIMS", *(name.upper() for name in _NAMES.values()))
    rows = [(report.guide.id, counts(report)) for report in reports]
    total = {verdict: sum(row[verdict] for _, row in rows) for verdict in _NAMES}
    if len(rows) > 1:
        rows.append(("all", total))
    width = max(len(heads[0]), *(len(name) for name, _ in rows)) if rows else len(heads[0])
    lines = [f"{heads[0].ljust(width)}  {'  '.join(heads[1:])}"]
    for name, row in rows:
        cells = (sum(row.values()), *row.values())
        shown = (str(cell or "-").rjust(len(head)) for cell, head in zip(cells, heads[1:], strict=True))
        lines.append(f"{name.ljust(width)}  {'  '.join(shown)}")
    return "\n".join(lines)


def table(report: GuideReport, since: Mapping[str, ClaimSince] = _UNKNOWN) -> str:
    """The claims of one guide by their verdicts and since when, and the unverified ones by what stood in the way."""
    guide = report.guide
    lines = [f"{guide.id}: {guide.title}, {len(report.claims)} claims"]
    for verdict, name in _NAMES.items():
        of_verdict = [claim for claim in report.claims if claim.verdict is verdict]
        if verdict is ClaimVerdict.UNVERIFIED and of_verdict:
            lines.append(f"  {name:<13} {len(of_verdict):>3}")
            for because in dict.fromkeys(claim.because for claim in of_verdict):
                held_up = [claim for claim in of_verdict if claim.because == because]
                lines.append(f"    {because} ({len(held_up)})")
                lines.extend(_ids(held_up, " " * 6))
        elif of_verdict and any(_day(claim, since) for claim in of_verdict):
            lines.append(f"  {name:<13} {len(of_verdict):>3}")
            days = sorted({_day(claim, since) for claim in of_verdict}, reverse=True)
            for day in days:
                dated = [claim for claim in of_verdict if _day(claim, since) == day]
                lines.extend(_ids(dated, " " * 24, first=f"      since {day}  " if day else " " * 24))
        elif of_verdict:
            lines.extend(_ids(of_verdict, " " * 20, first=f"  {name:<13} {len(of_verdict):>3}  "))
        else:
            lines.append(f"  {name:<13}   -")
    return "\n".join(lines)


def _day(claim: ClaimReport, since: Mapping[str, ClaimSince]) -> str:
    """Since when it is so; empty where history knows nothing of it, or another verdict."""
    known = since.get(claim.claim.id)
    return known.since[:10] if known is not None and known.verdict is claim.verdict else ""


def _ids(claims: list[ClaimReport], indent: str, *, first: str | None = None) -> list[str]:
    ids = " ".join(claim.claim.id for claim in claims)
    head = indent if first is None else first
    return textwrap.wrap(
        ids, WIDTH, initial_indent=head, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )


def findings(found: Iterable[Finding]) -> str:
    """The findings of the guides by themselves: the rule, the claims and one sentence each."""
    blocks: list[str] = []
    for finding in found:
        blocks.append(f"{finding.rule}  {' '.join(finding.claims)}")
        blocks.extend(_wrapped(finding.sentence, "    "))
    return "\n".join(blocks)


def explanation(
    report: ClaimReport,
    guide: GuideReport,
    *,
    speakers: tuple[Speaker, ...],
    run: Report | None,
    since: ClaimSince | None = None,
    spans: tuple[ClaimSpan, ...] = (),
    evidence: tuple[Finding, ...],
    attestations: tuple[Attestation, ...],
    own: tuple[Finding, ...],
) -> str:
    """One claim: what the guide says, how it came out and why, who speaks for it, who attested it, and what else is wrong.

    `evidence` are the findings of the run, `own` those of the guides by themselves; `since` says since when it is so, and `spans`
    what runs said of it in a row, the latest first.
    """
    claim = report.claim
    lines = [f"{claim.id}  {guide.guide.id}, {claim.where} ({claim.place})"]

    def row(name: str, *texts: str) -> None:
        for index, text in enumerate(texts):
            lines.extend(_wrapped(text, f"  {name if not index else '':<12}"))

    row("says", claim.says)
    row("quotes", *(f'"{label}"' for label in claim.labels))
    row("states", *(f"{each.subject}{_scope(each.scope)}: {words(each.value)}" for each in claim.states))
    row("check", claim.check)
    row("verdict", f"{_NAMES[report.verdict]}: {report.because}")
    if since is not None and since.verdict is report.verdict:
        row("since", claim_words(since).removeprefix("since "))
    row("run", _run(run) if run else "none")
    spoken = [f"{each} in {', '.join(each.locales)} ({each.place})" for each in speakers]
    row("spoken for", *(spoken or ["by no flow"]))
    row("played", *report.spoken_for_by)
    row("evidence", *(finding.sentence for finding in evidence))
    row("history", *(_span(span) for span in spans))
    row("attested", *(_attested(each) for each in attestations))
    row("guides", *(f"{finding.rule}: {finding.sentence}" for finding in own))
    return "\n".join(lines)


def _run(run: Report) -> str:
    return f"{run.run_id} of {run.started_at}, {run.against}"


def _span(span: ClaimSpan) -> str:
    first, last = span.since[:10], span.last_at[:10]
    days = f"on {first}" if first == last else f"from {first} to {last}, {counted(span.nights, 'night')}"
    return f"{_NAMES[span.verdict]} {days}: {span.because}"


def _scope(scope: tuple[str, ...]) -> str:
    return f" ({', '.join(scope)})" if scope else ""


def _attested(one: Attestation) -> str:
    note = f": {one.note}" if one.note else ""
    file = f" [{one.evidence.file}, SHA-256 {one.evidence.sha256[:16]}...]" if one.evidence else ""
    return f"by {one.by} on {one.on}, until {one.last_day().isoformat()}{note}{file}"


def _wrapped(text: str, head: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_on_hyphens=False,
        break_long_words=False,
    )
