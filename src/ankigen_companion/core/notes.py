# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a note of a deck says of itself: its title, the release that it came from, whether it is retired."""

from __future__ import annotations

import html
import re
from collections.abc import Collection as Group
from collections.abc import Mapping
from dataclasses import dataclass

from .feed import Version, parse_version

REVISION, NOTE_ID, RETIRED = "Revision", "Note ID", "Retired"
# The publisher's own bookkeeping; never anybody's to edit.
BOOKKEEPING = (REVISION, NOTE_ID, RETIRED)
MARKUP = re.compile(r"<[^>]*>")
CLOZE = re.compile(r"\{\{c[0-9,]+::(.*?)(?:::[^{}]*)?\}\}")


@dataclass(frozen=True)
class Note:
    """A note of a package or a collection: fields by name, `mod` in Unix seconds."""

    guid: str
    type_id: int
    mod: int
    fields: Mapping[str, str]
    tags: tuple[str, ...]


def title(note: Note) -> str:
    """A note's first field that says anything, in words."""
    words = (plain(text) for text in note.fields.values())
    return next(filter(None, words), note.guid)


def plain(text: str) -> str:
    """A field's words: no markup, no clozes."""
    shown = CLOZE.sub(r"\1", text)
    return " ".join(html.unescape(MARKUP.sub(" ", shown)).split())


def is_retired(note: Note, tag: str) -> bool:
    """Whether the publisher took it out of the deck with this root of tags."""
    return bool(note.fields.get(RETIRED, "").strip()) or f"{tag}::retired" in note.tags


def revision(note: Note, tag: str) -> Version:
    """The release in which it last changed; () if nothing says so."""
    return parse_version(plain(note.fields.get(REVISION, ""))) or tagged(note.tags, tag)


def tagged(tags: Group[str], tag: str, *kinds: str) -> Version:
    """The newest version in a deck's tags such as bones::added::1.0.0."""
    roots = tuple(f"{tag}::{kind}::".lower() for kind in kinds or ("added", "updated"))
    return max((parse_version(item.rpartition("::")[2]) for item in tags if item.lower().startswith(roots)), default=())


def is_older(mine: Note, theirs: Note, tag: str) -> bool:
    """Whether the publisher changed the note after the learner got it. Without a word of theirs the time decides."""
    here, there = revision(mine, tag), revision(theirs, tag)
    return here < there if here and there else mine.mod < theirs.mod
