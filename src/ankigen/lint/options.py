"""Options of a choice that tell the answer, or ask for logic instead of knowledge."""

import re
from collections.abc import Iterator

from ankigen.diagnostic import Code, Severity
from ankigen.lint.note_text import Review
from ankigen.lint.plain_text import Prose
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.model.note import Kind

ALL = re.compile(
    r"\W*(?:(?:all|none|any|both|neither|either) of (?:the |these|those|them)(?:above|options|others|answers)?"
    r"(?:\s+(?:above|options|answers))?|all (?:are|is) (?:correct|true|right)|all (?:options|answers|the above)(?: .*)?"
    r"|none)\W*\Z",
    re.IGNORECASE,
)
LETTERS = re.compile(
    r"\W*(?:both )?(?:options? )?\(?[A-E]\)? (?:and|&|or) (?:options? )?\(?[A-E]\)?(?: are (?:correct|true))?\W*\Z"
)
LONGER, MORE = 1.6, 20  # times the longest wrong option, and characters


@rule(
    Code(
        "all-of-the-above",
        "An option speaks of the others.",
        why="Two options that are known to be right give it away, and Anki may shuffle them.",
        level=Severity.WARNING,
        bad="""
        ### What raises calcium in the blood?

        - [ ] Vitamin D
        - [ ] Parathyroid hormone
        - [x] All of the above
        """,
        good="""
        ### What raises calcium in the blood?

        - [ ] Calcitonin
        - [x] Parathyroid hormone
        - [ ] Insulin
        """,
    ),
    Scope.FILE,
    language="en",
)
def all_of_the_above(review: Review) -> Iterator[Finding]:
    for reading in review.questions:
        lettered = [option for option in reading.options if LETTERS.match(option.text)]
        for option in reading.options:
            # "A and B" speaks of options unless several do: then they are blood groups or parts of a figure.
            if ALL.match(option.text) or [option] == lettered:
                none = option.text.strip().lower().startswith("none")
                hint = "name another wrong option" if none else "delete it, and mark each right option [x]"
                yield Finding(option.span(), f"'{option.text.strip()}' is not an answer by itself", hint)


@rule(
    Code(
        "longest-option-is-right",
        "The right option can be told by its length.",
        why="Who guesses takes the longest option, and is right.",
        level=Severity.WARNING,
        bad="""
        ### Which disease leaves crystals of pyrophosphate in joints?

        - [ ] Gout
        - [ ] Sepsis
        - [x] Calcium pyrophosphate deposition disease of a large joint, with chondrocalcinosis
        """,
        good="""
        ### Which disease leaves crystals of pyrophosphate in joints?

        - [ ] Gout
        - [ ] Sepsis
        - [x] CPPD
        """,
    ),
    Scope.FILE,
)
def longest_option_is_right(review: Review) -> Iterator[Finding]:
    for reading in review.questions:
        if reading.note.kind is not Kind.CHOICE or len(reading.options) < 3:
            continue
        pairs = tuple(zip(reading.note.options, reading.options, strict=True))
        right = [text for option, text in pairs if option.right]
        wrong = [_length(text) for option, text in pairs if not option.right]
        if right and wrong:
            length = min(map(_length, right))
            if length >= LONGER * max(wrong) and length - max(wrong) >= MORE:
                several = len(right) > 1
                message = f"the right option{'s are' if several else ' is'} by far the longest"
                hint = f"shorten {'them' if several else 'it'}, or make the others as exact"
                yield Finding(right[0].span(), message, hint)


def _length(option: Prose) -> int:
    """In characters, an abbreviation in brackets behind a name left out."""
    return len(re.sub(r"\s*\([A-Z][\w-]*\)\W*\Z", "", option.text.strip()))
