"""A thousand nights of one flow through the real orchestra: almost a third of all visits go wrong, and nobody is woken for nothing."""

from __future__ import annotations

import random

from apart import run_apart
from lamp import FLOW, REAL, SITE, Visitor, a_night, alarms

from verifier.model.event import FlowFinished, RunFinished, RunStarted, Stamped
from verifier.session.accept import propose
from verifier.session.fold import fold

NIGHTS = 1000
CHANGES = 0.05


def nights(seed, count=NIGHTS):
    """False alarms (by night), real changes, and those of them that were not told, over so many nights."""
    dice = random.Random(seed)  # noqa: S311 - dice for a simulation, thrown the same each time
    false, real, missed, replays = [], 0, [], 0

    async def play():
        nonlocal real, replays
        first: list = []
        await a_night(lambda: Visitor(site=SITE), None, first)
        stamps = first_report(first)
        baseline = propose(stamps, None, recorded_on="2026-01-01", source="live").baseline
        expected = {}
        for name, (where, change) in REAL.items():
            site = {**SITE, where: change(SITE[where])}
            expected[name] = (site, alarms(await a_night(lambda site=site: Visitor(site=site), baseline, [])))
            assert expected[name][1], name
        for night in range(count):
            name = dice.choice(tuple(REAL)) if dice.random() < CHANGES else ""
            site, truth = expected[name] if name else (SITE, {})
            told: list = []
            verdict = await a_night(lambda site=site: Visitor(site=site, dice=dice), baseline, told)
            replays += sum(isinstance(event, FlowFinished) for event in told)
            found = alarms(verdict)
            if found.keys() - truth.keys():
                false.append(
                    (night, name, [(f.sentence, f.evidence[-1:]) for f in found.values() if f.fingerprint not in truth])
                )
            if name:
                real += 1
                if truth.keys() - found.keys():
                    missed.append(
                        (
                            night,
                            name,
                            verdict.status,
                            [
                                (f.sentence, f.evidence, [(s.attempt, s.sight.value, s.because) for s in f.sightings])
                                for f in verdict.findings
                            ],
                        )
                    )

    run_apart(play())
    return false, real, missed, replays


def first_report(told):
    start = RunStarted("run", "0", "2026-01-01T00:00:00Z", "live", "", "", (FLOW.key,), ())
    return fold([Stamped(0, event) for event in (start, *told, RunFinished("run"))]).flows[0]


def test_in_a_thousand_nights_nobody_is_woken_for_nothing_and_each_change_is_told_on_its_first_night():
    false, real, missed, _ = nights(1)
    assert real > 20
    assert false == []
    assert missed == []
