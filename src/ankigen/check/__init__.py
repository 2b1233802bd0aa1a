"""What is wrong with a deck's form. Each check is a generator over the whole deck; a new one is a line in `CHECKS`.

Comes in: a `Deck`. Goes out: diagnostics that nobody can silence. Know first: `CHECKS`.
"""

from collections.abc import Callable, Iterable

from ankigen.check.choice import lettered_option, right_answer, same_option, task_list_options, told_option
from ankigen.check.cloze import (
    cloze_in_other_field,
    cloze_in_other_kind,
    cloze_number,
    no_cloze,
    options_in_cloze,
    unclosed_cloze,
)
from ankigen.check.empty import empty_answer, empty_field, empty_front
from ankigen.check.ids import (
    bad_guid,
    bad_id,
    duplicate_guid,
    duplicate_id,
    guid_changed,
    lost_replacement,
    missing_id,
    retired_id,
    type_changed,
)
from ankigen.check.metadata import bad_ask, bad_review, bad_reviewed, bad_tag, given_twice
from ankigen.check.own_types import lost_note_type, templates
from ankigen.check.picture import bad_mask, partly_hidden_label, shown_place
from ankigen.diagnostic import Diagnostic
from ankigen.model.deck import Deck

Check = Callable[[Deck], Iterable[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    missing_id,
    bad_id,
    duplicate_id,
    duplicate_guid,
    bad_guid,
    retired_id,
    lost_replacement,
    guid_changed,
    type_changed,
    empty_front,
    empty_answer,
    empty_field,
    no_cloze,
    unclosed_cloze,
    cloze_number,
    cloze_in_other_kind,
    cloze_in_other_field,
    options_in_cloze,
    task_list_options,
    right_answer,
    same_option,
    lettered_option,
    told_option,
    bad_tag,
    bad_review,
    bad_reviewed,
    bad_ask,
    given_twice,
    bad_mask,
    partly_hidden_label,
    shown_place,
    lost_note_type,
    templates,
)


def check(deck: Deck) -> tuple[Diagnostic, ...]:
    """Every mistake of form, in the order of the checks. They cannot be silenced."""
    return tuple(problem for check in CHECKS for problem in check(deck))
