"""Where things are: a folder with `cards/` and `decks/`, and in `cards/` one folder for each deck."""

import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from pathlib import Path

from ankigen.codes.project import NOT_A_FILE, NOT_UTF8, NUL_BYTE, TOO_LARGE, UNREADABLE
from ankigen.diagnostic import AnkigenError, Diagnostic, nearest
from ankigen.source import Source, with_line_feeds
from ankigen.values import dataclass

CARDS, DECKS, SETTINGS, LEDGER = "cards", "decks", "deck.toml", "ledger.jsonl"
NOT_SOURCES = ("readme.md", "objectives.md")
PACKAGES = (".apkg", ".colpkg")
LARGEST_SOURCE = 10_000_000


@dataclass(frozen=True, slots=True)
class DeckPaths:
    """The folders of one deck; `slug` is the folders' name, and that of the packages."""

    root: Path
    slug: str

    @property
    def cards(self) -> Path:
        return self.root / CARDS / self.slug

    @property
    def output(self) -> Path:
        return self.root / DECKS / self.slug

    @property
    def settings(self) -> Path:
        return self.cards / SETTINGS

    @property
    def ledger(self) -> Path:
        return self.output / LEDGER

    @property
    def changelog(self) -> Path:
        return self.output / "CHANGELOG.md"

    @property
    def preview(self) -> Path:
        return self.output / f"{self.slug}-preview.html"

    @property
    def review_sheet(self) -> Path:
        return self.output / f"{self.slug}-reviews-preview.html"

    def package(self, version: str) -> Path:
        return self.output / f"{self.slug}-{version}.apkg"

    def drafts(self) -> tuple[str, ...]:
        """The names of the drafts' packages."""
        return tuple(path.name for path in self.output.glob(f"{self.slug}-*.dev.apkg"))

    def sources(self) -> tuple[Path, ...]:
        """The deck's card sources in name order."""
        paths = sorted(self.cards.iterdir(), key=lambda path: path.name)
        return tuple(path for path in paths if is_source_name(path.name))


def find_root(start: Path) -> Path:
    """The nearest folder from `start` upwards that holds `cards/`."""
    for folder in (start, *start.parents):
        if (folder / CARDS).is_dir():
            return folder
    raise AnkigenError(f"no folder 'cards' in {start} or above it; `ankigen new \"My deck\"` makes one")


def all_decks(root: Path) -> tuple[DeckPaths, ...]:
    """Every deck of the repository, by name."""
    folders = sorted(path.parent.name for path in (root / CARDS).glob(f"*/{SETTINGS}"))
    return tuple(DeckPaths(root, name) for name in folders if not name.startswith("."))


def find_decks(start: Path, names: Sequence[str]) -> tuple[DeckPaths, ...]:
    """The decks of these names (their folders' names, or paths of the folders), or all of them if none is named.

    Raises AnkigenError if there is no such deck, or none at all.
    """
    root = find_root(start)
    known = tuple(paths.slug for paths in all_decks(root))
    wanted = tuple(dict.fromkeys(Path(name).resolve().name for name in names)) or known
    if not wanted:
        raise AnkigenError(
            f'{root / CARDS} has no deck, which is a folder with a deck.toml; `ankigen new "My deck"` makes one'
        )
    for name in wanted:
        if name not in known:
            hint = nearest(name, known) if known else "`ankigen new` makes one"
            if (root / DECKS / name / LEDGER).is_file():
                # A new deck.toml has a new uid: learners would get every note a second time.
                folder = root / CARDS / name
                missing = folder / SETTINGS if folder.is_dir() else folder
                raise AnkigenError(
                    f"the deck '{name}' was released, but {shown(folder / SETTINGS)} is not there: "
                    f"restore it from git: git checkout -- {shown(missing)}"
                )
            if (root / CARDS / name).is_dir():
                raise AnkigenError(f"{shown(root / CARDS / name)} is not a deck: it has no {SETTINGS}; {hint}")
            raise AnkigenError(f"there is no deck '{name}' in {root / CARDS}; {hint}")
    return tuple(DeckPaths(root, name) for name in wanted)


def is_source_name(name: str) -> bool:
    """Whether a file of this name in a deck's folder is a card source; hidden ones are some editor's."""
    return name.lower().endswith(".md") and name.lower() not in NOT_SOURCES and not name.startswith(".")


