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
import gzip
import json
import math
import random
import statistics
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rapidfuzz.distance import Levenshtein

from verifier.match import relocate as relocating
from verifier.match.measure import AGAINST, SIGNALS
from verifier.match.search import LEAST_ODDS, PAGE_AGAINST, PAGE_SIGNALS, WEIGHED, Search, page_signals
from verifier.match.signals import Marks
from verifier.match.traits import traits_of
from verifier.model.observation import Anchor, Box

KINDS = {
    "a": "link",
    "select": "control",
    "textarea": "control",
    "button": "button",
    "span": "text",
    "p": "text",
    "label": "text",
}
COMPARED = 16
"""Candidates a case is learned from."""
DELETED = 3.0
"""What a real deletion counts in learning, beside a hidden answer: there are few of them."""
GROUPS = 8


# -- the data ----------------------------------------------------------------------------------------------------


@dataclass
class Case:
    id: str
    kind: str
    page: str
    owner: str
    old: dict
    truth: frozenset
    withhold: frozenset
    broken: bool


@dataclass
class Page:
    candidates: list
    marks: list
    old: list = field(default_factory=list)


def marks_of(record: dict) -> Marks:
    """The marks of one element of the benchmark, as the product would have recorded it."""
    tag = record["tag"]
    kind = KINDS.get(tag, "heading" if tag[:1] == "h" and tag[1:].isdigit() else "box")
    if tag == "input":
        kind = "button" if record.get("type") in ("submit", "button", "image", "reset") else "control"
    has = lambda key: record.get(key) or ""  # noqa: E731
    words = has("text") or has("aria_label") or has("alt") or has("title") or has("placeholder") or has("value")
    box = Box(record["x"], record["y"], record["w"], record["h"]) if "x" in record else None
    anchor = Anchor(
        tag,
        role=has("role"),
        id=has("id"),
        name=has("name"),
        classes=has("class"),
        type=has("type"),
        href=has("href"),
        path=has("idxpath"),
        near=has("neighbor_text"),
        box=box,
    )
    hints = " ".join(dict.fromkeys(filter(None, map(has, ("aria_label", "alt", "title", "placeholder", "value")))))
    return Marks(
        f"{kind} {tag}",
        words,
        anchor,
        target=has("href"),
        value=has("name"),
        hints=hints,
        trail=has("xpath").strip("/"),
    )


def owner_of(page: dict) -> str:
    """The registrable domain that most links of the page lead to, or the site's name."""
    hosts: Counter = Counter()
    for element in page["candidates"]:
        try:
            host = urlsplit(element.get("href") or "").hostname or ""
        except ValueError:
            continue
        if host:
            parts = host.split(".")
            short = parts[-2:] if len(parts) < 3 or len(parts[-1]) > 2 or len(parts[-2]) > 3 else parts[-3:]
            hosts[".".join(short)] += 1
    site = page["site"].lower()
    return next(
        (host for host, _ in hosts.most_common(3) if site in host), hosts.most_common(1)[0][0] if hosts else site
    )


def load(folder: Path) -> tuple[dict[str, Page], list[Case]]:
    """The pages by name and the cases that can be scored."""
    rows = {}
    for name in ("pages", "cases"):
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows[name] = [json.loads(line) for line in lines]
    pages, owners = {}, {}
    for row in rows["pages"]:
        pages[row["page"]] = Page(row["candidates"], [marks_of(element) for element in row["candidates"]])
        pages[row["page"]].old = [marks_of(element) for element in row.get("old_page", ())]
        owners[row["page"]] = owner_of(row)
    cases = []
    for row in rows["cases"]:
        page = pages[row["page"]]
        marks = marks_of(row["old"])
        if all(known.trail != marks.trail for known in page.old):
            page.old.append(
                marks
            )  # where the whole old page was not recorded, all elements that were recorded of it are
        cases.append(
            Case(
                row["id"],
                row["kind"],
                row["page"],
                owners[row["page"]],
                row["old"],
                frozenset(row["truth"]),
                frozenset(row.get("withhold") or ()),
                bool(row.get("broken")),
            )
        )
    return pages, [case for case in cases if case.kind in ("present", "gone")]


def scenes(case: Case, page: Page) -> list[tuple[str, list[int]]]:
    """What is asked about a case: as it is, and with the answer hidden."""
    whole = list(range(len(page.candidates)))
    if case.kind == "gone":
        return [("gone", whole)]
    return [("present", whole), ("withheld", [index for index in whole if index not in case.withhold])]


# -- baselines ---------------------------------------------------------------------------------------------------


