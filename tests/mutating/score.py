"""Mutates recorded pages, judges them, and counts what was told rightly, wrongly and not at all."""

from __future__ import annotations

import random as randoms
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from builders import a_flow, a_step

from mutating import TYPED
from mutating.noise import NOISE
from mutating.page import Page, Truth
from verifier.compare.judge import judge
from verifier.match.relocate import relocate
from verifier.match.signals import marks_of
from verifier.model.action import Goto
from verifier.model.baseline import Baseline, RecordedStep
from verifier.model.observation import Observation, Snapshot
from verifier.model.run import Done, FlowRun, StepRun
from verifier.store.baselines import read_baseline

FLOWS = Path(__file__).parents[2] / "flows"
LEAST = 6
"""A page with fewer elements has nothing to mutate."""


@dataclass(slots=True)
class Tally:
    """Counts by kind of finding, and what became of elements that were looked for again."""

    right: Counter = field(default_factory=Counter)
    wrong: Counter = field(default_factory=Counter)
    missed: Counter = field(default_factory=Counter)
    heals: Counter = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def f1(self, rule: str) -> float:
        right, wrong, missed = self.right[rule], self.wrong[rule], self.missed[rule]
        return 2 * right / (2 * right + wrong + missed) if right + wrong + missed else 1.0

    def rules(self) -> list[str]:
        return sorted(self.right.keys() | self.wrong.keys() | self.missed.keys())


def recorded_pages(root: Path = FLOWS, *, every: int = 1) -> list[tuple[str, Snapshot]]:
    """Every n-th of the recorded pages, each once, with its name."""
    pages: dict[str, tuple[str, Snapshot]] = {}
    for path in sorted(root.glob("*/baselines/*.yaml"))[::every]:
        name, _, locale = path.stem.rpartition(".")
        recording = read_baseline(root, f"{path.parent.parent.name}/{name.replace('.', '/')}", locale)
        for page in recording.snapshots:
            if sum(map(len, (page.headings, page.controls, page.buttons, page.links))) >= LEAST:
                pages.setdefault(page.id, (f"{path.parent.parent.name}/{path.stem}", page))
    return list(pages.values())


def judged(old: Snapshot, new: Snapshot):
    """The findings on a page that was recorded as `old` and is `new`; what follows from another one is left out."""
    flow = a_flow(steps=(a_step("open", Goto(old.url)),))
    baseline = Baseline(flow.id, flow.locale, "2026-01-01", "live", (RecordedStep("open", old.id),), (old,))
    run = FlowRun(flow, (StepRun("open", Done(), Observation(new.id)),), (new,))
    return [finding for finding in judge(flow, run, baseline).findings if finding.follows is None]


def mutated(snapshot: Snapshot, names: list[str], random) -> tuple[Page, list[str]]:
    """The page after these mutations, and those of them that found something to mutate."""
    page = Page(snapshot)
    names = sorted(names, key=lambda name: name.startswith("inject"))  # what is put there keeps its own marks
    done = [name for name in names if (TYPED | NOISE)[name](page, random)]
    return page, done


def count_findings(tally: Tally, where: str, page: Page) -> None:
    told = judged(page.recorded, page.snapshot())
    waiting = list(page.truth)
    for finding in told:
        fits = next((truth for truth in waiting if _fits(truth, finding)), None)
        if fits is None:
            tally.wrong[finding.rule.value] += 1
            tally.examples[finding.rule.value].append(f"{where}: told {finding.expected!r} -> {finding.actual!r}")
        else:
            tally.right[fits.rule] += 1
            waiting.remove(fits)
    for truth in waiting:
        tally.missed[truth.rule] += 1
        tally.examples[truth.rule].append(f"{where}: not told {truth.expected!r} -> {truth.actual!r}")


def _fits(truth: Truth, finding) -> bool:
    return truth.rule == finding.rule and truth.expected in finding.expected and truth.actual in finding.actual


def count_heals(tally: Tally, where: str, page: Page, random, most: int = 4) -> None:
    """Look for some of the recorded elements again, those that are gone and those that changed first."""
    present = {entry.number: entry for entry in page.entries()}
    old_page = [marks_of(element) for family in page.before for _, element in family]
    numbers = [number for family in page.before for number, _ in family]
    pressed = [at for at, marks in enumerate(old_page) if not marks.kind.startswith("heading") and marks.name]
    changed = [at for at in pressed if numbers[at] in page.touched]
    chosen = (changed + random.sample(pressed, min(2, len(pressed))))[:most]
    for at in chosen:
        old = old_page[at]
        family = old.kind.partition(" ")[0]
        pool = [
            entry for entry in page.entries()
            if (marks_of(entry.element).kind.partition(" ")[0] == "control") == (family == "control") and not hasattr(entry.element, "level")
        ]  # fmt: skip
        found = relocate(old, [marks_of(entry.element) for entry in pool], old_page=old_page)
        there = numbers[at] in present
        if found is None:
            tally.heals["given up" if there else "rightly gone"] += 1
        elif not there:
            tally.heals["on a deleted target"] += 1
            tally.examples["heals"].append(
                f"{where}: {old.kind} {old.name!r} was deleted, taken for {pool[found.index].name!r}"
            )
        elif pool[found.index].number == numbers[at]:
            tally.heals["right"] += 1
        else:
            tally.heals["wrong"] += 1
            tally.examples["heals"].append(f"{where}: {old.kind} {old.name!r} taken for {pool[found.index].name!r}")


def run_corpus(pages, *, seed: int = 1, rounds: int = 1, combined: int = 3) -> dict[str, Tally]:
    """All mutations singly, then combined with noise; tallies for `single`, `noise` and `combined`."""
    tallies = {name: Tally() for name in ("single", "noise", "combined")}
    for where, snapshot in pages:
        for round_ in range(rounds):
            random = randoms.Random(f"{seed} {where} {snapshot.id} {round_}")  # noqa: S311 - the same page is mutated in the same way each time
            for name in TYPED:
                _one(tallies["single"], f"{where} {name}", snapshot, [name], random)
            for name in NOISE:
                _one(tallies["noise"], f"{where} {name}", snapshot, [name], random)
            for _ in range(combined):
                several = [*random.sample(list(TYPED), 3), *random.sample(list(NOISE), 3)]
                _one(tallies["combined"], f"{where} {'+'.join(several)}", snapshot, several, random)
    return tallies


def _one(tally: Tally, where: str, snapshot: Snapshot, names: list[str], random) -> None:
    page, done = mutated(snapshot, names, random)
    if done:
        count_findings(tally, where, page)
        count_heals(tally, where, page, random)
