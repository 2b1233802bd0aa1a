"""A typed answer: Anki compares it with what the learner typed, letter by letter, capitals included.

What no keyboard has is folded to what it has; what cannot be is named, so that the author can write something else. The
capital of a sentence is folded too where the note itself shows that the word is no name.
"""

import re
import unicodedata

from ankigen.rare import RarePattern

MARKUP = re.compile(r"<[^>]*>")
RAISED = re.compile(r"<sup>((?:[^<]|<(?!/?sup>)[^>]*>)*)</sup>")
FORMULA = RarePattern(r"\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)
FOLDED = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹣－", "-")
    | dict.fromkeys("‘’‚‛′ʼ", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    )
    # What is not seen: soft hyphen, zero-width space, word joiner, marks of direction.
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "")
    | {"…": "...", "×": "x", "⁄": "/"}
)
# Small figures, fractions, №, ℃, Ⅳ, ㎎, ligatures, and Arabic letters in the shapes that PDF files copy.
COMPATIBLE = re.compile("[²³¹¼-¾⁰-₎℀-ↈ㎀-㏟ﬀ-ﷻﹰ-ﻼ]")
FRACTION = re.compile("[¼-¾⅐-⅞]")
SMALL = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
SMALL_RUN = re.compile(f"[{SMALL}]+")
SMALL_FIGURES = str.maketrans(SMALL, "0123456789+-")
CHARGE = RarePattern(r"\d{0,2}[+-]")
AREA_OR_VOLUME = RarePattern(r"(?:\A|[^A-Za-z])[kcdmµμn]?m\Z")
# Symbols that hardly a keyboard has, beside those that Unicode calls mathematical or other symbols.
NO_KEY = frozenset("·•†‡‰µ")
STOP = re.compile(r"(?:\A|.*[\s(/-])(?P<word>[^\s(/.-]+)[.。]\Z", re.DOTALL)
OPENING_WORD = re.compile(r"[^\W\d_]{3,}")
# Languages in which a noun has a capital wherever it stands.
NOUNS_IN_CAPITALS = ("de", "lb", "nds", "gsw")
SHORTENED = frozenset(
    ("al", "approx", "cf", "dr", "etc", "max", "min", "no", "resp", "sp", "spp", "ssp", "subsp", "var")
)


def as_typed(html: str) -> str:
    """One line of HTML as one types it: text, in which `&lt;` and the like stay."""
    text = MARKUP.sub("", RAISED.sub(_raised, html))
    text = COMPATIBLE.sub(_plain, FRACTION.sub(_apart, SMALL_RUN.sub(_raised, text)))
    return _without_stop(" ".join(text.translate(FOLDED).split()))


def without_capital(answer: str, around: str, language: str) -> str:
    """The answer with its first letter small, if `around`, the note's other words, has its first word in small letters.

    "Phosphate" is a word that happens to begin a line; "Addison" is a name, and so is whatever the note does not tell.
    """
    match = OPENING_WORD.match(answer)
    word = match[0] if match else ""
    if not (word and word[0].isupper() and word[1:].islower()) or language.lower().startswith(NOUNS_IN_CAPITALS):
        return answer
    # Not in an address or an id, where names are small too.
    stands = rf"(?<![^\s(*]){re.escape(word.lower())}s?(?![^\s.,;:)?!*])"
    return answer[0].lower() + answer[1:] if re.search(stands, around) else answer


def has_formula(html: str) -> bool:
    return FORMULA.search(html) is not None


def without_key(answer: str, language: str) -> tuple[str, ...]:
    """The letters and signs of a folded answer that the keyboards of its language do not have, each once."""
    return tuple(dict.fromkeys(char for char in answer if not char.isascii() and _is_keyless(char, language)))


def _is_keyless(char: str, language: str) -> bool:
    if "\u0370" <= char <= "\u03ff" and char.isalpha():
        return not language.lower().startswith("el")
    return char in NO_KEY or unicodedata.category(char) in ("Sm", "So", "No", "Co")


def _raised(match: re.Match[str]) -> str:
    """A superscript: 10^9, but Ca2+, 99mTc, m2 and 1st."""
    text = MARKUP.sub("", match[match.lastindex or 0]).translate(SMALL_FIGURES).translate(FOLDED)
    before, after = match.string[max(match.start() - 4, 0) : match.start()], match.string[match.end() : match.end() + 1]
    is_area = text in ("2", "3") and AREA_OR_VOLUME.search(before)
    is_isotope = before[-1:] in ("", " ", "(") and after.isalpha()
    is_word = not any(char.isdigit() for char in text)
    return text if CHARGE.fullmatch(text) or is_area or is_isotope or is_word else f"^{text}"


def _apart(match: re.Match[str]) -> str:
    """A fraction, not run into the number before it: 1 1/2."""
    return f" {match[0]}" if match.string[max(match.start() - 1, 0) : match.start()].isdigit() else match[0]


def _plain(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _without_stop(text: str) -> str:
    """Without the full stop at its end, which nobody types, unless it belongs to the word, as in "Candida spp."."""
    match = STOP.match(text)
    word = match["word"] if match else ""
    is_initial = len(word) == 1 and word.isascii() and word.isalpha()
    return text if not match or is_initial or word.lower() in SHORTENED else text[:-1]
