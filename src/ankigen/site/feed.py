"""Feeds of new versions (Atom, RFC 4287): one of each deck, and one of all."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from uuid import UUID, uuid5

from ankigen.card.plain import printable
from ankigen.release.manifest import moment
from ankigen.site.model import Published, SiteDeck
from ankigen.site.page.parts import address, page_of_release, summary

# The namespace of the feeds' ids, made once for ever: an entry's id follows from the deck's uid and the version.
NAMESPACE = UUID("5d0f5f0e-8f6d-4b0b-9c39-6a1f0c1f2f64")
MOST = 50
# What XML cannot hold however it is escaped.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def deck_feed(deck: SiteDeck) -> bytes:
    return _feed(deck.name, deck.history.uid, [(deck, release) for release in deck.releases])


def all_feed(decks: Sequence[SiteDeck]) -> bytes:
    """The feed of all decks. Its id follows from the deck that was released first: a new deck does not move it."""
    oldest = min(decks, key=lambda deck: (deck.releases[0].time, deck.history.uid))
    return _feed(
        "Decks for Anki",
        f"all, {oldest.history.uid}",
        [(deck, release) for deck in decks for release in deck.releases],
        in_folders=True,
    )


def _feed(title: str, key: str, entries: Sequence[tuple[SiteDeck, Published]], *, in_folders: bool = False) -> bytes:
    """The newest come first; `in_folders` says that the pages are in folders of the decks."""
    newest = sorted(entries, key=lambda item: (-item[1].time, item[0].slug))[:MOST]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{_text(title)}</title>",
        f"<id>{_id(key)}</id>",
        f"<updated>{moment(newest[0][1].time)}</updated>",
        '<link rel="self" href="feed.xml"/>',
        '<link rel="alternate" type="text/html" href="index.html"/>',
        *(line for deck, release in newest for line in _entry(deck, release, in_folders)),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _entry(deck: SiteDeck, release: Published, in_folders: bool) -> Iterator[str]:
    folder = (deck.slug,) if in_folders else ()
    page = address(*folder, page_of_release(release))
    authors = deck.config.authors or (deck.name,)
    yield "<entry>"
    yield f"<title>{_text(f'{deck.name} {release.version}')}</title>"
    yield f"<id>{_id(f'{deck.history.uid} {release.version}')}</id>"
    yield f"<updated>{moment(release.time)}</updated>"
    yield from (f"<author><name>{_text(name)}</name></author>" for name in authors)
    yield f'<link rel="alternate" type="text/html" href="{page}"/>'
    if release.package:
        file = address(*folder, release.package.path.name)
        size = release.package.size
        yield f'<link rel="enclosure" type="application/octet-stream" length="{size}" href="{file}"/>'
    yield f"<summary>{_text(summary(release))}</summary>"
    yield "</entry>"


def _id(key: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE, key)}"


def _text(words: str) -> str:
    return escape(NOT_XML.sub("", printable(words)))
