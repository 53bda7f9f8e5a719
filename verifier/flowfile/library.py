"""Everything below the flows root, read at once: flows, guides, sites, and every problem of every file.

What was read is remembered under the digest of all that the files say, so that files which did not change are read once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.errors import FlowFileError
from verifier.flowfile.memory import digest_of, recall, remember
from verifier.flowfile.source import source_of
from verifier.flowfile.summary import Summary, summaries

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
    known = recall(root, digest, part=1)
    return known if isinstance(known, Library) else _read(root, digest)


def summary(root: Path) -> Summary:
    """What `load` would give, in short; of files that did not change without taking in the whole of it."""
    root = root.resolve()
    digest = digest_of(root)
    known = recall(root, digest, part=0)
    return known if isinstance(known, Summary) else _short(_read(root, digest))


def _read(root: Path, digest: bytes) -> Library:
    from verifier.flowfile.reading import read_library  # noqa: PLC0415 - files that did not change are not read again

    library = read_library(root)
    remember(root, digest, _short(library), library)
    return library


def _short(library: Library) -> Summary:
    from verifier.flowfile.coverage import without_flow  # noqa: PLC0415 - only when files are read anew

    return Summary(len(library.sites), len(library.problems), len(without_flow(library)), summaries(library.flows))


def require(library: Library) -> Library:
    """The library itself. Raises FlowFileError with every problem when there are any."""
    if library.problems:
        raise FlowFileError(library.problems)
    return library
