"""Where the flows are, and which of them somebody means."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from verifier.errors import FlowFileError, FlowNotFound
from verifier.flowfile.layout import GUIDES, LABELS_FILE, SITE_FILE
from verifier.flowfile.near import near

if TYPE_CHECKING:
    from verifier.flowfile.library import Library
    from verifier.model.flow import Flow
    from verifier.model.place import Problem

FLOWS = "flows"


def find_flows_root(start: Path | None = None) -> Path:
    """The nearest `flows` folder in `start` (default: the current folder) or above it; `start` itself when it is one.

    Raises FlowNotFound when there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if folder.name == FLOWS and folder.is_dir():
            return folder
        if (folder / FLOWS).is_dir():
            return folder / FLOWS
    raise FlowNotFound(
        f"there is no folder `{FLOWS}` in {here} or above it",
        hint="go to the project's folder, or say where it is with `--flows DIR`",
    )


def given_flows_root(folder: Path) -> Path:
    """The folder that somebody named, or the folder `flows` in it. Raises FlowNotFound when it is none."""
    if not folder.is_dir():
        raise FlowNotFound(f"there is no folder {folder}", hint="name the folder that holds the sites, usually `flows`")
    nested = folder / FLOWS
    return (nested if nested.is_dir() else folder).resolve()


def select(
    library: Library,
    names: tuple[str, ...],
    *,
    locales: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    guides: tuple[str, ...] = (),
) -> tuple[Flow, ...]:
    """The flows that any of the names means (no name: all), in the library's order, each once.

    A name is a site, a flow id, a flow key, a pattern over ids (`whatsapp/*`), or the path of a flow file. Of these, those in
    one of the locales, with one of the tags, and with a claim of one of the guides; an empty tuple asks nothing. Raises
    FlowNotFound for a name, locale, tag or guide that fits nothing, and when nothing is left, and FlowFileError where a name
    means a file that is broken.
    """
    chosen = list(library.flows)
    if names:
        wanted: set[str] = set()
        for name in names:
            meant = _named(library, name)
            if not meant:
                _blame_broken_file(library, name)
                raise _unknown("flow or site", name, _names(library))
            wanted.update(flow.key for flow in meant)
        chosen = [flow for flow in chosen if flow.key in wanted]
    for locale in locales:
        _require("locale", locale, {flow.locale for flow in library.flows})
    for tag in tags:
        _require("tag", tag, {tag for flow in library.flows for tag in flow.tags})
    for guide in guides:
        _require("guide", guide, {guide.id for guide in library.guides})
    claims = {claim.id for guide in library.guides if guide.id in guides for claim in guide.claims}
    left = tuple(
        flow
        for flow in chosen
        if (not locales or flow.locale in locales)
        and (not tags or set(tags) & set(flow.tags))
        and (not guides or claims & set(flow.every_claim()))
    )
    if not left:
        raise FlowNotFound(
            "no flow fits all of that", hint="`verifier list` shows every flow with its locales, tags and claims"
        )
    return left


def _blame_broken_file(library: Library, name: str) -> None:
    """A file that is there but cannot be read has no flow; then its problems are the answer."""
    if library.problems:
        try:
            problems = problems_of(library, (name,))
        except FlowNotFound:
            return
        if problems:
            raise FlowFileError(problems)


def problems_of(library: Library, names: tuple[str, ...]) -> tuple[Problem, ...]:
    """The problems of what the names mean (no name: all): their own files, and the site, label and guide files they rest on.

    A name is a site, `guides`, a flow id, a pattern over ids, or a path. Raises FlowNotFound for a name of nothing.
    """
    if not names:
        return library.problems
    files = {_id_of(source.file): source.file for source in library.sources}
    files.update({_id_of(problem.place.file): problem.place.file for problem in library.problems})
    wanted: set[str] = set()
    for name in names:
        meant = {file for flow_id, file in files.items() if _means(library.root, name, flow_id)}
        if not meant:
            raise _unknown(
                "flow or site", name, (*dict.fromkeys(flow_id.partition("/")[0] for flow_id in files), *files)
            )
        wanted |= meant
    rests_on = {f"{file.rpartition('/')[0]}/{name}" for file in wanted for name in (LABELS_FILE, SITE_FILE)}
    guides = f"{library.root.name}/{GUIDES}/"
    return tuple(
        problem
        for problem in library.problems
        if problem.place.file in wanted | rests_on or problem.place.file.startswith(guides)
    )


def _id_of(file: str) -> str:
    """What a file is called on the command line: its path below the flows root, without the ending."""
    return file.partition("/")[2].removesuffix(".yaml").removesuffix(".yml")


def _means(root: Path, name: str, flow_id: str) -> bool:
    plain = name.rstrip("/").partition("[")[0]
    if plain in {flow_id, flow_id.partition("/")[0]} or fnmatchcase(flow_id, name):
        return True
    return name.endswith((".yaml", ".yml")) and _is_path_to(root, name, flow_id)


def _named(library: Library, name: str) -> tuple[Flow, ...]:
    exact = tuple(flow for flow in library.flows if name.rstrip("/") in {flow.site.id, flow.id, flow.key})
    if exact:
        return exact
    if any(character in name for character in "*?"):
        return tuple(
            flow for flow in library.flows if fnmatchcase(flow.id, name) or fnmatchcase(flow.key, _unbracketed(name))
        )
    if name.endswith((".yaml", ".yml")):
        return tuple(flow for flow in library.flows if _is_path_to(library.root, name, flow.id))
    return ()


def _unbracketed(pattern: str) -> str:
    """Brackets in a key are brackets, not a set of characters."""
    return pattern.replace("[", "[[]")


def _is_path_to(root: Path, name: str, flow_id: str) -> bool:
    """Whether the path, from the project root or from here, is the file of that id. Nothing is opened."""
    given = str(PurePosixPath(name.replace("\\", "/")))
    if given == f"{root.name}/{flow_id}.yaml":
        return True
    try:
        return Path(name).resolve() == root / f"{flow_id}.yaml"
    except (OSError, RuntimeError, ValueError):
        return False


def _names(library: Library) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            [
                *(flow.site.id for flow in library.flows),
                *(flow.id for flow in library.flows),
                *(flow.key for flow in library.flows),
            ]
        )
    )


def _require(what: str, word: str, known: set[str]) -> None:
    if word not in known:
        raise _unknown(what, word, tuple(sorted(known)))


def _unknown(what: str, word: str, known: tuple[str, ...]) -> FlowNotFound:
    found = near(word, known)
    if found:
        hint = "did you mean " + " or ".join(f"`{name}`" for name in found) + "?"
    elif known and len(known) <= 12:
        hint = "there are: " + ", ".join(known)
    else:
        hint = "`verifier list` shows every flow"
    return FlowNotFound(f"there is no {what} `{word[:200]}`", hint=hint)
