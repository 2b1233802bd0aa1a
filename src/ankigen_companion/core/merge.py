# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a learner's note and the publisher's become one."""

from __future__ import annotations

import re
from collections.abc import Collection as Group
from collections.abc import Mapping
from dataclasses import dataclass

from .feed import text_hash
from .notes import BOOKKEEPING, Note, title
from .store import Edited, Subscription

PROTECT = "ankigen::protect::"

# By guid and field: the hashes of all texts that the publisher gave it.
Published = Mapping[str, Mapping[str, Group[str]]]


@dataclass(frozen=True)
class Edit:
    """A text that the learner edited and the publisher may have corrected, both as HTML."""

    guid: str
    title: str
    field: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    """One note of two: the learner's words stay in every place that is theirs, `kept` of them; `edits` are to be asked
    about."""

    fields: Mapping[str, str]
    tags: tuple[str, ...]
    edits: tuple[Edit, ...]
    kept: int


@dataclass(frozen=True)
class Merge:
    """What decides: the root of the deck's tags, the publisher's texts, and how the learner wants it."""

    tag: str
    published: Published
    subscription: Subscription

    def of(self, mine: Note, theirs: Note) -> Merged:
        """Raises nothing: every pair of notes of one note type becomes one."""
        fields, edits, kept = dict(theirs.fields), [], 0
        protected = self.protected(mine)
        for name, text in theirs.fields.items():
            old = mine.fields.get(name, text)
            if name in BOOKKEEPING or old == text:
                continue
            if _key(name) in protected:
                fields[name], kept = old, kept + 1
            elif self.subscription.edited is not Edited.THEIRS and self.is_edited(theirs.guid, name, old):
                fields[name], kept = old, kept + 1
                if self.subscription.edited is Edited.ASK and self.is_news(theirs.guid, name, text):
                    edits.append(Edit(theirs.guid, title(theirs), name, old, text))
        return Merged(fields, self.tags(mine, theirs), tuple(edits), kept)

    def protected(self, mine: Note) -> set[str]:
        """The keys of the fields that are always the learner's."""
        tags = (tag[len(PROTECT) :] for tag in mine.tags if tag.lower().startswith(PROTECT))
        return {_key(name) for name in (*self.subscription.protected, *tags)}

    def is_edited(self, guid: str, name: str, text: str) -> bool:
        """Whether a text is not the publisher's. An emptied field counts as theirs, as docs/site.md has it."""
        return bool(text.strip()) and text_hash(text) not in self.published.get(guid, {}).get(name, ())

    def is_news(self, guid: str, name: str, text: str) -> bool:
        """Whether the publisher ever wrote anything here, and the learner has not declined this very text already.
        Nobody knows from which release a learner's words began, so a correction of another field may ask about this
        one, once."""
        ever = guid not in self.published or name in self.published[guid]
        return ever and self.subscription.kept.get(guid, {}).get(name) != text_hash(text)

    def tags(self, mine: Note, theirs: Note) -> tuple[str, ...]:
        """The publisher's, and all of the learner's that are none of the deck's: leech and marked, too."""
        root = f"{self.tag}::".lower()
        own = (tag for tag in mine.tags if not f"{tag}::".lower().startswith(root))
        return tuple(dict.fromkeys((*theirs.tags, *own)))


def _key(name: str) -> str:
    """Tags have no spaces, and nobody remembers capitals."""
    return re.sub(r"[\s_-]+", "_", name).lower()
