"""What a good editor would say. Each rule is a generator; a new one is a line in `RULES`."""

from collections.abc import Callable

from ankigen.diagnostic import Diagnostic, Severity
from ankigen.lint import levels
from ankigen.lint.abbreviations import unexpanded_abbreviation
from ankigen.lint.answers import answer_too_long, enumeration
from ankigen.lint.citations import contested_without_review, missing_source, review_expired, review_in_future
from ankigen.lint.cloze_size import cloze_too_much, cloze_without_context, hint_in_name
from ankigen.lint.dead_links import DEAD_LINK, dead_link, links
from ankigen.lint.deck_rule import DeckRule
from ankigen.lint.duplicates import duplicate_front, near_duplicate
from ankigen.lint.evidence import (
    imprecise_without_reference,
    mostly_unreferenced,
    reference_without_title,
    time_bound,
)
from ankigen.lint.giveaway import gives_away_answer
from ankigen.lint.hints import hint_tells
from ankigen.lint.masks import label_in_picture, mask_in_mask, mask_too_small, small_picture, too_many_masks
from ankigen.lint.objectives import uncovered_objective, unknown_objective
from ankigen.lint.options import all_of_the_above, longest_option_is_right
from ankigen.lint.pictures import alt_text, unused_media
from ankigen.lint.plain_text import Html
from ankigen.lint.quantities import number_without_reference, number_without_unit
from ankigen.lint.questions import pronoun_front, question_in_answer, vague_front, yes_no_question
from ankigen.lint.released_clozes import cloze_number_reused, cloze_removed
from ankigen.lint.reversed_notes import reversed_tells
from ankigen.lint.rule import Rule, Scope
from ankigen.lint.spelling import style_mixed_spelling
from ankigen.lint.typed_answers import typed_as_written, untypable_answer
from ankigen.lint.wording import absolute_word, double_negative, leftover
from ankigen.model.deck import Deck

# What is wrong with an address, empty if nothing is known to be.
Ask = Callable[[str], str]

RULES: tuple[Rule | DeckRule, ...] = (
    missing_source,
    contested_without_review,
    imprecise_without_reference,
    reference_without_title,
    mostly_unreferenced,
    time_bound,
    review_expired,
    review_in_future,
    duplicate_front,
    near_duplicate,
    uncovered_objective,
    unknown_objective,
    answer_too_long,
    enumeration,
    yes_no_question,
    gives_away_answer,
    hint_tells,
    reversed_tells,
    cloze_too_much,
    cloze_without_context,
    hint_in_name,
    cloze_number_reused,
    cloze_removed,
    number_without_unit,
    number_without_reference,
    unexpanded_abbreviation,
    double_negative,
    all_of_the_above,
    pronoun_front,
    vague_front,
    question_in_answer,
    absolute_word,
    longest_option_is_right,
    leftover,
    alt_text,
    unused_media,
    mask_in_mask,
    mask_too_small,
    label_in_picture,
    too_many_masks,
    small_picture,
    style_mixed_spelling,
    untypable_answer,
    typed_as_written,
    dead_link,
)


def review(deck: Deck, html: Html) -> tuple[Diagnostic, ...]:
    """What the rules find, at the levels and limits of the deck, without what its notes silence."""
    return levels.review(deck, RULES, html)


def online_review(deck: Deck, html: Html, ask: Ask) -> tuple[Diagnostic, ...]:
    """The same with what the network says of the links; without a network that is said once, and no link is dead."""
    from ankigen.lint.network import NoNetworkError, find_dead  # nobody else needs it

    try:
        dead = find_dead({url for url, _ in links(deck.notes)}, ask)
    except NoNetworkError as error:
        hint = "check again when you are online"
        offline = Diagnostic(deck.settings.whole(), DEAD_LINK, str(error), hint, Severity.INFO)
        return (offline, *levels.review(deck, RULES, html, tuple(Scope)))
    return levels.review(deck, RULES, html, tuple(Scope), dead)