def exact(old: dict, candidates: list[dict]) -> int | None:
    """The element that the recorded locator finds: by unique id, else by name, else by its exact text; first one wins."""
    for key in ("id", "name", "text"):
        if old.get(key):
            return next(
                (
                    at
                    for at, new in enumerate(candidates)
                    if new.get(key) == old[key] and (key != "text" or new["tag"] == old["tag"])
                ),
                None,
            )
    return None


SIMILO = (
    ("tag", 1.5), ("class", 0.5), ("name", 1.5), ("id", 1.5), ("href", 0.5), ("alt", 0.5), ("xpath", 0.5), ("idxpath", 0.5),
    ("is_button", 0.5), ("location", 0.5), ("area", 0.5), ("shape", 0.5), ("text", 1.5), ("neighbor_text", 1.5),
)  # fmt: skip
"""The weights as published: 1.5 for tag, name, id, visible text and neighbour texts, 0.5 for all others."""


def similo(old: dict, candidates: list[dict], *, threshold: float = 0.0) -> int | None:
    """The element of the highest Similo score, if it has at least this part of the score that is possible."""
    best, most = None, -1.0
    possible = sum(weight for key, weight in SIMILO if _has(old, key))
    for at, new in enumerate(candidates):
        total = sum(weight * _similo(key, old, new) for key, weight in SIMILO)
        if total > most:
            best, most = at, total
    return best if possible and most / possible >= threshold else None


def _has(record: dict, key: str) -> bool:
    return "x" in record if key in ("location", "area", "shape") else bool(record.get(key)) or key == "is_button"


def _similo(key: str, old: dict, new: dict) -> float:
    if not _has(old, key) or not _has(new, key):
        return 0.0
    if key == "location":
        return max(0.0, 1 - math.hypot(old["x"] - new["x"], old["y"] - new["y"]) / 100)
    if key in ("area", "shape"):
        one, other = ((e["w"] * e["h"]) if key == "area" else e["w"] * 100 / max(e["h"], 1) for e in (old, new))
        return 1 - abs(one - other) / max(one, other, 1)
    before, after = old.get(key), new.get(key)
    if key in ("tag", "name", "id", "is_button"):
        return float(before == after) if key in ("name", "id", "is_button") else float(before.lower() == after.lower())
    if key == "neighbor_text":
        one, other = before.lower().split(), after.lower().split()
        return sum(1 for word in one if word in set(other)) / max(len(one), len(other), 1)
    return 1 - Levenshtein.distance(before.lower(), after.lower()) / max(len(before), len(after))


# -- scoring -----------------------------------------------------------------------------------------------------


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


# -- learning ----------------------------------------------------------------------------------------------------


@dataclass
class Scene:
    """One question with all that an answer can be weighed from. `right` are the positions of the answer; empty: there is none."""

    case: Case
    name: str
    shown: list
    indices: list
    signals: list
    witnesses: list
    right: frozenset


def gather(cases: list[Case], pages: dict[str, Page]) -> list[Scene]:
    found = []
    for case in cases:
        page = pages[case.page]
        old = marks_of(case.old)
        others = [marks for marks in page.old if marks.trail != old.trail]
        for name, shown in scenes(case, page):
            search = Search([traits_of(marks) for marks in (old, *others)], [traits_of(page.marks[at]) for at in shown])
            pairs = search.pairs(0, most=COMPARED)
            witnesses = []
            for index, _ in pairs:
                witness = search.witness(0, index)
                witnesses.append((witness, [claim.signals for claim in witness.claims]))
            indices = [shown[index] for index, _ in pairs]
            right = frozenset(at for at, index in enumerate(indices) if name == "present" and index in case.truth)
            found.append(Scene(case, name, shown, indices, [pair.signals for _, pair in pairs], witnesses, right))
    return found


