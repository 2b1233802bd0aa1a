"""From the decks of a repository to a site.

Each deck is read, and what is wrong with its ledger or settings reported: then nothing is written. Then come, deck by
deck, a page for each version, the pages of its cards, its own page, its packages and what programs read; at last the
page of all decks. The same decks give the same bytes, on every day.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ankigen.apkg.reader import read_package
from ankigen.apkg.snapshot import Snapshot
from ankigen.diagnostic import AnkigenError, Diagnostic, plural
from ankigen.diff import Side, diff
from ankigen.diff.inputs import with_untouched
from ankigen.diff.page.cards import Looks
from ankigen.model.config import RELEASE_ASSETS
from ankigen.model.version import IMPORTED
from ankigen.project.paths import DeckPaths, shown
from ankigen.release.release_packages import checksum_line, where_to_get
from ankigen.site.assets import Assets
from ankigen.site.browser import CardPage, card_pages, page_of
from ankigen.site.collect import collect
from ankigen.site.describe import Described, describe
from ankigen.site.feed import all_feed, deck_feed
from ankigen.site.folder import replaced_whole
from ankigen.site.for_programs import PublishedTexts, decks_json, search_index
from ankigen.site.model import Download, Published, SiteDeck
from ankigen.site.page.cards import cards_page, contents_page
from ankigen.site.page.changes import Step
from ankigen.site.page.deck import CARDS, MOST_PAGES, deck_page
from ankigen.site.page.index import index_page
from ankigen.site.page.version import version_pages
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it: the path of the first page, empty if the decks have faults, and lines for people."""

    path: str
    problems: tuple[Diagnostic, ...] = ()
    remarks: tuple[str, ...] = ()


def make_site(places: Sequence[DeckPaths], target: Path) -> Made:
    """Write the site of these decks into a folder of its own. Raises AnkigenError, and then nothing was written."""
    collected = {paths: collect(paths) for paths in places}
    problems = tuple(problem for found in collected.values() for problem in found.problems)
    if problems:
        return Made("", problems)
    decks = [found.deck for found in collected.values() if found.deck]
    if not decks:
        raise AnkigenError("no deck was released yet, so there is nothing to show; `ankigen release` comes first")
    with replaced_whole(target) as folder:
        _write(folder, decks)
    unreleased = [paths.slug for paths, found in collected.items() if not found.deck]
    remarks = [f"{slug}: not on the site, because nothing of it was released yet" for slug in unreleased]
    remarks += [_kept(deck) for deck in decks if not all(release.package for release in deck.releases)]
    remarks.append(f"{plural(len(decks), 'deck')}: {', '.join(f'{deck.slug} {deck.last.version}' for deck in decks)}")
    return Made(shown(target / "index.html"), remarks=tuple(remarks))


def _kept(deck: SiteDeck) -> str:
    missing = [release.version for release in deck.releases if release.package is None]
    line = (
        f"{deck.slug}: the packages of {', '.join(missing)} are not here, so the site has neither them nor their cards"
    )
    elsewhere = deck.config.packages == RELEASE_ASSETS
    return f"{line}; {where_to_get(deck.paths, deck.config, missing[-1])}" if elsewhere else line


def _write(folder: Path, decks: Sequence[SiteDeck]) -> None:
    name = "assets"
    while name in {deck.slug for deck in decks}:
        name += "-of-the-site"
    assets = Assets(folder, name)
    described = [_write_deck(folder, deck, assets) for deck in decks]
    _page(folder / "index.html", index_page([item for item, _ in described], name))
    (folder / "decks.json").write_bytes(decks_json(described))
    (folder / "feed.xml").write_bytes(all_feed(decks))
    (folder / ".nojekyll").touch()


def _write_deck(folder: Path, deck: SiteDeck, assets: Assets) -> tuple[Described, bytes]:
    home = folder / deck.slug
    home.mkdir()
    whole = read_package(deck.whole.package)
    item = describe(deck, whole)
    pages = card_pages(deck, whole, assets)
    _write_cards(home, item, pages, assets)
    looks = Looks(lambda side, texts: assets.pictures(side.package, texts), assets.side)
    texts = PublishedTexts()
    for step, snapshot in _steps(deck, whole, page_of(pages)):
        for file, page in version_pages(step, looks, assets.name).items():
            _page(home / file, page)
        if snapshot:
            texts.add(snapshot)
    _page(home / "index.html", deck_page(item, pages, assets.name))
    packages = [release.package for release in deck.releases if release.package]
    for package in (*packages, *(delta.file for delta in deck.deltas)):
        _hand_out(home, package)
    (home / "feed.xml").write_bytes(deck_feed(deck))
    fields = texts.as_json()
    (home / "fields.json").write_bytes(fields)
    return item, fields


def _hand_out(home: Path, package: Download) -> None:
    name = package.path.name
    shutil.copyfile(package.path, home / name)
    (home / f"{name}.sha256").write_bytes(checksum_line(name, package.sha256))


def _write_cards(home: Path, item: Described, pages: Sequence[CardPage], assets: Assets) -> None:
    for at, page in enumerate(pages):
        _page(home / page.file, cards_page(item, pages, at, assets.name))
    if len(pages) > MOST_PAGES:
        _page(home / CARDS, contents_page(item, pages, assets.name))
    (home / "search-index.js").write_bytes(search_index(pages))


def _page(path: Path, page: str) -> None:
    path.write_bytes(page.encode("utf-8", "replace"))


def _steps(deck: SiteDeck, whole: Snapshot, places: dict[str, str]) -> Iterator[tuple[Step, Snapshot | None]]:
    """Each release over the one before it, with what it holds; two packages are in memory at a time."""
    before: Published | None = None
    ids = {record.guid: record.id for record in deck.history.notes.values()}
    old = _imported(deck)
    for release in deck.releases:
        new = _side(release, whole if release is deck.last else None)
        compared = diff(deck.name, old, _comparable(old, new)) if old and new else None
        yield Step(deck, before, release, compared, places, ids), new.snapshot if new else None
        before, old = release, new


def _side(release: Published, known: Snapshot | None) -> Side | None:
    if release.package is None:
        return None
    package = release.package.package
    return Side(release.version, known or read_package(package), package)


def _imported(deck: SiteDeck) -> Side | None:
    """What learners had before the deck was released here, if it was imported."""
    path = deck.paths.package(IMPORTED)
    if deck.history.releases[0].version != IMPORTED or not path.is_file():
        return None
    package = replace(deck.whole, path=path).package
    return Side(IMPORTED, read_package(package), package)


def _comparable(old: Side, new: Side) -> Side:
    return replace(new, snapshot=with_untouched(old.snapshot, new.snapshot)) if old.name == IMPORTED else new
