"""What learners read about an update."""

import pytest

from ankigen_companion.core.feed import Summary, read_decks
from ankigen_companion.core.news import News, State
from ankigen_companion.core.store import follow
from ankigen_companion.core.words import state_words, summary_words

from .test_feed import ADDRESS, decks_json


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        (Summary(new=2, corrected=4, retired=1), "2 new, 4 corrected, 1 retired"),
        (Summary(corrected=4, safety=1), "1 safety correction, 3 corrected"),
        (Summary(corrected=2, safety=2), "2 safety corrections"),
        (Summary(), "a new card design"),
    ],
)
def test_safety_comes_first_and_what_is_not_there_is_not_named(summary: Summary, words: str) -> None:
    assert summary_words(summary) == words


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.NEWER, "1.1.0 is out: 2 new, 4 corrected"),
        (State.CURRENT, "up to date"),
        (State.OLDER, "you have 1.2.0; the page offers only 1.1.0, so nothing is done"),
        (State.GONE, "you deleted its cards; Update brings them back"),
        (State.ABSENT, "1.1.0 is ready: Update brings its 76 notes"),
    ],
)
def test_a_deck_says_in_a_line_how_it_is(state: State, words: str) -> None:
    (deck,) = read_decks(decks_json(), ADDRESS)
    here = {State.OLDER: (1, 2, 0), State.NEWER: (1, 0, 0)}.get(state, ())
    news = News(follow(deck, ADDRESS), deck, state, here, Summary(new=2, corrected=4))
    assert state_words(news) == words
