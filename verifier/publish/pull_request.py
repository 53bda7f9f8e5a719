"""One pull request with files that a person reviews: a branch of ours, made anew from its base when the files changed.

Through the Git database of the REST API, so that no clone, no git and no second token is needed.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from verifier.publish.github import GitHub, Json

TRAILER = "Written-by: help-flow-verifier"
"""The last line of every commit of ours. A branch whose last commit lacks it has work of somebody else, and is left alone."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered. `files` are paths in the repository with their new bytes, None for one that goes.

    `key` is the same while the same thing is offered, whatever the bytes: pictures of a live page differ every night.
    """

    branch: str
    key: str
    title: str
    body: str
    files: Mapping[str, bytes | None]


def offer_pull_request(github: GitHub, offer: Offer) -> str:
    """Make the pull request, or bring it up to date, and say in words what was done. Without files an open one is closed.

    It is a draft, where the repository can have drafts. The branch stays as it is while the same thing is offered.

    Raises:
        PublishError: something could not be read or written.
    """
    repository = github.read("")
    if repository is None:
        raise PublishError("there is no such repository for this token", hint="it is read from GITHUB_REPOSITORY")
    base = str(repository.get("default_branch"))
    owner = github.repository.partition("/")[0]
    found = github.every("pulls", head=f"{owner}:{offer.branch}", state="open")
    number = found[0].get("number") if found else None
    if not offer.files:
        if number is None:
            return "nothing to offer"
        github.change(f"pulls/{number}", {"state": "closed"})
        github.create(f"issues/{number}/comments", {"body": "There is nothing to record any more."})
        return f"closed #{number}: there is nothing to record any more"
    at = _head(github, base)
    if at is None:
        raise PublishError(f"the branch {base} cannot be read")
    there = _head(github, offer.branch)
    if there is not None and TRAILER not in there.message:
        return f"left alone: somebody else has worked on the branch {offer.branch}"
    moved = there is None or f"\nOffer: {offer.key}\n" not in there.message
    if moved:
        _commit(github, offer, tree=_tree(github, at, offer.files), parent=at.commit, exists=there is not None)
    if number is None:
        return f"opened #{_open(github, offer, base)}"
    if not moved:
        return f"left #{number}: the same is offered already"
    github.change(f"pulls/{number}", {"title": offer.title, "body": offer.body})
    return f"updated #{number}"


@dataclass(frozen=True, slots=True)
class _Head:
    commit: str
    tree: str
    message: str


def _head(github: GitHub, branch: str) -> _Head | None:
    ref = github.read(f"git/ref/heads/{branch}")
    if ref is None:
        return None
    commit = str(_part(ref, "object").get("sha"))
    read = github.read(f"git/commits/{commit}")
    if read is None:
        raise PublishError(f"the commit {commit} of {branch} cannot be read")
    return _Head(commit, str(_part(read, "tree").get("sha")), str(read.get("message")))


def _part(thing: dict[str, Json], name: str) -> dict[str, Json]:
    part = thing.get(name)
    if not isinstance(part, dict):
        raise PublishError(f"GitHub's answer has no {name}")
    return part


def _tree(github: GitHub, at: _Head, files: Mapping[str, bytes | None]) -> str:
    entries: list[Json] = []
    for path, content in sorted(files.items()):
        mark: Json = None
        if content is not None:
            blob = {"content": base64.b64encode(content).decode(), "encoding": "base64"}
            mark = str(github.create("git/blobs", blob).get("sha"))
        entries.append({"path": path, "mode": "100644", "type": "blob", "sha": mark})
    return str(github.create("git/trees", {"base_tree": at.tree, "tree": entries}).get("sha"))


def _commit(github: GitHub, offer: Offer, *, tree: str, parent: str, exists: bool) -> None:
    message = f"{offer.title}\n\nOffer: {offer.key}\n{TRAILER}"
    made = github.create("git/commits", {"message": message, "tree": tree, "parents": [parent]})
    if exists:
        github.change(f"git/refs/heads/{offer.branch}", {"sha": made.get("sha"), "force": True})
    else:
        github.create("git/refs", {"ref": f"refs/heads/{offer.branch}", "sha": made.get("sha")})


def _open(github: GitHub, offer: Offer, base: str) -> Json:
    wanted: dict[str, Json] = {"title": offer.title, "body": offer.body, "head": offer.branch, "base": base}
    try:
        return github.create("pulls", {**wanted, "draft": True}).get("number")
    except PublishError as error:
        if error.status != 422 or "draft" not in error.message.lower():
            raise
        return github.create("pulls", wanted).get("number")
