"""How long to wait for what may come late. Waiting ends as soon as the condition holds; these are the limits."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits in milliseconds: a document, an element, an action, everything expected after a step, a submit, a whole replay."""

    load_ms: int = 30_000
    locate_ms: int = 8_000
    act_ms: int = 8_000
    expect_ms: int = 5_000
    submit_ms: int = 8_000
    replay_ms: int = 600_000

    def longer(self, held_back_ms: int) -> Patience:
        """The same, where a page may be held back for so long before it is asked for."""
        return replace(
            self,
            load_ms=self.load_ms + held_back_ms,
            act_ms=self.act_ms + held_back_ms,
            replay_ms=self.replay_ms + 50 * held_back_ms,
        )


LIVE = Patience()
"""For sites across a network."""

REPLICA = Patience(load_ms=15_000, locate_ms=2_500, act_ms=5_000, expect_ms=2_000, submit_ms=5_000, replay_ms=240_000)
"""For answers out of files: only what a page itself builds late can be late."""
