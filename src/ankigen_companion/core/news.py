# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is new on a deck's page, against what the collection holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from .errors import CompanionError
from .feed import MOST, Deck, Summary, Version, decks_at, feed_addresses, read_decks
from .fetch import Fetch, NotThereError, get
from .plan import installed_version
from .store import Subscription

if TYPE_CHECKING:
    from anki.collection import Collection


class State(str, Enum):
    """`ABSENT`: the collection has no note of the deck. `GONE`: it had some, and the learner deleted them."""

    CURRENT = "current"
    NEWER = "newer"
    OLDER = "older"
    ABSENT = "absent"
    GONE = "gone"


@dataclass(frozen=True)
class News:
    """A deck that is followed: what its page offers, what is here, and what all releases in between bring together."""

    subscription: Subscription
    deck: Deck
    state: State
    here: Version
    summary: Summary


def find_decks(fetch: Fetch, address: str) -> tuple[str, tuple[Deck, ...]]:
    """The decks that the page at an address offers, and the address of their decks.json. Raises CompanionError."""
    failure = None
    for place in feed_addresses(address):
        try:
            decks = read_decks(get(fetch, place, MOST), place)
        except NotThereError as error:
            failure = failure or error
            continue
        found = decks_at(decks, address)
        if found:
            return place, found
        raise CompanionError(f"{place} offers no deck.")
    raise CompanionError(f"{address.strip()} is not the page of a deck: there is no decks.json beside it.") from failure


def offered(fetch: Fetch, subscription: Subscription) -> Deck:
    """What the page of a deck offers now. Raises CompanionError, too if it is another deck that has taken its place."""
    decks = read_decks(get(fetch, subscription.feed, MOST), subscription.feed)
    for deck in decks:
        if deck.uid == subscription.uid:
            return deck
    other = next((deck for deck in decks if deck.page == subscription.page), None)
    if other:
        raise CompanionError(
            f"The page of {subscription.name} now offers another deck ({other.name}), which would not update yours. "
            "Nothing was changed. If it has taken the place of yours, add it as a new one."
        )
    raise CompanionError(f"{subscription.name} is not offered on its page any more. Your cards stay as they are.")


def compare(col: Collection, deck: Deck, subscription: Subscription) -> News:
    """What the offer means for this collection."""
    here = installed_version(col, deck.tag, subscription)
    if not here:
        state = State.GONE if subscription.brought else State.ABSENT
    elif deck.version == here:
        state = State.CURRENT
    else:
        state = State.NEWER if deck.version > here else State.OLDER
    summary = reduce(add, (release.summary for release in deck.since(here)), Summary())
    return News(subscription, deck, state, here, summary)
