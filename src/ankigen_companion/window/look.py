# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking the pages of all decks that a learner follows, in the background."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Union

from aqt import mw
from aqt.operations import QueryOp
from aqt.qt import QWidget

from ..core.errors import CompanionError
from ..core.feed import Deck
from ..core.fetch import fetch_https
from ..core.news import News, compare, offered
from ..core.store import Subscription, subscriptions

# What is known of a deck that is followed: news, or why there is none.
Heard = Union[News, CompanionError]


def look(parent: QWidget, told: Callable[[Mapping[str, Heard]], None]) -> None:
    """Ask every page, then call `told` with what was heard of each deck, by uid."""
    followed = subscriptions(mw.col)

    def done(offers: Mapping[str, Deck | CompanionError]) -> None:
        if mw.col:  # the learner may have closed the profile meanwhile
            told({item.uid: _heard(item, offers[item.uid]) for item in followed})

    op = QueryOp(parent=parent, op=lambda _: {item.uid: _offer(item) for item in followed}, success=done)
    op.without_collection().run_in_background()


def _offer(item: Subscription) -> Deck | CompanionError:
    try:
        return offered(fetch_https, item)
    except CompanionError as error:
        return error


def _heard(item: Subscription, offer: Deck | CompanionError) -> Heard:
    return offer if isinstance(offer, CompanionError) else compare(mw.col, offer, item)
