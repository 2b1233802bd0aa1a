"""Clozes that hide too much, or leave nothing to go by."""

import re
from collections.abc import Iterator

from ankigen.diagnostic import Code, Severity
from ankigen.lint.alignment import THING
from ankigen.lint.note_text import Blank, Reading, Review
from ankigen.lint.plain_text import count_words, words
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.lint.stems import SMALL
from ankigen.model.lint_settings import Limits

SIGN = re.compile(f"[{THING}=→↔⇒⇌]")  # formulas, and what is between two of them
ITEM = re.compile(r"(?:\A|\n)[ \t]*(?:[-*+]|\d+[.)])[ \t]+\Z")
# A gene, a protein, a code: two capitals or digits at least.
SYMBOL = re.compile(r"(?=(?:[^A-Z0-9]*[A-Z0-9]){2})[A-Za-z0-9][A-Za-z0-9-]{1,11}")
AFTER = re.compile(r"[.,;]?[ \t]*(?:\n|\Z)")
CONTEXT = 2  # words that carry meaning; fewer make no title
FEW = 3  # words that are no burden, however little is around them


@rule(
    Code(
        "cloze-too-much",
        "A cloze has over `cloze-numbers` (4) cards, `cloze-words` (8) words a blank, `cloze-hidden` (40) % hidden.",
        why="A long blank cannot be recalled word for word, and a sentence that is mostly blank asks for nothing.",
        level=Severity.WARNING,
        bad="""
        ### Bone turnover

        {{c1::Osteoclasts resorb old bone and osteoblasts form new bone in its place}} for life.
        """,
        good="""
        ### Bone turnover

        {{c1::Osteoclasts}} resorb old bone and {{c2::osteoblasts}} form new bone in its place.
        """,
    ),
    Scope.FILE,
)
def cloze_too_much(review: Review) -> Iterator[Finding]:
    limits = review.config.check.limits
    for reading in review.clozes:
        numbers = {number for blank in reading.blanks for number in blank.numbers}
        if len(numbers) > limits.cloze_numbers and not (reading.note.picture or _is_list(reading)):
            hint = "split it into notes of one fact each"
            yield Finding(reading.blanks[0].span, f"this note makes {len(numbers)} cards", hint)
        else:
            yield from _too_long(reading, limits)


def _too_long(reading: Reading, limits: Limits) -> Iterator[Finding]:
    for number, blanks in sorted(_by_number(reading).items()):
        counts = [count_words(blank.text) for blank in blanks]
        longest = max(counts)
        if longest > limits.cloze_words:
            place = blanks[counts.index(longest)].span
            yield Finding(place, f"this blank hides {longest} words", "hide the one word that matters")
        # A lone blank may be all that a short sentence says, as a definition's is.
        elif (
            reading.note.picture is None
            and len(blanks) > 1
            and sum(counts) > FEW
            and (share := _share(sum(counts), reading)) > limits.cloze_hidden
        ):
            message = f"the blanks of card {number} hide {share:.0f} % of the text"
            yield Finding(blanks[0].span, message, "leave more to go by, or give each a number of its own")


def _share(hidden: int, reading: Reading) -> float:
    """What part of the text so many words are, in per cent; 0 where they are all of it."""
    total = count_words(reading.around)
    return hidden * 100 / total if hidden < total else 0


def _is_list(reading: Reading) -> bool:
    """Whether every blank is an item of a list, whole: that is how a list is asked item by item."""
    text = reading.text.fragment.text
    return all(
        ITEM.search(text, 0, blank.start) and AFTER.match(text, blank.end) and count_words(blank.text) <= FEW
        for blank in reading.blanks
    )


def _by_number(reading: Reading) -> dict[int, list[Blank]]:
    """The blanks of each card; one inside another of the same number is not counted again."""
    found: dict[int, list[Blank]] = {}
    for blank in reading.blanks:
        for number in blank.numbers:
            blanks = found.setdefault(number, [])
            if not (blanks and blanks[-1].start < blank.start < blanks[-1].end):
                blanks.append(blank)
    return found


@rule(
    Code(
        "cloze-without-context",
        "With the blank hidden, nothing says what is asked for.",
        why="The learner sees a title and dots.",
        level=Severity.WARNING,
        bad="""
        ### Treatment

        {{c1::Colchicine}}
        """,
        good="""
        ### Gout

        Acute gout is treated with {{c1::colchicine}}.
        """,
    ),
    Scope.FILE,
)
def cloze_without_context(review: Review) -> Iterator[Finding]:
    for reading in review.clozes:
        other = reading.body if reading.cloze_in_front else reading.front
        for number, blanks in sorted(_by_number(reading).items()):
            bare = _meaning(other.text) < CONTEXT and not _meaning(reading.beside((number,)))
            if bare and not _pictured(reading) and not any(blank.hint for blank in blanks):
                message = f"nothing says what card {number} asks for"
                yield Finding(blanks[0].span, message, "write a sentence around the blank")


@rule(
    Code(
        "hint-in-name",
        "A cloze's hint looks like the second half of a name.",
        why="`::` begins a hint: of BCR::ABL1 the card would show ABL1 in the question, and hide BCR alone. In a "
        "name it is written `\\::`.",
        level=Severity.WARNING,
        bad="""
        ### Chronic myeloid leukaemia

        The fusion gene {{c1::BCR::ABL1}} drives chronic myeloid leukaemia.
        """,
        good="""
        ### Chronic myeloid leukaemia

        The fusion gene {{c1::BCR\\::ABL1}} drives chronic myeloid leukaemia.
        """,
    ),
    Scope.FILE,
)
def hint_in_name(review: Review) -> Iterator[Finding]:
    for reading in review.clozes:
        for blank in reading.blanks:
            second = blank.hint
            first = blank.text.removesuffix(f"::{second}")
            if SYMBOL.fullmatch(first) and all(SYMBOL.fullmatch(part) for part in second.split("::")):
                message = f"'{second}' is the hint of this blank, not a part of its name"
                yield Finding(blank.span, message, f"if it is one, write {{{{c…::{first}\\::{second}}}}}")


def _meaning(text: str) -> int:
    return sum(word.casefold() not in SMALL for word in words(text)) + len(SIGN.findall(text))


def _pictured(reading: Reading) -> bool:
    return any("![" in fragment.text for fragment in (reading.note.front, reading.note.body))
