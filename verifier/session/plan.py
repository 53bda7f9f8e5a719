"""What will be played, for whom, and by which machine."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.model.asked import Shard
    from verifier.model.flow import Flow
    from verifier.model.guide import Guide


def guides_of(flows: tuple[Flow, ...], guides: tuple[Guide, ...]) -> tuple[Guide, ...]:
    """The guides that any of these flows speaks for, in their own order."""
    named = {claim for flow in flows for claim in flow.every_claim()}
    return tuple(guide for guide in guides if any(claim.id in named for claim in guide.claims))


def shard_of(site_id: str, count: int) -> int:
    """Which of `count` shards plays this site, from 1 to `count`.

    It follows from the site's name alone: a new flow or site moves no other, and no two machines visit one site.
    """
    return int.from_bytes(hashlib.sha256(site_id.encode()).digest()) % count + 1


def in_shard(flows: tuple[Flow, ...], shard: Shard | None) -> tuple[Flow, ...]:
    """Those of the flows that this shard plays, in their order; all of them without a shard. There may be none."""
    if shard is None:
        return flows
    return tuple(flow for flow in flows if shard_of(flow.site.id, shard.count) == shard.index)
