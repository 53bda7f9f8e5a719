"""Recordings as text that people review: `flows/<site>/baselines/<flow>.<locale>.yaml`, pictures beside them.

One file a locale, so that a change of one language is one file's change and a run reads only what it plays.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, cast

from verifier.errors import BaselineError
from verifier.flowfile.strict_yaml import read_tree, to_plain, write
from verifier.model.baseline import Baseline
from verifier.store.blobs import ending_of
from verifier.store.codec import converter_for
from verifier.store.ledger import FileChange

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from verifier.flowfile.yaml_write import Plain
    from verifier.model.observation import PictureRef

BASELINE_VERSION = 1
_MOST_BYTES = 8 * 1024 * 1024
_HEAD = "# Written by `verifier accept`; review it, do not edit it by hand.\n"


def baseline_path(root: Path, flow_id: str, locale: str) -> Path:
    """Where the recording of a flow in a locale stands, below the flows root."""
    site, _, name = flow_id.partition("/")
    return root / site / "baselines" / f"{name.replace('/', '.')}.{locale}.yaml"


def read_baseline(root: Path, flow_id: str, locale: str) -> Baseline | None:
    """The recording, or None where nothing has been accepted yet.

    Raises:
        BaselineError: the file is there and cannot be read.
    """
    from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError  # noqa: PLC0415 - see the codec

    path = baseline_path(root, flow_id, locale)
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise BaselineError(f"{path} cannot be read: {error}") from error
    tree = read_tree(text, str(path), most_bytes=_MOST_BYTES)
    hint = "restore it from version control, or record it anew with `verifier accept`"
    if tree.problems:
        first = tree.problems[0]
        raise BaselineError(f"{first.place}: {first.message}", hint=hint)
    plain = to_plain(tree)
    if not isinstance(plain, dict) or plain.pop("version", None) != BASELINE_VERSION:
        raise BaselineError(f"{path} is not a baseline of version {BASELINE_VERSION}", hint=hint)
    try:
        return converter_for(sparse=False).structure(plain, Baseline)
    except (BaseValidationError, ForbiddenExtraKeysError, KeyError, TypeError, ValueError) as error:
        raise BaselineError(f"{path} does not hold a baseline: {type(error).__name__}", hint=hint) from error


def recording_digest(root: Path, flow_id: str, locale: str) -> str:
    """The digest (SHA-256, hex) of the file that holds the recording; empty where there is none."""
    try:
        return hashlib.sha256(baseline_path(root, flow_id, locale).read_bytes()).hexdigest()
    except OSError:
        return ""


def baseline_text(baseline: Baseline) -> str:
    """The file that holds this recording, the same bytes for the same recording."""
    plain = converter_for(sparse=True).unstructure(baseline)
    return _HEAD + write(cast("Plain", {"version": BASELINE_VERSION, **_listed(plain)}))


def _listed(value: object) -> dict[str, object]:
    """Tuples as lists, all the way down: YAML has only one kind of row."""

    def plain(part: object) -> object:
        if isinstance(part, dict):
            return {name: plain(inner) for name, inner in part.items()}
        if isinstance(part, (list, tuple)):
            return [plain(inner) for inner in part]
        return part

    return cast("dict[str, object]", plain(value))


def baseline_changes(
    root: Path, baselines: tuple[Baseline, ...], pictures: Callable[[PictureRef], bytes | None]
) -> tuple[FileChange, ...]:
    """What has to change on disk so that these recordings and their pictures are there; pictures that none names any more go.

    Files are named from the folder that holds the flows root. `pictures` gives the bytes of a picture, or None.
    """
    new = {baseline_path(root, each.flow_id, each.locale): baseline_text(each).encode() for each in baselines}
    for each in baselines:
        shown = (one for step in each.steps for one in (step.picture, *(known.picture for known in step.variants)))
        for picture in shown:
            if picture is not None:
                target = picture_path(root, each.flow_id, picture)
                content = None if target.exists() else pictures(picture)
                if content is not None:
                    new[target] = content
    gone: list[Path] = []
    for folder in dict.fromkeys(path.parent for path in new if path.suffix == ".yaml"):
        kept = [path.read_bytes() for path in folder.glob("*.yaml") if path not in new]
        texts = b"".join((*kept, *(content for path, content in new.items() if path.suffix == ".yaml")))
        gone += [picture for picture in sorted((folder / "pictures").glob("*")) if picture.stem.encode() not in texts]
    changed = ((path, path.read_bytes() if path.exists() else None, content) for path, content in new.items())
    return (
        *(FileChange(_named(root, path), before, after) for path, before, after in changed if before != after),
        *(FileChange(_named(root, path), path.read_bytes(), None) for path in gone),
    )


def _named(root: Path, path: Path) -> str:
    return path.relative_to(root.parent).as_posix()


def picture_path(root: Path, flow_id: str, picture: PictureRef) -> Path:
    """Where a recorded picture stands. The first 16 digits of the digest are name enough within one site."""
    site = flow_id.partition("/")[0]
    return root / site / "baselines" / "pictures" / f"{picture.digest[:16]}.{ending_of(picture.media_type)}"