def is_backup_name(slug: str) -> bool:
    """Anki takes a package named backup-*.apkg for a whole collection that replaces the learner's."""
    return slug.startswith("backup-")


def refuse_folder_name(slug: str) -> None:
    """Raise AnkigenError if a deck's folder had better not be called so."""
    reason = ""
    if is_backup_name(slug):
        reason = "Anki takes packages of that name for backups"
    elif re.fullmatch(r"con|prn|aux|nul|(?:com|lpt)[1-9]", slug):
        reason = "Windows has no folders of that name"
    if reason:
        raise AnkigenError(f"a deck's folder cannot be named '{slug}': {reason}")


def only_deck(start: Path, names: Sequence[str], words: Sequence[str]) -> DeckPaths | None:
    """The one deck of which `words` name versions or the draft; None if all of them name files. Raises AnkigenError
    if a file is missing, a word names a deck, or several decks could be meant."""
    files = [word for word in words if names_file(word)]
    for word in files:
        if (Path(word) / SETTINGS).is_file():
            raise AnkigenError(f"'{word}' is a deck; write --deck {word}")
        if not Path(word).exists():
            raise AnkigenError(f"there is no file {word}")
    versions = [word for word in words if word not in files]
    if not versions:
        return None
    known = {paths.slug for paths in find_decks(start, ())}
    for word in versions:
        if word in known.difference(names, ("draft",)):
            raise AnkigenError(f"'{word}' is a deck; write --deck {word}")
    places = find_decks(start, names)
    if len(places) > 1:
        slugs = ", ".join(paths.slug for paths in places)
        raise AnkigenError(f"'{versions[0]}' of which deck? Name one with --deck: {slugs}")
    return places[0]


def names_file(name: str) -> bool:
    """Whether a word of the command line names a package's file, not a version of a deck."""
    return name.lower().endswith(PACKAGES) or "/" in name or Path(name).is_file()


def is_file(path: Path) -> bool:
    """Whether it is a file that one may know of: it may be in a folder that one may not enter."""
    try:
        return path.is_file()
    except PermissionError:
        return False


def shown(path: Path) -> str:
    """The path as people see it: relative to the current folder if it lies in it, with forward slashes."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def read_source(path: Path) -> tuple[Source, Diagnostic | None]:
    """The file as text, its line ends `\\n`, without byte-order mark; empty, and with a finding, if it is not text."""
    empty = Source(path, shown(path))
    try:
        path.name.encode()
    except UnicodeEncodeError:
        return empty, Diagnostic(empty.span(), NOT_UTF8, "the name of this file is not UTF-8", "rename it")
    try:
        if not path.is_file():
            return empty, Diagnostic(empty.span(), NOT_A_FILE, "this is not a file", "rename or remove it")
        if path.stat().st_size > LARGEST_SOURCE:
            hint = f"split it: a source may have up to {LARGEST_SOURCE // 1_000_000} MB"
            return empty, Diagnostic(empty.span(), TOO_LARGE, "this file is too large for a source", hint)
        data = path.read_bytes()
    except OSError as error:
        return empty, Diagnostic(empty.span(), UNREADABLE, f"cannot read it: {error.strerror}", "check its permissions")
    return decode(empty, data)


def decode(empty: Source, data: bytes) -> tuple[Source, Diagnostic | None]:
    """The bytes as the text of a source that has none yet; without text, and with a finding, if they are not text."""
    data = data.removeprefix(BOM_UTF8)
    try:
        text = with_line_feeds(data.decode())
    except UnicodeDecodeError as error:
        before = with_line_feeds(data[: error.start].decode("utf-8", "replace"))
        place = empty.span(before.count("\n") + 1, len(before) - before.rfind("\n"))
        return empty, Diagnostic(place, NOT_UTF8, "this is not UTF-8 text", "save the file as UTF-8 in your editor")
    source = Source(empty.path, empty.shown, text)
    at = text.find("\0")
    if at >= 0:
        place = source.span(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        return empty, Diagnostic(place, NUL_BYTE, "a NUL byte: this is not a text file", "save the file as UTF-8 text")
    return source, None
