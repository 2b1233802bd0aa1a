"""What a good editor would say. Each rule is a generator over the whole deck; a new one is a line in `RULES`."""

from ankigen.diagnostic import Diagnostic, Severity
from ankigen.lint.abbreviations import unexpanded_abbreviation
from ankigen.lint.answers import answer_too_long, enumeration
from ankigen.lint.citations import contested_without_review, missing_source, review_expired, review_in_future
from ankigen.lint.cloze_size import cloze_too_much, cloze_without_context
from ankigen.lint.duplicates import duplicate_front, near_duplicate
from ankigen.lint.giveaway import gives_away_answer
from ankigen.lint.levels import review as settle
from ankigen.lint.objectives import uncovered_objective, unknown_objective
from ankigen.lint.options import all_of_the_above, longest_option_is_right
from ankigen.lint.pictures import alt_text, unused_media
from ankigen.lint.quantities import number_without_reference, number_without_unit
from ankigen.lint.questions import pronoun_front, vague_front, yes_no_question
from ankigen.lint.released_clozes import cloze_number_reused, cloze_removed
from ankigen.lint.rule import Rule
from ankigen.lint.spelling import style_mixed_spelling
from ankigen.lint.wording import absolute_word, double_negative, leftover
from ankigen.model.deck import Deck

RULES: tuple[Rule, ...] = (
    Rule(missing_source, Severity.WARNING),
    Rule(contested_without_review, Severity.WARNING),
    Rule(review_expired, Severity.WARNING),
    Rule(review_in_future, Severity.ERROR),
    Rule(duplicate_front, Severity.ERROR),
    Rule(near_duplicate, Severity.WARNING),
    Rule(uncovered_objective, Severity.WARNING),
    Rule(unknown_objective, Severity.ERROR),
    Rule(answer_too_long, Severity.WARNING),
    Rule(enumeration, Severity.WARNING),
    Rule(yes_no_question, Severity.WARNING, "en"),
    Rule(gives_away_answer, Severity.WARNING),
    Rule(cloze_too_much, Severity.WARNING),
    Rule(cloze_without_context, Severity.WARNING),
    Rule(cloze_number_reused, Severity.WARNING),
    Rule(cloze_removed, Severity.WARNING),
    Rule(number_without_unit, Severity.WARNING, "en"),
    Rule(number_without_reference, Severity.WARNING),
    Rule(unexpanded_abbreviation, Severity.WARNING, "en"),
    Rule(double_negative, Severity.WARNING, "en"),
    Rule(all_of_the_above, Severity.WARNING, "en"),
    Rule(pronoun_front, Severity.WARNING, "en"),
    Rule(vague_front, Severity.WARNING, "en"),
    Rule(absolute_word, Severity.INFO, "en"),
    Rule(longest_option_is_right, Severity.WARNING),
    Rule(leftover, Severity.WARNING),
    Rule(alt_text, Severity.WARNING),
    Rule(unused_media, Severity.WARNING),
    Rule(style_mixed_spelling, Severity.WARNING, "en"),
)


def review(deck: Deck) -> tuple[Diagnostic, ...]:
    """What the rules find, at the levels and limits of the deck, without what its notes silence."""
    return settle(deck, RULES)
