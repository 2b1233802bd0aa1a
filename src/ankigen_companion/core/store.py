# SPDX-License-Identifier: AGPL-3.0-or-later
"""Subscriptions and their settings, in the collection itself: each profile has its own, sync carries them to a
learner's other computers, and undoing an update also undoes that it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from .feed import Deck, Version, parse_version

if TYPE_CHECKING:
    from anki.collection import Collection

KEY = "ankigenCompanion"


class Edited(str, Enum):
    """What becomes of a text that the learner edited and the publisher corrected."""

    ASK = "ask"
    MINE = "mine"
    THEIRS = "theirs"


class Retired(str, Enum):
    """What becomes of a note that the publisher took out of the deck. `LEAVE`: its cards say that they are retired."""

    ASK = "ask"
    DELETE = "delete"
    MOVE = "move"
    LEAVE = "leave"


@dataclass(frozen=True)
class Subscription:
    """A deck that a learner follows, and how they want it. `feed` is the address of its decks.json, `tag` the root of
    the deck's own tags, `version` what an update brought ("" if none did yet), `kept`, by guid and field, the hashes of
    corrections that they declined."""

    feed: str
    uid: str
    name: str
    page: str
    tag: str
    version: str = ""
    edited: Edited = Edited.ASK
    retired: Retired = Retired.ASK
    protected: tuple[str, ...] = ()
    suspend_new: bool = False
    new_deck: str = ""
    kept: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def brought(self) -> Version:
        return parse_version(self.version)


def subscriptions(col: Collection) -> tuple[Subscription, ...]:
    """Those of this collection, by name; what a newer companion wrote and this one does not understand is left out."""
    found = filter(None, map(_read, _stored(col).values()))
    return tuple(sorted(found, key=lambda item: item.name.casefold()))


def follow(deck: Deck, feed: str) -> Subscription:
    """A new subscription to a deck that the decks.json at `feed` offers."""
    return Subscription(feed, deck.uid, deck.name, deck.page, deck.tag)


def save(col: Collection, subscription: Subscription, *, undoable: bool = False) -> None:
    """Keep this one in place of what there was of this deck; undoable as a part of an update only."""
    _write(col, {**_stored(col), subscription.uid: asdict(subscription)}, undoable)


def remove(col: Collection, uid: str) -> None:
    """Follow this deck no longer. Its cards stay."""
    _write(col, {other: item for other, item in _stored(col).items() if other != uid}, undoable=False)


def declined(subscription: Subscription, answers: Mapping[tuple[str, str], str]) -> Subscription:
    """With corrections (their hashes, by guid and field) that the learner has declined, so that nobody asks again."""
    kept = {guid: dict(fields) for guid, fields in subscription.kept.items()}
    for (guid, name), text in answers.items():
        kept.setdefault(guid, {})[name] = text
    return replace(subscription, kept=kept)


def _stored(col: Collection) -> dict[str, Any]:
    stored = col.get_config(KEY, None)
    return stored if isinstance(stored, dict) else {}


def _write(col: Collection, stored: Mapping[str, Any], undoable: bool) -> None:
    col.set_config(KEY, stored, undoable=undoable)


def _read(stored: Any) -> Subscription | None:
    try:
        known = {name: value for name, value in stored.items() if name in Subscription.__dataclass_fields__}
        known["edited"] = Edited(known.get("edited", Edited.ASK))
        known["retired"] = Retired(known.get("retired", Retired.ASK))
        known["protected"] = tuple(known.get("protected", ()))
        return Subscription(**known)
    except (AttributeError, TypeError, ValueError):
        return None
