"""From a deck's folder to its numbers. A deck with mistakes is counted as far as it can be read."""

from datetime import date

from ankigen.compile.pipeline import compile_deck
from ankigen.diagnostic import Severity
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths
from ankigen.stats.answers import lengths
from ankigen.stats.counting import ages, kinds, media, reviews
from ankigen.stats.model import DeckStats
from ankigen.stats.sections import sections


def survey(paths: DeckPaths, today: date) -> DeckStats:
    """The deck's numbers on a day. Raises AnkigenError if a killed release cannot be finished."""
    compiled = compile_deck(load_deck(paths))
    deck, content = compiled.deck, compiled.rendered.content()
    limits, notes = deck.config.check.limits, deck.notes
    cards = [len(note.ordinals) for note in content.notes]
    return DeckStats(
        name=deck.config.name,
        slug=paths.slug,
        version=deck.history.version,
        notes=len(notes),
        cards=sum(cards),
        kinds=kinds(notes, cards),
        lengths=lengths(notes, compiled.rendered.html, limits.answer_words),
        sections=sections(notes, cards, deck.objectives or ()),
        objectives=deck.objectives is not None,
        reviews=reviews(notes, limits.review_months, today),
        media=media(content),
        ages=ages(notes, deck.history, today),
        mistakes=sum(problem.severity is Severity.ERROR for problem in compiled.problems),
    )
