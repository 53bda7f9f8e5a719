"""The register of guides: of every statement whether it holds, who says so, and why it is not known where it is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.model.finding import ClaimVerdict
from verifier.model.guide import CheckKind
from verifier.model.report import GuideReport, Speaker
from verifier.session.fold import guide_report

if TYPE_CHECKING:
    from datetime import date

    from verifier.model.attestation import Attestation
    from verifier.model.flow import Flow
    from verifier.model.guide import Guide
    from verifier.model.report import ClaimReport, Report

_WITHOUT_PAGE = frozenset({CheckKind.APP, CheckKind.MAIL, CheckKind.ADVICE, CheckKind.UNFOUNDED})


def speakers(flows: tuple[Flow, ...]) -> dict[str, tuple[Speaker, ...]]:
    """For every claim that a flow names, the steps that speak for it, in the order of the flows."""
    found: dict[str, dict[tuple[str, str], Speaker]] = {}
    for flow in flows:
        rows = [("", flow.place, flow.claims)]
        for step in flow.steps:
            rows.append((step.id, step.place, step.claims))
            rows.extend((step.id, each.place, each.claims) for each in step.expect)
        for step_id, place, claims in rows:
            for claim_id in claims:
                of_claim = found.setdefault(claim_id, {})
                before = of_claim.get((flow.id, step_id))
                locales = dict.fromkeys((*(before.locales if before else ()), flow.locale))
                of_claim[flow.id, step_id] = Speaker(
                    flow.id, step_id, tuple(locales), before.place if before else place
                )
    return {claim_id: tuple(of_claim.values()) for claim_id, of_claim in found.items()}


def register(
    guides: tuple[Guide, ...],
    flows: tuple[Flow, ...],
    *,
    run: Report | None,
    attestations: tuple[Attestation, ...],
    today: date,
) -> tuple[GuideReport, ...]:
    """Every claim of every guide, by what the run saw and what people attested; `today` decides what is stale.

    `flows` are those of the files now: a claim that the run says nothing of is told whether a flow speaks for it at all.
    """
    played = run.flows if run else ()
    named = speakers(flows)
    return tuple(
        GuideReport(guide, tuple(_explained(claim, named.get(claim.claim.id, ()), run) for claim in report.claims))
        for guide in guides
        for report in (guide_report(guide, played, attestations, on=today),)
    )


def _explained(report: ClaimReport, speaking: tuple[Speaker, ...], run: Report | None) -> ClaimReport:
    if report.verdict is not ClaimVerdict.UNVERIFIED or report.spoken_for_by:
        return report
    if speaking:
        named = dict.fromkeys(each.flow_id for each in speaking)
        missed = [flow_id for flow_id in named if run is None or all(flow.flow.id != flow_id for flow in run.flows)]
        if run is None:
            because = "No run has been made yet."
        elif missed:
            because = f"The run did not play {', '.join(missed)}."
        else:
            because = f"The run played {', '.join(named)}, and its files did not speak for this then."
        return replace(report, because=because)
    known = report.claim.check in _WITHOUT_PAGE or report.claim.unfounded
    return report if known else replace(report, because="No flow speaks for it.")
