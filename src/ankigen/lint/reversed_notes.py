"""Reversed notes: the definition must not spell the term that its card asks for."""

import re
from collections.abc import Iterator

from ankigen.diagnostic import Code, Severity
from ankigen.lint.note_text import Reading, Review
from ankigen.lint.plain_text import count_words, words
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.lint.stems import SMALL
from ankigen.model.note import Kind

ALIKE = 5  # letters
# Beginnings that half of the words of a subject have: two of them tell each other nothing.
COMMON = re.compile(
    r"osteo|chond|cardi|arter|angio|gastr|enter|hepat|nephr|neuro|lymph|leuko|hemat|haema|immun|micro|macro|hyper|inter"
    r"|intra|extra|super|trans|under|multi|endoc|endot|photo|hydro|thermo|elect|psych|socio"
)


@rule(
    Code(
        "reversed-tells",
        "The definition of a reversed note holds the beginning of every word of its term.",
        why="The card that asks for the term is answered by its own question.",
        level=Severity.WARNING,
        bad="""
        ### Calcification
        <!-- id: example, type: reversed -->

        Build-up of calcium salts
        """,
        good="""
        ### Calcification
        <!-- id: example, type: reversed -->

        Mineral salts deposited in a tissue, without new bone
        """,
    ),
    Scope.FILE,
)
def reversed_tells(review: Review) -> Iterator[Finding]:
    for reading in review.readings:
        if reading.note.kind is Kind.REVERSED and (told := _told(reading)):
            hint = "define it in words of another root"
            yield Finding(reading.body.span(), f"'{told}' tells the term '{reading.front.text.strip()}'", hint)


def _told(reading: Reading) -> str:
    """The words of the definition that begin like the words of the term; empty if one of these is not told."""
    said = {word.casefold()[:ALIKE]: word for word in words(reading.body.text) if len(word) >= ALIKE}
    term = [word for word in words(reading.front.text) if word.casefold() not in SMALL]
    roots = [word.casefold()[:ALIKE] for word in term]
    found = [said.get(root, "") if not COMMON.match(root) else "" for root in roots]
    # One word for another is a translation, or the name of a class.
    return ", ".join(dict.fromkeys(found)) if term and all(found) and count_words(reading.body.text) > 1 else ""
