"""Reads everything below the flows root: parse, hold to the schemas, check."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from verifier.flowfile.attested import ENDING, orphaned, parse_attested
from verifier.flowfile.check import check_flow
from verifier.flowfile.files import Folder, folders, missing_site
from verifier.flowfile.guides import duplicate_claims, parse_guide, with_meanings
from verifier.flowfile.labels import Labels, parse_labels
from verifier.flowfile.layout import GUIDES, LABELS_FILE, SITE_FILE
from verifier.flowfile.library import Library, Source
from verifier.flowfile.parse import parse_flow
from verifier.flowfile.rules import Kind
from verifier.flowfile.schema import check_schema
from verifier.flowfile.site import SiteRules, parse_site
from verifier.flowfile.tree import MOST_PROBLEMS, Mapping, Scalar, Tree
from verifier.model.place import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from verifier.model.attestation import Attestation
    from verifier.model.flow import Flow, Site
    from verifier.model.guide import Guide


def read_library(root: Path) -> Library:
    """Read everything below the flows root. Raises nothing for what a file says: that is in `problems`."""
    root = root.resolve()
    found, problems = folders(root)
    loader = _Loader(root)
    loader.problems.extend(problems)
    for folder in found:
        if folder.name == GUIDES:
            loader.read_guides(folder)
    for folder in found:
        if folder.name != GUIDES:
            loader.read_site(folder)
    loader.resolve_guides()
    return loader.library()


class _Loader:
    def __init__(self, root: Path) -> None:
        self.problems: list[Problem] = []
        self._root = root
        self._flows: list[Flow] = []
        self._guides: list[Guide] = []
        self._sites: list[Site] = []
        self._sources: list[Source] = []
        self._claims: frozenset[str] = frozenset()
        self._guide_trees: dict[str, Tree] = {}
        self._labels: dict[str, Labels] = {}
        self._attestations: list[Attestation] = []

    def library(self) -> Library:
        ordered = sorted(dict.fromkeys(self.problems), key=lambda problem: (problem.place, problem.code))
        ordered = [
            kept for _, group in groupby(ordered, lambda problem: problem.place.file) for kept in _bounded(group)
        ]
        return Library(
            root=self._root,
            flows=tuple(self._flows),
            guides=tuple(self._guides),
            sites=tuple(self._sites),
            problems=tuple(ordered),
            sources=tuple(self._sources),
            attestations=tuple(self._attestations),
        )

    def read_guides(self, folder: Folder) -> None:
        self.problems.extend(folder.problems)
        names = [name for name in folder.names if not name.endswith(ENDING)]
        trees = [(name, self._valid(folder, name, Kind.GUIDE)) for name in names]
        parsed = tuple((parse_guide(tree, name.removesuffix(".yaml")), tree) for name, tree in trees if tree)
        self._guides.extend(guide for guide, _ in parsed)
        self.problems.extend(duplicate_claims(parsed))
        self._claims = frozenset(claim.id for guide, _ in parsed for claim in guide.claims)
        self._guide_trees = {guide.id: tree for guide, tree in parsed}
        for name in folder.names:
            if name.endswith(ENDING):
                self._read_attested(folder, name)

    def _read_attested(self, folder: Folder, name: str) -> None:
        tree = self._valid(folder, name, Kind.ATTESTED)
        guide = next((guide for guide in self._guides if guide.id == name.removesuffix(ENDING)), None)
        if tree is None:
            return
        if guide is None:
            if f"{name.removesuffix(ENDING)}.yaml" not in folder.names:
                self.problems.append(orphaned(tree, name))
            return
        found, problems = parse_attested(tree, guide)
        self.problems.extend(problems)
        self._attestations.extend(found)

    def resolve_guides(self) -> None:
        """Give each garbled label its true wording, where that is a label of the site."""
        for index, guide in enumerate(self._guides):
            self._guides[index], problems = with_meanings(
                guide, self._guide_trees[guide.id], self._labels.get(guide.site)
            )
            self.problems.extend(problems)

    def read_site(self, folder: Folder) -> None:
        if not folder.names and not folder.problems:
            return
        self.problems.extend(folder.problems)
        labels = Labels(f"{folder.file}/{LABELS_FILE}")
        broken = False
        if LABELS_FILE in folder.names:
            tree = self._valid(folder, LABELS_FILE, Kind.LABELS)
            broken = tree is None
            labels = parse_labels(tree) if tree else labels
        if not broken:
            self._labels[folder.name] = labels
        rules: SiteRules | None = None
        if SITE_FILE not in folder.names:
            self.problems.append(missing_site(folder))
        elif (tree := self._valid(folder, SITE_FILE, Kind.SITE)) and not broken:
            rules, problems = parse_site(tree, folder.name, labels)
            self.problems.extend(problems)
            self._sites.append(rules.site)
        for name in folder.names:
            if name not in {LABELS_FILE, SITE_FILE}:
                self._read_flow(folder, name, rules, labels)

    def _read_flow(self, folder: Folder, name: str, rules: SiteRules | None, labels: Labels) -> None:
        tree = self._valid(folder, name, Kind.FLOW)
        if tree is None or rules is None:
            # without the site and its labels everything in the flow would look wrong
            return
        mismatch = _site_mismatch(tree, folder)
        flows, unresolved = parse_flow(tree, f"{folder.name}/{name.removesuffix('.yaml')}", rules=rules, labels=labels)
        problems = (*mismatch, *unresolved, *check_flow(tree, flows, self._claims))
        self.problems.extend(problems)
        if not problems:
            self._flows.extend(flows)

    def _valid(self, folder: Folder, name: str, kind: Kind) -> Tree | None:
        """The tree of the file when it is strict YAML and follows its schema, else None, its problems told."""
        tree = folder.read(name)
        self._sources.append(Source(tree.file, tree.lines))
        problems = (*tree.problems, *check_schema(tree, kind))
        self.problems.extend(problems)
        return None if problems or tree.root is None else tree


def _bounded(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first problems of one file, and that there are more where there are."""
    for count, problem in enumerate(problems):
        if count == MOST_PROBLEMS:
            place = Place(problem.place.file, 1, 1, 1, 1)
            what = f"the file has more than {MOST_PROBLEMS} problems; these were the first"
            yield Problem(
                code="too-many-problems", message=what, place=place, help="mend some of them, and check again"
            )
            return
        yield problem


def _site_mismatch(tree: Tree, folder: Folder) -> tuple[Problem, ...]:
    node = tree.root.get("site") if isinstance(tree.root, Mapping) else None
    if not isinstance(node, Scalar) or node.value == folder.name:
        return ()
    what = f"the flow lies in the folder `{folder.name}` and says that its site is `{node.value}`"
    advice = f"write `site: {folder.name}`, or move the file to {folder.file.rpartition('/')[0]}/{node.value}"
    return (tree.problem("site-mismatch", node.span, what, label=f"the folder is `{folder.name}`", advice=advice),)
