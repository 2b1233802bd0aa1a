"""What a note rests on: references that can be found again, and statements that will not stay true."""

import re
from collections.abc import Iterator

from ankigen.diagnostic import Code, Severity
from ankigen.lint.citations import stated
from ankigen.lint.deck_rule import Across, Gather, deck_rule
from ankigen.lint.note_text import Reading, Review
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.model.note import ExtraField
from ankigen.model.note import Review as State

LINK = re.compile(r"\[([^\]]*)\]\((?:<[^>]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)")
PARAGRAPH = re.compile(r"\n\s*\n")
# What registries and browsers call a work, and what stands between two such names.
IDENTIFIER = re.compile(
    r"<?(?:https?://|www\.)[^\s>]+>?|\b(?:doi|pmid|pmcid|isbn|nct|arxiv)\b[:\s]*[\w./():;-]*\d[\w./():;-]*"
    r"|\b10\.\d{4,9}/\S+|\b(?:pmc|nbk|nct|cd)\d{4,}\b|\b(?:[a-z][\w-]*\.)+(?:org|com|net|gov|edu|int|eu|uk|de)\b\S*"
    r"|\b\d{6,}\b",
    re.I,
)
MUCH = 10  # notes; a smaller deck is a beginning
TIME_BOUND = re.compile(
    r"\b(?:investigational|experimental (?:drug|therapy|treatment|agent|medicine|vaccine)s?"
    r"|not (?:yet )?(?:been )?(?:established|approved)|not yet (?:been )?licen[sc]ed|under investigation"
    r"|no (?:approved|licen[sc]ed|established) (?:drug|therapy|treatment|vaccine)s?)\b",
    re.I,
)
# Then the reader knows of which day it is.
DATED = re.compile(r"\b(?:as of|in|since|until|by)\s+(?:\w+\s+)?(?:19|20)\d\d\b", re.I)


@rule(
    Code(
        "reference-without-title",
        "A reference is nothing but an identifier or a link.",
        why="A number says neither what the work is nor of which year, and a dead link leaves nothing to search for.",
        level=Severity.WARNING,
        bad="""
        ### Which cells resorb bone?

        Osteoclasts

        #### Reference
        [PMC7229867](https://pmc.ncbi.nlm.nih.gov/articles/PMC7229867/)
        """,
        good="""
        ### Which cells resorb bone?

        Osteoclasts

        #### Reference
        Bone remodeling, *Arthritis Research & Therapy* 2011: [doi:10.1186/ar3325](https://doi.org/10.1186/ar3325)
        """,
    ),
    Scope.FILE,
)
def reference_without_title(review: Review) -> Iterator[Finding]:
    for reading in review.readings:
        text = stated(reading, ExtraField.REFERENCE)
        bare = next((part for part in PARAGRAPH.split(text) if part.strip() and not _has_words(part)), "")
        if bare:
            named = " ".join(LINK.sub(r"\1", bare).split())
            field = reading.field(ExtraField.REFERENCE)
            value = reading.note.metadata.reference
            span = field.fragment.span(max(field.fragment.text.find(bare), 0)) if field else None
            place = span or (value.span if value else reading.note.span)
            yield Finding(place, f"'{named}' has no title", "write what it is and of which year, and then the link")


def _has_words(reference: str) -> bool:
    return len(re.findall(r"[^\W\d_]{3,}", IDENTIFIER.sub(" ", LINK.sub(r" \1 ", reference)))) > 0


@rule(
    Code(
        "imprecise-without-reference",
        "The note corrects its source, and no reference backs the correction.",
        why="Of two claims, the learner has the source's word for one and nobody's for the other.",
        level=Severity.WARNING,
        bad="""
        ### From which tissue does a growing bone gain its length?
        <!-- id: example, review: imprecise -->

        Growth-plate cartilage
        """,
        good="""
        ### From which tissue does a growing bone gain its length?
        <!-- id: example, review: imprecise, reference: "A textbook of histology, 2024, chapter 6" -->

        Growth-plate cartilage
        """,
    ),
    Scope.FILE,
)
def imprecise_without_reference(review: Review) -> Iterator[Finding]:
    for reading in review.readings:
        state = reading.note.metadata.review
        if state and state.text == State.IMPRECISE and not _has_own_reference(reading, review):
            hint = "say where the better statement can be found: reference: … in the metadata, or #### Reference"
            yield Finding(state.span, "this correction has no reference of its own", hint)


def _has_own_reference(reading: Reading, review: Review) -> bool:
    reference = stated(reading, ExtraField.REFERENCE)
    return bool(reference) and reference != (stated(reading, ExtraField.SOURCE) or review.config.source)


def _references(review: Review) -> tuple[int, int]:
    """How many notes there are, and how many of them have neither a source nor a reference."""
    own = (ExtraField.REFERENCE, ExtraField.SOURCE)
    bare = sum(not any(stated(reading, name) for name in own) for reading in review.readings)
    return len(review.readings), bare


REFERENCES = Gather("references", _references)


@deck_rule(
    Code(
        "mostly-unreferenced",
        "Some notes have references of their own, and more than half rest on deck.toml's `source` alone.",
        why="One work for everything is one mistake for everything, and whoever doubts a card must read all of it.",
        level=Severity.INFO,
        case="lint/mostly-unreferenced",
    ),
    REFERENCES,
)
def mostly_unreferenced(across: Across) -> Iterator[Finding]:
    total, bare = (sum(counts) for counts in zip((0, 0), *(facts for _, facts in across.each(REFERENCES)), strict=True))
    # A deck that has no reference at all follows one book, and says so.
    if across.deck.config.source and total >= MUCH and total > bare > total / 2:
        message = f"{bare:,} of {total:,} notes have no source or reference but the deck's"
        hint = "give a note, or a file at its top, the work and the page it rests on: reference: …"
        yield Finding(across.deck.settings.whole(), message, hint)


@rule(
    Code(
        "time-bound",
        "The note says what will not stay true, such as `not yet approved`, and nothing says of which year that is.",
        why="A card is studied for years. The year tells learners, and whoever looks after the deck, what to look up.",
        level=Severity.INFO,
        bad="""
        ### What is known of gene therapy for brittle bones?
        <!-- id: example -->

        It is investigational
        """,
        good="""
        ### As of 2026, what is known of gene therapy for brittle bones?
        <!-- id: example -->

        It is investigational
        """,
    ),
    Scope.FILE,
    language="en",
)
def time_bound(review: Review) -> Iterator[Finding]:
    for reading in review.readings:
        if reading.note.signature or any(DATED.search(text.text) for text in reading.main):
            continue
        for text in reading.main:
            if match := TIME_BOUND.search(text.text):
                hint = "say as of which year, or have it signed: reviewed: 2026-05-31 AB"
                yield Finding(text.span(match.start()), f"'{match[0]}' will not stay true", hint)
                break
