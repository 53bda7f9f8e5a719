"""Recordings as text that people review: `flows/<site>/baselines/<flow>.<locale>.yaml`, pictures beside them.

One file a locale, so that a change of one language is one file's change and a run reads only what it plays.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from typing import TYPE_CHECKING, cast

from verifier.errors import BaselineError
from verifier.flowfile.strict_yaml import read_tree, to_plain, write
from verifier.model.baseline import Baseline
from verifier.store.blobs import ending_of
from verifier.store.codec import converter_for

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


def write_baseline(root: Path, baseline: Baseline, pictures: Callable[[PictureRef], bytes | None]) -> Path:
    """Write the recording and its pictures, each whole or not at all; pictures that no recording names are removed.

    Returns the path of the recording.
    """
    path = baseline_path(root, baseline.flow_id, baseline.locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    for picture in (
        each for step in baseline.steps for each in (step.picture, *(one.picture for one in step.variants))
    ):
        if picture is not None:
            target = picture_path(root, baseline.flow_id, picture)
            content = None if target.exists() else pictures(picture)
            if content is not None:
                target.parent.mkdir(parents=True, exist_ok=True)
                _replace(target, content)
    _replace(path, baseline_text(baseline).encode())
    _forget_unnamed(path.parent)
    return path


def picture_path(root: Path, flow_id: str, picture: PictureRef) -> Path:
    """Where a recorded picture stands. The first 16 digits of the digest are name enough within one site."""
    site = flow_id.partition("/")[0]
    return root / site / "baselines" / "pictures" / f"{picture.digest[:16]}.{ending_of(picture.media_type)}"


def _forget_unnamed(folder: Path) -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.yaml"))
    for picture in (folder / "pictures").glob("*"):
        if picture.stem not in texts:
            picture.unlink()


def _replace(path: Path, content: bytes) -> None:
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(partial, 0o644)  # noqa: PTH101 - mkstemp makes it private, a recording is for everybody
        os.replace(partial, path)  # noqa: PTH105 - a path of mkstemp
    except BaseException:
        os.unlink(partial)  # noqa: PTH108 - a path of mkstemp
        raise
