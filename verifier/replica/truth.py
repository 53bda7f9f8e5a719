"""What a run against an edition must report: read from `truth.yaml` beside the pages, held to by a test."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from verifier.errors import ReplicaError
from verifier.model.finding import Level, Rule, Status
from verifier.replica.plain import Table, read_plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TRUTH = "truth.yaml"


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """One finding that must be there. An empty subject is not said: any will do."""

    rule: Rule
    step_id: str
    level: Level
    subject: str = ""


@dataclass(frozen=True, slots=True)
class FlowTruth:
    """What one flow in one locale must report: exactly these findings, and these claims contradicted and no other."""

    key: str
    """As `Flow.key`."""
    status: Status
    findings: frozenset[ExpectedFinding] = frozenset()
    contradicted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Truth:
    """What a run of all flows of the site against one edition must report."""

    site: str
    edition: str
    flows: tuple[FlowTruth, ...]
    around: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By locale, what differs in the site's own header, menu, side column and footer over all flows: rule and subject."""

    def of(self, key: str) -> FlowTruth | None:
        """What that flow must report, or None where nothing is said of it."""
        return next((flow for flow in self.flows if flow.key == key), None)


def read_truth(flows_root: Path, site: str, edition: str) -> Truth:
    """What a run against that edition must report.

    Raises:
        ReplicaError: the file cannot be read, knows no such edition, or says something that is not part of it.
    """
    path = flows_root / site / "replica" / TRUTH
    top = Table(read_plain(path), str(path))
    if (version := top.text("version")) != "1":
        raise ReplicaError(f"{path} is of version {version}, this program reads version 1")
    editions = top.table("editions")
    known = editions.names()
    if edition not in known:
        raise ReplicaError(f"{path} has no edition {edition}", hint=f"editions it speaks of: {', '.join(known)}")
    flows = tuple(flow for entry in editions.tables(edition) for flow in _flows(entry))
    every = top.table("around")
    top.finish()
    around = every.table(edition)
    if unknown := [name for name in every.names() if name not in known]:
        raise ReplicaError(f"{every.where} has no edition {unknown[0]}", hint=f"editions: {', '.join(known)}")
    if twice := {flow.key for flow in flows if sum(1 for other in flows if other.key == flow.key) > 1}:
        raise ReplicaError(f"{path} speaks twice of {', '.join(sorted(twice))} in edition {edition}")
    return Truth(site, edition, flows, {locale: frozenset(around.texts(locale)) for locale in around.names()})


def _flows(entry: Table) -> tuple[FlowTruth, ...]:
    flow_id = entry.text("flow")
    locales = entry.texts("locales")
    status = _one_of(Status, entry, "status")
    findings = [_findings(each, locales) for each in entry.tables("findings")]
    contradicted = frozenset(entry.texts("contradicted", ()))
    entry.finish()
    return tuple(
        FlowTruth(f"{flow_id}[{locale}]", status, frozenset(each[locale] for each in findings), contradicted)
        for locale in locales
    )


def _findings(entry: Table, locales: tuple[str, ...]) -> dict[str, ExpectedFinding]:
    """The finding by locale."""
    rule, step, level = _one_of(Rule, entry, "rule"), entry.text("step"), _one_of(Level, entry, "level")
    subjects = entry.by_locale("subject", locales)
    entry.finish()
    return {locale: ExpectedFinding(rule, step, level, subjects[locale]) for locale in locales}


Word = TypeVar("Word", bound=StrEnum)


def _one_of(kind: type[Word], entry: Table, key: str) -> Word:
    said = entry.text(key)
    for word in kind:
        if word == said:
            return word
    raise ReplicaError(f"{entry.where}: {said} is none of {', '.join(kind)}")