def learn(
    questions: list[tuple[float, list, frozenset]],
    names: tuple[str, ...],
    against: frozenset,
    *,
    ridge: float,
    free: frozenset,
    rounds: int = 180,
) -> tuple[dict, float]:
    """The weights and the bias that make the right answers most probable, by projected gradient ascent (Adam).

    A question is its weight, a row of signals for each candidate, and the positions of right rows (none: "gone" is right).
    """
    size = len(names)
    questions = [
        (weight, [[(at, value) for at, value in enumerate(row) if value] for row in rows], right)
        for weight, rows, right in questions
        if rows
    ]
    weights, bias = [0.0] * size, -4.0
    first, second = [0.0] * (size + 1), [0.0] * (size + 1)
    for step in range(1, rounds + 1):
        slope = [-ridge * weight for weight in weights] + [0.0]
        for importance, rows, right in questions:
            odds = [bias + sum(weights[at] * value for at, value in row) for row in rows]
            most = max(0.0, *odds)
            parts = [math.exp(value - most) for value in odds]
            whole = sum(parts) + math.exp(-most)
            answer = sum(parts[at] for at in right)
            for at, (row, part) in enumerate(zip(rows, parts, strict=True)):
                pull = importance * ((part / answer if at in right and answer else 0.0) - part / whole)
                if abs(pull) > 1e-4:
                    slope[size] += pull
                    for where, value in row:
                        slope[where] += pull * value
        rate = 0.15 if step < rounds * 0.6 else 0.05 if step < rounds * 0.85 else 0.015
        for at, value in enumerate(slope):
            first[at] = 0.9 * first[at] + 0.1 * value
            second[at] = 0.99 * second[at] + 0.01 * value * value
            move = rate * (first[at] / (1 - 0.9**step)) / (math.sqrt(second[at] / (1 - 0.99**step)) + 1e-8)
            if at == size:
                bias += move
            else:
                weights[at] += move
                if names[at] not in free:
                    weights[at] = min(0.0, weights[at]) if names[at] in against else max(0.0, weights[at])
    return dict(zip(names, weights, strict=True)), bias


def importance_of(scene: Scene) -> float:
    return DELETED if scene.name == "gone" else 1.0


def learn_pairs(found: list[Scene]) -> tuple[dict, float]:
    questions = [
        (importance_of(scene), scene.signals, scene.right) for scene in found if scene.right or scene.name != "present"
    ]
    return learn(questions, SIGNALS, AGAINST, ridge=3.0, free=frozenset({"has words"}))


def total(weights: list[float], bias: float, signals: tuple[float, ...]) -> float:
    return bias + sum(weight * signal for weight, signal in zip(weights, signals, strict=True) if signal)


def on_page(scene: Scene, pair: tuple[dict, float]) -> list[tuple[int, tuple[float, ...]]]:
    """The best candidates with what the page says of them, by position."""
    weights = [pair[0][name] for name in SIGNALS]
    odds = [total(weights, pair[1], signals) for signals in scene.signals]
    best = sorted(range(len(odds)), key=lambda at: (-odds[at], scene.indices[at]))[:WEIGHED]
    rows = []
    for at in best:
        witness, claims = scene.witnesses[at]
        rival = max((total(weights, pair[1], signals) for signals in claims), default=LEAST_ODDS)
        rows.append((at, page_signals(odds[at], rival, witness)))
    return rows


def learn_page(found: list[Scene], pair: tuple[dict, float]) -> tuple[dict, float]:
    questions = []
    for scene in found:
        rows = on_page(scene, pair)
        right = frozenset(place for place, (at, _) in enumerate(rows) if at in scene.right)
        if right or scene.name != "present":
            questions.append((importance_of(scene), [signals for _, signals in rows], right))
    return learn(questions, PAGE_SIGNALS, PAGE_AGAINST, ridge=0.3, free=frozenset({"has neighbours"}), rounds=600)


def judge(scene: Scene, pair: tuple[dict, float], page: tuple[dict, float]) -> tuple[int | None, float, float]:
    """The best candidate, its probability, and the probability that there is one at all."""
    weights = [page[0][name] for name in PAGE_SIGNALS]
    rows = [(total(weights, page[1], signals), -scene.indices[at]) for at, signals in on_page(scene, pair)]
    if not rows:
        return None, 0.0, 0.0
    most = max(0.0, *(odds for odds, _ in rows))
    whole = sum(math.exp(odds - most) for odds, _ in rows) + math.exp(-most)
    odds, index = max(rows)
    return -index, math.exp(odds - most) / whole, 1 - math.exp(-most) / whole


def fold(task: tuple[list[Scene], list[Scene]]) -> list[tuple[Case, str, tuple]]:
    train, test = task
    pair = learn_pairs(train)
    page = learn_page(train, pair)
    return [(scene.case, scene.name, judge(scene, pair, page)) for scene in test]


def folds(found: list[Scene], *, seed: int) -> list[tuple[Case, str, tuple]]:
    owners = sorted({scene.case.owner for scene in found})
    random.Random(seed).shuffle(owners)  # noqa: S311 - a shuffle, not a secret
    tasks = []
    for group in range(GROUPS):
        held = set(owners[group::GROUPS])
        tasks.append(
            (
                [scene for scene in found if scene.case.owner not in held],
                [scene for scene in found if scene.case.owner in held],
            )
        )
    with ProcessPoolExecutor(2) as pool:
        return [answer for part in pool.map(fold, tasks) for answer in part]


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
    for name, (weights, bias) in (("PAIR", pair), ("PAGE", learn_page(found, pair))):
        print(f"{name}: dict[str, float] = {{")
        for signal, weight in weights.items():
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
