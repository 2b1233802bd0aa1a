"""From a deck's folder to its numbers. A deck with mistakes is counted as far as it can be read."""

from datetime import date

from ankigen.check import check
from ankigen.compile.pipeline import read_config, read_notes, read_objectives, render_deck
from ankigen.diagnostic import Severity
from ankigen.model.config import DeckConfig
from ankigen.model.deck import Deck
from ankigen.model.history import History
from ankigen.project.ledger import load_ledger
from ankigen.project.paths import DeckPaths, shown
from ankigen.source import Source
from ankigen.stats.answers import lengths
from ankigen.stats.counting import ages, kinds, media, reviews
from ankigen.stats.model import DeckStats
from ankigen.stats.sections import sections


def survey(paths: DeckPaths, today: date) -> DeckStats:
    """The deck's numbers on a day. Raises AnkigenError where its ledger cannot be used."""
    stated, in_config = read_config(paths)
    # Without settings there is no uid, and so no ledger that could be trusted.
    config = stated or DeckConfig(paths.slug, paths.slug, paths.slug)
    history = load_ledger(paths.ledger, shown(paths.ledger), config.uid, config.name) if stated else History("", "")
    notes, in_notes = read_notes(paths)
    objectives, in_objectives = read_objectives(paths)
    deck = Deck(config, notes, history, Source(paths.ledger, shown(paths.ledger)), objectives=objectives, today=today)
    content, in_rendering = render_deck(deck, paths, iter)
    problems = (*in_config, *in_notes, *in_objectives, *in_rendering, *check(deck))
    cards = [len(note.ordinals) for note in content.notes]
    return DeckStats(
        name=config.name,
        slug=paths.slug,
        version=history.version,
        notes=len(notes),
        cards=sum(cards),
        kinds=kinds(notes, cards),
        lengths=lengths(notes, config.check.limits.answer_words),
        sections=sections(notes, cards, objectives or ()),
        objectives=objectives is not None,
        reviews=reviews(notes, config.check.limits.review_months, today),
        media=media(content),
        ages=ages(notes, history, today),
        mistakes=len({(problem.span.key, problem.code) for problem in problems if problem.severity is Severity.ERROR}),
    )
