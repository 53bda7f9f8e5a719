"""Which language a text is in, by its script and its smallest words; nothing where it says too little to tell."""

from __future__ import annotations

import re
from collections import Counter

from verifier.walls.says import fold

FEWEST_LETTERS = 60
FEWEST_WORDS = 7
_SCRIPTS = (
    ("ar", "\u0600", "\u06ff"),
    ("cyrillic", "\u0400", "\u04ff"),
    ("el", "\u0370", "\u03ff"),
    ("he", "\u0590", "\u05ff"),
    ("hi", "\u0900", "\u097f"),
    ("th", "\u0e00", "\u0e7f"),
    ("kana", "\u3040", "\u30ff"),
    ("zh", "\u4e00", "\u9fff"),
    ("ko", "\uac00", "\ud7af"),
    ("latin", "a", "z"),
)
_SMALL = {
    "en": "the of and to you your for is are that this with not have can we please from what will our be it or if on at",
    "ro": "si sa de la cu pentru nu este sunt care din pe dumneavoastra aveti puteti va ca sau daca prin mai o un in acest",
    "es": "el la los las de que y para con no su tu es por una un del en se puede este esta si como mas o",
    "fr": "le la les des et vous votre pour est une un dans que pas avec sur nous ce du de en ou si par plus au",
    "de": "der die das und sie ist nicht ein eine zu mit fur auf von den ihre wir im oder wenn wird konnen sich dem es",
    "pt": "o a os as de que e para com nao seu sua voce um uma do da em se por no na ou mais este esta como",
    "it": "il la i le di che e per con non tuo un una del della in si puoi sono questo o se come piu al gli",
    "sw": "na ya wa kwa ni za katika hii au wako yako kama la cha hiyo tafadhali kwenye unaweza ili hapa sisi wewe",
    "tr": "ve bir bu icin ile da de sizin size olarak degil daha gibi ne veya olan icinde kadar sonra en mi var",
    "pl": "i w na z sie do nie jest to ze dla twoje lub od jak po aby przez za o co moze sa oraz ten",
    "nl": "de het een en van je uw niet voor met is op dat te zijn we of als om door aan er bij kunt naar",
    "id": "dan yang di untuk anda dengan ini tidak dari ke atau pada kami akan dapat jika adalah itu telah silakan",
}
_SETS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_LETTERS = {"tr": "ğı", "ro": "ăț", "pl": "łąęż", "de": "ß", "es": "ñ¿¡", "pt": "ãõ"}
"""Letters that no other of these languages writes."""
_ALSO = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "tl": "fil", "ji": "yi"}


def primary(tag: str) -> str:
    """The language of a language tag: `pt` of `pt_BR`. Old codes are given as the new ones."""
    first = re.split(r"[-_,;\s]", tag.strip().lower(), maxsplit=1)[0]
    return _ALSO.get(first, first)


def tongue(text: str) -> str | None:
    """The language of the text as a primary tag, or None where that cannot be told with certainty."""
    folded = fold(text[:8_000])
    letters = Counter(name for sign in folded for name, low, high in _SCRIPTS if low <= sign <= high)
    if not letters:
        return None
    if letters["kana"] >= 10:
        return "ja"
    script, count = letters.most_common(1)[0]
    dense = script in ("zh", "ko")
    if count < (FEWEST_LETTERS / 3 if dense else FEWEST_LETTERS) or count < 0.6 * letters.total():
        return None
    if script == "cyrillic":
        return "uk" if sum(folded.count(sign) for sign in "іїєґ") > count / 60 else "ru"
    return _latin(folded, text[:8_000].lower()) if script == "latin" else script


def _latin(folded: str, written: str) -> str | None:
    words = re.findall(r"[^\W\d_]+", folded)
    hits = Counter({language: sum(1 for word in words if word in small) for language, small in _SETS.items()})
    for language, letters in _LETTERS.items():
        hits[language] += min(len(words) // 6, sum(1 for sign in written if sign in letters))
    (best, most), (_, second) = hits.most_common(2)
    return best if most >= FEWEST_WORDS and most >= 1.4 * second and most >= 0.12 * len(words) else None
