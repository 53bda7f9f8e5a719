"""Findings as a person wants to read them: once for all locales, consequences under their cause, worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.model.finding import ClaimVerdict
from verifier.report.words import LEVEL_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from verifier.model.finding import Finding, Level
    from verifier.model.report import ClaimReport, FlowReport, GuideReport, Report

ChangeKey = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """The same difference (flow, rule, step and subject) in all locales in which it was found, and what follows from it."""

    told: tuple[Finding, ...]
    """One finding per locale, in the order of the run; at least one."""
    consequences: tuple[Change, ...] = ()

    @property
    def finding(self) -> Finding:
        """The finding to show for all."""
        return self.told[0]

    @property
    def level(self) -> Level:
        """The worst level that any locale has."""
        return min((finding.level for finding in self.told), key=LEVEL_ORDER.index)

    @property
    def locales(self) -> tuple[str, ...]:
        """Each locale once; none where it is of a site as a whole."""
        return tuple(dict.fromkeys(finding.locale for finding in self.told if finding.locale))

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of all claims that it touches, each once."""
        return tuple(dict.fromkeys(claim for finding in self.told for claim in finding.claims))

    @property
    def guides(self) -> tuple[str, ...]:
        """Ids of all guides that it or its consequences touch, each once."""
        own = [guide for finding in self.told for guide in finding.guides]
        return tuple(dict.fromkeys([*own, *(guide for after in self.consequences for guide in after.guides)]))

    def everything(self) -> tuple[Change, ...]:
        """Itself and all that follows from it."""
        return (self, *(deep for after in self.consequences for deep in after.everything()))


@dataclass(frozen=True, slots=True)
class GuideChanges:
    """The changes that affect exactly these guides (none: no guide's sentence)."""

    guides: tuple[GuideReport, ...]
    changes: tuple[Change, ...]


def _key(finding: Finding) -> ChangeKey:
    return (finding.flow_id, finding.rule, finding.step_id, finding.subject)


def _causes(flow: FlowReport) -> dict[ChangeKey, ChangeKey]:
    """For each consequence of one flow, the root that it goes back to; a circle of causes has no root and is left alone."""
    by_fingerprint = {finding.fingerprint: finding for finding in flow.verdict.findings}
    roots: dict[ChangeKey, ChangeKey] = {}
    for finding in flow.verdict.findings:
        passed = {finding.fingerprint}
        root = finding
        while root.follows is not None and root.follows in by_fingerprint and root.follows not in passed:
            root = by_fingerprint[root.follows]
            passed.add(root.fingerprint)
        if _key(root) != _key(finding) and (root.follows is None or root.follows not in passed):
            roots[_key(finding)] = _key(root)
    return roots


def changes(report: Report) -> tuple[Change, ...]:
    """Every finding of the run in exactly one place: as a change, or as a consequence of one.

    The worst come first, and of equally bad ones those that contradict a sentence.
    """
    told: dict[ChangeKey, list[Finding]] = {}
    for finding in report.site_findings:
        told.setdefault(_key(finding), []).append(finding)
    roots: dict[ChangeKey, ChangeKey] = {}
    for flow in report.flows:
        for finding in flow.verdict.findings:
            told.setdefault(_key(finding), []).append(finding)
        for key, root in _causes(flow).items():
            roots.setdefault(key, root)
    for key in [key for key, root in roots.items() if root in roots]:
        del roots[key]  # a cause in one locale, a consequence in another: it stands for itself
    followers: dict[ChangeKey, list[ChangeKey]] = {}
    for key, root in roots.items():
        followers.setdefault(root, []).append(key)
    contradicting = {
        mark
        for guide in report.guides
        for state in guide.claims
        if state.verdict is ClaimVerdict.CONTRADICTED
        for mark in state.findings
    }

    def worst_first(found: Iterable[Change]) -> tuple[Change, ...]:
        return tuple(
            sorted(
                found,
                key=lambda change: (
                    LEVEL_ORDER.index(change.level),
                    not any(finding.fingerprint in contradicting for finding in change.told),
                ),
            )
        )

    return worst_first(
        Change(tuple(findings), worst_first(Change(tuple(told[after])) for after in followers.get(key, ())))
        for key, findings in told.items()
        if key not in roots
    )


def by_guides(report: Report) -> tuple[GuideChanges, ...]:
    """The changes by the set of guides that they affect: those of most trouble first, those of no guide last."""
    known = {told.guide.id: told for told in report.guides}
    groups: dict[tuple[str, ...], list[Change]] = {}
    for change in changes(report):
        affected = tuple(guide_id for guide_id in known if guide_id in change.guides)
        groups.setdefault(affected, []).append(change)

    def trouble(item: tuple[tuple[str, ...], list[Change]]) -> tuple[bool, int, int]:
        guides, found = item
        return (not guides, min(LEVEL_ORDER.index(change.level) for change in found), -len(guides))

    return tuple(
        GuideChanges(tuple(known[guide_id] for guide_id in guides), tuple(found))
        for guides, found in sorted(groups.items(), key=trouble)
    )


def telling_finding(guide: GuideReport, state: ClaimReport, findings: Iterable[Finding]) -> Finding | None:
    """The one finding to show for a sentence: the worst, in the guide's own language if there is one, a cause before a consequence."""
    against = [finding for finding in findings if finding.fingerprint in state.findings]
    return min(
        against,
        key=lambda finding: (
            LEVEL_ORDER.index(finding.level),
            finding.locale.partition("-")[0] != guide.guide.language.partition("-")[0],
            finding.follows is not None,
        ),
        default=None,
    )
