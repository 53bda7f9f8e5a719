"""The few words that a page of a replica may hold between double braces, and the hashing of its class names.

{{ send-question }}    a variable or a text of the page's language, escaped for the kind of file it stands in
{{> footer.html }}     another file of the replica; `footer.ro.html` goes before it on a Romanian page
{{> $dialog }}         the file that the variable names; nothing when it is empty
{{ fresh letters 22 }} letters and digits that nobody has seen before; `fresh digits 5` is a number
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import secrets
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.errors import ReplicaError

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPLATES = (".html", ".json", ".txt", ".xml")
"""Files in which the braces mean something; styles and scripts are sent as they are."""

_BRACES = re.compile(r"\{\{(>?)\s*(\$?[\w.-]+(?: [\w]+)*)\s*\}\}")
_FRESH = re.compile(r"fresh (letters|digits) (\d{1,3})")
_MARKUP_CLASS = re.compile(r'(?<=\sclass=")[^"]+(?=")')
_STYLE = re.compile(r"(?<=<style>).*?(?=</style>)", re.DOTALL)
_STYLE_CLASS = re.compile(r"(?<=\.)[a-z][\w-]*")
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Words:
    """What a page may name: the files of the replica, and its variables and texts."""

    files: Mapping[str, str]
    values: Mapping[str, str]
    language: str

    def value(self, name: str) -> str:
        """The variable or text of that name; one that begins with `$` is looked up once more.

        Raises:
            ReplicaError: nothing goes by that name.
        """
        found = self.values.get(name)
        if found is None:
            raise ReplicaError(f"the replica has no text or variable `{name}` in {self.language}")
        return self.value(found[1:]) if found.startswith("$") else found


def render(file: str, words: Words, *, depth: int = 0) -> str:
    """The file with everything between its braces filled in.

    Raises:
        ReplicaError: a file or a name is not there, or files include each other in a circle.
    """
    if depth > _DEEPEST:
        raise ReplicaError(f"{file} includes itself")
    first, _, suffix = file.rpartition(".")
    text = words.files.get(f"{first}.{words.language}.{suffix}", words.files.get(file))
    if text is None:
        raise ReplicaError(f"the replica has no file {file}")
    if not file.endswith(TEMPLATES):
        return text

    def fill(found: re.Match[str]) -> str:
        name = found[2]
        if not found[1]:
            return _escape(_fresh(name) or words.value(name), file)
        wanted = words.value(name[1:]) if name.startswith("$") else name
        return render(wanted, words, depth=depth + 1) if wanted else ""

    return _BRACES.sub(fill, text)


def fill_in(text: str, words: Words) -> str:
    """A short text (a header, an address) with everything between its braces filled in, nothing escaped."""
    return _BRACES.sub(lambda found: _fresh(found[2]) or words.value(found[2]), text)


def _fresh(name: str) -> str:
    """The random letters or digits that the name asks for, or nothing if it asks for none."""
    if not (asked := _FRESH.fullmatch(name)):
        return ""
    alphabet = string.digits[1:] if asked[1] == "digits" else string.ascii_letters + string.digits
    return "".join(secrets.choice(alphabet) for _ in range(int(asked[2])))


def _escape(value: str, file: str) -> str:
    if file.endswith((".html", ".xml")):
        return html.escape(value)
    if file.endswith(".json"):
        return json.dumps(value, ensure_ascii=False)[1:-1]
    return value


def hash_class_names(page: str, salt: str) -> str:
    """The page with every class renamed alike in its markup and its styles: short, meaningless, and made from `salt`."""

    def renamed(name: str) -> str:
        return "_" + hashlib.sha256(f"{salt} {name}".encode()).hexdigest()[:5]

    def in_markup(found: re.Match[str]) -> str:
        return " ".join(renamed(name) for name in found[0].split())

    def in_style(found: re.Match[str]) -> str:
        return _STYLE_CLASS.sub(lambda name: renamed(name[0]), found[0])

    return _STYLE.sub(in_style, _MARKUP_CLASS.sub(in_markup, page))
