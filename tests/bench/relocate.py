"""How well `match` finds elements again on real pages years apart, beside an exact locator and Similo.

    python tests/bench/relocate.py --data DIR              our matcher as it is, and the baselines
    python tests/bench/relocate.py --data DIR --folds      ours again, learned anew without the owner of the page it is asked about
    python tests/bench/relocate.py --data DIR --fit        print what `verifier/match/weights.py` should hold

DIR holds `pages.jsonl.gz` and `cases.jsonl.gz`: the candidates of each new page and what was recorded of each old element. The
data is public research data (Nass et al., ACM TOSEM 2023; Shao et al., ISSTA 2021) that must not be passed on, so it is not here.

`top-1`: the right element, of all that are still there; `broken`: of those alone that the recorded locator (unique id, else
name, else exact text) no longer finds; `wrong`: another element; `withheld`: an answer although the right one was hidden;
`gone`: an answer although the element was really deleted; `balance`: the mean of top-1 and of refusals where there is
nothing to find. All in percent. `ms`: milliseconds of processor time a case, preparation included, as a replay pays
it (`cold`: nothing known of the page's elements from earlier cases).
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from typing import TYPE_CHECKING

import numpy as np
from baselines import exact, similo
from cases import Case, Page, load, marks_of, scenes
from learning import Scene, answer, learn_page, learn_pairs

from verifier.match import relocate as relocating
from verifier.match.measure import SIGNALS
from verifier.match.search import COMPARED, PAGE_SIGNALS, Search
from verifier.match.traits import traits_of

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUPS = 8
"""Into so many groups the owners fall; `--folds` leaves out one after the other."""


# -- scoring ----------------------------------------------------------------------------------------------------


class Tally:
    """The figures of one matcher."""

    def __init__(self):
        self.asked, self.hits = Counter(), Counter()
        self.times: list[float] = []

    def add(self, case: Case, scene: str, answer: int | None) -> None:
        self.asked[scene] += 1
        if scene != "present":
            self.hits[scene] += answer is not None
            return
        right = answer in case.truth
        self.hits["top"] += right
        self.hits["wrong"] += answer is not None and not right
        if case.broken:
            self.asked["broken"] += 1
            self.hits["broken"] += right

    def figures(self) -> dict[str, float]:
        part = lambda hit, of: 100 * self.hits[hit] / max(self.asked[of], 1)  # noqa: E731
        empty = self.asked["withheld"] + self.asked["gone"]
        refused = 100 * (1 - (self.hits["withheld"] + self.hits["gone"]) / max(empty, 1))
        return {
            "top-1": part("top", "present"), "broken": part("broken", "broken"), "wrong": part("wrong", "present"),
            "withheld": part("withheld", "withheld"), "gone": part("gone", "gone"), "balance": (part("top", "present") + refused) / 2,
        }  # fmt: skip


def told(name: str, tally: Tally, times: str = "") -> None:
    print(f"{name:34}" + "".join(f"{value:10.1f}" for value in tally.figures().values()) + f"  {times}", flush=True)


def heading() -> None:
    print(f"{'':34}" + "".join(f"{name:>10}" for name in Tally().figures()) + "  ms a case")


def run(cases: list[Case], pages: dict[str, Page], answer) -> Tally:
    tally = Tally()
    for case in cases:
        for scene, shown in scenes(case, pages[case.page]):
            start = time.process_time()
            found = answer(case, pages[case.page], shown)
            tally.times.append((time.process_time() - start) * 1000)
            tally.add(case, scene, None if found is None else shown[found])
    return tally


def ours(case: Case, page: Page, shown: list[int], *, alone: bool = False) -> int | None:
    old = marks_of(case.old)
    others = () if alone else tuple(marks for marks in page.old if marks.trail != old.trail)
    found = relocating.relocate(old, tuple(page.marks[at] for at in shown), old_page=others)
    return None if found is None else found.index


# -- learning ---------------------------------------------------------------------------------------------------


def gather(cases: list[Case], pages: dict[str, Page]) -> list[Scene]:
    """All that the matcher knows of each question, to be weighed by any weights."""
    with ProcessPoolExecutor(2) as pool:
        names = sorted({case.page for case in cases})
        of_page = [([case for case in cases if case.page == name], pages[name]) for name in names]
        return [scene for part in pool.map(_gather, of_page) for scene in part]


def _gather(asked: tuple[list[Case], Page]) -> list[Scene]:
    return list(_scenes(*asked))


def _scenes(cases: list[Case], page: Page) -> Iterator[Scene]:
    for case in cases:
        old = marks_of(case.old)
        others = [marks for marks in page.old if marks.trail != old.trail]
        for name, shown in scenes(case, page):
            search = Search([traits_of(marks) for marks in (old, *others)], [traits_of(page.marks[at]) for at in shown])
            pairs = search.pairs(0, most=COMPARED)
            witnesses = [search.witness(0, index) for index, _ in pairs]
            indices = [shown[index] for index, _ in pairs]
            right = frozenset(at for at, index in enumerate(indices) if name == "present" and index in case.truth)
            signals = np.array([pair.signals for _, pair in pairs]).reshape(len(pairs), len(SIGNALS))
            claims = [np.array([claim.signals for claim in witness.claims]) for witness in witnesses]
            owned = [search.is_owned(0, index) for index, _ in pairs]
            yield Scene(case, name, indices, signals, witnesses, claims, owned, right)


def folds(found: list[Scene], *, seed: int) -> list[tuple[Case, str, tuple]]:
    """The answer to each question by weights that were learned without the owner of its page."""
    owners = sorted({scene.case.owner for scene in found})
    random.Random(seed).shuffle(owners)  # noqa: S311 - a shuffle, not a secret
    answers = []
    for group in range(GROUPS):
        held = set(owners[group::GROUPS])
        known = [scene for scene in found if scene.case.owner not in held]
        pair = learn_pairs(known)
        page = learn_page(known, pair)
        answers += [(scene.case, scene.name, answer(scene, pair, page)) for scene in found if scene.case.owner in held]
    return answers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--seed", type=int, default=0, help="which way the owners fall into folds")
    parser.add_argument("--curve", action="store_true", help="with --folds: the figures at other thresholds too")
    asked = parser.parse_args()
    pages, cases = load(asked.data)
    print(f"{len(cases)} cases on {len(pages)} pages of {len({case.owner for case in cases})} owners")
    if asked.fit:
        show_weights(gather(cases, pages))
    elif asked.folds:
        show_folds(folds(gather(cases, pages), seed=asked.seed), curve=asked.curve)
    else:
        show_all(cases, pages)


def show_weights(found: list[Scene]) -> None:
    pair = learn_pairs(found)
    learned = (("PAIR", SIGNALS, pair), ("PAGE", PAGE_SIGNALS, learn_page(found, pair)))
    for name, signals, (weights, bias) in learned:
        print(f"{name}: dict[str, float] = {{")
        for signal, weight in zip(signals, weights, strict=True):
            if abs(weight) >= 0.005:
                print(f'    "{signal}": {weight:.2f},')
        print(f"}}\n{name}_BIAS = {bias:.2f}")


def show_folds(answers: list[tuple[Case, str, tuple]], *, curve: bool) -> None:
    heading()
    levels = [(relocating.CONFIDENCE, relocating.SHARE)]
    if curve:
        levels += [(there / 20, share) for there in range(5, 14) for share in (0.0, 0.3, 0.4)]
    for there, share in levels:
        tally = Tally()
        for case, name, (index, likely, present) in answers:
            tally.add(case, name, index if present >= there and likely >= share else None)
        told(f"ours by folds, at {there:.2f}, {share:.1f}", tally)


def show_all(cases: list[Case], pages: dict[str, Page]) -> None:
    heading()
    matchers = {
        "exact locator": lambda case, page, shown: exact(case.old, [page.candidates[at] for at in shown]),
        "Similo": lambda case, page, shown: similo(case.old, [page.candidates[at] for at in shown]),
        "Similo with a threshold": lambda case, page, shown: similo(
            case.old, [page.candidates[at] for at in shown], threshold=0.75
        ),
        "ours, one element at a time": lambda case, page, shown: ours(case, page, shown, alone=True),
        "ours": ours,
    }
    for name, matcher in matchers.items():
        tally = run(cases, pages, matcher)
        told(name, tally, f"median {statistics.median(tally.times):.1f}, mean {statistics.mean(tally.times):.1f}")
    times: dict[str, list[float]] = {"cold": [], "warm": []}
    for page in pages.values():
        if len(page.candidates) >= 600:
            traits_of.cache_clear()
            for spent in times.values():
                start = time.process_time()
                relocating.relocate(page.old[0], tuple(page.marks[:600]), old_page=tuple(page.old[:600]))
                spent.append((time.process_time() - start) * 1000)
    for name, spent in times.items():
        if spent:
            print(f"600 candidates, {name}: median {statistics.median(spent):.1f} ms")


if __name__ == "__main__":
    main()
