"""How well the typed comparison tells what was done to recorded pages, and what it makes of noise.

    python tests/bench/mutations.py                    every recorded page below flows/
    python tests/bench/mutations.py --every 5 --show   every fifth recording, with examples of what went wrong

Each page is put under each mutation of `tests/mutating` by itself, and under three typed ones and three of noise together. Of each
kind of finding: how many were told rightly, told without being true (`wrong`) and not told (`missed`), with precision, recall
and F1, in percent. Noise must give nothing at all. Heals: elements that were looked for again as a replay does it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from mutating.score import Tally, recorded_pages, run_corpus  # noqa: E402 - the path comes first


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="take every n-th recording")
    parser.add_argument("--rounds", type=int, default=1, help="how often each page is mutated")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    options = parser.parse_args()
    pages = recorded_pages(every=options.every)
    print(f"{len(pages)} recorded pages")
    for name, tally in run_corpus(pages, seed=options.seed, rounds=options.rounds).items():
        show(name, tally, examples=8 if options.show else 0)


def show(name: str, tally: Tally, *, examples: int) -> None:
    print(f"\n{name:27} right  wrong missed   prec.  recall     F1")
    for rule in tally.rules():
        right, wrong, missed = tally.right[rule], tally.wrong[rule], tally.missed[rule]
        precision = right / (right + wrong) if right + wrong else 1.0
        recall = right / (right + missed) if right + missed else 1.0
        row = f"{rule:26} {right:6} {wrong:6} {missed:6}  {precision:6.1%} {recall:7.1%} {tally.f1(rule):6.1%}"
        print(row)
        if tally.f1(rule) < 1:
            for line in tally.examples[rule][:examples]:
                print(f"    {line}")
    told = ", ".join(f"{number} {what}" for what, number in sorted(tally.heals.items()))
    print(f"heals: {told}")
    for line in tally.examples["heals"][:examples]:
        print(f"    {line}")


if __name__ == "__main__":
    main()
