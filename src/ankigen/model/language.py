"""What a language code says of the script a deck is written in."""

# Languages that are written from right to left unless the code names another script; and such scripts.
LANGUAGES = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ps", "sd", "syr", "ug", "ur", "yi"))
SCRIPTS = frozenset(("adlm", "arab", "aran", "hebr", "nkoo", "rohg", "samr", "syrc", "thaa"))


def is_right_to_left(language: str) -> bool:
    """Whether text in this language, such as "ar" or "az-Arab", begins at the right."""
    first, *rest = language.lower().split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]
    return scripts[0] in SCRIPTS if scripts else first in LANGUAGES
