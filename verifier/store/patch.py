"""Changes of files as a patch that `git apply` takes, binary files included."""

from __future__ import annotations

import base64
import zlib
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from verifier.store.ledger import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.store.ledger import FileChange

_AROUND = 3
_NOTHING = "0" * 40
_A_LINE = 52


def patch_of(changes: tuple[FileChange, ...], *, below: str = "") -> str:
    """One patch of all files, with `a/` and `b/`; `below` is the project's folder in its repository (`tools/guides/`, or nothing)."""
    return "".join(line for change in changes for line in _file(change, f"{below}{change.file}"))


def _file(change: FileChange, name: str) -> Iterator[str]:
    before, after = change.before or b"", change.after or b""
    if change.before == change.after:
        return
    yield f"diff --git a/{name} b/{name}\n"
    if change.before is None:
        yield "new file mode 100644\n"
    if change.after is None:
        yield "deleted file mode 100644\n"
    old = _NOTHING if change.before is None else digest(before)
    new = _NOTHING if change.after is None else digest(after)
    yield f"index {old}..{new}{' 100644' if change.before is not None and change.after is not None else ''}\n"
    try:
        texts = before.decode(), after.decode()
    except UnicodeDecodeError:
        yield from _binary(before, after)
        return
    yield f"--- {'/dev/null' if change.before is None else f'a/{name}'}\n"
    yield f"+++ {'/dev/null' if change.after is None else f'b/{name}'}\n"
    yield from hunks(*texts)


def hunks(before: str, after: str) -> Iterator[str]:
    """The hunks of a unified diff. Long equal beginnings and ends cost nothing."""
    old, new = _lines(before), _lines(after)
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle = SequenceMatcher(None, old[start : len(old) - end], new[start : len(new) - end], autojunk=False)
    codes = [(tag, a + start, b + start, c + start, d + start) for tag, a, b, c, d in middle.get_opcodes()]
    whole = SequenceMatcher(None, old, new)
    whole.opcodes = [  # type: ignore[attr-defined]  # where get_opcodes keeps what it found
        *([("equal", 0, start, 0, start)] if start else []),
        *codes,
        *([("equal", len(old) - end, len(old), len(new) - end, len(new))] if end else []),
    ]
    for group in whole.get_grouped_opcodes(_AROUND):
        first, last = group[0], group[-1]
        yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"
        for tag, a, b, c, d in group:
            if tag == "equal":
                yield from (_line(" ", line) for line in old[a:b])
                continue
            yield from (_line("-", line) for line in old[a:b])
            yield from (_line("+", line) for line in new[c:d])


def _lines(text: str) -> list[str]:
    """Lines as git counts them: a line break is a line feed and nothing else."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _line(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def _range(start: int, stop: int) -> str:
    length = stop - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _binary(before: bytes, after: bytes) -> Iterator[str]:
    """The whole of both, as git writes it: what makes the new file, then what makes the old one."""
    yield "GIT binary patch\n"
    for content in (after, before):
        yield f"literal {len(content)}\n"
        packed = zlib.compress(content)
        for at in range(0, len(packed), _A_LINE):
            part = packed[at : at + _A_LINE]
            length = chr(ord("A") + len(part) - 1) if len(part) <= 26 else chr(ord("a") + len(part) - 27)
            yield f"{length}{base64.b85encode(part, pad=True).decode()}\n"
        yield "\n"
