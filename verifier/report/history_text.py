"""The history as tables for a person: everything, one flow, one claim, one finding."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from verifier.model.finding import Level
from verifier.report.plain import one_line, without_isolates
from verifier.report.since_words import claim_words, day, flake_words, trail_words
from verifier.report.summary import SIGNS
from verifier.report.words import STATUS_MEANS, against_words, counted, duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verifier.model.finding import Status
    from verifier.model.history import Chronicle, ClaimSpan, FlowSince, RunTold, Trail

WIDTH = 100
MOST_RUNS = 14
MOST_TRAILS = 40


def overview(told: Chronicle, *, others: tuple[str, ...] = ()) -> str:
    """The last runs, every flow with its nights, and the findings that are open; `others` are further targets with a history."""
    blocks = [_head(told, others)]
    if told.runs:
        blocks.append(_runs(told.runs))
    if told.flows:
        blocks.append(_flows(told.flows))
    alarming = tuple(trail for trail in told.trails if trail.is_open and trail.finding.level is not Level.NOTE)
    blocks.append(_open(alarming))
    return "\n\n".join(blocks)


def _head(told: Chronicle, others: tuple[str, ...]) -> str:
    count = len(told.runs) + told.pruned_runs
    lines = [f"{count} run{'' if count == 1 else 's'} against {_target(told.against)}"]
    if told.runs:
        first, last = told.runs[0].run.day, told.runs[-1].run.day
        lines[0] += f" on {first}" if first == last else f" from {first} to {last}"
    if told.pruned_runs:
        lines.append(f"{told.pruned_runs} of them pruned: what began then is still known")
    if others:
        lines.append(f"also: {', '.join(map(_target, others))}")
    return "\n".join(lines)


def _target(against: str) -> str:
    return without_isolates(against_words(against))


def _runs(runs: tuple[RunTold, ...]) -> str:
    rows: list[tuple[str, ...]] = [("RUN", "FLOWS", "NEW", "BACK", "CHANGED", "GOING ON", "OVER", "TOOK")]
    for each in reversed(runs[-MOST_RUNS:]):
        counts = (each.new, each.back, each.changed, each.ongoing, each.over)
        name = one_line(each.run.run_id, 50) + (" (interrupted)" if each.run.interrupted else "")
        rows.append((name, _statuses(each), *(str(count or "-") for count in counts), duration(each.run.duration_ms)))
    left = len(runs) - MOST_RUNS
    return _table(rows) + (f"\n  and {left} earlier" if left > 0 else "")


def _statuses(told: RunTold) -> str:
    counts: dict[Status, int] = {}
    for flow in told.run.flows:
        counts[flow.status] = counts.get(flow.status, 0) + 1
    return ", ".join(f"{counts[status]} {status}" for status in STATUS_MEANS if status in counts) or "none"


def _flows(flows: tuple[FlowSince, ...]) -> str:
    rows = [("FLOW", "STATUS", "SINCE", "NIGHTS", "LAST NIGHTS", "TURNED IN")]
    rows.extend(
        (
            one_line(flow.key, 50),
            flow.status,
            day(flow.since),
            str(flow.nights),
            "".join(SIGNS[night.status][0] for night in flow.last_nights) or "-",
            f"{flow.flake_rate:.0%}" if flow.flake_rate else "-",
        )
        for flow in flows
    )
    signs = ", ".join(f"{sign} {status}" for status, (sign, _) in SIGNS.items())
    return f"{_table(rows)}\n  {signs}; the latest night stands right"


def _open(trails: tuple[Trail, ...]) -> str:
    if not trails:
        return "No finding is open."
    lines = [f"{len(trails)} finding{' is' if len(trails) == 1 else 's are'} open"]
    for trail in trails[:MOST_TRAILS]:
        finding = trail.finding
        lines.append(
            f"  {finding.fingerprint}  {finding.level}, {one_line(finding.flow_key, 60)}, {trail_words(trail)}"
        )
        lines.extend(_wrapped(finding.sentence, "    "))
    if len(trails) > MOST_TRAILS:
        lines.append(f"  and {len(trails) - MOST_TRAILS} more; `--json` has them all")
    return "\n".join(lines)


def of_flow(told: Chronicle, flow: FlowSince) -> str:
    """One flow, run by run, the latest first, and every finding it ever had."""
    nights = f"{flow.key}: {flow.status} since {day(flow.since)}, {counted(flow.nights, 'night')}"
    flaky = f", {flake_words(flow.flake_rate)}" if flow.flake_rate else ""
    lines = [f"{nights}; {counted(flow.chances, 'run')} could see it{flaky}"]
    rows = [("RUN", "STATUS", "TOOK", "FINDINGS", "BECAUSE")]
    for each in reversed(told.runs):
        for past in each.run.flows:
            if past.key == flow.key and len(rows) <= MOST_RUNS:
                alarming = sum(finding.level is not Level.NOTE for finding in past.findings)
                because = one_line(past.because, 60)
                rows.append(
                    (one_line(each.run.run_id, 50), past.status, duration(past.duration_ms), str(alarming), because)
                )
    lines.append(_table(rows))
    lines.extend(_trails(tuple(trail for trail in told.trails if trail.finding.flow_key == flow.key)))
    return "\n".join(lines)


def _trails(trails: tuple[Trail, ...]) -> list[str]:
    lines: list[str] = []
    for trail in trails:
        lines.append(f"  {trail.finding.fingerprint}  {trail.finding.level}, {trail_words(trail)}")
        lines.extend(_wrapped(trail.finding.sentence, "    "))
    return lines


def of_claim(told: Chronicle, claim_id: str) -> str:
    """One claim: its state now, and every state that it was in, the latest first."""
    claim = next(each for each in told.claims if each.claim_id == claim_id)
    lines = [f"{claim.claim_id} ({claim.guide_id}): {claim.verdict.value.replace('-', ' ')} {claim_words(claim)}"]
    rows = [("VERDICT", "FROM", "TO", "NIGHTS", "BECAUSE")]
    rows.extend(_span(span) for span in reversed(told.spans) if span.claim_id == claim_id)
    lines.append(_table(rows))
    lines.extend(_trails(tuple(trail for trail in told.trails if claim_id in trail.finding.claims)))
    return "\n".join(lines)


def _span(span: ClaimSpan) -> tuple[str, str, str, str, str]:
    return (
        span.verdict.value.replace("-", " "),
        day(span.since),
        day(span.last_at),
        str(span.nights),
        one_line(span.because, 60),
    )


def of_finding(told: Chronicle, trail: Trail) -> str:
    """One finding: since when, how it reads, and every run that saw it, the latest first."""
    finding = trail.finding
    lines = [
        f"{finding.fingerprint}  {finding.rule}, {finding.level}, {finding.flow_key}, step {finding.step_id}",
        *_wrapped(finding.sentence, "  "),
        *_wrapped(f"expected    {finding.expected or '-'}", "  "),
        *_wrapped(f"now         {finding.actual or '-'}", "  "),
        f"  claims      {', '.join(finding.claims) or '-'}",
        f"  first seen  {trail.first_seen}" + (f" as {trail.origin}" if trail.origin != finding.fingerprint else ""),
        f"  last seen   {trail.last_seen}",
        f"  {trail_words(trail)}" + (f"; {flake_words(trail.flake_rate)}" if trail.flake_rate else ""),
    ]
    rows = [("RUN", "LEVEL", "NOW")]
    for each in reversed(told.runs):
        for flow in each.run.flows:
            for past in flow.findings:
                if past.fingerprint in {finding.fingerprint, trail.origin} and len(rows) <= MOST_RUNS:
                    rows.append((one_line(each.run.run_id, 50), past.level, one_line(past.actual, 60) or "-"))
    return "\n".join([*lines, _table(rows)])


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(f"  {line}".rstrip() for line in lines)


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        one_line(text, 600), WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
