"""What no schema can say: ids that are taken, claims that nobody made, addresses that are not ours to use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verifier.flowfile.grain import chosen, items, mapping, maybe_number, scalars, word
from verifier.flowfile.near import did_you_mean
from verifier.flowfile.parse import ACTIONS
from verifier.flowfile.reserved import unreserved
from verifier.flowfile.tree import Mapping, Node, Scalar, Tree
from verifier.model.action import Click, Explore, Goto, Reopen
from verifier.model.selector import ByLabel, ByRole, ByText, Finder, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from verifier.model.flow import Flow
    from verifier.model.place import Place, Problem

_URL = re.compile(
    r"https?://(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?P<port>:[0-9]{1,5})?(?:[/?#][^\s\\]*)?"
)
_WIDE_HOST = re.compile(r"(?:https?|\*)://(?:\*[./]?[a-z]*(?=[/:?*]|$)|\*)")


def check_flow(tree: Tree, flows: tuple[Flow, ...], known_claims: Collection[str]) -> tuple[Problem, ...]:
    """Every problem of one file that follows the schema; `flows` is what it became, one for each locale."""
    root = mapping(tree.root)
    steps = [mapping(node) for node in items(root.get("steps"))]
    found = [
        *_claims(tree, root, known_claims),
        *_allowances(tree, root),
        *_step_ids(tree, steps),
    ]
    for index, step in enumerate(steps):
        found.extend(_claims(tree, step, known_claims))
        found.extend(_step(tree, step, tuple(flow.steps[index].action for flow in flows), flows))
        for node in items(step.get("expect")):
            found.extend(_claims(tree, mapping(node), known_claims))
            found.extend(_outcome(tree, step, mapping(node)))
            found.extend(_tree(tree, step, mapping(node)))
    return tuple(dict.fromkeys(found))


def _step_ids(tree: Tree, steps: list[Mapping]) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for step in steps:
        node = step.get("id")
        if node is None:
            continue
        step_id = word(node)
        if step_id in first:
            yield tree.problem(
                "duplicate-step",
                node.span,
                f"the step id `{step_id}` is taken",
                label="the second one",
                advice="baselines and reports name steps by their ids: give this step an id of its own",
                related=((first[step_id], "the first one"),),
            )
        first.setdefault(step_id, tree.place_of(node))


def _claims(tree: Tree, row: Mapping, known: Collection[str]) -> Iterator[Problem]:
    for node in scalars(row.get("claims")):
        claim_id = str(node.value)
        if claim_id not in known:
            label = did_you_mean(claim_id, known, otherwise="unknown")
            where = "claims are written in flows/guides/<guide>.yaml: add it there, or name one that is there"
            yield tree.problem(
                "unknown-claim", node.span, f"no guide has the claim `{claim_id}`", label=label, advice=where
            )


def _allowances(tree: Tree, root: Mapping) -> Iterator[Problem]:
    for node in items(root.get("allow")):
        url = mapping(node).get("url")
        if url is not None and _WIDE_HOST.match(word(url)):
            what = "an allowance for every host allows too much"
            advice = "name the host, such as `https://www.example.org/menu*`"
            yield tree.problem("wide-allowance", url.span, what, label="any host", advice=advice)


def _step(tree: Tree, step: Mapping, actions: tuple[object, ...], flows: tuple[Flow, ...]) -> Iterator[Problem]:
    entry = chosen(step, ACTIONS)
    for flow, action in zip(flows, actions, strict=True):
        match action:
            case Goto(url=url):
                yield from _address(tree, entry.value, url, flow)
            case Explore(reset=Reopen(url=url)) if (node := mapping(entry.value).get("reset")) is not None:
                yield from _address(tree, node, url, flow)
            case Click(target=target):
                yield from _never_press(tree, entry.value, target.by, flow)
            case _:
                pass
    if entry.key == "fill":
        value = mapping(entry.value).get("value")
        if isinstance(value, Scalar):
            reason = unreserved(word(value))
            if reason:
                yield tree.problem(
                    "unreserved-value", value.span, reason.message, label=reason.label, advice=reason.advice
                )


def _address(tree: Tree, node: Node, url: str, flow: Flow) -> Iterator[Problem]:
    parts = _URL.fullmatch(url)
    if parts is None:
        advice = "write it out, such as `https://www.example.org/contact/?lang={lang}`, without a user name and without spaces"
        yield tree.problem(
            "bad-url", node.span, "`goto` needs an absolute http or https URL", label="not one", advice=advice
        )
        return
    host = parts["host"].lower()
    with_port = host + (parts["port"] or "")
    if not any(_fits(pattern, host) or pattern == with_port for pattern in flow.site.hosts):
        what = f"the host `{host}` is not one of the site `{flow.site.id}`"
        label = did_you_mean(host, flow.site.hosts, otherwise="another site")
        advice = f"add it to `hosts` in flows/{flow.site.id}/site.yaml if it belongs to the site; now there: {', '.join(flow.site.hosts)}"
        yield tree.problem("foreign-host", node.span, what, label=label, advice=advice)


def _fits(pattern: str, host: str) -> bool:
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


def _never_press(tree: Tree, node: Node, finder: Finder, flow: Flow) -> Iterator[Problem]:
    named = _named(finder)
    if named is None:
        return
    wordings = {_folded(wording) for wording in named.wordings}
    for never in flow.site.never_press:
        if wordings & {_folded(wording) for wording in never.wordings}:
            what = f"`{named.preferred}` must never be pressed by `click` on this site"
            advice = "use `submit`: it presses the control sealed, so that nothing is sent"
            span = mapping(node).span
            yield tree.problem("never-press", span, what, label="in `never_press` of the site", advice=advice)
            return


def _named(finder: Finder) -> Text | None:
    match finder:
        case ByRole(name=text) | ByLabel(label=text) | ByText(text=text):
            return text
        case _:
            return None


def _folded(wording: str) -> str:
    return " ".join(wording.casefold().split())


def _outcome(tree: Tree, step: Mapping, expectation: Mapping) -> Iterator[Problem]:
    entry = expectation.entry("outcome")
    if entry is not None and step.get("submit") is None:
        what = "only a step that submits has an outcome"
        advice = "use `submit` as the action of this step, or move the expectation to the step that submits"
        yield tree.problem(
            "outcome-without-submit", entry.key_span, what, label="this step does not submit", advice=advice
        )


def _tree(tree: Tree, step: Mapping, expectation: Mapping) -> Iterator[Problem]:
    entry = expectation.entry("tree")
    if entry is None:
        return
    if step.get("explore") is None:
        what = "only a step that explores has a tree of choices"
        advice = "use `explore` as the action of this step, or move the expectation to the step that explores"
        yield tree.problem(
            "tree-without-explore", entry.key_span, what, label="this step does not explore", advice=advice
        )
        return
    depth = maybe_number(mapping(step.get("explore")).get("depth"))
    path = items(mapping(entry.value).get("path"))
    if len(path) > (usual := Explore().depth if depth is None else depth):
        what = f"a path of {len(path)} choices is longer than the walk, which goes {usual} deep"
        yield tree.problem(
            "tree-too-deep",
            path[usual].span,
            what,
            label="never seen",
            advice=f"write `depth: {len(path)}` in `explore`",
        )
