"""The sentences of a document, and what makes one worth a claim: a quoted label, an address, or something to do."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from verifier.compare.statements import address_key
from verifier.match.normalize import key_of, normalize
from verifier.model.guide import AddressForm, AddressValue


class Holds(StrEnum):
    """What in a sentence a claim should speak of."""

    LABEL = "a quoted label"
    URL = "a URL"
    ADDRESS = "an address"
    INSTRUCTION = "an instruction"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document. `line` counts from 1; `fingerprint` (8 hex digits) is the same for the same words."""

    line: int
    text: str
    fingerprint: str


_END = re.compile(r"(?<!\d\.)(?<=[.!?\u061f\u3002\uff01\uff1f])[\"'\u201d\u00bb)\]]*\s+(?=\S)")
_QUOTED = re.compile(r'"([^"]{1,80})"|\u300c([^\u300d]{1,80})\u300d')
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    r"(?<![\w@./-])(?:https?://[^\s<>\"']+|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|ru|uk|me|io|de)(?![\w.])(?:/[^\s<>\"',]*)?)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.@])@\w{3,}")
_NUMBER = re.compile(r"(?<![\w.])\d+(?![\w])")
_STEP = "Step|Pasul|Βήμα|Schritt|Hatua|Шаг"
_MARK = re.compile(rf"^\s*(?:(?:{_STEP})\s+\d+[.:]|[\u2022*\u00b7-]|\d+[.)])\s+")
_CAPTION = re.compile(rf"\b(?:{_STEP}) \d+$")
"""A picture's caption, which ends with the number of its step, tells nobody to do anything."""
_TRAILING = ".,;:!?)]}\u060c\u061b\u061f\u3002\uff0c"
_MOST_WORDS = 9
"""A longer quotation is a sample of what to write, and not the name of anything on a page."""

_CUES: dict[str, re.Pattern[str]] = {
    "ar": re.compile(r"\b(?:انقر|اختر|حدد|افتح|اضغط|انتقل|المس|أضف|املأ|صف|ابحث|اسحب|تأكد|ادخل|أدخل|اكتب|أرسل)\b"),
    "el": re.compile(
        r"\b(?:κάντε κλικ|επιλέξτε|ανοίξτε|πατήστε|μεταβείτε|γράψτε|αγγίξτε|στείλτε|συνδεθείτε|τοποθετήστε|υποβάλετε|αναζητήστε)\b"
    ),
    "en": re.compile(r"\b(?:click|tap|press|choose|select|open|enter|fill in|type|go to|send|write to|scroll)\b"),
    "ro": re.compile(
        r"\b(?:faceți clic|atingeți|apăsați|alegeți|selectați|deschideți|introduceți|accesați|trimiteți|scrieți|lansați)\b"
    ),
    "ru": re.compile(r"\b(?:нажмите|выберите|откройте|введите|перейдите|отправьте|напишите|заполните)\b"),
    "sw": re.compile(
        r"\b(?:bonyeza|bofya|ubofye|fungua|ufungue|nenda|ingiza|chagua|jaza|andika|ingia|fuata|ambatisha|tunafungua|tunaingiza)\b"
    ),
    "zh": re.compile("点击|选择|打开|填写|前往|登录"),
}
"""The words by which a language tells a reader to do something on a page; other languages have their list marks only."""


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a document in their order; a sentence never goes over the end of a line."""
    found: list[Sentence] = []
    for number, line in enumerate(text.splitlines(), 1):
        for part in _END.split(line):
            plain = normalize(part)
            if any(sign.isalnum() for sign in plain):
                found.append(Sentence(number, plain, fingerprint(plain)))
    return tuple(found)


def fingerprint(sentence: str) -> str:
    """Eight hex digits that stay the same while a reader would call the sentence the same."""
    return hashlib.sha256(key_of(_MARK.sub("", normalize(sentence))).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def quoted_labels(sentence: str) -> tuple[str, ...]:
    """The short quotations of a normalised sentence, without the quotation marks."""
    found = (first or second for first, second in _QUOTED.findall(sentence))
    return tuple(text.strip() for text in found if 0 < len(text.split()) <= _MOST_WORDS)


def addresses(sentence: str) -> tuple[AddressValue, ...]:
    """The URLs, mail addresses and handles of a normalised sentence, in this order."""
    mails = tuple(found.rstrip(_TRAILING) for found in _MAIL.findall(sentence))
    rest = _MAIL.sub(" ", sentence)
    urls = tuple(found.rstrip(_TRAILING) for found in _URL.findall(rest))
    handles = tuple(_HANDLE.findall(_URL.sub(" ", rest)))
    return (
        *(AddressValue(AddressForm.URL, url) for url in urls),
        *(AddressValue(AddressForm.MAIL, mail) for mail in mails),
        *(AddressValue(AddressForm.HANDLE, handle) for handle in handles),
    )


def address_keys(sentence: str) -> frozenset[tuple[AddressForm, str]]:
    """What the addresses of a sentence are compared by."""
    return frozenset((each.form, address_key(each)) for each in addresses(sentence))


def numbers(sentence: str) -> frozenset[int]:
    """The whole numbers of a sentence, in digits of any script."""
    return frozenset(int(found) for found in _NUMBER.findall(key_of(sentence).replace("-", " - ")))


def instructs(sentence: str, language: str) -> bool:
    """Whether the sentence tells a reader to do something on a page, by the words that its language uses for it."""
    cue = _CUES.get(language.partition("-")[0])
    return cue is not None and not _CAPTION.search(sentence) and cue.search(key_of(sentence)) is not None


def what_it_holds(sentence: str, language: str) -> tuple[Holds, ...]:
    """Why a claim should speak of the sentence; empty: none need to."""
    forms = {each.form for each in addresses(sentence)}
    found = (
        (Holds.LABEL, bool(quoted_labels(sentence))),
        (Holds.URL, AddressForm.URL in forms),
        (Holds.ADDRESS, bool(forms - {AddressForm.URL})),
        (Holds.INSTRUCTION, instructs(sentence, language)),
    )
    return tuple(reason for reason, there in found if there)
