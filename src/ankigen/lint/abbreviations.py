"""Abbreviations: expanded in the note, in the deck's glossary, or known to everyone."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from itertools import pairwise

from ankigen.diagnostic import Code, Severity
from ankigen.lint.corpus import Place
from ankigen.lint.deck_rule import WORDS, Across, Gather, Position, deck_rule, position
from ankigen.lint.note_text import Reading, Review
from ankigen.lint.rule import Finding
from ankigen.lint.word_lists import word_list
from ankigen.values import dataclass

ABBREVIATION = re.compile(r"[A-Z]{2,6}\d{0,2}(?![\w@]|[-–][a-z]|\.\w|\s?:|['’][A-Z])")
ROMAN = re.compile(r"X{0,2}(?:IX|IV|V?I{0,3})|[XVI]{3,}")
# "Stage IIB"; IVC is a vein, and VIA a test, unless a stage or a type stands before it.
SUBDIVIDED = re.compile(r"(?:I{2,3}|VI{2,3})[A-D]")
DIVISION = re.compile(
    r"\b(?:class|classes|factor|grade|group|level|phase|stage|type|zone)s?"
    r"\s+(?:[IVX]+[A-D]?(?:\s*[,/–-]\s*|\s+(?:and|or|to)\s+))*\Z",
    re.I,
)
DIVIDED = re.compile(r"[IVX]+[A-D]")
NUMBER = re.compile(r"[-–‑]\d")
CODON = re.compile(r"[ACGTU]{3}")
CODONS = re.compile(r"\b(?:codon|repeat|trinucleotide|sequence|mRNA)", re.I)
LETTERS = re.compile(r"[^\W_]+")
# Words in capitals next to each other are shouted, not abbreviated.
SHOUT = re.compile(r"\b(?:[A-Z]{2,}['’]?[A-Z]*[ ,/&:-]+)+[A-Z]{4,}\b|\b[A-Z]{4,}(?:[ ,/&:-]+[A-Z]{2,})+\b")
# Symbols of genes are names; so are initials: JJ Thomson.
GENE_BEFORE = re.compile(r"\b(?:genes?|mutations? (?:in|of)(?: the)?)\s+\Z|\w\\?::\Z", re.I)
GENE_AFTER = re.compile(
    r"[ -]?\d*\s+(?:gene|genes|mutation|mutations|mRNA|locus|allele|polymorphisms?|V\d)\b"
    r"|[ -]?[A-Z]\d{2,4}[A-Z*]\b|\\?::[A-Z]"  # BRAF V600E, BCR\\::ABL1
)
CREDIT = re.compile(r"\b(?:source|credits?|photo|courtesy of)\b[^\n]*\Z", re.I)
RELEASE = re.compile(r"\b[A-Z][a-z]+ (?:XL|XR|SR|ER|CR|MR|LA)\Z")
COMPOUND = re.compile(r"[-–][A-Z]{2,}")  # BCR-ABL, GM-CSF
SURNAME = re.compile(r"\s[A-Z][a-z]{3,}")
LEFT_OVER = ("TODO", "FIXME", "TBD")  # what `leftover` tells of; the last one only where it is alone
NEAR = 40  # characters
TYPED = re.compile(r"\\\((?:(?!\\[()]).)+\\\)|\\\[(?:(?!\\[\[\]]).)+\\\]", re.DOTALL)
SKIPPED = frozenset(("of", "and", "the", "for", "in", "to", "on", "with", "by", "a", "an", "or"))


def _unexpanded(review: Review) -> tuple[tuple[str, Position], ...]:
    """The first place in each note of what seems to be an abbreviation that the note does not explain."""
    known = word_list("abbreviations") | review.config.check.glossary
    found: dict[int, dict[str, Place]] = {}
    for place, match in review.main.find_exact(ABBREVIATION):
        if _is_unknown(match[0], place, known):
            found.setdefault(place.note, {}).setdefault(match[0], place)
    wordings = ((_wording(review.readings[number]), names) for number, names in found.items())
    return tuple(
        (name, position(place.span))
        for wording, names in wordings
        for name, place in names.items()
        if not wording.explains(name)
    )


UNEXPANDED = Gather("unexpanded", _unexpanded)


@deck_rule(
    Code(
        "unexpanded-abbreviation",
        "An abbreviation is written out neither in the note nor in the deck's `[check.glossary]`.",
        why="A card is met alone and shuffled: who does not know the letters cannot answer.",
        level=Severity.WARNING,
        bad="""
        ### What does a mutation of ACVR1 cause?

        FOP
        """,
        good="""
        ### What does a mutation of ACVR1 cause?

        Fibrodysplasia ossificans progressiva (FOP)
        """,
    ),
    UNEXPANDED,
    WORDS,
    language="en",
)
def unexpanded_abbreviation(across: Across) -> Iterator[Finding]:
    written = across.written_small(_letters(name).lower() for _, found in across.each(UNEXPANDED) for name, _ in found)
    for source, found in across.each(UNEXPANDED):
        for name, at in found:
            if _letters(name).lower() not in written:  # else it is just a word in capitals
                hint = f"write it out once in the note: … ({name}); or for the whole deck in deck.toml [check.glossary]"
                yield Finding(source.span(*at), f"'{name}' is not written out", hint)


def _letters(name: str) -> str:
    return name.rstrip("0123456789")


def _is_unknown(name: str, place: Place, known: Container[str]) -> bool:
    """Whether it is an abbreviation that not everyone knows."""
    letters = _letters(name)
    if (
        (name in LEFT_OVER and (name != "TBD" or place.prose.text.strip() == name))
        or name in known
        or letters in known
        or ROMAN.fullmatch(name)
        or SUBDIVIDED.fullmatch(name)
    ):
        return False
    source, before, after = place.prose.fragment.text, place.before(24), place.prose.text[place.at + len(name) :]
    if (DIVIDED.fullmatch(name) and DIVISION.search(before)) or _is_interleukin(name, after):
        return False
    if before[-1:].isalnum() or before.endswith(tuple("_./+@#=-")) or after.startswith(("=", " =", "/=")):
        return False
    if _is_in_formula(name, source):
        return False
    if f"*{name}*" in source or name not in source:  # *ACVR1*, a gene, is set in italics; GABA has a subscript A
        return False
    if _is_part_of_a_name(name, before, after) or CREDIT.search(place.before(40)):
        return False
    start = max(0, place.at - NEAR)
    nearby = SHOUT.finditer(place.prose.text, start, place.at + NEAR)
    return not any(shout.start() <= place.at < shout.end() for shout in nearby)


def _is_interleukin(name: str, after: str) -> bool:
    """Whether it is one of the interleukins, which have no other names: IL-6, IL-1β, IL2."""
    return name.rstrip("0123456789") == "IL" and (name != "IL" or NUMBER.match(after) is not None)


def _is_in_formula(name: str, source: str) -> bool:
    """Whether it stands in a formula between TeX's brackets, which is told as such."""
    if "\\[" not in source and "\\(" not in source:
        return False
    return any("=" in formula[0] and re.search(rf"\b{name}\b", formula[0]) for formula in TYPED.finditer(source))


