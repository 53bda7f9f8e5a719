"""A guide's sentences by the parts of its text, in the order in which it has them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.report.html.picture import Album, Shot
    from verifier.report.html.view import ClaimView, GuideView


@dataclass(frozen=True, slots=True)
class Part:
    """A method, or another part of the text, and its sentences."""

    title: str
    claims: tuple[PlacedClaim, ...]


@dataclass(frozen=True, slots=True)
class PlacedClaim:
    """A sentence with the picture that contradicts it, each picture with the first sentence that it contradicts."""

    view: ClaimView
    shot: Shot | None


def parts_of(guide: GuideView, album: Album) -> tuple[Part, ...]:
    """The parts of the guide: what stands before the comma of where a sentence is (`Method 2, step 6`)."""
    shown: set[tuple[str, object]] = set()
    parts = []
    for title, claims in groupby(guide.claims, key=lambda view: view.state.claim.where.partition(",")[0]):
        parts.append(Part(title, tuple(PlacedClaim(view, _shot(view, album, shown)) for view in claims)))
    return tuple(parts)


def _shot(view: ClaimView, album: Album, shown: set[tuple[str, object]]) -> Shot | None:
    proof = view.proof
    if proof is None or (proof.picture.digest, proof.box) in shown:
        return None
    shown.add((proof.picture.digest, proof.box))
    return album.shot(proof.picture, proof.box)
