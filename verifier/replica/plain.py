"""A YAML file of a replica as plain values, with messages that name the file and the place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.errors import ReplicaError
from verifier.flowfile.strict_yaml import read_bytes, to_plain

if TYPE_CHECKING:
    from pathlib import Path

Plain = str | list["Plain"] | dict[str, "Plain"]
"""What a file of ours may hold: words, lists and tables; a number is a word too, and nothing at all is the empty word."""


def read_plain(path: Path) -> Plain:
    """What the file holds.

    Raises:
        ReplicaError: it cannot be read, or is not strict YAML; the first problem is named with its place.
    """
    try:
        content = path.read_bytes()
    except OSError as trouble:
        raise ReplicaError(f"{path} cannot be read: {trouble.strerror}") from trouble
    tree = read_bytes(content, path.as_posix())
    for problem in tree.problems:
        raise ReplicaError(f"{problem.place}: {problem.message}", hint=problem.help)
    return _plain(to_plain(tree))


def _plain(value: object) -> Plain:
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


class Table:
    """A mapping in a file, read key by key; `finish` refuses the keys that nobody asked for."""

    def __init__(self, value: Plain, where: str) -> None:
        if not isinstance(value, dict):
            raise ReplicaError(f"{where} must be a table of keys and values")
        self.where = where
        self._rest = dict(value)

    def text(self, key: str, default: str | None = None) -> str:
        """The words under the key."""
        value = self._take(key, default)
        if not isinstance(value, str):
            raise ReplicaError(f"{self.where}: `{key}` must be a text")
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """The list of words under the key; a single text is a list of one."""
        value = self._take(key, None if default is None else list(default))
        return as_texts(value, f"{self.where}: `{key}`")

    def words(self, key: str) -> dict[str, str]:
        """The table of words under the key, empty when there is none."""
        table = self.table(key)
        return {name: table.text(name) for name in table.names()}

    def table(self, key: str) -> Table:
        """The table under the key, empty when there is none."""
        return Table(self._take(key, {}), f"{self.where}: `{key}`")

    def tables(self, key: str) -> tuple[Table, ...]:
        """The list of tables under the key, empty when there is none."""
        value = self._take(key, [])
        if not isinstance(value, list):
            raise ReplicaError(f"{self.where}: `{key}` must be a list")
        return tuple(Table(each, f"{self.where}: `{key}`, entry {at}") for at, each in enumerate(value, 1))

    def by_locale(self, key: str, locales: tuple[str, ...]) -> dict[str, str]:
        """The words under the key for each locale: written for each, or once for all, or not at all (empty)."""
        value = self._take(key, "")
        if isinstance(value, str):
            return dict.fromkeys(locales, value)
        table = Table(value, f"{self.where}: `{key}`")
        return {locale: table.text(locale) for locale in locales}

    def names(self) -> tuple[str, ...]:
        """The keys that are left, in the order of the file."""
        return tuple(self._rest)

    def finish(self) -> None:
        """Refuse a key that nobody asked for.

        Raises:
            ReplicaError: there is one.
        """
        if self._rest:
            raise ReplicaError(f"{self.where} has no key `{next(iter(self._rest))}`")

    def _take(self, key: str, default: Plain | None) -> Plain:
        value = self._rest.pop(key, default)
        if value is None:
            raise ReplicaError(f"{self.where} lacks `{key}`")
        return value


def as_texts(value: Plain, where: str) -> tuple[str, ...]:
    """The words of a list of words, or of one.

    Raises:
        ReplicaError: it is something else.
    """
    listed = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str) for each in listed):
        raise ReplicaError(f"{where} must be a text or a list of texts")
    return tuple(each for each in listed if isinstance(each, str))
