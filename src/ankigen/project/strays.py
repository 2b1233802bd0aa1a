"""What lies in a repository as if its author meant it for a deck, and no deck reads."""

from collections.abc import Iterator
from pathlib import Path

from ankigen.codes.project import FOLDER_WITHOUT_DECK, IGNORED_FILE, LEDGER_WITHOUT_DECK
from ankigen.diagnostic import Code, Diagnostic, Severity
from ankigen.project.paths import CARDS, DECKS, LEDGER, SETTINGS, DeckPaths, is_source_name, shown
from ankigen.project.safeguards import uid_in_ledger, uid_in_settings
from ankigen.source import Source

# What text editors, office programs and other Markdown tools call a text.
MISTAKEN = (
    *(".txt", ".text", ".markdown", ".mdown", ".mkdn", ".mkd", ".mdwn", ".mdtxt", ".mdtext", ".mdx", ".rmd", ".qmd"),
    *(".csv", ".tsv", ".xls", ".xlsx", ".ods"),
    *(".org", ".rst", ".adoc", ".doc", ".docx", ".odt", ".rtf", ".pages", ".tex", ".html", ".htm"),
)
# A file that states a uid is not larger, in bytes.
SETTINGS_AT_MOST = 100_000
# Texts of a folder that nobody takes for cards.
ABOUT = ("readme", "objectives", "license", "licence", "copying", "notice", "changelog", "authors")


def strays(root: Path) -> Iterator[Diagnostic]:
    """What is in none of the repository's decks, in the order of the files."""
    for path in _entries(root / CARDS):
        if path.is_dir():
            if not (root / DECKS / path.name / LEDGER).exists():
                yield from _folder_without_deck(path)
        elif is_source_name(path.name) or _is_mistaken(path):
            hint = f"a source lies in its deck's folder: {CARDS}/DECK/{path.name}"
            yield _ignored(path, f"a file directly in {CARDS}/ belongs to no deck", hint)
    for path in sorted((root / DECKS).glob(f"*/{LEDGER}")):
        yield from _ledger_without_deck(root, path)


def ignored_files(paths: DeckPaths) -> Iterator[Diagnostic]:
    """Files of a deck's folder that look as if their author meant them as sources."""
    for path in _entries(paths.cards):
        if path.is_dir():
            for folder in (path, *_folders_below(path)):
                if any(is_source_name(file.name) for file in _entries(folder) if file.is_file()):
                    hint = f"move its .md files into {shown(paths.cards)}"
                    yield _ignored(folder, "sources in a folder are not read", hint)
        elif _is_settings(path.name):
            yield _ignored(path, f"only a file named {SETTINGS} is read for settings", "delete it, or rename it")
        elif _is_mistaken(path):
            yield _ignored(path, "only files named *.md are read", "save it as plain text with a name that ends in .md")


def unread_files(paths: DeckPaths) -> Iterator[Path]:
    """The texts around a deck that no deck reads: in its folder's folders, under names of no source, and beside it."""
    for folder in (paths.cards, *_folders_below(paths.cards), paths.root / CARDS, paths.root):
        for path in _entries(folder):
            is_text = path.suffix.lower() in (".md", *MISTAKEN)
            if path.is_file() and is_text and not (folder == paths.cards and is_source_name(path.name)):
                yield path


def _folder_without_deck(folder: Path) -> Iterator[Diagnostic]:
    if (folder / SETTINGS).is_file():
        return
    settings = _misnamed_settings(folder)
    nested = [below / SETTINGS for below in _folders_below(folder) if (below / SETTINGS).is_file()]
    if settings:
        yield _to_be_renamed(settings)
    elif nested:
        for path in nested:
            hint = f"move the folder {shown(path.parent)} to {shown(folder.parent / path.parent.name)}"
            yield _problem(path, FOLDER_WITHOUT_DECK, f"a deck's folder lies directly in {CARDS}/", hint)
    elif any(is_source_name(path.name) for each in (folder, *_folders_below(folder)) for path in _entries(each)):
        message = f"this folder has card sources but no {SETTINGS}: it is not a deck, and nothing in it is read"
        hint = (
            f"if it had one, restore it: git checkout -- {shown(folder / SETTINGS)}; else `ankigen new NAME` makes a "
            "deck with its settings: move the sources there"
        )
        yield _problem(folder, FOLDER_WITHOUT_DECK, message, hint)


def _ledger_without_deck(root: Path, ledger: Path) -> Iterator[Diagnostic]:
    """A deck that was released and is gone. One that is there under another name has a finding of its own
    (`lost_ledger`)."""
    cards = root / CARDS / ledger.parent.name
    if (cards / SETTINGS).exists():
        return
    if settings := _misnamed_settings(cards):
        yield _to_be_renamed(settings)
        return
    uid = uid_in_ledger(ledger)
    if not any(uid_in_settings(path) == uid for path in (root / CARDS).glob(f"*/{SETTINGS}")):
        message = f"the deck '{ledger.parent.name}' was released, but {shown(cards / SETTINGS)} is not there"
        # Of a folder that is there nothing else may be taken back.
        hint = f"restore it from git: git checkout -- {shown(cards / SETTINGS if cards.is_dir() else cards)}"
        yield _problem(ledger, LEDGER_WITHOUT_DECK, message, hint)


def _misnamed_settings(folder: Path) -> Path | None:
    """The file that was meant to be deck.toml: of a name like it, or one that states a uid."""
    files = [path for path in _entries(folder) if path.is_file() and not is_source_name(path.name)]
    stating = (path for path in files if path.stat().st_size < SETTINGS_AT_MOST and uid_in_settings(path))
    return next((path for path in files if _is_settings(path.name)), None) or next(stating, None)


def _is_settings(name: str) -> bool:
    """Whether a name was meant to be deck.toml: in other capitals, or with an ending that an editor added."""
    return name != SETTINGS and name.lower() in (SETTINGS, f"{SETTINGS}.txt", f"{SETTINGS}.toml", "deck.tml")


def _to_be_renamed(settings: Path) -> Diagnostic:
    message = f"this file must be named {SETTINGS}: without it {shown(settings.parent)} is not a deck"
    hint = f"rename it to {SETTINGS} (a system may hide an ending such as .txt)"
    return _problem(settings, FOLDER_WITHOUT_DECK, message, hint)


def _is_mistaken(path: Path) -> bool:
    return path.suffix.lower() in MISTAKEN and path.name.partition(".")[0].lower() not in ABOUT


def _entries(folder: Path) -> list[Path]:
    """What is in a folder, by name; nothing hidden, and nothing if it cannot be read."""
    try:
        paths = sorted(folder.iterdir(), key=lambda path: path.name)
        (folder / "..").stat()  # one may list a folder that one may not enter
    except OSError:
        return []
    return [path for path in paths if not path.name.startswith(".")]


def _folders_below(folder: Path) -> list[Path]:
    """The folders in a folder at any depth, links left out."""
    found: list[Path] = []
    for path in _entries(folder):
        if path.is_dir() and not path.is_symlink():
            found += [path, *_folders_below(path)]
    return found


def _ignored(path: Path, message: str, hint: str) -> Diagnostic:
    return Diagnostic(Source(path, shown(path)).span(), IGNORED_FILE, message, hint, Severity.WARNING)


def _problem(path: Path, code: Code, message: str, hint: str) -> Diagnostic:
    return Diagnostic(Source(path, shown(path)).span(), code, message, hint)
