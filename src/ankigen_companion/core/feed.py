# SPDX-License-Identifier: AGPL-3.0-or-later
"""How decks.json and fields.json are read: what docs/site.md says of them, and this is the only place that knows it.

Both come from the network. Whatever is not as it should be raises CompanionError; what is not known is left alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from .errors import CompanionError

FORMAT = 1
MOST = 10_000_000  # bytes of a decks.json
DIGITS = 16  # of a text's hash in fields.json
NUMBERS = re.compile(r"(\d{1,9})\.(\d{1,9})\.(\d{1,9})")
HASH = re.compile(r"[0-9a-f]{64}")

# major, minor, patch; an empty one is older than all.
Version = tuple[int, ...]


@dataclass(frozen=True)
class File:
    """A file of the site: its full address, its size in bytes, its SHA-256 in hex."""

    address: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Summary:
    """How many notes a release brought, corrected (`safety` of these are safety corrections) and retired."""

    new: int = 0
    corrected: int = 0
    retired: int = 0
    safety: int = 0

    def __add__(self, other: Summary) -> Summary:
        return Summary(
            self.new + other.new,
            self.corrected + other.corrected,
            self.retired + other.retired,
            self.safety + other.safety,
        )


@dataclass(frozen=True)
class Release:
    """A release; `safety` are Note IDs, `breaking` says why Anki cannot update older notes by itself."""

    version: Version
    page: str
    summary: Summary
    safety: tuple[str, ...]
    breaking: tuple[str, ...]


@dataclass(frozen=True)
class Deck:
    """A deck that a site offers: addresses are full ones, `deltas` by the version that they start from, `notes` how
    many there are to study."""

    uid: str
    name: str
    tag: str
    page: str
    version: Version
    notes: int
    package: File
    deltas: Mapping[Version, File]
    fields: File
    releases: tuple[Release, ...]

    def since(self, version: Version) -> tuple[Release, ...]:
        """The releases that somebody with this version lacks, the newest first."""
        newer = [release for release in self.releases if release.version > version]
        return tuple(sorted(newer, key=lambda release: release.version, reverse=True))


def parse_version(text: str) -> Version:
    """(1, 2, 0) for "1.2.0", and () for what is not a version."""
    match = NUMBERS.fullmatch(text)
    return tuple(map(int, match.groups())) if match else ()


def version_text(version: Version) -> str:
    return ".".join(map(str, version))


def feed_addresses(address: str) -> tuple[str, ...]:
    """Where the decks.json of a page may be, the likeliest first: who pastes a deck's page, a version's, the page of
    all decks or decks.json itself means the same. Raises CompanionError if this is not an address."""
    text = address.strip()
    if "://" not in text:
        text = f"https://{text}"
    scheme, host, path, _, _ = urlsplit(text)
    if not re.search(r"\.|:|^localhost$", host) or re.search(r"\s", text):
        raise CompanionError(
            f"“{address.strip()}” is not the address of a page. Copy it from your browser’s address bar."
        )
    folder, _, last = path.rpartition("/")
    if last == "decks.json":
        return (urlunsplit((scheme, host, path, "", "")),)
    if last and "." not in last:
        folder = f"{folder}/{last}"
    folders = (folder.rpartition("/")[0], folder) if folder else (folder,)
    return tuple(urlunsplit((scheme, host, f"{place}/decks.json", "", "")) for place in folders)


def decks_at(decks: tuple[Deck, ...], address: str) -> tuple[Deck, ...]:
    """The deck whose page this is; all decks of the site if it is none's."""
    path = urlsplit(address.strip() if "://" in address else f"https://{address.strip()}").path
    found = tuple(
        deck for deck in decks if f"{path.rstrip('/')}/".startswith(urlsplit(deck.page).path.rstrip("/") + "/")
    )
    return found or decks


def read_decks(data: bytes, address: str) -> tuple[Deck, ...]:
    """The decks in the bytes of the decks.json that came from this address. Raises CompanionError."""
    content = _read_json(data, address)
    try:
        return tuple(_deck(item, address) for item in content["decks"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CompanionError(f"The list of decks at {address} is damaged. Please tell its publisher.") from error


def read_fields(data: bytes, address: str) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """By note (guid) and field: the hashes of all texts that the publisher ever gave it. Raises CompanionError."""
    content = _read_json(data, address)
    try:
        return {
            guid: {name: frozenset(map(_text, hashes)) for name, hashes in fields.items()}
            for guid, fields in content["notes"].items()
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CompanionError(f"The list of texts at {address} is damaged. Please tell its publisher.") from error


def text_hash(text: str) -> str:
    """A field's text as fields.json names it."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def _read_json(data: bytes, address: str) -> dict[str, Any]:
    if data.lstrip()[:1] == b"<":
        raise CompanionError(f"{address} is a web page, not a list of decks. Is the address that of a deck’s page?")
    try:
        content = json.loads(data)
        number = content["format"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CompanionError(
            f"What is at {address} is not a list of decks. Is the address that of a deck’s page?"
        ) from error
    if number != FORMAT:
        raise CompanionError(f"{address} is made for a newer Deck companion. Update the add-on.")
    if not isinstance(content, dict):
        raise CompanionError(f"What is at {address} is not a list of decks.")
    return content


def _deck(item: Any, address: str) -> Deck:
    releases = tuple(_release(release, address) for release in item["releases"])
    return Deck(
        uid=_word(item["uid"]),
        name=_word(item["name"]),
        tag=_word(item["tag"]),
        page=_page(item["page"], address),
        version=_version(item["version"]),
        notes=_count(item["notes"]),
        package=_file(item["package"], address),
        deltas={_version(delta["from"]): _file(delta, address) for delta in item["deltas"]},
        fields=_file(item["fields"], address),
        releases=releases,
    )


def _release(item: Any, address: str) -> Release:
    counts = {name: _count(item["summary"][name]) for name in ("new", "corrected", "retired", "safety")}
    return Release(
        version=_version(item["version"]),
        page=_page(item["page"], address),
        summary=Summary(**counts),
        safety=tuple(map(_text, item["safety"])),
        breaking=tuple(map(_text, item["breaking"])),
    )


def _file(item: Any, address: str) -> File:
    digest = _text(item["sha256"])
    if not HASH.fullmatch(digest):
        raise ValueError(digest)
    return File(urljoin(address, _word(item["address"])), _count(item["size"]), digest)


def _page(value: object, address: str) -> str:
    """A page for a browser to open, so of no other kind than the list itself."""
    page = urljoin(address, _word(value))
    if urlsplit(page).scheme != urlsplit(address).scheme:
        raise ValueError(page)
    return page


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _word(value: object) -> str:
    text = _text(value)
    if not text.strip():
        raise ValueError(text)
    return text


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(value)
    return value


def _version(value: object) -> Version:
    version = parse_version(_text(value))
    if not version:
        raise ValueError(value)
    return version
