"""The flows of one site, read from texts that nobody wrote to a file yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.flowfile.check import check_flow
from verifier.flowfile.labels import Labels, parse_labels
from verifier.flowfile.layout import LABELS_FILE, SITE_FILE
from verifier.flowfile.parse import parse_flow
from verifier.flowfile.rules import Kind
from verifier.flowfile.schema import check_schema
from verifier.flowfile.site import parse_site
from verifier.flowfile.span_edit import CannotEditError
from verifier.flowfile.strict_yaml import read_tree

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from verifier.flowfile.tree import Tree
    from verifier.model.flow import Flow


def flows_in(texts: Mapping[str, str], files: Collection[str], *, claims: Collection[str]) -> dict[str, Flow]:
    """The flows of these files by key, read as they would be from disk. `texts` are all files of their site.

    Raises CannotEditError where a text is no good flow, label or site file.
    """
    folder = next(iter(texts)).rpartition("/")[0]
    labels_file = f"{folder}/{LABELS_FILE}"
    labels = parse_labels(_tree(texts, labels_file, Kind.LABELS)) if labels_file in texts else Labels(labels_file)
    rules, _ = parse_site(_tree(texts, f"{folder}/{SITE_FILE}", Kind.SITE), folder.rpartition("/")[2], labels)
    found: dict[str, Flow] = {}
    for file in files:
        tree = _tree(texts, file, Kind.FLOW)
        name = file.rpartition("/")[2].removesuffix(".yaml")
        flows, problems = parse_flow(tree, f"{rules.site.id}/{name}", rules=rules, labels=labels)
        problems = (*problems, *check_flow(tree, flows, claims))
        if problems:
            raise CannotEditError(f"the flow would not be a good one: {problems[0].message}")
        found.update((flow.key, flow) for flow in flows)
    return found


def _tree(texts: Mapping[str, str], file: str, kind: Kind) -> Tree:
    if file not in texts:
        raise CannotEditError(f"there is no {file} any more")
    tree = read_tree(texts[file], file)
    problems = (*tree.problems, *check_schema(tree, kind))
    if problems or tree.root is None:
        raise CannotEditError(f"{file} would not be a good file: {problems[0].message if problems else 'it is empty'}")
    return tree