def _is_part_of_a_name(name: str, before: str, after: str) -> bool:
    """Of a compound, a gene, a person, a brand."""
    return bool(
        COMPOUND.match(after)
        or GENE_BEFORE.search(before)
        or GENE_AFTER.match(after)
        or (len(name) == 2 and SURNAME.match(after))
        or RELEASE.search(before + name)
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """All a note says: its text, the initials of its words (with and without small ones), and by their first letter the
    words long enough to hold an abbreviation, alone and in pairs."""

    text: str
    initials: str
    few: str
    long: Mapping[str, tuple[str, ...]]

    def explains(self, name: str) -> bool:
        """Whether words with these initials stand in the note, brackets or an equals sign explain it, or a codon."""
        letters = name.rstrip("0123456789").casefold()
        if CODON.fullmatch(name) and CODONS.search(self.text):
            return True
        if letters in self.initials or letters in self.few:
            return True
        if any(_holds(letters, word) for word in self.long.get(letters[0], ())):
            return True
        return any(self._explained(match.start(), match.end()) for match in re.finditer(name, self.text))

    def _explained(self, start: int, end: int) -> bool:
        """Whether "bone mass (BMD" or "BMD (bone …" or "BMD = bone …" stands there."""
        return bool(BEFORE.search(self.text[max(0, start - 12) : start]) or AFTER.match(self.text[end : end + 40]))


BEFORE = re.compile(r"\w{4}[^\n.;]{0,3}\(\s*\Z")
AFTER = re.compile(r"s?\d?\s*(?:\(|=|:|[-–—]|,? or\b|stands for|means)\s*[A-Za-z][\w-]*[ -]\w+")


def _wording(reading: Reading) -> Wording:
    text = "\n".join(part.text for part in (*reading.main, *(field for _, field in reading.fields)))
    found = LETTERS.findall(text.casefold())
    parts = [word for word in found if len(word) > 3]
    long = defaultdict(list)
    for word in (*parts, *(first + second for first, second in pairwise(parts))):
        long[word[0]].append(word)
    return Wording(
        text,
        "".join(word[0] for word in found),
        "".join(word[0] for word in found if word not in SKIPPED),
        {letter: tuple(dict.fromkeys(words)) for letter, words in long.items()},
    )


def _holds(letters: str, word: str) -> bool:
    """Whether the word has the letters in their order and many more between them: electrocardiogram, ECG."""
    rest = iter(word)
    return len(word) >= 3 * len(letters) and all(letter in rest for letter in letters)
