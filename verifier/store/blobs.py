"""Pictures, kept once each under the SHA-256 of their bytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from verifier.model.observation import PictureRef

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def ending_of(media_type: str) -> str:
    """The file name's ending for a media type."""
    return _ENDINGS.get(media_type, "bin")


class Blobs:
    """A folder of blobs. Writing the same bytes twice is writing them once; safe for several writers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes, media_type: str) -> str:
        """Store the bytes; returns their digest (SHA-256, 64 hex digits)."""
        digest = hashlib.sha256(content).hexdigest()
        target = self._folder / f"{digest}.{ending_of(media_type)}"
        if not target.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = target.with_suffix(".partial")
            try:
                partial.write_bytes(content)
                partial.replace(target)
            except OSError:
                partial.unlink(missing_ok=True)
                raise
        return digest

    def read(self, picture: PictureRef) -> bytes | None:
        """The bytes of a picture, or None where it is not kept here."""
        target = self._folder / f"{picture.digest}.{ending_of(picture.media_type)}"
        return target.read_bytes() if target.is_file() else None

    def take_all(self, other: Path) -> None:
        """Have every blob of another such folder here too: by a link where that can be, for a blob never changes."""
        for source in sorted(other.glob("*.*")) if other.is_dir() else ():
            target = self._folder / source.name
            if source.suffix == ".partial" or target.exists():
                continue
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                target.hardlink_to(source)
            except OSError:
                partial = target.with_suffix(".partial")
                partial.write_bytes(source.read_bytes())
                partial.replace(target)
