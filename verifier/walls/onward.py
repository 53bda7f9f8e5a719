"""Words of a control that does no more than go on, in the languages of the guides."""

from __future__ import annotations

from verifier.match.normalize import key_of

_ONWARD = tuple(
    key_of(word)
    for word in (
        "continue", "continue to form", "next", "next step", "proceed", "go on", "skip", "got it", "contact us anyway",
        "continuă", "continuați", "mai departe", "următorul", "pasul următor", "omite",
        "متابعة", "استمرار", "التالي", "تخطي", "продолжить", "далее", "пропустить", "συνέχεια", "επόμενο", "παράλειψη",
        "继续", "下一步", "跳过", "endelea", "ifuatayo", "ruka",
        "continuar", "siguiente", "continuer", "suivant", "weiter", "fortfahren", "avançar", "continua", "avanti", "devam", "ileri",
    )
)  # fmt: skip


def says_onward(name: str) -> bool:
    """Whether the name of a control just says to go on."""
    said = key_of(name)
    return any(said == word or said.startswith(f"{word} ") for word in _ONWARD)
