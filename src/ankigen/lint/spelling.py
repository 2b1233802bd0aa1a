"""British and American spelling: a learner who searches for one finds no card with the other."""

import re
from collections.abc import Iterator
from functools import cache

from ankigen.diagnostic import Code, Severity
from ankigen.lint.deck_rule import Across, Gather, Position, deck_rule, position
from ankigen.lint.note_text import Review
from ankigen.lint.rule import Finding
from ankigen.lint.word_lists import lines

HINT = 'spell alike throughout; `language` in deck.toml decides, and a remark such as "US: edema" is left alone'
# A remark that tells the other spelling: its whole line is left alone.
REMARK = re.compile(r"\b(?:US|USA|U\.S\.|American|UK|British|spelling|spelt|spelled)\b|-i[sz]e\b")
SPECIES = re.compile(r"(?:[A-Z]\.|\b[A-Z][a-z]+)[ *]+\Z")
LATIN = re.compile(r"\w*(?:ium|alis|oeae|phil\w*|lyticus|us)\Z")
Patterns = tuple[re.Pattern[str], ...]
NAMES = (("American", "British"), ("-ize", "-ise"))
AMERICAN, BRITISH = ("EN-US", "EN-CA"), ("EN-GB", "EN-AU", "EN-NZ", "EN-IE", "EN-IN", "EN-ZA")


# Words that British and American English spell in two ways: how often each stands in the file, capital or not, and
# where, but for names and remarks on spelling.
Spelt = tuple[tuple[str, int, tuple[Position, ...]], ...]


def _spellings(review: Review) -> tuple[tuple[Spelt, Spelt], ...]:
    """For each group of habits, the British words and the American ones."""
    words = "\n" + "\n".join(sorted({word.lower() for word in review.words if word[1:].islower()})) + "\n"
    british_and_american = ((_spelt(words, british), _spelt(words, american)) for british, american in _habits())
    return tuple((_counted(review, ours), _counted(review, theirs)) for ours, theirs in british_and_american)


SPELLINGS = Gather("spellings", _spellings)


def _counted(review: Review, spelt: list[str]) -> Spelt:
    counts = {word: review.words[word] + review.words[word.capitalize()] for word in spelt}
    return tuple((word, count, tuple(_places(review, word))) for word, count in counts.items())


@deck_rule(
    Code(
        "style-mixed-spelling",
        'The deck mixes British and American spelling (`language = "en-GB"` or `"en-US"` decides; else the majority).',
        why="In a typed answer one of the two is marked wrong.",
        level=Severity.WARNING,
        bad="""
            ### What follows from oedema of the brain?

            A raised pressure, and in the end anaemia of the tissue

            ### What follows from ischemia of the brain?

            A stroke
            """,
        good="""
            ### What follows from oedema of the brain?

            A raised pressure, and in the end anaemia of the tissue

            ### What follows from ischaemia of the brain?

            A stroke
            """,
    ),
    SPELLINGS,
    language="en",
)
def style_mixed_spelling(across: Across) -> Iterator[Finding]:
    is_american = False
    language = across.deck.config.language.upper()
    for number in range(len(_habits())):
        groups = [(source, facts[number]) for source, facts in across.each(SPELLINGS)]
        counts = [sum(count for _, sides in groups for _, count, _ in sides[side]) for side in (0, 1)]
        # British letters go with -ize as well, so Oxford has it; American ones never with -ise.
        are_british = not is_american and _is_british(language, bool(number), counts[0] >= counts[1])
        is_american = not are_british and any(counts)
        name, other = NAMES[number] if are_british else reversed(NAMES[number])
        for source, sides in groups:
            for word, _, places in sides[are_british]:
                message = f"'{word}' is spelt the {name} way, {_where(across, counts)} the {other} way"
                yield from (Finding(source.span(*at), message, HINT) for at in places)


def _where(across: Across, counts: list[int]) -> str:
    if min(counts):
        return "elsewhere the deck spells"
    language = across.deck.config.language
    stated = language.upper().startswith((*AMERICAN, *BRITISH))
    return f'language = "{language}" asks for' if stated else "the rest of the deck goes with"


def _is_british(language: str, is_oxford: bool, majority: bool) -> bool:
    """How the deck should spell. -ize is not only American: Oxford writes it too."""
    if language.startswith(AMERICAN):
        return False
    return majority if is_oxford or not language.startswith(BRITISH) else True


def _spelt(words: str, patterns: Patterns) -> list[str]:
    """Those of the words, one a line, in which a pattern is found."""
    places = sorted({match.start() + 1 for pattern in patterns for match in pattern.finditer(words)})
    return list(dict.fromkeys(words[words.rfind("\n", 0, at) + 1 : words.find("\n", at)] for at in places))


def _places(review: Review, word: str) -> Iterator[Position]:
    """Where the word stands; names keep their spelling, and so do remarks on spelling."""
    for place in review.shown.find_word(word):
        line = place.prose.text.split("\n")[place.prose.text.count("\n", 0, place.at)]
        owns = place.prose.text[place.at + len(word) :].startswith(("'s ", "’s "))  # Grey's Anatomy
        if not owns and not REMARK.search(line) and not (LATIN.match(word) and SPECIES.search(place.before(40))):
            yield position(place.span)


@cache
def spelt_twice(word: str) -> bool:
    """Whether British and American English spell the word in two ways."""
    line = f"\n{word.lower()}\n"
    return any(pattern.search(line) for group in _habits() for column in group for pattern in column)


@cache
def _habits() -> tuple[tuple[Patterns, Patterns], ...]:
    """British and American patterns for each group of `spelling.txt`."""
    groups = re.split(r"\n\s*\n", "\n".join(lines("spelling")).strip())
    columns = (tuple(zip(*(line.split() for line in group.splitlines()), strict=True)) for group in groups)
    return tuple((_patterns(british), _patterns(american)) for british, american in columns)


def _patterns(column: tuple[str, ...]) -> Patterns:
    """Each alternative alone: a pattern that begins with letters is looked for many times as fast."""
    parts = (part for cell in column if cell != "-" for part in re.split(r"\|(?![^(]*\))", cell))
    return tuple(re.compile(part.replace("^", "\n").replace("$", "(?=\n)")) for part in parts)
