"""Compiled templates, kept for the next run: to compile them takes longer than to fill them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2 import BytecodeCache

from verifier.flowfile.memory import TEMPLATE, digest_of_code, recall, remember

if TYPE_CHECKING:
    from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Jinja's cache, kept where `flowfile.memory` keeps things, under a digest of the template, of Jinja and of our code."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, where the very same was compiled before."""
        known = recall(_name(bucket), _digest(bucket), part=0, kind=TEMPLATE)
        if isinstance(known, bytes):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        remember(_name(bucket), _digest(bucket), bucket.bytecode_to_string(), kind=TEMPLATE)


def _name(bucket: Bucket) -> tuple[str, str, str]:
    return "template", str(Path(__file__).parent), bucket.key


def _digest(bucket: Bucket) -> bytes:
    return hashlib.sha256(_code() + bucket.checksum.encode()).digest()


@cache
def _code() -> bytes:
    here = Path(__file__).parent
    return digest_of_code((here, here.parent, Path(jinja2.__file__).parent))
