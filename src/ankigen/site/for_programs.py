"""What programs read: `decks.json`, the hashes of the published texts, and the index of the search. docs/site.md says
what each key means."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ankigen.apkg.snapshot import Snapshot
from ankigen.card.bookkeeping import ours
from ankigen.model.notetypes import BOOKKEEPING
from ankigen.release.manifest import moment
from ankigen.site.browser import CardPage
from ankigen.site.describe import Described
from ankigen.site.model import Download, Published
from ankigen.site.page.parts import page_of_release, plain_address

FORMAT = 1
DIGITS = 16


class PublishedTexts:
    """The hashes of every text of every field that was published, by guid and field; packages are added one by one."""

    def __init__(self) -> None:
        self.notes: dict[str, dict[str, list[str]]] = {}

    def add(self, snapshot: Snapshot) -> None:
        left_out = {number: BOOKKEEPING if ours(note_type) else () for number, note_type in snapshot.note_types.items()}
        for guid, note in snapshot.notes.items():
            for name, text in snapshot.fields(note).items():
                if text and name not in left_out[note.note_type]:
                    known = self.notes.setdefault(guid, {}).setdefault(name, [])
                    found = text_hash(text)
                    if found not in known:
                        known.append(found)

    def as_json(self) -> bytes:
        return _json({"format": FORMAT, "notes": self.notes}, indent=None)


def text_hash(text: str) -> str:
    """What is known of a field's text."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def decks_json(decks: Sequence[tuple[Described, bytes]]) -> bytes:
    """`decks.json`: each deck with the bytes of its `fields.json`."""
    return _json({"format": FORMAT, "decks": [_deck(item, fields) for item, fields in decks]})


def _deck(item: Described, fields: bytes) -> dict[str, Any]:
    deck = item.deck
    return {
        "uid": deck.history.uid,
        "name": deck.history.name,
        "page": f"{plain_address(deck.slug)}/",
        "language": deck.config.language,
        "tag": deck.config.tag,
        "license": deck.config.license,
        "version": deck.last.version,
        "released": moment(deck.last.time),
        "notes": item.notes,
        "cards": item.cards,
        "package": _file(deck.slug, deck.whole),
        "deltas": [{"from": delta.since, **_file(deck.slug, delta.file)} for delta in deck.deltas],
        "fields": {
            "address": plain_address(deck.slug, "fields.json"),
            "size": len(fields),
            "sha256": hashlib.sha256(fields).hexdigest(),
        },
        "releases": [_release(deck.slug, release) for release in deck.releases],
    }


def _file(slug: str, file: Download) -> dict[str, Any]:
    return {"address": plain_address(slug, file.path.name), "size": file.size, "sha256": file.sha256}


def _release(slug: str, release: Published) -> dict[str, Any]:
    return {
        "version": release.version,
        "released": moment(release.time),
        "page": plain_address(slug, page_of_release(release)),
        "package": _file(slug, release.package) if release.package else None,
        "summary": {
            "new": release.new,
            "corrected": release.corrected,
            "retired": release.retired,
            "safety": len(release.said.safety),
        },
        "safety": list(release.said.safety),
        "breaking": list(release.said.breaking),
    }


def search_index(pages: Iterable[CardPage]) -> bytes:
    """A script that hands the index to the search: a page's file and title, and of each of its notes id, title and
    words. It is a script because a page that was opened from a disk may load no data."""
    index = [
        [plain_address(page.file), page.title, [[note.id, note.title, note.words] for note in page.notes]]
        for page in pages
    ]
    return b"ankigenIndex(" + _json(index, indent=None).strip() + b");\n"


def _json(value: Mapping[str, Any] | Sequence[Any], indent: int | None = 2) -> bytes:
    return (json.dumps(value, ensure_ascii=True, indent=indent) + "\n").encode()
