"""Everything below the flows root, read at once: flows, guides, sites, and every problem of every file.

What was read is remembered under the digest of all that the files say, so that files which did not change are read once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.errors import FlowFileError
from verifier.flowfile.memory import digest_of, recall, remember
from verifier.flowfile.source import source_of

if TYPE_CHECKING:
    from pathlib import Path

    from verifier.model.attestation import Attestation
    from verifier.model.flow import Flow, Site
    from verifier.model.guide import Guide
    from verifier.model.place import Place, Problem


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of one file that was read."""

    file: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that the files say.

    `flows` holds one flow for each file and locale, sorted by site and file name, the locales in the order of the file.
    A file with a problem has no flow. `problems` are sorted by file and line.
    """

    root: Path
    flows: tuple[Flow, ...] = ()
    guides: tuple[Guide, ...] = ()
    sites: tuple[Site, ...] = ()
    problems: tuple[Problem, ...] = ()
    sources: tuple[Source, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    """Those of all guides, in the order of the files."""

    def lines(self, place: Place) -> tuple[str, ...]:
        """The source lines of that place, for a frame; none when the file was not read."""
        source = next((source for source in self.sources if source.file == place.file), None)
        return source_of(place, source.lines) if source else ()


def load(root: Path) -> Library:
    """Everything below the flows root. Raises nothing for what a file says: that is in `problems`."""
    root = root.resolve()
    digest = digest_of(root)
    known = recall(root, digest)
    if isinstance(known, Library):
        return known
    from verifier.flowfile.reading import read_library  # noqa: PLC0415 - files that did not change are not read again

    library = read_library(root)
    remember(root, digest, library)
    return library


def require(library: Library) -> Library:
    """The library itself. Raises FlowFileError with every problem when there are any."""
    if library.problems:
        raise FlowFileError(library.problems)
    return library
