"""Words by what they mean: without endings, without the words every text has."""

import re
from functools import lru_cache

from ankigen.lint.plain_text import words
from ankigen.lint.word_lists import word_list

SMALL = word_list("small")
ENDINGS = re.compile(
    r"(?:ations?|ically|ities|ions?|ally|ing|ies|ied|ous|ial|ity|ive|ical|ic|al|ed|es|ly|ae|y|s|e|a|i|um|us|is)\Z"
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What words of one family share, roughly: inflamm(ation), inflamm(atory) stay apart from inflat(e)."""
    word = word.casefold()
    short = ENDINGS.sub("", word)
    return short if len(short) >= 4 else word


@lru_cache(maxsize=65536)
def meaning(word: str) -> str:
    """The word's stem, empty for a word that every text has."""
    return "" if word.casefold() in SMALL else stem(word)


def stems(text: str) -> list[str]:
    """The stems of the words that carry meaning, in their order; numbers stay whole."""
    return [found for word in words(text) if (found := meaning(word))]
