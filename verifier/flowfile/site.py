"""A site file as a `Site`, and what `{lang}` stands for there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.flowfile.grain import flag, items, mapping, maybe_number, maybe_word, milliseconds, number, word, words
from verifier.flowfile.ignores import parse_ignores
from verifier.flowfile.labels import Labels, fallbacks
from verifier.flowfile.text import Wording
from verifier.flowfile.tree import Mapping, Node, Scalar, Tree
from verifier.model.flow import Site
from verifier.model.manners import Manners, RobotsPolicy
from verifier.model.selector import Text
from verifier.model.wall import ConsentPolicy, WallKind, WallSign

if TYPE_CHECKING:
    from verifier.model.place import Problem


@dataclass(frozen=True, slots=True)
class SiteRules:
    """The site, and the words for `{lang}` by locale."""

    site: Site
    languages: tuple[tuple[str, str], ...] = ()

    def language(self, locale: str) -> str:
        """What `{lang}` is in that locale."""
        known = dict(self.languages)
        return next((known[each] for each in fallbacks(locale) if each in known), locale)


def parse_site(tree: Tree, site_id: str, labels: Labels) -> tuple[SiteRules, tuple[Problem, ...]]:
    """The site of a tree that follows the schema.

    Names in `never_press` and `ignore` hold every wording of every locale: a page may answer in another language than it was asked for.
    """
    root = mapping(tree.root)
    wording = Wording(tree, labels, "", language="")

    def text(node: Node | None) -> Text:
        if isinstance(node, Scalar) and isinstance(node.value, str) and (label := labels.by_id.get(node.value[1:])):
            return Text(label.all_wordings(), label.id)
        return wording.text(node)

    problems: list[Problem] = []
    ignored = parse_ignores(root, tree, text, problems)
    languages = root.get("lang_parameter")
    entries = languages.entries if isinstance(languages, Mapping) else ()
    site = Site(
        id=site_id,
        title=word(root.get("title")),
        hosts=words(root.get("hosts")),
        never_press=tuple(text(node) for node in items(root.get("never_press"))),
        accept_language=flag(root.get("accept_language"), default=True),
        consent=ConsentPolicy(maybe_word(root.get("consent")) or ConsentPolicy.DECLINE),
        walls=tuple(_wall(mapping(node)) for node in items(root.get("walls"))),
        ignore=ignored,
        manners=_manners(root),
    )
    return SiteRules(site, tuple((entry.key, word(entry.value)) for entry in entries)), (*wording.problems, *problems)


def _manners(root: Mapping) -> Manners:
    usual = Manners()
    return Manners(
        pace_ms=milliseconds(root.get("pace"), usual.pace_ms),
        robots=RobotsPolicy(maybe_word(root.get("robots")) or usual.robots),
        contact=maybe_word(root.get("contact")) or usual.contact,
        longest_wait_ms=milliseconds(root.get("longest_wait"), usual.longest_wait_ms),
        refusals=maybe_number(root.get("refusals")) or usual.refusals,
    )


def _wall(node: Mapping) -> WallSign:
    signs = mapping(node.get("signs"))
    return WallSign(
        kind=WallKind(word(node.get("kind"))),
        url=maybe_word(signs.get("url")) or "",
        status=tuple(number(item) for item in items(signs.get("status"))),
        header=maybe_word(signs.get("header")) or "",
        text=words(signs.get("text")),
        title=words(signs.get("title")),
        blocks=flag(node.get("blocks"), default=True),
    )
