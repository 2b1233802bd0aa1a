"""What is in front matter and in the comments under headings."""

from collections.abc import Iterator

from ankigen.codes.notes import BAD_ASK, BAD_REVIEW, BAD_REVIEWED, BAD_TAG
from ankigen.codes.sources import DUPLICATE_FIELD
from ankigen.diagnostic import Diagnostic, nearest, plural
from ankigen.model.config import TAG
from ankigen.model.deck import Deck
from ankigen.model.note import ExtraField, Kind, Review
from ankigen.rare import RarePattern

# What Anki itself takes: tags of decks that come from elsewhere must stay what learners search for.
ANY_TAG = RarePattern(r"[^\s\x00-\x1f]+")


def bad_tag(deck: Deck) -> Iterator[Diagnostic]:
    seen = set()
    for note in deck.notes:
        for tag in (*note.file_tags, *note.metadata.tags):
            allowed = ANY_TAG if note.own else TAG
            if not allowed.fullmatch(tag.text) and tag not in seen:
                seen.add(tag)
                yield Diagnostic(tag.span, BAD_TAG, f"'{tag.text}' cannot be a tag in Anki", _tag_hint(tag.text))


def _tag_hint(text: str) -> str:
    """The tags that were meant if they can be guessed."""
    tags = ["-".join(part.split()) for part in text.split(",") if part.strip()]
    if not all(map(TAG.fullmatch, tags)) or not tags:
        return "no spaces, quotes, commas or single colons; :: makes levels, such as anatomy::bone"
    return f"write tags: [{', '.join(tags)}]" if "," in text else f"a tag has no spaces: write {tags[0]}"


def bad_review(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        review = note.metadata.review
        if review and note.review is None:
            yield Diagnostic(
                review.span, BAD_REVIEW, f"'{review.text}' is not a review state", nearest(review.text, Review)
            )


def bad_reviewed(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        reviewed = note.metadata.reviewed
        if reviewed and note.signature is None:
            hint = "write the date and the reviewer's initials: reviewed: 2026-05-31 AB"
            yield Diagnostic(reviewed.span, BAD_REVIEWED, f"'{reviewed.text}' is not a date with initials", hint)


def bad_ask(deck: Deck) -> Iterator[Diagnostic]:
    seen = set()
    for note in deck.notes:
        asked = note.metadata.ask
        if asked and note.kind is not Kind.REVERSED:
            message = f"'ask' is for reversed notes, and this one is {note.kind}"
            yield Diagnostic(asked[0].span, BAD_ASK, message, "add type: reversed, or remove ask")
        elif (asked := asked or note.file_ask) and len(asked) != 2 and asked[0] not in seen:
            seen.add(asked[0])
            hint = "say what is asked for the heading, then for the text: ask: [Define, Name the term]"
            yield Diagnostic(asked[0].span, BAD_ASK, f"'ask' has {plural(len(asked), 'part')}, not two", hint)


def given_twice(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        written = {name for name, _ in note.fields}
        stated = ((ExtraField.SOURCE, note.metadata.source), (ExtraField.REFERENCE, note.metadata.reference))
        for field, value in stated:
            if value and field in written:
                message = f"'{field}' is given here and under its own heading"
                yield Diagnostic(value.span, DUPLICATE_FIELD, message, "keep one of them")
